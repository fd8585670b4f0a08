"""Satellites whose motion comes as a table: orbit ephemeris messages (OEM) and SP3 files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import content
from serai.formats.oem import ALONG_TRACK, BEGINS, INERTIAL, MOST_B, OemSegment, PositionCovariance, read_oem
from serai.formats.precise.sp3 import OrbitTable, read_sp3
from serai.orbit import ExchangedOrbit, Stretch, along_track_m, inertial_table, table_of
from serai.questions.flights import Flight
from serai.time import Instant, Span
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NO_EPOCHS = np.empty(0, dtype=np.int64)
GAP_STEPS = 1.5  # of the usual step: where rows are farther apart the table has a hole
FEWEST_ROWS = 4  # of a stretch without a hole


def tabulated(path: str | Path) -> list[Flight] | None:
    """The satellites of an OEM or SP3 file, told by what it begins with; None where it is neither."""
    raw, _ = content(path, MOST_B)
    head = raw[:4_000].lstrip(b"\xef\xbb\xbf \r\n")
    if head.startswith(b"#") and head[1:2] in b"abcd" and head[2:3] in b"PV":
        return _of_sp3(read_sp3(path))
    kvn = head.startswith(BEGINS.encode()) or (head.startswith(b"COMMENT") and BEGINS.encode() in head)
    if kvn or (head.startswith(b"<") and (b"<oem" in head or b":oem" in head)):
        return _of_oem(read_oem(path))
    return None


def holes(flights: Sequence[Flight], span: Span) -> tuple[Reason, ...]:
    """A caution for each satellite whose table does not cover a period: from when until when it does."""
    said = []
    for one in flights:
        motion = one.motions[0]
        if not isinstance(motion, ExchangedOrbit):
            continue
        covers = [Span(Instant(begins), Instant(ends)) for begins, ends in motion.covers]
        if not any(part.start <= span.start and span.end <= part.end for part in covers):
            first, last = covers[0].start.utc(0), covers[-1].end.utc(0)
            said.append(reason("questions.table_covers", name=one.name, first=first, last=last))
    return tuple(said)


def _of_oem(segments: Sequence[OemSegment]) -> list[Flight]:
    """One satellite for each object, with all its segments."""
    objects: dict[tuple[str, str], list[OemSegment]] = {}
    for one in segments:
        objects.setdefault((one.object_id, one.object_name), []).append(one)
    return [
        Flight(name or identity, None, (_motion(mine),), NO_EPOCHS)
        for (identity, name), mine in objects.items()
    ]


def _motion(segments: Sequence[OemSegment]) -> ExchangedOrbit:
    """The motion of an object's segments, and how sure it is along its track where they say so."""
    stretches = tuple(
        Stretch(
            one.begins,
            one.ends,
            table_of(one.tai_ns, one.r_m)
            if one.is_earth_fixed
            else inertial_table(one.tai_ns, one.r_m, of_date=one.frame == "TEME"),
            inertial=not one.is_earth_fixed,
        )
        for one in segments
    )
    known = [(each.tai_ns, _along_m(each, one)) for one in segments for each in one.covariances]
    known.sort()
    sure_ns = np.array([at for at, _ in known], dtype=np.int64)
    return ExchangedOrbit(stretches, sure_ns, np.array([along for _, along in known]))


def _along_m(each: PositionCovariance, of: OemSegment) -> float:
    """The standard deviation along the track of one matrix, metres; refused in a frame that is not known."""
    if each.frame in ALONG_TRACK:
        axis = ALONG_TRACK[each.frame]
        return float(np.sqrt(each.position_m2[axis, axis]))
    if each.frame != of.frame and not {each.frame, of.frame} <= set(INERTIAL):
        raise Refused("questions.covariance_frame", frame=each.frame, known=(*ALONG_TRACK, of.frame))
    nearest = int(np.argmin(np.abs(of.tai_ns - each.tai_ns)))
    return float(along_track_m([each.position_m2], [of.v_mps[nearest]])[0])


def _of_sp3(table: OrbitTable) -> list[Flight]:
    """The satellites of an SP3 file; a stretch for each run of rows without a hole."""
    flights = []
    for row, name in enumerate(table.satellites):
        rows = np.flatnonzero(np.isfinite(table.r_m[row]).all(axis=1))
        runs = [run for run in _runs(table.tai_ns, rows) if len(run) >= FEWEST_ROWS]
        stretches = tuple(
            Stretch(int(at[0]), int(at[-1]), table_of(at, table.r_m[row][run]))
            for run in runs
            for at in [table.tai_ns[run]]
        )
        if stretches:
            known = np.isfinite(table.accuracy_m[row])  # of the whole file: one figure, for all of it
            sure_ns = table.tai_ns[:1] if known else NO_EPOCHS
            motion = ExchangedOrbit(stretches, sure_ns, table.accuracy_m[row : row + 1][: len(sure_ns)])
            flights.append(Flight(name, None, (motion,), NO_EPOCHS))
    return flights


def _runs(tai_ns: Integers, rows: Integers) -> list[Integers]:
    """Rows in runs that are not farther apart than the usual step."""
    if len(rows) < 2:
        return []
    steps = np.diff(tai_ns[rows])
    return np.split(rows, np.flatnonzero(steps > GAP_STEPS * np.median(steps)) + 1)
