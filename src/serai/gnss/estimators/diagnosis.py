"""Diagnosis of files that give no position: what was there, what was wanted, what to do."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import LARGEST_AGE_S
from serai.gnss.satellites.health import usable
from serai.gnss.signals import SINGLE, SYSTEMS
from serai.gnss.solution import NotUsed, Track
from serai.time import utc_texts
from serai.wording import Reason, reason

Integers = NDArray[np.int64]

FEWEST = 4  # unknowns of a position with one receiver clock


class NoPosition(Refused):
    """Files that cannot give a position."""


def refuse_strangers(file: str, observations: Observations, navigation: Navigation, systems: str) -> None:
    """Refuse observations that have nothing in common with the navigation files, before any work."""
    if not len(observations.tai_ns):
        raise NoPosition("gnss.no_epoch", file=file)
    seen = {name[0] for name in observations.satellites}
    wanted = [s for s in dict.fromkeys(systems) if s in seen]
    if not wanted:
        raise NoPosition("gnss.not_observed", file=file, seen=_named(seen), asked=_named(systems))
    sent = {system for system, _ in navigation.tables}
    common = [s for s in wanted if s in sent]
    if not common:
        raise NoPosition("gnss.no_system_in_common", file=file, sent=_named(sent), wanted=_named(wanted))
    refuse_far(file, observations, reason("gnss.navigation_files"), navigation, systems)


def refuse_far(
    file: str, observations: Observations, named: Reason | str, navigation: Navigation, systems: str
) -> None:
    """Refuse navigation none of whose messages may be used at any epoch; no system in common is no matter."""
    sent = {system for system, _ in navigation.tables}
    common = [s for s in dict.fromkeys(systems) if s in sent]
    begin, end = int(observations.tai_ns[0]), int(observations.tai_ns[-1])
    spans = [_span(navigation, system) for system in common]
    if spans and all(first > end or last < begin for first, last, _, _ in spans):
        toes = [toe for *_, low, high in spans for toe in (low, high)]
        raise NoPosition(
            "gnss.of_another_day",
            file=file,
            observed=_times(begin, end),
            named=named,
            sent=_times(min(toes), max(toes)),
            apart=_apart(spans, begin, end),
        )


def refuse_other_time(file: str, observations: Observations, named: str, times_ns: Integers) -> None:
    """Refuse products (precise orbits, a base) none of whose times lie within the observations' or around."""
    if not len(times_ns):
        raise NoPosition("gnss.no_epoch", file=named)
    begin, end = int(observations.tai_ns[0]), int(observations.tai_ns[-1])
    first, last = int(times_ns[0]), int(times_ns[-1])
    if first > end or last < begin:
        observed, there = _times(begin, end), _times(first, last)
        raise NoPosition("gnss.of_another_time", file=file, observed=observed, named=named, there=there)


def why_none(
    file: str,
    observations: Observations,
    navigation: Navigation,
    systems: str,
    track: Track,
    unused: NotUsed | None = None,
) -> NoPosition:
    """The refusal when no epoch gave a position; ``unused`` tells of messages of another time."""
    rows = track.rows
    flagged = _all_unhealthy(observations, navigation, systems)
    if flagged and rows is not None and not len(rows.source):
        return NoPosition("gnss.all_unhealthy", file=file, count=flagged)
    most = int(np.diff(rows.first).max(initial=0)) if rows is not None else FEWEST
    if unused is not None and unused.messages is not None and most < FEWEST:
        return NoPosition("gnss.few_for_age", file=file, most=most, needed=FEWEST, stale=unused.messages)
    if track.status is not None and most < FEWEST:
        return NoPosition("gnss.too_few", file=file, most=most, systems=_named(systems), needed=FEWEST)
    return NoPosition("gnss.none_solved", file=file, epochs=len(track), systems=_named(systems))


def _all_unhealthy(observations: Observations, navigation: Navigation, systems: str) -> int:
    """How many satellites were observed, where all are flagged unhealthy in their messages; else 0."""
    sick: set[str] = set()
    seen = {name for name in observations.satellites if name[0] in systems}
    for (system, message), table in navigation.tables.items():
        if system in systems:
            fine = usable(system, message, table, SINGLE[system][:1])
            sick |= {f"{system}{prn:02d}" for prn in np.setdiff1d(table.prn, table.prn[fine])}
    return len(seen) if seen <= sick else 0


def _span(navigation: Navigation, system: str) -> tuple[int, int, int, int]:
    """From when to when the messages of a system may be used, and their first and last toe (TAI ns)."""
    toes = np.concatenate([t.toe_tai_ns for (s, _), t in navigation.tables.items() if s == system])
    age = int(LARGEST_AGE_S.get(system, 7200.0) * 1e9)
    low, high = int(toes.min()), int(toes.max())
    return low - age, high + age, low, high


def _apart(spans: Iterable[tuple[int, int, int, int]], begin: int, end: int) -> Reason:
    """How far the nearest message is, in words."""
    seconds = min((low - end if low > end else begin - high) for *_, low, high in spans) / 1e9
    days, hours = seconds / 86_400.0, seconds / 3_600.0
    return reason("gnss.days_away", days=days) if days >= 2 else reason("gnss.hours_away", hours=hours)


def _times(first_ns: int, last_ns: int) -> Reason:
    low, high = utc_texts(np.array([first_ns, last_ns], dtype=np.int64), decimals=0)
    return reason("gnss.from_to", first=low, last=high)


def _named(letters: Iterable[str]) -> tuple[str | Reason, ...]:
    """The names of systems by their RINEX letters."""
    named = tuple(SYSTEMS.get(s, s) for s in dict.fromkeys(sorted(letters)))
    return named or (reason("gnss.no_system"),)
