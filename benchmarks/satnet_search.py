"""Large-neighbourhood search over scheduling problems, for tracks that may begin at any second.

Each round frees the tracks about a moment and the requests that wait for one there, offers each of them
tracks in what is free now (a scheduling problem of one to two thousand options), solves it by the clique
rows, and keeps what is not worse. Tracks begin at the edges of what is free and on a grid from there, so that
they are packed to the second where no grid over the week would.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from benchmarks.satnet_rules import HALF_S, MAY_SPLIT_S, Request, Span, Track, View, Week

from serai.plan.scheduling import (
    Effort,
    Goal,
    Resource,
    ResourceUse,
    Schedule,
    ScheduleProblem,
    Task,
    TaskOption,
    scheduled,
)

MINUTE, HOUR, DAY = 60, 3600, 86_400
GRID = HOUR
SERVED = 1000  # a request that has what it needs is worth an hour; thousandths of an hour
FAIR = 60.0  # hours, of the sum over missions of what they miss, squared
MOST_MISSED, EACH_HOUR_BELOW = 0.4, 20  # a mission that misses more: each hour is worth so many
STEPS = 10  # in which the squares rise
FREED = 25  # tracks freed in a round
FARTHER = 30 * HOUR  # so much farther off is a track on another complex
UNITS, CLOSE = 0.5, 5e-4  # of work on a round, and how near to its best is enough
PAIRS = 40  # of two tracks for one request, drawn where there are more
COMPLEX = {"DSS-14": "Goldstone", "DSS-43": "Canberra", "DSS-63": "Madrid", "DSS-65": "Madrid"}
BY_TENS = {"2": "Goldstone", "3": "Canberra", "5": "Madrid"}

Given = tuple[Track, ...]


def complex_of(antenna: str) -> str:
    """Where an antenna stands."""
    return COMPLEX.get(antenna) or BY_TENS[antenna.removeprefix("DSS-")[0]]


def goals_of(week: Week) -> tuple[Goal, ...]:
    """What each minute of a mission is worth besides: less with each tenth that it already has (concave)."""
    asked: dict[str, int] = defaultdict(int)
    for request in week.requests:
        asked[request.subject] += request.asked // MINUTE
    goals = []
    for subject, total in sorted(asked.items()):
        before = 0
        for k in range(STEPS):
            missed = k / STEPS
            slope = FAIR * (2 * missed + 1 / STEPS) / total * 1000
            if missed >= MOST_MISSED:
                slope += EACH_HOUR_BELOW * 1000 / (HOUR / MINUTE)
            more = max(0, round(slope) - before)
            before += more
            if more:
                goals.append(Goal(id=f"{subject}-{k}", up_to=round(total * (1 - missed)), worth=more))
    return tuple(goals)


def whole_of(tracks: Sequence[Track], request: Request) -> int:
    """The minutes that tracks give to a request."""
    return min(request.asked, sum(t.end - t.start for t in tracks)) // MINUTE


@dataclass(frozen=True, kw_only=True)
class _Busy:
    """What is taken by what is not freed: of antennas, of missions, and the minutes that missions have."""

    antennas: Mapping[str, list[Span]]
    subjects: Mapping[str, list[Span]]
    minutes: Mapping[str, int]


class TrackSearch:
    """A schedule of a week that becomes better round by round; same week, reading and seed: the same one."""

    def __init__(self, week: Week, reading: str, seed: int = 1) -> None:
        self._week, self._reading = week, reading
        self._request = {r.id: r for r in week.requests}
        self._goals: dict[str, list[Goal]] = defaultdict(list)
        for goal in goals_of(week):
            self._goals[goal.id.rpartition("-")[0]].append(goal)
        self._antennas = sorted({a for r in week.requests for v in r.views for a in v.antennas})
        self._chance = random.Random(seed)
        self.given: dict[str, Given] = {}

    @property
    def tracks(self) -> tuple[Track, ...]:
        """All tracks of the schedule."""
        return tuple(t for tracks in self.given.values() for t in tracks)

    def begin(self) -> None:
        """Tracks for the requests in order of what they are worth, on a grid of two hours."""
        self.given = self._solved(self._request, 2 * GRID, "greedy")

    def round(self, wall_s: float = 300.0) -> bool:
        """Free a neighbourhood and solve it within a ceiling; whether the schedule became better."""
        now = self._solved(self._neighbourhood(), GRID, "mip", wall_s)
        was, value = self.value(self.given), self.value(now)
        if value >= was:
            self.given = now
        return value > was

    def value(self, given: Mapping[str, Given]) -> int:
        """What a schedule is worth, in thousandths of an hour."""
        total, of = 0, defaultdict[str, int](int)
        for name, tracks in given.items():
            if tracks:
                request = self._request[name]
                of[request.subject] += whole_of(tracks, request)
                total += _worth(tracks, request)
        for subject, goals in self._goals.items():
            total += sum(goal.worth * min(goal.up_to, of[subject]) for goal in goals)
        return total

    def _neighbourhood(self) -> set[str]:
        """The tracks nearest to a moment at a complex, and requests that lack time and are seen about it."""
        chance, week = self._chance, self._week
        moment = chance.randrange(week.start, week.end)
        here = complex_of(chance.choice(self._antennas)) if chance.random() < 0.7 else ""
        near = []
        for name, tracks in self.given.items():
            for track in tracks:
                off = max(track.start - moment, moment - track.end, 0) + chance.randrange(2 * HOUR)
                there = not here or any(complex_of(a) == here for a in track.antennas)
                near.append((off if there else off + FARTHER, name))
        freed = {name for _, name in sorted(near)[:FREED]}
        reach = chance.choice((12, 18, 24, 36, 48)) * HOUR
        lack = [
            r.id
            for r in week.requests
            if r.id not in freed
            and whole_of(self.given.get(r.id, ()), r) < r.asked // MINUTE
            and any(abs((v.start + v.end) // 2 - moment) < reach for v in r.views)
        ]
        return freed | set(chance.sample(lack, min(len(lack), FREED // 2)))

    def _solved(
        self, freed: Collection[str], grid: int, solver: str, wall_s: float = 300.0
    ) -> dict[str, Given]:
        problem, ways = self._problem(freed, grid)
        effort = Effort(units=UNITS, gap=CLOSE, wall_s=wall_s)
        made: Schedule = scheduled(problem, solver=solver, effort=effort)
        now = {name: tracks for name, tracks in self.given.items() if name not in freed}
        return now | {problem.option[name].task: ways[name] for name in made.chosen}

    def _problem(self, freed: Collection[str], grid: int) -> tuple[ScheduleProblem, dict[str, Given]]:
        """The problem of the freed requests beside all else, and the tracks of each option."""
        busy = self._busy(freed)
        names = sorted(freed)
        subjects = sorted({self._request[n].subject for n in names})
        goals = {
            s: [
                replace(g, up_to=g.up_to - busy.minutes[s])
                for g in self._goals[s]
                if g.up_to > busy.minutes[s]
            ]
            for s in subjects
        }
        ways: dict[str, Given] = {}
        options = []
        for name in names:
            request = self._request[name]
            for k, given in enumerate(self._offers(request, busy, grid)):
                ways[f"{name}#{k}"] = given
                options.append(_option(f"{name}#{k}", request, given, goals[request.subject]))
        missions = [f"mission {s}" for s in subjects]
        problem = ScheduleProblem(
            start=self._week.start,
            end=self._week.end,
            resources=tuple(Resource(id=one) for one in (*self._antennas, *missions)),
            tasks=tuple(Task(id=name) for name in names),
            options=tuple(options),
            goals=tuple(g for s in subjects for g in goals[s]),
        )
        return problem, ways

    def _busy(self, freed: Collection[str]) -> _Busy:
        antennas: dict[str, list[Span]] = defaultdict(list)
        subjects: dict[str, list[Span]] = defaultdict(list)
        minutes: dict[str, int] = defaultdict(int)
        for antenna, spans in self._week.maintained.items():
            antennas[antenna] += spans
        for name, tracks in self.given.items():
            if name in freed:
                continue
            request = self._request[name]
            minutes[request.subject] += whole_of(tracks, request)
            subjects[request.subject] += [(t.start, t.end) for t in tracks]
            for track in tracks:
                for antenna in track.antennas:
                    antennas[antenna].append((track.start - request.setup, track.end + request.teardown))
        return _Busy(antennas=antennas, subjects=subjects, minutes=minutes)

    def _offers(self, request: Request, busy: _Busy, grid: int) -> Iterator[Given]:
        """The tracks that a request could have in what is free: one, or two halves."""
        rooms = [(v, span) for v in request.views for span in _free(request, v, busy)]
        lengths = (request.asked, request.least, (request.asked + request.least) // 2)
        for view, span in rooms:
            yield from ((t,) for t in _fitted(request, view, span, (*lengths, span[1] - span[0]), grid))
        if request.asked < MAY_SPLIT_S or self._reading != "request":
            return
        half = min(request.least, HALF_S)
        parts = (half, request.asked - half, request.asked // 2)
        tried = (_fitted(request, v, span, (*parts, span[1] - span[0]), 0, half) for v, span in rooms)
        halves = list(chain.from_iterable(tried))
        two = [(a, b) for a, b in combinations(sorted(halves, key=_by_time), 2) if a.end <= b.start]
        two = [(a, b) for a, b in two if request.least <= _length(a) + _length(b) <= request.asked + HOUR]
        yield from two if len(two) <= PAIRS else self._chance.sample(two, PAIRS)


def _length(track: Track) -> int:
    return track.end - track.start


def _by_time(track: Track) -> tuple[int, int, tuple[str, ...]]:
    return track.start, track.end, track.antennas


def _worth(tracks: Given, request: Request) -> int:
    return SERVED + whole_of(tracks, request) * 1000 * MINUTE // HOUR


def _option(name: str, request: Request, given: Given, goals: Sequence[Goal]) -> TaskOption:
    """Tracks as an option: antennas from set-up to teardown, the mission while it is heard."""
    uses = [
        ResourceUse(resource=a, start=t.start - request.setup, end=t.end + request.teardown)
        for t in given
        for a in t.antennas
    ]
    uses += [ResourceUse(resource=f"mission {request.subject}", start=t.start, end=t.end) for t in given]
    minutes = whole_of(given, request)
    counts = tuple((goal.id, minutes) for goal in goals)
    worth = _worth(given, request)
    return TaskOption(id=name, task=request.id, value=worth, chance=1, uses=tuple(uses), counts=counts)


def _free(request: Request, view: View, busy: _Busy) -> Iterator[Span]:
    """When a track of a request may lie within a view, for what its antennas and its mission do else."""
    shut = [(s - request.teardown, e + request.setup) for a in view.antennas for s, e in busy.antennas[a]]
    low = view.start
    for start, end in sorted((*shut, *busy.subjects[request.subject])):
        if low < min(start, view.end):
            yield low, min(start, view.end)
        low = max(low, end)
    if low < view.end:
        yield low, view.end


def _fitted(
    request: Request, view: View, span: Span, lengths: Sequence[int], grid: int, least: int | None = None
) -> Iterator[Track]:
    """Tracks of some lengths within a span: at its edges, and on a grid from its start (0: none)."""
    for length in dict.fromkeys(lengths):
        last = span[1] - length
        if (request.least if least is None else least) <= length <= request.asked and last >= span[0]:
            for start in sorted({*(range(span[0], last + 1, grid) if grid else (span[0],)), last}):
                yield Track(request=request.id, antennas=view.antennas, start=start, end=start + length)
