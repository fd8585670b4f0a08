"""SBAS messages from logs of receivers and servers, with their parity checked: rows of time, sender and bits.

Read here: lines `week second prn band bytes hex` (cssrlib), lines `week second prn type : hex` of 29 bytes
(RTKLIB), lines `*MSG,week,second,text*sum` (SISNeT, repeats packed with | and /; ESA, SISNeT User Interface
Document 3.1), and GW-10 receiver bytes (records 0x8B 0x03).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.crc24q import bits_of, crc24q
from serai.formats.refusal import BadFile, FaultJudge
from serai.formats.rinex.clocks import NO_TIME
from serai.formats.source import Source, bytes_of
from serai.time.instant import Instant
from serai.wording import reason

BYTES = 32  # 250 bits and six of filling
CHECKED = 226  # bits that the parity covers
PARITY = 24
L1_PREAMBLES = (0x53, 0x9A, 0xC6)  # DO-229F, A.4.3.2
ONLY_DFMC = (0x3, 0x6, 0xA)  # parts of the L5 preamble 5C693A that begin no L1 message
SOME_DFMC = 0.1  # of a sender's messages begin so where it sends DFMC; half do
UNKNOWN_PRN = 0
_SPACED = re.compile(r"(\d{1,4})\s+(\d{1,6}(?:\.\d+)?)\s+(\d{2,3})\s+([01])\s+32\s+([0-9a-fA-F]{64})")
_COLON = re.compile(r"(\d{1,4})\s+(\d{1,6}(?:\.\d+)?)\s+(\d{2,3})\s+(\d{1,2})\s+:\s+([0-9a-fA-F]{58})")
_SISNET = re.compile(r"\*MSG,(\d{1,4}),(\d{1,6}),([0-9A-F|/]+)\*\s?([0-9A-F]{1,2})")
_ROW = tuple[int, float, int, str, bytes, int]  # week or -1, second, prn, band, message, kind told or -1
_GW10 = b"\x8b\x03"
_GW10_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SbasLog:
    """Messages as heard, in the log's order; those whose parity is wrong are left out and counted.

    ``tai_ns`` is when the message was sent or logged, `NO_TIME` where the log has no week; ``second`` is its
    second of the GPS week. ``prn`` is 0 where the log does not name the sender. ``dfmc`` says whether the
    message has the form of L5 DFMC (4 bits of preamble) or of L1 (8 bits), whatever carrier it came on:
    some systems send L1 messages on L5. ``raw``: 32 bytes, 250 bits of message and parity. ``checked``: how
    many bits of parity were there to be checked, 24, or 6 where the log keeps no more.
    """

    tai_ns: NDArray[np.int64]
    second: NDArray[np.float64]
    prn: NDArray[np.int16]
    on_l5: NDArray[np.bool_]
    dfmc: NDArray[np.bool_]
    kind: NDArray[np.uint8]
    raw: NDArray[np.uint8]
    checked: int
    skipped: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.kind)


def read_sbas_log(source: Source, *, lenient: bool = True) -> SbasLog:
    """Read a log of any of the four forms (also packed), told by what it holds.

    Messages with wrong parity are what a radio link brings, so they are counted, not refused, unless
    ``lenient`` is False.
    """
    raw, name = bytes_of(source)
    judge = FaultJudge(name, lenient=lenient)
    checked = PARITY
    head = raw[:400].decode("latin-1")
    lines = next((line for line in head.splitlines() if line.strip()), "")
    if _SPACED.match(lines):
        rows = [*_spaced(raw, judge)]
    elif _COLON.match(lines):
        rows, checked = [*_colon(raw, judge)], 8 * 29 - CHECKED
    elif lines.startswith("*MSG"):
        rows = [*_sisnet(raw, judge)]
    elif _GW10 in raw:
        rows = [*_gw10(raw)]
    else:
        raise BadFile(name, 1, reason("formats.expected.sbas_log"), lines)
    return _log(rows, checked, judge)


def _log(rows: list[_ROW], checked: int, judge: FaultJudge) -> SbasLog:
    raw = np.frombuffer(b"".join(row[4].ljust(BYTES, b"\0") for row in rows), dtype=np.uint8).reshape(
        -1, BYTES
    )
    want = crc24q(raw, CHECKED) >> np.uint32(PARITY - checked)
    good = want == bits_of(raw, CHECKED, checked)
    if not good.all():
        expected, came = reason("formats.expected.parity"), reason("formats.came.other_parity")
        judge.fault("messages with wrong parity", 0, expected, came, int((~good).sum()))
    kept = np.flatnonzero(good)
    prn = np.array([row[2] for row in rows], dtype=np.int16)
    on_l5 = np.array([row[3] == "L5" for row in rows], dtype=bool)
    dfmc = _dfmc(raw, np.where(good, prn, -1), on_l5, rows)
    kind = np.where(dfmc, bits_of(raw, 4, 6), bits_of(raw, 8, 6)).astype(np.uint8)
    tai = [Instant.from_gpst(row[0], row[1]).tai_ns if row[0] >= 0 else int(NO_TIME) for row in rows]
    return SbasLog(
        tai_ns=np.array(tai, dtype=np.int64)[kept],
        second=np.array([row[1] for row in rows], dtype=np.float64)[kept],
        prn=prn[kept],
        on_l5=on_l5[kept],
        dfmc=dfmc[kept],
        kind=kind[kept],
        raw=raw[kept],
        checked=checked,
        skipped=MappingProxyType(dict(judge.skipped)),
    )


def _dfmc(
    raw: NDArray[np.uint8], prn: NDArray[np.int16], on_l5: NDArray[np.bool_], rows: list[_ROW]
) -> NDArray[np.bool_]:
    """Whether messages have the form of L5: what their sender's on L5 begin with tells."""
    told = np.array([row[5] for row in rows], dtype=np.int64)
    as_l1 = (bits_of(raw, 8, 6) == told) & np.isin(raw[:, 0], L1_PREAMBLES)
    on_l5 |= (bits_of(raw, 4, 6) == told) & ~as_l1  # where the log names the type and not the carrier
    nibble = raw[:, 0] >> 4
    unnamed = prn == UNKNOWN_PRN  # SISNeT names neither sender nor carrier
    if unnamed.any():
        on_l5[unnamed] = np.isin(nibble[unnamed], ONLY_DFMC).mean() > SOME_DFMC
    out = np.zeros(len(raw), dtype=np.bool_)
    for sender in np.unique(prn[on_l5]):
        mine = on_l5 & (prn == sender)
        out[mine] = np.isin(nibble[mine], ONLY_DFMC).mean() > SOME_DFMC
    return out


