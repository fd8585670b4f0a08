"""What a struck name stands for, and which stations nobody hears any more."""

from __future__ import annotations

import pytest

from serai.connect.chain.backhauls import BackHaul
from serai.connect.chain.strike import cut_off, lost_with, strike, towards
from serai.corridor import read
from serai.needs import Need
from serai.pool.pool import NotInPool
from serai.services import SERVICES, SHARED_TABLES


@pytest.fixture(scope="module")
def corridor(root):
    return read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)


def need(corridor, need_id) -> Need:
    return next(n for n in corridor.needs if n.id == need_id)


def kinds(struck):
    return [rate.kind for rate in struck.repairs]


def test_names_of_assets_and_groups_strike_what_they_always_did(corridor):
    pool = corridor.pool
    for name in ("landing:karachi", "corridor:red-sea", "station:kashi", "party:ptcl", "smw4-karachi-mumbai"):
        found = strike(pool, (name,))
        assert (found.assets, found.lines) == (pool.named(name), frozenset())


@pytest.mark.parametrize(
    ("name", "mended"),
    [
        ("landing:karachi", ["landing"]),
        ("red-sea", ["sea-corridor"]),
        ("corridor:karakoram-highway", ["land-corridor"]),
        ("smw4-karachi-mumbai", ["submarine"]),
        ("pk-land-sukkur-multan", ["terrestrial"]),
        ("power:karachi", ["power"]),
        ("backhaul:kashi", ["terrestrial"]),
        ("station:kashi", []),
    ],
)
def test_what_is_struck_is_mended_at_the_rate_of_its_kind(corridor, name, mended):
    assert kinds(strike(corridor.pool, (name,))) == mended


def test_power_takes_the_landing_and_the_lines_that_end_there_but_not_the_land_routes(corridor):
    found = strike(corridor.pool, ("Power:Karachi",))
    assert found.assets == corridor.pool.groups["landing:karachi"]
    assert found.lines == {"karachi-town"}
    assert strike(corridor.pool, ("power:miyun",)).assets == {"miyun"}  # no site is called so: the station


def test_a_back_haul_is_called_by_its_asset_or_its_own_id(corridor):
    assert strike(corridor.pool, ("backhaul:shadnagar",)).lines == {"shadnagar-mumbai", "shadnagar-chennai"}
    assert strike(corridor.pool, ("backhaul:shadnagar-mumbai",)).lines == {"shadnagar-mumbai"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("backhaul:kashgar", "no back-haul"),
        ("power:karachy", "did you mean 'karachi'"),
        ("landing:nowhere", "no asset, group or party"),
    ],
)
def test_a_name_that_nothing_answers_to_is_refused(corridor, name, says):
    with pytest.raises(NotInPool, match=says):
        strike(corridor.pool, (name,))


def test_one_line_of_two_leaves_the_station_heard_and_both_do_not(corridor):
    asked = need(corridor, "N01")
    one = strike(corridor.pool, ("backhaul:shadnagar-mumbai",))
    assert cut_off(corridor.pool, one, asked) == ()
    both = strike(corridor.pool, ("backhaul:shadnagar",))
    assert [(c.asset, c.own) for c in cut_off(corridor.pool, both, asked)] == [("shadnagar", True)]
    assert lost_with(corridor.pool, "backhaul:shadnagar") == {"shadnagar"}
    assert lost_with(corridor.pool, "backhaul:shadnagar-mumbai") == frozenset()
    assert lost_with(corridor.pool, "landing:karachi") is None


def test_beijing_reaches_pakistan_by_the_sea_or_by_the_road_and_by_neither_once_both_are_cut(corridor):
    """One of the two leaves every image on its way; both strand those that come down in China."""
    asked = need(corridor, "N01")
    for names in (("landing:karachi",), ("corridor:karakoram-highway",)):
        assert cut_off(corridor.pool, strike(corridor.pool, names), asked) == ()
    found = cut_off(corridor.pool, strike(corridor.pool, ("landing:karachi", "karakoram-highway")), asked)
    stranded = {c.asset for c in found}
    assert {"kashi", "miyun", "sanya", "lijiang", "mohe"} <= stranded
    assert not stranded & {"karachi", "islamabad"}  # they stand where their users do
    assert not any(c.own for c in found)


def test_a_station_that_no_cable_ever_joined_to_its_user_is_not_said_to_be_cut_off(small):
    """Karachi's sites are joined to Marseille; Kelibia's cables lead to Mazara alone."""
    dish = small.satellite("dish", "Dish", 0.0)
    lines = [BackHaul(id=f"to-{s}", asset="dish", site=s, kind="terrestrial") for s in ("kelibia", "karachi")]
    asked = small.need(to_sites=("marseille",), ways=frozenset({"data"}))
    for line, silent in zip(lines, ((), ("dish",)), strict=True):
        pool = small.pool(dish, facts=(line,))
        found = cut_off(pool, strike(pool, ("corridor:red-sea", "hannibal", "didon")), asked)
        assert tuple(c.asset for c in found) == silent


def test_calls_go_on_to_the_other_side_of_the_need_and_images_to_the_land_of_its_party(corridor):
    assert towards(need(corridor, "N02"), corridor.pool) == ("islamabad", "karachi")
    there = towards(need(corridor, "N01"), corridor.pool)
    assert {"karachi", "rawalpindi"} <= set(there)
    assert "kashi" not in there


def test_a_strike_far_away_cuts_nobody_off(corridor):
    far = strike(corridor.pool, ("landing:mombasa",))
    assert cut_off(corridor.pool, far, need(corridor, "N01")) == ()
