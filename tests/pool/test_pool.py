"""A pool: what is named, what is lost, and who may use what."""

from __future__ import annotations

import pytest

from serai.pool import Asset, NotInPool, Party, Pool, Right, Standing, Term, Terms


@pytest.fixture
def pool() -> Pool:
    assets = (
        Asset(id="gaofen-3", name="Gaofen-3", kind="satellite", owner="cnsa"),
        Asset(id="prss-1", name="PRSS-1", kind="satellite", owner="suparco"),
        Asset(id="kashi", name="Kashi", kind="station", owner="aircas"),
        Asset(id="karachi", name="Karachi", kind="station", owner="suparco"),
        Asset(id="smw4-a", name="SMW4 A", kind="link", owner="smw", groups=frozenset(["corridor:red-sea"])),
        Asset(id="imewe-a", name="IMEWE A", kind="link", owner="im", groups=frozenset(["corridor:red-sea"])),
        Asset(id="srss-1", name="SRSS-1", kind="satellite", owner="isra", out="in no catalogue"),
    )
    rows = (
        Term(
            id="T14",
            right=Right.DOWNLINK,
            owner="aircas",
            what="Chinese satellites at Kashi",
            assets=("owner:cnsa",),
            stations=("kashi",),
            grantees=("corridor",),
        ),
        Term(
            id="T15",
            right=Right.DOWNLINK,
            owner="suparco",
            what="Gaofen-3 at Karachi",
            assets=("gaofen-3",),
            stations=("karachi",),
            grantees=("corridor",),
            standing=Standing.CANDIDATE,
        ),
        Term(
            id="T12",
            right=Right.IMAGE,
            owner="suparco",
            what="PRSS-1 for Pakistan",
            assets=("prss-1",),
            grantees=("country:PK",),
        ),
    )
    parties = {
        p: Party(id=p, name=p.upper(), kind="agency", country=c)
        for p, c in [("cnsa", "CN"), ("suparco", "PK"), ("aircas", "CN"), ("ndma", "PK"), ("isra", "SD")]
    }
    return Pool(assets=assets, parties=parties, terms=Terms(rows=rows))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("kashi", {"kashi"}),
        ("KASHI", {"kashi"}),
        ("Gaofen-3", {"gaofen-3"}),
        ("red-sea", {"smw4-a", "imewe-a"}),
        ("corridor:red-sea", {"smw4-a", "imewe-a"}),
        ("suparco", {"prss-1", "karachi"}),
    ],
)
def test_a_name_stands_for_an_asset_a_group_or_a_party(pool: Pool, said: str, meant: set[str]) -> None:
    assert pool.named(said) == meant


def test_a_misspelt_name_is_answered_with_the_nearest_one(pool: Pool) -> None:
    with pytest.raises(NotInPool) as refused:
        pool.without("Karachy")
    assert str(refused.value) == (
        "no asset, group or party 'Karachy' in this corridor; did you mean 'Karachi'?"
    )


def test_a_loss_leaves_the_first_pool_as_it_was(pool: Pool) -> None:
    struck = pool.without("red-sea", "kashi")
    assert {a.id for a in pool.assets} - {a.id for a in struck.assets} == {"smw4-a", "imewe-a", "kashi"}
    assert "kashi" in pool
    assert "kashi" not in struck


def test_a_candidate_term_is_off_until_it_is_switched_on(pool: Pool) -> None:
    gaofen, karachi, kashi = pool["gaofen-3"], pool["karachi"], pool["kashi"]
    assert pool.terms.downlink(gaofen, kashi) is not None
    assert pool.terms.downlink(gaofen, karachi) is None
    agreed = pool.with_terms("t15")
    found = agreed.terms.downlink(gaofen, karachi)
    assert found is not None
    assert found.id == "T15"
    assert agreed.terms.candidates(Right.DOWNLINK) == ()


def test_switching_on_a_term_that_nobody_wrote_is_refused(pool: Pool) -> None:
    with pytest.raises(NotInPool, match="no term 'T16' in this corridor; did you mean 'T1"):
        pool.with_terms("T16")


def test_a_country_term_reaches_that_country_and_nobody_else(pool: Pool) -> None:
    prss = pool["prss-1"]
    assert pool.terms.use_of(prss, pool.party("ndma"), Right.IMAGE) is not None
    assert pool.terms.use_of(prss, pool.party("isra"), Right.IMAGE) is None
    assert pool.terms.use_of(prss, None, Right.IMAGE) is None


def test_an_asset_that_is_out_is_fitted_with_nothing_usable(pool: Pool) -> None:
    assert not pool["srss-1"].usable
    assert all(asset.id != "srss-1" for asset, _ in pool.fitted_with(object))
