"""Interoperability, measured: how much of what one system gives another alone would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from serai.needs import Answer
from serai.pool import Pool

NOTHING = 1e-9  # a share below this is no service


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """R(a -> b) for one need: the share of what ``lost`` alone gives that ``by`` alone gives too.

    System level: of all systems of the kind, only one is left. 1 is a full substitute, 0 none. None
    when ``lost`` alone gives nothing to substitute.
    """

    need: str
    lost: str
    by: str
    share: float | None


def substitution(answers: Sequence[Answer], pool: Pool, kind: str = "constellation") -> list[Substitution]:
    """R(a -> b) between all shared-risk groups of one kind, for every need that rests on any of them."""
    groups = [g for g in pool.groups if g.startswith(f"{kind}:")]
    places = {g: np.array([pool.place_of[a] for a in pool.groups[g]], dtype=int) for g in groups}
    others = np.ones(len(pool.assets), dtype=bool)
    for at in places.values():
        others[at] = False
    out: list[Substitution] = []
    for answer in answers:
        mine = {g: at for g, at in places.items() if answer.rests_on[at].any()}
        if len(mine) > 1:
            out += _between(answer, mine, others)
    return out


def _between(
    answer: Answer, places: Mapping[str, NDArray[np.int_]], others: NDArray[np.bool_]
) -> list[Substitution]:
    """R(a -> b) of one need between groups (places in the pool), with the ``others`` of the pool left."""
    alive = np.tile(others, (len(places) + 1, 1))
    for row, at in enumerate(places.values()):
        alive[row, at] = True
    shares = answer.held(alive).least().certain
    alone = dict(zip(places, shares - shares[-1], strict=False))  # the last row is that without any group
    return [
        Substitution(need=answer.need.id, lost=a, by=b, share=_ratio(alone[a], alone[b]))
        for a, b in permutations(places, 2)
    ]


def _ratio(lost: float, by: float) -> float | None:
    """The share of what one gives that another gives too; None when there is nothing to substitute."""
    return float(np.clip(by / lost, 0.0, 1.0)) if lost > NOTHING else None
