"""How needs stand once something is agreed, by shares alone: no words, no remedies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serai.losses import Loss, LossKind, scan, single_losses
from serai.needs import Assessment, Need, State
from serai.outcome.planned import Day, planned
from serai.pool import Pool
from serai.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How one need stands in a trial, under the trial's own plan of the day.

    ``hangs_on`` are, of the single losses that it hung on before, those that still make it worse.
    """

    state: State
    hangs_on: tuple[str, ...]


def tried(
    before: Sequence[Assessment], every: Sequence[Need], pool: Pool, world: World, days: float
) -> dict[str, Tried]:
    """How needs would stand if a pool were this, by id; ``before`` is how they stand now.

    The day's plan is made again for ``every`` need of the corridor, those included that lack nothing: states
    and losses are those that an assessment of the pool would find.
    """
    needs = [one.need for one in before]
    plan = planned(every, pool.whole, world, _silent)
    day = Day(world=world, pool=pool, length=days)
    hung = [x for one in before for x in one.hangs_on]
    found = scan([day.answer(need, plan) for need in needs], pool, _that_matter(hung, pool))
    return {
        need.id: Tried(
            state=State(int(found.before[i])),
            hangs_on=tuple(x.id for x in found.hangs_on(i) if x.id in set(before[i].hangs_on)),
        )
        for i, need in enumerate(needs)
    }


def _that_matter(hung: Iterable[str], pool: Pool) -> list[Loss]:
    """The losses by these ids and single assets inside them: a group counts where none of its assets does."""
    wanted = set(hung)
    losses = [x for x in single_losses(pool) if x.kind is not LossKind.PARTY]
    inside = frozenset[str]().union(*(x.assets for x in losses if x.id in wanted))
    return [x for x in losses if x.id in wanted or (x.kind is LossKind.ASSET and x.id in inside)]


def _silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""
