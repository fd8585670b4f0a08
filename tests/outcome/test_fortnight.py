"""The fortnight of the reference corridor: what fourteen separate runs give, one by one, and in one go."""

from __future__ import annotations

import pytest

import serai
from serai.needs import State
from serai.needs.fortnight import FORTNIGHT_DAYS
from serai.outcome import fortnight as ahead
from serai.outcome.outcome import assess, open_corridor

ASKED = ("N01", "N10", "N29", "N31", "N32")
N01 = (0.97, 0.56, 0.88, 0.56, 0.67, 0.97, 0.50, 0.70, 0.74, 0.74, 0.51, 0.94, 0.97, 0.92)
ROUNDED = 0.0051  # the figures above have two decimals


@pytest.fixture(scope="module")
def asked(root):
    return open_corridor(root / "corridors" / "belt-and-road").only(*ASKED)


@pytest.fixture(scope="module")
def found(asked):
    return assess(asked, losses=False, fortnight=True)


def test_the_fortnight_equals_fourteen_separate_runs(asked, found):
    for k in range(FORTNIGHT_DAYS):
        alone = assess(asked, at=asked.start.plus(seconds=86_400.0 * k), losses=False)
        for need in ASKED:
            day = found[need].fortnight.days[k]
            assert (day.share, day.state) == (alone[need].share_met, alone[need].state), (need, k)
            assert day.at == alone.at


def test_the_flood_is_met_today_and_on_three_days_of_fourteen(found):
    one = found["N01"]
    assert [d.share for d in one.fortnight.days] == pytest.approx(N01, abs=ROUNDED)
    assert one.fortnight.share == pytest.approx(0.76, abs=ROUNDED)
    assert (one.state, one.fortnight.state, one.verdict) == (State.MET, State.DEGRADED, State.DEGRADED)
    said = "met today; met on 3 of 14 days, worst 28 August and 1 September"
    assert str(one.fortnight.says(one.state)) == said


def test_it_is_the_same_without_processes_of_its_own(asked, found, monkeypatch):
    told = []
    monkeypatch.setattr(ahead, "can_fork", lambda: False)
    alone = assess(asked, losses=False, fortnight=True, progress=lambda *said: told.append(said))
    for need in ASKED:
        days, again = (one[need].fortnight.days for one in (found, alone))
        assert [(d.at, d.share, d.state) for d in days] == [(d.at, d.share, d.state) for d in again]
    assert ("judging the fortnight", FORTNIGHT_DAYS - 1, FORTNIGHT_DAYS - 1) in told


def test_a_need_whose_own_period_passes_a_week_has_no_fortnight_apart(root):
    slope = open_corridor(root / "corridors" / "belt-and-road").only("N14")
    one = assess(slope, losses=False, fortnight=True)["N14"]
    assert one.within.duration_s == 14 * 86_400.0  # three repeat passes are 36 days: two weeks at most
    assert one.fortnight is None
    assert any("rate of usable pairs" in str(f) for f in one.flags)


def test_the_day_alone_has_no_fortnight(asked):
    one = serai.assess(asked.only("N29"), losses=False)["N29"]
    assert (one.fortnight, one.verdict, one.n) == (None, one.state, 4)
