"""Broadcast navigation messages from RINEX files, versions 2, 3 and 4, as columns by system and message.

RINEX 2.11 (2012), 3.05 (2020), 4.02 (2024), IGS/RTCM.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from serai.formats.ephemerides import (
    EarthOrientationMessage,
    Ephemerides,
    IonosphereParameters,
    StateVectors,
    TimeOffset,
)
from serai.formats.refusal import BadFile, FaultJudge
from serai.formats.rinex import nav_beside
from serai.formats.rinex.header import Text, read_header
from serai.formats.rinex.nav_layouts import KEPLER
from serai.formats.rinex.nav_records import frames_of, messages_before_4, numbers_of
from serai.formats.rinex.nav_tables import tables_of
from serai.formats.salvage import CUT_SHORT, plain_bytes
from serai.formats.source import Source
from serai.wording import reason

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """What a navigation file holds: ephemerides by (system, message), such as ('G', 'LNAV'), ('C', 'D1').

    Messages of RINEX 2 and 3, which the file does not name, are named by system; BeiDou's by whether the
    satellite is geostationary (D2), Galileo's by its data sources. ``unread`` counts messages whose layout
    is not known here; ``skipped`` counts, by name, what a lenient reading passed over.
    """

    version: float
    tables: Mapping[Key, Ephemerides | StateVectors]
    iono: tuple[IonosphereParameters, ...]
    time_offsets: tuple[TimeOffset, ...]
    orientation: tuple[EarthOrientationMessage, ...]
    leap_seconds: int | None
    unread: Mapping[Key, int]
    skipped: Mapping[str, int]

    def kepler(self, system: str, message: str) -> Ephemerides:
        """Give a table of Kepler ephemerides; KeyError where the file has none."""
        table = self.tables[system, message]
        assert isinstance(table, Ephemerides)
        return table

    def states(self, system: str, message: str) -> StateVectors:
        """Give a table of state vectors; KeyError where the file has none."""
        table = self.tables[system, message]
        assert isinstance(table, StateVectors)
        return table


def read_navigation(source: Source, *, lenient: bool = False) -> Navigation:
    """Read a navigation file (or its bytes); refused at the first fault unless lenient."""
    raw, name, cut = plain_bytes(source, lenient=lenient)
    judge = FaultJudge(name, lenient=lenient)
    judge.skipped.update({CUT_SHORT: cut} if cut else {})
    text = Text.of(raw, name)
    header = read_header(text, "NGH")
    frames, numbers = numbers_of(text, frames_of(text, header, judge), header, judge)
    is_ephemeris = frames.kind == "EPH"
    known = np.isin(frames.kind, ("EPH", "ION", "STO", "EOP"))
    for i in np.flatnonzero(~known).tolist():
        line = int(frames.first[i])
        expected = reason("formats.expected.record_kind")
        judge.fault("records not read", line, expected, text.line(line - 1))
    if header.version < 4.0:
        frames.message[:] = messages_before_4(frames, numbers, KEPLER["E", "INAV"])
    tables, unread = tables_of(
        text, frames.where(is_ephemeris), numbers.where(is_ephemeris), judge, header.version
    )
    if not len(frames.first) and not judge.lenient and header.lines == len(text):
        expected = reason("formats.expected.a_record")
        raise BadFile(name, header.lines, expected, reason("formats.came.header_only"))
    return Navigation(
        version=header.version,
        tables=MappingProxyType(tables),
        iono=(
            *nav_beside.ionosphere_of_header(header, judge),
            *nav_beside.ionosphere_of(frames, numbers),
        ),
        time_offsets=(
            *nav_beside.offsets_of_header(header, judge),
            *nav_beside.offsets_of(text, frames, numbers),
        ),
        orientation=tuple(nav_beside.orientation_of(frames, numbers)),
        leap_seconds=nav_beside.leap_seconds_of(header),
        unread=MappingProxyType(unread),
        skipped=MappingProxyType(dict(judge.skipped)),
    )
