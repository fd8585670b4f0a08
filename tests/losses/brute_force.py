"""The slow judge of losses: every one struck for itself, and the whole answered again.

Nothing of ``serai.losses`` is asked here, and no answer is asked what it holds after a loss: a struck
corridor is assessed as it stands, under the plan of the day before, and its states and shares are read off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from serai.corridor import Corridor
from serai.losses import Redundancy, SinglePoint
from serai.needs import State, measures_of, required, states
from serai.outcome.outcome import Outcome, assess
from serai.outcome.planned import Day

Key = tuple[str, str]  # of a loss: its kind and its id

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


def left_by(day: Outcome, lost: frozenset[str], need: str) -> Stands:
    """One need after a loss by its shares alone: the same strike, but nobody asks for words."""
    pool = day.pool.losing(lost)
    asked = next(n for n in day.corridor.needs if n.id == need)
    answer = Day(world=day.world, pool=pool, length=day.days).answer(asked, day.plan)
    shares = answer.held(np.ones((1, len(pool.assets)), dtype=bool))
    wanted = np.array([required(m) for m in measures_of(answer)])
    certain, hopeful = (tuple(part[0].tolist()) for part in (shares.certain, shares.hopeful))
    return Stands(State(int(states(shares, wanted)[0])), certain, hopeful)


def couples(
    losses: Mapping[Key, frozenset[str]], harmless: Iterable[Key], rests: frozenset[str]
) -> list[tuple[Key, Key]]:
    """Every two losses of assets or groups that touch an answer and that it stands alone."""
    mine = [key for key in harmless if key[0] != "party" and losses[key] & rests]
    return list(combinations(mine, 2))


def breaking(
    day: Outcome,
    need: str,
    losses: Mapping[Key, frozenset[str]],
    pairs: Iterable[tuple[Key, Key]],
    before: State,
) -> set[tuple[Key, Key]]:
    """The pairs of losses after which a need stands worse."""
    return {pair for pair in pairs if left_by(day, losses[pair[0]] | losses[pair[1]], need).state > before}


def wrong_sizes(size: Redundancy, standing: bool, alone: Iterable[Key], pairs: set[tuple[Key, Key]]) -> str:
    """How a redundancy differs from the losses that break the need alone and all the pairs that do."""
    if not standing:
        told = (size.assets, size.with_groups, size.pair)
        return "" if told == (None, None, ()) else f"a need that does not stand has {told}"
    kinds = {kind for kind, _ in alone}
    of_assets = {(a[1], b[1]) for a, b in pairs if a[0] == b[0] == "asset"}
    one = "asset" in kinds
    assets = 1 if one else 2 if of_assets else 3
    groups = 1 if kinds & {"asset", "group"} else 2 if pairs else 3
    among = () if one else of_assets or {(a[1], b[1]) for a, b in pairs}
    told = (size.assets, size.with_groups, size.at_least)
    if told != (assets, groups, assets == 3):
        return f"sizes {told}, by brute force {(assets, groups, assets == 3)}"
    if {frozenset(size.pair)} - {frozenset(pair) for pair in among} and (size.pair or among):
        return f"pair {size.pair}, by brute force one of {sorted(among)}"
    return ""


def wrong_points(
    points: Iterable[SinglePoint],
    broken: Mapping[Key, Mapping[str, State]],
    losses: Mapping[Key, frozenset[str]],
) -> list[str]:
    """How a list of single points differs from the needs that every loss breaks by itself.

    ``broken`` has each loss that breaks anything, with the state of each need it breaks. Each is said once:
    by itself, or within a smaller one where its parts break the same needs as badly.
    """
    said: list[Key] = []
    wrong: list[str] = []
    for point in points:
        key = (point.loss.kind.value, point.loss.id)
        said.append(key)
        mine = broken.get(key, {})
        if set(point.breaks) != set(mine):
            wrong.append(f"{key} breaks {point.breaks}, by brute force {sorted(mine)}")
        unknown = {need for need, state in mine.items() if state is State.UNKNOWN}
        if set(point.unknown) != unknown:
            wrong.append(f"{key} leaves {point.unknown} unknown, by brute force {sorted(unknown)}")
        wrong += [f"{x} is not part of {key}" for x in point.within if not losses[key] <= x.assets]
    inside = {(x.kind.value, x.id) for point in points for x in point.within}
    for key in [*broken, *said]:
        parts = [broken[k] for k in broken if k != key and _holds(losses, key, k)]
        covered = key in broken and all(
            any(part.get(need, State.MET) >= state for part in parts) for need, state in broken[key].items()
        )
        if (key in said) == covered or (key in inside) != (covered and key in broken):
            wrong.append(f"{key} said {key in said}, within {key in inside}, covered by parts {covered}")
    return wrong


def _holds(losses: Mapping[Key, frozenset[str]], whole: Key, part: Key) -> bool:
    """Whether a loss is part of another; of two that take the same, assets come before groups and parties."""
    kinds = ("asset", "group", "party")
    if losses[part] != losses[whole]:
        return losses[part] < losses[whole]
    return (kinds.index(part[0]), part[1]) < (kinds.index(whole[0]), whole[1])
