"""Orbit ephemeris messages (OEM) in KVN and XML: CCSDS 502.0-B-3 (2023), section 5; 505.0-B-3.

States stay in the frame that the message names. What cannot be answered for is refused by field: another
centre than the Earth, a frame or a time system that is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from serai.files import content
from serai.formats.refusal import BadFile
from serai.time import Instant
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

KM = 1_000.0
MOST_B = 256_000_000
BEGINS = "CCSDS_OEM_VERS"
# Seconds that a time system is behind TAI; UTC has leap seconds and is read by its own reader
BEHIND_TAI_S: Mapping[str, float] = {"TAI": 0.0, "GPS": 19.0, "TT": -32.184, "TDT": -32.184}
EARTH_FIXED = re.compile(r"(ITRF[-_ ]?(19|20)?\d{0,2}|WGS[-_ ]?84|GRC|GTOD)")
INERTIAL = ("EME2000", "J2000", "GCRF", "ICRF", "TEME")
ALONG_TRACK: Mapping[str, int] = {
    "RTN": 1,
    "RSW": 1,
    "TNW": 0,
}  # which axis of a local frame lies along the track
_EPOCH = re.compile(r"(\d{4})-(?:(\d{3})|(\d\d)-(\d\d))T(\d\d):(\d\d):(\d\d)(\.\d*)?Z?")
_STATE = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")


@dataclass(frozen=True, slots=True, eq=False)
class PositionCovariance:
    """How sure a state is at one moment: the matrix (3, 3) of the position, m2, in the frame it names."""

    tai_ns: int
    frame: str
    position_m2: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OemSegment:
    """States of one object at moments in order: (n, 3) metres and metres a second, in ``frame``.

    ``begins`` and ``ends`` (TAI ns) are the span in which the message allows them to be used.
    """

    object_name: str
    object_id: str
    frame: str
    tai_ns: Integers
    r_m: Floats
    v_mps: Floats
    begins: int
    ends: int
    covariances: tuple[PositionCovariance, ...] = ()

    @property
    def is_earth_fixed(self) -> bool:
        """Whether its frame turns with the Earth."""
        return EARTH_FIXED.fullmatch(self.frame) is not None


@dataclass(slots=True)
class _Segment:
    """What stands between two blocks of metadata: lines of states, and matrices, with the line of each."""

    line: int
    meta: dict[str, str] = field(default_factory=dict)
    states: list[tuple[int, list[str]]] = field(default_factory=list)
    matrices: list[tuple[int, dict[str, str], list[list[str]]]] = field(default_factory=list)


def read_oem(source: str | Path | bytes) -> list[OemSegment]:
    """Read all segments of an OEM, KVN or XML told by content (also packed); refused at the first fault."""
    raw, name = content(source, MOST_B)
    text = raw.decode("utf-8-sig", "replace").lstrip()
    segments = _of_xml(text, name) if text.startswith("<") else _of_kvn(text, name)
    found = [_segment(one, name) for one in segments]
    if not found:
        raise BadFile(name, 0, reason("formats.expected.oem"), text[:40])
    return found


def _of_kvn(text: str, name: str) -> list[_Segment]:
    """The segments of keyword = value lines."""
    found: list[_Segment] = []
    block = ""
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if not said or said.startswith("COMMENT"):
            continue
        if said in _BLOCKS:
            block = _BLOCKS[said]
            if said == "META_START":
                found.append(_Segment(number))
        elif found:
            _take(found[-1], block, said, number, name)
        elif "=" not in said:
            raise BadFile(name, number, reason("formats.expected.keyword"), said[:40])
    return found


_BLOCKS: Mapping[str, str] = {
    "META_START": "meta",
    "META_STOP": "states",
    "COVARIANCE_START": "matrix",
    "COVARIANCE_STOP": "states",
}


def _take(into: _Segment, block: str, said: str, number: int, name: str) -> None:
    """One line of a segment."""
    key, sign, value = (part.strip() for part in said.partition("="))
    if block == "meta":
        if not sign:
            raise BadFile(name, number, reason("formats.expected.keyword"), said[:40])
        into.meta[key] = value
    elif block == "states":
        into.states.append((number, said.split()))
    elif key == "EPOCH" or not into.matrices:
        into.matrices.append((number, {key: value}, []))
    elif sign:
        into.matrices[-1][1][key] = value
    else:
        into.matrices[-1][2].append(said.split())


def _of_xml(text: str, name: str) -> list[_Segment]:
    """The segments of an OEM in XML, alone or in an NDM."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadFile(name, 1, reason("formats.expected.oem"), "<!DOCTYPE")
    try:
        root = ET.fromstring(text.encode(), ET.XMLParser(encoding="utf-8"))  # noqa: S314 (no DTD, so no entities)
    except ET.ParseError as wrong:
        raise BadFile(name, wrong.position[0], reason("formats.expected.oem"), str(wrong)) from None
    found = []
    for place, one in enumerate((e for e in root.iter() if _bare(e.tag) == "segment"), start=1):
        made = _Segment(place)
        for part in one.iter():
            tag = _bare(part.tag)
            leaves = {_bare(leaf.tag): (leaf.text or "").strip() for leaf in part}
            if tag == "metadata":
                made.meta = leaves
            elif tag == "stateVector":
                made.states.append((place, [leaves.get(key, "") for key in ("EPOCH", *_STATE)]))
            elif tag == "covarianceMatrix":
                rows = [[leaves.get(f"C{a}_{b}", "") for b in _STATE[: k + 1]] for k, a in enumerate(_STATE)]
                made.matrices.append((place, leaves, rows))
        found.append(made)
    return found


