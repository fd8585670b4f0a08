"""The quotas of a corridor's owners in a scheduling problem: one for each day or month that it touches."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from serai.plan.quotas import DAY, SECONDS, AssetQuota
from serai.plan.scheduling import UseQuota
from serai.plan.scheduling.terms.nouns import IMAGES, TIME
from serai.pool import Pool
from serai.time import Instant, Span


def quotas_of(
    pool: Pool, there: Collection[str], parties: Collection[str], span: Span, *, start: int, end: int
) -> Iterator[UseQuota]:
    """The quotas of a pool in a problem from ``start`` to ``end`` (seconds of ``span``), one for each period.

    A quota of which no asset is ``there``, or whose parties ask for nothing, counts nothing and is left out.
    """
    for quota in pool.facts_of(AssetQuota):
        on = tuple(sorted(a.id for a in pool.assets if a.id in there and quota.covers(a)))
        asking = tuple(p for p in quota.parties if p in parties)
        if not on or (quota.parties and not asking):
            continue
        most, taken = quota.counted
        for name, first, last in periods(quota.period, span, start, end):
            yield UseQuota(
                id=f"{quota.id} {name}",
                on=on,
                of=TIME if quota.of == SECONDS else IMAGES,
                at_most=most,
                taken=taken,
                owner=quota.owner,
                parties=asking,
                priorities=quota.priorities,
                start=first,
                end=last,
            )
            taken = 0


def periods(period: str, span: Span, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The days or months (UTC) that a problem touches: a name, and from when to when."""
    first = span.start.plus(seconds=float(start)).utc(0)[: 10 if period == DAY else 7]
    while True:
        after = _after(first)
        begins, ends = (_midnight(name, span) for name in (first, after))
        if begins >= end:
            return
        yield first, begins, ends
        first = after


def _midnight(name: str, span: Span) -> int:
    whole = name if len(name) == 10 else f"{name}-01"
    return round(Instant.from_utc(f"{whole}T00:00:00Z").seconds_since(span.start))


def _after(name: str) -> str:
    """The day after a day, the month after a month."""
    if len(name) == 10:
        return Instant.from_utc(f"{name}T12:00:00Z").plus(seconds=86_400.0).utc(0)[:10]
    year, month = int(name[:4]), int(name[5:])
    return f"{year + month // 12}-{month % 12 + 1:02d}"
