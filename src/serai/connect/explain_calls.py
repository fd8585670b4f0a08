"""What an operator is told of calls: who carries them, how many at once, and what nobody published."""

from __future__ import annotations

from collections.abc import Sequence

from serai.connect.endpoints import Ends
from serai.connect.explain_messages import MOST_OPEN, shut
from serai.connect.judged import Story
from serai.connect.voice import Exchange
from serai.needs import Need
from serai.pool import Asset, Pool, Term
from serai.wording import Reason, reason

VOICE = frozenset({"voice"})


def tell_calls(
    found: Sequence[Exchange], need: Need, ends: Ends, pool: Pool, opened: Sequence[tuple[Asset, Term]]
) -> Story:
    """The story of calls; each service of ``opened`` would carry more of them once its term is agreed."""
    known = sorted((x for x in found if x.calls), key=_worth)
    unknown = tuple(x.asset.name for x in found if x.calls is None)
    closed = (x.asset.name for x in found if x.calls == 0.0)
    unable = (reason("connect.calls.closed", service=name) for name in closed)
    return Story(
        path=(known[0].asset.id,) if known else (),
        why=_why(known, unknown),
        substitutes=_too(known, unknown),
        remedies=tuple(
            reason("connect.calls.term_opens", service=asset.name, term=term.id) for asset, term in opened
        ),
        weak=known[0].weak if known else (),
        flags=(*unable, *shut(need, ends, pool, VOICE)),
        budgets=tuple(b for x in found for b in x.budgets),
    )


def _worth(one: Exchange) -> tuple[float, int, float]:
    """Those in view longest come first, then the better known, then those that carry most."""
    return -float(one.seen.mean()), len(one.weak), -(one.calls or 0.0)


def _why(known: Sequence[Exchange], unknown: tuple[str, ...]) -> Reason:
    if known:
        first = known[0]
        seen = float(first.seen.all(axis=0).mean())
        return reason("connect.calls.channels", service=first.asset.name, channels=first.calls, seen=seen)
    if unknown:
        return reason("connect.calls.unpublished", services=unknown)
    return reason("connect.calls.none")


def _too(known: Sequence[Exchange], unknown: tuple[str, ...]) -> tuple[Reason, ...]:
    """What carries calls beside the best."""
    said = [
        reason("connect.calls.also", service=x.asset.name, channels=x.calls) for x in known[1 : 1 + MOST_OPEN]
    ]
    if known and unknown:
        said.append(reason("connect.calls.might", services=unknown))
    return tuple(said)
