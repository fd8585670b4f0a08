"""The slow judge of losses: every one struck for itself, and the whole answered again.

Nothing of ``serai.losses`` is used here, and no answer is asked what it holds after a loss: a struck corridor
is assessed as it stands, under the plan of the day before, and its states and shares are read off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from serai.corridor import Corridor
from serai.needs import State
from serai.outcome.outcome import Outcome, assess

ROUNDING = 1e-9  # of a share: sums of the same terms in another order


@dataclass(frozen=True)
class Stands:
    """How a need stands: its state, and the certain and the hopeful share of each figure."""

    state: State
    certain: tuple[float, ...]
    hopeful: tuple[float, ...]

    def agrees(self, other: Stands) -> bool:
        """Whether two judges say the same, but for rounding."""
        mine, theirs = (*self.certain, *self.hopeful), (*other.certain, *other.hopeful)
        return (
            self.state is other.state
            and len(mine) == len(theirs)
            and all(abs(a - b) <= ROUNDING for a, b in zip(mine, theirs, strict=True))
        )

    def better_than(self, other: Stands) -> bool:
        """Whether anything of it is better."""
        mine, theirs = (*self.certain, *self.hopeful), (*other.certain, *other.hopeful)
        return self.state < other.state or any(a > b + ROUNDING for a, b in zip(mine, theirs, strict=True))


def struck(day: Outcome, lost: frozenset[str], needs: Iterable[str] = ()) -> dict[str, Stands]:
    """Every need in season (or some) after a loss, by the assessment of what is left."""
    corridor = replace(day.corridor, pool=day.pool.losing(lost)).only(*needs)
    return stands(assess(corridor, at=day.at, days=day.days, world=day.world, plan=day.plan, losses=False))


def stands(day: Outcome) -> dict[str, Stands]:
    """How every need in season of an assessment stands."""
    whole = np.ones((1, len(day.pool.assets)), dtype=bool)
    found = {}
    for answer in day.answers:
        shares = answer.held(whole)
        certain, hopeful = (tuple(part[0].tolist()) for part in (shares.certain, shares.hopeful))
        found[answer.need.id] = Stands(day[answer.need.id].state, certain, hopeful)
    return found


def single_losses_by_name(corridor: Corridor) -> Mapping[tuple[str, str], frozenset[str]]:
    """What every asset, group and party that has anything to lose would take with it, by kind and id."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for asset in corridor.pool.assets:
        if not asset.out:
            found["asset", asset.id] = frozenset([asset.id])
    for asset in corridor.pool.assets:
        taken = [("group", group) for group in asset.groups] + [("party", asset.owner)]
        for key in taken:
            members = [
                a for a in corridor.pool.assets if key[1] in (a.groups if key[0] == "group" else (a.owner,))
            ]
            if any(not a.out for a in members):
                found[key] = frozenset(a.id for a in members)
    return found


def breaking_pairs(
    day: Outcome, need: str, losses: Mapping[tuple[str, str], frozenset[str]], before: Stands
) -> set[frozenset[str]]:
    """The pairs of losses that break a need which neither of the two breaks alone, by the ids of the two."""
    harmless = {
        key: lost
        for key, lost in losses.items()
        if key[0] != "party" and struck(day, lost, [need])[need].state <= before.state
    }
    return {
        frozenset((one[1], other[1]))
        for one, other in combinations(harmless, 2)
        if struck(day, harmless[one] | harmless[other], [need])[need].state > before.state
    }
