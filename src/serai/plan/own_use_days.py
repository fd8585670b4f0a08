"""What owners want of their own assets for themselves in a scheduling problem: one own use for each day."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from serai.plan.own_use import OwnUseWanted
from serai.plan.quota_periods import periods
from serai.plan.quotas import DAY, SECONDS
from serai.plan.scheduling import OwnUse
from serai.plan.scheduling.terms.nouns import IMAGES, TIME
from serai.pool import Pool
from serai.time import Span


def own_uses_of(pool: Pool, there: Collection[str], span: Span) -> Iterator[OwnUse]:
    """The own uses of a pool in a problem of which ``there`` are the resources, one for each day of ``span``.

    One of which no asset is there, or whose amount nobody can count, is left out. The days are those that the
    plan reaches, not those in which its last images come down.
    """
    for own in pool.facts_of(OwnUseWanted):
        on = tuple(sorted(a.id for a in pool.assets if a.id in there and a.usable and own.covers(a)))
        if not on or own.counted is None:
            continue
        least, had = own.counted
        for name, first, last in periods(DAY, span, 0, round(span.duration_s)):
            yield OwnUse(
                id=f"{own.id} {name}",
                owner=own.owner,
                on=on,
                of=TIME if own.of == SECONDS else IMAGES,
                at_least=max(0, least - had),
                start=first,
                end=last,
            )
            had = 0
