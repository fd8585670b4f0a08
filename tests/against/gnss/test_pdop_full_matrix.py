"""PDOP over Karachi from real elements, against the textbook: rows of the design matrix, one inverse each.

The judge shares no code with ours: it turns Earth-fixed differences itself, keeps a column for each clock and
inverts the whole matrix. Both see the same satellite positions.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from serai.access import Mask
from serai.earth import Orientation
from serai.formats import read_elements
from serai.navigate.geometry import directions, normals, sky
from serai.orbit import Ephemeris, Sgp4
from serai.time import grid

SYSTEMS = {"NAVSTAR": 0, "GSAT0": 1, "BEIDOU-3": 2, "COSMOS 24": 3}
TOLERANCE = 1e-9  # relative: the same formula in another order, in double precision
MASK_DEG = 10.0


@pytest.fixture(scope="module")
def constellation(shared_data, a_day):
    """Positions (satellites, instants, 3) every hour and the clock of each, of four constellations."""
    found = [
        (Sgp4(e), clock)
        for e in read_elements(shared_data / "orbits/gp_active_2026-08-22T0149Z.csv.gz")
        for name, clock in SYSTEMS.items()
        if e.object_name.startswith(name) and 1.5 < e.mean_motion_rev_day < 2.3 and e.eccentricity < 0.05
    ]
    moments = grid(a_day, 3600.0)
    ephemeris = Ephemeris.of([m for m, _ in found], a_day, Orientation.published(), 300.0)
    return ephemeris.on_grid(moments), np.array([c for _, c in found], dtype=np.intp), moments


def textbook_pdop(
    site_lat: float, site_lon: float, site: np.ndarray, satellites: np.ndarray, clock: np.ndarray
) -> float:
    lat, lon = math.radians(site_lat), math.radians(site_lon)
    up = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    rows, used = [], []
    for position, g in zip(satellites, clock, strict=True):
        line = position - site
        line = line / np.linalg.norm(line)
        if math.degrees(math.asin(line @ up)) >= MASK_DEG:
            rows.append(-line)
            used.append(g)
    columns = [[1.0 if g == k else 0.0 for k in sorted(set(used))] for g in used]
    h = np.hstack([np.array(rows), np.array(columns)])
    return math.sqrt(np.trace(np.linalg.inv(h.T @ h)[:3, :3]))


def test_pdop_of_four_constellations_is_the_textbook_s(constellation, karachi):
    positions, clock, moments = constellation
    above = sky(positions, moments, [karachi])
    seen = above.above(Mask.constant(MASK_DEG))
    ours = normals(directions(above), seen, None, clock, 4).solve().pdop
    theirs = [
        textbook_pdop(karachi.lat_deg, karachi.lon_deg, karachi.ecef_m(), positions[:, k], clock)
        for k in range(len(moments))
    ]
    np.testing.assert_allclose(ours, theirs, rtol=TOLERANCE)


@pytest.mark.parametrize("kept", [[0], [2], [0, 1], [1, 2, 3]])
def test_and_so_it_is_after_a_constellation_is_lost(constellation, karachi, kept):
    positions, clock, moments = constellation
    above = sky(positions, moments, [karachi])
    whole = normals(directions(above), above.above(Mask.constant(MASK_DEG)), None, clock, 4)
    ours = whole.solve_without(~np.isin(clock, kept), np.arange(len(moments))).pdop
    left = np.isin(clock, kept)
    theirs = [
        textbook_pdop(karachi.lat_deg, karachi.lon_deg, karachi.ecef_m(), positions[left, k], clock[left])
        for k in range(len(moments))
    ]
    np.testing.assert_allclose(ours, theirs, rtol=1e-7)  # taking off leaves 1e-16 of the sums behind
