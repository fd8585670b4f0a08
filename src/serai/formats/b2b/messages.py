"""PPP-B2b corrections of BeiDou's GEOs: logs to messages with their parity checked, and messages to records.

BDS-SIS-ICD-PPP-B2b-1.0 (CSNO, July 2020). A log's line: `week second prn kind bytes hex`, the hex holding
the 486 bits of a message: type (6), data (456), CRC-24Q.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.b2b import records as r
from serai.formats.bits import Bits
from serai.formats.crc24q import bits_of, crc24q
from serai.formats.refusal import FaultJudge
from serai.formats.source import Source, bytes_of
from serai.time.instant import Instant
from serai.wording import reason

BYTES = 64
CHECKED = 462  # bits that the parity covers
NULL = 63
_LINE = re.compile(r"(\d{1,4})\s+(\d{1,6}(?:\.\d+)?)\s+(\d{2})\s+(\d+)\s+64\s+([0-9a-fA-F]{128})")


@dataclass(frozen=True, slots=True, kw_only=True)
class B2bLog:
    """Messages as heard, in the log's order; those whose parity is wrong are left out and counted."""

    tai_ns: NDArray[np.int64]
    prn: NDArray[np.int16]
    kind: NDArray[np.uint8]
    raw: NDArray[np.uint8]
    skipped: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True, slots=True)
class B2bHeard:
    """One message: when it was logged, which GEO sent it, its type and its record."""

    tai_ns: int
    prn: int
    kind: int
    record: object


def read_b2b_log(source: Source, *, lenient: bool = True) -> B2bLog:
    """Read a log (also packed). Messages with wrong parity are counted unless ``lenient`` is False."""
    raw, name = bytes_of(source)
    judge = FaultJudge(name, lenient=lenient)
    rows: list[tuple[int, int, bytes]] = []
    for number, line in enumerate(raw.decode("latin-1").splitlines(), start=1):
        if not line.strip():
            continue
        parts = _LINE.fullmatch(line.strip())
        if parts is None:
            judge.fault("lines not read", number, reason("formats.expected.b2b_line"), line)
            continue
        week, second, prn, _, text = parts.groups()
        rows.append((Instant.from_gpst(int(week), float(second)).tai_ns, int(prn), bytes.fromhex(text)))
    bits = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.uint8).reshape(-1, BYTES)
    good = crc24q(bits, CHECKED) == bits_of(bits, CHECKED, 24)
    if not good.all():
        expected, came = reason("formats.expected.parity"), reason("formats.came.other_parity")
        judge.fault("messages with wrong parity", 0, expected, came, int((~good).sum()))
    kept = np.flatnonzero(good)
    return B2bLog(
        tai_ns=np.array([row[0] for row in rows], dtype=np.int64)[kept],
        prn=np.array([row[1] for row in rows], dtype=np.int16)[kept],
        kind=(bits[kept, 0] >> 2).astype(np.uint8) if len(kept) else np.empty(0, dtype=np.uint8),
        raw=bits[kept],
        skipped=MappingProxyType(dict(judge.skipped)),
    )


def messages(log: B2bLog) -> Iterator[B2bHeard]:
    """Decode a log's messages in its order."""
    for k in range(len(log)):
        kind, record = decoded(log.raw[k].tobytes())
        yield B2bHeard(int(log.tai_ns[k]), int(log.prn[k]), kind, record)


def decoded(raw: bytes) -> tuple[int, object]:
    """Give the type and record of one message of 486 bits; the parity is not looked at.

    A message whose counts reach beyond its end is `Unread`, as are types that the ICD reserves.
    """
    bits = Bits.of(raw, CHECKED)
    kind = bits.u(6)
    decoder = _DECODERS.get(kind)
    if kind == NULL:
        return kind, r.Null()
    try:
        record = decoder(bits) if decoder else None
    except ValueError:
        record = None
    return kind, r.Unread(kind, bits.value) if record is None else record


def _head(bits: Bits) -> tuple[int, int]:
    second, _, iod_ssr = bits.u(17), bits.u(4), bits.u(2)
    return second, iod_ssr


