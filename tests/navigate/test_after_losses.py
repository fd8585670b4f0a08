"""Losses judged together, the heaviest first, give what each of them gives judged alone."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import Mask
from serai.navigate import Navigate
from serai.navigate.after_losses import FEW, CellsHeld, after_losses
from serai.needs import Plan

LOSSES = 40  # of each kind of draw


def answered(small, pool, *measures, mask_deg: float = 35.0):
    need = small.need(*measures, mask=Mask.constant(mask_deg))
    return Navigate().answer(need, pool, small.world(pool), Plan(), small.within)


def drawn(pool, seed: int) -> np.ndarray:
    """Losses of one asset, of a few, of half of all, of a system and of all but one."""
    draw = np.random.default_rng(seed)
    alive = np.ones((LOSSES, len(pool.assets)), dtype=bool)
    for row in range(LOSSES):
        alive[row, draw.choice(len(pool.assets), size=draw.choice([1, 1, 2, 5, 38]), replace=False)] = False
    systems = [frozenset(m) for g, m in pool.groups.items() if g.startswith("constellation:")]
    whole = np.ones((len(systems) + 1, len(pool.assets)), dtype=bool)
    for row, members in enumerate(systems):
        whole[row, [pool.place_of[i] for i in members]] = False
    whole[-1] = False
    whole[-1, 0] = True
    return np.concatenate([alive, whole])


@pytest.mark.parametrize("mask_deg", [10.0, 30.0, 38.0])
def test_many_losses_at_once_give_the_shares_of_each_alone(small, a_measure, a_correction, mask_deg):
    pool = small.pool(
        a_correction("has", "HAS", systems=("Galileo",), h95_m=0.4, convergence_min=None, min_carriers=1)
    )
    measures = (
        a_measure("horizontal_error_95", 4.0),
        a_measure("vertical_error_95", 6.0),
        a_measure("convergence", 20.0, unit="min"),
    )
    together = answered(small, pool, *measures, mask_deg=mask_deg)
    alone = answered(small, pool, *measures, mask_deg=mask_deg)
    losses = drawn(pool, seed=7)
    assert len(losses) > FEW  # or the systems would not be judged beside them
    every = together.held(losses)
    for row, loss in enumerate(losses):
        one = alone.held(loss[None])
        assert every.certain[row].tolist() == one.certain[0].tolist(), row
        assert every.hopeful[row].tolist() == one.hopeful[0].tolist(), row
    assert len(np.unique(every.certain, axis=0)) > 5  # the draws do differ in what they leave


def test_the_order_of_losses_does_not_matter(small, a_measure):
    pool = small.pool()
    answer = answered(small, pool, a_measure("horizontal_error_95", 4.0))
    losses = drawn(pool, seed=3)
    turned = answer.held(losses[::-1])
    assert (turned.certain[::-1] == answer.held(losses).certain).all()


class Counted:
    """A measure that holds in a cell while any of its assets is left; it counts how often it is asked."""

    def __init__(self, held_by: np.ndarray) -> None:
        self.held_by, self.asked = held_by, 0

    def cells(self, loss):
        self.asked += 1
        alive = np.ones(len(self.held_by), dtype=bool) if loss is None else loss.alive
        held = (self.held_by & alive[:, None]).any(axis=0)
        if loss is not None:
            held = held | ~loss.asked  # outside what is asked about anything may be said
        return CellsHeld(held, held)


def without_each_of_a_system(pool, satellites) -> np.ndarray:
    """The loss of each of the first 24 satellites, and of all of them."""
    alive = np.ones((25, len(pool.assets)), dtype=bool)
    alive[np.arange(24), satellites.asset[:24]] = False
    alive[24, satellites.asset[:24]] = False
    return alive


def test_only_what_is_open_is_taken_from_what_is_found(small):
    pool = small.pool()
    satellites = answered(small, pool).scene.satellites
    held_by = np.zeros((len(pool.assets), 4), dtype=bool)  # the last cell is held by nothing
    held_by[satellites.asset[:24], 0] = True  # by any of one system
    held_by[:, 1] = True  # by anything
    held_by[satellites.asset[0], 2] = True  # by one satellite alone
    alive = without_each_of_a_system(pool, satellites)
    found = [held.certain.tolist() for (held,) in after_losses([Counted(held_by)], alive, satellites)]
    first, last = [True, True, False, False], [False, True, False, False]
    assert found == [first, *[[True, True, True, False]] * 23, last]


def test_what_holds_without_a_system_is_not_worked_out_again_without_one_of_its_satellites(small):
    pool = small.pool()
    satellites = answered(small, pool).scene.satellites
    measure = Counted(np.ones((len(pool.assets), 3), dtype=bool))
    found = after_losses([measure], without_each_of_a_system(pool, satellites), satellites)
    assert all(held.certain.all() for (held,) in found)
    assert measure.asked <= 2 + len(set(satellites.system))  # with everything, and once without each system
