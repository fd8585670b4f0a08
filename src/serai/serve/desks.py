"""The desk of the store as a caller has it: what it may see, and in whose name it acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from serai.errors import Refused
from serai.serve.door import refuse
from serai.serve.outward import inside, outward, outward_refusal
from serai.serve.served import Served
from serai.serve.trust.caller import Caller, is_local
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind
from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.told import RequestStanding, standings

Told = dict[str, object]
ABSENT = ("store.no_request", "store.no_offer", "store.no_order")


def desk_of(here: Served, caller: Caller) -> Desk:
    """A desk at the server's database, for the person who asks."""
    return Desk(here.database, caller.person, here.settings.now_second)


def seen_by(caller: Caller, some: Iterable[RequestStanding]) -> list[RequestStanding]:
    """The requests that a caller may see: its own, and those that its assets are offered for."""
    return [one for one in some if is_local(caller) or _sees(caller, one)]


def party_of(caller: Caller) -> str | None:
    """Whose requests are read: the caller's organisation's own, or all where it may see them all."""
    return None if is_local(caller) else caller.organisation


def _sees(caller: Caller, one: RequestStanding) -> bool:
    owners = {one.party, *(use.owner for offer in one.offers for use in offer.uses)}
    return may(caller, Action.SEE, Kind.REQUEST, owners).allowed


def standing(here: Served, caller: Caller, name: str) -> RequestStanding:
    """A request by its own name or that of one of its orders, as shown; one not to be seen is not there."""
    return known_standing(here, caller, inside(here.database, caller, name))


def known_standing(here: Served, caller: Caller, name: str) -> RequestStanding:
    """The same by the store's own name."""
    with absent_alike(here.database, caller), here.database.reading() as connection:
        (one,) = standings(connection, name)
    if not seen_by(caller, [one]):
        refuse(caller, Action.SEE, Kind.REQUEST, one.party)
    return one


@contextmanager
def absent_alike(database: Database, caller: Caller) -> Iterator[None]:
    """Tell a partner of nothing but that a thing is not there: the store would name those that are.

    Any other refusal names things as they are shown outside.
    """
    try:
        yield
    except Refused as why:
        if why.key in ABSENT and not is_local(caller):
            raise Refused("serve.absent") from None
        raise outward_refusal(database, caller, why) from None


def shown(here: Served, caller: Caller, one: RequestStanding) -> Told:
    """A request for programs, with names as they are shown to the caller."""
    told: Told = outward(here.database, caller, asdict(one))
    return told
