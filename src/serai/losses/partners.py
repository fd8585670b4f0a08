"""What each party gives to the others' needs and gets for its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from serai.losses.criticality import Scan
from serai.losses.loss import LossKind
from serai.needs import Answer, required_by, states
from serai.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One party's balance.

    ``gives`` are others' needs that get worse when the party leaves; ``gets`` are its own needs that
    its own assets alone would serve worse. ``gain`` adds up S(pool) - S(own assets only) over its needs.
    """

    party: str
    name: str
    gives: tuple[str, ...]
    gets: tuple[str, ...]
    gain: float


def partners(answers: Sequence[Answer], found: Scan, pool: Pool) -> list[Partner]:
    """The balance of every party that owns something or asks something."""
    leaves = {x.id: i for i, x in enumerate(found.losses) if x.kind is LossKind.PARTY}
    asks: dict[str, list[int]] = {}
    for i, answer in enumerate(answers):
        if answer.need.party:
            asks.setdefault(answer.need.party, []).append(i)
    out = []
    for party in sorted(set(leaves) | set(asks)):
        gives: tuple[str, ...] = ()
        if party in leaves:
            gives = tuple(n.id for n in found.breaks(leaves[party]) if n.party != party)
        own = np.array([[a.owner == party for a in pool.assets]])
        gets, gain = [], 0.0
        for i in asks.get(party, ()):
            shares = answers[i].held(own)
            alone = int(states(shares, required_by(answers[i]))[0])
            if found.before[i] < alone:
                gets.append(answers[i].need.id)
            gain += float(np.nan_to_num(found.share_before[i] - shares.least().certain[0]))
        known = pool.party(party)
        name = known.name if known is not None else party
        out.append(Partner(party=party, name=name, gives=gives, gets=tuple(gets), gain=gain))
    out.sort(key=lambda p: (-len(p.gives), -p.gain, p.party))
    return out
