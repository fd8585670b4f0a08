"""The digital maps at hand beside the ITU-R validation workbook 8.3.0: what the extra `maps` gives, and not.

ours | theirs | tolerance | why: where the map is of the edition in force the interpolation is exact to
rounding. P.840-9 and P.2145-0 are in no package: those cases are not run, and the older maps are measured.
"""

from __future__ import annotations

import numpy as np
import pytest

from serai.radio.propagation.attenuation import attenuation
from serai.radio.propagation.itu import p453, p836, p837, p839, p1510, p1511
from serai.radio.propagation.itu.p1144 import Grid
from serai.radio.propagation.map_sheets import PERCENTS_836
from serai.radio.propagation.maps import MapMissing, maps_at_hand
from serai.radio.propagation.site_climate import ground_at

EXACT = 1e-6
MAP_OF_R001 = 3.5e-4  # relative: what the map of 0.01 % rounds away against the months themselves
OLDER_TOTAL_DB = 0.81  # the worst of 48 totals when the older maps stand in


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    found = maps_at_hand(tmp_path_factory.mktemp("no-bundle"))
    if found.package is None:
        pytest.skip("needs the digital maps: pip install serai[maps]")
    return found


def test_the_package_is_found_and_not_imported(maps):
    import sys

    assert "itur" not in sys.modules
    assert maps.editions()["P.837-7"] == 13
    assert "P.2145-0" not in maps.editions()
    assert "P.840-9" not in maps.editions()


@pytest.mark.parametrize(
    ("key", "sheet", "columns", "count"),
    [
        ("P.453-14 Nwet 50", "P.453-14 Nwet", "C D F", 8),
        ("P.1510-1 T", "P.1510 Surf_temp", "C D E", 15),
        ("P.839-4 h0", "P.839-4 Rain_Height", "C D F", 8),
    ],
)
def test_a_map_read_bilinearly(maps, itu_book, key, sheet, columns, count):
    lat, lon, theirs = itu_book.columns(sheet, columns)
    assert len(lat) == count
    read = {"P.453-14 Nwet 50": p453.wet_term_at, "P.1510-1 T": p1510.mean_temperature_k}.get(
        key, Grid.bilinear
    )
    np.testing.assert_allclose(read(maps.grid(key), lat, lon), theirs, atol=EXACT, rtol=0)


def test_rain_height(maps, itu_book):
    lat, lon, theirs = itu_book.columns("P.839-4 Rain_Height", "C D G")
    ours = p839.rain_height_at_km(maps.grid("P.839-4 h0"), lat, lon)
    np.testing.assert_allclose(ours, theirs, atol=EXACT, rtol=0)


def test_heights_of_the_ground_and_of_the_geoid(maps, itu_book):
    lat, lon, theirs = itu_book.columns("P.1511 TOPO", "C D E")
    assert len(lat) == 15
    ours = p1511.height_m(maps.grid("P.1511-3 height"), lat, lon)
    np.testing.assert_allclose(ours, theirs, atol=EXACT, rtol=0)
    lat, lon, theirs = itu_book.columns("P.1511 TOPO", "G H I")
    ours = p1511.undulation_m(maps.grid("P.1511-3 geoid"), lat, lon)
    np.testing.assert_allclose(ours, theirs, atol=EXACT, rtol=0)


def test_monthly_temperatures_and_rain(maps, itu_book):
    months = [*"FGHIJKLMNOPQ", *"RSTUVWXYZ", "AA", "AB", "AC"]
    lat, lon, *rows = itu_book.columns("P.837-7 Rp", f"C D {' '.join(months)}")
    for month in range(1, 13):
        rain = maps.grid(f"P.837-7 MT {month:02d}").bilinear(lat, lon)
        np.testing.assert_allclose(rain, rows[month - 1], atol=EXACT, rtol=0)
        warm = maps.grid(f"P.1510-1 T {month:02d}").bilinear(lat, lon) - 273.15
        np.testing.assert_allclose(warm, rows[month + 11], atol=EXACT, rtol=0)


def test_the_map_of_r001_costs_a_thirtieth_of_a_percent(maps, itu_book):
    lat, lon, percent, exact = itu_book.columns("P.837-7 Rp", "C D E AQ")
    often = percent == 0.01
    ours = p837.r001_at_mm_h(maps.grid("P.837-7 R001"), lat[often], lon[often])
    np.testing.assert_allclose(ours, exact[often], rtol=MAP_OF_R001)


def test_water_vapour_of_the_year(maps, itu_book):
    ground = maps.grid("P.836-6 ground")
    metres = Grid(
        lat_first_deg=ground.lat_first_deg,
        lat_step_deg=ground.lat_step_deg,
        lon_first_deg=ground.lon_first_deg,
        lon_step_deg=ground.lon_step_deg,
        values=ground.values * 1e3,
    )
    scales = maps.grids("P.836-6", "VSCH", PERCENTS_836)
    for shows, first, last in (("rho", 25, 56), ("V", 106, 137)):
        lat, lon, height, percent, theirs = itu_book.columns("P.836-6 WV", "C D E G I", first, last)
        assert len(lat) == 32
        ours = p836.exceeded_at(
            maps.grids("P.836-6", shows, PERCENTS_836),
            scales,
            metres,
            lat_deg=lat,
            lon_deg=lon,
            height_m=height,
            percent=percent,
        )
        np.testing.assert_allclose(ours, theirs, atol=EXACT, rtol=0)


def test_total_attenuation_end_to_end_is_not_run_without_the_official_maps(maps, itu_book):
    names = "C D E G H I J K L Q R S"
    lat, lon, height, f, elevation, diameter, efficiency, tilt, percent, rain, twinkle, total = (
        itu_book.columns("P.618-14 Att_Tot", names)
    )

    def ours(*, older):
        found = ground_at(maps, lat_deg=lat, lon_deg=lon, percent=percent, height_km=height, older=older)
        return attenuation(
            found.ground,
            lat_deg=lat,
            frequency_ghz=f,
            elevation_deg=elevation,
            percent=percent,
            tilt_deg=tilt,
            diameter_m=diameter,
            efficiency=efficiency,
        )

    strict = ours(older=False)
    assert np.isnan(strict.total_db).all()
    assert strict.lacking == ("pressure_hpa", "temperature_k", "vapour_g_m3", "liquid_kg_m2")
    np.testing.assert_allclose(strict.rain_db, rain, atol=6e-3)  # the map of R0.01
    np.testing.assert_allclose(strict.scintillation_db, twinkle, atol=EXACT, rtol=0)
    off = np.abs(ours(older=True).total_db - total)
    assert 0.5 < off.max() < OLDER_TOTAL_DB
    assert (int((off < 0.01 * total).sum()), round(float(np.median(off)), 2)) == (12, 0.14)


def test_a_map_of_another_edition_is_refused_by_name(maps):
    with pytest.raises(MapMissing) as refused:
        maps.grid("P.840-9 L 5")
    assert str(refused.value) == (
        "the digital map P.840-9 L 5 is needed, but only that of P.840-7 is at hand; take in the official "
        "files with serai fetch itu --from URL|PATH, or give the place's own figure"
    )
