"""The corridor's terms at the door: what of an asset, a need or a plan an organisation sees, tasks, forwards.

An owner's own needs no term. Another's asset is seen where a term in force speaks to the organisation, by
any right; tasked by a right of use (an image, a link, a message; a station by the term that names it for
downlinks), not by what is open to all without asking (open data, signals); forwarded where the words of such
a term begin with "yes". Every other word, and none, is the owner's to give. An asset that may not be seen
is, to that organisation, one that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from serai.needs import Need
from serai.pool import Asset, Party, Pool, Right, Term
from serai.serve.trust.caller import Caller
from serai.serve.trust.policy import Verdict, may
from serai.serve.trust.rules import Action, Kind
from serai.store.termed import member

NOT_TASKED = frozenset({Right.OPEN_DATA.value, Right.SIGNAL.value, "transit"})
FORWARDS = "yes"


def may_asset(caller: Caller, action: Action, asset: Asset, pool: Pool) -> Verdict:
    """Whether a caller may see, task or forward an asset of the corridor, and which rule says so."""
    who = member_of(caller, pool)
    if who is not None and who.id == asset.owner:
        return may(caller, action, Kind.ASSET, caller.organisation)
    term = term_of(asset, who, pool, FITS.get(action, _none))
    return may(caller, action, Kind.ASSET, asset.owner, term="" if term is None else term.id)


def term_of(asset: Asset, who: Party | None, pool: Pool, fits: Callable[[Term, Asset], bool]) -> Term | None:
    """The first term in force that speaks of an asset and to an organisation, and fits what is asked.

    Who is no member of the corridor has what is everyone's.
    """
    return next(
        (t for t in pool.terms.rows if pool.terms.counts(t) and t.grants(who) and fits(t, asset)), None
    )


def seen_assets(caller: Caller, pool: Pool) -> tuple[Asset, ...]:
    """The assets that a caller sees, in the order of the tables."""
    return tuple(one for one in pool.assets if may_asset(caller, Action.SEE, one, pool).allowed)


def owners_of_need(need: Need, pool: Pool) -> frozenset[str]:
    """Whose a need is: the members that ask it, by their ids, and the offices of the same country.

    A need without a party is common. A national office has the needs of all its country's agencies.
    """
    if not need.party:
        return frozenset()
    asker = pool.parties.get(need.party)
    if asker is None or not asker.country:
        return frozenset({need.party})
    return frozenset(p.id for p in pool.parties.values() if p.country == asker.country)


def may_need(caller: Caller, action: Action, need: Need, pool: Pool, kind: Kind = Kind.NEED) -> Verdict:
    """Whether a caller may do something to a need, or to what is said of it (its assessment, its plan)."""
    owners, who = owners_of_need(need, pool), member_of(caller, pool)
    own = who is not None and who.id in owners
    return may(caller, action, kind, caller.organisation if own else owners)


def seen_needs(caller: Caller, needs: Iterable[Need], pool: Pool, kind: Kind = Kind.NEED) -> tuple[Need, ...]:
    """The needs, or the needs whose assessment or plan, a caller sees, in their order."""
    return tuple(one for one in needs if may_need(caller, Action.SEE, one, pool, kind).allowed)


def member_of(caller: Caller, pool: Pool) -> Party | None:
    """The member of the corridor that a caller's organisation is, by id or by name."""
    name = caller.organisation
    return pool.once(("member", name), lambda: member(pool, name)) if name else None


def _sees(term: Term, asset: Asset) -> bool:
    return term.covers(asset) or term.receives_at(asset)


def _tasks(term: Term, asset: Asset) -> bool:
    if term.right == Right.DOWNLINK:  # a use of the station; of the satellite an image is asked
        return term.receives_at(asset)
    return term.right.value not in NOT_TASKED and term.covers(asset)


def _forwards(term: Term, asset: Asset) -> bool:
    return _sees(term, asset) and term.forwardable.strip().casefold().startswith(FORWARDS)


def _none(_term: Term, _asset: Asset) -> bool:
    return False


FITS: Mapping[Action, Callable[[Term, Asset], bool]] = MappingProxyType(
    {Action.SEE: _sees, Action.TASK: _tasks, Action.FORWARD: _forwards}
)
