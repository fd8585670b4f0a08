"""Losses: what one, or two, take away, and what another system gives instead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from serai.access import Mask
from serai.earth import Box
from serai.losses import LossKind, partners, redundancy, scan, single_losses, single_points, substitution
from serai.needs import Figure, Measure, Need, Notes, Shares, State
from serai.pool import Asset, Party, Pool


@dataclass(frozen=True)
class KOfN:
    """An answer that holds all day while at least ``k`` of some assets are left, half a day at ``k - 1``."""

    need: Need
    members: tuple[int, ...]
    k: int
    size: int

    @property
    def notes(self) -> Notes:
        measure = self.need.measures[0]
        return Notes(figures=(Figure(measure=measure, tai_ns=np.zeros(1, np.int64), values=np.zeros(1)),))

    @property
    def rests_on(self) -> NDArray[np.bool_]:
        mask = np.zeros(self.size, dtype=bool)
        mask[list(self.members)] = True
        return mask

    def held(self, alive: NDArray[np.bool_]) -> Shares:
        left = alive[:, list(self.members)].sum(axis=1)
        return Shares.known(np.where(left >= self.k, 1.0, np.where(left == self.k - 1, 0.5, 0.0))[:, None])


def _need(name: str, priority: int = 2, party: str = "") -> Need:
    measure = Measure(name="rate", unit="bit/s", lower_is_better=False, threshold=1.0, share_required=0.9)
    return Need(
        id=name, title=name, service="connect", priority=priority, party=party, measures=(measure,),
        box=Box(lon_min=0, lat_min=0, lon_max=1, lat_max=1), mask=Mask.constant(5.0),
    )  # fmt: skip


@pytest.fixture
def pool() -> Pool:
    owners = ["cn", "cn", "pk", "pk", "eu", "eu"]
    groups = ["constellation:a", "constellation:a", "", "", "constellation:b", "constellation:b"]
    return Pool(
        assets=tuple(
            Asset(id=f"x{i}", name=f"X{i}", kind="satellite", owner=o, groups=frozenset([g] if g else []))
            for i, (o, g) in enumerate(zip(owners, groups, strict=True))
        ),
        parties={
            p: Party(id=p, name=p.upper(), kind="agency", country=p.upper()) for p in ("cn", "pk", "eu")
        },
    )


def test_every_asset_group_and_party_is_lost_once(pool: Pool) -> None:
    losses = single_losses(pool)
    assert [x.kind for x in losses].count(LossKind.ASSET) == 6
    assert [x.id for x in losses if x.kind is not LossKind.ASSET] == [
        "constellation:a", "constellation:b", "cn", "eu", "pk",
    ]  # fmt: skip


def test_a_single_point_is_found_and_the_urgent_need_ranks_first(pool: Pool) -> None:
    answers = [
        KOfN(_need("N1", priority=3), (0,), 1, 6),
        KOfN(_need("N2", priority=1), (2,), 1, 6),
        KOfN(_need("N3"), (3, 4), 1, 6),
    ]
    found = scan(answers, pool, single_losses(pool))
    points = single_points(found)
    # CN and its constellation, through their only useful asset, say nothing that the asset does not.
    assert [(p.loss.id, p.breaks) for p in points] == [("x2", ("N2",)), ("x0", ("N1",))]
    assert [[x.id for x in p.within] for p in points] == [["pk"], ["constellation:a", "cn"]]
    assert [x.id for x in found.hangs_on(0)] == ["x0"]
    assert [x.id for x in found.hangs_on(2)] == []


def test_a_need_that_becomes_unknown_by_a_loss_counts_as_broken_and_is_named_apart(pool: Pool) -> None:
    @dataclass(frozen=True)
    class Perhaps(KOfN):
        def held(self, alive: NDArray[np.bool_]) -> Shares:
            certain = KOfN.held(self, alive).certain
            return Shares(np.where(certain < 1.0, 0.0, 1.0), np.ones_like(certain))

    found = scan([Perhaps(_need("N1"), (0,), 1, 6)], pool, single_losses(pool))
    (point,) = single_points(found)
    assert (point.loss.id, point.breaks, point.unknown, point.weight) == ("x0", ("N1",), ("N1",), 2.0)


def test_a_smallest_pair_holds_nothing_that_breaks_the_need_alone(pool: Pool) -> None:
    # the constellation a is a single point; the smallest pair of anything else takes both of its assets
    answers = [KOfN(_need("N1"), (0, 1), 1, 6)]
    (found,) = redundancy(answers, scan(answers, pool, single_losses(pool)), pool, pairs=True)
    assert (found.assets, found.with_groups, found.pair) == (2, 1, ("x0", "x1"))


def test_a_group_that_breaks_what_no_single_asset_breaks_is_named(pool: Pool) -> None:
    found = scan([KOfN(_need("N1"), (0, 1), 1, 6)], pool, single_losses(pool))
    assert [x.id for x in found.hangs_on(0)] == ["constellation:a"]
    assert State(int(found.after[[x.id for x in found.losses].index("constellation:a"), 0])) is State.DEGRADED


def test_the_critical_path_redundancy_counts_the_smallest_breaking_set(pool: Pool) -> None:
    answers = [
        KOfN(_need("one"), (0,), 1, 6),
        KOfN(_need("two"), (2, 4), 1, 6),
        KOfN(_need("three"), (0, 2, 4), 1, 6),
        KOfN(_need("gone"), (0,), 3, 6),
    ]
    found = scan(answers, pool, single_losses(pool))
    sizes = {r.need: (r.assets, r.at_least) for r in redundancy(answers, found, pool, pairs=True)}
    assert sizes == {"one": (1, False), "two": (2, False), "three": (3, True), "gone": (None, False)}


def test_a_system_is_a_substitute_as_far_as_it_alone_serves(pool: Pool) -> None:
    found = substitution([KOfN(_need("N1"), (0, 4, 5), 2, 6)], pool)
    share = {(s.lost, s.by): s.share for s in found}
    assert share[("constellation:a", "constellation:b")] == 1.0
    assert share[("constellation:b", "constellation:a")] == pytest.approx(0.5)


def test_what_a_party_gives_is_what_others_lose_when_it_leaves(pool: Pool) -> None:
    answers = [KOfN(_need("N1", party="pk"), (0,), 1, 6), KOfN(_need("N2", party="pk"), (2,), 1, 6)]
    found = scan(answers, pool, single_losses(pool))
    balance = {p.party: p for p in partners(answers, found, pool)}
    assert balance["cn"].gives == ("N1",)
    assert balance["pk"].gives == ()
    assert balance["pk"].gets == ("N1",)
    assert balance["pk"].gain == pytest.approx(0.5)


def test_of_losses_that_weigh_as_much_the_one_that_takes_more_of_the_time_ranks_first(pool: Pool) -> None:
    @dataclass(frozen=True)
    class ByAsset(KOfN):
        def held(self, alive: NDArray[np.bool_]) -> Shares:
            left = np.where(alive[:, 3], 1.0, 0.3)  # both leave the need not met
            return Shares.known(np.where(alive[:, 4], left, 0.1)[:, None])

    found = scan([ByAsset(_need("N1"), (3, 4), 1, 6)], pool, single_losses(pool))
    assert [(p.loss.id, round(p.share_lost, 9)) for p in single_points(found)] == [("x4", 0.9), ("x3", 0.7)]
