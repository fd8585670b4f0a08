"""What passes bring down to stations, where the rates are known, and what is named where they are not."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import Place
from serai.orbit import Fixed
from serai.pool import Asset, Pool
from serai.radio.contacts import Contacts
from serai.radio.dish import IMAGE_RECEIVE, Dish
from serai.radio.pass_budget import station_volumes
from serai.time import WindowTable

MINUTE_NS = 60_000_000_000


def station(name, rate_bps):
    dish = Dish(station=name, uses=(IMAGE_RECEIVE,), max_rate_bps=rate_bps)
    return Asset(
        id=name,
        name=name.title(),
        kind="station",
        owner="x",
        motion=Fixed(Place(lat_deg=25.0, lon_deg=67.0)),
        fittings=(dish,),
    )


@pytest.fixture
def reach(a_day):
    """One satellite over two stations: two passes of ten minutes at Karachi, one of five at Sanya."""
    start = a_day.start.tai_ns + np.array([0, 100, 200]) * MINUTE_NS
    end = start + np.array([10, 10, 5]) * MINUTE_NS
    pair = np.array([0, 0, 1])
    whole = np.zeros(3, dtype=bool)
    table = WindowTable(pair, start, end, whole, whole.copy(), np.zeros(3), start.copy())
    return Contacts(satellites=("gaofen",), stations=("karachi", "sanya"), within=a_day, table=table)


@pytest.fixture
def pool():
    satellite = Asset(id="gaofen", name="Gaofen", kind="satellite", owner="x")
    return Pool(assets=(satellite, station("karachi", 300e6), station("sanya", None)))


def test_the_slower_of_satellite_and_station_decides(reach, pool):
    karachi, _ = station_volumes(reach, pool, {"gaofen": 450e6})
    assert (karachi.passes, karachi.seconds) == (2, 1200.0)
    assert karachi.bits == pytest.approx(1200.0 * 300e6)
    assert karachi.bits_per_pass == pytest.approx(600.0 * 300e6)


def test_one_known_rate_is_a_bound_and_the_other_is_named(reach, pool):
    _, sanya = station_volumes(reach, pool, {"gaofen": 450e6})
    assert sanya.bits is None
    assert sanya.at_most_bits == pytest.approx(300.0 * 450e6)
    assert sanya.missing == "rate of Sanya (dishes.csv, max_rate_bps)"
    karachi, sanya = station_volumes(reach, pool, {})
    assert karachi.bits is None
    assert karachi.at_most_bits == pytest.approx(1200.0 * 300e6)
    assert karachi.missing == "downlink rate of Gaofen (sensors.csv, rate_bps)"
    assert sanya.at_most_bits is None
