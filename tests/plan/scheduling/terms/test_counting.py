"""What a choice takes of a quota: amounts, and what several options share, once."""

from __future__ import annotations

import pytest

from serai.plan.scheduling import UseQuota
from serai.plan.scheduling.terms.counting import taken_by
from tests.plan.scheduling.terms.test_terms import ONE_PASS, TWO, asked, use


@pytest.mark.parametrize(("of", "taken"), [("images", 2), ("time", 20), ("area", 10), ("data", 14)])
def test_two_looks_take_what_both_amount_to(of: str, taken: int) -> None:
    quota = UseQuota(id="q", on=("dish",), owner="o", of=of)
    assert taken_by(quota, ("a", "b"), asked(*TWO)) == taken
    assert taken_by(quota, ("b",), asked(*TWO)) == taken / 2


def test_a_pass_that_carries_two_images_takes_its_time_once_beside_another_pass() -> None:
    quota = UseQuota(id="q", on=("dish",), owner="o", of="time")
    problem = asked(*ONE_PASS, use(20, 27))
    assert taken_by(quota, ("a", "b"), problem) == 10
    assert taken_by(quota, ("a", "b", "c"), problem) == 17
