"""Every single loss that a corridor can suffer: an asset, a shared-risk group, a party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from serai.pool import Pool


class LossKind(Enum):
    """What is lost at once."""

    ASSET = "asset"
    GROUP = "group"
    PARTY = "party"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """The loss of everything that one name stands for."""

    kind: LossKind
    id: str
    name: str
    assets: frozenset[str]

    def __repr__(self) -> str:
        return f"Loss({self.kind.value} {self.id!r}, {len(self.assets)} assets)"


def single_losses(pool: Pool) -> tuple[Loss, ...]:
    """The loss of each usable asset, of each shared-risk group and of each party that owns something."""
    losses = [
        Loss(kind=LossKind.ASSET, id=a.id, name=a.name, assets=frozenset([a.id]))
        for a in pool.assets
        if a.usable
    ]
    usable = {a.id for a in pool.assets if a.usable}
    for group, members in pool.groups.items():
        if members & usable:
            losses.append(Loss(kind=LossKind.GROUP, id=group, name=group, assets=members))
    owned: dict[str, set[str]] = {}
    working = {asset.owner for asset in pool.assets if asset.usable}
    for asset in pool.assets:
        if asset.owner and asset.owner in working:  # what may work or not goes with its party too
            owned.setdefault(asset.owner, set()).add(asset.id)
    for owner, ids in sorted(owned.items()):
        party = pool.party(owner)
        name = party.name if party is not None else owner
        losses.append(Loss(kind=LossKind.PARTY, id=owner, name=name, assets=frozenset(ids)))
    return tuple(losses)


def alive_after(losses: Sequence[Loss], pool: Pool) -> NDArray[np.bool_]:
    """(losses, assets): which assets are left after each loss, in the order of the pool's assets."""
    alive = np.ones((len(losses), len(pool.assets)), dtype=bool)
    for row, loss in enumerate(losses):
        for asset in loss.assets:
            at = pool.place_of.get(asset)
            if at is not None:
                alive[row, at] = False
    return alive