def _lines(raw: bytes) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(raw.decode("latin-1").splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def _spaced(raw: bytes, judge: FaultJudge) -> Iterator[_ROW]:
    for number, line in _lines(raw):
        parts = _SPACED.fullmatch(line)
        if parts is None:
            judge.fault("lines not read", number, reason("formats.expected.sbas_spaced"), line)
            continue
        week, second, prn, band, text = parts.groups()
        yield int(week), float(second), int(prn), "L5" if band == "1" else "L1", bytes.fromhex(text), -1


def _colon(raw: bytes, judge: FaultJudge) -> Iterator[_ROW]:
    for number, line in _lines(raw):
        parts = _COLON.fullmatch(line)
        if parts is None:
            judge.fault("lines not read", number, reason("formats.expected.sbas_colon"), line)
            continue
        week, second, prn, kind, text = parts.groups()
        yield int(week), float(second), int(prn), "L1", bytes.fromhex(text), int(kind)


def _sisnet(raw: bytes, judge: FaultJudge) -> Iterator[_ROW]:
    for number, line in _lines(raw):
        if not line.startswith("*MSG"):
            continue
        parts = _SISNET.fullmatch(line)
        text = unpacked(parts[3]) if parts else None
        if parts is None or text is None or len(text) != 2 * BYTES:
            judge.fault("lines not read", number, reason("formats.expected.sisnet"), line)
            continue
        yield int(parts[1]), float(parts[2]), UNKNOWN_PRN, "L1", bytes.fromhex(text), -1


def unpacked(text: str) -> str | None:
    """Write a SISNeT message out: 'c|n' is the digit c n times, 'c/nn' likewise, n and nn hexadecimal."""
    out, at = "", 0
    while at < len(text) and len(out) <= 2 * BYTES:
        digit, sign = text[at], text[at + 1 : at + 2]
        width = {"|": 1, "/": 2}.get(sign, 0)
        count = text[at + 2 : at + 2 + width]
        if digit in "|/" or len(count) < width or not all(c in "0123456789ABCDEF" for c in count):
            return None
        out += digit * (int(count, 16) if width else 1)
        at += 2 + width if width else 1
    return out if at == len(text) else None


def _gw10(raw: bytes) -> Iterator[_ROW]:
    """Give records 0x8B 0x03: time of week (ms), PRN, 32 bytes, sum; found by marks, judged by parity."""
    at = raw.find(_GW10)
    while at >= 0:
        record = raw[at : at + _GW10_LENGTH]
        if len(record) == _GW10_LENGTH and record[7] in L1_PREAMBLES:
            second = int.from_bytes(record[2:6], "big") / 1000.0
            yield -1, second, record[6], "L1", record[7 : 7 + BYTES], -1
        at = raw.find(_GW10, at + 1)
