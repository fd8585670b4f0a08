"""Why files give no position at all, in one sentence: what was there, what was wanted, what to do."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import LARGEST_AGE_S
from serai.gnss.satellites.health import usable
from serai.gnss.signals import SINGLE, SYSTEMS
from serai.gnss.solution import Track
from serai.time import utc_texts

Integers = NDArray[np.int64]

FEWEST = 4  # unknowns of a position with one receiver clock


class NoPosition(Refused):
    """Files that cannot give a position."""

    key = "no-position"


def refuse_strangers(file: str, observations: Observations, navigation: Navigation, systems: str) -> None:
    """Refuse observations that have nothing in common with the navigation files, before any work."""
    if not len(observations.tai_ns):
        raise NoPosition(f"{file} holds no epoch, only a header")
    seen = {name[0] for name in observations.satellites}
    wanted = [s for s in dict.fromkeys(systems) if s in seen]
    if not wanted:
        raise NoPosition(f"{file} has observations of {_named(seen)}, but {_named(systems)} was asked for")
    sent = {system for system, _ in navigation.tables}
    common = [s for s in wanted if s in sent]
    if not common:
        raise NoPosition(
            f"the navigation files have messages of {_named(sent)}, but those wanted for {file} are of "
            f"{_named(wanted)}: no system in common"
        )
    refuse_far(file, observations, "the navigation files", navigation, systems)


def refuse_far(
    file: str, observations: Observations, named: str, navigation: Navigation, systems: str
) -> None:
    """Refuse navigation none of whose messages may be used at any epoch; no system in common is no matter."""
    sent = {system for system, _ in navigation.tables}
    common = [s for s in dict.fromkeys(systems) if s in sent]
    begin, end = int(observations.tai_ns[0]), int(observations.tai_ns[-1])
    spans = [_span(navigation, system) for system in common]
    if spans and all(first > end or last < begin for first, last, _, _ in spans):
        toes = [toe for *_, low, high in spans for toe in (low, high)]
        raise NoPosition(
            f"{file} runs from {_times(begin, end)}, but the messages of {named} are of "
            f"{_times(min(toes), max(toes))}, {_apart(spans, begin, end)}: give those of the same day"
        )


def refuse_other_time(file: str, observations: Observations, named: str, times_ns: Integers) -> None:
    """Refuse products (precise orbits, a base) none of whose times lie within the observations' or around."""
    if not len(times_ns):
        raise NoPosition(f"{named} holds no epoch, only a header")
    begin, end = int(observations.tai_ns[0]), int(observations.tai_ns[-1])
    first, last = int(times_ns[0]), int(times_ns[-1])
    if first > end or last < begin:
        raise NoPosition(
            f"{file} runs from {_times(begin, end)}, but {named} from {_times(first, last)}: "
            "give one of the same time"
        )


def why_none(
    file: str, observations: Observations, navigation: Navigation, systems: str, track: Track
) -> NoPosition:
    """The refusal when no epoch gave a position."""
    rows = track.rows
    flagged = _all_unhealthy(observations, navigation, systems)
    if flagged and rows is not None and not len(rows.source):
        return NoPosition(f"{file}: {flagged}")
    if rows is not None and track.status is not None:
        most = int(np.diff(rows.first).max(initial=0))
        if most < FEWEST:
            return NoPosition(
                f"{file}: at most {most} usable satellites of {_named(systems)} at one epoch, and a position "
                f"needs {FEWEST} (one more for each further system): ask for more systems (--systems) or for "
                "longer files"
            )
    return NoPosition(
        f"{file}: none of its {len(track)} epochs gives a position from {_named(systems)}: too few usable "
        "satellites, or all in one part of the sky; are the navigation files of the same day?"
    )


def _all_unhealthy(observations: Observations, navigation: Navigation, systems: str) -> str:
    sick: set[str] = set()
    seen = {name for name in observations.satellites if name[0] in systems}
    for (system, message), table in navigation.tables.items():
        if system in systems:
            fine = usable(system, message, table, SINGLE[system][:1])
            sick |= {f"{system}{prn:02d}" for prn in np.setdiff1d(table.prn, table.prn[fine])}
    if seen and seen <= sick:
        return (
            f"all {len(seen)} satellites observed are flagged unhealthy in their messages, so none was used"
        )
    return ""


def _span(navigation: Navigation, system: str) -> tuple[int, int, int, int]:
    """From when to when the messages of a system may be used, and their first and last toe (TAI ns)."""
    toes = np.concatenate([t.toe_tai_ns for (s, _), t in navigation.tables.items() if s == system])
    age = int(LARGEST_AGE_S.get(system, 7200.0) * 1e9)
    low, high = int(toes.min()), int(toes.max())
    return low - age, high + age, low, high


def _apart(spans: Iterable[tuple[int, int, int, int]], begin: int, end: int) -> str:
    """How far the nearest message is, in words."""
    seconds = min((low - end if low > end else begin - high) for *_, low, high in spans) / 1e9
    days, hours = seconds / 86_400.0, seconds / 3_600.0
    return f"{days:.0f} days away" if days >= 2 else f"{hours:.1f} hours away"


def _times(first_ns: int, last_ns: int) -> str:
    low, high = utc_texts(np.array([first_ns, last_ns], dtype=np.int64), decimals=0)
    return f"{low} to {high}"


def _named(letters: Iterable[str]) -> str:
    return ", ".join(SYSTEMS.get(s, s) for s in dict.fromkeys(sorted(letters))) or "no system"
