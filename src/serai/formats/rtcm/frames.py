"""RTCM 3 frames out of a stream of bytes: what lies between them, and frames of wrong parity, is counted.

RTCM 10403.3, 4: preamble 0xD3, six zero bits, ten bits of length, the message, CRC-24Q.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pyrtcm
from numpy.typing import NDArray

from serai.formats.crc24q import crc24q
from serai.formats.refusal import BadFile, FaultJudge
from serai.formats.source import Source, bytes_of
from serai.wording import reason

PREAMBLE = 0xD3
HEAD, TAIL = 3, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RtcmStream:
    """The messages of a stream: their numbers (DF002) and their bytes without head and parity."""

    file: str
    number: NDArray[np.int16]
    payload: tuple[bytes, ...]
    skipped: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.payload)

    def parsed(self, *numbers: int) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the fields of the messages of some numbers, as `pyrtcm` names them ('DF009', 'DF405_01').

        Messages that it cannot parse are passed over; `len` less those given tells how many.
        """
        for number, payload in zip(self.number.tolist(), self.payload, strict=True):
            fields = fields_of(payload) if number in numbers else None
            if fields is not None:
                yield number, fields


def fields_of(payload: bytes) -> dict[str, Any] | None:
    """Give a message's fields as `pyrtcm` names them; None where it cannot parse it."""
    try:
        return dict(vars(pyrtcm.RTCMMessage(payload=payload)))
    except (pyrtcm.RTCMMessageError, pyrtcm.RTCMParseError, pyrtcm.RTCMTypeError):
        return None
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError):
        return None  # what pyrtcm lets slip on messages that are shorter than their counts say


def read_rtcm(source: Source, *, lenient: bool = True) -> RtcmStream:
    """Read a stream (also packed). Other bytes between frames are usual, so they are counted, not refused."""
    raw, name = bytes_of(source)
    judge = FaultJudge(name, lenient=lenient)
    found = _whole_frames(raw, judge)
    if not found:
        expected = reason("formats.expected.rtcm_message")
        raise BadFile(name, 0, expected, reason("formats.came.bytes_without", count=len(raw)))
    payloads = tuple(raw[at + HEAD : at + HEAD + length] for at, length in found)
    return RtcmStream(
        file=name,
        number=np.array([payload[0] << 4 | payload[1] >> 4 for payload in payloads], dtype=np.int16),
        payload=payloads,
        skipped=MappingProxyType(dict(judge.skipped)),
    )


def _whole_frames(raw: bytes, judge: FaultJudge) -> list[tuple[int, int]]:
    """Where frames of the right parity begin, and how long their messages are."""
    good = _good_candidates(raw)
    out = []
    at = 0
    strays = 0
    for start, length in good:
        if start < at:
            continue  # a frame that seems to begin inside a good one
        strays += start - at
        out.append((start, length))
        at = start + HEAD + length + TAIL
    strays += len(raw) - at
    if strays and out:
        expected = reason("formats.expected.messages_in_a_row")
        came = reason("formats.came.strays", count=strays)
        judge.fault("bytes outside messages", 0, expected, came, strays)
    return out


def _good_candidates(raw: bytes) -> list[tuple[int, int]]:
    """Every place where a frame could begin and its parity is right, in order; checked by equal lengths."""
    buffer = np.frombuffer(raw, dtype=np.uint8)
    starts = np.flatnonzero(buffer[: max(0, len(buffer) - HEAD - TAIL - 1)] == PREAMBLE)
    starts = starts[buffer[starts + 1] < 4]
    lengths = (buffer[starts + 1].astype(np.int64) << 8) | buffer[starts + 2]
    inside = (starts + HEAD + lengths + TAIL <= len(buffer)) & (lengths >= 2)
    starts, lengths = starts[inside], lengths[inside]
    out: list[tuple[int, int]] = []
    for length in np.unique(lengths).tolist():
        mine = starts[lengths == length]
        frames = buffer[mine[:, None] + np.arange(HEAD + length + TAIL)]
        crc = crc24q(frames, 8 * (HEAD + length))
        told = frames[:, -3].astype(np.uint32) << 16 | frames[:, -2].astype(np.uint32) << 8 | frames[:, -1]
        out += [(at, length) for at in mine[crc == told].tolist()]
    return sorted(out)
