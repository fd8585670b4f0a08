"""Judging: what makes a need met, degraded, not met or unknown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.access import Mask
from serai.earth import Box
from serai.needs import Measure, MeasureKind, Need
from serai.needs.season import SeasonUnreadable, months
from serai.time import Instant

BOX = Box(lon_min=66.5, lat_min=25.0, lon_max=70.5, lat_max=29.0)


def _need(**measures: float) -> Need:
    return Need(
        id="N01",
        title="flood",
        service="observe",
        box=BOX,
        mask=Mask.constant(5.0),
        months=months("Jun-Oct"),
        measures=tuple(
            Measure(
                name=n,
                unit="h",
                lower_is_better=True,
                threshold=t,
                every_s=t * 3600.0,
                sets_period=n == "revisit",
            )
            for n, t in measures.items()
        ),
    )


def test_a_threshold_is_met_from_its_own_side() -> None:
    lower = Measure(name="latency", unit="ms", lower_is_better=True, threshold=800, goal=150)
    higher = Measure(name="rate", unit="bit/s", lower_is_better=False, threshold=1e9)
    assert lower.reached(np.array([799.0, 800.0, 801.0, np.nan])).tolist() == [True, True, False, False]
    assert higher.reached(np.array([0.9e9, 1e9, np.nan])).tolist() == [False, True, False]
    assert (lower.level(100), lower.level(700), lower.level(900)) == ("goal", "threshold", "below threshold")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jun-Oct", {6, 7, 8, 9, 10}),
        ("Oct-May", {10, 11, 12, 1, 2, 3, 4, 5}),
        ("Apr-Jun, Oct-Dec", {4, 5, 6, 10, 11, 12}),
        ("Aug", {8}),
        ("all", set(range(1, 13))),
    ],
)
def test_a_season_is_read_in_month_names(text: str, found: set[int]) -> None:
    assert months(text) == found


def test_a_season_that_names_no_month_is_refused() -> None:
    with pytest.raises(SeasonUnreadable, match="season 'monsoon': expected months such as 'Jun-Oct'"):
        months("monsoon")


def test_a_need_is_judged_over_three_revisits_and_two_weeks_at_most() -> None:
    start = Instant.from_utc("2026-08-22T00:00:00Z")
    assert _need(request_to_hand=12.0).judged(start).duration_s == 86_400.0
    assert _need(revisit=24.0).judged(start).duration_s == 3 * 86_400.0
    assert _need(revisit=2160.0).judged(start).duration_s == 14 * 86_400.0
    assert _need(revisit=12.0).judged(start, days=7).duration_s == 7 * 86_400.0


def test_how_often_a_result_is_wanted_is_the_tightest_interval() -> None:
    assert _need(revisit=24.0, request_to_hand=12.0).wanted_every_s == 12 * 3600.0
    kind = MeasureKind(units=("m",))
    accuracy = Measure(
        name="x", unit="m", lower_is_better=True, threshold=10.0, every_s=kind.every_s(10.0, "m")
    )
    assert replace(_need(), measures=(accuracy,)).wanted_every_s is None
    assert MeasureKind(units=("min",), interval=True).every_s(30.0, "min") == 1800.0


def test_a_need_is_in_season_by_the_month_of_the_instant() -> None:
    need = _need(revisit=24.0)
    assert need.in_season(Instant.from_utc("2026-10-31T23:59:59Z"))
    assert not need.in_season(Instant.from_utc("2026-11-01T00:00:00Z"))
