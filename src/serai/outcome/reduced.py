"""When redundancy is already gone: what stands worse while something is out, and what then hangs on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from serai.losses import Loss, LossKind, alive_after, scan, single_losses
from serai.needs import Answer, State
from serai.outcome.dated import DatedEvent, DatedEvents, segments
from serai.pool import Pool
from serai.time import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduced:
    """A stretch of time in which events take assets away: the events, several where they overlap.

    ``after`` is the state of each need that stands worse while it lasts, ``before`` its state otherwise.
    ``hangs_on`` are, for the needs that stand as before, the single losses that would break them now and
    would not otherwise: their redundancy is gone. All is judged on the day asked, as if what is out were out
    all day.
    """

    span: Span
    events: tuple[DatedEvent, ...]
    before: Mapping[str, State]
    after: Mapping[str, State]
    hangs_on: Mapping[str, tuple[Loss, ...]]


def reduced(answers: Sequence[Answer], pool: Pool, events: DatedEvents, within: Span) -> tuple[Reduced, ...]:
    """What each stretch of a span costs in which something is out of service.

    ``answers`` are those of the day over a pool in which nothing is out (see ``dated.quiet``).
    """
    stretches = segments(events, within)
    if not stretches:
        return ()
    out = ~alive_after([_out(lasting) for lasting in stretches.values()], pool).all(axis=0)
    answers = [
        a for a in answers if (a.rests_on & out).any()
    ]  # the others stand as before, whatever else is lost
    singles = [x for x in single_losses(pool) if x.kind is not LossKind.PARTY]
    alone = scan(answers, pool, singles)
    return tuple(
        _stretch(answers, pool, span, lasting, alone.after, singles) for span, lasting in stretches.items()
    )


def _stretch(
    answers: Sequence[Answer],
    pool: Pool,
    span: Span,
    lasting: tuple[DatedEvent, ...],
    alone: np.ndarray[tuple[int, ...], np.dtype[np.int8]],
    singles: Sequence[Loss],
) -> Reduced:
    out = _out(lasting)
    lost = out.assets
    left = [k for k, x in enumerate(singles) if not x.assets <= lost]
    more = [
        Loss(kind=singles[k].kind, id=singles[k].id, name=singles[k].name, assets=singles[k].assets | lost)
        for k in left
    ]
    found = scan(answers, pool, [out, *more])
    before, meanwhile, then = found.before, found.after[0], found.after[1:]
    gone = (then > meanwhile) & (alone[left] <= before)
    worse = np.flatnonzero(meanwhile > before)
    ids = [n.id for n in found.needs]
    return Reduced(
        span=span,
        events=lasting,
        before={ids[i]: State(int(before[i])) for i in worse},
        after={ids[i]: State(int(meanwhile[i])) for i in worse},
        hangs_on={
            ids[i]: _plain([more[k] for k in np.flatnonzero(gone[:, i])])
            for i in np.flatnonzero(gone.any(axis=0) & (meanwhile == before))
        },
    )


def _out(lasting: Sequence[DatedEvent]) -> Loss:
    """The loss of all that some events take away."""
    name = " + ".join(one.event.id for one in lasting)
    return Loss(
        kind=LossKind.EVENT, id=name, name=name, assets=frozenset[str]().union(*(e.lost for e in lasting))
    )


def _plain(losses: Sequence[Loss]) -> tuple[Loss, ...]:
    """Single assets first; a group only where no single asset of it does the same."""
    assets = [x for x in losses if x.kind is LossKind.ASSET]
    single = frozenset(x.id for x in assets)
    return (*assets, *(x for x in losses if x.kind is LossKind.GROUP and not (x.assets & single)))
