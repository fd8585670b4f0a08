"""The main job: from a corridor to how every need stands, the day's plan and the single points of failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType

import numpy as np

from serai.corridor import Corridor, read
from serai.earth import Orientation
from serai.losses import Loss, LossKind, Scan, SinglePoint, scan, single_losses, single_points
from serai.needs import (
    Answer,
    Assessment,
    DayJudged,
    Need,
    Plan,
    SharedRate,
    State,
    day_judged,
    mean_of_days,
    measures_of,
    out_of_season,
    shared_by,
)
from serai.needs.naming import AGE_OF_ELEMENTS, early_elements, measure_name, old_elements
from serai.orbit import Circle, Sgp4, fit_for, orbit_kind
from serai.outcome.dated import DatedEvents, asked_about, dated_events, quiet, with_events
from serai.outcome.fortnight import DaysAhead
from serai.outcome.judged import Ask
from serai.outcome.judged import judged as judged_by_two
from serai.outcome.planned import DAY_S, Day, Progress, planned, planned_span
from serai.outcome.reduced import Reduced, reduced
from serai.plan import faults, lapsed
from serai.pool import Pool
from serai.services import SERVICES, SHARED_TABLES
from serai.tables.order import natural
from serai.time import Instant, LeapSeconds, Span
from serai.wording import Reason, reason
from serai.world import World

CACHED = ("scan", "shared", "reduced")  # what an outcome has found already and its copies keep
WORTH_SAYING = 0.005  # half a percent of the time: less is not worth a sentence
MEASURED_AGE_S = 33 * DAY_S  # the oldest element sets whose drift was measured (DESIGN, section 4)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an assessment found: every need's state, the plan, and what every single loss would do.

    ``assessments`` are in the corridor's order; ``answers`` belong to those in season, in the same
    order. ``events`` are the dated events that the time asked about meets: their losses are in the pool, for
    their time. ``as_made`` is the plan before bookings of what is lost lapsed. ``scan`` and what rests on it
    are computed when first asked for, unless the assessment was made with ``losses=True``, which also fills
    ``Assessment.hangs_on``.
    """

    corridor: Corridor
    world: World
    at: Instant
    days: float
    assessments: tuple[Assessment, ...]
    answers: tuple[Answer, ...]
    plan: Plan
    struck: tuple[str, ...] = ()
    events: DatedEvents = field(default_factory=DatedEvents)
    as_made: Plan | None = None

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {state.name.lower()}" for state, n in self.counts().items() if n)
        return (
            f"Outcome({self.corridor.name!r} from {self.at.utc(0)}, {len(self.assessments)} needs: {counts})"
        )

    @property
    def pool(self) -> Pool:
        """The pool that was assessed."""
        return self.corridor.pool

    @cached_property
    def scan(self) -> Scan:
        """Every need after every single loss of an asset, a shared-risk group or a party."""
        return scan(self.answers, self.pool, single_losses(self.pool))

    @property
    def single_points(self) -> list[SinglePoint]:
        """The losses that make needs worse, heaviest first."""
        return single_points(self.scan)

    @cached_property
    def rehearsal(self) -> Scan:
        """Every need after each known outage and what-if of events.csv, were it to happen now."""
        return scan(self.answers, self.pool, rehearsed(self.corridor))

    @cached_property
    def reduced(self) -> tuple[Reduced, ...]:
        """The stretches of the time asked about in which events take redundancy away, and what they leave."""
        if self.events.within is None or not self.events.inside:
            return ()
        pool, plan = quiet(self.pool), self.as_made or self.plan
        day = Day(world=self.world, pool=pool, length=self.days)
        answers = [
            day.answer(a.need, plan) if self.events.fall_in(a.need.matters(self.at, self.days)) else a
            for a in self.answers
        ]
        return reduced(answers, pool, self.events, self.events.within)

    @cached_property
    def shared(self) -> Mapping[str, SharedRate]:
        """What each need that asks for a rate gets when all needs in season ask at once, by id.

        Verdicts are those of each need alone; needs that nobody asked about take their part.
        """
        return _when_all_ask(self.corridor, self.world, self.days)

    @property
    def cautions(self) -> tuple[Reason, ...]:
        """What a reader must know before any figure: what is out of service, element sets of another time.

        And that UTC itself is unsure, past the table of leap seconds.
        """
        out = (one.says(self.pool) for one in self.events.inside)
        unknown = LeapSeconds.published().caution(self.at.tai_ns)
        return (*out, *self.events.not_applied, *self._ages, *((unknown,) if unknown else ()))

    @cached_property
    def _ages(self) -> tuple[Reason, ...]:
        """That element sets are far from the time asked about, where they are."""
        ages_s = [self.at.seconds_since(e.epoch) for e in self.corridor.elements.values()]
        if not ages_s:
            return ()
        middle = sorted(ages_s)[len(ages_s) // 2]
        if abs(middle) <= MEASURED_AGE_S:
            return ()
        newest = self.corridor.elements_as_of
        assert newest is not None  # there are elements
        said = {
            "newest": newest.utc(decimals=0),
            "age_days": abs(middle) / DAY_S,
            "measured_days": MEASURED_AGE_S / DAY_S,
        }
        if middle < 0:
            return (reason("outcome.early_elements", **said),)
        return (reason("outcome.old_elements", **said),)

    @cached_property
    def plan_faults(self) -> list[Reason]:
        """What is wrong with the plan; an empty list is a sound plan."""
        return faults(self.plan, self.pool, self.corridor.needs)

    def __getitem__(self, need_id: str) -> Assessment:
        """The assessment of one need, by id without regard to case."""
        for one in self.assessments:
            if one.need.id.casefold() == need_id.casefold():
                return one
        raise KeyError(need_id)

    def answer(self, need_id: str) -> Answer | None:
        """The answer behind an assessment; None out of season."""
        return next((a for a in self.answers if a.need.id.casefold() == need_id.casefold()), None)

    def verdicts(self) -> dict[State, int]:
        """How many needs have each verdict: the worst of the day, the fortnight and the year."""
        return {state: sum(a.verdict is state for a in self.assessments) for state in State}

    def counts(self) -> dict[State, int]:
        """How many needs are in each state, on the day."""
        return {state: sum(a.state is state for a in self.assessments) for state in State}


def rehearsed(corridor: Corridor) -> list[Loss]:
    """What each known outage and what-if of events.csv takes away."""
    pool = corridor.pool
    return [
        Loss(
            kind=LossKind.EVENT,
            id=event.id,
            name=event.name,
            assets=frozenset[str]().union(*(pool.exactly(n) for n in event.lost)),
        )
        for event in corridor.events
        if event.lost and all(pool.knows(n) for n in event.lost)
    ]


def _when_all_ask(corridor: Corridor, world: World, days: float) -> Mapping[str, SharedRate]:
    """What each need that asks for a rate gets when all needs in season ask at once, by id."""
    within = Span(world.at, world.at.plus(seconds=days * DAY_S))
    every = (*corridor.needs, *corridor.unasked)
    asked = sorted((n for n in every if n.in_season(world.at)), key=lambda n: natural(n.id))
    found: dict[str, SharedRate] = {}
    for one in SERVICES:
        mine = [n for n in asked if n.service == one.name]
        told = shared_by(one, mine, corridor.pool, world, within) if mine else ()
        found |= {shared.need.id: shared for shared in told}
    return MappingProxyType(found)


def open_corridor(folder: str | Path) -> Corridor:
    """Read a corridor folder whole, or raise CorridorRefused with every problem in it."""
    return read(Path(folder), SERVICES, SHARED_TABLES)


def assess(
    corridor: Corridor,
    *,
    at: Instant | None = None,
    days: float | None = None,
    orientation: Orientation | None = None,
    world: World | None = None,
    plan: Plan | None = None,
    losses: bool = True,
    fortnight: bool = False,
    sharing: bool = False,
    asks: Sequence[Ask] = (),
    progress: Progress | None = None,
) -> Outcome:
    """Judge every need of a corridor from an instant on (its own start unless said), in its own season.

    ``days`` is the least length judged; a need with a longer revisit is judged over three revisits, two
    weeks at most. A corridor that lost something is judged under the plan of the day before the loss, as
    it stands: pass the ``plan`` and the ``world`` of the outcome before it to reuse them, else they are
    made again. What planning the day again would win is told as a remedy. ``losses`` also judges every
    single loss, which fills what each need hangs on. ``fortnight`` judges each of the fourteen days too, the
    first being this one, whose mean joins each need's verdict; losses are judged on the day. What will be
    asked of the outcome beyond that is cheaper beforehand, on both cores: ``sharing``, of what each gets when
    all ask at once, and ``asks`` (`studied`), of the answers.
    """
    begin = at or corridor.start
    length = corridor.days if days is None else days
    tell = progress or _silent
    if world is None or world.at != begin:
        world = corridor.world(begin, orientation or Orientation.published())
    events = dated_events(corridor, asked_about(begin, length, corridor.needs, fortnight=fortnight))
    corridor = with_events(corridor, events)
    day = Day(world=world, pool=corridor.pool, length=length)
    if plan is None:
        plan = planned(corridor.needs, corridor.pool.whole, world, tell)
    ahead = DaysAhead(corridor=corridor, world=world, length=length).begun(tell) if fortnight else dict
    cores = 1 if fortnight else 2  # the days ahead have the others
    tried = (_trying(single_losses(corridor.pool)), _trying(rehearsed(corridor))) if losses else ()
    shared = cache(partial(_when_all_ask, corridor, world, length))
    besides = shared if sharing else None
    answers, judged = _judged(corridor, day, plan, tell, cores=cores, asks=(*tried, *asks), besides=besides)
    if day.pool.loses_within(planned_span(world)):
        judged |= replanned(day, list(judged.values()), corridor.needs, tell)
    outcome = Outcome(
        corridor=corridor,
        world=world,
        at=begin,
        days=length,
        assessments=tuple(judged[n.id] for n in corridor.needs),
        answers=tuple(answers),
        plan=lapsed(plan, corridor.pool),
        struck=corridor.struck,
        events=events,
        as_made=plan,
    )
    outcome = _hung(outcome, tell) if losses else outcome
    if sharing:
        outcome.__dict__["shared"] = shared()  # fills the cached property
    return with_fortnight(outcome, ahead()) if fortnight else outcome


def _trying(losses: Sequence[Loss]) -> Ask:
    return lambda answers, pool: scan(answers, pool, losses)


def _judged(
    corridor: Corridor,
    day: Day,
    plan: Plan,
    tell: Progress,
    *,
    cores: int,
    asks: Sequence[Ask],
    besides: Callable[[], object] | None,
) -> tuple[list[Answer], dict[str, Assessment]]:
    """The answers of the needs in season, in the corridor's order, and how every need stands, by id."""
    at = day.world.at
    found = judged_by_two(corridor.needs, day, plan, tell, cores=cores, asks=asks, besides=besides)
    answers, judged = [], {}
    for need in corridor.needs:
        answer, one = found[need.id]
        one = _flagged(one, answer, corridor.pool, at)
        if need.in_season(at):
            answers.append(answer)
        judged[need.id] = one if need.in_season(at) else out_of_season(one)
    return answers, judged


def with_fortnight(outcome: Outcome, ahead: Mapping[str, tuple[DayJudged, ...]]) -> Outcome:
    """The outcome with the fortnight of each need that has one, from its day and the days ahead of it."""
    size, found = len(outcome.pool.assets), []
    for one in outcome.assessments:
        answer = outcome.answer(one.need.id)
        if answer is None or one.need.id not in ahead:
            found.append(one)
            continue
        first = day_judged(answer, size, outcome.at)
        found.append(replace(one, fortnight=mean_of_days((first, *ahead[one.need.id]), measures_of(answer))))
    whole = replace(outcome, assessments=tuple(found))
    whole.__dict__.update({k: v for k, v in outcome.__dict__.items() if k in CACHED})
    return whole


def _hung(outcome: Outcome, tell: Progress) -> Outcome:
    """The outcome with every single loss tried, and with what each need hangs on."""
    answers = outcome.answers
    losses = single_losses(outcome.pool)
    found = scan(answers, outcome.pool, losses, lambda done, of: tell("trying every loss", done, of))
    place = {a.need.id: i for i, a in enumerate(answers)}
    hung = tuple(
        replace(one, hangs_on=tuple(x.id for x in found.hangs_on(place[one.need.id])))
        if one.need.id in place
        else one
        for one in outcome.assessments
    )
    finished = replace(outcome, assessments=hung)
    finished.__dict__["scan"] = found  # fills the cached property: the scan is made once
    return finished


def replanned(
    day: Day, judged: Sequence[Assessment], needs: Sequence[Need], tell: Progress | None = None
) -> dict[str, Assessment]:
    """The needs that a new plan of this pool would serve better, by id, each with that as a remedy."""
    short = [one for one in judged if State.MET < one.state < State.OUT_OF_SEASON]
    if not short:
        return {}
    plan = planned(needs, day.pool, day.world, tell or _silent)
    booked = {b.need for b in plan.bookings}
    better = {}
    for old in short:
        if old.need.id not in booked:
            continue
        new = day.judged(old.need, plan)[1]
        if new.state < old.state or _gains(old, new):
            remedies = (_again(old, new), *old.remedies)
            better[old.need.id] = replace(old, remedies=remedies)
    return better


def _gains(old: Assessment, new: Assessment) -> bool:
    return new.state is old.state and (new.share_met or 0.0) > (old.share_met or 0.0) + WORTH_SAYING


def _again(old: Assessment, new: Assessment) -> Reason:
    figures = tuple(
        reason("plan.again_holds", measure=measure_name(f.measure), share=after, before=before)
        for f, before, after in zip(new.figures, old.shares, new.shares, strict=True)
        if before is not None and after is not None and after > before + WORTH_SAYING
    )
    return reason("plan.again", state=reason(f"plan.{new.state.name.lower()}"), figures=figures)


def _silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def _flagged(one: Assessment, answer: Answer, pool: Pool, at: Instant) -> Assessment:
    """The assessment with a flag for the satellites it rests on whose elements are too old or to come.

    A service that judged its elements' ages itself, by a use that asks more, has said so already.
    """
    moving = [(pool.assets[i], pool.assets[i].motion) for i in np.flatnonzero(answer.rests_on)]
    on_paper = tuple(a.name for a, m in moving if isinstance(m, Circle))
    if on_paper:
        one = replace(one, flags=(*one.flags, reason("outcome.on_paper", names=on_paper)))
    if any(_tells_of_age(flag) for flag in one.flags):
        return one
    aged = [(a.name, m, m.age_s(at)) for a, m in moving if isinstance(m, Sgp4)]
    early = [name for name, _, age_s in aged if age_s < -DAY_S]
    old = [name for name, motion, age_s in aged if age_s >= -DAY_S and _too_old(motion, age_s)]
    flags = [*one.flags, *([old_elements(old)] if old else ()), *([early_elements(early)] if early else ())]
    return replace(one, flags=tuple(dict.fromkeys(flags)))


def _tells_of_age(flag: Reason | str) -> bool:
    """Whether a flag is of element sets' age, whichever service gave it: the last word of its key tells."""
    return isinstance(flag, Reason) and flag.key.rpartition(".")[2] in AGE_OF_ELEMENTS


def _too_old(motion: Sgp4, age_s: float) -> bool:
    return not fit_for("cover", orbit_kind(motion.elements), age_s)
