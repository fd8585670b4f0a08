"""What nobody published of a service is hope where it could serve, and none where it could not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.earth import Box
from serai.navigate import Navigate, NavSignal, PositionRequest, SearchAndRescue
from serai.navigate.signals import health_age
from serai.needs import Plan, State, judge
from serai.pool import Asset

HERE = Box(lon_min=60, lat_min=20, lon_max=80, lat_max=37)
ELSEWHERE = Box(lon_min=100, lat_min=20, lon_max=120, lat_max=37)


def ask(small, need, pool):
    return Navigate().answer(need, pool, small.world(pool), Plan(), small.within)


def state(small, need, pool):
    return judge(ask(small, need, pool), len(pool.assets), small.within).state


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ({}, State.UNKNOWN),
        ({"h95_m": None, "convergence_min": None}, State.UNKNOWN),
        ({"systems": ()}, State.UNKNOWN),  # nobody published which: at best all
        ({"h95_m": 0.1}, State.UNKNOWN),  # just what is asked
        ({"h95_m": 0.11}, State.NOT_MET),  # published, and too coarse whether it runs or not
        ({"area": ELSEWHERE}, State.NOT_MET),
        ({"country": "EG"}, State.NOT_MET),  # another country's, running or not
        ({"link": ("broadcast",), "status": "test"}, State.NOT_MET),  # a status that was published
    ],
)
def test_a_service_of_unknown_status_is_hope_where_it_could_serve(
    small, a_measure, a_correction, figures, found
):
    fields = {
        "kind": "CORS",
        "country": "TN",
        "area": HERE,
        "link": ("internet",),
        "status": "unknown",
        "h95_m": 0.02,
        "convergence_min": 1.0,
    }
    pool = small.pool(a_correction("cors-tn", "Tunisian reference stations", **{**fields, **figures}))
    need = small.need(
        a_measure("horizontal_error_95", 0.1), request=PositionRequest(corrections=("internet",))
    )
    assert state(small, need, pool) is found


def test_nothing_converges_to_an_error_that_a_service_does_not_reach(small, a_measure, a_correction):
    """EGNOS gives metres: that nobody published its convergence is no hope for a tractor."""
    coarse = a_correction("coarse", "Coarse", h95_m=3.0, convergence_min=None, min_carriers=None)
    coarse = replace(coarse, fittings=(replace(coarse.fittings[0], link=("internet",)),))
    asked = (a_measure("horizontal_error_95", 0.1), a_measure("convergence", 15.0, unit="min"))
    need = small.need(*asked, request=PositionRequest(corrections=("internet",)))
    answer = ask(small, need, small.pool(coarse))
    assert [str(f.missing) for f in answer.notes.figures] == ["", ""]


def test_a_rescue_service_of_unknown_status_keeps_a_beacon_unknown(small, a_measure):
    rescue = SearchAndRescue(
        systems=("BeiDou",),
        area=None,
        min_carriers=4,
        carrier_mask_deg=5.0,
        h95_m=5000.0,
        delay_min=10.0,
        status="unknown",
    )
    sar = Asset(
        id="sar",
        name="BeiDou search and rescue",
        kind="service",
        owner="x",
        fittings=(rescue,),
        out="unknown",
    )
    pool = small.pool(sar)
    answer = ask(small, small.need(a_measure("beacon_location", 5000.0)), pool)
    assert judge(answer, len(pool.assets), small.within).state is State.UNKNOWN
    assert str(answer.notes.figures[0].missing) == "status of BeiDou search and rescue (services.csv, status)"
    ended = replace(sar, fittings=(replace(rescue, status="not available"),))
    assert state(small, small.need(a_measure("beacon_location", 5000.0)), small.pool(ended)) is State.NOT_MET


@pytest.mark.parametrize(
    ("still", "value_m", "named"), [(True, 0.02, 1), (True, 0.021, 0), (False, 0.007, 0)]
)
def test_a_survey_names_the_means_beside_the_pool_that_reach_what_is_asked(
    small, a_measure, still, value_m, named
):
    row = replace(small.errors[0], item="post-processed PPP", value_m=value_m)
    pool = replace(small.pool(), facts=(*small.pool().facts, row))
    need = small.need(a_measure("horizontal_error_95", 0.02), request=PositionRequest(still=still))
    answer = ask(small, need, pool)
    said = [str(s) for s in answer.notes.substitutes]
    means = "hours at each point, computed afterwards with final orbits and clocks (PPP)"
    why_not = "not counted: it takes hours at each point, and nothing in the pool gives it"
    assert said == [f"{means}: 2 cm (95 %, published); {why_not}"] * named
    assert np.all(answer.held(np.ones((1, len(pool.assets)), dtype=bool)).hopeful == 0.0)


@pytest.mark.parametrize(
    ("as_of", "says"),
    [
        ("2026-08-20", ["signal health is that of 2026-08-20, 48 h before the time asked about"]),
        ("2026-08-21", []),  # a day: as good as a table can be
        ("2026-08-20T18:00:00Z", ["signal health is that of 2026-08-20, 48 h before the time asked about"]),
        ("", []),
        ("last week", []),
    ],
)
def test_the_health_of_signals_carries_its_age(small, as_of, says):
    def dated(asset: Asset) -> Asset:
        fittings = tuple(
            replace(f, provenance=replace(f.provenance, as_of=as_of)) if isinstance(f, NavSignal) else f
            for f in asset.fittings
        )
        return replace(asset, fittings=fittings)

    pool = small.pool()
    old = replace(pool, assets=tuple(dated(a) for a in pool.assets))
    assert [str(r) for r in health_age(old, small.within.start)] == says
