"""A reason of a schedule for people: names for ids, clocks for numbers, lengths as they are."""

from __future__ import annotations

from serai.plan.scheduling.told import in_words
from serai.wording import reason


def test_ids_become_names_and_times_become_clocks():
    fault = reason("schedule_faults.too_much", resource="kashi", units=1, at=60, options=("a", "b"))
    told = in_words(
        fault, {"kashi": "Kashi", "a": "the first", "b": "the second"}, lambda at: f"00:0{at // 60}"
    )
    assert str(told) == "Kashi is taken at 00:01 by the first and the second; it has 1 unit"


def test_a_reason_in_a_reason_is_told_too_and_lengths_stay_numbers():
    short = reason("schedule_faults.short", option="a", resource="kashi", length=5, least=9)
    moved = in_words(reason("change.moved", task="t", old="a", new="b", why=short), {"a": "A"}, str)
    assert str(moved) == "t moves from A to b: A holds kashi for 5, shorter than the 9 required"
