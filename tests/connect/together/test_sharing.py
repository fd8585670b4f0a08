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
    assert all(one.over == ("intelsat-20 ku",) for one in camps.values())
    assert sum(one.shared_bps for one in camps.values()) <= alone * (1.0 + 1e-6)


def test_the_hospital_has_what_it_asks_and_the_camps_like_shares_of_the_rest(camps):
    hospital = camps["HOSPITAL"]
    assert hospital.shared_bps == pytest.approx(hospital.asked_bps)
    shares = {round(one.shared_bps) for name, one in camps.items() if name != "HOSPITAL"}
    assert len(shares) == 1
    assert shares.pop() == pytest.approx((camps["CAMP00"].alone_bps - 10e6) / 20.0, rel=1e-6)


def test_the_answer_names_what_is_full_and_with_whom(camps):
    said = str(camps["CAMP03"].says())
    assert said.startswith("10 Mbit/s asked, ")
    assert "intelsat-20 ku is full, shared with " in said
    assert "and 14 more" in said
    assert len(camps["CAMP03"].with_) == 20
    assert "is full" not in str(camps["HOSPITAL"].says())
