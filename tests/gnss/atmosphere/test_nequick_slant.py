"""Contents read between nodes beside contents summed along every ray; places, arcs, and rays with neither."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.formats.ephemerides import IonosphereParameters as Sent
from serai.gnss.atmosphere.ionosphere import broadcast_ionosphere
from serai.gnss.atmosphere.nequick_slant import contents_tecu
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.measurements.ranges import Ranges, ranges
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import single_frequency

ACTIVE = (161.75, 0.66016, 0.019379, 0.0)  # sent on a day of 2024: six times the content of a quiet Sun
PLACE_M = places_ecef_m(24.86, 67.01, 20.0)
# What a sum every quarter of an hour costs: little, of a model that is a third of 20 to 200 TECU wrong.
RMS_TECU, LARGEST_TECU, MOVING_RMS_TECU = 0.1, 1.5, 0.25


def galileo(nav):
    sent = Sent(model="nequick", system="E", satellite="", tai_ns=None, region="", parameters=ACTIVE)
    return replace(nav, iono=(sent,))


@pytest.fixture(scope="module")
def day() -> Ranges:
    case = Case(place_m=PLACE_M, codes={"G": ("1C",), "E": ("1C",)}, epochs=180, step_s=60.0, clock_m={})
    nav = navigation(case)
    choice = single_frequency("GE")
    return ranges(observations(case), Broadcast.of(nav, {"G": ["1C"], "E": ["1C"]}), choice, "GE")


@pytest.fixture(scope="module")
def model():
    return broadcast_ionosphere(galileo(navigation(Case(place_m=PLACE_M, codes={"G": ("1C",)}))), "nequick")


def each(rows: Ranges) -> Ranges:
    """The same rays, each an arc of its own: every one is summed."""
    return replace(rows, satellite=np.arange(len(rows.source)))


def test_contents_read_between_nodes_are_those_summed_along_every_ray(day, model):
    between, exact = contents_tecu(day, model, PLACE_M), contents_tecu(each(day), model, PLACE_M)
    assert len(exact) > 2000
    off = between - exact
    print("mean", exact.mean(), "rms", np.sqrt(np.mean(off**2)), "largest", np.abs(off).max())
    assert exact.min() > 20.0
    assert np.sqrt(np.mean(off**2)) < RMS_TECU
    assert np.abs(off).max() < LARGEST_TECU
    assert (off == 0.0).mean() < 0.2, "few rays are summed"


def test_a_receiver_on_its_way_is_followed_from_the_places_known(day, model):
    """An aircraft eastward at 250 m/s, its place known every fifth minute."""
    track = np.array([places_ecef_m(24.86, 67.01 + 0.15 * k, 9000.0) for k in range(len(day.tai_ns))])
    known = track.copy()
    known[np.arange(len(track)) % 5 != 0] = np.nan
    between, exact = contents_tecu(day, model, known), contents_tecu(each(day), model, track)
    both = np.isfinite(between) & np.isfinite(exact)
    assert both.mean() > 0.9
    assert np.sqrt(np.mean((between - exact)[both] ** 2)) < MOVING_RMS_TECU


def test_another_receiver_in_the_same_file_begins_new_arcs(day, model):
    """Half the epochs at Karachi, half at Colombo, 2,400 km away: no cubic goes through both."""
    half = len(day.tai_ns) // 2
    place = np.repeat([PLACE_M, places_ecef_m(6.93, 79.85, 5.0)], [half, len(day.tai_ns) - half], axis=0)
    between, exact = contents_tecu(day, model, place), contents_tecu(each(day), model, place)
    both = np.isfinite(between) & np.isfinite(exact)
    assert np.sqrt(np.mean((between - exact)[both] ** 2)) < MOVING_RMS_TECU


def test_rays_below_the_horizon_and_from_nowhere_have_no_content(day, model):
    assert np.isnan(contents_tecu(day, model, np.full((len(day.tai_ns), 3), np.nan))).all()
    antipode = contents_tecu(day, model, -PLACE_M)
    assert np.isnan(antipode).mean() > 0.9
    assert (contents_tecu(day, replace(model, galileo=None), PLACE_M) == 0.0).all()


@pytest.mark.parametrize("epochs", [1, 2, 5])
def test_a_file_of_few_epochs_is_solved_too(epochs):
    case = Case(place_m=PLACE_M, codes={"G": ("1C",), "E": ("1C",)}, epochs=epochs, step_s=1.0)
    nav = galileo(navigation(case))
    track = single_point(observations(case), nav, single_frequency("GE"), "GE", PointSettings())
    assert track.solved.all()
    # The simulated delays are Klobuchar's of a quiet Sun: only metres apart from an active one's.
    assert np.linalg.norm(track.position_m - PLACE_M, axis=1).max() < 60.0
