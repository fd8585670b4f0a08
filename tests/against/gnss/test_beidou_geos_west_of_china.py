"""BeiDou's geostationary satellites seen from the west of the corridor, from real elements, over a week.

Published figures are the project's data notes, which another program made from the same catalogue of
2026-08-22. At the mask the elevation changes by a few hundredths of a degree an hour and by 0.9 deg per
degree of longitude: ten kilometres move a share by a tenth. The places are therefore the ones meant: Tunis
and Medjez el-Bab as towns, Karachi as its ground station.
"""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import Orientation, Place
from serai.formats import read_elements
from serai.navigate.geometry import sky
from serai.orbit import Ephemeris, Sgp4
from serai.time import Instant, Span, grid

TUNIS = Place(lat_deg=36.81, lon_deg=10.18)
MEDJEZ = Place(lat_deg=36.65, lon_deg=9.61)
CAIRO = Place(lat_deg=30.04, lon_deg=31.24)
KARACHI = Place(lat_deg=24.95, lon_deg=67.14)  # the ground station, not the harbour
KHARTOUM = Place(lat_deg=15.50, lon_deg=32.56)
ANKARA = Place(lat_deg=39.93, lon_deg=32.86)
WEEK = Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), seconds=7 * 86_400.0)
G2, G3, G4 = 45344, 45807, 56564  # 80, 110.5 and 140 E in August 2026

ELEVATION_TOLERANCE_DEG = 0.1  # printed to 0.1 deg
SHARE_TOLERANCE = 0.02  # printed to 1 %, and two kilometres within a town move it by as much


@pytest.fixture(scope="module")
def seen(shared_data):
    """Elevation (satellite, instant) in degrees at a place, every five minutes of a week."""
    elements = {e.norad: e for e in read_elements(shared_data / "orbits/gp_active_2026-08-22T0149Z.csv.gz")}
    numbers = (G2, G3, G4)
    ephemeris = Ephemeris.of([Sgp4(elements[n]) for n in numbers], WEEK, Orientation.published(), 300.0)
    moments = grid(WEEK, 300.0)
    positions = ephemeris.on_grid(moments)

    def at(place: Place) -> dict[int, np.ndarray]:
        above = sky(positions, moments, [place])
        return dict(zip(numbers, above.elevation_deg, strict=True))

    return at


def test_at_tunis_only_the_one_at_80_east_rises_between_5_7_and_9_degrees(seen):
    elevations = seen(TUNIS)
    assert elevations[G2].min() == pytest.approx(5.7, abs=ELEVATION_TOLERANCE_DEG)
    assert elevations[G2].max() == pytest.approx(9.0, abs=ELEVATION_TOLERANCE_DEG)
    assert elevations[G3].max() < 0.0
    assert elevations[G4].max() < 0.0


@pytest.mark.parametrize(("place", "share"), [(TUNIS, 0.57), (MEDJEZ, 0.51)])
def test_it_is_above_7_degrees_about_half_of_the_time(seen, place, share):
    assert (seen(place)[G2] >= 7.0).mean() == pytest.approx(share, abs=SHARE_TOLERANCE)


@pytest.mark.parametrize("place", [CAIRO, KHARTOUM, ANKARA])
def test_cairo_khartoum_and_ankara_see_the_same_one_and_no_other_above_the_mask(seen, place):
    elevations = seen(place)
    assert (elevations[G2] >= 7.0).all()
    assert (elevations[G3] < 7.0).all()
    assert (elevations[G4] < 0.0).all()


def test_at_karachi_two_are_always_up_and_the_one_at_140_east_for_37_percent(seen):
    elevations = seen(KARACHI)
    assert (elevations[G2] >= 7.0).all()
    assert (elevations[G3] >= 7.0).all()
    assert (elevations[G4] >= 7.0).mean() == pytest.approx(0.37, abs=SHARE_TOLERANCE)


def test_a_sky_mask_of_10_degrees_takes_the_last_one_from_tunis(seen):
    assert (seen(TUNIS)[G2] < 10.0).all()
