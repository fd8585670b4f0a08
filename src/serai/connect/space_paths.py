"""The ways from a place to the other side through the sky: beams, their gateways, broadband services."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import refusal
from serai.connect.endpoints import Ends
from serai.connect.fittings import Beam, Messenger, Site
from serai.connect.links import Capability, Link, Look, common_band, smallest_that_carries, trunk, user
from serai.connect.rainfall import rain_here
from serai.connect.routes import FAR, Edge
from serai.connect.spoken import bits
from serai.connect.visibility import Sky, satellites_of
from serai.earth import great_circle_m
from serai.needs import Need, Weak
from serai.orbit import Fixed
from serai.pool import Asset, Pool
from serai.radio import PayloadClass, Terminal, percent_lost
from serai.tables import Basis
from serai.world import World

B = NDArray[np.bool_]

DISH = "(dish)"  # one terminal, which points at one satellite at a time
LIGHT_KM_PER_MS = 299.792458
CLOSE_M = 100_000.0  # a gateway station this near a site is taken as joined to it
GATEWAY_MS = 128.0  # one way to a gateway that sees a geostationary satellite at 30 deg: 38,600 km (assumed)
OTHER_BAND = "it needs a terminal of another band"
USUAL_BPS = 1e6  # what a budget is drawn up for where a need asks for no rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Skyway:
    """One satellite's beam or one broadband service, seen from one place.

    ``refused`` is why it may not be used, or empty. ``up`` leads from the dish, ``down`` on to the ground,
    each with the weak figures it rests on. ``mend`` is what would make it carry the rate asked.
    """

    asset: Asset
    beam: str
    elevation_deg: float | None
    capability: Capability
    refused: str
    up: Edge
    mend: str = ""
    down: tuple[tuple[Edge, tuple[Weak, ...]], ...] = ()


def skyways(
    p: int, need: Need, ends: Ends, pool: Pool, world: World, sky: Sky, judged: NDArray[np.int64]
) -> tuple[Skyway, ...]:
    """Every way through the sky from the place ``p`` of a need's user; none when data is not asked for."""
    if "data" not in ends.request.ways:
        return ()
    return (*_beams(p, need, ends, pool, world, sky, judged), *_broadband(p, need, ends, pool, sky, judged))


def _beams(
    p: int, need: Need, ends: Ends, pool: Pool, world: World, sky: Sky, judged: NDArray[np.int64]
) -> list[Skyway]:
    measure = need.measure("rate")
    asked_bps = measure.threshold if measure else USUAL_BPS
    rain = rain_here(p, need, ends, world, percent_lost(measure.share_required if measure else None))
    terminals = [t for t in pool.facts_of(Terminal) if t.id in ends.request.terminals]
    classes = {c.id: c for c in pool.facts_of(PayloadClass)}
    sites = {s.id: s for s in pool.facts_of(Site)}
    out = []
    for asset, beam in pool.fitted_with(Beam):
        if "data" not in beam.services or asset.id not in sky.ids:
            continue
        terminal = next((t for t in terminals if common_band(beam, t)), None)
        seen = sky.of((asset.id,), beam.min_elevation_deg)[0, p, judged]
        if not seen.any():
            continue
        elevation_deg, range_m = sky.lowest(asset.id, p, judged, beam.min_elevation_deg)
        look = Look(elevation_deg=elevation_deg, range_m=range_m)
        link = Link(
            asset=asset,
            beam=beam,
            terminal=terminal,
            proxy=classes.get(beam.payload_class),
            look=look,
            rain=rain,
        )
        deaf = bool(terminals) and terminal is None
        capability = trunk(link, asked_bps) if ends.fixed and not deaf else user(link, asked_bps)
        mend = ""
        if capability.hopeful_bps < asked_bps and terminal is not None:
            larger = smallest_that_carries(link, asked_bps, pool.facts_of(Terminal))
            mend = f"with a {larger[0].name} it would carry {bits(larger[1])}" if larger else ""
        hop = f"{asset.id} {beam.name}"
        out.append(
            Skyway(
                asset=asset,
                beam=beam.name,
                elevation_deg=elevation_deg,
                capability=capability,
                refused=refusal(asset, beam, need, ends, pool, p) or (OTHER_BAND if deaf else ""),
                mend=mend,
                up=Edge(
                    a=DISH,
                    b=hop,
                    assets=(pool.place_of[asset.id],),
                    certain_bps=capability.certain_bps,
                    hopeful_bps=capability.hopeful_bps,
                    latency_ms=range_m / 1e3 / LIGHT_KM_PER_MS,
                    when=seen,
                    outward=True,
                ),
                down=_to_the_ground(hop, asset, beam, pool, sites if ends.to_sites else {}),
            )
        )
    return out


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
        what = f"gateway of {asset.name}: not published, taken as joined to the other side"
        return ((down(FAR, here), (Weak(what=what, basis=Basis.ASSUMED),)),)
    basis = beam.provenance.of("gateways")
    weak = (Weak(what=f"gateway of {asset.name}", basis=basis),) if basis > Basis.DERIVED else ()
    out = []
    for gateway in beam.gateways:
        if gateway not in pool:
            out.append((down(gateway if gateway in sites else FAR, here), weak))
        elif pool[gateway].usable:
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
    p: int, need: Need, ends: Ends, pool: Pool, sky: Sky, judged: NDArray[np.int64]
) -> list[Skyway]:
    out = []
    for asset in pool.assets:
        for messenger in asset.fitted(Messenger):
            if "data" not in messenger.carries:
                continue
            rate_bps = messenger.rate_bps
            capability = Capability(
                certain_bps=rate_bps or 0.0,
                hopeful_bps=rate_bps if rate_bps is not None else math.inf,
                missing="" if rate_bps is not None else f"rate of {asset.name} (messengers.csv, rate_bps)",
                weak=_weak(asset, messenger),
            )
            ids = satellites_of(messenger, pool)
            seen = sky.of(ids, messenger.min_elevation_deg)[:, p, judged]
            each = [((pool.place_of[i],), seen[k]) for k, i in enumerate(ids) if seen[k].any()]
            out += [
                Skyway(
                    asset=asset,
                    beam="",
                    elevation_deg=None,
                    capability=capability,
                    refused=refusal(asset, messenger, need, ends, pool, p),
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
                for satellite, when in (each if messenger.satellites else [((), None)])
            ]
    return out


def _weak(asset: Asset, messenger: Messenger) -> tuple[Weak, ...]:
    out = []
    basis = messenger.provenance.of("rate_bps")
    if messenger.rate_bps is not None and basis > Basis.DERIVED:
        out.append(Weak(what=f"rate of {asset.name}", basis=basis))
    if not messenger.satellites:
        out.append(Weak(what=f"{asset.name}: taken as always in view", basis=Basis.ASSUMED))
    return tuple(out)
