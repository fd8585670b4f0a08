"""Fair shares of what several users pass at once: by priority, then max-min fair (progressive filling).

Within a priority every share grows alike until its user has what was asked or something on the way is full
(Bertsekas and Gallager, Data Networks, 6.5.2); what a priority leaves goes to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FULL = 1e-9  # of what was there at first: less left is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One user's claim: how much is asked, at which priority (1 first), and what it passes, by id."""

    user: str
    priority: int
    asked: float
    over: tuple[str, ...]


def fair_shares(claims: Sequence[Passing], capacity: Mapping[str, float]) -> dict[str, float]:
    """What each user gets, by id, over things of these capacities (what is not named has no limit)."""
    left = dict(capacity)
    got: dict[str, float] = {}
    for priority in sorted({c.priority for c in claims}):
        got |= _filled([c for c in claims if c.priority == priority], left, capacity)
    return got


def _filled(
    claims: Sequence[Passing], left: dict[str, float], capacity: Mapping[str, float]
) -> dict[str, float]:
    """The max-min fair shares of users of one priority; ``left`` loses what they take."""
    got = {c.user: 0.0 for c in claims}
    growing = [c for c in claims if c.asked > 0.0]
    while growing:
        growing = [c for c in growing if all(left.get(t, 1.0) > FULL * capacity.get(t, 1.0) for t in c.over)]
        if not growing:
            break
        step = min(c.asked - got[c.user] for c in growing)
        count = {t: sum(t in c.over for c in growing) for t in left}
        step = min([step, *(left[t] / n for t, n in count.items() if n)])
        for claim in growing:
            got[claim.user] += step
        for thing, n in count.items():
            left[thing] -= n * step
        growing = [c for c in growing if got[c.user] < c.asked * (1.0 - FULL)]
    return got


def fullest(
    claim: Passing, claims: Sequence[Passing], got: Mapping[str, float], capacity: Mapping[str, float]
) -> str:
    """What is full on a user's way, by id; empty where nothing is: the user has all that was asked."""
    for thing in claim.over:
        taken = sum(got[c.user] for c in claims if thing in c.over)
        if thing in capacity and taken >= capacity[thing] * (1.0 - 1e-6):
            return thing
    return ""
