"""Who gets what when all ask at once: laws of fair shares, and twenty-one camps under one transponder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.connect.fittings import Beam
from serai.connect.together.fair import Passing, fair_shares, fullest
from serai.connect.together.sharing import shared_rates
from serai.corridor import read
from serai.services import SERVICES, SHARED_TABLES
from serai.time import Span


def claim(user, asked, *over, priority=1):
    return Passing(user=user, priority=priority, asked=asked, over=over)


def test_three_users_of_one_thing_get_a_third_each_and_a_small_one_what_it_asks():
    claims = [claim("a", 10.0, "t"), claim("b", 10.0, "t"), claim("c", 1.0, "t")]
    assert fair_shares(claims, {"t": 9.0}) == pytest.approx({"a": 4.0, "b": 4.0, "c": 1.0})


def test_a_higher_priority_is_served_first_and_whole():
    claims = [claim("low", 10.0, "t", priority=2), claim("high", 6.0, "t")]
    assert fair_shares(claims, {"t": 9.0}) == pytest.approx({"low": 3.0, "high": 6.0})
    assert fair_shares(claims, {"t": 5.0}) == pytest.approx({"low": 0.0, "high": 5.0})


def test_what_one_cannot_use_for_another_bottleneck_goes_to_those_beside():
    claims = [claim("a", 10.0, "t", "narrow"), claim("b", 10.0, "t")]
    got = fair_shares(claims, {"t": 9.0, "narrow": 2.0})
    assert got == pytest.approx({"a": 2.0, "b": 7.0})
    assert fullest(claims[0], claims, got, {"t": 9.0, "narrow": 2.0}) in ("t", "narrow")


def test_what_has_no_limit_limits_nobody():
    assert fair_shares([claim("a", 10.0, "open")], {}) == {"a": 10.0}


def drawn(seed):
    rng = np.random.default_rng(seed)
    things = {f"t{k}": float(rng.uniform(1.0, 10.0)) for k in range(int(rng.integers(1, 5)))}
    claims = [
        claim(
            f"u{k}",
            float(rng.uniform(0.5, 6.0)),
            *rng.choice(sorted(things), int(rng.integers(1, len(things) + 1)), replace=False).tolist(),
            priority=int(rng.integers(1, 4)),
        )
        for k in range(int(rng.integers(1, 9)))
    ]
    return claims, things


@pytest.mark.parametrize("seed", range(60))
def test_shares_fit_and_nobody_can_have_more_but_from_one_who_has_less(seed):
    claims, things = drawn(seed)
    got = fair_shares(claims, things)
    for thing, bps in things.items():
        assert sum(got[c.user] for c in claims if thing in c.over) <= bps * (1.0 + 1e-6)
    for one in claims:
        assert 0.0 <= got[one.user] <= one.asked * (1.0 + 1e-9)
        if got[one.user] >= one.asked * (1.0 - 1e-6):
            continue
        full = [
            t for t in one.over if sum(got[c.user] for c in claims if t in c.over) >= things[t] * (1 - 1e-6)
        ]
        rivals = [[c for c in claims if t in c.over and c.priority >= one.priority] for t in full]
        assert any(all(got[c.user] <= got[one.user] + 1e-6 for c in those) for those in rivals)


@pytest.mark.parametrize("seed", range(20))
def test_those_of_lower_priority_take_nothing_from_those_above(seed):
    claims, things = drawn(seed)
    first = [c for c in claims if c.priority == 1]
    alone, together = fair_shares(first, things), fair_shares(claims, things)
    assert all(together[c.user] == pytest.approx(alone[c.user]) for c in first)


@pytest.fixture(scope="module")
def camps(root):
    """What twenty-one camps in one desert get, and one hospital among them, with one satellite's Ku left."""
    corridor = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)
    camp = next(n for n in corridor.needs if n.id == "N36")
    needs = [replace(camp, id=f"CAMP{k:02d}") for k in range(20)]
    needs.append(replace(camp, id="HOSPITAL", priority=1))
    others = {a.id for a, _ in corridor.pool.fitted_with(Beam)} - {"intelsat-20"}
    pool = corridor.pool.losing(frozenset(others))
    day = Span(corridor.start, corridor.start.plus(seconds=86_400.0))
    return {one.need.id: one for one in shared_rates(needs, pool, corridor.world(), day)}


def test_twenty_one_camps_on_one_transponder_do_not_sum_above_it(camps):
    alone = camps["CAMP00"].alone_bps
    assert alone > 25e6
    assert all(one.over == ("intelsat-20",) for one in camps.values())
    assert sum(one.shared_bps for one in camps.values()) <= alone * (1.0 + 1e-6)


def test_the_hospital_has_what_it_asks_and_the_camps_like_shares_of_the_rest(camps):
    hospital = camps["HOSPITAL"]
    assert hospital.shared_bps == pytest.approx(hospital.asked_bps)
    shares = {round(one.shared_bps) for name, one in camps.items() if name != "HOSPITAL"}
    assert len(shares) == 1
    assert shares.pop() == pytest.approx((camps["CAMP00"].alone_bps - 10e6) / 20.0, rel=1e-6)


