"""What the header of an observation file says: types of each system, place, instruments, clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.formats.refusal import BadFile, FaultJudge
from serai.formats.rinex.clocks import BEHIND_TAI_S, OF_SYSTEM, UTC_KEPT
from serai.formats.rinex.header import Header, Record
from serai.wording import Reason, reason

TYPES_2 = "# / TYPES OF OBSERV"
TYPES_3 = "SYS / # / OBS TYPES"
SCALE = "SYS / SCALE FACTOR"
_CODE = re.compile(r"[CLDSIX][0-9][A-Z ]")
_CHANNEL = re.compile(r"R([ 0-9][0-9]) ([ +-]?[0-9]+)", re.ASCII)
SYSTEMS = "GREJCIS"
_KIND_2 = re.compile(r"[A-Z][A-Z0-9]")


@dataclass(frozen=True, slots=True)
class StationHeader:
    """What a header says beside the types: each field is empty, None or NaN where the file is silent."""

    marker: str
    receiver: str
    antenna: str
    approx_position_m: NDArray[np.float64] | None
    antenna_delta_hen_m: NDArray[np.float64]
    interval_s: float | None
    time_system: str
    glonass_channels: Mapping[str, int]


def types_of(records: Iterable[Record], judge: FaultJudge) -> dict[str, list[str]]:
    """Each system's observation types in the order of its lines (RINEX 3 and 4)."""
    found: dict[str, list[str]] = {}
    promised: dict[str, tuple[int, int]] = {}
    system = ""
    for record in records:
        if record.label != TYPES_3:
            continue
        if record.body[0] != " ":
            system = record.body[0]
            said = record.body[3:6].strip()
            if system not in SYSTEMS or not (said.isascii() and said.isdecimal()):
                expected = reason("formats.expected.system_and_count")
                raise BadFile(judge.file, record.line, expected, record.body)
            found[system], promised[system] = [], (int(said), record.line)
        if not system:
            raise BadFile(judge.file, record.line, reason("formats.expected.system_first"), record.body)
        found[system] += record.body[7:].split()
    for system, (count, line) in promised.items():
        bad = [code for code in found[system] if not _CODE.fullmatch(code.ljust(3))]
        if bad or len(found[system]) != count:
            expected = reason("formats.expected.types", count=count, system=system)
            raise BadFile(judge.file, line, expected, _came(bad, len(found[system])))
    return found


def types_of_2(system: str, records: Iterable[Record], judge: FaultJudge) -> dict[str, list[str]]:
    """RINEX 2 has one list of types for all systems; it is given for each that the file may hold."""
    kinds: list[str] = []
    count, line = 0, 0
    for record in records:
        if record.label != TYPES_2:
            continue
        said = record.body[:6].strip()
        if said.isascii() and said.isdecimal():
            kinds, count, line = [], int(said), record.line
        kinds += record.body[6:].split()
    bad = [kind for kind in kinds if not _KIND_2.fullmatch(kind)]
    if bad or len(kinds) != count:
        expected = reason("formats.expected.types_2", count=count)
        raise BadFile(judge.file, line, expected, _came(bad, len(kinds)))
    systems = SYSTEMS if system in ("", "M") else system
    return {letter: list(kinds) for letter in systems if letter in SYSTEMS} if kinds else {}


def _came(bad: list[str], count: int) -> Reason:
    """What came in the place of the types: one that is none, or another number of them."""
    if bad:
        return reason("formats.came.the_type", code=bad[0])
    return reason("formats.came.types", count=count)


def scales_of(
    records: Iterable[Record], types: Mapping[str, list[str]], judge: FaultJudge
) -> dict[str, dict[str, float]]:
    """By what each type's values are multiplied in the file, where that is not one."""
    found: dict[str, dict[str, float]] = {}
    system, factor = "", 1.0
    for record in records:
        if record.label != SCALE:
            continue
        if record.body[0] != " ":
            system = record.body[0]
            said = record.body[2:6].strip()
            if said.lstrip("0") not in ("1", "10", "100", "1000"):
                raise BadFile(judge.file, record.line, reason("formats.expected.scale"), said)
            factor = float(said)
        codes = record.body[10:].split() or types.get(system, [])
        found.setdefault(system, {}).update(dict.fromkeys(codes, factor))
    return found


def station_of(header: Header, judge: FaultJudge) -> StationHeader:
    """Read what the header says of the place, the instruments and the clock."""
    position = _three(header, "APPROX POSITION XYZ", judge)
    delta = _three(header, "ANTENNA: DELTA H/E/N", judge)
    known = position is not None and bool(np.any(position != 0.0))
    return StationHeader(
        marker=header.text("MARKER NAME"),
        receiver=header.text("REC # / TYPE / VERS", 20, 40),
        antenna=header.text("ANT # / TYPE", 20, 40),
        approx_position_m=position if known else None,
        antenna_delta_hen_m=delta if delta is not None else np.zeros(3),
        interval_s=_interval(header),
        time_system=time_system(header),
        glonass_channels=_channels(header),
    )


def time_system(header: Header) -> str:
    """The time system of the epochs: what TIME OF FIRST OBS says, else that of the file's one system."""
    said = header.text("TIME OF FIRST OBS", 48, 51)
    if said in BEHIND_TAI_S or said in UTC_KEPT:
        return said
    if said:
        record = header.first("TIME OF FIRST OBS")
        assert record is not None
        raise BadFile(header.file, record.line, reason("formats.expected.time_system"), said)
    return OF_SYSTEM.get(header.system, "GPS")


def _three(header: Header, label: str, judge: FaultJudge) -> NDArray[np.float64] | None:
    record = header.first(label)
    if record is None:
        return None
    columns = [record.body[at : at + 14] for at in (0, 14, 28)]
    for pieces in (columns, record.body.split()):  # some writers keep to other columns
        try:
            numbers = [float(piece) for piece in pieces]
        except ValueError:
            continue
        if len(numbers) == 3 and np.all(np.isfinite(numbers)):
            return np.array(numbers)
    expected = reason("formats.expected.three_numbers", label=label)
    judge.fault("header record", record.line, expected, record.body)
    return None


def _interval(header: Header) -> float | None:
    try:
        seconds = float(header.text("INTERVAL", 0, 10))
    except ValueError:
        return None
    return seconds if 0.0 < seconds < 86_400.0 else None


def _channels(header: Header) -> dict[str, int]:
    found = {}
    for record in header.of("GLONASS SLOT / FRQ #"):
        for said in _CHANNEL.finditer(record.body[4:60]):  # I3,1X,8(A1,I2.2,1X,I2,1X), or close up
            found[f"R{int(said[1]):02d}"] = int(said[2])
    return found
