"""What a plan gives owners of their own assets beside the least that they want, and why not more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from serai.plan.own_use import OwnUseWanted
from serai.plan.scheduling import OwnUse, choice_faults
from serai.plan.scheduling.terms.judge import own_amount
from serai.plan.scheduling.told import in_words
from serai.questions.corridor_plan import CorridorPlan
from serai.questions.plans.replan import booking_names
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUseReached:
    """The own use of an owner on a day: how much it wants at least, and how much is planned.

    ``own`` is None where nothing is counted. ``why`` says what stands in the way of more; None where the
    least is reached.
    """

    id: str
    owner: str
    own: OwnUse | None
    planned: int
    why: Reason | None


def own_use_reached(of: CorridorPlan) -> tuple[OwnUseReached, ...]:
    """Every own use that owners want in a plan, and those that cannot be counted."""
    problem, names = of.horizon.problem, booking_names(of.horizon, of.corridor)
    start = of.horizon.span.start

    def clock(at: int) -> str:
        return start.plus(seconds=float(at)).utc(0)

    def said(why: Reason | None) -> Reason | None:
        return None if why is None else in_words(why, names, clock)

    counted = tuple(_reached(one, of, said(_why(one, of))) for one in problem.own_uses)
    known = {one.id.rpartition(" ")[0] for one in problem.own_uses}
    wanted = (one for one in of.corridor.pool.facts_of(OwnUseWanted) if one.id not in known)
    return (*counted, *map(_not_counted, wanted))


def _reached(own: OwnUse, of: CorridorPlan, why: Reason | None) -> OwnUseReached:
    planned = own_amount(own, of.schedule.chosen, of.horizon.problem)
    return OwnUseReached(id=own.id, owner=own.owner, own=own, planned=planned, why=why)


def _not_counted(one: OwnUseWanted) -> OwnUseReached:
    nobody = reason("plan.own_use.nobody_says", of=one.of)
    why = nobody if one.counted is None else reason("plan.own_use.not_there")
    return OwnUseReached(id=one.id, owner=one.owner, own=None, planned=0, why=why)


def _why(own: OwnUse, of: CorridorPlan) -> Reason | None:
    """What stands in the way of the first of the owner's results that could be had, by the judge alone."""
    problem, chosen = of.horizon.problem, of.schedule.chosen
    if own_amount(own, chosen, problem) >= own.at_least:
        return None
    could = [o for o in problem.options if own_amount(own, (o.id,), problem)]
    has = {problem.option[name].task for name in chosen if own_amount(own, (name,), problem)}
    left = sorted((o.ready or 0, o.id, o.task) for o in could if o.task not in has)
    if not left:
        asked = len({o.task for o in could})
        return reason("plan.own_use.all_asked", count=asked) if asked else reason("plan.own_use.asks_nothing")
    stay = [(name, problem.option[name].task) for name in dict.fromkeys((*_owned(of), *problem.fixed))]
    faults = [
        choice_faults((*(other for other, served in stay if served != task), name), problem)
        for _, name, task in left
    ]
    return faults[0][0] if all(faults) else reason("plan.own_use.would_fit")


def _owned(of: CorridorPlan) -> Iterator[str]:
    """What is chosen that counts for any owner's own use."""
    problem = of.horizon.problem
    for name in of.schedule.chosen:
        if any(own_amount(own, (name,), problem) for own in problem.own_uses):
            yield name
