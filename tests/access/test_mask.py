"""How low a place sees the sky."""

from __future__ import annotations

import numpy as np
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


def test_the_higher_of_two_masks_is_higher_everywhere():
    low, flat = Mask.read("0:0 180:30"), Mask.constant(5.0)
    assert str(low.higher(flat)) == "0:5 30:5 180:30 330:5"
    random = np.random.default_rng(1)
    azimuths = np.linspace(0.0, 359.9, 700)
    for n, m in random.integers(1, 7, (100, 2)):
        one, other = (
            Mask(
                tuple(
                    (float(a), float(e)) for a, e in zip(np.sort(at), random.uniform(0, 40, k), strict=True)
                )
            )
            for k in (n, m)
            for at in [random.choice(360, k, replace=False)]
        )
        highest = np.maximum(one.at(azimuths), other.at(azimuths))
        assert one.higher(other).at(azimuths) == pytest.approx(highest, abs=1e-9)
