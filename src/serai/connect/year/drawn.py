"""How likely links together carry what is asked, where no single path does: drawn, and how sure that is.

The state with every cause up is counted, not drawn; those with one down or more are drawn by their chances.
The share of them that still carries it lies in the interval of E. B. Wilson (JASA 22, 1927). The draw has a
seed: the same network has the same figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.connect.year.reduction import Tie
from serai.connect.year.reliability import Joint
from serai.needs import distinct_rows

F = NDArray[np.float64]
B = NDArray[np.bool_]
Carries = Callable[
    [B], tuple[bool, B]
]  # of the links that stand: whether they carry it, and which of them do

DRAWS = 10_000  # states of each case
SURE = 2.5758293  # standard deviations to either side: 99 %
SEED = 1927


def drawn_shares(
    links: Sequence[Tie], carries: Carries, up: F, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[Joint, ...]:
    """How likely the links carry it in each case, ``up`` (causes, cases) the chances; bounds hold at 99 %."""
    whole = up.prod(axis=0)
    cases = range(up.shape[1])
    if not carries(np.ones(len(links), dtype=bool))[0]:
        return tuple(Joint(low=0.0, high=0.0, worth=np.zeros(len(up))) for _ in cases)
    states = [some_down(up[:, k], draws if whole[k] < 1.0 else 0, seed) for k in cases]
    holds = np.split(_hold(links, carries, np.concatenate(states)), np.cumsum([len(s) for s in states])[:-1])
    return tuple(_joint(states[k], holds[k], up[:, k], float(whole[k])) for k in cases)


def interval(found: int, draws: int) -> tuple[float, float]:
    """What a share may be of which ``found`` of so many draws were, at 99 %."""
    share, pull = found / draws, SURE**2 / draws
    middle = (share + 0.5 * pull) / (1.0 + pull)
    beside = math.sqrt(share * (1.0 - share) * pull + 0.25 * pull**2) / (1.0 + pull)
    return max(0.0, middle - beside), min(1.0, middle + beside)


def some_down(up: F, draws: int, seed: int) -> B:
    """States (draws, causes) by their chances, of those in which one cause is down or more."""
    rng = np.random.default_rng(seed)
    pick, states = rng.random(draws), rng.random((draws, len(up))) < up
    before = np.concatenate([[1.0], np.cumprod(up)[:-1]])
    chance = np.cumsum(before * (1.0 - up))  # of each cause as the first that is down
    last = int(np.flatnonzero(up < 1.0)[-1]) if draws else 0
    first = np.minimum(np.searchsorted(chance, pick * chance[-1], side="right"), last) if draws else pick
    number = np.arange(len(up))
    states |= number < first[:, None]
    states &= number != first[:, None]
    return states


def _hold(links: Sequence[Tie], carries: Carries, states: B) -> B:
    """In which states (states, causes) the links carry it.

    What carries it does with more links too, and what does not does not with fewer: each answer settles many.
    """
    stands = np.stack([states[:, sorted(link.causes)].all(axis=1) for link in links], axis=1)
    first, which = distinct_rows(stands)
    rows = stands[first]
    holds, open_ = np.zeros(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)
    for k in np.argsort(-rows.sum(axis=1), kind="stable").tolist():
        if not open_[k]:
            continue
        yes, used = carries(rows[k])
        alike = rows[:, used].all(axis=1) if yes else ~(rows & ~rows[k]).any(axis=1)
        holds |= alike & open_ & yes
        open_ &= ~alike
    return np.asarray(holds[which])


def _joint(states: B, holds: B, up: F, whole: float) -> Joint:
    """The share with its bounds, and what each cause is worth by the same draw.

    What is worth nothing may come out a little below: cut off at nothing, many such would add up.
    """
    if not len(states):
        return Joint(low=whole, high=whole, worth=np.zeros(len(up)), mean=whole)
    low, high = interval(int(holds.sum()), len(holds))
    rest = 1.0 - whole
    lost = rest * float((~holds).mean())
    lost_if_up = np.divide(
        rest * (states & ~holds[:, None]).mean(axis=0), up, out=np.full(len(up), lost), where=up > 0.0
    )
    worth = np.divide(lost - lost_if_up, 1.0 - up, out=np.zeros(len(up)), where=up < 1.0)
    return Joint(low=whole + rest * low, high=whole + rest * high, worth=worth, mean=1.0 - lost)
