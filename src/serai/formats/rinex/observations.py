"""Observations from RINEX files, versions 2, 3 and 4: what a receiver measured, as columns.

RINEX 2.11 (2012), 3.05 (2020), 4.02 (2024), IGS/RTCM. Compact RINEX, gzip, bzip2 and LZW are unpacked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.compact import expanded
from serai.formats.refusal import FaultJudge
from serai.formats.rinex.clocks import no_such_second, tai_of
from serai.formats.rinex.header import Text, read_header
from serai.formats.rinex.obs_columns import ObservationColumns
from serai.formats.rinex.obs_header import StationHeader, station_of
from serai.formats.rinex.obs_read import read_epochs
from serai.formats.source import Source, bytes_of
from serai.wording import reason

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """One receiver's observations: rows of (epoch, satellite), one column per observation code.

    ``tai_ns``, ``flags`` (0, or 1 after a power failure) and ``clock_offset_s`` (NaN where not written)
    have one entry per epoch; ``epoch`` and ``satellite`` are indices, one per row, rows sorted by both.
    ``values`` are metres for C, cycles for L, Hz for D and what the receiver says (dB-Hz) for S, as
    written in the file with its scale factors taken out; NaN where nothing was observed. ``lli`` holds the
    loss-of-lock digit of each L code (bit 0: lock lost, bit 1: half cycle, 0 where blank).
    ``codes`` are RINEX 3 codes per system in the file's order; ``renamed`` says which were spelled
    otherwise there, such as ('G', 'P2') -> 'C2W' of RINEX 2 or ('C', 'C1I') -> 'C2I' of RINEX 3.02.
    ``skipped`` counts, by name, what a lenient reading passed over.
    """

    version: float
    marker: str
    receiver: str
    antenna: str
    approx_position_m: NDArray[np.float64] | None
    antenna_delta_hen_m: NDArray[np.float64]
    interval_s: float | None
    time_system: str
    glonass_channels: Mapping[str, int]
    skipped: Mapping[str, int]
    tai_ns: Integers
    flags: NDArray[np.uint8]
    clock_offset_s: NDArray[np.float64]
    satellites: tuple[str, ...]
    epoch: NDArray[np.int32]
    satellite: NDArray[np.int16]
    codes: Mapping[str, tuple[str, ...]]
    renamed: Mapping[tuple[str, str], str]
    values: Mapping[str, NDArray[np.float64]]
    lli: Mapping[str, NDArray[np.uint8]]

    def rows_of(self, epoch: int) -> slice:
        """The rows of one epoch."""
        low, high = np.searchsorted(self.epoch, [epoch, epoch + 1])
        return slice(int(low), int(high))


def read_observations(source: Source, *, lenient: bool = False) -> Observations:
    """Read an observation file (or its bytes); refused at the first fault unless lenient.

    Lenient keeps what can be read, counts the rest in `skipped`, and of epochs that are not later than
    the one before keeps the first.
    """
    packed, name = bytes_of(source)
    raw = expanded(packed, name, lenient=lenient)
    judge = FaultJudge(name, lenient=lenient)
    text = Text.of(raw, name)
    header = read_header(text, "O")
    station = station_of(header, judge)
    return _assembled(header.version, station, read_epochs(text, header, judge), judge)


def _assembled(
    version: float, station: StationHeader, columns: ObservationColumns, judge: FaultJudge
) -> Observations:
    system = station.time_system
    for place in np.flatnonzero(no_such_second(columns.day, columns.ns, system)):
        expected = reason("formats.expected.seconds_below_60")
        came = reason("formats.came.second_60_in", epoch=int(place) + 1)
        judge.fault("seconds 60 that were none", 0, expected, came)
    present = np.zeros(2600, dtype=bool)
    present[columns.code] = True
    codes = np.flatnonzero(present)
    index = np.zeros(2600, dtype=np.int16)
    index[codes] = np.arange(len(codes))
    held = set(columns.codes)
    if version < 3.0:  # one list of types for all systems: keep those whose satellites are there
        held &= {chr(65 + code // 100) for code in codes.tolist()}
    named = {code for system in held for code in columns.codes[system]}
    return Observations(
        version=version,
        marker=station.marker,
        receiver=station.receiver,
        antenna=station.antenna,
        approx_position_m=station.approx_position_m,
        antenna_delta_hen_m=station.antenna_delta_hen_m,
        interval_s=station.interval_s,
        time_system=system,
        glonass_channels=MappingProxyType(dict(station.glonass_channels)),
        skipped=MappingProxyType(dict(judge.skipped)),
        tai_ns=tai_of(columns.day, columns.ns, system),
        flags=columns.flags,
        clock_offset_s=columns.clock,
        satellites=tuple(f"{chr(65 + code // 100)}{code % 100:02d}" for code in codes.tolist()),
        epoch=columns.epoch,
        satellite=index[columns.code],
        codes=MappingProxyType({s: tuple(c) for s, c in columns.codes.items() if s in held}),
        renamed=MappingProxyType({key: code for key, code in columns.renamed.items() if key[0] in held}),
        values=MappingProxyType({code: v for code, v in columns.values.items() if code in named}),
        lli=MappingProxyType({code: v for code, v in columns.lli.items() if code in named}),
    )
