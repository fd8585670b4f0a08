"""The simulated receiver of examples/receiver: made again it is the same, and its places are found again."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.simulated_files import BASE_M, FOLDER, SITE_M, files

from serai.cli.input.reference import reference_corridor
from serai.corridor import read
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.output.accuracy import spread
from serai.gnss.positioning import Job
from serai.navigate.monitor.conformance import watch
from serai.navigate.monitor.evaluation import Limits, judged
from serai.navigate.monitor.services import services_of
from serai.needs import State
from serai.services import SERVICES, SHARED_TABLES

SITE, BASE, NAV = (FOLDER / name for name in ("site.obs", "base.obs", "site.nav"))
LARGE_AT_MOST = 250_000  # bytes of the whole folder


def test_the_files_are_those_that_are_made_again():
    made = files()
    assert {path.name for path in FOLDER.iterdir()} == {*made, "README.md"}
    for name, text in made.items():
        assert (FOLDER / name).read_bytes() == text.encode("ascii"), name


def test_the_folder_is_small_and_says_that_nothing_in_it_was_received():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGE_AT_MOST
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "No receiver wrote these files: they are **simulated**" in page
    for path in (SITE, BASE, NAV):
        assert "SIMULATED" in path.read_text(encoding="ascii")[:400]
    for place_m in (SITE_M, BASE_M):
        assert ",".join(f"{v:.3f}" for v in place_m) in page


@pytest.mark.parametrize(
    ("asked", "within_m"),
    [
        ({}, 4.0),  # codes with noise, on satellites whose clocks are off by decimetres
        ({"dual": True}, 8.0),  # the noise three times as large
        ({"mode": "rtk", "base": BASE, "base_m": BASE_M}, 0.05),
    ],
    ids=["codes", "two frequencies", "against the base"],
)
def test_the_true_place_is_found_again(asked, within_m):
    track = Job(observations=SITE, navigation=[NAV], systems="GEC", **asked).track()
    error = spread(track, SITE_M)
    assert len(track.mode) == 61
    assert np.hypot(error.h95_m, error.v95_m) < within_m
    if asked.get("mode") == "rtk":
        assert set(track.mode) == {"fixed"}


def test_an_hour_is_long_enough_for_a_verdict():
    services = services_of(read(reference_corridor(), SERVICES, SHARED_TABLES).pool)
    limits = Limits()
    found = watch(
        [judged("a", "0", read_observations(SITE), read_navigation(NAV), SITE_M, services, limits)],
        services,
        limits,
    )
    states = {v.service.name: v.state for v in found.verdicts}
    assert states["BeiDou B1I"] is states["BeiDou two frequencies"] is State.MET
    assert states["GPS L1 C/A"] is State.NOT_MET, "24 satellites leave a gap for these twenty minutes"
    assert states["Galileo E1"] is State.UNKNOWN, "nobody published its figures"
