"""A share that is asked of a year is judged over the period, and the answer says so."""

from __future__ import annotations

from pathlib import Path

from serai.needs import State
from serai.outcome.outcome import assess, open_corridor
from serai.report import assess_answer
from serai.report.readings.figures import deciding, reading, share_of
from serai.report.readings.premises import premise_said


def test_a_share_asked_of_a_year_is_told_by_the_year_beside_the_period_judged(root: Path) -> None:
    corridor = open_corridor(root / "corridors" / "belt-and-road")
    day = assess(corridor.only("N02", "N22"), losses=False)
    (year,) = day["N22"].annual
    assert str(year.says()).startswith("rate over a year, asked for 99.9 %: degraded, one path that ")
    assert (day["N22"].state, day["N22"].verdict) == (State.MET, State.DEGRADED)
    premise = day["N22"].premise
    assert premise is not None
    assert premise.verdict_without is State.MET
    assert "without that loss it would be met, 99.9994 % of a year" in str(
        premise_said(day["N22"], corridor.pool)
    )
    row = next(n for n in assess_answer(day)["needs"] if n["id"] == "N22")  # type: ignore[attr-defined]
    assert (row["state"], row["verdict"], row["annual"]["state"]) == ("met", "degraded", "degraded")
    assert row["annual"]["state_in_range"] == ["not met", "degraded"]
    assert row["premise"]["availability_without"] > 0.99999
    read = reading(day["N22"], deciding(day["N22"]) or 0)
    assert (read.name, read.of, read.share_text) == ("rate", "a year", "99.029 / 99.9 %")
    assert share_of(read) == "99.029 % of a year"
    assert not any("of a year" in str(flag) for flag in (*day["N02"].flags, *day["N22"].flags))
    figures = {n["id"]: n["figures"] for n in assess_answer(day)["needs"]}  # type: ignore[attr-defined]
    assert (figures["N22"]["rate"]["share_over"], figures["N22"]["rate"]["by_rate"]) == ("year", False)
    assert figures["N22"]["longest_outage"]["share_over"] is None


def test_a_year_that_turns_on_unknown_figures_is_told_as_no_share(root: Path) -> None:
    corridor = open_corridor(root / "corridors" / "belt-and-road").without("landing:karachi").only("N28")
    one = assess(corridor, losses=False)["N28"]
    (year,) = one.annual
    assert (year.availability, year.state, one.verdict) == (0.0, State.UNKNOWN, State.UNKNOWN)
    assert str(year.says()).startswith("rate over a year, asked for 99.9 %: no single path is known to carry")
    assert reading(one, 0).of == "time"
    assert "of a year" not in str(premise_said(one, corridor.pool))
