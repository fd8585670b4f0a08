"""Contacts of satellites with stations: geometry, terms, antennas, and the passes that carry a parcel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.access import Mask
from serai.access.bulk import days_over
from serai.earth import Box, Orientation, Place, elevation_deg
from serai.ground import (
    Contacts,
    Dish,
    Horizon,
    contacts,
    downlink_allowed,
    downlink_terms,
    free_contacts,
    image_antennas,
    image_stations,
    passes_for,
)
from serai.needs import Booking, Need, Opportunity, Parcel, Plan, Use
from serai.orbit import Circle, Fixed
from serai.pool import Asset, Pool, Right, Standing, Term, Terms
from serai.time import Instant, Span, Windows
from serai.world import Almanac, World

T0 = Instant.from_utc("2026-08-22T00:00:00Z")
TWO_DAYS = Span(T0, T0.plus(seconds=2 * 86_400.0))
PLACES = {
    "kashi": Place(lat_deg=39.5, lon_deg=75.93),
    "karachi": Place(lat_deg=24.95, lon_deg=67.14),
    "malindi": Place(lat_deg=-2.99, lon_deg=40.19),
}


def orbit(raan_deg: float) -> Circle:
    return Circle(radius_m=6_978_137.0, inclination_deg=97.8, raan_deg=raan_deg, epoch=T0)


def station(
    name: str, antennas: int | None = None, uses: tuple[str, ...] = ("image receive",), **more: object
) -> Asset:
    dish = Dish(station=name, antennas=antennas, min_elevation_deg=5.0, uses=uses)
    base = Asset(id=name, name=name, kind="station", owner="o", motion=Fixed(PLACES[name]), fittings=(dish,))
    return replace(base, **more)  # type: ignore[arg-type]


def pool(*stations: Asset) -> Pool:
    downlink = Term(
        id="T14", right=Right.DOWNLINK, owner="o", what="", assets=("owner:cnsa",), stations=("kashi",)
    )
    maybe = replace(downlink, id="T15", stations=("karachi",), standing=Standing.CANDIDATE)
    return Pool(
        assets=(
            Asset(id="sar-1", name="SAR 1", kind="satellite", owner="cnsa", motion=orbit(80.0)),
            Asset(id="sar-2", name="SAR 2", kind="satellite", owner="cnsa", motion=orbit(170.0)),
            *(stations or (station("kashi"), station("karachi"), station("malindi", uses=("ttc",)))),
        ),
        terms=Terms(rows=(downlink, maybe)),
    )


def world(little: Pool) -> World:
    motions = {a.id: a.motion for a in little.assets if a.motion is not None}
    return World(at=T0, orientation=Orientation.none(), almanac=Almanac(motions, Orientation.none()))


def found(little: Pool, sky: World) -> Contacts:
    return contacts(sky, little, ["sar-1", "sar-2"], ["kashi", "karachi"], TWO_DAYS)


def test_in_a_contact_the_satellite_stands_above_five_degrees_and_outside_below():
    little = pool()
    sky = world(little)
    reach = found(little, sky)
    where = sky.almanac.ephemeris(("sar-1",), TWO_DAYS, 60.0)
    site = PLACES["kashi"]
    spans = list(reach.of("sar-1", "kashi"))
    assert len(spans) >= 6

    def elevation(moments: list[Instant]) -> np.ndarray:
        ns = np.array([m.tai_ns for m in moments])
        r = where.position_m(np.zeros(len(ns), np.int64), ns)
        return elevation_deg(site.ecef_m(), site.lat_deg, site.lon_deg, r)

    assert (elevation([s.start.plus(seconds=1.0) for s in spans]) > 5.0).all()
    assert (elevation([s.end.plus(seconds=-1.0) for s in spans]) > 5.0).all()
    inner = [s for s in spans if s.start > T0 and s.end < TWO_DAYS.end]
    assert (elevation([s.start.plus(seconds=-1.0) for s in inner]) < 5.0).all()
    assert (elevation([s.end.plus(seconds=1.0) for s in inner]) < 5.0).all()


def test_a_contact_over_the_end_of_a_day_is_one():
    whole = pool()
    many = tuple(
        replace(
            whole["sar-1"],
            id=f"sar-{k}",
            name=f"SAR {k}",
            motion=replace(orbit(5.0 * k), argument_of_latitude_deg=35.0 * k),
        )
        for k in range(72)
    )
    little = Pool(assets=(*many, whole["kashi"]), terms=whole.terms)
    reach = contacts(world(little), little, [a.id for a in many], ["kashi"], TWO_DAYS)
    seams = [day.end.tai_ns for day in days_over(TWO_DAYS)][:-1]
    over = [((reach.table.start_ns < seam) & (reach.table.end_ns > seam)).sum() for seam in seams]
    assert max(over) >= 1
    same = reach.table.pair[1:] == reach.table.pair[:-1]
    assert (reach.table.start_ns[1:] > reach.table.end_ns[:-1])[same].all()


def test_a_contact_shorter_than_the_rules_allow_is_none():
    little = pool()
    assert (found(little, world(little)).table.duration_s >= 120.0).all()


def test_a_higher_horizon_at_a_station_shortens_its_contacts():
    low, high = pool(), pool(station("kashi", motion=Fixed(PLACES["kashi"])), station("karachi"))
    raised = replace(
        high.assets[2], fittings=(*high.assets[2].fittings, Horizon(mask=Mask.read("0:25 180:15")))
    )
    high = replace(high, assets=(*high.assets[:2], raised, high.assets[3]))
    wide = found(low, world(low)).of("sar-1", "kashi")
    narrow = found(high, world(high)).of("sar-1", "kashi")
    assert narrow.total_s < wide.total_s
    assert (narrow - wide).total_s < 0.01


def test_sending_begins_at_once_in_contact_and_else_with_the_next_contact():
    little = pool()
    reach = found(little, world(little))
    first, second = list(reach.of("sar-1", "kashi"))[:2]
    zero = np.zeros(1, np.int64)

    def begins(ready: Instant) -> int:
        return int(reach.starts_after(zero, np.array([ready.tai_ns]), 120.0)[0, 0])

    assert begins(first.start.plus(seconds=-60.0)) == first.start.tai_ns
    middle = first.start.plus(seconds=10.0)
    assert begins(middle) == middle.tai_ns
    too_late = first.end.plus(seconds=-119.0)
    assert begins(too_late) == second.start.tai_ns


def test_a_satellite_without_another_contact_never_sends():
    little = pool()
    reach = found(little, world(little))
    last = TWO_DAYS.end.tai_ns
    assert (reach.rows_after(np.array([0, 1]), np.array([last, last]), 120.0) == -1).all()


def test_only_stations_that_take_images_are_asked():
    assert image_stations(pool()) == ("kashi", "karachi")


def test_terms_in_force_let_data_down_and_candidates_only_would():
    little = pool()
    names = ["sar-1", "sar-2"], ["kashi", "karachi"]
    assert downlink_allowed(little, *names).tolist() == [[True, False], [True, False]]
    assert downlink_allowed(little, *names, candidates=True).tolist() == [[False, True], [False, True]]
    assert downlink_allowed(little.with_terms("T15"), *names).all()
    assert downlink_terms(little, *names)[0, 0].id == "T14"


def test_an_unknown_number_of_antennas_counts_as_one():
    assert image_antennas(station("kashi")) == 1
    assert image_antennas(station("kashi", 3)) == 3


def parcel(ready_s: float, satellite: str = "sar-1") -> Need:
    ready = T0.plus(seconds=ready_s)
    return Need(
        id="N01/look/down",
        title="bring it down",
        service="connect",
        box=Box(lon_min=67.0, lat_min=26.0, lon_max=69.0, lat_max=28.0),
        measures=(),
        mask=Mask.constant(0.0),
        parcel=Parcel(aboard=satellite, ready=ready, by=ready.plus(seconds=86_400.0)),
    )


def test_the_passes_for_a_parcel_come_after_it_is_ready_and_only_where_a_term_lets_them():
    little = pool()
    sky = world(little)
    offered = passes_for(parcel(7200.0), little, sky, TWO_DAYS)
    assert offered
    for one in offered:
        (use,) = one.uses
        assert use.asset == "kashi"
        assert one.counts_at >= T0.plus(seconds=7200.0 + 120.0)
        assert use.span.contains(one.counts_at.plus(seconds=-1.0))
        assert one.counts_at <= T0.plus(seconds=7200.0 + 86_400.0)
    assert [o.counts_at for o in offered] == sorted(o.counts_at for o in offered)
    assert len(passes_for(parcel(7200.0), little.with_terms("T15"), sky, TWO_DAYS)) > len(offered)


def test_two_parcels_of_one_pass_hold_its_antenna_once():
    little = pool()
    sky = world(little)
    first, second = (
        passes_for(parcel(0.0), little, sky, TWO_DAYS),
        passes_for(parcel(60.0), little, sky, TWO_DAYS),
    )
    assert first[-1].uses == second[-1].uses
    assert first[-1].uses[0].serves.startswith("sar-1/kashi/")


def test_no_pass_is_offered_while_a_station_is_kept_back():
    kept = station("kashi", kept_back=Windows([Span(T0, T0.plus(seconds=36 * 3600.0))]))
    little = pool(kept, station("karachi"))
    offered = passes_for(parcel(0.0), little, world(little), TWO_DAYS)
    assert all(o.uses[0].span.start >= T0.plus(seconds=36 * 3600.0) for o in offered)


def booked(asset: str, span: Span, serves: str, share: float = 1.0, need: str = "N99") -> Booking:
    use = Use(asset=asset, span=span, serves=serves, share=share)
    return Booking(
        opportunity=Opportunity(id="x", need=need, uses=(use,), counts_at=span.end, why=""),
        need=need,
        reason="",
    )


@pytest.mark.parametrize(("antennas", "left"), [(1, False), (2, True)])
def test_a_pass_booked_by_another_need_takes_one_antenna(antennas: int, left: bool):
    little = pool(station("kashi", antennas), station("karachi"))
    reach = found(little, world(little))
    span = next(iter(reach.of("sar-1", "kashi")))
    plan = Plan(bookings=(booked("kashi", span, "other/kashi/noon", 1.0 / antennas),))
    free = free_contacts(reach, little, plan, "N01", 120.0)
    assert (span in list(free.of("sar-1", "kashi"))) is left
    assert (
        free_contacts(reach, little, plan, "N99", 120.0) is reach
    )  # its own booking does not stand in its way


def test_another_image_of_the_same_pass_comes_down_with_it():
    little = pool()
    reach = found(little, world(little))
    span = next(iter(reach.of("sar-1", "kashi")))
    plan = Plan(bookings=(booked("kashi", span, "sar-1/kashi/02:00"),))
    assert span in list(free_contacts(reach, little, plan, "N01", 120.0).of("sar-1", "kashi"))


def test_what_is_left_of_a_pass_is_used_when_it_is_long_enough():
    little = pool()
    reach = found(little, world(little))
    span = max(reach.of("sar-1", "kashi"), key=lambda s: s.duration_s)
    begin = Span(span.start, span.start.plus(seconds=100.0))
    free = free_contacts(reach, little, Plan(bookings=(booked("kashi", begin, "y"),)), "N01", 120.0)
    assert Span(begin.end, span.end) in list(free.of("sar-1", "kashi"))


def test_a_satellite_alone_has_the_contacts_that_it_has_among_all():
    little = pool()
    sky, alone = world(little), world(little)
    every, stations = ["sar-1", "sar-2"], ["kashi", "karachi"]
    between = np.array([[True, True], [True, False]])
    contacts(sky, little, every, stations, TWO_DAYS, between)
    for satellite, station_ids in (
        ("sar-2", ["kashi"]),
        ("sar-1", ["karachi", "kashi"]),
        ("sar-2", ["karachi"]),
    ):
        one = contacts(sky, little, [satellite], station_ids, TWO_DAYS)
        fresh = contacts(alone, little, [satellite], station_ids, TWO_DAYS)
        assert len(one.table)
        for name in station_ids:
            assert list(one.of(satellite, name)) == list(fresh.of(satellite, name))


def test_a_higher_mask_is_not_served_from_the_contacts_of_a_lower_one():
    little = pool()
    higher = pool(station("kashi", fittings=(replace(station("kashi").fittings[0], min_elevation_deg=40.0),)))
    sky = world(little)
    low = contacts(sky, little, ["sar-1"], ["kashi"], TWO_DAYS)
    high = contacts(sky, higher, ["sar-1"], ["kashi"], TWO_DAYS)
    assert high.table.duration_s.sum() < low.table.duration_s.sum()


@pytest.mark.parametrize("lost", ["kashi", "sar-1"])
def test_what_an_event_takes_away_of_a_contact_is_not_free(lost: str):
    little = pool()
    reach = found(little, world(little))
    span = max(reach.of("sar-1", "kashi"), key=lambda s: s.duration_s)
    half = Span(span.start, span.start.plus(seconds=span.duration_s / 2))
    out = little.losing_during({lost: Windows([half])})
    left = list(free_contacts(reach, out, Plan(), "N01", 60.0).of("sar-1", "kashi"))
    assert Span(half.end, span.end) in left
    assert span not in left
    assert len(left) == len(list(reach.of("sar-1", "kashi")))