def _segment(of: _Segment, name: str) -> OemSegment:
    """A segment with its numbers, checked."""
    frame, system = _checked(of, name)
    moments, values = [], []
    for number, words in of.states:
        moments.append(_moment(words[0], system, name, number))
        values.append(_numbers(words[1:7], 6, name, number))
    if len(moments) < 2 or any(b <= a for a, b in pairwise(moments)):
        raise BadFile(
            name,
            of.line,
            reason("formats.expected.oem_states"),
            reason("formats.came.states", count=len(moments)),
        )
    states = np.array(values) * KM
    begins, ends = (
        _moment(of.meta[key], system, name, of.line) if of.meta.get(key) else default
        for key, default in (("USEABLE_START_TIME", moments[0]), ("USEABLE_STOP_TIME", moments[-1]))
    )
    return OemSegment(
        object_name=of.meta.get("OBJECT_NAME", ""),
        object_id=of.meta.get("OBJECT_ID", ""),
        frame=frame,
        tai_ns=np.array(moments, dtype=np.int64),
        r_m=states[:, :3],
        v_mps=states[:, 3:],
        begins=max(begins, moments[0]),
        ends=min(ends, moments[-1]),
        covariances=tuple(_covariances(of, frame, system, name)),
    )


def _checked(of: _Segment, name: str) -> tuple[str, str]:
    """The frame and the time system of a segment; refused by field where it is not to be answered for."""
    centre, frame, system = (
        of.meta.get(key, "").upper() for key in ("CENTER_NAME", "REF_FRAME", "TIME_SYSTEM")
    )
    if centre != "EARTH":
        raise BadFile(name, of.line, _field("CENTER_NAME", ("EARTH",)), centre)
    if frame not in INERTIAL and not EARTH_FIXED.fullmatch(frame):
        raise BadFile(name, of.line, _field("REF_FRAME", ("ITRF2020", "WGS84", *INERTIAL)), frame)
    if system != "UTC" and system not in BEHIND_TAI_S:
        raise BadFile(name, of.line, _field("TIME_SYSTEM", ("UTC", *BEHIND_TAI_S)), system)
    return frame, system


def _covariances(of: _Segment, frame: str, system: str, name: str) -> Iterator[PositionCovariance]:
    """The matrices of a segment; a frame left out is that of the matrix before, else of the states."""
    said = frame
    for number, fields, rows in of.matrices:
        said = fields.get("COV_REF_FRAME", said).upper()
        lower = [_numbers(row, k + 1, name, number) for k, row in enumerate(rows[:3])]
        if len(lower) < 3:
            raise BadFile(
                name,
                number,
                reason("formats.expected.oem_matrix"),
                reason("formats.came.rows", count=len(rows)),
            )
        matrix = np.zeros((3, 3))
        for k, row in enumerate(lower):
            matrix[k, : k + 1] = matrix[: k + 1, k] = row
        yield PositionCovariance(
            _moment(fields.get("EPOCH", ""), system, name, number), said, matrix * KM * KM
        )


def _moment(text: str, system: str, name: str, line: int) -> int:
    """TAI nanoseconds of a moment: calendar or day of year (CCSDS 301.0-B-4, section 3.5.1)."""
    whole = _EPOCH.fullmatch(text)
    try:
        if whole is None:
            raise ValueError
        year, of_year, month, day, hour, minute, second, rest = whole.groups()
        date = datetime(int(year), int(month or 1), int(day or 1))  # noqa: DTZ001 (a calendar, in any scale)
        date += timedelta(days=int(of_year or 1) - 1)
        clock = f"{date:%Y-%m-%d}T{hour}:{minute}:{second}{rest if rest and rest != '.' else ''}Z"
        if system == "UTC":
            return Instant.from_utc(clock).tai_ns
        days = (date - _TAI_ZERO).days * 86_400 + int(hour) * 3_600 + int(minute) * 60 + int(second)
        fraction = round(float(f"0{rest}") * 1e9) if rest and rest != "." else 0
        return days * 1_000_000_000 + fraction + round(BEHIND_TAI_S[system] * 1e9)
    except ValueError:
        raise BadFile(name, line, reason("formats.expected.a_time"), text) from None


_TAI_ZERO = datetime(2000, 1, 1)  # noqa: DTZ001 (a calendar, in any scale)


def _numbers(words: list[str], count: int, name: str, line: int) -> list[float]:
    """So many finite numbers of a line."""
    try:
        found = [float(word.split()[0]) if word.split() else np.nan for word in words[:count]]
    except ValueError:
        found = []
    if len(found) < count or not np.isfinite(found).all():
        raise BadFile(name, line, reason("formats.expected.numbers", count=count), " ".join(words)[:60])
    return found


def _field(key: str, known: tuple[str, ...]) -> Reason:
    return reason("formats.expected.oem_field", key=key, known=known)


def _bare(tag: object) -> str:
    """A tag without its namespace."""
    return str(tag).rpartition("}")[2]
