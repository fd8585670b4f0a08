"""A planner asks what would steer a tractor at Medjez el-Bab, and is told what does not and what may."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.corridor import read
from serai.needs import Plan, State, judge
from serai.services import SERVICES, SHARED_TABLES, service


@pytest.fixture(scope="module")
def corridor(root: Path):
    return read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)


@pytest.fixture(scope="module")
def asked(corridor):
    def ask(name, pool=None):
        need = next(n for n in corridor.needs if n.id == name)
        within = need.judged(corridor.start)
        assets = corridor.pool if pool is None else pool
        answer = service("navigate").answer(need, assets, corridor.world(), Plan(), within)
        return answer, judge(answer, len(assets.assets), within)

    return ask


def test_the_tractor_cannot_be_steered_by_ppp_b2b_and_the_page_says_why(asked):
    answer, assessment = asked("N09")
    assert assessment.state is State.UNKNOWN
    assert [str(m) for m in assessment.missing] == [
        "status of Tunisian reference stations (services.csv, status)"
    ]
    assert str(answer.notes.why) == (
        "the one BeiDou GEO in view of Medjez el-Bab (BDS-3 G2, 80 E) is above 7 deg for 51 % of the time and"
        " never above the sky mask there; BeiDou PPP-B2b needs 95 % and would give 21.5 cm,"
        " not the 10 cm asked;"
        " Galileo High Accuracy Service gives 20 cm, not the 10 cm asked;"
        " Tunisian reference stations: whether it is in operation is unknown"
        " (asked: 10 cm for 95 % of the time)"
    )
    assert str(answer.notes.remedies[0]).startswith("Tunisian reference stations would do if in operation")
    assert str(answer.notes.remedies[1]).startswith(
        "an own base station within 10 km and a radio link (RTK): 3.1 cm (95 %, recalled)"
    )


def test_boats_in_the_flood_keep_ten_metres_without_beidou(corridor, asked):
    answer, assessment = asked("N03")
    assert assessment.state is State.MET
    lost = corridor.pool.without("constellation:beidou")
    _, without = asked("N03", lost)
    assert without.state is State.MET
    assert not answer.notes.remedies  # nothing needs mending


def test_steering_on_the_steppe_needs_a_correction_and_has_two(corridor, asked):
    _, assessment = asked("N24")
    assert assessment.state is State.MET
    for lost, state in (
        (("gal-has",), State.MET),
        (("ppp-b2b",), State.MET),
        (("gal-has", "ppp-b2b", "qzss-madoca"), State.NOT_MET),
    ):
        assert asked("N24", corridor.pool.without(*lost))[1].state is state


def test_no_service_promises_integrity_to_the_mountain_airports(asked):
    answer, assessment = asked("N12")
    assert assessment.state is State.NOT_MET
    assert "GAGAN is heard there for 100 % of the time, but promises nothing there" in str(answer.notes.why)
    assert "Pak-SBAS is not in operation (status: test)" in str(answer.notes.why)


def test_all_nine_navigation_needs_are_answered(corridor, asked):
    for need in corridor.needs:
        if need.service == "navigate":
            answer, assessment = asked(need.id)
            assert answer.notes.why
            assert len(assessment.figures) == len(need.measures)
            # nobody says whether the stations of Tunisia (N09) and Kyrgyzstan (N13) work
            assert (assessment.state is State.UNKNOWN) == (need.id in ("N09", "N13"))


def test_a_beacon_in_the_arabian_sea_is_located_by_repeaters_that_a_terminal_sees_too(corridor, asked):
    answer, assessment = asked("N27")
    assert assessment.state is State.MET
    said = " ".join(map(str, answer.notes.flags))
    assert "in view of a ground terminal too: Bengaluru LEOLUT, GEOLUT and MEOLUT, Larnaca MEOLUT and" in said
    assert "La Reunion" not in said  # since when it works was not found
    assert "Galileo search and rescue (5 to 9 repeaters in view)" in str(answer.notes.why)
    assert not corridor.pool["lut-la-reunion"].usable
