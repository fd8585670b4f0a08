"""The year's figure of the reference corridor's annual needs, and how it is judged and said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.connect import Connect
from serai.corridor import read
from serai.needs import Annual, AnnualCause, Measure, Plan, State, judge, with_year
from serai.outcome.headline import cause
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import Basis
from serai.time import Span

WITHIN = 2e-5  # of a share: the bounds and the rounding of what is told


@pytest.fixture(scope="module")
def ask(root):
    corridor = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)
    world = corridor.world()
    day = Span(corridor.start, corridor.start.plus(seconds=86_400.0))
    needs = {n.id: n for n in corridor.needs}

    def of(need_id, *lost):
        pool = corridor.pool.without(*lost) if lost else corridor.pool
        answer = Connect().answer(needs[need_id], pool, world, Plan(), day)
        return judge(answer, len(pool.assets), day)

    return of


def test_pakistans_bandwidth_hangs_on_a_strait_and_a_landing_that_a_sum_of_cables_does_not_show(ask):
    one = ask("N28", "corridor:red-sea")
    (year,) = one.annual
    assert year.availability == pytest.approx(0.99859, abs=WITHIN)
    assert year.independent > year.availability + 0.0005
    hours = {cause.id: cause.hours for cause in year.causes}
    assert next(iter(hours)) == "corridor:malacca-strait"
    assert hours["landing:karachi"] == pytest.approx(2.4, abs=0.05)
    alone = {cause.id: cause.hours for cause in year.causes_alone}
    assert next(iter(alone)) == "aae1-mumbai-ngwe-saung"
    assert not any(name.startswith(("corridor:", "landing:", "power:")) for name in alone)
    assert max(alone.values()) < hours["aae1-mumbai-ngwe-saung"]  # what failed with it made it decide more
    assert "if nothing failed together, most by aae1-mumbai-ngwe-saung (1.76 h)" in str(year.says())
    assert year.state is State.DEGRADED
    assert year.flips
    assert str(year.says()).startswith("rate over a year, asked for 99.9 %: degraded")
    assert "is not worked out" not in " ".join(map(str, one.flags))
    assert (one.state, one.verdict, one.by_year) == (State.MET, State.DEGRADED, year)
    assert "degraded over a year: 99.859 % of the 99.9 % asked" in str(cause(one))


def test_the_highway_has_less_than_the_year_asks_and_the_range_of_rates_decides(ask):
    (year,) = ask("N05", "corridor:karakoram-highway").annual
    assert year.availability == pytest.approx(0.99650, abs=WITHIN)
    assert year.least < 0.99 < 0.999 < year.most
    assert year.least < year.availability < year.most
    assert year.availability < year.independent
    assert (year.state, year.flips) == (State.DEGRADED, True)
    assert year.outages == pytest.approx(0.565, abs=0.002)


def test_an_atoll_on_its_last_cable_is_out_for_days_and_with_all_of_them_for_seconds(ask):
    (last,) = ask("N22", "dhi-slt-colombo-male", "falcon-colombo-male", "falcon-mumbai-male").annual
    (all_,) = ask("N22").annual
    assert last.availability == pytest.approx(0.99029, abs=WITHIN)
    assert last.causes[0].id == "msc-mount-lavinia-hulhumale"
    assert last.state is State.DEGRADED
    assert all_.availability > 0.99999
    assert all_.state is State.MET


def test_a_need_that_asks_nothing_of_a_year_has_none(ask):
    assert ask("N08").annual == ()


ASKED = Measure(
    name="rate", unit="bit/s", threshold=1e9, lower_is_better=False, share_required=0.999, share_over="year"
)
YEAR = Annual(
    measure=ASKED,
    availability=0.9995,
    least=0.998,
    most=0.9999,
    hopeful=0.9995,
    independent=0.99999,
    outages=2.0,
    changes=3.5,
    longest_s=86_400.0,
    causes=(AnnualCause(id="landing:karachi", hours=3.0),),
    basis=Basis.ASSUMED,
)


@pytest.mark.parametrize(
    ("availability", "hopeful", "state"),
    [
        (0.9991, 0.9991, State.MET),
        (0.9989, 0.9989, State.DEGRADED),
        (0.9901, 0.9901, State.DEGRADED),
        (0.9899, 0.9899, State.NOT_MET),
        (0.0, 0.9991, State.UNKNOWN),
        (0.9901, 0.9991, State.DEGRADED),
    ],
)
def test_ten_times_the_outage_allowed_is_degraded_and_more_is_missed(availability, hopeful, state):
    assert replace(YEAR, availability=availability, hopeful=hopeful).state is state


def test_the_sentence_tells_the_share_the_range_the_hours_and_what_they_come_from():
    assert str(YEAR.says()) == (
        "rate over a year, asked for 99.9 %: met, one path that carries it stands 99.95 % of a year "
        "(99.8 % to 99.99 % within the range of fault and repair rates), 4.38 h lost, 2 outages (the longest "
        "repair 24 h) and 3.5 changes of path, most by landing:karachi (3 h); 99.999 % if nothing failed "
        "together; met at the best rates of that range, degraded at the worst"
    )
    assert str(replace(YEAR, availability=0.0).says()) == (
        "rate over a year, asked for 99.9 %: no single path is known to carry 1 Gbit/s; with every unknown "
        "figure at its best one stands 99.95 % of a year"
    )


def test_today_and_the_year_are_told_in_a_few_words_with_what_turns():
    assert str(YEAR.briefly(State.MET)) == (
        "met today; met over a year: 99.95 % of the 99.9 % asked; met at the best rates of that range, "
        "degraded at the worst"
    )
    steady = replace(YEAR, least=0.9991)
    assert str(steady.briefly(State.MET)) == "met today; met over a year: 99.95 % of the 99.9 % asked"


@pytest.mark.parametrize(
    ("day", "availability", "verdict"),
    [
        (State.MET, 0.9995, State.MET),
        (State.MET, 0.998, State.DEGRADED),
        (State.MET, 0.9, State.NOT_MET),
        (State.NOT_MET, 0.9995, State.NOT_MET),
        (State.UNKNOWN, 0.998, State.UNKNOWN),
        (State.OUT_OF_SEASON, 0.9, State.OUT_OF_SEASON),
    ],
)
def test_the_verdict_is_the_worse_of_the_days_and_the_year(day, availability, verdict):
    year = replace(YEAR, availability=availability, hopeful=availability)
    assert with_year(day, (year,)) is verdict
    assert with_year(day, ()) is day


def test_what_a_change_of_path_costs_is_within_the_range_and_told_where_there_are_any(ask):
    (year,) = ask("N05", "corridor:karakoram-highway").annual
    assert year.changes == pytest.approx(22.5, abs=0.1)
    assert "22.5 changes of path" in str(year.says())
    (last,) = ask("N22", "dhi-slt-colombo-male", "falcon-colombo-male", "falcon-mumbai-male").annual
    assert last.changes == pytest.approx(0.0, abs=1e-9)
    assert "changes of path" not in str(last.says())
    assert last.longest_s == 25 * 86_400.0
