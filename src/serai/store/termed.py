"""Offers as a corridor's terms have them: each use's term, its cost, and what may be forwarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from serai.pool import Party, Pool, Right, Term
from serai.store.asked import NewOffer, OfferedUse


def termed(some: Sequence[NewOffer], pool: Pool, asker: str) -> list[NewOffer]:
    """The offers with term, cost and what may be forwarded where they say none, by the terms in force.

    An image is had by the term that lets the asker have it, a station by the one that lets the satellite of
    the same offer come down there. An asset that the corridor does not know, or a use that no term speaks of,
    stays as it is; an owner's own use needs no term.
    """
    who = member(pool, asker)
    return [
        replace(one, uses=tuple(_termed(use, _term(use, one, pool, who)) for use in one.uses)) for one in some
    ]


def nations(some: Sequence[NewOffer], pool: Pool, asker: str) -> Mapping[str, str]:
    """The countries of the asker and of all owners that are members of the corridor."""
    names = dict.fromkeys([asker, *(use.owner for one in some for use in one.uses)])
    known = ((name, member(pool, name)) for name in names)
    return {name: who.country for name, who in known if who is not None and who.country}


def member(pool: Pool, name: str) -> Party | None:
    """The member of that id or name."""
    same = name.casefold()
    return next((p for p in pool.parties.values() if same in (p.id.casefold(), p.name.casefold())), None)


def _term(use: OfferedUse, of: NewOffer, pool: Pool, who: Party | None) -> Term | None:
    place = pool.place_of.get(use.asset)
    if place is None:
        return None
    asset = pool.assets[place]
    others = [
        pool.assets[pool.place_of[u.asset]] for u in of.uses if u is not use and u.asset in pool.place_of
    ]
    down = next(filter(None, (pool.terms.downlink(other, asset) for other in others)), None)
    own = who is not None and who.id == asset.owner
    return down or (None if own else pool.terms.use_of(asset, who, Right.IMAGE, Right.OPEN_DATA))


def _termed(use: OfferedUse, term: Term | None) -> OfferedUse:
    if term is None:
        return use
    return replace(
        use,
        term=use.term or term.id,
        forwardable=use.forwardable or term.forwardable,
        cost=use.cost or term.cost,
    )
