"""What the messages of a log say, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from serai.formats.bits import Bits
from serai.formats.sbas import l1, l5
from serai.formats.sbas.logs import SbasLog

MESSAGE = 250  # bits


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a log: when, from whom, of which type, in which form, and its record."""

    tai_ns: int
    prn: int
    dfmc: bool
    kind: int
    record: object


def decoded(raw: bytes, *, dfmc: bool) -> tuple[int, object]:
    """Give the type and record of one message of 250 bits; the parity is not looked at."""
    bits = Bits.of(raw[:32], MESSAGE)
    bits.u(4 if dfmc else 8)
    kind = bits.u(6)
    return kind, l5.decode_l5(kind, bits) if dfmc else l1.decode_l1(kind, bits)


def messages(log: SbasLog) -> Iterator[Heard]:
    """Decode a log's messages in its order."""
    for k in range(len(log)):
        kind, record = decoded(log.raw[k].tobytes(), dfmc=bool(log.dfmc[k]))
        yield Heard(int(log.tai_ns[k]), int(log.prn[k]), bool(log.dfmc[k]), kind, record)
