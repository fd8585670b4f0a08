"""Interoperability, measured: how much of what one system gives another alone would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
    all_of_kind = np.zeros(len(pool.assets), dtype=bool)
    for at in places.values():
        all_of_kind[at] = True
    out = []
    for answer in answers:
        mine = [g for g in groups if answer.rests_on[places[g]].any()]
        if len(mine) < 2:
            continue
        alive = np.tile(~all_of_kind, (len(mine) + 1, 1))
        for row, group in enumerate(mine):
            alive[row, places[group]] = True
        shares = answer.held(alive).least().certain
        none = shares[-1]
        for i, a in enumerate(mine):
            for j, b in enumerate(mine):
                if i != j:
                    gives = shares[i] - none
                    share = None
                    if gives > NOTHING:
                        share = float(np.clip((shares[j] - none) / gives, 0.0, 1.0))
                    out.append(Substitution(need=answer.need.id, lost=a, by=b, share=share))
    return out
