"""Normal matrices: clocks eliminated, satellites taken off, by hand and against the full matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.earth import Place
from serai.navigate.accuracy import horizontal_95_m, vertical_95_m
from serai.navigate.geometry import Normals, Sky, directions, normals

SOLVER_TOLERANCE = 1e-7  # relative: two ways through double precision on well-conditioned matrices


def sky_of(azimuth_deg: list[float], elevation_deg: list[float]) -> Sky:
    return Sky(
        tai_ns=np.zeros(1, dtype=np.int64),
        places=(Place(lat_deg=0.0, lon_deg=0.0),),
        azimuth_deg=np.array(azimuth_deg, dtype=float)[:, None],
        elevation_deg=np.array(elevation_deg, dtype=float)[:, None],
    )


def normals_of(sky: Sky, weight: np.ndarray, clock: np.ndarray, clocks: int) -> Normals:
    seen = np.ones((len(clock), 1), dtype=bool)
    return normals(directions(sky), seen, weight[:, None], clock, clocks)


def full_inverse(sky: Sky, weight: np.ndarray, clock: np.ndarray) -> np.ndarray:
    """The whole (3 + clocks) cofactor matrix, one clock column for each clock that is there."""
    az, el = np.radians(sky.azimuth_deg[:, 0]), np.radians(sky.elevation_deg[:, 0])
    a = np.stack([np.cos(el) * np.sin(az), np.cos(el) * np.cos(az), np.sin(el)], axis=1)
    h = np.hstack([-a, (clock[:, None] == np.unique(clock)).astype(float)])
    return np.linalg.inv(h.T @ (weight[:, None] * h))


@st.composite
def skies(draw: st.DrawFn) -> tuple[Sky, np.ndarray, np.ndarray]:
    n = draw(st.integers(9, 20))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sky = sky_of(list(rng.uniform(0, 360, n)), list(np.degrees(np.arcsin(rng.uniform(0.05, 0.99, n)))))
    return sky, rng.uniform(0.02, 4.0, n), rng.integers(0, 3, n).astype(np.intp)


def test_one_satellite_overhead_and_three_on_the_horizon_have_a_pdop_of_1_63():
    """By hand: N = diag(3/2, 3/2, 1 - 1/4), so PDOP^2 = 2/3 + 2/3 + 4/3 = 8/3."""
    sky = sky_of([0, 0, 120, 240], [90, 0, 0, 0])
    found = normals_of(sky, np.ones(4), np.zeros(4, dtype=np.intp), 1).solve()
    assert found.pdop[0] == pytest.approx(np.sqrt(8 / 3))
    assert found.hdop[0] == pytest.approx(np.sqrt(4 / 3))
    assert found.vdop[0] == pytest.approx(np.sqrt(4 / 3))
    assert found.clock[0, 0] == pytest.approx(1 / 4 + (1 / 4) ** 2 * 4 / 3)  # TDOP^2 = 1/s + (u/s)' Q (u/s)


@given(skies())
def test_eliminating_the_clocks_gives_what_the_full_matrix_gives(drawn):
    sky, weight, clock = drawn
    found = normals_of(sky, weight, clock, 3).solve()
    whole = full_inverse(sky, weight, clock)
    if np.linalg.cond(whole) > 1e6:
        return
    want = [whole[i, j] for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))]
    np.testing.assert_allclose(
        found.q[:, 0], want, rtol=SOLVER_TOLERANCE, atol=SOLVER_TOLERANCE * np.trace(whole)
    )
    clocks = found.clock[:, 0][~np.isnan(found.clock[:, 0])]
    np.testing.assert_allclose(clocks, np.diag(whole)[3:], rtol=SOLVER_TOLERANCE)


@given(skies(), st.data())
def test_taking_satellites_off_the_sums_is_the_same_as_never_having_had_them(drawn, data):
    sky, weight, clock = drawn
    lost = np.array(data.draw(st.lists(st.booleans(), min_size=len(clock), max_size=len(clock))))
    taken = normals_of(sky, weight, clock, 3).solve_without(lost, np.array([0]))
    left = Sky(
        tai_ns=sky.tai_ns,
        places=sky.places,
        azimuth_deg=sky.azimuth_deg[~lost],
        elevation_deg=sky.elevation_deg[~lost],
    )
    never = normals_of(left, weight[~lost], clock[~lost], 3).solve()
    assert np.isnan(taken.pdop[0]) == np.isnan(never.pdop[0])
    if not np.isnan(never.pdop[0]) and never.pdop[0] < 1e3:
        assert taken.pdop[0] == pytest.approx(never.pdop[0], rel=1e-5)


@given(skies(), st.integers(0, 8))
def test_a_satellite_more_never_makes_an_error_larger(drawn, taken):
    sky, weight, clock = drawn
    whole = normals_of(sky, weight, clock, 3)
    with_all, lost = whole.solve(), np.arange(len(clock)) == taken
    without = whole.solve_without(lost, np.array([0]))
    if np.isnan(without.pdop[0]):
        return
    slack = 1 + 1e-9
    assert with_all.pdop[0] <= without.pdop[0] * slack
    assert horizontal_95_m(with_all.q)[0] <= horizontal_95_m(without.q)[0] * slack
    assert vertical_95_m(with_all.q)[0] <= vertical_95_m(without.q)[0] * slack


def test_four_satellites_of_one_system_fix_a_position_but_three_and_one_of_another_do_not():
    sky = sky_of([0, 0, 120, 240], [90, 10, 10, 10])
    one_clock = normals_of(sky, np.ones(4), np.zeros(4, dtype=np.intp), 2).solve()
    two_clocks = normals_of(sky, np.ones(4), np.array([0, 0, 0, 1]), 2).solve()
    assert np.isfinite(one_clock.pdop[0])
    assert np.isnan(two_clocks.pdop[0])


def test_satellites_in_one_plane_fix_nothing():
    sky = sky_of([0, 0, 180, 180, 0], [20, 50, 50, 20, 80])  # all in the meridian: east is unseen
    assert np.isnan(normals_of(sky, np.ones(5), np.zeros(5, dtype=np.intp), 1).solve().pdop[0])


def test_a_satellite_whose_place_is_unknown_adds_nothing():
    sky = sky_of([0, 0, 120, 240, np.nan], [90, 0, 0, 0, np.nan])
    seen = np.array([[True], [True], [True], [True], [False]])
    found = normals(directions(sky), seen, None, np.zeros(5, dtype=np.intp), 1).solve()
    assert found.pdop[0] == pytest.approx(np.sqrt(8 / 3))
