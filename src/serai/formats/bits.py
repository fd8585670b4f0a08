"""Whole numbers out of a row of bits, most significant first, as navigation messages carry them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Bits:
    """A message of `length` bits and the place of the next one; reading past the end gives ValueError."""

    value: int
    length: int
    at: int = 0

    @classmethod
    def of(cls, raw: bytes, length: int) -> Bits:
        """Take the first `length` bits of some bytes."""
        return cls(int.from_bytes(raw, "big") >> (8 * len(raw) - length), length)

    def u(self, width: int) -> int:
        """Read an unsigned number."""
        self.at += width
        if self.at > self.length:
            raise ValueError(f"a message of {self.length} bits ends before bit {self.at}")
        return (self.value >> (self.length - self.at)) & ((1 << width) - 1)

    def s(self, width: int) -> int:
        """Read a number in two's complement."""
        number = self.u(width)
        return number - (1 << width) if number >> (width - 1) else number

    def many(self, count: int, width: int) -> tuple[int, ...]:
        """Read several unsigned numbers of one width."""
        return tuple(self.u(width) for _ in range(count))

    def ones(self, width: int) -> tuple[int, ...]:
        """Which of the next bits are set, counted from 1."""
        mask = self.u(width)
        return tuple(k + 1 for k in range(width) if mask >> (width - 1 - k) & 1)
