"""Weighted positions: errors drawn as stated scatter as stated, and the levels are their multiples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.gnss.corrections.weighted import solve_weighted
from serai.gnss.estimators.point_kernel import BELOW_MASK
from serai.gnss.measurements.ranges import ranges
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import single_frequency
from serai.gnss.solution import enu

PLACE = places_ecef_m(-6.8, 39.3, 30.0)
DRAWS, EPOCHS = 20, 100
SCATTER = 0.07  # of 2,000 draws a standard deviation is known to 1.6 %; four times that


@pytest.fixture(scope="module")
def rows():
    case = Case(PLACE, {"G": ("1C",), "E": ("1C",)}, epochs=EPOCHS, step_s=60.0, iono=lambda *_: 0.0)
    orbits = Broadcast.of(navigation(case), {"G": ("1C",), "E": ("1C",)})
    return ranges(observations(case), orbits, single_frequency("GE"), "GE")


def variance_m2(view):
    return 0.5 + 1.0 / np.sin(view.elevation) ** 2


def solved(rows, noise=0.0, **changes):
    """Positions with one draw of noise (of unit variance) put upon the ranges."""

    def errors(place_m, view):  # noqa: ARG001 (the same everywhere)
        return -noise * np.sqrt(variance_m2(view)), variance_m2(view)

    asked = {"mask_deg": 8.0, "precision": True, "frame": "test", "mode": "sbas"} | changes
    return solve_weighted(rows, np.tile(PLACE + 30.0, (EPOCHS, 1)), errors, **asked)


def test_exact_ranges_give_the_exact_place_from_a_rough_start(rows):
    track = solved(rows)
    assert track.solved.all()
    assert np.abs(track.position_m - PLACE).max() < 2e-3  # the simulation's 0.3 mm, times DOP


def test_errors_drawn_as_stated_scatter_as_stated_and_stay_within_the_levels(rows):
    random = np.random.default_rng(12)
    ratios, worst = [], 0.0
    for _ in range(DRAWS):
        track = solved(rows, random.normal(size=len(rows.source)))
        off = track.errors_enu_m(PLACE)
        ratios.append(off / track.sigmas_enu_m())
        levels = np.column_stack([np.hypot(off[:, 0], off[:, 1]), np.abs(off[:, 2])]) / track.protection_m
        worst = max(worst, levels.max())
    spread = np.concatenate(ratios).std(axis=0)
    print(f"normalised errors scatter by {spread.round(3)}; the largest is {worst:.2f} of its level")
    assert spread == pytest.approx(1.0, abs=SCATTER)
    assert worst < 1.0


def test_levels_are_multiples_of_the_covariance(rows):
    track = solved(rows)
    local = np.einsum("eij,ejk,elk->eil", enu(track.position_m), track.covariance_m2, enu(track.position_m))
    major = np.sqrt(np.linalg.eigvalsh(local[:, :2, :2])[:, -1])
    assert track.protection_m[:, 0] == pytest.approx(6.0 * major)
    assert track.protection_m[:, 1] == pytest.approx(5.33 * np.sqrt(local[:, 2, 2]))
    rough = solved(rows, precision=False).protection_m
    assert rough[:, 0] == pytest.approx(6.18 * major)
    assert np.isnan(rough[:, 1]).all()


def test_satellites_below_the_mask_and_epochs_with_too_few_are_not_used(rows):
    high = solved(rows, mask_deg=25.0)
    low = high.status == BELOW_MASK
    assert low.any()
    assert (np.degrees(high.angles_rad[low, 1]) < 25.0).all()
    gone = np.arange(len(rows.source)) < rows.first[1] - 3  # of the first epoch three remain
    few = replace(rows, range_m=np.where(gone, np.nan, rows.range_m))
    assert np.flatnonzero(~solved(few).solved).tolist() == [0]
    none = replace(rows, range_m=np.full_like(rows.range_m, np.nan))
    assert not solved(none).solved.any()
    assert np.isnan(solved(none).protection_m).all()
