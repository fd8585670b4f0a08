"""The stations that ESA's plan names for Sentinel-2B's datatakes, beside those that could take them next."""

from __future__ import annotations

import pytest
from benchmarks.datatakes import Pass, next_of, outcome

from serai.time import Instant

NOON = Instant.from_utc("2025-02-14T12:00:00Z")


def a_pass(station: str, rise_s: float, set_s: float) -> Pass:
    return Pass(station, NOON.plus(seconds=rise_s), NOON.plus(seconds=set_s))


def test_the_next_pass_is_the_first_that_still_lasts_two_minutes():
    leaving, later, other = a_pass("SGS_", -500, 119), a_pass("SGS_", 5000, 5600), a_pass("INS_", 600, 900)
    assert next_of(NOON, ("SGS_", "INS_"), [leaving, later, other]) == (600.0, "INS_")
    assert next_of(NOON, ("SGS_",), [leaving, later, other]) == (5000.0, "SGS_")
    long_enough = a_pass("SGS_", -500, 120)
    assert next_of(NOON, ("SGS_", "INS_"), [long_enough, later, other]) == (0.0, "SGS_")  # at once


def test_the_station_named_is_the_next_one_three_times_in_four_and_hears_the_same_orbit(shared_data):
    rows = outcome(shared_data / "observe" / "plans")
    assert sum(row["datatakes"] for row in rows) == 1104
    ground = [row for row in rows if row["named"] != "none" and not row["relay_too"]]
    alone = [row for row in ground if "/" not in row["named"]]
    total, named, orbit = (
        sum(row[k] for row in alone) for k in ("datatakes", "named_is_next", "named_in_the_same_orbit")
    )
    assert total == 405
    # masks are not published, and the elements are 8 to 26 days younger: a few passes either way
    assert named / total == pytest.approx(0.723, abs=0.02)
    assert orbit / total == pytest.approx(0.965, abs=0.01)
    both = next(row for row in ground if "/" in row["named"])
    assert both["named_is_next"] == both["datatakes"] == 88
    relayed = sum(row["datatakes"] for row in rows if row["relay_too"])
    assert relayed == 604  # told apart: nothing says when the relay brought them down
