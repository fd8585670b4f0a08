"""Critical-path redundancy: the size of the smallest set of losses that breaks a need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from serai.losses.criticality import Scan
from serai.losses.loss import Loss, LossKind, alive_after
from serai.needs import Answer, State, required_by, states
from serai.pool import Pool

MOST_PAIRED = 60  # losses tried in pairs per need: the most harmful ones; 1,770 pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundancy:
    """CPR of one need, over assets alone and with shared-risk groups.

    1 is a single point of failure, 2 a pair; ``at_least`` says that nothing smaller than this was
    found (and sizes beyond it were not searched). None when the need is not met to begin with.
    """

    need: str
    assets: int | None
    with_groups: int | None
    at_least: bool
    pair: tuple[str, ...] = ()


def redundancy(
    answers: Sequence[Answer], found: Scan, pool: Pool, *, pairs: bool = False
) -> list[Redundancy]:
    """The critical-path redundancy of every need, to the depth of pairs when asked.

    Pairs are formed of the 60 losses that take most from the need, so a pair of harmless-looking
    assets beyond those may be missed: the number is then said to be "at least".
    """
    return [_of_one(answer, found, i, pool, pairs=pairs) for i, answer in enumerate(answers)]


def _of_one(answer: Answer, found: Scan, need: int, pool: Pool, *, pairs: bool) -> Redundancy:
    """The redundancy of one need, the ``need``-th of a scan."""
    name = answer.need.id
    if found.before[need] not in (State.MET, State.DEGRADED):
        return Redundancy(need=name, assets=None, with_groups=None, at_least=False)
    hit = found.hangs_on(need)
    by_asset = int(any(x.kind is LossKind.ASSET for x in hit))
    with_groups = int(bool(hit))
    pair: tuple[str, ...] = ()
    floor = 3 if pairs else 2
    if pairs and not by_asset:
        first, second = _pairs(answer, found, need, pool)
        by_asset = 2 * bool(first)
        with_groups = with_groups or 2 * bool(second)
        pair = first or second
    return Redundancy(
        need=name,
        assets=by_asset or floor,
        with_groups=with_groups or floor,
        at_least=not by_asset,
        pair=pair,
    )


def _pairs(answer: Answer, found: Scan, need: int, pool: Pool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The most harmful pair of assets, and of anything but parties, that breaks a need; empty if none.

    Minimal: neither of a pair breaks it alone.
    """
    couples = list(combinations(_most_harmful(answer, found, need, pool), 2))
    if not couples:
        return (), ()
    both = [
        Loss(
            kind=LossKind.GROUP,
            id=f"{a.id} + {b.id}",
            name=f"{a.name} + {b.name}",
            assets=a.assets | b.assets,
        )
        for a, b in couples
    ]
    state = states(answer.held(alive_after(both, pool)), required_by(answer))
    breaking = [couples[k] for k in np.flatnonzero(state > found.before[need])]
    of_assets = [pair for pair in breaking if all(x.kind is LossKind.ASSET for x in pair)]
    return _first(of_assets), _first(breaking)


def _most_harmful(answer: Answer, found: Scan, need: int, pool: Pool) -> list[Loss]:
    """The losses that take most from a need, without breaking it alone; whole parties left out."""
    rests_on = {a.id for a in pool.assets if answer.rests_on[pool.place_of[a.id]]}
    losses = enumerate(found.losses)
    relevant = [
        i
        for i, x in losses
        if x.kind is not LossKind.PARTY and x.assets & rests_on and found.after[i, need] <= found.before[need]
    ]
    lost = found.share_before[need] - found.share_after[relevant, need]
    order = np.argsort(-np.nan_to_num(lost), kind="stable")[:MOST_PAIRED]
    return [found.losses[relevant[i]] for i in order]


def _first(pairs: Sequence[tuple[Loss, Loss]]) -> tuple[str, ...]:
    return next(((a.id, b.id) for a, b in pairs), ())
