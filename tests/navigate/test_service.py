"""What Navigate answers: which ways serve, what a loss takes away, and what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.access import Mask
from serai.earth import Box, Place
from serai.navigate import CarriesCorrections, Navigate, PositionRequest, SearchAndRescue
from serai.needs import Lane, Plan, State, exhibits_of, judge
from serai.orbit import Fixed
from serai.pool import Asset


def ask(small, need, pool):
    return Navigate().answer(need, pool, small.world(pool), Plan(), small.within)


def state(small, need, pool):
    return judge(ask(small, need, pool), len(pool.assets), small.within).state


def shares(answer, pool, *lost):
    alive = np.ones((1, len(pool.assets)), dtype=bool)
    for name in lost:
        alive[0, [pool.place_of[i] for i in pool.named(name)]] = False
    return answer.held(alive).certain[0]


def test_three_constellations_in_the_open_meet_ten_metres_and_say_so(small, a_measure):
    pool = small.pool()
    answer = ask(small, small.need(a_measure("horizontal_error_95", 10.0)), pool)
    assert shares(answer, pool)[0] == 1.0
    assert answer.notes.path == ("gps-sps", "gal-os", "bds-os")
    assert str(answer.notes.why).startswith("GPS, BeiDou and Galileo (")
    assert str(answer.notes.why).endswith("(asked: 10 m for 95 % of the time)")
    assert not answer.notes.remedies


def test_navigation_signals_need_no_booking(small, a_measure):
    pool = small.pool()
    need = small.need(a_measure("horizontal_error_95", 10.0))
    assert Navigate().bookable(need, pool, small.world(pool), small.within) == []


def test_a_loss_in_the_batch_is_the_same_as_a_pool_without_the_asset(small, a_measure):
    pool = small.pool()
    need = small.need(a_measure("horizontal_error_95", 2.5), a_measure("vertical_error_95", 4.0))
    whole = ask(small, need, pool)
    for lost in ("gps-1", "constellation:beidou", "gal-os", "galileo-7"):
        reduced = pool.without(lost)
        fresh = judge(ask(small, need, reduced), len(reduced.assets), small.within)
        assert shares(whole, pool, lost) == pytest.approx(fresh.shares)


def test_a_correction_is_lost_with_its_service_and_with_all_that_carry_it(small, a_measure):
    pool = small.pool()
    answer = ask(small, small.need(a_measure("horizontal_error_95", 0.3)), pool)
    assert shares(answer, pool)[0] == 1.0
    assert answer.notes.path[0] == "ppp-b2b"
    assert shares(answer, pool, "bds-g2")[0] == 1.0  # the other GEO still carries it
    assert shares(answer, pool, "bds-g2", "bds-g3")[0] == 0.0
    assert shares(answer, pool, "ppp-b2b")[0] == 0.0


@settings(max_examples=30)
@given(data=st.data())
def test_fewer_assets_never_raise_a_share(small, a_measure, data):
    pool = small.pool()
    need = small.need(
        a_measure("horizontal_error_95", 2.2),
        a_measure("vertical_error_95", 3.5),
        a_measure("timing_error_95", 33.0, unit="ns"),
        a_measure("convergence", 20.0, unit="min"),
    )
    answer = _kept(small, need, pool)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    kept = data.draw(st.floats(0.5, 0.99))
    more = rng.uniform(size=len(pool.assets)) < kept
    fewer = more & (rng.uniform(size=len(pool.assets)) < kept)
    held = answer.held(np.stack([more, fewer]))
    (with_more, with_fewer), (hope_more, hope_fewer) = held.certain, held.hopeful
    assert (with_fewer <= with_more + 1e-12).all()
    assert (hope_fewer <= hope_more + 1e-12).all()


_ANSWERS: dict[str, object] = {}


def _kept(small, need, pool):
    return _ANSWERS.setdefault(need.id, ask(small, need, pool))


def test_assets_that_cannot_matter_are_not_rested_on(small, a_measure, a_correction):
    pool = small.pool(
        a_correction("far", "Far service", area=Box(lon_min=0, lat_min=0, lon_max=1, lat_max=1), kind="SBAS")
    )
    answer = ask(small, small.need(a_measure("horizontal_error_95", 10.0)), pool)
    assert not answer.rests_on[pool.place_of["far"]]
    assert answer.rests_on[pool.place_of["gps-1"]]


def test_a_network_whose_state_is_unknown_gives_nothing_for_certain_and_makes_the_need_unknown(
    small, a_measure, a_correction
):
    here = Box(lon_min=60, lat_min=20, lon_max=80, lat_max=37)
    pool = small.pool(
        a_correction(
            "cors-tn",
            "Tunisian reference stations",
            kind="CORS",
            country="TN",
            area=here,
            link=("internet",),
            status="unknown",
            h95_m=0.02,
            convergence_min=1.0,
        )
    )
    need = small.need(
        a_measure("horizontal_error_95", 0.1), request=PositionRequest(corrections=("broadcast", "internet"))
    )
    answer = ask(small, need, pool)
    one = judge(answer, len(pool.assets), small.within)
    assert (one.state, one.hopeful) == (State.UNKNOWN, (1.0,))
    assert [str(m) for m in one.missing] == ["status of Tunisian reference stations (services.csv, status)"]
    assert shares(answer, pool).tolist() == [0.0]
    lost = answer.held(np.array([[a.id != "cors-tn" for a in pool.assets]]))
    assert lost.hopeful.tolist() == [[0.0]]
    assert answer.rests_on[pool.place_of["cors-tn"]]
    assert "Tunisian reference stations: whether it is in operation is unknown" in str(answer.notes.why)
    assert any(str(s).startswith("Tunisian reference stations would do if ") for s in answer.notes.remedies)
    assert any("own base station" in str(s) for s in answer.notes.remedies)


def test_a_network_of_another_country_does_not_serve_across_the_border(small, a_measure, a_correction):
    here = Box(lon_min=60, lat_min=20, lon_max=80, lat_max=37)
    network = a_correction(
        "cors-cn",
        "Chinese stations",
        kind="CORS",
        country="CN",
        area=here,
        link=("internet",),
        h95_m=0.02,
        convergence_min=1.0,
    )
    need = small.need(
        a_measure("horizontal_error_95", 0.1), request=PositionRequest(corrections=("internet",))
    )
    assert state(small, need, small.pool(network)) is State.NOT_MET


def test_a_service_on_test_is_not_used(small, a_measure, a_correction):
    pool = small.pool(a_correction("best", "Best service", h95_m=0.05, status="test"))
    answer = ask(small, small.need(a_measure("horizontal_error_95", 0.1)), pool)
    assert shares(answer, pool)[0] == 0.0


def test_a_carrier_that_was_never_heard_carries_nothing(small, a_measure, a_satellite, over):
    carries = CarriesCorrections(service="ppp-b2b", prn="C59", signal="B2b", status="not proven")
    pool = small.pool(
        a_satellite("bds-g9", over(68.0), "BeiDou", "C59", carries, use=False), without=("bds-g2", "bds-g3")
    )
    assert state(small, small.need(a_measure("horizontal_error_95", 0.3)), pool) is State.NOT_MET


def test_a_geo_below_the_sky_mask_cannot_be_heard(small, a_measure):
    pool = small.pool()
    wall = Mask.read("0:5 90:60 180:60 270:5")  # a wall to the south and east, where the GEOs stand
    need = small.need(a_measure("horizontal_error_95", 0.3), mask=wall)
    answer = ask(small, need, pool)
    assert judge(answer, len(pool.assets), small.within).state is State.NOT_MET
    assert "never above the sky mask there" in str(answer.notes.why)


def test_a_user_without_internet_does_not_get_what_comes_by_internet(small, a_measure, a_correction):
    by_net = a_correction("net", "Net service", link=("internet",), h95_m=0.05, min_carriers=None)
    pool = small.pool(by_net)
    measure = a_measure("horizontal_error_95", 0.1)
    assert state(small, small.need(measure), pool) is State.NOT_MET
    online = small.need(measure, request=PositionRequest(corrections=("internet",)))
    assert state(small, online, pool) is State.MET


def test_a_figure_for_antennas_that_stand_still_counts_only_for_them(small, a_measure, a_correction):
    pool = small.pool(
        a_correction("still", "Still service", link=("internet",), h95_m=0.2, static_h95_m=0.02)
    )
    measure = a_measure("horizontal_error_95", 0.05)
    moving = small.need(measure, request=PositionRequest(corrections=("internet",)))
    still = small.need(measure, request=PositionRequest(corrections=("internet",), still=True))
    assert state(small, moving, pool) is State.NOT_MET
    assert state(small, still, pool) is State.MET


def test_after_every_break_a_service_converges_anew(small, a_measure):
    pool = small.pool()
    answer = ask(small, small.need(a_measure("horizontal_error_95", 0.3)), pool)
    way = answer.scene.corrections[0]
    served = np.ones((5, way.instants), dtype=bool)
    served[:, 40:50] = False  # a break of ten instants of 15 minutes; convergence takes one instant more
    object.__setattr__(way, "_served_by_all", served.ravel())
    vars(way).pop("_settled_with_all", None)  # found already by what was served before
    settled = way.settled(None).reshape(5, way.instants)
    assert settled[:, :40].all()
    assert not settled[:, 40:51].any()
    assert settled[:, 51:].all()


def test_a_missing_figure_makes_the_measure_unknown_and_is_named(small, a_measure, a_correction):
    india = Box(lon_min=60, lat_min=8, lon_max=97, lat_max=37)
    own = a_correction(
        "gagan", "GAGAN", kind="SBAS", country="IN", systems=("GPS",), area=india, pdop_max=None
    )
    carries = CarriesCorrections(service="gagan", prn="128", signal="L1", status="heard")
    pool = small.pool(own)
    geo = next(a for a in pool.assets if a.id == "bds-g2")
    pool = small.pool(own, _also(geo, carries), without=("bds-g2",))
    need = small.need(a_measure("time_to_alert", 10.0, unit="s"), party="airport")
    answer = ask(small, need, pool)
    assert str(answer.notes.figures[0].missing) == "time to alert of GAGAN (services.csv, time_to_alert_s)"
    assert shares(answer, pool)[0] == 0.0
    assert judge(answer, len(pool.assets), small.within).state is State.UNKNOWN
    assert "nobody published the time to alert of GAGAN" in str(answer.notes.why)


def test_integrity_is_promised_to_the_service_s_own_users_only(small, a_measure, a_correction):
    india = Box(lon_min=60, lat_min=8, lon_max=97, lat_max=37)
    own = a_correction(
        "gagan",
        "GAGAN",
        kind="SBAS",
        country="IN",
        systems=("GPS",),
        area=india,
        pdop_max=None,
        time_to_alert_s=6.0,
    )
    carries = CarriesCorrections(service="gagan", prn="128", signal="L1", status="heard")
    geo = next(a for a in small.pool().assets if a.id == "bds-g2")
    pool = small.pool(own, _also(geo, carries), without=("bds-g2",))
    measures = (a_measure("time_to_alert", 10.0, unit="s"), a_measure("horizontal_protection", 40.0))
    at_home = ask(small, small.need(*measures, party="airport"), pool)
    abroad = ask(small, small.need(*measures, party="farm"), pool)
    assert (shares(at_home, pool) > 0.9).all()
    assert (shares(abroad, pool) == 0.0).all()
    assert "GAGAN is heard there for " in str(abroad.notes.why)
    assert any(
        str(s).startswith("were the promise of GAGAN extended to this place") for s in abroad.notes.remedies
    )
    assert shares(at_home, pool, "bds-g2")[0] == 0.0


def test_protection_levels_are_wider_than_the_errors_they_bound(small, a_measure, a_correction):
    india = Box(lon_min=60, lat_min=8, lon_max=97, lat_max=37)
    own = a_correction(
        "gagan", "GAGAN", kind="SBAS", country="IN", systems=("GPS",), area=india, pdop_max=None
    )
    carries = CarriesCorrections(service="gagan", prn="128", signal="L1", status="heard")
    geo = next(a for a in small.pool().assets if a.id == "bds-g2")
    pool = small.pool(own, _also(geo, carries), without=("bds-g2",))
    need = small.need(
        a_measure("horizontal_protection", 40.0), a_measure("horizontal_error_95", 10.0), party="airport"
    )
    answer = ask(small, need, pool)
    level, error = (f.values for f in answer.notes.figures)
    assert (level[~np.isnan(level)] > error[~np.isnan(level)]).all()


def test_qzss_adds_to_gps_and_shares_its_clock(small, a_measure, a_satellite, declared, over):
    """Three GPS satellites and one QZSS satellite fix a position; with one of Galileo they would not."""
    pool = small.pool(a_satellite("qzs", over(80.0), "QZSS", "J07"), declared("qzss-pnt", "QZSS"))
    answer = ask(small, small.need(a_measure("horizontal_error_95", 10.0)), pool)
    satellites = answer.scene.satellites
    assert "QZSS" not in satellites.clocks
    gps = satellites.clocks.index("GPS")
    assert satellites.clock[satellites.ids.index("qzs")] == gps


def test_navic_with_three_satellites_fixes_nothing_alone(small, a_measure, a_satellite, declared, over):
    others = tuple(a.id for a in small.assets if a.id.split("-")[0] in ("gps", "galileo", "beidou"))
    three = [
        a_satellite(f"navic-{k}", over(lon), "NavIC", f"I0{k}") for k, lon in enumerate((55.0, 83.0, 129.5))
    ]
    pool = small.pool(*three, declared("navic-sps", "NavIC"), without=others)
    answer = ask(small, small.need(a_measure("horizontal_error_95", 1e6)), pool)
    assert shares(answer, pool)[0] == 0.0
    assert any("NavIC is not counted: nobody published its range error" in str(f) for f in answer.notes.flags)


def test_unhealthy_and_undeclared_signals_do_not_count(small, a_measure, a_satellite, over):
    pool = small.pool(
        a_satellite("sick", over(70.0), "GPS", "G33", health="unhealthy"),
        a_satellite("kept-out", over(70.0), "GPS", "G34", use=False),
        a_satellite("stranger", over(70.0), "GLONASS", "R01"),
    )
    answer = ask(small, small.need(a_measure("horizontal_error_95", 10.0)), pool)
    assert not {"sick", "kept-out", "stranger"} & set(answer.scene.satellites.ids)
    assert any("1 GLONASS satellite is not counted" in str(f) for f in answer.notes.flags)


def test_a_beacon_is_located_where_enough_repeaters_are_in_view(small, a_measure):
    rescue = SearchAndRescue(
        systems=("Galileo",),
        area=None,
        min_carriers=4,
        carrier_mask_deg=5.0,
        h95_m=5000.0,
        delay_min=10.0,
        status="operational",
    )
    carries = CarriesCorrections(service="sar", prn="", signal="406 MHz", status="heard")
    repeaters = [_also(a, carries) for a in small.assets if a.id.startswith("galileo-")]
    plain = tuple(a.id for a in repeaters)
    sar = Asset(id="sar", name="Galileo search and rescue", kind="service", owner="x", fittings=(rescue,))
    promised = small.pool(sar, *repeaters, without=plain)
    need = small.need(a_measure("beacon_location", 5000.0), a_measure("beacon_delay", 600.0, unit="s"))
    alone = ask(small, need, promised)
    assert judge(alone, len(promised.assets), small.within).state is State.UNKNOWN
    assert str(alone.notes.figures[0].missing).startswith("ground terminals of Galileo search and rescue")
    assert alone.held(np.zeros((1, len(promised.assets)), dtype=bool)).hopeful.max() == 0.0
    at = Fixed(Place(lat_deg=35.0, lon_deg=33.0))
    hears = Asset(id="meolut", name="MEOLUT", kind="station", owner="x", motion=at, fittings=(carries,))
    pool = small.pool(sar, hears, *repeaters, without=plain)
    answer = ask(small, need, pool)
    assert shares(answer, pool, "meolut") == pytest.approx([0.0, 0.0])
    assert shares(answer, pool) == pytest.approx([1.0, 1.0])
    assert shares(answer, pool, "sar") == pytest.approx([0.0, 0.0])
    assert "repeaters in view) gives a beacon's location error" in str(answer.notes.why)


def test_a_repeater_counts_only_while_a_terminal_on_the_ground_sees_it_too(small, a_measure):
    rescue = SearchAndRescue(
        systems=("Galileo",),
        area=None,
        min_carriers=4,
        carrier_mask_deg=5.0,
        h95_m=5000.0,
        delay_min=10.0,
        status="operational",
    )
    carries = CarriesCorrections(service="sar", prn="", signal="406 MHz", status="heard")
    repeaters = [_also(a, carries) for a in small.assets if a.id.startswith("galileo-")]
    sar = Asset(id="sar", name="Galileo search and rescue", kind="service", owner="x", fittings=(rescue,))
    need = small.need(a_measure("beacon_location", 5000.0))
    centre = need.box.centre()

    def served(*places):
        hears = [
            Asset(
                id=f"lut-{k}",
                name=f"LUT {k}",
                kind="station",
                owner="x",
                motion=Fixed(at),
                fittings=(carries,),
            )
            for k, at in enumerate(places)
        ]
        pool = small.pool(sar, *hears, *repeaters, without=tuple(a.id for a in repeaters))
        return shares(ask(small, need, pool), pool)[0]

    beside = Place(lat_deg=centre.lat_deg, lon_deg=centre.lon_deg)
    below = Place(lat_deg=-centre.lat_deg, lon_deg=centre.lon_deg - 180.0)
    far = Place(lat_deg=27.8, lon_deg=-15.6)
    assert served(beside) == 1.0
    assert served(below) == 0.0  # nothing is above 5 deg at both ends of the Earth
    assert served(below, far) == served(far)
    assert served(below, far) <= served(below, far, beside) == 1.0


def test_a_rescue_service_of_which_nobody_says_what_carries_it_is_unknown(small, a_measure):
    rescue = SearchAndRescue(
        systems=("BeiDou",),
        area=None,
        min_carriers=4,
        carrier_mask_deg=5.0,
        h95_m=5000.0,
        delay_min=10.0,
        status="operational",
    )
    sar = Asset(id="sar", name="BeiDou search and rescue", kind="service", owner="x", fittings=(rescue,))
    pool = small.pool(sar)
    answer = ask(small, small.need(a_measure("beacon_location", 5000.0)), pool)
    assert (
        str(answer.notes.figures[0].missing)
        == "which satellites carry BeiDou search and rescue (carriers.csv)"
    )


def test_time_to_a_microsecond_comes_from_one_system_in_view(small, a_measure):
    pool = small.pool()
    answer = ask(small, small.need(a_measure("timing_error_95", 1000.0, 0.999, "ns")), pool)
    assert shares(answer, pool)[0] == 1.0
    assert (
        shares(answer, pool, "constellation:gps")[0] == 0.0
    )  # no other system's UTC offset is published here


def test_the_quality_at_the_centre_is_there_for_the_report(small, a_measure):
    pool = small.pool()
    answer = ask(small, small.need(a_measure("horizontal_error_95", 10.0)), pool)
    quality = answer.quality
    (lane,) = exhibits_of(Lane, answer.notes.exhibits)
    assert lane.drawn.values.tolist() == quality.satellites.tolist()
    assert [s.values for s in lane.beside] == [quality.pdop, quality.h95_m]
    assert [f"{s.name}/{s.unit}" for s in (lane.drawn, *lane.beside)] == ["/satellites", "PDOP/", "error/m"]
    assert len(quality.tai_ns) == len(quality.pdop) == len(quality.h95_m) == len(quality.service) == 96
    assert (quality.satellites == sum(quality.in_view.values())).all()
    assert (quality.pdop < 6.0).all()
    assert set(quality.service) == {"open positioning"}


def test_a_need_far_from_every_service_says_so_without_failing(small, a_measure):
    pool = small.pool()
    south_pole = Box(lon_min=-60, lat_min=-85, lon_max=-50, lat_max=-80)
    answer = ask(small, small.need(a_measure("horizontal_error_95", 0.3), box=south_pole), pool)
    assert shares(answer, pool)[0] == 0.0
    assert answer.notes.why


def test_an_empty_pool_answers_not_met(small, a_measure):
    pool = small.pool(without=tuple(a.id for a in small.assets))
    assert state(small, small.need(a_measure("horizontal_error_95", 10.0)), pool) is State.NOT_MET


def _also(asset: Asset, fitting: object) -> Asset:
    return Asset(
        id=asset.id,
        name=asset.name,
        kind=asset.kind,
        owner=asset.owner,
        motion=asset.motion,
        fittings=(*asset.fittings, fitting),
        groups=asset.groups,
    )
