"""A share that is asked of a year is judged over the period, and the answer says so."""

from __future__ import annotations

from pathlib import Path

from serai.outcome.outcome import assess, open_corridor
from serai.report import assess_answer


def test_a_share_asked_of_a_year_is_told_by_the_year_beside_the_period_judged(root: Path) -> None:
    corridor = open_corridor(root / "corridors" / "belt-and-road")
    day = assess(corridor.only("N02", "N22"), losses=False)
    assert str(day["N22"].flags[0]).startswith("rate over a year, asked for 99.9 %: degraded, one path that ")
    assert not any("of a year" in str(flag) for flag in day["N02"].flags)
    figures = {n["id"]: n["figures"] for n in assess_answer(day)["needs"]}  # type: ignore[attr-defined]
    assert (figures["N22"]["rate"]["share_over"], figures["N22"]["rate"]["by_rate"]) == ("year", False)
    assert figures["N22"]["longest_outage"]["share_over"] is None
