"""The availability between two ends of a network whose edges hang on independent causes, common ones too.

Path by path (Dotson and Gobien, IEEE Trans. Circuits and Systems 26, 1979) on the reduced network: with all
causes of the best path up the ends are joined; else the first of them that is down is fixed and the next path
sought. What has been found joined is a bound from below, what has been found parted one from above; the
likeliest states come first, so that the two close. The states found hold whatever the rates are: they are
sought once, with the least chances of all cases, and weighed by each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.year.path_by_path import DOWN, FREE, JOINED, OPEN, UP, disjoint_sets
from serai.connect.year.reduction import Reduction, Tie, reduced

F = NDArray[np.float64]
Integers = NDArray[np.int64]
States = NDArray[np.int8]  # sets of states (sets, causes): of each cause whether it is up, down or free


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """How likely two ends are joined: at least ``low``, at most ``high``.

    ``worth`` (causes,) is what the availability gains when a cause is surely up rather than surely down.
    ``mean`` is the figure of a draw, whose bounds hold at 99 %; None where the bounds are exact.
    """

    low: float
    high: float
    worth: F
    mean: float | None = None

    @property
    def value(self) -> float:
        """The middle of the bounds, or what a draw gave."""
        return 0.5 * (self.low + self.high) if self.mean is None else self.mean


def joined_shares(
    links: Sequence[Tie], start: int, end: int, up: F, *, within: Sequence[float], most: int = 20_000
) -> tuple[Joint, ...]:
    """How likely ``start`` and ``end`` are joined in each case, ``up`` (causes, cases) the chances.

    The bounds of each case lie ``within`` (cases,) of each other unless ``most`` states were not enough.
    """
    small = reduced(links, start, end, len(up))
    whole = small.up(up)
    joined, open_ = _states(small, whole, np.asarray(within), most)
    low, high = _mass(joined, whole), _mass(open_, whole)
    worth = small.worth(_worth(joined, whole, low), whole)
    lows = low.sum(axis=0)
    return tuple(
        Joint(low=float(a), high=min(1.0, float(a + more)), worth=worth[:, k])
        for k, (a, more) in enumerate(zip(lows, high.sum(axis=0), strict=True))
    )


def joined_share(
    links: Sequence[Tie], start: int, end: int, up: F, *, within: float = 1e-6, most: int = 20_000
) -> Joint:
    """How likely ``start`` and ``end`` are joined when cause ``c`` is up with the chance ``up[c]``."""
    return joined_shares(links, start, end, up[:, None], within=(within,), most=most)[0]


def _states(small: Reduction, up: F, within: F, most: int) -> tuple[States, States]:
    """Sets of states that are joined, and those that nobody looked at, none of which meet (sets, causes).

    Sought by the least chances of the cases of ``up`` until what is open weighs less than ``within``.
    """
    ties = small.ties
    matter = sorted({c for t in ties for c in t.causes})
    place = {cause: k for k, cause in enumerate(matter)}
    chances = up[matter].reshape(len(matter), up.shape[1])
    least = chances.min(axis=1, initial=1.0)
    cases = np.column_stack([least, chances])
    nodes, (pairs, beside, first), (start, end) = _numbered(small)
    hangs = [sorted(place[c] for c in t.causes) for t in ties]
    rows = most + len(matter) + 1
    states, kind = np.empty((rows, len(matter)), np.int8), np.empty(rows, np.int8)
    used = disjoint_sets(
        pairs, beside, first,
        np.array([c for one in hangs for c in one], np.int64),
        np.concatenate([[0], np.cumsum([len(one) for one in hangs])]).astype(np.int64),
        -np.log(np.maximum(least, 1e-300)), cases, np.argsort(least, kind="stable"), start, end,
        np.concatenate([[np.inf], within]), most, states, kind, np.empty((rows, cases.shape[1])),
        np.empty(rows), np.empty(rows, np.int64), np.empty((3, nodes)), np.empty(len(matter), np.int8),
        np.empty(cases.shape[1]),
    )  # fmt: skip
    whole = np.full((used, len(up)), FREE, np.int8)
    whole[:, matter] = states[:used]
    return whole[kind[:used] == JOINED], whole[kind[:used] == OPEN]


def _numbered(small: Reduction) -> tuple[int, tuple[Integers, Integers, Integers], tuple[int, int]]:
    """How many nodes there are; the pair of each link, the links at each node, in one row; the two ends."""
    ties = small.ties
    nodes = sorted({small.start, small.end, *(t.a for t in ties), *(t.b for t in ties)})
    place = {node: k for k, node in enumerate(nodes)}
    pairs = np.array([(place[t.a], place[t.b]) for t in ties], dtype=np.int64).reshape(-1, 2)
    node, link = pairs.T.reshape(-1), np.tile(np.arange(len(ties)), 2)
    order = np.argsort(node, kind="stable")
    first = np.searchsorted(node[order], np.arange(len(nodes) + 1)).astype(np.int64)
    return len(nodes), (pairs, link[order], first), (place[small.start], place[small.end])


def _mass(states: States, up: F) -> F:
    """How likely each set of states is in each case (sets, cases)."""
    out = np.ones((len(states), up.shape[1]))
    for cause in np.flatnonzero((states != FREE).any(axis=0)).tolist():
        out[states[:, cause] == UP] *= up[cause]
        out[states[:, cause] == DOWN] *= 1.0 - up[cause]
    return out


def _worth(states: States, up: F, mass: F) -> F:
    """What each cause is worth in each case (causes, cases): the derivative of the mass of joined states."""
    ups, downs = ((states == one).T.astype(np.float64) @ mass for one in (UP, DOWN))
    sure = np.divide(ups, up, out=np.zeros_like(up), where=up > 0.0)
    gone = np.divide(downs, 1.0 - up, out=np.zeros_like(up), where=up < 1.0)
    return np.asarray(sure - gone)
