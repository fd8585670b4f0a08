"""What a cut takes down with it: which images are late and by how much, which calls and corrections stop.

Station, back-haul, data centre, user: an image that is down at a station which nobody hears is not in hand.
Judged under the day's plan as it stands, against the same corridor unhurt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.chain.strike import CutOff, Strike, cut_off, strike
from serai.needs import Answer, Need, Premised, State, required_by, states
from serai.observe.answer import ObserveAnswer
from serai.observe.delivery import Deliveries
from serai.outcome.outcome import Outcome
from serai.outcome.recalled import Noted, Recalled

B = NDArray[np.bool_]
F = NDArray[np.float64]
LATE_S = 60.0  # an image in hand less than a minute later is not late
CHANGED = 0.005  # of the judged time: less is not worth a line


@dataclass(frozen=True, slots=True, kw_only=True)
class LateImages:
    """The images of a need that come later than they would, seconds; ``never`` of the late ones not in a day.

    ``by`` are the stations where the late ones come down now, most first, by id.
    """

    need: Need
    images: int
    late: int
    never: int
    median_s: float
    most_s: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A need that is served worse: its state and the share of the time, before and after."""

    need: Need
    before: State
    after: State
    share_before: float
    share_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """What follows from a strike; ``cut`` pairs each asset that is cut off with the needs it served."""

    struck: Strike
    cut: tuple[tuple[CutOff, tuple[str, ...]], ...]
    late: tuple[LateImages, ...]
    stopped: tuple[Stopped, ...]
    judged: int


def cascade(outcome: Outcome, names: Sequence[str]) -> Cascade:
    """What follows when these are struck, for every need in season; NotInPool for a strange name."""
    pool = outcome.pool
    struck = strike(pool, names)
    lost = np.array([a.id in struck.assets for a in pool.assets], dtype=bool)
    cut: dict[CutOff, list[str]] = {}
    late, stopped = [], []
    for answer in outcome.answers:
        gone = lost.copy()
        for one in cut_off(pool, struck, answer.need):
            place = pool.place_of[one.asset]
            gone[place] = True
            if answer.rests_on[place]:
                cut.setdefault(one, []).append(answer.need.id)
        if not (gone & answer.rests_on).any():
            continue
        alive = np.stack([np.ones_like(gone), ~gone])
        late += _late(answer, alive, outcome)
        stopped += _stopped(answer, alive)
    return Cascade(
        struck=struck,
        cut=_merged(cut),
        late=tuple(sorted(late, key=lambda x: (x.need.priority, x.need.id))),
        stopped=tuple(sorted(stopped, key=lambda x: (x.need.priority, x.need.id))),
        judged=len(outcome.answers),
    )


def _merged(cut: dict[CutOff, list[str]]) -> tuple[tuple[CutOff, tuple[str, ...]], ...]:
    """One line for each asset and the user it no longer reaches; all users where its own lines are cut."""
    found: dict[tuple[object, ...], tuple[CutOff, list[str]]] = {}
    for one, needs in cut.items():
        key = (one.asset, one.own or one.to)
        found.setdefault(key, (one, []))[1].extend(needs)
    return tuple((one, tuple(needs)) for one, needs in found.values())


def _stopped(answer: Answer, alive: B) -> list[Stopped]:
    """How a need stands before and after, where it is worse."""
    shares = answer.held(alive)
    state, least = states(shares, required_by(answer)), shares.least().certain
    if state[1] <= state[0] and least[0] - least[1] < CHANGED:
        return []
    return [
        Stopped(
            need=answer.need,
            before=State(int(state[0])),
            after=State(int(state[1])),
            share_before=float(least[0]),
            share_after=float(least[1]),
        )
    ]


def _late(answer: Answer, alive: B, outcome: Outcome) -> list[LateImages]:
    """The images of a need that are late: those of its period that were in hand before."""
    if isinstance(answer, Noted | Recalled):
        answer = answer.answer
    ids = [a.id for a in outcome.pool.assets]
    if isinstance(answer, Premised):
        alive, ids = alive[:, answer.place], [ids[k] for k in answer.place]
        answer = answer.answer
    if not isinstance(answer, ObserveAnswer):
        return []
    by = answer.deliveries
    period_s = answer.need.judged(outcome.at, outcome.days).duration_s
    before_s, after_s = by.arrivals_s(alive)
    mine = np.isfinite(before_s) & (by.at_s >= 0.0) & (by.at_s < period_s)
    after_s = np.where(alive[1, by.satellite], after_s, np.inf)
    late = mine & (after_s > before_s + LATE_S)
    if not late.any():
        return []
    comes = late & np.isfinite(after_s)
    waits_s = after_s[comes] - before_s[comes]
    return [
        LateImages(
            need=answer.need,
            images=int(mine.sum()),
            late=int(late.sum()),
            never=int(late.sum() - comes.sum()),
            median_s=float(np.median(waits_s)) if len(waits_s) else np.inf,
            most_s=float(waits_s.max(initial=0.0)) if len(waits_s) else np.inf,
            by=_stations(by, comes, alive[1], ids),
        )
    ]


def _stations(by: Deliveries, rows: B, alive: B, ids: Sequence[str]) -> tuple[str, ...]:
    """Where some looks come down with what is left, most first."""
    left = alive[by.stations]
    if not rows.any() or not left.any():
        return ()
    down_s: F = by.down_s[rows][:, left]
    first = down_s.argmin(axis=1)
    reached = np.isfinite(down_s[np.arange(len(first)), first])
    counted = Counter(by.stations[left][first[reached]].tolist())
    return tuple(ids[k] for k, _ in sorted(counted.items(), key=lambda kv: (-kv[1], kv[0])))
