"""What passes bring down to stations, where the rates are known, and what is named where they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.earth import Place
from serai.ground.antennas import IMAGE_RECEIVE, Dish
from serai.ground.contacts import Contacts
from serai.ground.volumes import station_volumes
from serai.orbit import Fixed
from serai.pool import Asset, Pool
from serai.radio.link.budget import Stated
from serai.tables import Basis, Provenance
from serai.time import Span, WindowTable

SENT = {"gaofen": Stated(value=450e6, basis=Basis.RECALLED)}
MINUTE_NS = 60_000_000_000


def station(name, rate_bps):
    known = Provenance(basis=Basis.PUBLISHED)
    dish = Dish(station=name, uses=(IMAGE_RECEIVE,), max_rate_bps=rate_bps, provenance=known)
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
    karachi, _ = station_volumes(reach, pool, SENT)
    assert (karachi.passes, karachi.known_passes, karachi.seconds) == (2, 2, 1200.0)
    assert karachi.bits == pytest.approx(1200.0 * 300e6)
    assert karachi.bits_per_pass == pytest.approx(600.0 * 300e6)
    assert karachi.silent == ()
    assert karachi.basis is Basis.RECALLED


def test_one_known_rate_is_a_bound_and_the_other_is_named(reach, pool):
    _, sanya = station_volumes(reach, pool, SENT)
    assert (sanya.bits, sanya.bits_per_pass, sanya.known_passes) == (None, None, 0)
    assert sanya.at_most_bits == pytest.approx(300.0 * 450e6)
    assert sanya.silent == ("sanya",)
    karachi, sanya = station_volumes(reach, pool, {})
    assert karachi.bits is None
    assert karachi.at_most_bits == pytest.approx(1200.0 * 300e6)
    assert karachi.silent == ("gaofen",)
    assert sanya.at_most_bits is None


def test_known_passes_count_beside_unknown_ones(reach, pool):
    two = replace(pool, assets=(*pool.assets, Asset(id="hj", name="HJ", kind="satellite", owner="x")))
    pair = np.array([0, 2, 3])  # Gaofen and HJ over Karachi, HJ over Sanya
    both = replace(reach, satellites=("gaofen", "hj"), table=replace(reach.table, pair=pair))
    karachi, sanya = station_volumes(both, two, SENT)
    assert (karachi.passes, karachi.known_passes) == (2, 1)
    assert karachi.bits is None
    assert karachi.bits_per_pass == pytest.approx(600.0 * 300e6)
    assert karachi.silent == ("hj",)
    assert sanya.at_most_bits is None


def test_only_the_span_and_the_pairs_asked_about_count(reach, pool, a_day):
    first_hour = Span(a_day.start, a_day.start.plus(seconds=3600.0))
    karachi, sanya = station_volumes(reach, pool, SENT, within=first_hour)
    assert (karachi.passes, sanya.passes) == (1, 0)
    nowhere = np.array([[False, True]])
    karachi, sanya = station_volumes(reach, pool, SENT, allowed=nowhere)
    assert (karachi.passes, karachi.bits, sanya.passes) == (0, 0.0, 1)
