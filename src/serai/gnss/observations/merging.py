"""Merging observation files of one receiver: hours of a day, or two days across midnight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.rinex.obs_events import HEADER, SiteEvent
from serai.gnss.observations.inputs import Observations
from serai.time import Instant
from serai.wording import Reason, reason

SAME_M = 0.01  # one receiver's range in two of its files: what rounding leaves


class TwoReceivers(Refused):
    """Files of different receivers where one was asked for."""


def joined(files: Sequence[Observations]) -> Observations:
    """One receiver's files in order of time; an epoch that two of them hold is taken from the earlier one.

    ``flags`` are kept. Refused where the marker names differ, or the ranges of an epoch that both hold.
    """
    if len(files) == 1:
        return files[0]
    markers = dict.fromkeys(f.marker for f in files if f.marker)
    if len(markers) > 1:
        raise TwoReceivers("gnss.different_markers", markers=tuple(markers))
    _refuse_other_ranges(files)
    files = _in_order(files)
    names = tuple(sorted({name for f in files for name in f.satellites}))
    kept, first = np.unique(_each_epoch(files, "tai_ns"), return_index=True)
    epoch, satellite, rows = _rows(files, names, first)
    columns = _columns(files)
    return replace(
        files[0],
        glonass_channels=MappingProxyType({k: v for f in files for k, v in f.glonass_channels.items()}),
        skipped=MappingProxyType(_added(files)),
        tai_ns=kept,
        flags=_each_epoch(files, "flags")[first],
        clock_offset_s=_each_epoch(files, "clock_offset_s")[first],
        satellites=names,
        epoch=epoch,
        satellite=satellite,
        codes=MappingProxyType(_codes(files)),
        values=MappingProxyType({c: _stacked(files, c, rows) for c in columns}),
        lli=MappingProxyType({c: _locks(files, c, rows) for c in columns if c[0] == "L"}),
        events=_events(files),
    )


def _events(files: Sequence[Observations]) -> tuple[SiteEvent, ...]:
    """The events of all files, and one where a file's header tells another antenna or height."""
    found: list[SiteEvent] = list(files[0].events)
    for before, file in pairwise(files):
        other = file.antenna and file.antenna != before.antenna
        higher = not np.array_equal(file.antenna_delta_hen_m, before.antenna_delta_hen_m)
        if other or higher or before.events:
            found.append(
                SiteEvent(
                    tai_ns=int(file.tai_ns[0]),
                    flag=HEADER,
                    antenna_delta_hen_m=np.asarray(file.antenna_delta_hen_m, dtype=np.float64),
                    antenna=file.antenna,
                )
            )
        found += file.events
    return tuple(found)


def _in_order(files: Sequence[Observations]) -> Sequence[Observations]:
    """The files that have epochs, in order of time; one of those without where none has."""
    return sorted((f for f in files if len(f.tai_ns)), key=lambda f: int(f.tai_ns[0])) or files[:1]


def _each_epoch(files: Sequence[Observations], name: str) -> NDArray[Any]:
    """What all files say of their epochs, one after the other."""
    return np.concatenate([getattr(f, name) for f in files])


def _rows(
    files: Sequence[Observations], names: Sequence[str], first: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.int64]]:
    """Epoch and satellite of the rows that are kept, and their places among the rows of all files."""
    place = {name: k for k, name in enumerate(names)}
    lengths = [len(f.tai_ns) for f in files]
    starts = np.cumsum([0, *lengths])
    epoch = np.concatenate([f.epoch.astype(np.int64) + at for f, at in zip(files, starts, strict=False)])
    satellite = np.concatenate(
        [np.array([place[n] for n in f.satellites], np.int16)[f.satellite] for f in files]
    )
    new_place = np.full(sum(lengths), -1, dtype=np.int64)
    new_place[first] = np.arange(len(first))
    rows = np.flatnonzero(new_place[epoch] >= 0)
    rows = rows[np.lexsort((satellite[rows], new_place[epoch[rows]]))]
    return new_place[epoch[rows]].astype(np.int32), satellite[rows], rows


def _codes(files: Sequence[Observations]) -> dict[str, tuple[str, ...]]:
    """The codes of each system, in the order in which the files name them."""
    codes: dict[str, tuple[str, ...]] = {}
    for f in files:
        for system, own in f.codes.items():
            codes[system] = tuple(dict.fromkeys((*codes.get(system, ()), *own)))
    return codes


def _refuse_other_ranges(files: Sequence[Observations]) -> None:
    """Two receivers may bear one name: where files hold the same epoch, they must hold the same ranges."""
    for k, one in enumerate(files):
        for other in files[:k]:
            both = np.intersect1d(one.tai_ns, other.tai_ns)
            if len(both) and not _alike(one, other, int(both[0])):
                at = Instant(int(both[0])).utc(0)
                raise TwoReceivers("gnss.different_ranges", marker=_marker(one), at=at)


def _marker(one: Observations) -> Reason:
    if one.marker:
        return reason("gnss.of_marker", marker=one.marker)
    return reason("gnss.without_marker")


def _alike(one: Observations, other: Observations, tai_ns: int) -> bool:
    ranges = [_ranges_at(each, tai_ns) for each in (one, other)]
    common = ranges[0].keys() & ranges[1].keys()
    return not common or all(abs(ranges[0][key] - ranges[1][key]) < SAME_M for key in common)


def _ranges_at(observations: Observations, tai_ns: int) -> dict[tuple[str, str], float]:
    """Every range of one epoch by satellite and code."""
    at = int(np.searchsorted(observations.tai_ns, tai_ns))
    rows = np.flatnonzero(observations.epoch == at)
    return {
        (observations.satellites[int(observations.satellite[row])], code): float(values[row])
        for code, values in observations.values.items()
        if code[0] == "C"
        for row in rows
        if np.isfinite(values[row])
    }


def _added(files: Sequence[Observations]) -> dict[str, int]:
    kinds = dict.fromkeys(kind for f in files for kind in f.skipped)
    return {kind: sum(f.skipped.get(kind, 0) for f in files) for kind in kinds}


def _columns(files: Sequence[Observations]) -> list[str]:
    return list(dict.fromkeys(code for f in files for code in f.values))


def _stacked(files: Sequence[Observations], code: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """One column of every file, NaN in the files that do not have it."""
    whole = [f.values[code] if code in f.values else np.full(len(f.epoch), np.nan) for f in files]
    column: NDArray[np.float64] = np.concatenate(whole)[rows]
    return column


def _locks(files: Sequence[Observations], code: str, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
    whole = [f.lli[code] if code in f.lli else np.zeros(len(f.epoch), np.uint8) for f in files]
    column: NDArray[np.uint8] = np.concatenate(whole)[rows]
    return column
