"""Small whole corridors drawn at random, each loss of them judged twice: by the scan and by brute force."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from serai.losses import alive_after, redundancy, scan, single_losses, single_points
from serai.needs import State
from serai.outcome.outcome import assess, open_corridor
from tests.losses.brute_force import (
    Key,
    Stands,
    breaking,
    couples,
    left_by,
    single_losses_by_name,
    stands,
    struck,
    wrong_points,
    wrong_sizes,
)
from tests.losses.small_corridors import small_corridor

# Once wrong: a lost gateway opened the way it had kept (35), a clock without an offset (1), a phone service
# beside a beam (13), calls where voice is not asked (55), carriers all lost (52), also of a service of
# unknown status (5), a delay behind a reach (74), images promised by an unknown figure of a camera that is
# lost (218). Of each corridor some losses are struck, drawn by its seed; the benchmark strikes them all.
SEEDS = (1, 7, 11, 13, 18, 24, 29, 35, 41, 43, 52, 55, 56, 57, 74, 78, 83, 91, 104, 111)
STRUCK = 8
PAIRED = (24, 57)  # corridors whose pairs are all struck


@pytest.mark.parametrize("seed", SEEDS)
def test_scan_and_strike_say_the_same_of_a_loss_and_no_loss_betters_a_need(seed: int, tmp_path: Path) -> None:
    day = assess(open_corridor(small_corridor(seed, tmp_path)), losses=False)
    losses, brute = single_losses(day.pool), single_losses_by_name(day.corridor)
    out = {a.id for a in day.pool.assets if not a.usable}
    assert {(x.kind.value, x.id): x.assets - out for x in losses} == {k: x - out for k, x in brute.items()}
    found, before, alive = scan(day.answers, day.pool, losses), stands(day), alive_after(losses, day.pool)
    held = [answer.held(alive) for answer in day.answers]
    drawn = set(Random(seed).sample(range(len(losses)), STRUCK))
    for row, loss in enumerate(losses):
        after = struck(day, loss.assets) if row in drawn else {}
        for k, answer in enumerate(day.answers):
            label = f"{answer.need.id} of corridor {seed} without {loss.kind.value} {loss.id}"
            certain, hopeful = held[k].certain[row], held[k].hopeful[row]
            said = Stands(State(int(found.after[row, k])), tuple(certain), tuple(hopeful))
            assert not said.better_than(before[answer.need.id]), label
            assert row not in drawn or said.agrees(after[answer.need.id]), label


# What came out differently once, of each corridor: the loss that showed it.
SHOWED = {
    1: "open-gps", 5: "sbas-geo-0", 9: "open-gps", 13: "talk-1", 35: "dish-a", 43: "dish-a", 52: "slot:east",
    55: "service-1", 74: "party:south", 218: "eye-0",
}  # fmt: skip


@pytest.mark.parametrize(("seed", "name"), SHOWED.items())
def test_what_came_out_differently_once_is_one_truth(seed: int, name: str, tmp_path: Path) -> None:
    day = assess(open_corridor(small_corridor(seed, tmp_path)), losses=False)
    lost = day.pool.named(name)
    after, before = struck(day, lost), stands(day)
    alive = alive_after([x for x in single_losses(day.pool) if x.assets == lost][:1], day.pool)
    for answer in day.answers:
        held = answer.held(alive)
        one = after[answer.need.id]
        assert one.certain == pytest.approx(tuple(held.certain[0])), (name, answer.need.id)
        assert one.hopeful == pytest.approx(tuple(held.hopeful[0])), (name, answer.need.id)
        assert not one.better_than(before[answer.need.id]), (name, answer.need.id)


@pytest.mark.parametrize("seed", PAIRED)
def test_single_points_redundancy_and_pairs_are_those_of_brute_force(seed: int, tmp_path: Path) -> None:
    day = assess(open_corridor(small_corridor(seed, tmp_path)), losses=False)
    losses, before = single_losses_by_name(day.corridor), stands(day)
    found = scan(day.answers, day.pool, single_losses(day.pool))
    broken: dict[Key, dict[str, State]] = {}
    for key, lost in losses.items():
        for need, one in before.items():
            after = left_by(day, lost, need).state
            if after > one.state:
                broken.setdefault(key, {})[need] = after
    assert not wrong_points(single_points(found), broken, losses)
    for answer, size in zip(day.answers, redundancy(day.answers, found, day.pool, pairs=True), strict=True):
        need, state = answer.need.id, before[answer.need.id].state
        alone = [key for key, needs in broken.items() if need in needs]
        standing = state in (State.MET, State.DEGRADED)
        rests = frozenset(a.id for a, mine in zip(day.pool.assets, answer.rests_on, strict=True) if mine)
        tried = couples(losses, [key for key in losses if key not in alone], rests) if standing else []
        assert not wrong_sizes(size, standing, alone, breaking(day, need, losses, tried, state)), need
