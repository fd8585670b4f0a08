"""What must be reserved: looks that can be asked for, each with an image to bring down."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from serai.ground import passes_for
from serai.needs import Parcel
from serai.observe import Observe
from serai.observe.bookable import _roll_deg
from serai.observe.fittings import Sensor
from serai.pool import Pool
from serai.world import World
from tests.observe.story import DAY, measure, need

REQUEST = (measure("request_to_hand", 12.0), measure("resolution", 20.0, None, "m"))


def test_each_look_holds_its_satellite_and_leaves_a_parcel_on_board(little: Pool, sky: World):
    looks = Observe().bookable(need(*REQUEST), little, sky, DAY)
    assert looks
    for look in looks:
        (use,) = look.uses
        assert use.asset in ("radar-a", "radar-b")
        assert use.span.duration_s == 20.0
        assert DAY.start <= use.span.start < use.span.end <= DAY.end
        assert use.span.contains(look.counts_at)
        assert look.predicted == {"resolution": (5.0, 5.0)}
        assert look.follow_on is not None
        parcel = look.follow_on.parcel
        assert isinstance(parcel, Parcel)
        assert (parcel.aboard, parcel.ready) == (use.asset, use.span.end)
        assert look.follow_on.service == "connect"


def test_the_image_of_a_look_finds_a_pass_to_kashi(little: Pool, sky: World):
    for look in Observe().bookable(need(*REQUEST), little, sky, DAY):
        assert look.follow_on is not None
        passes = passes_for(look.follow_on, little, sky, DAY)
        assert passes
        assert {use.asset for one in passes for use in one.uses} == {"kashi"}


def test_looks_of_open_satellites_are_nobodys_to_book(little: Pool, sky: World):
    assert Observe().bookable(need(*REQUEST, sensors=("optical", "geo-imager")), little, sky, DAY) == []


def test_every_booked_look_has_its_own_name(little: Pool, sky: World):
    names = [o.id for o in Observe().bookable(need(*REQUEST), little, sky, DAY)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("figures", "off_nadir_deg", "right", "rolls_deg"),
    [
        (
            {"kind": "radar", "sides": "both", "incidence_min_deg": 20.0, "incidence_max_deg": 50.0},
            28.0,
            True,
            35.0,
        ),
        (
            {"kind": "radar", "sides": "both", "incidence_min_deg": 20.0, "incidence_max_deg": 50.0},
            20.0,
            False,
            -35.0,
        ),
        (
            {"kind": "radar", "sides": "right", "incidence_min_deg": 20.0, "incidence_max_deg": 50.0},
            28.0,
            True,
            None,
        ),
        ({"kind": "optical", "image_every_min": 10.0}, 5.0, True, None),
        ({"kind": "optical"}, 20.0, True, 20.0),
        ({"kind": "optical", "swath_km": 60.0}, 20.0, False, -17.5),  # 2.5 deg are half of 60 km from 690 km
        ({"kind": "wide-field", "swath_km": 800.0}, 20.0, True, 0.0),  # within the swath
        ({"kind": "optical", "swath_km": 60.0}, 0.0, True, 0.0),
    ],
)
def test_a_camera_turns_until_the_place_is_in_its_swath_and_a_radar_from_side_to_side(
    figures, off_nadir_deg, right, rolls_deg
):
    incidence_deg = math.degrees(
        math.asin((6378.137 + 690.0) / 6378.137 * math.sin(math.radians(off_nadir_deg)))
    )
    seen = SimpleNamespace(
        right=np.array([right]),
        off_nadir_deg=np.array([off_nadir_deg]),
        incidence_deg=np.array([incidence_deg]),
    )
    found = _roll_deg(Sensor(satellite="x", name="x", **figures), seen, 0)
    assert found == (None if rolls_deg is None else pytest.approx(rolls_deg, abs=0.02))
