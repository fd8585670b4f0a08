"""What must be reserved to observe: looks that the party may ask for, each with its image to bring down."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from serai.earth.ellipsoid import A_M
from serai.needs import Need, Opportunity, Parcel, Use
from serai.observe.areas.sites import sites_seen
from serai.observe.delivery import KEPT_ON_BOARD_S
from serai.observe.fittings import Sensor
from serai.observe.looks import LOOK_S, Looks
from serai.observe.period import Period
from serai.observe.scene import sights
from serai.observe.sensors import EligibleSensors
from serai.pool import Asset, Pool
from serai.time import Instant, Span
from serai.wording import Reason, reason
from serai.world import World


def bookable(need: Need, pool: Pool, world: World, within: Span) -> list[Opportunity]:
    """The looks inside a span that can be asked for, earliest first.

    A look holds its satellite for twenty seconds. What it leaves on board must come down: the follow-on
    need asks *connect* to carry the parcel within a day (`serai.radio.passes_for` lists the passes that
    can). Looks of open-data satellites are nobody's to book and are not listed.
    """
    period = replace(Period.of(need, within, world.rules), before_s=0.0, after_s=0.0)
    eligible, seen = sights(need, pool, world, period)
    inside = seen.by_station & (seen.end_ns <= within.end.tai_ns)
    inside &= seen.end_ns - round(LOOK_S * 1e9) >= within.start.tai_ns
    return [_look(need, pool, eligible, seen, int(row)) for row in np.flatnonzero(inside)]


def _look(need: Need, pool: Pool, eligible: EligibleSensors, seen: Looks, row: int) -> Opportunity:
    satellite = pool.assets[int(seen.satellite[row])]
    sensor = eligible.found[int(seen.eye[row])].sensor
    end = Instant(int(seen.end_ns[row]))
    span = Span(end.plus(seconds=-LOOK_S), end)
    at = Instant(int(seen.at_ns[row]))
    site = sites_seen(need, seen, row)
    name = "/".join((need.id, *site, satellite.id, at.utc(0)))
    predicted = {}
    if sensor.resolution_m is not None:
        predicted["resolution"] = (sensor.resolution_m, sensor.resolution_m)
    return Opportunity(
        id=name,
        need=need.id,
        uses=(Use(asset=satellite.id, span=span, serves=name, roll_deg=_roll_deg(sensor, seen, row)),),
        counts_at=at,
        why=_why(need, satellite.name, sensor.name, at, seen, row),
        predicted=MappingProxyType(predicted),
        follow_on=_carry(need, name, satellite, end),
    )


def _roll_deg(sensor: Sensor, seen: Looks, row: int) -> float | None:
    """How far a satellite rolls for a look, to the right of its track; None where it does not turn for one.

    A camera turns until the place is within its swath, seen from its height. A radar turns from one side to
    the other, to the middle of its band, and steers its beam within a side.
    """
    side = 1.0 if seen.right[row] else -1.0
    if sensor.kind == "radar":
        if sensor.sides != "both" or sensor.incidence_min_deg is None or sensor.incidence_max_deg is None:
            return None
        return side * (sensor.incidence_min_deg + sensor.incidence_max_deg) / 2.0
    if sensor.image_every_min is not None:
        return None
    off_rad, incidence_rad = np.radians(seen.off_nadir_deg[row]), np.radians(seen.incidence_deg[row])
    if sensor.swath_km is None or off_rad <= 0.0:
        return side * float(np.degrees(off_rad))
    height_km = A_M / 1e3 * (np.sin(incidence_rad) / np.sin(off_rad) - 1.0)  # by the law of sines on a sphere
    half_rad = np.arctan2(sensor.swath_km / 2.0, height_km)
    return side * float(np.degrees(max(0.0, off_rad - half_rad)))


def _why(need: Need, satellite: str, sensor: str, at: Instant, seen: Looks, row: int) -> Reason:
    """What a look sees, when, and how obliquely."""
    said = {
        "satellite": satellite,
        "sensor": sensor,
        "need": need.id,
        "at": at.utc(0),
        "off_nadir_deg": float(seen.off_nadir_deg[row]),
        "incidence_deg": float(seen.incidence_deg[row]),
    }
    if need.area is None:
        return reason("observe.look.booked", **said)
    if not need.area.swept:
        return reason("observe.look.booked_site", site=sites_seen(need, seen, row), **said)
    places = need.area.places
    share = float(places.weight[seen.covers[row]].sum() / places.size)
    return reason("observe.look.booked_area", share=share, **said)


def _carry(need: Need, look: str, satellite: Asset, ready: Instant) -> Need:
    """The need to bring what a look leaves on board to the ground."""
    rate_bps = max((s.rate_bps for s in satellite.fitted(Sensor) if s.rate_bps is not None), default=None)
    by = ready.plus(seconds=KEPT_ON_BOARD_S)
    parcel = Parcel(aboard=satellite.id, ready=ready, by=by, rate_bps=rate_bps)
    return Need(
        id=f"{look}/down",
        title=str(reason("observe.look.down", look=look)),
        service="connect",
        box=need.box,
        measures=(),
        who=need.who,
        party=need.party,
        priority=need.priority,
        mask=need.mask,
        parcel=parcel,
        provenance=need.provenance,
    )
