"""Why satellites, and systems as a whole, that were observed took no part in a solution.

The first of these that holds is told: not asked for, no message (or orbit) of it, no code that serves, its
messages unhealthy or of another time, no group delay, below the mask, left out as faulty. What the mode
itself lacks (a base's range, a correction) is told where nothing else is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.gnss.estimators.point_kernel import BELOW_MASK, EXCLUDED, USED
from serai.gnss.measurements.ranges import pick_codes
from serai.gnss.observations.inputs import Messages, Navigation, Observations
from serai.gnss.satellites.broadcast import LARGEST_AGE_S, with_messages
from serai.gnss.satellites.health import usable
from serai.gnss.signals import SINGLE, Choice
from serai.gnss.solution import NotUsed, Track
from serai.time import utc_texts
from serai.wording import Reason, reason

Integers = NDArray[np.int64]

LACKING: Mapping[str, Reason] = MappingProxyType(
    {
        "spp": reason("gnss.unused_no_message_then"),
        "dgnss": reason("gnss.unused_not_at_base"),
        "rtk": reason("gnss.unused_not_at_base"),
        "ppp": reason("gnss.unused_not_precise"),
        "corrections": reason("gnss.unused_no_corrections"),
    }
)
WORTH_TELLING = 0.1  # of the ranges without a message of their time, above which the answer says so


@dataclass(frozen=True, kw_only=True)
class SolutionBasis:
    """What a solution stood on: codes, systems and messages.

    ``lacking`` says what the mode itself lacks of a satellite for which all else is there.
    """

    observations: Observations
    navigation: Navigation
    choice: Choice
    systems: str
    lacking: Reason
    picked: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.picked:
            choice = with_messages(self.choice, self.navigation)
            object.__setattr__(self, "picked", pick_codes(self.observations, choice, self.systems))


def not_used(basis: SolutionBasis, track: Track) -> NotUsed:
    """The systems and satellites that were observed and not used, each with its reason."""
    if track.rows is not None and track.rows.codes:  # what was taken indeed: pairs are ranked by their noise
        names = basis.observations.satellites
        basis = replace(basis, picked={name: track.rows.codes.get(name) for name in names})
    used = used_satellites(track)
    seen = [name for name in observed(basis.observations) if name not in used]
    why = {name: _why(basis, track, name) for name in seen}
    silent = {name[0] for name in seen} - {name[0] for name in used}
    return NotUsed(
        systems={system: _commonest([why[n] for n in seen if n[0] == system]) for system in sorted(silent)},
        satellites={name: why[name] for name in seen if name[0] not in silent},
        messages=_lacking_messages(basis, track),
    )


def used_satellites(track: Track) -> frozenset[str]:
    """The satellites that took part in any position."""
    rows = track.rows
    if rows is None or rows.satellite is None or track.status is None:
        return track.heard
    epoch = np.repeat(np.arange(len(track)), np.diff(rows.first))
    fine = (track.status == USED) & track.solved[epoch]
    return frozenset(rows.names[k] for k in np.unique(rows.satellite[fine]).tolist())


def observed(observations: Observations) -> list[str]:
    """The satellites with a range by any code."""
    has = np.zeros(len(observations.satellite), dtype=bool)
    for code, values in observations.values.items():
        if code[0] == "C":
            has |= np.isfinite(values)
    counts = np.bincount(observations.satellite[has], minlength=len(observations.satellites))
    return [name for name, count in zip(observations.satellites, counts.tolist(), strict=True) if count]


def _commonest(reasons: Sequence[Reason]) -> Reason:
    """The reason that most satellites of a system have, the first of those as common."""
    key, _ = Counter(why.key for why in reasons).most_common(1)[0]
    return next(why for why in reasons if why.key == key)


def _why(basis: SolutionBasis, track: Track, name: str) -> Reason:
    """Why a satellite took no part."""
    if name[0] not in basis.systems:
        return reason("gnss.unused_not_asked")
    found = _without_messages(basis, name) or _without_codes(basis, name)
    found = found or _without_usable(basis, name) or _in_the_solution(track, name)
    return found or basis.lacking


def _without_messages(basis: SolutionBasis, name: str) -> Reason | None:
    """The navigation files hold nothing of the satellite's system, or of itself."""
    if not basis.navigation.tables:
        return None  # precise orbits serve alone
    tables = _tables(basis, name[0])
    if not tables:
        return reason("gnss.unused_no_message_of_system")
    number = int(name[1:])
    there = any((table.prn == number).any() for table in tables)
    return None if there else reason("gnss.unused_no_message")


