"""What is wrong, from when to when and by how much: stretches of epochs in which something does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from serai.time import Instant

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class AlarmKind(StrEnum):
    """What an alarm is about."""

    ACCURACY = "accuracy exceeded"
    UNAVAILABLE = "service unavailable"
    UNBOUNDED = "error beyond the protection level"
    FAULTY = "satellite faulty while flagged healthy"
    UNHEALTHY = "satellite unhealthy in its message but tracked"
    OUTAGE = "outage of observations"
    AGEING = "navigation data ageing"
    JAMMED = "C/N0 fallen on one carrier (interference)"
    FADED = "C/N0 fallen on every carrier (snow, antenna or cable)"
    MOVED = "station moved (positions by PPP)"
    AGED = "C/N0 lower than in the files before (snow, antenna or cable)"
    SLIPS = "many cycle slips"
    REFLECTED = "large multipath though the satellites stand high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that did not hold, from ``begin`` to ``end`` (TAI ns of its first and last epoch).

    ``who`` is a satellite, a service or a system; ``worst`` in ``unit`` is how far it went, ``limit`` what
    was allowed. ``open`` says that it still held at the last epoch seen.
    """

    kind: AlarmKind
    who: str
    begin: int
    end: int
    worst: float
    limit: float
    unit: str
    open: bool = False

    def __str__(self) -> str:
        since, until = (Instant(t).utc(0) for t in (self.begin, self.end))
        lasted = f"{since} to {until}" + (", and it goes on" if self.open else "")
        sizes = (("", self.worst), ("allowed ", self.limit))
        told = ", ".join(f"{word}{size:.4g} {self.unit}" for word, size in sizes if np.isfinite(size))
        return f"{self.kind}: {self.who}, {lasted}" + (f" ({told})" if told else "")

    def as_json(self) -> dict[str, object]:
        """The alarm with its times in UTC."""
        return {
            "kind": str(self.kind),
            "who": self.who,
            "begin": Instant(self.begin).utc(0),
            "end": Instant(self.end).utc(0),
            "worst": round(self.worst, 3) if np.isfinite(self.worst) else None,
            "limit": round(self.limit, 3) if np.isfinite(self.limit) else None,
            "unit": self.unit,
            "open": self.open,
        }


def stretches(wrong: NDArray[np.bool_], *, shortest: int, bridged: int = 2) -> list[tuple[int, int]]:
    """First and last epoch of each stretch of ``shortest`` wrong epochs or more; short breaks are bridged."""
    places = np.flatnonzero(wrong)
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > bridged + 1)
    starts = np.concatenate([[0], breaks + 1])
    ends = np.concatenate([breaks, [len(places) - 1]])
    return [
        (int(places[a]), int(places[b])) for a, b in zip(starts, ends, strict=True) if b - a + 1 >= shortest
    ]


def raised(
    kind: AlarmKind,
    who: str,
    wrong: NDArray[np.bool_],
    size: Floats,
    tai_ns: Integers,
    *,
    limit: float,
    unit: str,
    shortest: int,
) -> list[Alarm]:
    """An alarm for every stretch in which ``wrong`` holds; ``size`` says by how much at each epoch."""
    found = []
    for first, last in stretches(wrong, shortest=shortest):
        here = size[first : last + 1]
        known = np.abs(here[np.isfinite(here)])
        found.append(
            Alarm(
                kind=kind,
                who=who,
                begin=int(tai_ns[first]),
                end=int(tai_ns[last]),
                worst=float(known.max()) if len(known) else float("nan"),
                limit=limit,
                unit=unit,
                open=last == len(tai_ns) - 1,
            )
        )
    return found


def outages(tai_ns: Sequence[int] | Integers, interval_s: float, least_s: float) -> list[Alarm]:
    """Gaps between epochs longer than ``least_s`` and three intervals: from the last epoch to the next."""
    times = np.asarray(tai_ns, dtype=np.int64)
    longest = max(least_s, 3.0 * interval_s)
    found = []
    for k in np.flatnonzero(np.diff(times) > longest * 1e9):
        gap_s = float(times[k + 1] - times[k]) / 1e9
        found.append(gap(int(times[k]), int(times[k + 1]), gap_s, longest))
    return found


def gap(begin: int, end: int, gap_s: float, allowed_s: float) -> Alarm:
    """The alarm of one gap in the observations."""
    return Alarm(
        kind=AlarmKind.OUTAGE,
        who="the station",
        begin=begin,
        end=end,
        worst=gap_s / 60.0,
        limit=allowed_s / 60.0,
        unit="min",
    )


def joined(alarms: Iterable[Alarm], interval_ns: int, newest_ns: int) -> list[Alarm]:
    """Alarms in order of time, those that go on from one file into the next made one.

    ``newest_ns`` is the begin of the last file: an alarm that ended before it goes on no longer.
    """
    by_subject: dict[tuple[AlarmKind, str], list[Alarm]] = {}
    for alarm in alarms:
        by_subject.setdefault((alarm.kind, alarm.who), []).append(alarm)
    whole: list[Alarm] = []
    for every in by_subject.values():
        every.sort(key=lambda a: a.begin)
        kept = [every[0]]
        for one in every[1:]:
            last = kept[-1]
            if last.open and one.begin - last.end <= 3 * interval_ns:
                worst = float(np.fmax(last.worst, one.worst))  # of NaN and a size, the size
                kept[-1] = replace(last, end=one.end, worst=worst, open=one.open)
            else:
                kept.append(one)
        whole += [replace(a, open=a.open and a.end >= newest_ns) for a in kept]
    return sorted(whole, key=lambda a: (a.begin, str(a.kind), a.who))


def between(spans: Sequence[tuple[int, int]], interval_s: float, least_s: float) -> list[Alarm]:
    """Outages between files, whose first and last epochs are given in order of time."""
    edges = [edge for (_, last), (begin, _) in pairwise(spans) for edge in (last, begin)]
    return [
        found for k in range(0, len(edges), 2) for found in outages(edges[k : k + 2], interval_s, least_s)
    ]


def alarm_of(plain: Mapping[str, object]) -> Alarm:
    """An alarm from its fields as the state file keeps them."""
    return Alarm(
        kind=AlarmKind(str(plain["kind"])),
        who=str(plain["who"]),
        begin=int(str(plain["begin"])),
        end=int(str(plain["end"])),
        worst=float(str(plain["worst"])),
        limit=float(str(plain["limit"])),
        unit=str(plain["unit"]),
        open=bool(plain["open"]),
    )
