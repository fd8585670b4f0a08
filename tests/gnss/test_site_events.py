"""Events of the antenna: another height is another place, another antenna another pattern; files too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import case
from tests.gnss.made_up import part
from tests.gnss.simulate import observations

from serai.errors import Refused
from serai.formats.rinex.obs_events import SiteEvent
from serai.gnss.observations.merging import joined
from serai.gnss.observations.site_events import (
    antenna_deltas_m,
    left_at_ns,
    refuse_moved,
    refuse_other_antenna,
)

LOW, HIGH = np.array([1.0, 0.0, 0.0]), np.array([1.25, 0.0, 0.0])


@pytest.fixture(scope="module")
def ten():
    found = observations(case(epochs=10))
    return replace(found, antenna="TRM59800.00     NONE", antenna_delta_hen_m=LOW)


def event(obs, epoch, flag=4, delta=None, antenna=""):
    return SiteEvent(tai_ns=int(obs.tai_ns[epoch]), flag=flag, antenna_delta_hen_m=delta, antenna=antenna)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"flag": 2}, "the antenna begins to move"),
        ({"flag": 3}, "a new site is occupied"),
        ({"delta": HIGH}, "stands at another height"),
    ],
)
def test_an_antenna_that_leaves_its_place_is_not_held_still(ten, change, said):
    obs = replace(ten, events=(event(ten, 4, **change),))
    assert left_at_ns(obs) == int(ten.tai_ns[4])
    with pytest.raises(Refused, match=said):
        refuse_moved("a.obs", obs)


@pytest.mark.parametrize("change", [{"delta": LOW}, {"delta": LOW + 0.004}, {"antenna": "OTHER"}])
def test_a_header_written_again_is_no_move(ten, change):
    assert left_at_ns(replace(ten, events=(event(ten, 4, **change),))) is None


def test_an_event_at_the_first_epoch_moves_nothing_within_and_one_back_is_a_move(ten):
    assert left_at_ns(replace(ten, events=(event(ten, 0, delta=HIGH),))) is None
    back = replace(ten, events=(event(ten, 0, delta=HIGH), event(ten, 6, delta=LOW)))
    assert left_at_ns(back) == int(ten.tai_ns[6])


def test_one_pattern_is_not_taken_for_two_antennas(ten):
    refuse_other_antenna("a.obs", replace(ten, events=(event(ten, 4, antenna=ten.antenna),)))
    changed = replace(ten, events=(event(ten, 4, antenna="LEIAR25.R4      LEIT"),))
    with pytest.raises(
        Refused, match=r"the antenna is LEIAR25.R4 .* from 2024-03-05T10:02:00Z on, and TRM59800"
    ):
        refuse_other_antenna("a.obs", changed)


def test_files_of_two_heights_keep_each_its_own(ten):
    one, two = part(ten, 0, 5), replace(part(ten, 5, 10), antenna_delta_hen_m=HIGH)
    whole = joined([two, one])
    assert (antenna_deltas_m(whole)[:5] == LOW).all()
    assert (antenna_deltas_m(whole)[5:] == HIGH).all()
    assert left_at_ns(whole) == int(ten.tai_ns[5])
    same = joined([one, part(ten, 5, 10)])
    assert same.events == ()


def test_a_file_after_one_whose_height_changed_begins_with_its_own(ten):
    one = replace(part(ten, 0, 5), events=(event(ten, 2, delta=HIGH),))
    whole = joined([one, part(ten, 5, 10)])
    assert (antenna_deltas_m(whole)[2:5] == HIGH).all()
    assert (antenna_deltas_m(whole)[5:] == LOW).all()


def test_a_file_of_another_antenna_is_told_when_it_begins(ten):
    whole = joined([part(ten, 0, 5), replace(part(ten, 5, 10), antenna="OTHER")])
    with pytest.raises(Refused, match="the antenna is OTHER from 2024-03-05T10:02:30Z on"):
        refuse_other_antenna("a.obs", whole)
