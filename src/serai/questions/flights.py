"""The satellites of a question, each with all its element sets, how old they are and how sure its times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serai.access.editions import Stretches, stretches_ns
from serai.earth import Orientation
from serai.errors import Refused
from serai.formats import MeanElements
from serai.orbit import Circle, ExchangedOrbit, Motion, Sgp4, orbit_kind, timing_uncertainties_s
from serai.time import Span, WindowTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAY_NS = 86_400_000_000_000
# Two sets of one epoch no farther apart than this are one orbit, worked out twice; assumed
ONE_ORBIT_DEG, ONE_ORBIT_REV_DAY = 1.0, 0.01
NO_NUMBER = (0, 99_999)  # catalogue numbers that several objects without one of their own share


class Timing(NamedTuple):
    """How early or late each window may be, median and 90 %, and how old its elements are; seconds.

    NaN where it is not known, and the age of what is no element set. Ages are negative before the epoch.
    """

    median_s: Floats
    most_s: Floats
    age_s: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Flight:
    """One satellite: its motions in order of epoch, of which the nearest to a moment counts there.

    ``epoch_ns`` is empty where its motion is no element set; ``given`` counts the sets there were, also those
    that are the nearest at no moment asked about. ``id`` is that of a corridor's satellite.
    """

    name: str
    norad: int | None
    motions: tuple[Motion, ...]
    epoch_ns: Integers
    given: int = 1
    id: str = ""

    @classmethod
    def of(cls, name: str, motion: Sgp4, identity: str = "") -> Flight:
        """A satellite with a single element set, and its id in a corridor."""
        epoch_ns = np.array([motion.elements.epoch.tai_ns], dtype=np.int64)
        return cls(name, motion.elements.norad, (motion,), epoch_ns, id=identity)

    @classmethod
    def on_paper(cls, name: str, motion: Circle, identity: str = "") -> Flight:
        """A satellite on paper: it has no elements, and nobody can say how early or late it would be."""
        return cls(name, None, (motion,), np.empty(0, np.int64), id=identity)

    def within(self, span: Span) -> Flight:
        """The same satellite with only those of its sets that are the nearest at some moment of the span."""
        if len(self.epoch_ns) < 2:
            return self
        begin, end = stretches_ns(self.epoch_ns)
        counts = np.flatnonzero((end > span.start.tai_ns) & (begin <= span.end.tai_ns))
        motions = tuple(self.motions[k] for k in counts.tolist())
        return replace(self, motions=motions, epoch_ns=self.epoch_ns[counts])

    def ages_days(self, span: Span) -> tuple[float, float] | None:
        """The least and the largest distance from the nearest epoch over a span, days; None without sets."""
        if not len(self.epoch_ns):
            return None
        if len(self.epoch_ns) == 1:  # most have one set, and there are thousands of them
            since, until = span.start.tai_ns - int(self.epoch_ns[0]), span.end.tai_ns - int(self.epoch_ns[0])
            least_ns = 0 if since <= 0 <= until else min(abs(since), abs(until))
            return least_ns / DAY_NS, max(abs(since), abs(until)) / DAY_NS
        begin, end = stretches_ns(self.epoch_ns)
        first = np.clip(begin, span.start.tai_ns, span.end.tai_ns)
        last = np.clip(end, span.start.tai_ns, span.end.tai_ns)
        at_ends = np.abs(np.concatenate([first - self.epoch_ns, last - self.epoch_ns]))
        inside = (self.epoch_ns >= first) & (self.epoch_ns <= last)
        least = 0.0 if inside.any() else float(at_ends.min())
        return least / DAY_NS, float(at_ends.max()) / DAY_NS

    def which(self, at_ns: Integers) -> Integers:
        """Which of its motions counts at each moment (n,)."""
        if len(self.epoch_ns) < 2:
            return np.zeros(len(at_ns), np.int64)
        return np.searchsorted(stretches_ns(self.epoch_ns)[1], at_ns, side="right").astype(np.int64)

    def states(self, at_ns: Integers, orientation: Orientation) -> tuple[Floats, Floats]:
        """Earth-fixed positions (n, 3) m and velocities m/s, each by the motion that counts at its moment."""
        r, v = np.empty((len(at_ns), 3)), np.empty((len(at_ns), 3))
        which = self.which(at_ns)
        for k in np.unique(which).tolist():
            rows = which == k
            r[rows], v[rows] = self.motions[k].state(at_ns[rows], orientation)
        return r, v

    def timing(self, at_ns: Integers, orientation: Orientation) -> Timing:
        """How sure the times of windows around some moments are."""
        median, most, age = (np.full(len(at_ns), np.nan) for _ in range(3))
        if isinstance(self.motions[0], ExchangedOrbit):
            median, most = self.motions[0].timing_s(at_ns, orientation)
        elif len(self.epoch_ns):
            which = self.which(at_ns)
            age = (at_ns - self.epoch_ns[which]) / 1e9
            for k, motion in enumerate(self.motions):
                if isinstance(motion, Sgp4):
                    rows = which == k
                    median[rows], most[rows] = timing_uncertainties_s(orbit_kind(motion.elements), age[rows])
        return Timing(median, most, age)


def flights_of(sets: Iterable[MeanElements]) -> list[Flight]:
    """Satellites of element sets, in the order in which they first appear, with all sets of each.

    Sets are of one satellite by its catalogue number, or by name and designator where they have none. Of
    two sets of one epoch the later in the file counts, unless their orbits differ: those of a number that
    several designed satellites share are told apart by name, and refused where they have one name.
    """
    grouped: dict[object, list[MeanElements]] = {}
    for one in sets:
        key = (one.object_id, one.object_name) if one.norad in NO_NUMBER else one.norad
        grouped.setdefault(key, []).append(one)
    return [_flight(mine) for group in grouped.values() for mine in _told_apart(group)]


def _told_apart(group: Sequence[MeanElements]) -> Iterable[list[MeanElements]]:
    """The sets of each satellite among those of one number, in order of epoch, one an epoch."""
    epochs: dict[int, MeanElements] = {}
    for one in group:
        other = epochs.get(one.epoch.tai_ns)
        if other is not None and _other_orbit(one, other):
            return _by_name(group)
        epochs[one.epoch.tai_ns] = one
    return [[epochs[at] for at in sorted(epochs)]]


def _by_name(group: Sequence[MeanElements]) -> Iterable[list[MeanElements]]:
    """The sets of several satellites that share a number, by name; refused where that does not tell them."""
    named: dict[str, dict[int, MeanElements]] = {}
    for one in group:
        of = named.setdefault(one.object_name, {})
        other = of.get(one.epoch.tai_ns)
        if other is not None and _other_orbit(one, other):
            called = one.object_name or str(one.norad)
            raise Refused("questions.one_epoch", name=called, norad=one.norad, at=one.epoch.utc(0))
        of[one.epoch.tai_ns] = one
    return [[of[at] for at in sorted(of)] for of in named.values()]


def _other_orbit(one: MeanElements, other: MeanElements) -> bool:
    """Whether two sets of one epoch describe two orbits, and not one worked out again."""

    def apart_deg(a: float, b: float) -> float:
        return abs((a - b + 180.0) % 360.0 - 180.0)

    along = [each.arg_perigee_deg + each.mean_anomaly_deg for each in (one, other)]
    angles = (
        apart_deg(*along),
        apart_deg(one.raan_deg, other.raan_deg),
        apart_deg(one.inclination_deg, other.inclination_deg),
    )
    motions = abs(one.mean_motion_rev_day - other.mean_motion_rev_day)
    return max(angles) > ONE_ORBIT_DEG or motions > ONE_ORBIT_REV_DAY


def _flight(sets: Sequence[MeanElements]) -> Flight:
    newest = sets[-1]
    return Flight(
        newest.object_name or str(newest.norad),
        newest.norad,
        tuple(Sgp4(one) for one in sets),
        np.array([one.epoch.tai_ns for one in sets], dtype=np.int64),
        len(sets),
    )


def stretches_of(flights: Sequence[Flight]) -> Stretches:
    """When each motion of satellites counts, all motions in a row."""
    begin, end = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for one in flights:
        first, last = stretches_ns(one.epoch_ns if len(one.epoch_ns) else np.zeros(1, np.int64))
        begin.append(first)
        end.append(last)
    owner = np.repeat(np.arange(len(flights)), [len(one.motions) for one in flights])
    return Stretches(owner, np.concatenate(begin), np.concatenate(end))


def timing_of(table: WindowTable, flights: Sequence[Flight], places: int, orientation: Orientation) -> Timing:
    """How sure the times of each window are, from its satellite's elements or table at its middle."""
    satellite = table.pair // max(places, 1)
    middle_ns = table.start_ns + (table.end_ns - table.start_ns) // 2
    found = Timing(*(np.full(len(table), np.nan) for _ in range(3)))
    bounds = np.flatnonzero(np.diff(satellite, prepend=-1, append=-1))  # tables come in order of pairs
    for first, last in pairwise(bounds.tolist()):
        mine = flights[int(satellite[first])].timing(middle_ns[first:last], orientation)
        for column, values in zip(found, mine, strict=True):
            column[first:last] = values
    return found
