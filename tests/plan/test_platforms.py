"""Turning, duty, energy and storage: rules of the problem, judged again from the pool, unknown ones named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.needs import Booking, Need, Opportunity, Plan
from serai.plan import day_plan, faults
from serai.plan.horizon import PlanHorizon, horizon
from serai.plan.platforms import DUTY, LIMITS, SLEW, STORAGE, Platform, platform_of, unknown_limits
from serai.plan.scheduling import schedule_faults, scheduled
from serai.pool import Pool
from serai.time import Span
from tests.plan.story import contact, look, need, span
from tests.plan.story import pool as little_pool

ORBIT_S = 5_400.0


@dataclass(frozen=True)
class Turning:
    """A motion that tells its period and nothing else."""

    period_s: float = ORBIT_S


def flown(pool: Pool, motion: object = Turning(), **figures: float) -> Pool:
    """The pool in which HJ-2E has a platform of some figures."""
    platform = Platform(satellite="hj-2e", **figures)
    return replace(
        pool,
        assets=tuple(
            replace(a, fittings=(platform,), motion=motion) if a.id == "hj-2e" else a for a in pool.assets
        ),
    )


def rolled(name: str, start_s: float, roll_deg: float | None) -> Opportunity:
    one = look(name, "hj-2e", start_s)
    return replace(one, uses=(replace(one.uses[0], serves=name, roll_deg=roll_deg),))


def stored(name: str, start_s: float, rate_bps: float | None = None) -> Opportunity:
    one = look(name, "hj-2e", start_s, carried=True)
    assert one.follow_on is not None
    assert one.follow_on.parcel is not None
    down = replace(one.follow_on, parcel=replace(one.follow_on.parcel, rate_bps=rate_bps))
    return replace(one, follow_on=down)


def booked(*looks: Opportunity, ways: Sequence[Opportunity] = ()) -> Plan:
    """A plan of looks for one need each, with the pass of each where there are passes."""
    found = [Booking(opportunity=o, need=f"N{k}", reason="") for k, o in enumerate(looks)]
    found += [
        Booking(opportunity=w, need=f"N{k}", reason="", carries=looks[k].id) for k, w in enumerate(ways)
    ]
    return Plan(bookings=tuple(found))


def asked(
    pool: Pool, day: Span, looks: Sequence[Opportunity], ways: Sequence[Opportunity] = ()
) -> PlanHorizon:
    needs = [need(f"N{k}", every_h=48.0) for k in range(len(looks))]
    mine = {f"N{k}": [replace(one, need=f"N{k}")] for k, one in enumerate(looks)}

    def follow_on(one: Need) -> list[Opportunity]:
        assert one.parcel is not None
        return [w for w in ways if w.counts_at > one.parcel.ready]

    return horizon(needs, mine, follow_on, pool, day)


def planned(of: PlanHorizon, solver: str = "mip") -> tuple[str, ...]:
    made = scheduled(of.problem, solver=solver)
    assert schedule_faults(made, of.problem) == []
    return made.chosen


def test_between_two_looks_there_must_be_time_to_turn_and_to_settle(pool, day):
    turns = flown(pool, slew_deg_s=1.0, settle_s=5.0)  # from -10 to 20 deg: 30 s and 5 s
    near, far = rolled("a", 100, -10.0), rolled("b", 154, 20.0)
    assert [str(f) for f in faults(booked(near, far), turns)] == [
        "HJ-2E must turn by 30.0 deg for need N1 at 2026-08-22T00:02:34Z, which takes 35 s, and has 34 s"
    ]
    assert len(planned(asked(turns, day, [near, far]))) == 1
    later = rolled("b", 155, 20.0)
    assert faults(booked(near, later), turns) == []
    assert len(planned(asked(turns, day, [near, later]))) == 2


def test_the_same_side_needs_no_turn_and_an_unknown_side_none_that_is_known(pool, day):
    turns = flown(pool, slew_deg_s=1.0, settle_s=5.0)
    for second in (rolled("b", 120, -10.0), rolled("b", 120, None)):
        assert faults(booked(rolled("a", 100, -10.0), second), turns) == []
        assert len(planned(asked(turns, day, [rolled("a", 100, -10.0), second]))) == 2


@pytest.mark.parametrize(("duty_s", "kept"), [(59.0, 2), (60.0, 3)])
def test_looks_that_begin_within_an_orbit_last_no_longer_than_its_duty(pool, day, duty_s, kept):
    limited = flown(pool, duty_s=duty_s)
    looks = [rolled("a", 0, None), rolled("b", 1000, None), rolled("c", ORBIT_S - 1, None)]
    assert len(planned(asked(limited, day, looks))) == kept
    said = [str(f) for f in faults(booked(*looks), limited)]
    assert said == [
        "HJ-2E images for 60 s within 90 minutes from 2026-08-22T00:00:00Z, and at most 59 s an orbit"
    ] * (kept == 2)


def test_the_next_orbit_begins_with_a_duty_of_its_own(pool, day):
    limited = flown(pool, duty_s=20.0)
    looks = [rolled("a", 0, None), rolled("b", ORBIT_S, None)]
    assert faults(booked(*looks), limited) == []
    assert len(planned(asked(limited, day, looks))) == 2


@pytest.mark.parametrize(("wh", "kept"), [(10.9, 1), (11.2, 2)])
def test_imaging_draws_no_more_energy_than_an_orbit_has(pool, day, wh, kept):
    limited = flown(pool, imaging_w=1000.0, imaging_wh=wh)  # 20 s at 1 kW is 5.56 Wh
    looks = [rolled("a", 0, None), rolled("b", 1000, None)]
    assert len(planned(asked(limited, day, looks))) == kept
    said = [str(f) for f in faults(booked(*looks), limited)]
    assert said == [
        (
            "HJ-2E draws 11.1 Wh for imaging within 90 minutes from 2026-08-22T00:00:00Z, "
            "and at most 10.9 Wh an orbit"
        )
    ] * (kept == 1)


def test_a_look_waits_on_board_until_its_pass_ends_and_only_then_gives_its_room_back(pool, day):
    small = flown(pool, storage_bits=30e9, record_bps=1e9)  # one look of 20 s fills 20 Gbit of 30
    first, second = stored("a", 100), stored("b", 399)
    early, late = contact("p", "hj-2e", "kashi", 300, 400), contact("q", "hj-2e", "kashi", 600, 700)
    chosen = planned(asked(small, day, [first, second], [early, late]))
    assert len(chosen) == 1
    said = [str(f) for f in faults(booked(first, second, ways=[early, late]), small)]
    assert said == ["HJ-2E would hold 5 GB on board at 2026-08-22T00:06:39Z, and has room for 3.75 GB"]
    after = stored("b", 400)
    assert len(planned(asked(small, day, [first, after], [early, late]))) == 2
    assert faults(booked(first, after, ways=[early, late]), small) == []


@pytest.mark.parametrize(("rate_bps", "kept"), [(399e6, 1), (400e6, 2), (None, 2)])
def test_a_pass_carries_what_its_length_allows_and_an_unknown_rate_says_nothing(pool, day, rate_bps, kept):
    sending = flown(pool, record_bps=1e9)
    looks = [stored("a", 100, rate_bps), stored("b", 130, rate_bps)]
    down = contact("p", "hj-2e", "kashi", 300, 400)  # 100 s at 400 Mbit/s is the 40 Gbit of both
    assert len(planned(asked(sending, day, looks, [down]))) == kept
    said = [str(f) for f in faults(booked(*looks, ways=[down, down]), sending)]
    assert said == [
        ("HJ-2E would send 5 GB in the pass over Kashi at 2026-08-22T00:05:00Z, which can carry 4.99 GB")
    ] * (kept == 1)


def test_what_nobody_told_makes_no_rule_and_is_named(pool, day):
    silent = pool["hj-2e"]
    assert unknown_limits(silent) == LIMITS
    assert unknown_limits(flown(pool, slew_deg_s=1.0, storage_bits=1e12)["hj-2e"]) == (
        "duty",
        "power",
        "storage",
    )
    assert DUTY in unknown_limits(flown(pool, None, duty_s=60.0)["hj-2e"])  # without elements no orbit
    told = flown(pool, duty_s=60.0, imaging_w=1.0, imaging_wh=1.0, storage_bits=1.0, record_bps=1.0)
    assert unknown_limits(told["hj-2e"]) == (SLEW,)
    looks = [rolled("a", 100, -30.0), rolled("b", 120, 30.0)]
    assert len(planned(asked(flown(pool, storage_bits=1e9), day, looks))) == 2


def test_of_two_rows_of_one_satellite_the_stricter_figures_count(pool):
    rows = (
        Platform(satellite="hj-2e", slew_deg_s=1.0, settle_s=5.0, duty_s=600.0, record_bps=1e9),
        Platform(
            satellite="hj-2e", slew_deg_s=2.0, settle_s=9.0, duty_s=300.0, storage_bits=1e12, record_bps=2e9
        ),
    )
    found = platform_of(replace(pool["hj-2e"], fittings=rows))
    assert (found.slew_deg_s, found.settle_s, found.duty_s, found.record_bps) == (1.0, 9.0, 300.0, 2e9)
    assert found.storage_bits == 1e12
    assert STORAGE not in unknown_limits(replace(pool["hj-2e"], fittings=rows))


def test_a_need_left_for_a_platform_is_told_so_by_the_plan_behind_verdicts(pool, day):
    turns = flown(pool, slew_deg_s=1.0)
    looks = {"N01": [rolled("a", 100, -10.0)], "N02": [replace(rolled("b", 121, 20.0), need="N02")]}
    asked_for = [need("N01", priority=1), need("N02", priority=2)]
    plan = day_plan(asked_for, looks, lambda _: (), turns, day)
    assert faults(plan, turns) == []
    assert [str(left.reason) for left in plan.left] == [
        (
            "the one opportunity does not fit: HJ-2E must turn by 30.0 deg for need N02 at "
            "2026-08-22T00:02:01Z, which takes 30 s, and has 1 s"
        )
    ]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(0, 8000), st.sampled_from((None, -30.0, -0.4, 17.3, 30.0))),
        min_size=2,
        max_size=9,
    ),
    st.floats(0.3, 3.0),
    st.floats(23.0, 130.0),  # a look of 20 s counts whole seconds: 22 at most
)
def test_whatever_is_asked_the_other_judge_finds_that_platforms_allow_the_plan(looks, slew_deg_s, duty_s):
    """The rules of the problem, rounded, are never easier than what the judge reads by the clock."""
    pool, day = little_pool(), span(0, 86_400)
    limited = flown(
        pool, slew_deg_s=slew_deg_s, settle_s=3.3, duty_s=duty_s, imaging_w=900.0, imaging_wh=23.0,
        storage_bits=55.5e9, record_bps=0.9e9,
    )  # fmt: skip
    wishes = []
    for k, (start_s, roll_deg) in enumerate(looks):
        one = stored(f"l{k}", start_s, 300e6)
        wishes.append(replace(one, uses=(replace(one.uses[0], serves=one.id, roll_deg=roll_deg),)))
    passes = [contact(f"p{s}", "hj-2e", "kashi", s, s + 100.0) for s in range(900, 12_000, 900)]
    asked_for = [need(f"N{k}", priority=1 + k % 3, every_h=0.2) for k in range(len(wishes))]
    mine = {f"N{k}": [replace(one, need=f"N{k}")] for k, one in enumerate(wishes)}

    def follow_on(one: Need) -> list[Opportunity]:
        assert one.parcel is not None
        return [w for w in passes if w.uses[0].span.start >= one.parcel.ready]

    plan = day_plan(asked_for, mine, follow_on, limited, day)
    assert faults(plan, limited, asked_for) == []
    assert plan.bookings
