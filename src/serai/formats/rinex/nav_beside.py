"""What a navigation file carries beside ephemerides: ionosphere, time offsets, Earth orientation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from serai.formats.ephemerides import EarthOrientationMessage, IonosphereParameters, TimeOffset
from serai.formats.refusal import FaultJudge
from serai.formats.rinex.clocks import OF_SYSTEM, tai_of
from serai.formats.rinex.header import Header, Record, Text
from serai.formats.rinex.nav_records import Frames, Numbers
from serai.time.instant import Instant
from serai.wording import reason

_LETTER: Mapping[str, str] = {"GPS": "G", "GAL": "E", "BDS": "C", "QZS": "J", "IRN": "I", "GLO": "R"}
_REGION: Mapping[float, str] = {0.0: "WIDE", 1.0: "JAPN"}


def ionosphere_of_header(header: Header, judge: FaultJudge) -> Iterator[IonosphereParameters]:
    """Read ION ALPHA and ION BETA (RINEX 2) and IONOSPHERIC CORR (RINEX 3); the model needs both halves."""
    halves: dict[tuple[str, str, str], tuple[float, ...]] = {}
    for label, half in (("ION ALPHA", "A"), ("ION BETA", "B")):
        for record in header.of(label):
            halves["G", half, ""] = _numbers(record, 2, 4, judge)
    for record in header.of("IONOSPHERIC CORR"):
        name, half = record.body[:3], record.body[3]
        if name == "GAL":
            yield from _nequick(record, judge)
            continue
        parameters = _numbers(record, 5, 4, judge)
        if name in _LETTER and half in "AB":
            halves[_LETTER[name], half, record.body[53:58].strip()] = parameters
    for (system, half, place), alpha in halves.items():
        beta = halves.get((system, "B", place), ())
        if half == "A" and alpha and beta:
            yield _ionosphere("klobuchar", system, (*alpha, *beta))


def _nequick(record: Record, judge: FaultJudge) -> Iterator[IonosphereParameters]:
    """Galileo's three coefficients and disturbance flags."""
    parameters = _numbers(record, 5, 3, judge)
    if parameters:
        flags = record.body[41:53].strip()
        yield _ionosphere("nequick", "E", (*parameters, float(flags) if _is_number(flags) else 0.0))


def ionosphere_of(frames: Frames, numbers: Numbers) -> Iterator[IonosphereParameters]:
    """Read the ION records of RINEX 4."""
    for i in np.flatnonzero(frames.kind == "ION").tolist():
        system, message = str(frames.satellite[i])[0], str(frames.message[i])
        values = numbers.values[i]
        if system == "E":
            model, parameters = "nequick", tuple(np.nan_to_num(values[:4]).tolist())
        elif system == "C" and message == "CNVX":
            model, parameters = "bdgim", tuple(values[:9].tolist())
        else:
            model, parameters = "klobuchar", tuple(values[:8].tolist())
        if all(map(math.isfinite, parameters)):
            yield IonosphereParameters(
                model=model,
                system=system,
                satellite=str(frames.satellite[i]),
                tai_ns=_time(numbers, i, system),
                region=_REGION.get(float(values[8]), "") if system == "J" else "",
                parameters=parameters,
            )


def offsets_of_header(header: Header, judge: FaultJudge) -> Iterator[TimeOffset]:
    """Read TIME SYSTEM CORR (RINEX 3) and DELTA-UTC: A0,A1,T,W (RINEX 2)."""
    for record in [*header.of("TIME SYSTEM CORR"), *header.of("DELTA-UTC: A0,A1,T,W")]:
        old = record.label.startswith("DELTA")
        code = "GPUT" if old else record.body[:4]
        cuts = ((3, 22), (22, 41), (41, 50), (50, 59)) if old else ((5, 22), (22, 38), (38, 45), (45, 50))
        parts = [record.body[low:high].strip().replace("D", "E") for low, high in cuts]
        if not all(map(_is_number, parts)):
            judge.fault("header record", record.line, reason("formats.expected.offset"), record.body)
            continue
        a0, a1, second, week = map(float, parts)
        if not (abs(second) < 1e7 and 0 <= week < 10_000):
            judge.fault("header record", record.line, reason("formats.expected.week"), record.body)
            continue
        read = Instant.from_bdt if code.startswith("BD") else Instant.from_gpst
        yield TimeOffset(
            code=code,
            satellite=record.body[51:56].strip(),
            reference_tai_ns=read(int(week), second).tai_ns,
            a0_s=a0,
            a1=a1,
            a2=0.0,
        )


def offsets_of(text: Text, frames: Frames, numbers: Numbers) -> Iterator[TimeOffset]:
    """Read the STO records of RINEX 4."""
    for i in np.flatnonzero(frames.kind == "STO").tolist():
        head = text.line(int(frames.first[i])).ljust(80)
        a0, a1, a2 = numbers.values[i, 4:7].tolist()
        code, satellite = head[24:28], str(frames.satellite[i])
        if math.isfinite(a0):
            yield TimeOffset(
                code=code,
                satellite=satellite,
                reference_tai_ns=_time(numbers, i, satellite[0]),
                a0_s=a0,
                a1=a1 if math.isfinite(a1) else 0.0,
                a2=a2 if math.isfinite(a2) else 0.0,
                utc=head[62:80].strip(),
            )


def orientation_of(frames: Frames, numbers: Numbers) -> Iterator[EarthOrientationMessage]:
    """Read the EOP records of RINEX 4."""
    for i in np.flatnonzero(frames.kind == "EOP").tolist():
        v = numbers.values[i].tolist()
        satellite = str(frames.satellite[i])
        yield EarthOrientationMessage(
            system=satellite[0],
            message=str(frames.message[i]),
            satellite=satellite,
            reference_tai_ns=_time(numbers, i, satellite[0]),
            xp=(v[0], v[1], v[2]),
            yp=(v[4], v[5], v[6]),
            dut1=(v[8], v[9], v[10]),
        )


def leap_seconds_of(header: Header) -> int | None:
    """The leap seconds of GPS time that the header names."""
    said = header.text("LEAP SECONDS", 0, 6)
    return int(said) if said.isdecimal() else None


def _ionosphere(model: str, system: str, parameters: tuple[float, ...]) -> IonosphereParameters:
    return IonosphereParameters(
        model=model, system=system, satellite="", tai_ns=None, region="", parameters=parameters
    )


def _time(numbers: Numbers, i: int, system: str) -> int:
    one: NDArray[np.int64] = tai_of(numbers.day[i : i + 1], numbers.ns[i : i + 1], OF_SYSTEM[system])
    return int(one[0])


def _numbers(record: Record, start: int, count: int, judge: FaultJudge) -> tuple[float, ...]:
    parts = [
        record.body[start + 12 * k : start + 12 * (k + 1)].strip().replace("D", "E") for k in range(count)
    ]
    if not all(map(_is_number, parts)):
        judge.fault(
            "header record", record.line, reason("formats.expected.numbers", count=count), record.body
        )
        return ()
    return tuple(map(float, parts))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
