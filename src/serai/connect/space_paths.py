"""The ways from a place to the other side through the sky: beams, their gateways, broadband services."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import refusal
from serai.connect.endpoints import Ends, rain_here
from serai.connect.fittings import Beam, Messenger, Site, messengers
from serai.connect.link_budgets import Link, Look, common_band
from serai.connect.links import Capability, smallest_that_carries, trunk, user
from serai.connect.routes import FAR, Edge
from serai.connect.visibility import Visibility, satellites_of
from serai.earth import great_circle_m
from serai.needs import Need, Weak
from serai.orbit import Fixed
from serai.pool import Asset, Pool
from serai.radio import PayloadClass, RainHere, Terminal, percent_lost
from serai.tables import Basis
from serai.wording import Reason, reason
from serai.world import World

B = NDArray[np.bool_]

DISH = "(dish)"  # one terminal, which points at one satellite at a time
LIGHT_KM_PER_MS = 299.792458
CLOSE_M = 100_000.0  # a gateway station this near a site is taken as joined to it
GATEWAY_MS = 128.0  # one way to a gateway that sees a geostationary satellite at 30 deg: 38,600 km (assumed)
OTHER_BAND = reason("connect.refused.other_band")
USUAL_BPS = 1e6  # what a budget is drawn up for where a need asks for no rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a way through the sky carries, and its edges: ``up`` leads from the dish, ``down`` to the ground.

    Each edge down stands with the weak figures it rests on.
    """

    capability: Capability
    up: Edge
    down: tuple[tuple[Edge, tuple[Weak, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skyway:
    """One satellite's beam or one broadband service, seen from one place.

    ``refused`` is why it may not be used, or empty. ``draw`` draws up its budgets when they are asked for: of
    a way that may not be used only words ask. ``wider`` finds ``larger``.
    """

    asset: Asset
    beam: str
    elevation_deg: float | None
    refused: Reason | str
    draw: Callable[[], Drawn]
    wider: Callable[[], tuple[str, float] | None] = lambda: None

    @property
    def capability(self) -> Capability:
        """What it carries."""
        return self.draw().capability

    @property
    def larger(self) -> tuple[str, float] | None:
        """The terminal with which it would carry the rate asked, and how much it would then carry.

        None where it does already or none in the pool does it.
        """
        return self.wider()


def skyways(
    p: int, need: Need, ends: Ends, pool: Pool, world: World, sky: Visibility, judged: NDArray[np.int64]
) -> tuple[Skyway, ...]:
    """Every way through the sky from the place ``p`` of a need's user; none when data is not asked for."""
    if "data" not in ends.request.ways:
        return ()
    return (*_beams(p, need, ends, pool, world, sky, judged), *_broadband(p, need, ends, pool, sky, judged))


def _beams(
    p: int, need: Need, ends: Ends, pool: Pool, world: World, sky: Visibility, judged: NDArray[np.int64]
) -> list[Skyway]:
    asked_bps, share = _asked(need)
    rain = rain_here(p, need, ends, world, percent_lost(share))
    terminals = [t for t in pool.facts_of(Terminal) if t.id in ends.request.terminals]
    sites = {s.id: s for s in pool.facts_of(Site)} if ends.to_sites else {}
    out = []
    for asset, beam, seen in _in_view(p, pool, sky, judged):
        lowest = sky.lowest(asset.id, p, judged, beam.min_elevation_deg)
        link = _link(asset, beam, terminals, pool, lowest, rain)
        deaf = bool(terminals) and link.terminal is None
        bears = trunk if ends.fixed and not deaf else user
        drawn = cache(partial(_drawn, link, bears, asked_bps, seen, pool, sites))
        out.append(
            Skyway(
                asset=asset,
                beam=beam.name,
                elevation_deg=link.look.elevation_deg,
                refused=refusal(asset, beam, need, ends, pool, p) or (OTHER_BAND if deaf else ""),
                draw=drawn,
                wider=cache(partial(_larger, link, drawn, asked_bps, pool)),
            )
        )
    return out


def _drawn(
    link: Link,
    bears: Callable[[Link, float], Capability],
    asked_bps: float,
    seen: B,
    pool: Pool,
    sites: Mapping[str, Site],
) -> Drawn:
    """What a beam carries to a place, with the edges of its network.

    Its budgets hang on nothing but the link itself: a loss elsewhere, or a term, leaves them as they are.
    """
    terminal = "" if link.terminal is None else link.terminal.id
    own = (link.asset.id, id(link.beam), terminal, link.look, repr(link.rain), asked_bps, bears)
    capability = pool.whole.once(("carries", *own), lambda: bears(link, asked_bps))
    return Drawn(
        capability=capability,
        up=_up(link, capability, seen, pool),
        down=_to_the_ground(_hop(link), link.asset, link.beam, pool, sites),
    )


def _in_view(
    p: int, pool: Pool, sky: Visibility, judged: NDArray[np.int64]
) -> Iterator[tuple[Asset, Beam, B]]:
    """The beams that carry data of satellites that a place sees, and when it sees them."""
    for asset, beam in pool.fitted_with(Beam):
        if "data" in beam.services and asset.id in sky.ids:
            seen = sky.of((asset.id,), beam.min_elevation_deg)[0, p, judged]
            if seen.any():
                yield asset, beam, seen


def _asked(need: Need) -> tuple[float, float | None]:
    """The rate that a need asks for, bit/s, and for which share of the time."""
    measure = need.measure("rate")
    return (USUAL_BPS, None) if measure is None else (measure.threshold, measure.share_required)


def _link(
    asset: Asset,
    beam: Beam,
    terminals: list[Terminal],
    pool: Pool,
    lowest: tuple[float, float],
    rain: RainHere,
) -> Link:
    """A beam as a place sees it at its ``lowest``, with the first of the user's terminals that speaks it."""
    return Link(
        asset=asset,
        beam=beam,
        terminal=next((t for t in terminals if common_band(beam, t)), None),
        proxy=next((c for c in pool.facts_of(PayloadClass) if c.id == beam.payload_class), None),
        look=Look(elevation_deg=lowest[0], range_m=lowest[1]),
        rain=rain,
    )


def _larger(link: Link, drawn: Callable[[], Drawn], asked_bps: float, pool: Pool) -> tuple[str, float] | None:
    """The terminal with which a link that carries too little would carry what is asked, and how much."""
    if link.terminal is None or drawn().capability.hopeful_bps >= asked_bps:
        return None
    found = smallest_that_carries(link, asked_bps, pool.facts_of(Terminal))
    return None if found is None else (found[0].name, found[1])


def _hop(link: Link) -> str:
    return f"{link.asset.id} {link.beam.name}"


def _up(link: Link, capability: Capability, seen: B, pool: Pool) -> Edge:
    """From the user's dish up to a beam."""
    return Edge(
        a=DISH,
        b=_hop(link),
        assets=(pool.place_of[link.asset.id],),
        certain_bps=capability.certain_bps,
        hopeful_bps=capability.hopeful_bps,
        latency_ms=link.look.range_m / 1e3 / LIGHT_KM_PER_MS,
        when=seen,
        outward=True,
    )


def _to_the_ground(
    hop: str, asset: Asset, beam: Beam, pool: Pool, sites: Mapping[str, Site]
) -> tuple[tuple[Edge, tuple[Weak, ...]], ...]:
    """From a beam down to its gateways; where nobody published them, straight to the other side.

    Without ``sites`` any gateway is the other side.
    """

    def down(to: str, *assets: int) -> Edge:
        return Edge(
            a=hop,
            b=to,
            assets=assets,
            certain_bps=math.inf,
            hopeful_bps=math.inf,
            latency_ms=GATEWAY_MS,
            outward=True,
        )

    here = pool.place_of[asset.id]
    if not beam.gateways:
        what = reason("connect.weak.gateway_unknown", satellite=asset.name)
        return ((down(FAR, here), (Weak(what=what, basis=Basis.ASSUMED),)),)
    basis = beam.provenance.of("gateways")
    what = reason("connect.weak.gateway", satellite=asset.name)
    weak = (Weak(what=what, basis=basis),) if basis > Basis.DERIVED else ()
    out = []
    for gateway in beam.gateways:
        if gateway not in pool.whole:  # a site, which is no asset
            out.append((down(gateway if gateway in sites else FAR, here), weak))
        elif gateway in pool and pool[gateway].usable:
            out.append((down(_nearest(pool[gateway], sites), here, pool.place_of[gateway]), weak))
    return tuple(out)


def _nearest(station: Asset, sites: Mapping[str, Site]) -> str:
    """The site that a gateway station is joined to: the nearest within 100 km, else the other side itself."""
    if not isinstance(station.motion, Fixed) or not sites:
        return FAR
    at = station.motion.place
    away = {
        i: float(great_circle_m(at.lat_deg, at.lon_deg, s.at.lat_deg, s.at.lon_deg)) for i, s in sites.items()
    }
    nearest = min(away, key=lambda i: away[i])
    return nearest if away[nearest] <= CLOSE_M else FAR


def _broadband(
    p: int, need: Need, ends: Ends, pool: Pool, sky: Visibility, judged: NDArray[np.int64]
) -> list[Skyway]:
    out = []
    for asset, messenger in messengers(pool):
        if "data" not in messenger.carries:
            continue
        refused = refusal(asset, messenger, need, ends, pool, p)
        out += [
            Skyway(
                asset=asset,
                beam="",
                elevation_deg=None,
                refused=refused,
                draw=cache(partial(_served, asset, messenger, satellite, when, pool)),
            )
            for satellite, when in _through(messenger, p, pool, sky, judged)
        ]
    return out


def _served(
    asset: Asset, messenger: Messenger, satellite: tuple[int, ...], when: B | None, pool: Pool
) -> Drawn:
    """What a broadband service carries through one of its satellites, straight to the other side."""
    capability = _stated(asset, messenger)
    return Drawn(
        capability=capability,
        up=Edge(
            a=DISH,
            b=FAR,
            assets=(pool.place_of[asset.id], *satellite),
            certain_bps=capability.certain_bps,
            hopeful_bps=capability.hopeful_bps,
            latency_ms=math.inf if messenger.latency_ms is None else messenger.latency_ms / 2.0,
            when=when,
            outward=True,
        ),
    )


def _through(
    messenger: Messenger, p: int, pool: Pool, sky: Visibility, judged: NDArray[np.int64]
) -> list[tuple[tuple[int, ...], B | None]]:
    """Each satellite (its place in the pool) by which a place reaches a service, and when.

    A service whose own satellites are not in the pool is taken as always in view.
    """
    if not messenger.satellites:
        return [((), None)]
    ids = satellites_of(messenger, pool)
    seen = sky.of(ids, messenger.min_elevation_deg)[:, p, judged]
    return [((pool.place_of[i],), seen[k]) for k, i in enumerate(ids) if seen[k].any()]


def _stated(asset: Asset, messenger: Messenger) -> Capability:
    """What a broadband service carries to one user, as it says itself."""
    rate_bps = messenger.rate_bps
    if rate_bps is None:
        missing = reason("connect.missing.rate", service=asset.name)
        return Capability(
            certain_bps=0.0, hopeful_bps=math.inf, missing=missing, weak=_weak(asset, messenger)
        )
    return Capability(certain_bps=rate_bps, hopeful_bps=rate_bps, weak=_weak(asset, messenger))


def _weak(asset: Asset, messenger: Messenger) -> tuple[Weak, ...]:
    out = []
    basis = messenger.provenance.of("rate_bps")
    if messenger.rate_bps is not None and basis > Basis.DERIVED:
        out.append(Weak(what=reason("connect.weak.rate", service=asset.name), basis=basis))
    if not messenger.satellites:
        out.append(Weak(what=reason("connect.weak.always_seen", service=asset.name), basis=Basis.ASSUMED))
    return tuple(out)
