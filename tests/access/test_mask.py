"""How low a place sees the sky."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.access import Mask
from serai.errors import Refused


def test_one_number_is_the_same_all_around():
    mask = Mask.read("10")
    assert mask == Mask.constant(10.0)
    assert mask.at([0.0, 123.0, 359.0]).tolist() == [10.0, 10.0, 10.0]
    assert (mask.is_constant, mask.elevation_deg, mask.lowest_deg, str(mask)) == (True, 10.0, 10.0, "10")


def test_a_profile_is_straight_between_its_points_and_closes_on_itself():
    mask = Mask.read("0:5 90:40 180:40 270:5")
    asked = {0.0: 5.0, 45.0: 22.5, 90.0: 40.0, 135.0: 40.0, 225.0: 22.5, 270.0: 5.0, 315.0: 5.0, 360.0: 5.0}
    assert mask.at(list(asked)) == pytest.approx(list(asked.values()))
    assert mask.lowest_deg == 5.0
    over_north = Mask.read("350:10, 10:30")
    assert over_north.at([350.0, 0.0, 10.0, 180.0]) == pytest.approx([10.0, 20.0, 30.0, 20.0])
    with pytest.raises(Refused, match="has no single elevation"):
        _ = mask.elevation_deg


points = st.dictionaries(st.integers(0, 359), st.integers(0, 89), min_size=1, max_size=8)


@given(points)
def test_a_mask_reads_back_from_its_own_text(profile):
    mask = Mask(tuple((float(azimuth), float(profile[azimuth])) for azimuth in sorted(profile)))
    again = Mask.read(str(mask))
    everywhere = list(range(0, 360, 7))
    assert again.at(everywhere) == pytest.approx(mask.at(everywhere))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("low", "expected a mask such as '10'"),
        ("0:5:3", "expected a mask such as '10'"),
        ("0:5 0:6", "azimuths in order, each once"),
        ("95", "between -90 and 90 degrees, got 95"),
        ("", "expected a mask such as '10'"),
    ],
)
def test_a_mask_that_is_none_is_refused(text, says):
    with pytest.raises(Refused, match=says):
        Mask.read(text)
