"""BeiDou's SSR orbits (1258, 1261), parsed here: streams carry an IOD of 24 bits that `pyrtcm` takes for 8.

RTCM SC-104 drafts, as RTKLIB and MADOCA use them: satellite (6), toe modulo 8192 s in steps of 8 s (10), IOD
or its CRC (8 or 24), then the corrections. The length of the message tells which of the two it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from serai.formats.bits import Bits

ORBIT_AND_RATE = 22 + 20 + 20 + 21 + 19 + 19
CLOCK = 22 + 21 + 27
HEAD = 68
COMBINED = 1261


@dataclass(frozen=True, slots=True)
class BeidouHead:
    """The head of one message; ``interval`` is the index of DF391."""

    second: int
    interval: int
    iod_ssr: int
    provider: int
    solution: int
    count: int


@dataclass(frozen=True, slots=True)
class BeidouRow:
    """One satellite: `iod` is the toe modulo 8192 s, in steps of 8 s."""

    prn: int
    iod: int
    orbit_m: tuple[float, float, float]
    orbit_rate_mps: tuple[float, float, float]
    clock: tuple[float, float, float] | None


def beidou_orbits(number: int, payload: bytes) -> tuple[BeidouHead, tuple[BeidouRow, ...]] | None:
    """Give a message's head and satellites; None where its length fits neither form."""
    bits = Bits.of(payload, 8 * len(payload))
    if bits.length < HEAD:
        return None
    bits.u(12)
    second, interval, _, _ = bits.u(20), bits.u(4), bits.u(1), bits.u(1)
    head = BeidouHead(second, interval, bits.u(4), bits.u(16), bits.u(4), bits.u(6))
    clock = CLOCK if number == COMBINED else 0
    left = bits.length - HEAD
    for width in (24, 8):
        need = head.count * (16 + width + ORBIT_AND_RATE + clock)
        if need <= left < need + 8:
            return head, tuple(_rows(bits, head.count, width, has_clock=clock > 0))
    return None


def _rows(bits: Bits, count: int, width: int, *, has_clock: bool) -> Iterator[BeidouRow]:
    for _ in range(count):
        prn, iod, _ = bits.u(6), bits.u(10), bits.u(width)
        orbit = (bits.s(22) * 1e-4, bits.s(20) * 4e-4, bits.s(20) * 4e-4)
        rate = (bits.s(21) * 1e-6, bits.s(19) * 4e-6, bits.s(19) * 4e-6)
        clock = (bits.s(22) * 1e-4, bits.s(21) * 1e-6, bits.s(27) * 2e-8) if has_clock else None
        yield BeidouRow(prn, iod, orbit, rate, clock)
