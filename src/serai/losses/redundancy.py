"""Critical-path redundancy: the size of the smallest set of losses that breaks a need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from serai.losses.criticality import Scan
from serai.losses.loss import Loss, LossKind, alive_after
from serai.needs import Answer, State, required_of, states
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
    out = []
    for i, answer in enumerate(answers):
        if found.before[i] not in (State.MET, State.DEGRADED):
            out.append(Redundancy(need=answer.need.id, assets=None, with_groups=None, at_least=False))
            continue
        hit = found.hangs_on(i)
        by_asset = 1 if any(x.kind is LossKind.ASSET for x in hit) else 0
        with_groups = 1 if hit else 0
        pair: tuple[str, ...] = ()
        if pairs and not by_asset:
            first, second = _pairs(answer, found, i, pool)
            by_asset = 2 if first else 0
            with_groups = with_groups or (2 if second else 0)
            pair = first or second
        floor = 3 if pairs else 2
        out.append(
            Redundancy(
                need=answer.need.id,
                assets=by_asset or floor,
                with_groups=with_groups or floor,
                at_least=not by_asset,
                pair=pair,
            )
        )
    return out


def _pairs(answer: Answer, found: Scan, need: int, pool: Pool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The most harmful pair of assets, and of anything but parties, that breaks a need; empty if none."""
    relevant = [
        i
        for i, x in enumerate(found.losses)
        if x.kind is not LossKind.PARTY
        and any(answer.rests_on[pool.place_of[a]] for a in x.assets if a in pool.place_of)
    ]
    lost = found.share_before[need] - found.share_after[relevant, need]
    order = np.argsort(-np.nan_to_num(lost), kind="stable")[:MOST_PAIRED]
    chosen = [found.losses[relevant[i]] for i in order]
    couples = list(combinations(chosen, 2))
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
    state = states(answer.held(alive_after(both, pool)), required_of(answer.notes.figures))
    worse = state > found.before[need]
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    for k in np.flatnonzero(worse):
        a, b = couples[k]
        if not first and a.kind is LossKind.ASSET and b.kind is LossKind.ASSET:
            first = (a.id, b.id)
        if not second:
            second = (a.id, b.id)
    return first, second
