"""`serai plan --against`: Kashi is lost, what is near stays, and what differs is said; who gave and got."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor import Corridor
from serai.errors import Refused
from serai.outcome.outcome import open_corridor
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.questions.plans.earlier import NoEarlierPlan, read_earlier
from serai.questions.plans.exchange import by_nation, by_party
from serai.questions.plans.replan import CorridorReplan, corridor_replan
from serai.report.data.corridor_plan import plan_answer, planned_looks
from serai.time import Instant

NOON = Instant.from_utc("2026-08-22T12:00:00Z")


@pytest.fixture(scope="module")
def corridor(root) -> Corridor:
    return open_corridor(root / "corridors" / "belt-and-road").only("N01", "N04", "N10", "N14")


@pytest.fixture(scope="module")
def day(corridor) -> CorridorPlan:
    return corridor_plan(corridor)


@pytest.fixture(scope="module")
def written(day, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    file.write_text(json.dumps(plan_answer(day)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def struck(corridor, written) -> CorridorReplan:
    earlier = read_earlier(written, corridor)
    return corridor_replan(corridor, earlier, without=("kashi",), now=NOON)


def test_without_a_loss_every_booking_is_found_again_and_stays(corridor, day, written):
    again = corridor_replan(corridor, read_earlier(written, corridor))
    assert set(again.new.earlier) == set(day.schedule.chosen)
    assert again.new.changed == 0
    assert set(again.plan.schedule.chosen) == set(day.schedule.chosen)
    assert list(again.says()) == []


def test_after_kashi_is_lost_nothing_comes_down_there_and_the_morning_stays(day, struck):
    assert struck.plan.faults == ()
    before, after = planned_looks(day), planned_looks(struck.plan)
    assert any(row.station == "kashi" and row.start >= NOON for row in before)
    assert not any(row.station == "kashi" and row.start >= NOON for row in after)
    morning = [row for row in before if row.look_start < NOON and (row.station != "kashi" or row.end <= NOON)]
    assert morning
    assert all(row in after for row in morning)


def test_the_difference_is_the_least_and_said_by_name(struck):
    assert struck.new.changed == struck.new.changed_at_least > 0
    first = str(next(struck.says()))
    assert first.startswith("N01 moves from HJ-2E 12:41:16 (down at Kashi 12:43:36) to ")
    assert first.endswith(": Kashi is lost")


def test_what_is_frozen_stays_but_for_what_is_lost(corridor, written):
    earlier = read_earlier(written, corridor)
    hours = 24.0
    again = corridor_replan(corridor, earlier, without=("kashi",), now=NOON, frozen_h=hours)
    gone = set(again.new.given_up)
    assert gone == {name for name, _ in again.new.lost}
    assert all("kashi" in name for name in gone)


def test_what_all_gave_is_what_all_got(day):
    for rows in (by_party(day), by_nation(day)):
        assert sum(r.images_given for r in rows) == sum(r.images_got for r in rows)
        assert sum(r.passes_given_s for r in rows) == pytest.approx(
            sum(r.passes_got_s for r in rows), abs=0.5
        )
    looks = planned_looks(day)
    assert sum(r.images_given + r.images_own for r in by_party(day)) == len(looks)
    china = next(r for r in by_nation(day) if r.who == "CN")
    pakistan = next(r for r in by_nation(day) if r.who == "PK")
    assert china.images_given == len([r for r in looks if r.owner in ("cnsa", "aircas", "cresda", "mem")])
    assert (china.images_got, pakistan.images_given) == (0, 0)
    assert pakistan.images_got > 0


def test_a_pass_for_two_images_is_given_once(day):
    once = {
        (r.station, r.start): (r.end.seconds_since(r.start)) for r in planned_looks(day) if r.start and r.end
    }
    rows = by_party(day)
    total = sum(r.passes_given_s + r.passes_own_s for r in rows)
    assert total == pytest.approx(sum(once.values()), abs=1.0)
    assert len(once) < len(planned_looks(day))


WRONG: list[tuple[Callable[[dict[str, object]], object], str]] = [
    (lambda d: d.pop("bookings"), "{} is no plan: expected what serai plan --json writes"),
    (lambda d: d.update(start="noon"), "{} is no plan: expected what serai plan --json writes"),
    (lambda d: d.update(start=5), "{} is no plan: expected what serai plan --json writes"),
    (lambda d: d.update(bookings=[5]), "{} is no plan: expected what serai plan --json writes"),
    (lambda d: d.update(corridor="silk"), "{} is a plan of the corridor 'silk', not of 'belt-and-road'"),
]


@pytest.mark.parametrize(("change", "says"), WRONG, ids=lambda v: "" if callable(v) else v[:30])
def test_a_file_that_is_no_plan_of_this_corridor_is_refused(corridor, written, tmp_path, change, says):
    data = json.loads(written.read_text(encoding="utf-8"))
    change(data)
    file = tmp_path / "other.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(NoEarlierPlan) as refused:
        read_earlier(file, corridor)
    assert str(refused.value) == says.format(file)


def test_a_moment_outside_of_the_plan_is_refused(corridor, written):
    with pytest.raises(Refused) as refused:
        corridor_replan(
            corridor, read_earlier(written, corridor), now=Instant.from_utc("2026-08-23T00:00:00Z")
        )
    assert str(refused.value) == (
        "the plan runs from 2026-08-22T00:00:00Z to 2026-08-23T00:00:00Z; 2026-08-23T00:00:00Z is not in it"
    )


def test_the_command_says_what_differs_and_by_nation_who_gave(root, written, capsys):
    words = ["plan", str(root / "corridors" / "belt-and-road"), "--need", "N01", "N04", "N10", "N14"]
    words += ["--against", str(written), "--without", "kashi", "--now", "2026-08-22T12:00Z"]
    assert main([*words, "--by", "nation"]) == 0
    said = capsys.readouterr().out
    assert "no plan that serves as much changes fewer." in said
    assert "From 2026-08-22T12:00:00Z on; what begins before 2026-08-22T14:00:00Z stays." in said
    assert "images given" in said
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["changes"]["changed"] == told["changes"]["changed_at_least"] == 2 * told["changes"]["new"]
    assert told["changes"]["kept"] + told["changes"]["given_up"] == len(told["bookings"])
    assert {row["who"] for row in told["exchange"]["nations"]} >= {"CN", "PK"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--now", "2026-08-22"], "--now needs --against PLAN, the plan that is to be made again"),
        (["--without", "kashi"], "--without needs --against PLAN, the plan that is to be made again"),
        (
            ["--against", "x.json", "--days", "2"],
            "--days is that of the plan named by --against; leave it out",
        ),
    ],
)
def test_options_that_would_do_nothing_are_refused(more, says, capsys):
    assert main(["plan", *more]) != 0
    assert says in capsys.readouterr().err
