"""Files of text lines that are small enough to be read line by line: the lines, where one is, its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from serai.formats.refusal import FaultJudge
from serai.formats.source import Source, bytes_of
from serai.wording import Reason, reason

LABEL = 60


@dataclass(slots=True)
class Lines:
    """A file's lines and the place of the one being read; `judge` says what a fault does."""

    judge: FaultJudge
    lines: list[str]
    at: int = field(default=-1)  # the index of the current line

    @classmethod
    def of(cls, source: Source, *, lenient: bool) -> Lines:
        raw, name = bytes_of(source)
        return cls(FaultJudge(name, lenient=lenient), raw.decode("latin-1").splitlines())

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        self.at += 1
        if self.at >= len(self.lines):
            raise StopIteration
        return self.lines[self.at]

    @property
    def current(self) -> str:
        """The line being read, '' before the first and after the last."""
        return self.lines[self.at] if 0 <= self.at < len(self.lines) else ""

    @property
    def number(self) -> int:
        """The current line's number, from 1."""
        return min(self.at, len(self.lines) - 1) + 1

    def fault(self, kind: str, expected: Reason, got: str | Reason | None = None) -> None:
        """Refuse the current line, or count it when lenient."""
        self.judge.fault(kind, self.number, expected, self.current if got is None else got)

    def floats(self, width: int, start: int, count: int, kind: str) -> list[float] | None:
        """Read numbers of a fixed width from the current line; None, and a fault, where one is none."""
        text = self.current[:LABEL] if len(self.current) > LABEL else self.current
        values = [finite(text[start + k * width : start + (k + 1) * width]) for k in range(count)]
        if None in values:
            self.fault(kind, reason("formats.expected.numbers_of_width", count=count, width=width))
            return None
        return [value for value in values if value is not None]


def label_of(line: str) -> str:
    """Give the label at the end of a header line."""
    return line[LABEL:].strip()


def finite(text: str) -> float | None:
    """Read a number, D for E allowed; None where there is none, or one without bounds."""
    try:
        value = float(text.replace("D", "E").replace("d", "e"))
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def whole(text: str) -> int | None:
    """Read a whole number; None where there is none."""
    stripped = text.strip()
    digits = stripped[1:] if stripped[:1] in "+-" else stripped
    return int(stripped) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None
