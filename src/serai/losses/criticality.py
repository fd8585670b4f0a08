"""Which single losses break which needs, ranked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.losses.loss import Loss, LossKind, alive_after
from serai.needs import Answer, Need, State, required_by, states
from serai.pool import Pool

WEIGHT: Mapping[int, float] = {
    1: 4.0,
    2: 2.0,
    3: 1.0,
}  # of a need by its priority, in the ranking of losses (own choice)
WORST_PRIORITY_WEIGHT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """How every need stands after every loss.

    ``before`` (needs,) and ``after`` (losses, needs) hold State numbers; ``share_before`` (needs,) and
    ``share_after`` (losses, needs) the smallest certain share of judged time over a need's measures.
    D(n, e) is ``share_before - share_after``. A need that becomes unknown by a loss is worse off by it: it
    may still be served, but nobody can say so.
    """

    needs: tuple[Need, ...]
    losses: tuple[Loss, ...]
    before: NDArray[np.int8]
    after: NDArray[np.int8]
    share_before: NDArray[np.float64]
    share_after: NDArray[np.float64]

    def __repr__(self) -> str:
        return f"Scan({len(self.losses)} losses, {len(self.needs)} needs)"

    def breaks(self, loss: int) -> list[Need]:
        """The needs whose state is worse after a loss."""
        worse = self._worse()[loss]
        return [n for i, n in enumerate(self.needs) if worse[i]]

    def hangs_on(self, need: int, *, parties: bool = False) -> list[Loss]:
        """The single losses that make a need's state worse, those of single assets first.

        A group is left out when one asset of it alone does the same; parties come last, when asked.
        """
        worse = self._worse()[:, need]
        hit = [self.losses[i] for i in np.flatnonzero(worse)]
        assets = [x for x in hit if x.kind is LossKind.ASSET]
        single = frozenset(x.id for x in assets)
        groups = [x for x in hit if x.kind is LossKind.GROUP and not (x.assets & single)]
        owners = [x for x in hit if x.kind is LossKind.PARTY] if parties else []
        return assets + groups + owners

    def _worse(self) -> NDArray[np.bool_]:
        worse: NDArray[np.bool_] = self.after > self.before[None, :]
        return worse


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePoint:
    """One loss that makes at least one need worse: which needs, and how heavy it is.

    ``unknown`` are those of them that nobody could say are still served. ``within`` are the larger losses
    (groups, parties) that hold this one and break nothing that their parts do not.
    """

    loss: Loss
    breaks: tuple[str, ...]
    weight: float
    share_lost: float
    unknown: tuple[str, ...] = ()
    within: tuple[Loss, ...] = ()

    def __repr__(self) -> str:
        breaks = ", ".join(self.breaks[:5]) + (", ..." if len(self.breaks) > 5 else "")
        return f"SinglePoint({self.loss.name!r} breaks {len(self.breaks)}: {breaks})"


def scan(
    answers: Sequence[Answer],
    pool: Pool,
    losses: Sequence[Loss],
    progress: Callable[[int, int], None] | None = None,
) -> Scan:
    """Judge every need after every loss, under the plan that the answers were made with.

    Only losses that touch what an answer rests on are judged; all others leave it as it was.
    """
    alive = alive_after(losses, pool)
    whole = np.ones((1, alive.shape[1]), dtype=bool)
    shape = (len(losses), len(answers))
    before = np.zeros(len(answers), dtype=np.int8)
    after = np.zeros(shape, dtype=np.int8)
    share_before = np.full(len(answers), np.nan)
    share_after = np.full(shape, np.nan)
    for i, answer in enumerate(answers):
        touched = np.flatnonzero((~alive & answer.rests_on[None, :]).any(axis=1))
        shares = answer.held(np.concatenate([whole, alive[touched]]))
        state = states(shares, required_by(answer))
        least = shares.least().certain
        before[i], share_before[i] = state[0], least[0]
        after[:, i], share_after[:, i] = state[0], least[0]
        after[touched, i], share_after[touched, i] = state[1:], least[1:]
        if progress is not None:
            progress(i + 1, len(answers))
    return Scan(
        needs=tuple(a.need for a in answers),
        losses=tuple(losses),
        before=before,
        after=after,
        share_before=share_before,
        share_after=share_after,
    )


def single_points(found: Scan) -> list[SinglePoint]:
    """The losses that make needs worse, heaviest first; assets before groups before parties on a tie.

    The weight adds up the broken needs (priority 1 counts 4, 2 counts 2, 3 counts 1), a need that
    becomes *not met* twice as much as one that becomes *degraded* or *unknown*. One thing is said once: a
    group or a party that breaks nothing more than its parts stands with them (``within``), not by itself.
    """
    worse = found._worse()
    hits = {row: np.flatnonzero(worse[row]) for row in np.flatnonzero(worse.any(axis=1)).tolist()}
    parts = {row: _parts(found, row, hits) for row in hits}
    said_by_parts = {row for row in hits if _adds_nothing(found, row, hits[row], parts[row])}
    points = [
        _point(found, row, hit, tuple(found.losses[k] for k in said_by_parts if row in parts[k]))
        for row, hit in hits.items()
        if row not in said_by_parts
    ]
    kinds = list(LossKind)
    points.sort(key=lambda p: (-p.weight, -round(p.share_lost, 9), kinds.index(p.loss.kind), p.loss.id))
    return points


def _parts(found: Scan, row: int, hits: Mapping[int, NDArray[np.intp]]) -> list[int]:
    """The smaller losses that a loss holds, of those that break anything; events are never parts."""
    kinds, whole = list(LossKind), found.losses[row]
    if whole.kind is LossKind.EVENT:
        return []
    return [
        k
        for k in hits
        if k != row
        and found.losses[k].kind is not LossKind.EVENT
        and found.losses[k].assets <= whole.assets
        and (
            found.losses[k].assets < whole.assets
            or (kinds.index(found.losses[k].kind), k) < (kinds.index(whole.kind), row)
        )
    ]


def _adds_nothing(found: Scan, row: int, hit: NDArray[np.intp], parts: Sequence[int]) -> bool:
    """Whether each need that a loss breaks is broken as badly by one of its parts alone."""
    if not parts:
        return False
    worst = found.after[np.asarray(parts)][:, hit].max(axis=0)
    return bool((worst >= found.after[row, hit]).all())


def _point(found: Scan, row: int, hit: NDArray[np.intp], within: tuple[Loss, ...]) -> SinglePoint:
    weight = 0.0
    for i in hit:
        lost = 2.0 if found.after[row, i] == State.NOT_MET else 1.0
        weight += lost * WEIGHT.get(found.needs[i].priority, WORST_PRIORITY_WEIGHT)
    unknown = hit[found.after[row, hit] == State.UNKNOWN]
    return SinglePoint(
        loss=found.losses[row],
        breaks=tuple(found.needs[i].id for i in hit),
        weight=weight,
        share_lost=float(np.nansum(found.share_before[hit] - found.share_after[row, hit])),
        unknown=tuple(found.needs[i].id for i in unknown),
        within=tuple(sorted(within, key=lambda x: (list(LossKind).index(x.kind), len(x.assets), x.id))),
    )
