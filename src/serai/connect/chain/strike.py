"""What is struck at once: assets, and beside them back-hauls and the power of a site, which are no assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serai.connect.chain.backhauls import BackHaul, backhauls_of
from serai.connect.chain.ground import JoinedSites
from serai.connect.endpoints import ends
from serai.connect.fittings import CableSegment, Site
from serai.connect.request import LinkRequest
from serai.connect.rights.ground_paths import transit_for
from serai.connect.year.rates import FaultRate, rates_of
from serai.needs import Need
from serai.pool import Pool
from serai.pool.pool import NotInPool
from serai.tables.rows import nearest
from serai.wording import reason

BACKHAUL, POWER = "backhaul:", "power:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """Assets lost (by id) and back-hauls cut (by id), with the rate by which each kind of it is mended."""

    assets: frozenset[str]
    lines: frozenset[str]
    repairs: tuple[FaultRate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """An asset that works and that nobody hears: since its lines are cut, or the way on from them is.

    ``own`` tells that every line of its own is cut. ``site`` is where its first line ends, ``to`` the sites
    that are no longer reached.
    """

    asset: str
    own: bool
    site: str
    through: tuple[str, ...]
    to: tuple[str, ...]


def strike(pool: Pool, names: Sequence[str]) -> Strike:
    """What these names stand for: "backhaul:KASHI" (all lines of an asset, or one by its id), "power:KARACHI"
    (what lands at a site and the lines that end there, or a station), else assets, groups and parties.

    NotInPool for a name that nothing answers to.
    """
    assets: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    repairs: dict[str, FaultRate] = {}
    rates = rates_of(pool)
    for name in names:
        folded = name.strip().casefold()
        if folded.startswith(BACKHAUL):
            cut = _lines(pool, folded.removeprefix(BACKHAUL))
            lines |= {line.id for line in cut}
            kinds = [line.kind for line in cut]
        elif folded.startswith(POWER):
            dark, cut = _in_the_dark(pool, folded.removeprefix(POWER))
            assets, lines = assets | dark, lines | {line.id for line in cut}
            kinds = ["power"]
        else:
            named = pool.named(name)
            assets |= named
            kinds = _kinds(pool, name.strip().casefold(), named)
        repairs |= {kind: rates[kind] for kind in kinds}
    return Strike(assets=assets, lines=lines, repairs=tuple(repairs.values()))


def cut_off(pool: Pool, struck: Strike, need: Need) -> tuple[CutOff, ...]:
    """The assets of whose lines none carries to a need's user any more, of those that one carried before."""
    transit = transit_for(need, pool)
    key = ("ground", tuple(term.id for term in transit))
    now = pool.once_of_assets((*key, struck.assets), lambda: JoinedSites(pool, struck.assets, transit))
    whole = pool.once_of_assets((*key, frozenset()), lambda: JoinedSites(pool, transit=transit))
    to, found = towards(need, pool), []
    for asset, lines in backhauls_of(pool).items():
        if asset not in pool or asset in struck.assets or not whole.served(lines, to):
            continue
        left = [line for line in lines if line.id not in struck.lines]
        if not now.served(left, to):
            first = lines[0]
            found.append(
                CutOff(asset=asset, own=not left, site=first.site, through=first.through, to=tuple(to))
            )
    return tuple(found)


def towards(need: Need, pool: Pool) -> tuple[str, ...]:
    """The sites where a need's user is reached: its other side, else any site of the party's country.

    None where no site of that country is in the tables: then only the way to the data centre counts.
    """
    if isinstance(need.request, LinkRequest) and need.request.to_sites:
        return tuple(s.id for s in ends(need, pool).to_sites)
    party = pool.party(need.party)
    country = "" if party is None else party.country
    return tuple(s.id for s in pool.facts_of(Site) if country and s.country == country)


def lost_with(pool: Pool, name: str) -> frozenset[str] | None:
    """The assets that go with a back-haul or the power of a site; None for another name.

    An asset counts as lost when every line of it is cut.
    """
    if not name.strip().casefold().startswith((BACKHAUL, POWER)):
        return None
    struck = strike(pool, (name,))
    silent = {a for a, lines in backhauls_of(pool).items() if {line.id for line in lines} <= struck.lines}
    return struck.assets | frozenset(a for a in silent if a in pool)


def _lines(pool: Pool, name: str) -> list[BackHaul]:
    """The lines of an asset, or the one with an id."""
    every = pool.facts_of(BackHaul)
    found = [b for b in every if name in (b.asset.casefold(), b.id.casefold())]
    if not found:
        known = {k for b in every for k in (b.asset, b.id)}
        raise NotInPool(reason("connect.chain.backhaul"), name, nearest(name, sorted(known)))
    return found


def _in_the_dark(pool: Pool, name: str) -> tuple[frozenset[str], list[BackHaul]]:
    """What stops when the power of a site fails: its landing and the lines that end there; a station."""
    sites = {s.id.casefold(): s.id for s in pool.facts_of(Site)}
    if name in sites:
        landing = pool.groups.get(f"landing:{sites[name]}", frozenset())
        return landing, [b for b in pool.facts_of(BackHaul) if b.site == sites[name]]
    stations = {a.id.casefold(): a.id for a in pool.assets if a.kind == "station"}
    if name not in stations:
        raise NotInPool(reason("connect.chain.feed"), name, nearest(name, sorted({*sites, *stations})))
    return frozenset({stations[name]}), []


def _kinds(pool: Pool, name: str, assets: frozenset[str]) -> list[str]:
    """By which rates of repair a struck name is mended: a landing, a corridor, else its cables' kinds."""
    of: Mapping[str, CableSegment] = {
        a.id: cable for a, cable in pool.fitted_with(CableSegment) if a.id in assets
    }
    group = {g.casefold(): g for g in pool.groups}.get(name, "")
    if not group:
        group = next((g for g, members in pool.groups.items() if members == assets and len(assets) > 1), "")
    if group.startswith("landing:"):
        return ["landing"]
    if group.startswith("corridor:"):
        wet = any(cable.kind == "submarine" for cable in of.values())
        return ["sea-corridor" if wet else "land-corridor"]
    return sorted({cable.kind for cable in of.values()})
