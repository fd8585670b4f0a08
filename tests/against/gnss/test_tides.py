"""Tides beside the IERS's own programs, whose test cases are printed in them, and ERFA's Sun and Moon."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from astropy.coordinates import ITRS, get_body
from astropy.time import Time
from astropy.utils import iers
from tests.formats import test_blq as blq

from serai.earth import Orientation, places_ecef_m
from serai.formats.blq import read_blq
from serai.gnss.solution import enu
from serai.gnss.tides.ocean_loading import ocean_loading_m
from serai.gnss.tides.pole_tide import pole_tide_m
from serai.gnss.tides.solid_tide import solid_tide_m
from serai.gnss.tides.tides import displacement_m
from serai.time import Instant

HOUR = 3_600_000_000_000
ESBJERG = np.array([3582104.8043, 532590.2202, 5232755.0888])
# DEHANTTIDEINEL (IERS Conventions 2010, chapter 7, version of 2016): day at 0 h UTC; station, Sun, Moon;
# answer.
# Its fourth case repeats the answer of the third for other input and is passed over.
DEHANT = [
    (
        "2009-04-13",
        (4075578.385, 931852.890, 4801570.154),
        (137859926952.015, 54228127881.4350, 23509422341.6960),
        (-179996231.920342, -312468450.131567, -169288918.592160),
        (0.07700420357108125891, 0.06304056321824967613, 0.05516568152597246810),
    ),
    (
        "2012-07-13",
        (1112189.660, -4842955.026, 3985352.284),
        (-54537460436.2357, 130244288385.279, 56463429031.5996),
        (300396716.912, 243238281.451, 120548075.939),
        (-0.02036831479592075833, 0.05658254776225972449, -0.07597679676871742227),
    ),
    (
        "2015-07-15",
        (1112200.5696, -4842957.8511, 3985345.9122),
        (100210282451.6279, 103055630398.3160, 56855096480.4475),
        (369817604.4348, 1897917.5258, 120804980.8284),
        (0.00509570869172363845, 0.0828663025983528700, -0.0636634925404189617),
    ),
]
# HARDISP (the same, chapter 7): 'hardisp 2009 6 25 0 0 0 24 3600', up, south, west; every fourth hour.
HARDISP = {
    "ONSALA": (
        places_ecef_m(57.3958, 11.9264, 0.0),
        [
            (0.003513, -0.001893, -0.001513),
            (-0.000913, 0.000298, 0.000712),
            (0.001935, 0.000654, -0.001401),
            (0.006519, -0.000548, -0.001871),
            (-0.004850, 0.001247, 0.002889),
            (-0.006702, 0.000762, 0.001686),
        ],
    ),
    "REYKJAVIK": (
        places_ecef_m(64.1388, -21.9555, 0.0),
        [
            (-0.026799, -0.000581, -0.004764),
            (0.037534, 0.000503, 0.006044),
            (-0.001916, 0.001833, -0.003916),
            (-0.026579, -0.004114, -0.001969),
            (0.029107, -0.001761, 0.009439),
            (-0.004277, 0.004011, -0.002863),
        ],
    ),
}
EXACT_M = 1e-12
LOADING_M = 2e-4  # 128 tides of 1973 instead of its 342 of 1995; 0.5 % of Reykjavik's
BODIES_M = 2e-3  # the Almanac's Moon is wrong by 0.35 deg at most


@pytest.mark.parametrize(("day", "place", "sun", "moon", "published"), DEHANT)
def test_the_solid_tide_is_that_of_the_iers(day, place, sun, moon, published):
    tai = np.array([Instant.from_utc(f"{day}T00:00:00Z").tai_ns])
    found = solid_tide_m(np.array(place), np.array([sun]), np.array([moon]), tai, np.zeros(1))
    assert found[0] == pytest.approx(published, abs=EXACT_M)


@pytest.mark.parametrize("station", sorted(HARDISP))
def test_ocean_loading_is_that_of_the_iers(station):
    place, published = HARDISP[station]
    hours = np.arange(0, 24, 4)
    tai = Instant.from_utc("2009-06-25T00:00:00Z").tai_ns + hours * HOUR
    east, north, up = (
        ocean_loading_m(place, read_blq(blq.WHOLE).of(station), tai, hours * 3600.0) @ enu(place).T
    ).T
    found = np.column_stack([up, -north, -east])
    print(station, "worst, mm", np.abs(found - published).max() * 1e3)
    assert found == pytest.approx(np.array(published), abs=LOADING_M)


def test_sun_and_moon_are_near_enough_for_the_tide():
    iers.conf.auto_download = False
    tai = Instant.from_utc("2020-01-01T00:00:00Z").tai_ns + np.arange(0, 366 * 24, 37) * HOUR
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        at = Time(51_544.0, tai / 86_400e9, format="mjd", scale="tai")
        sun, moon = (
            get_body(name, at, ephemeris="builtin")
            .transform_to(ITRS(obstime=at))
            .cartesian.xyz.to_value("m")
            .T
            for name in ("sun", "moon")
        )
    _, fraction = Orientation.published().ut1_days(tai)
    exact = solid_tide_m(ESBJERG, sun, moon, tai, (fraction + 0.5) % 1.0 * 86_400.0)
    error = displacement_m(ESBJERG, tai) - exact
    print("worst, mm", np.abs(error).max() * 1e3, "rms, mm", np.sqrt((error**2).sum(axis=1).mean()) * 1e3)
    assert np.abs(error).max() < BODIES_M


def test_the_pole_tide_is_that_of_its_love_numbers():
    """Against IERS Conventions (2010), eq. 7.24 with h2 = 0.6207, l2 = 0.0836; eq. 7.26 is rounded to 1 %."""
    orientation = Orientation.published()
    tai = Instant.from_utc("2021-03-01T00:00:00Z").tai_ns + np.arange(0, 400, 40) * 24 * HOUR
    xp, yp = orientation.polar_motion_rad(tai)
    years = tai / (365.25 * 86_400e9)
    mas = np.pi / 180.0 / 3.6e6
    mx, my = xp - (55.0 + 1.677 * years) * mas, -(yp - (320.5 + 3.46 * years) * mas)
    r = np.linalg.norm(ESBJERG)
    theta, lon = np.arccos(ESBJERG[2] / r), np.arctan2(ESBJERG[1], ESBJERG[0])
    force = 7.292115e-5**2 * r**2 / 9.80665
    up = -0.6207 * force / 2.0 * np.sin(2 * theta) * (mx * np.cos(lon) + my * np.sin(lon))
    north = 0.0836 * force * np.cos(2 * theta) * (mx * np.cos(lon) + my * np.sin(lon))
    found = pole_tide_m(ESBJERG, tai, orientation)
    outward = ESBJERG / r
    assert found @ outward == pytest.approx(up, rel=0.02, abs=5e-5)
    southward = np.array([np.cos(theta) * np.cos(lon), np.cos(theta) * np.sin(lon), -np.sin(theta)])
    assert found @ southward == pytest.approx(-north, rel=0.06, abs=5e-5)
    assert 5e-4 < np.abs(found).max() < 0.025
