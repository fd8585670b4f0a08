"""Names that fit several things are refused with the choices; each choice names one."""

from __future__ import annotations

import pytest

from serai.pool import Ambiguous, Asset, NotInPool, Party, Pool


@pytest.fixture
def pool() -> Pool:
    def asset(kind: str, name: str, owner: str, *groups: str) -> Asset:
        return Asset(id=name, name=name.title(), kind=kind, owner=owner, groups=frozenset(groups))

    return Pool(
        assets=(
            asset("station", "karachi", "suparco"),
            asset("link", "smw4", "ptcl", "landing:karachi", "landing-party:ptcl"),
            asset("link", "aae1", "other", "landing:karachi"),
            asset("link", "mw", "ptcl"),
            asset("service", "egnos", "esa", "provider:egnos"),
        ),
        parties={
            p: Party(id=p, name=p.upper(), kind="agency", country="PK")
            for p in ("suparco", "ptcl", "esa", "idle")
        },
    )


def test_a_name_that_fits_several_things_is_refused_with_the_choices(pool: Pool) -> None:
    with pytest.raises(Ambiguous) as refused:
        pool.named("Karachi")
    assert str(refused.value) == (
        "'Karachi' fits several things in this corridor: station:karachi or landing:karachi; say which"
    )
    with pytest.raises(Ambiguous, match="landing-party:ptcl or party:ptcl"):
        pool.without("ptcl")


@pytest.mark.parametrize(
    ("name", "assets"),
    [
        ("station:karachi", {"karachi"}),
        ("landing:KARACHI", {"smw4", "aae1"}),
        ("party:ptcl", {"smw4", "mw"}),
        ("landing-party:ptcl", {"smw4"}),
        ("egnos", {"egnos"}),  # the asset and its provider group are the same thing
        ("idle", set()),
        ("aae1", {"aae1"}),
    ],
)
def test_a_name_said_in_full_stands_for_one_thing(pool: Pool, name: str, assets: set[str]) -> None:
    assert pool.named(name) == assets


def test_the_plainest_name_of_a_thing_is_told_in_full_only_where_it_must_be(pool: Pool) -> None:
    assert pool.plainly("smw4", frozenset(["smw4"])) == "smw4"
    assert pool.plainly("karachi", frozenset(["karachi"])) == "station:karachi"
    assert pool.plainly("landing:karachi", pool.groups["landing:karachi"]) == "landing:karachi"
    assert pool.plainly("ptcl", pool.named("party:ptcl")) == "party:ptcl"
    assert pool.plainly("egnos", frozenset(["egnos"])) == "egnos"


def test_what_a_table_means_by_an_id_is_the_asset_first(pool: Pool) -> None:
    assert pool.exactly("karachi") == {"karachi"}
    assert pool.exactly("landing:karachi") == {"smw4", "aae1"}
    with pytest.raises(NotInPool):
        pool.exactly("nowhere")


def test_a_pool_that_lost_something_remembers_the_whole(pool: Pool) -> None:
    left = pool.without("mw").without("egnos")
    assert left.whole is pool
    assert pool.whole is pool
    assert [a.id for a in left.assets] == ["karachi", "smw4", "aae1"]
