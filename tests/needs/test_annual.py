"""A share that is asked of a year is judged over the period, and the answer says so."""

from __future__ import annotations

from pathlib import Path

from serai.outcome.outcome import assess, open_corridor
from serai.report import assess_answer


def test_that_only_the_period_was_judged_is_said_of_a_share_asked_of_a_year(root: Path) -> None:
    corridor = open_corridor(root / "corridors" / "belt-and-road")
    day = assess(corridor.only("N02", "N22"), losses=False)
    says = "rate is asked for 99.9 % of a year; only 24 h was judged, the year's figure is not worked out"
    assert str(day["N22"].flags[0]) == says
    assert not any("of a year" in str(flag) for flag in day["N02"].flags)
    figures = {n["id"]: n["figures"] for n in assess_answer(day)["needs"]}  # type: ignore[attr-defined]
    assert (figures["N22"]["rate"]["share_over"], figures["N22"]["rate"]["by_rate"]) == ("year", False)
    assert figures["N22"]["longest_outage"]["share_over"] is None