def test_the_answer_names_what_is_full_and_with_whom(camps):
    said = str(camps["CAMP03"].says)
    assert said.startswith("10 Mbit/s asked, ")
    assert "Intelsat 20 is full, shared with " in said
    assert "and 14 more" in said
    assert len(camps["CAMP03"].with_) == 20
    assert "is full" not in str(camps["HOSPITAL"].says)


FAST = 1e9


@pytest.fixture
def two_cables(small):
    """Needs at Kelibia with two cables of 1 Gbit/s to Mazara and nothing else."""
    cables = [small.cable(i, i.title(), "kelibia", "mazara", capacity_bps=FAST) for i in ("red", "blue")]
    beside = {a.id for a in small.pool().assets}
    pool = small.pool(*cables).losing(frozenset(beside))

    def shared(*asked):
        needs = [
            replace(
                small.need(
                    small.measure("rate", "bit/s", bps, lower=False),
                    ways=frozenset({"data"}),
                    from_sites=("kelibia",),
                    to_sites=("mazara",),
                    need_id=name,
                ),
                priority=priority,
            )
            for name, bps, priority in asked
        ]
        day = Span(small.START, small.START.plus(seconds=3600.0))
        return {one.need.id: one for one in shared_rates(needs, pool, small.world(pool), day)}

    return shared


def test_a_need_that_no_cable_carries_whole_takes_several(two_cables):
    (one,) = two_cables(("A", 1.5 * FAST, 1)).values()
    assert one.shared_bps == pytest.approx(1.5 * FAST)
    assert set(one.over) == {"red", "blue"}
    assert not one.short


def test_a_second_need_takes_the_cable_that_is_free(two_cables):
    found = two_cables(("A", FAST, 1), ("B", FAST, 1))
    assert {o.over for o in found.values()} == {("red",), ("blue",)}
    assert not any(o.short or o.with_ for o in found.values())


def test_where_both_cables_are_full_the_lower_priority_goes_short_and_names_the_other(two_cables):
    found = two_cables(("A", 1.5 * FAST, 1), ("B", FAST, 2))
    assert found["A"].shared_bps == pytest.approx(1.5 * FAST)
    assert found["B"].shared_bps == pytest.approx(0.5 * FAST)
    assert found["B"].short
    assert (found["B"].with_, found["B"].full) == (("A",), found["B"].over[0])
    said = str(found["B"].says)
    assert said.startswith("1 Gbit/s asked, 1 Gbit/s alone, 500 Mbit/s when all ask: ")
    assert said.endswith(f"{found['B'].full.title()} is full, shared with A")


def test_who_has_enough_beside_another_is_told_who_passes_the_same(two_cables):
    found = two_cables(("A", 2.0 * FAST, 2), ("B", 0.5 * FAST, 1))
    assert (
        str(found["B"].says)
        == "500 Mbit/s asked, 1 Gbit/s alone, 500 Mbit/s when all ask, beside A on the same way"
    )
    assert found["A"].shared_bps == pytest.approx(1.5 * FAST)


def beams(*satellites, capacity_bps=None):
    return [
        (
            name,
            Beam(
                name="Ku",
                bands=("Ku",),
                services=frozenset({"data"}),
                user_rate_bps=10e6,
                capacity_bps=capacity_bps,
            ),
        )
        for name in satellites
    ]


@pytest.fixture
def under(small):
    """Two needs at Karachi, whose only ways are satellites."""

    def shared(*satellites, parties=("ndma", "ndma"), capacity_bps=None):
        made = [
            small.satellite(name, name.title(), 60.0 + 5.0 * k, beam)
            for k, (name, beam) in enumerate(beams(*satellites, capacity_bps=capacity_bps))
        ]
        beside = {a.id for a in small.pool().assets}
        pool = small.pool(*made).losing(frozenset(beside))
        needs = [
            small.need(
                small.measure("rate", "bit/s", 8e6, lower=False),
                ways=frozenset({"data"}),
                from_sites=("karachi",),
                to_sites=("mazara",),
                terminals=("vsat",),
                need_id=name,
                party=party,
            )
            for name, party in zip("AB", parties, strict=True)
        ]
        day = Span(small.START, small.START.plus(seconds=3600.0))
        return shared_rates(needs, pool, small.world(pool), day)

    return shared


def test_one_dish_points_at_one_satellite_and_another_partys_at_the_other(under):
    mine = under("east", "west")
    assert mine[0].over == mine[1].over
    assert [one.shared_bps for one in mine] == pytest.approx([5e6, 5e6])
    theirs = under("east", "west", parties=("ndma", "rescue"))
    assert theirs[0].over[0] != theirs[1].over[0]
    assert [one.shared_bps for one in theirs] == pytest.approx([8e6, 8e6])


def test_what_is_full_is_said_as_dish_as_payload_or_as_beam(under):
    assert "the dish of ndma at karachi is full, shared with B" in str(
        under("east", capacity_bps=20e6)[0].says
    )
    said = str(under("east", parties=("ndma", "rescue"))[0].says)
    assert "East is full, shared with B (nobody published its capacity" in said
    said = str(under("east", parties=("ndma", "rescue"), capacity_bps=12e6)[0].says)
    assert said.endswith("6 Mbit/s when all ask: East (Ku) is full, shared with B")
