"""A place's figures from the maps in force, on a made-up world where every map is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from serai.radio.propagation.attenuation import attenuation
from serai.radio.propagation.map_sheets import PERCENTS_2145, SheetGrid, sheets
from serai.radio.propagation.maps import MANIFEST, Maps
from serai.radio.propagation.site_climate import ground_at

COARSE = SheetGrid(
    lat_first_deg=-90.0, lat_step_deg=45.0, lon_first_deg=-180.0, lon_step_deg=45.0, rows=5, columns=9
)
GROUND_KM = 0.1
SURFACE = {  # mean, what is exceeded for 5 %, scale (K/km for temperature, km for the others)
    "T": (290.0, 303.0, -6.5),
    "P": (1005.0, 1015.0, 8.0),
    "RHO": (10.0, 18.0, 2.0),
    "V": (25.0, 50.0, 2.0),
}
PLACE = {"lat_deg": 24.9, "lon_deg": 67.0}


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """Constant maps of P.2145-0 and P.840-9, and those of rain, as a bundle with its manifest."""
    bundle = tmp_path_factory.mktemp("itu")
    level = {"P.837-7 R001": 30.0, "P.839-4 h0": 4.6, "P.453-14 Nwet 50": 90.0, "P.1511-3 height": 100.0}
    for p in PERCENTS_2145:
        level[f"P.840-9 L {p:g}"] = 1.0 / (1.0 + p)
        for letter, (_, exceeded, _) in SURFACE.items():
            level[f"P.2145-0 {letter} {p:g}"] = exceeded - 0.1 * (p - 5.0)
    for letter, (mean, _, scale) in SURFACE.items():
        level |= {
            f"P.2145-0 {letter} mean": mean,
            f"P.2145-0 {letter} scale": scale,
            f"P.2145-0 {letter} ground": GROUND_KM,
        }
    rows = {}
    for key, value in level.items():
        file = bundle / f"{len(rows)}.npy"
        np.save(file, np.full((COARSE.rows, COARSE.columns), value))
        rows[key] = {
            "file": file.name,
            "edition": key.split()[0],
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
    (bundle / MANIFEST).write_text(json.dumps({"sheets": rows}), encoding="utf-8")
    known = {key: replace(sheet, frame=COARSE) for key, sheet in sheets().items()}
    return Maps(bundle=bundle, _known=known)


def test_with_every_map_in_force_nothing_is_lacking(maps):
    found = ground_at(maps, **PLACE, percent=0.1, height_km=GROUND_KM)
    answer = attenuation(
        found.ground, lat_deg=24.9, frequency_ghz=20.0, elevation_deg=40.0, percent=0.1, diameter_m=1.2
    )
    assert answer.lacking == ()
    assert answer.gas_method.endswith("statistical (sections 1.2 and 2.3)")
    parts = [answer.gas_db, answer.rain_db, answer.cloud_db, answer.scintillation_db]
    assert answer.total_db == pytest.approx(
        parts[0] + np.hypot(parts[1] + parts[2], parts[3])
    )  # P.618-14, equation (65)
    assert not any(source.startswith("older") for source in found.sources.values())


def test_anything_rarer_than_five_percent_takes_the_air_of_five_percent(maps):
    at = [ground_at(maps, **PLACE, percent=p, height_km=GROUND_KM).ground for p in (0.01, 5.0)]
    for ground in at:
        assert float(ground.vapour_exceeded_g_m3) == pytest.approx(18.0)
        assert float(ground.column_kg_m2) == pytest.approx(50.0)
        assert float(ground.liquid_kg_m2) == pytest.approx(1.0 / 6.0)


def test_a_kilometre_higher_the_air_is_thinner_by_its_own_scale(maps):
    high = ground_at(maps, **PLACE, percent=5.0, height_km=GROUND_KM + 1.0).ground
    assert float(high.temperature_k) == pytest.approx(290.0 - 6.5)
    assert float(high.pressure_hpa) == pytest.approx(1005.0 * np.exp(-1.0 / 8.0))
    assert float(high.vapour_g_m3) == pytest.approx(10.0 * np.exp(-0.5))
    assert float(high.column_kg_m2) == pytest.approx(50.0 * np.exp(-0.5))


def test_the_air_is_that_of_the_places_own_height(maps):
    """Pressure and vapour fall off by their scale heights, and a height that is missing is the map's."""
    heights = np.array([GROUND_KM, 3.0, np.nan])
    at = {k: np.full(3, v) for k, v in PLACE.items()}
    found = ground_at(maps, **at, percent=5.0, height_km=heights).ground
    mean, _, scale = SURFACE["RHO"]
    expected = mean * np.exp(-np.array([0.0, 3.0 - GROUND_KM, 0.0]) / scale)
    np.testing.assert_allclose(found.vapour_g_m3, expected)
    assert found.height_km[2] == pytest.approx(GROUND_KM)


def test_a_height_far_below_the_ground_is_not_given_the_air_of_a_mine(maps):
    """A 0 left standing for a place 2.1 km up would have 2.9 times its vapour; 1.9 km below is a gorge."""
    deep, gorge = GROUND_KM - 2.1, GROUND_KM - 1.9
    found = ground_at(maps, **PLACE, percent=5.0, height_km=deep)
    mean, _, scale = SURFACE["RHO"]
    assert float(found.ground.vapour_g_m3) == pytest.approx(mean)
    assert "over 2 km below" in found.sources["vapour_g_m3"]
    assert float(found.ground.height_km) == deep
    found = ground_at(maps, **PLACE, percent=5.0, height_km=gorge)
    assert float(found.ground.vapour_g_m3) == pytest.approx(mean * np.exp(1.9 / scale))
    assert "below" not in found.sources["vapour_g_m3"]