def _without_codes(basis: SolutionBasis, name: str) -> Reason | None:
    """None of the satellite's codes serves, or no message goes with those that would."""
    if basis.picked.get(name) is not None:
        return None
    codes = _codes_of(basis.observations, name)
    served = with_messages(basis.choice, basis.navigation)
    all_of, of_messages = (pick_codes(basis.observations, c, name[0]) for c in (basis.choice, served))
    if all_of.get(name) and not of_messages.get(name):
        return reason("gnss.unused_no_message_for_codes", codes=codes)
    if basis.choice.dual:
        return reason("gnss.unused_no_pair", codes=codes)
    return reason("gnss.unused_no_code", codes=codes)


def _codes_of(observations: Observations, name: str) -> tuple[str, ...]:
    """The codes that a satellite has a range by."""
    own = observations.satellite == observations.satellites.index(name)
    return tuple(
        code[1:]
        for code in observations.codes.get(name[0], ())
        if code[0] == "C" and np.isfinite(observations.values[code][own]).any()
    )


def _without_usable(basis: SolutionBasis, name: str) -> Reason | None:
    """The satellite's messages are all unhealthy, or all of another time."""
    toes, fine = _toes(basis, name)
    if not basis.navigation.tables:
        return None
    if not fine.any():
        return reason("gnss.unused_unhealthy")
    times = _times_of(basis.observations, name)
    away = _away_s(times, toes[fine])
    if float(away.min()) <= LARGEST_AGE_S.get(name[0], 7200.0):
        return None
    low, high = utc_texts(np.array([toes[fine].min(), toes[fine].max()], dtype=np.int64), decimals=0)
    return reason("gnss.unused_stale", first=low, last=high, away_s=float(away.min()))


def _in_the_solution(track: Track, name: str) -> Reason | None:
    """What became of a satellite's ranges: below the mask, left out, or in no epoch that has a position."""
    rows = track.rows
    if rows is None or rows.satellite is None or track.status is None or name not in rows.names:
        return None
    own = rows.satellite == rows.names.index(name)
    if not own.any():
        return None
    if not np.isfinite(rows.range_m[own]).any() and name[0] == "C":
        return reason("gnss.unused_no_delay")
    status = track.status[own]
    if (status == EXCLUDED).any():
        return reason("gnss.unused_faulty")
    if (status == BELOW_MASK).any():
        return reason("gnss.unused_below_mask")
    return reason("gnss.unused_no_position") if (status == USED).any() else None


def _lacking_messages(basis: SolutionBasis, track: Track) -> Reason | None:
    """How many of the ranges have no message of their time, and how far the nearest is, where it is many."""
    rows = track.rows
    if rows is None or rows.satellite is None:
        return None
    names = basis.observations.satellites
    there = np.bincount(rows.satellite, minlength=len(names))
    whole, lacking, worst, whose = 0, 0, 0.0, ""
    for k, name in enumerate(names):
        if basis.picked.get(name) is None:
            continue
        toes, fine = _toes(basis, name)
        times = _times_of(basis.observations, name)
        whole += len(times)
        if len(times) <= int(there[k]) or not fine.any():
            continue
        away = _away_s(times, toes[fine])
        stale = away > LARGEST_AGE_S.get(name[0], 7200.0)
        lacking += int(stale.sum())
        if stale.any() and float(away.max()) > worst:
            worst, whose = float(away.max()), name
    if not whole or lacking / whole < WORTH_TELLING:
        return None
    return reason("gnss.stale_messages", share=lacking / whole, satellite=whose, away_s=worst)


def _tables(basis: SolutionBasis, system: str) -> list[Messages]:
    return [t for (letter, _), t in basis.navigation.tables.items() if letter == system and len(t)]


def _toes(basis: SolutionBasis, name: str) -> tuple[Integers, NDArray[np.bool_]]:
    """Reference times of a satellite's messages of every kind, and which say that it is healthy."""
    codes = basis.picked.get(name) or SINGLE[name[0]][:1]
    toes, fine = [np.empty(0, np.int64)], [np.empty(0, bool)]
    for (system, message), table in basis.navigation.tables.items():
        if system == name[0]:
            own = table.prn == int(name[1:])
            toes.append(table.toe_tai_ns[own])
            fine.append(usable(system, message, table, codes)[own])
    return np.concatenate(toes), np.concatenate(fine)


def _times_of(observations: Observations, name: str) -> Integers:
    """When a satellite was observed."""
    own = observations.satellite == observations.satellites.index(name)
    times: Integers = observations.tai_ns[observations.epoch[own]]
    return times


def _away_s(times_ns: Integers, toes_ns: Integers) -> NDArray[np.float64]:
    """How far each moment is from the nearest of some reference times, seconds."""
    toes = np.sort(toes_ns)
    after = np.searchsorted(toes, times_ns)
    before = np.abs(times_ns - toes[np.maximum(after - 1, 0)])
    behind = np.abs(toes[np.minimum(after, len(toes) - 1)] - times_ns)
    away: NDArray[np.float64] = np.minimum(before, behind) / 1e9
    return away
