"""Rain and clear sky: by name first, then the nearest place that is near enough, else unknown."""

from __future__ import annotations

from serai.earth import Place, great_circle_m
from serai.world import ClearSky, Rain, Weather
from serai.world.weather import NEAR_M

GWADAR = Rain(place="gwadar", at=Place(lat_deg=25.1, lon_deg=62.3), r001_mm_h=30.0, rain_height_km=4.9)
KARACHI = Rain(place="karachi", at=Place(lat_deg=24.9, lon_deg=67.0), r001_mm_h=42.0, rain_height_km=5.0)


def test_a_place_named_in_the_table_is_read_by_its_name_wherever_it_lies():
    far = Place(lat_deg=-60.0, lon_deg=10.0)
    assert Weather(rain=(GWADAR, KARACHI)).rain_at(far, "karachi") is KARACHI


def test_a_place_without_a_row_takes_the_nearest_within_150_km(karachi):
    assert Weather(rain=(GWADAR, KARACHI)).rain_at(karachi, "N05") is KARACHI
    assert Weather(rain=(KARACHI, GWADAR)).rain_at(karachi) is KARACHI


def test_beyond_that_the_rain_is_unknown_and_not_zero():
    degree_m = float(great_circle_m(24.9, 67.0, 25.9, 67.0))
    inside = Place(lat_deg=24.9 + 0.99 * NEAR_M / degree_m, lon_deg=67.0)
    outside = Place(lat_deg=24.9 + 1.01 * NEAR_M / degree_m, lon_deg=67.0)
    assert Weather(rain=(KARACHI,)).rain_at(inside) is KARACHI
    assert Weather(rain=(KARACHI,)).rain_at(outside) is None
    assert Weather().rain_at(inside) is None


def test_near_the_date_line_the_nearest_is_across_it():
    east = Rain(place="east", at=Place(lat_deg=0.0, lon_deg=179.5), r001_mm_h=80.0, rain_height_km=5.0)
    assert Weather(rain=(east,)).rain_at(Place(lat_deg=0.0, lon_deg=-179.5)) is east


def test_clear_sky_is_told_for_the_months_of_a_need_in_the_table_only():
    sindh = ClearSky(need="N01", monthly=tuple(m / 12 for m in range(1, 13)))
    weather = Weather(clear_sky=(sindh,))
    assert weather.clear_sky_for("N01") is sindh
    assert weather.clear_sky_for("N02") is None
    assert (sindh.in_month(1), sindh.in_month(12)) == (1 / 12, 1.0)
