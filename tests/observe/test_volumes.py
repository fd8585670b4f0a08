"""What an observe need says of the stations: passes of allowed pairs only, rates, silence and rain."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.needs import Table, exhibits_of
from serai.outcome.outcome import assess, open_corridor

REFERENCE = Path(__file__).resolve().parents[2] / "corridors" / "belt-and-road"


@pytest.fixture(scope="module")
def rows():
    outcome = assess(open_corridor(REFERENCE).only("N01"), losses=False)
    (found,) = (t for t in exhibits_of(Table, outcome.answers[0].notes.exhibits) if t.shared)
    return {row.about: row.values for row in found.rows}


def test_a_station_counts_only_what_a_term_lets_come_down_there(rows):
    assert "khartoum" not in rows  # a candidate term, not in force
    assert set(rows["mudanjiang"]["silent"]) <= {"mudanjiang", *OCEAN}  # ocean satellites only
    assert rows["karachi"]["passes"] < rows["kashi"]["passes"]


OCEAN = {"hy-1c", "hy-1d", "hy-2b", "hy-2c", "hy-2d", "hy-2e", "cfosat"}


def test_known_rates_bring_known_data_and_the_silent_are_named(rows):
    kashi = rows["kashi"]
    assert 0 < kashi["known_passes"] < kashi["passes"]
    mean_s = kashi["seconds"] / kashi["passes"]
    assert 0.9e9 * 0.7 * mean_s < kashi["bits_per_pass"] < 1.5e9 * 1.3 * mean_s
    assert "hj-2e" in kashi["silent"]
    assert "gaofen-3" not in kashi["silent"]
    assert kashi["basis"] == "recalled"
    assert rows["mohe"]["bits_per_pass"] is None
    assert rows["mohe"]["silent"][0] == "mohe"


def test_the_tropics_take_more_from_x_band_than_the_desert(rows):
    assert rows["sanya"]["rain_db"] > rows["karachi"]["rain_db"] > rows["cairo"]["rain_db"] > 0.0
    assert rows["sanya"]["rain_by"].startswith("P.618-14 exceeded 0.5 % of the year")
