"""What can be had at a place or for a need: the question of `serai connect`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from serai.access import Mask
from serai.connect.endpoints import Ends, ends
from serai.connect.fittings import Site
from serai.connect.ladder import ASKED, NEAR_M, Ladder, ladder, nearest
from serai.connect.request import LinkRequest
from serai.connect.together.sharing import shared_rates
from serai.corridor import Corridor
from serai.earth import Box, Place
from serai.errors import Refused
from serai.needs import Need, SharedRate, premised
from serai.pool import Pool
from serai.radio import Terminal
from serai.tables.rows import nearest as close_to
from serai.time import Instant, Span
from serai.wording import Reason, reason
from serai.wording.places import where
from serai.world import World

OPEN_SKY_DEG = 5.0
HERE = "here"


class NoPlace(Refused):
    """A ladder asked for without a place, or for a need that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLadder:
    """The ladder of a place, with who was taken to stand there and when.

    ``given`` are the names of what the need takes as lost. ``shared`` is what the need asked about gets of
    its rate when all ask; None for a place, and for a need that asks for no rate now.
    """

    place: Place
    name: str
    countries: frozenset[str]
    taken: Reason | None
    within: Span
    found: Ladder
    given: tuple[str, ...] = ()
    shared: SharedRate | None = None


def place_ladder(
    corridor: Corridor,
    *,
    lat_deg: float | None = None,
    lon_deg: float | None = None,
    need: str = "",
    party: str = "",
    country: str = "",
    terminals: Sequence[str] = (),
    at: Instant | None = None,
    days: float = 1.0,
) -> PlaceLadder:
    """The ladder of a place, or of the first place of a need; NoPlace where neither is said, or both are."""
    pool = corridor.pool
    if bool(need) == (lat_deg is not None and lon_deg is not None) or (lat_deg is None) != (lon_deg is None):
        raise NoPlace("questions.ladder.where")
    kinds = [t.id for t in pool.facts_of(Terminal)]
    held = tuple(_one(name, kinds, reason("questions.ladder.terminal")) for name in terminals)
    begin = at or corridor.start
    within, world = Span(begin, begin.plus(seconds=86_400.0 * days)), corridor.world(begin)
    if need:
        one = _need(corridor, need)
        shared = _shared(corridor, need, begin, days)
        return need_ladder(one, pool, world, within, held=held, shared=shared)
    assert lat_deg is not None
    assert lon_deg is not None
    who = _one(party, list(pool.parties), reason("questions.ladder.party")) if party else ""
    asked, there, taken = _anywhere(Place(lat_deg=lat_deg, lon_deg=lon_deg), who, country, held, pool)
    return _laid(asked, there, pool, world, within, taken=taken)


def need_ladder(
    need: Need,
    pool: Pool,
    world: World,
    within: Span,
    *,
    held: tuple[str, ...] = (),
    shared: SharedRate | None = None,
) -> PlaceLadder:
    """The ladder of the first place of a need: its party, its terminals, whatever way it asks for.

    What the need takes as lost is lost here too. A ``world`` that has seen the sky of that time is the
    cheaper one: nothing is worked out twice.
    """
    left = premised(need, pool)
    own = need.request if isinstance(need.request, LinkRequest) else LinkRequest()
    request = replace(own, ways=LinkRequest().ways, to_sites=(), terminals=held or own.terminals)
    asked: Need[LinkRequest] = replace(need, request=request)
    there = ends(asked, left)
    first = there.from_sites[:1]
    there = replace(there, places=there.places[:1], names=there.names[:1], from_sites=first)
    if first and first[0].country:
        there = replace(there, countries=frozenset({first[0].country}))
    return _laid(asked, there, left, world, within, given=need.given_lost, shared=shared)


def _laid(
    asked: Need[LinkRequest],
    there: Ends,
    pool: Pool,
    world: World,
    within: Span,
    *,
    taken: Reason | None = None,
    given: tuple[str, ...] = (),
    shared: SharedRate | None = None,
) -> PlaceLadder:
    """The ladder of who was taken to stand there."""
    return PlaceLadder(
        place=there.places[0],
        name=asked.title,
        countries=there.countries,
        taken=taken,
        within=within,
        found=ladder(asked, there, pool, world, within),
        given=given,
        shared=shared,
    )


def _shared(corridor: Corridor, need: str, at: Instant, days: float) -> SharedRate | None:
    """What one need gets when all ask."""
    every = rates_of_all(corridor, at=at, days=days)
    return next((one for one in every if one.need.id.casefold() == need.casefold()), None)


def _need(corridor: Corridor, name: str) -> Need:
    """A need of the corridor by its id, without regard to case."""
    known = {n.id.casefold(): n for n in corridor.needs}
    return known[_one(name, [n.id for n in corridor.needs], reason("questions.ladder.need")).casefold()]


def _anywhere(
    place: Place, party: str, country: str, held: tuple[str, ...], pool: Pool
) -> tuple[Need[LinkRequest], Ends, Reason | None]:
    """Whoever stands at a place: of the country said, else of the party's, else of the nearest site's."""
    request = LinkRequest(terminals=held)
    need = Need(
        id=HERE,
        title=where(place.lat_deg, place.lon_deg),
        service="connect",
        box=Box(lon_min=place.lon_deg, lat_min=place.lat_deg, lon_max=place.lon_deg, lat_max=place.lat_deg),
        measures=(ASKED,),
        party=party,
        mask=Mask.constant(OPEN_SKY_DEG),
        request=request,
    )
    there = replace(ends(need, pool), places=(place,), names=(need.title,))
    if country:
        return need, replace(there, countries=frozenset({country.upper()})), None
    if there.countries:
        return need, there, None
    site, away_m = nearest(place, pool)
    if site is None or not site.country or away_m > 4.0 * NEAR_M:
        return need, there, reason("questions.ladder.nowhere")
    return need, replace(there, countries=frozenset({site.country})), _taken(site, away_m)


def _taken(site: Site, away_m: float) -> Reason:
    return reason("questions.ladder.taken", country=site.country, site=site.name, away=(away_m / 1e3, "km"))


def _one(word: str, known: Sequence[str], what: Reason) -> str:
    """The id that a word names, without regard to case; NoPlace where nothing is called so."""
    by_fold = {k.casefold(): k for k in known}
    if word.casefold() in by_fold:
        return by_fold[word.casefold()]
    near = close_to(word, known)
    raise NoPlace(
        "questions.ladder.unknown",
        what=what,
        word=word,
        hint=reason("questions.ladder.near", near=near) if near else "",
    )


def rates_of_all(
    corridor: Corridor, *, at: Instant | None = None, days: float = 1.0
) -> tuple[SharedRate, ...]:
    """The rate of every need in season that asks for one, alone and when all ask."""
    begin = at or corridor.start
    within = Span(begin, begin.plus(seconds=86_400.0 * days))
    needs = [n for n in corridor.needs if n.service == "connect" and n.in_season(begin)]
    return shared_rates(needs, corridor.pool, corridor.world(begin), within)