def _scaled(number: int, width: int, step: float) -> float:
    """The two lowest numbers stand for 'none' (the ICD names the lowest; the GEOs send the next one too)."""
    return float("nan") if number <= 1 - (1 << (width - 1)) else number * step


def _mask(bits: Bits) -> r.SatelliteMask:
    second, iod_ssr = _head(bits)
    iodp = bits.u(4)
    return r.SatelliteMask(second, iod_ssr, iodp, bits.ones(255))


def _orbit(bits: Bits) -> r.Orbit:
    return r.Orbit(
        slot=bits.u(9),
        iodn=bits.u(10),
        iod_corr=bits.u(3),
        radial_m=_scaled(bits.s(15), 15, 0.0016),
        along_m=_scaled(bits.s(13), 13, 0.0064),
        cross_m=_scaled(bits.s(13), 13, 0.0064),
        ura_class=bits.u(3),
        ura_value=bits.u(3),
    )


def _orbits(bits: Bits) -> r.OrbitCorrections:
    second, iod_ssr = _head(bits)
    return r.OrbitCorrections(
        second, iod_ssr, tuple(one for one in (_orbit(bits) for _ in range(6)) if one.slot)
    )


def _biases(bits: Bits) -> r.CodeBiases:
    second, iod_ssr = _head(bits)
    out = []
    for _ in range(bits.u(5)):
        slot, count = bits.u(9), bits.u(4)
        each = tuple((bits.u(4), _scaled(bits.s(12), 12, 0.017)) for _ in range(count))
        out.append((slot, each))
    return r.CodeBiases(second, iod_ssr, tuple(out))


def _clock(bits: Bits) -> tuple[int, float]:
    return bits.u(3), _scaled(bits.s(15), 15, 0.0016)


def _clocks(bits: Bits) -> r.Clocks:
    second, iod_ssr = _head(bits)
    iodp, part = bits.u(4), bits.u(5)
    each = tuple(_clock(bits) for _ in range(23))
    return r.Clocks(second, iod_ssr, iodp, tuple((23 * part + k, None, *one) for k, one in enumerate(each)))


def _accuracies(bits: Bits) -> r.Accuracies:
    second, iod_ssr = _head(bits)
    iodp, part = bits.u(4), bits.u(3)
    each = tuple((bits.u(3), bits.u(3)) for _ in range(70))
    return r.Accuracies(second, iod_ssr, iodp, 70 * part, each)


def _combined_by_place(bits: Bits) -> r.Combined:
    clock_count, orbit_count = bits.u(5), bits.u(3)
    clocks = None
    if clock_count:
        second, iod_ssr = _head(bits)
        iodp, first = bits.u(4), bits.u(9)
        rows = tuple((first + k, None, *_clock(bits)) for k in range(clock_count))
        clocks = r.Clocks(second, iod_ssr, iodp, rows)
    return r.Combined(clocks, _combined_orbits(bits, orbit_count))


def _combined_by_slot(bits: Bits) -> r.Combined:
    clock_count, orbit_count = bits.u(5), bits.u(3)
    clocks = None
    if clock_count:
        second, iod_ssr = _head(bits)
        rows = tuple((None, bits.u(9), *_clock(bits)) for _ in range(clock_count))
        clocks = r.Clocks(second, iod_ssr, None, rows)
    return r.Combined(clocks, _combined_orbits(bits, orbit_count))


def _combined_orbits(bits: Bits, count: int) -> r.OrbitCorrections | None:
    if not count:
        return None
    second, iod_ssr = _head(bits)
    return r.OrbitCorrections(
        second, iod_ssr, tuple(one for one in (_orbit(bits) for _ in range(count)) if one.slot)
    )


_DECODERS: Mapping[int, Callable[[Bits], object]] = {
    1: _mask,
    2: _orbits,
    3: _biases,
    4: _clocks,
    5: _accuracies,
    6: _combined_by_place,
    7: _combined_by_slot,
}
