"""Months in which things fail more often: the mean over the year, the worst months, and bad rows."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from serai.connect import Connect
from serai.connect.year.causes import Cause
from serai.connect.year.rates import RATES
from serai.connect.year.seasons import FaultSeason, parts
from serai.corridor import read
from serai.needs import Plan, judge
from serai.needs.season import months, spelled
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import Basis, CorridorRefused
from serai.time import Span

SUMMER = frozenset({6, 7, 8})
ALL = frozenset(range(1, 13))


def season(of="landing:karachi", when=SUMMER, times=(3.0, 1.0, 10.0), id_="s"):
    return FaultSeason(id=id_, of=of, months=when, times=times, basis=Basis.ASSUMED, source="here")


@pytest.fixture(scope="module")
def corridor(root):
    return read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)


@pytest.fixture(scope="module")
def year(corridor):
    """N28's year with the Red Sea lost and some seasons instead of the corridor's own."""
    day = Span(corridor.start, corridor.start.plus(seconds=86_400.0))
    (need,) = (n for n in corridor.needs if n.id == "N28")

    def of(*seasons):
        pool = corridor.pool.without("corridor:red-sea")
        facts = (*(f for f in pool.facts if not isinstance(f, FaultSeason)), *seasons)
        pool = replace(pool, facts=facts)
        answer = Connect().answer(need, pool, corridor.world(), Plan(), day)
        return judge(answer, len(pool.assets), day).annual[0]

    return of


def test_the_karakoram_highway_is_assumed_to_be_cut_more_often_in_the_monsoon(corridor):
    (own,) = corridor.pool.facts_of(FaultSeason)
    assert (own.of, own.months, own.times) == (
        "corridor:karakoram-highway",
        frozenset({7, 8, 9}),
        (3.0, 1.0, 10.0),
    )
    assert own.basis is Basis.ASSUMED


def test_the_year_is_the_mean_of_its_months_and_the_worst_are_named(year):
    without, always, summer = year(), year(season(when=ALL)), year(season())
    assert summer.availability == pytest.approx(
        0.75 * without.availability + 0.25 * always.availability, abs=2e-6
    )
    assert summer.least == pytest.approx(0.75 * without.least + 0.25 * always.least, abs=2e-5)
    assert summer.most == pytest.approx(without.most, abs=2e-5)
    assert summer.outages == pytest.approx(0.75 * without.outages + 0.25 * always.outages, rel=1e-3)
    assert summer.worst_months.months == SUMMER
    assert summer.worst_months.availability == pytest.approx(always.availability, abs=2e-6)
    assert without.worst_months is None
    assert always.worst_months is None
    hours = {c.id: c.hours for c in summer.causes}
    assert hours["landing:karachi"] == pytest.approx(2.4 * 1.5, abs=0.05)
    said = f"; worst in Jun-Aug: {100.0 * always.availability:.3f} %"
    assert said in str(summer.says())
    assert said in str(summer.briefly(summer.state))


def test_a_season_of_a_kind_is_one_of_everything_of_that_kind(year):
    kind, group = year(season(of="landing", when=ALL)), year(season(when=ALL))
    alone = {c.id: c.hours for c in group.causes}["landing:karachi"]
    assert {c.id: c.hours for c in kind.causes}["landing:karachi"] == pytest.approx(alone, abs=0.1)
    assert kind.availability <= group.availability < year().availability


def test_a_season_of_what_nothing_hangs_on_moves_nothing(year):
    found, without = year(season(of="corridor:karakoram-highway")), year()
    assert found.hopeful == pytest.approx(without.hopeful, abs=1e-5)  # its bounds are as far apart
    assert replace(found, hopeful=0.0) == replace(without, hopeful=0.0)


def test_a_kind_and_a_group_that_speak_of_one_month_multiply():
    both = (season(when=SUMMER), season(of="landing", when=frozenset({8, 9}), times=(2.0, 1.0, 2.0), id_="t"))
    cause = Cause(id="landing:karachi", rate=RATES["landing"], seasons=both)
    assert [cause.times(0, month) for month in (0, 5, 6, 8, 9)] == [1.0, 1.0, 3.0, 6.0, 2.0]
    assert cause.faults_a_year(0, 8) == pytest.approx(0.6)
    assert cause.faults_a_year(2, 8) == pytest.approx(6.0)
    down = 0.6 * 24.0 / 8766.0
    assert cause.unavailability(0, 8) == pytest.approx(down / (1.0 + down))
    assert [sorted(p.months) for p in parts(frozenset(both))] == [
        [1, 2, 3, 4, 5, 10, 11, 12],
        [6, 7],
        [8],
        [9],
    ]
    assert sum(p.share for p in parts(frozenset(both))) == pytest.approx(1.0)


def test_rain_that_comes_more_often_breaks_links_for_more_of_the_year():
    wet = Cause(id="rain:here", rate=RATES["rain"], share=0.001, seasons=(season(of="rain"),))
    assert wet.unavailability(0, 7) == pytest.approx(0.003)
    assert wet.unavailability(0, 1) == 0.001


@pytest.mark.parametrize("text", ["Jul-Sep", "Nov-Jan", "Mar", "Feb-Mar;Oct-Dec", "all"])
def test_months_are_written_as_they_are_read(text):
    assert spelled(months(text)) == text


HEADER = "id,kind,group,months,factor,factor_least,factor_most,source,as_of,basis,basis_of,note\n"
HIGHWAY = "corridor:karakoram-highway"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"x,,{HIGHWAY},7-13,3,1,10", "column 'months': expected months such as 'Jun-Oct'"),
        (f"x,,{HIGHWAY},,3,1,10", "column 'months': expected "),
        (f"x,,{HIGHWAY},Jul,0,0,10", "x: expected factors above zero, got 0"),
        (f"x,,{HIGHWAY},Jul,-1,-1,10", "column 'factor': expected a number of at least 0, got '-1'"),
        (f"x,,{HIGHWAY},Jul,3,4,10", "with the least at most the usual and the usual at most the most"),
        (f"x,,{HIGHWAY},Jul,,1,10", "column 'factor'"),
        (
            f"x,landing,{HIGHWAY},Jul,3,1,10",
            "x: expected a kind or a group whose season it is, one of the two",
        ),
        ("x,,,Jul,3,1,10", "x: expected a kind or a group whose season it is, one of the two"),
        ("x,pigeon,,Jul,3,1,10", "column 'kind': expected one of "),
        ("x,,corridor:karakorum,Jul,3,1,10", "column 'group': expected "),
        (
            "x,,slot:76.5e,Jul,3,1,10",
            "x: expected a group of landing or corridor, which fail at once, got 'slot",
        ),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_in_a_sentence(root, tmp_path, row, says):
    folder = tmp_path / "corridor"
    shutil.copytree(root / "corridors" / "belt-and-road", folder)
    text = f"{HEADER}{row},here,2026-11-29,assumed,,\n"
    (folder / "fault_seasons.csv").write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(CorridorRefused) as refused:
        read(folder, SERVICES, SHARED_TABLES)
    said = str(refused.value)
    assert "fault_seasons.csv, line 2" in said
    assert says in said
