"""Dated events: maintenance, outages and signals wrong while healthy take assets away for their time."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.corridor import Event
from serai.needs import State
from serai.outcome.dated import dated_events, quiet, with_events
from serai.outcome.outcome import Outcome, assess, open_corridor
from serai.outcome.planned import Day, planned_span
from serai.outcome.reduced import reduced
from serai.report.data.json import assess_answer
from serai.report.page.page import page
from serai.report.readings.reduced import costs
from serai.tables import CorridorRefused
from serai.time import Instant, Span

HEAD = (
    "id,name,start,end,assets_lost,kind,what_failed,what_still_worked,lesson,source,as_of,basis,basis_of,note"
)
START = Instant.from_utc("2026-08-22T00:00:00Z")
DAY = Span.of(START, 86_400.0)
MIDDAY = "2026-08-22T12:00:00Z"


def row(name: str, start: str, end: str, lost: str = "kashi", kind: str = "maintenance") -> str:
    return (
        f"{name},Overhaul,{start},{end},{lost},{kind},antenna,nothing,none,work order,2026-08-20,published,,"
    )


@pytest.fixture
def smallest(root: Path, tmp_path: Path):
    """The smallest corridor with some rows of events.csv."""

    def made(*rows: str):
        folder = tmp_path / "corridor"
        shutil.copytree(root / "examples" / "smallest_corridor", folder, dirs_exist_ok=True)
        (folder / "events.csv").write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
        text = (
            (folder / "corridor.toml")
            .read_text(encoding="utf-8")
            .replace("[files]", '[files]\nevents = "events.csv"')
        )
        (folder / "corridor.toml").write_text(text, encoding="utf-8")
        return open_corridor(folder)

    return made


def judged(corridor, **more) -> Outcome:
    return assess(corridor, losses=False, **more)


def test_a_station_in_overhaul_all_day_serves_nobody(smallest):
    whole = judged(smallest())["flood"]
    out = judged(smallest(row("M1", "2026-08-22T00:00:00Z", "2026-08-23T00:00:00Z")))
    assert whole.state is State.MET
    assert (out["flood"].share_met, out["flood"].state) == (0.0, State.NOT_MET)
    why = str(out["flood"].why)
    assert why.startswith(
        "Gaofen-3 looks, but Kashi (Kashgar), where their images may come down, is out of service"
    )
    assert [str(c) for c in out.cautions] == [
        "Overhaul (M1): Kashi (Kashgar) out of service from 22 Aug 2026 00:00 to 23 Aug 2026 00:00 UTC"
    ]


@pytest.mark.parametrize("kind", ["maintenance", "outage", "wrong while healthy"])
@pytest.mark.parametrize("lost", ["kashi", "owner:aircas", "gaofen-3", "group:constellation:gaofen-3"])
def test_every_kind_but_a_what_if_is_a_loss_of_whatever_it_names(smallest, kind, lost):
    long = ("2026-08-20", "2026-08-30")
    assert judged(smallest(row("M1", *long, lost, kind)))["flood"].share_met == 0.0
    assert judged(smallest(row("M1", *long, lost, "what-if")))["flood"].state is State.MET


def test_for_longer_than_everything_it_is_the_strike(smallest):
    corridor = smallest(row("M1", "2026-08-01", "open"))
    struck = smallest().without("kashi")
    out, without = judged(corridor)["flood"], judged(struck)["flood"]
    assert (out.state, out.shares, out.hopeful) == (without.state, without.shares, without.hopeful)


@pytest.mark.parametrize(
    ("start", "end", "meets"),
    [
        ("2026-08-21T00:00:00Z", "2026-08-22T00:00:00Z", False),  # an end does not count
        ("2026-08-21T00:00:00Z", "2026-08-22T00:00:01Z", True),
        ("2026-08-23T00:00:00Z", "2026-08-24T00:00:00Z", False),  # nor does what begins as the day ends
        ("2026-08-22T23:59:59Z", "2026-08-24T00:00:00Z", True),
        ("2026-08-20", "2026-08-21", False),  # a date alone counts whole: the end is that midnight
        ("2026-08-20", "2026-08-22", True),
        ("2026-08-22", "2026-08-22", True),
        ("2026-08-01", "open", True),
    ],
)
def test_an_event_meets_the_day_by_its_start_and_end(smallest, start, end, meets):
    found = dated_events(smallest(row("M1", start, end)), DAY)
    assert bool(found.inside) is meets
    assert found.not_applied == ()


@pytest.mark.parametrize(
    ("start", "end", "lost", "says"),
    [
        ("2026-08-01", "", "kashi", "gives no end; give it, or open for what goes on"),
        ("", "2026-08-30", "kashi", "gives no start"),
        ("2026-08-01", "2026-08-30", "", "names nothing of the pool that it takes away"),
    ],
)
def test_what_cannot_be_applied_is_told(smallest, start, end, lost, says):
    out = judged(smallest(row("M1", start, end, lost)))
    assert out["flood"].state is State.MET
    assert [str(c) for c in out.cautions] == [f"Overhaul (M1) is not applied: events.csv {says}"]


def test_an_end_that_is_no_date_is_refused_with_what_was_expected(smallest):
    with pytest.raises(CorridorRefused, match="or open for what goes on"):
        smallest(row("M1", "2026-08-01", "soon"))


def test_half_a_day_costs_what_is_served_in_that_half(smallest):
    shares = [
        judged(smallest(row("M1", "2026-08-22T00:00:00Z", end)))["flood"].share_met
        for end in ("2026-08-22T00:00:01Z", MIDDAY, "2026-08-23T00:00:00Z", "2026-08-25T00:00:00Z")
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1] == 0.0


def test_bookings_of_what_is_out_lapse_and_the_plan_stays_sound(smallest):
    whole, out = judged(smallest()), judged(smallest(row("M1", "2026-08-22", "2026-08-22")))
    assert whole.plan.bookings
    assert out.as_made is not None
    assert len(out.as_made.bookings) == len(whole.plan.bookings)
    uses = [u.asset for b in out.plan.bookings for u in b.opportunity.uses]
    assert "kashi" in [u.asset for b in whole.plan.bookings for u in b.opportunity.uses]
    assert uses == ["gaofen-3"]  # the look stays, the pass lapses
    assert out.plan_faults == []


def test_each_day_of_the_fortnight_has_its_own_events(smallest):
    corridor = smallest(row("M1", "2026-08-25T00:00:00Z", "2026-08-28T00:00:00Z"))
    found = judged(corridor, fortnight=True)["flood"].fortnight
    plain = judged(smallest(), fortnight=True)["flood"].fortnight
    assert found.days[0].share == plain.days[0].share
    assert [d.share for d in found.days[7:]] == [d.share for d in plain.days[7:]]
    assert assess(corridor, at=START.plus(seconds=3 * 86_400.0), losses=False)["flood"].share_met == 0.0
    for k in range(1, 7):
        alone = judged(corridor, at=START.plus(seconds=86_400.0 * k))["flood"]
        assert found.days[k].share == alone.share_met
    assert sum(d.share for d in found.days) < sum(d.share for d in plain.days)


def test_applying_the_same_events_twice_is_once(smallest):
    corridor = smallest(row("M1", "2026-08-22", "2026-08-22"))
    events = dated_events(corridor, DAY)
    once = with_events(corridor, events)
    twice = with_events(once, events)
    assert [a.lost_during for a in twice.pool.assets] == [a.lost_during for a in once.pool.assets]
    assert twice.pool.whole is corridor.pool
    assert quiet(twice.pool).assets == corridor.pool.assets


REFERENCE = ("N02", "N03", "N05", "N22")


@pytest.fixture(scope="module")
def reference(root: Path):
    return open_corridor(root / "corridors" / "belt-and-road").only(*REFERENCE)


def event(corridor, name: str, lost: tuple[str, ...], start_h: float, end_h: float) -> Event:
    plain = next(e for e in corridor.events if e.supposed)
    return replace(
        plain,
        id=name,
        name=name,
        kind="maintenance",
        lost=lost,
        start=START.plus(seconds=3600.0 * start_h),
        end=START.plus(seconds=3600.0 * end_h),
    )


@pytest.mark.parametrize(
    "lost",
    [
        ("constellation:beidou",),
        ("constellation:gps", "constellation:galileo"),
        ("corridor:red-sea",),
        ("thuraya-3",),
    ],
)
def test_on_the_reference_corridor_an_event_all_day_is_a_strike_and_half_of_it_lies_between(reference, lost):
    before = judged(reference)
    struck = judged(reference.without(*lost), world=before.world, plan=before.plan)
    for start_h, end_h in ((0.0, 24.0), (0.0, 12.0), (12.0, 24.0)):
        timed = replace(reference, events=(event(reference, "M1", lost, start_h, end_h),))
        out = judged(timed, world=before.world)
        for need in REFERENCE:
            a, b, c = (np.array(o[need].hopeful) for o in (before, out, struck))
            assert (b <= a + 1e-12).all(), need
            if (start_h, end_h) == (0.0, 24.0) and out[need].within == DAY:
                assert (out[need].state, out[need].shares) == (struck[need].state, struck[need].shares)
            else:
                assert (b >= c - 1e-12).all(), need


def test_two_halves_of_an_outage_add_up_to_the_whole(reference):
    """Positions are judged instant by instant: what one half costs and the other are what the day costs."""
    asked = reference.only("N03")
    lost = ("constellation:gps", "constellation:galileo", "constellation:glonass")
    before = judged(asked)
    length_h = before["N03"].within.duration_s / 3600.0

    def share(*halves: tuple[float, float]) -> float:
        events = tuple(event(asked, f"M{k}", lost, *half) for k, half in enumerate(halves))
        return judged(replace(asked, events=events), world=before.world)["N03"].hopeful[0]

    whole = share((0.0, length_h))
    first, second = share((0.0, length_h / 2)), share((length_h / 2, length_h))
    assert first + second == pytest.approx(before["N03"].hopeful[0] + whole, abs=0.01)


def test_redundancy_that_is_gone_meanwhile_is_shown_with_overlapping_maintenance(reference):
    asked = reference.only("N05", "N22")
    events = (
        event(asked, "M1", ("constellation:beidou",), 0.0, 12.0),
        event(asked, "M2", ("corridor:red-sea",), 6.0, 18.0),
    )
    out = judged(replace(asked, events=events))
    spans = [[e.event.id for e in one.events] for one in out.reduced]
    assert spans == [["M1"], ["M1", "M2"], ["M2"]]
    assert [one.span.duration_s / 3600.0 for one in out.reduced] == [6.0, 6.0, 6.0]
    for one in out.reduced:
        lost = [n for e in one.events for n in e.event.lost]
        day = judged(asked.without(*lost), world=out.world, plan=out.as_made)
        plain = judged(asked, world=out.world, plan=out.as_made)
        for need in ("N05", "N22"):
            worse = day[need].state > plain[need].state
            assert (need in one.after) is worse
            if worse:
                assert one.after[need] is day[need].state
            for loss in one.hangs_on.get(need, ())[:3]:
                both = judged(asked.without(*lost, *loss.assets), world=out.world, plan=out.as_made)
                only = judged(
                    asked.without(*(loss.assets - one_lost(one))), world=out.world, plan=out.as_made
                )
                assert both[need].state > day[need].state
                assert only[need].state <= plain[need].state
    answer = assess_answer(out)
    assert [one["events"] for one in answer["out_of_service"]] == spans  # type: ignore[union-attr]
    text = page(out)
    assert "Out of service" in text
    assert all(str(said) for one in out.reduced for said in costs(out, one))


@pytest.mark.parametrize("hours", [(30.0, 40.0), (80.0, 90.0), (2.0, 3.0), (300.0, 310.0)])
def test_answers_that_an_event_cannot_touch_need_not_be_asked_for_again(root, hours):
    asked = open_corridor(root / "corridors" / "belt-and-road").only("N03", "N05", "N29", "N10")
    lost = ("constellation:beidou", "corridor:red-sea", "sentinel-1a", "aqua")
    out = judged(replace(asked, events=(event(asked, "M1", lost, *hours),)))
    day = Day(world=out.world, pool=quiet(out.pool), length=out.days)
    again = [day.answer(a.need, out.as_made or out.plan) for a in out.answers]
    assert out.events.within is not None
    assert out.reduced == reduced(again, day.pool, out.events, out.events.within)
    for one in again:
        if not out.events.fall_in(one.need.matters(out.at, out.days)):
            answer = out.answer(one.need.id)
            assert answer is not None
            whole = np.ones((1, len(day.pool.assets)), dtype=bool)
            assert np.array_equal(answer.held(whole).certain, one.held(whole).certain)


@pytest.mark.parametrize(
    ("hours", "lost", "loses"),
    [
        ((-24.0, 0.0), "kashi", False),  # over as the day begins
        ((-24.0, 0.1), "kashi", True),
        ((23.9, 48.0), "kashi", True),
        ((24.0, 48.0), "kashi", False),  # begins as the planned day ends
    ],
)
def test_the_day_is_planned_again_only_where_it_loses_something(smallest, hours, lost, loses):
    whole = smallest()
    begin, end = (START.plus(seconds=3600.0 * h).utc(decimals=0) for h in hours)
    out = judged(smallest(row("M1", begin, end, lost)))
    assert out.pool.loses_within(planned_span(out.world)) is loses
    assert whole.without(lost).pool.loses_within(planned_span(out.world))
    assert not whole.pool.loses_within(planned_span(out.world))


def one_lost(one) -> frozenset[str]:
    return frozenset[str]().union(*(e.lost for e in one.events))


def test_nothing_is_out_of_service_on_the_reference_day(reference):
    corridor = replace(reference.only("N05"))
    found = dated_events(corridor, DAY)
    assert (found.inside, found.not_applied) == ((), ())
    assert [e.event.id for e in found.applied] == ["E20"]  # near it, from September
    in_egypt = Span.of(Instant.from_utc("2013-03-10T00:00:00Z"), 86_400.0)
    assert [e.event.id for e in dated_events(corridor, in_egypt).applied] == ["E06"]
