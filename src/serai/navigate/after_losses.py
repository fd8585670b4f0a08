"""Where a need's measures hold after many losses, the heaviest loss judged first.

No way gets better with fewer assets, cell by cell (see ``ways``). Where a measure holds after a loss it
holds after every loss of fewer of the same assets, and where it does not hold with everything it never does:
only what lies between is worked out. After a whole system is lost most cells still hold, so that the loss of
one of its satellites, which is what most losses are, costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from serai.navigate.signals import RangingSatellites
from serai.navigate.ways import SatellitesLeft

Bools = NDArray[np.bool_]
FEW = 8  # losses fewer than this are judged one by one, without those of whole systems to lean on


@dataclass(frozen=True, slots=True)
class CellsHeld:
    """The cells (cells,) in which a threshold holds for certain, and at best."""

    certain: Bools
    hopeful: Bools

    def short_of(self, whole: CellsHeld) -> Bools:
        """The cells in which more holds with everything than is known to hold here."""
        short: Bools = (whole.certain & ~self.certain) | (whole.hopeful & ~self.hopeful)
        return short


class HoldsInCells(Protocol):
    """One measure of which it can be asked where it holds after a loss."""

    def cells(self, loss: SatellitesLeft | None) -> CellsHeld:
        """The cells in which it holds; after a loss only those that the loss asks about need be right."""
        ...


def after_losses(
    measures: Sequence[HoldsInCells], alive: Bools, satellites: RangingSatellites
) -> list[tuple[CellsHeld, ...]]:
    """Where each measure holds after each loss of ``alive`` (losses, assets), in the order of the losses."""
    whole = tuple(m.cells(None) for m in measures)
    asked = len(alive)
    if asked > FEW:
        alive = np.concatenate([alive, _without_systems(satellites, alive.shape[1])])
    heaviest_first = np.argsort(alive.sum(axis=1), kind="stable").tolist()
    holds = _holding(alive)
    found: dict[int, tuple[CellsHeld, ...]] = {}
    for row in heaviest_first:
        heavier = [found[k] for k in np.flatnonzero(holds[row]).tolist() if k in found]
        if alive[row].all() or any(one is whole for one in heavier):
            found[row] = whole
        else:
            found[row] = _after(alive[row], satellites, measures, whole, heavier)
    return [found[row] for row in range(asked)]


def _after(
    left: Bools,
    satellites: RangingSatellites,
    measures: Sequence[HoldsInCells],
    whole: tuple[CellsHeld, ...],
    heavier: Sequence[tuple[CellsHeld, ...]],
) -> tuple[CellsHeld, ...]:
    """Where measures hold with what is ``left`` (assets,), by what is known after heavier losses."""
    several = {id(one): one for one in heavier}.values()
    known = [_together([one[m] for one in several], like=whole[m]) for m in range(len(measures))]
    open_cells = [held.short_of(at_most) for held, at_most in zip(known, whole, strict=True)]
    if not any(cells.any() for cells in open_cells):
        return whole
    loss = SatellitesLeft(left, satellites, asked=np.logical_or.reduce(open_cells))
    return tuple(
        _filled(held, m.cells(loss), cells) if cells.any() else at_most
        for m, held, at_most, cells in zip(measures, known, whole, open_cells, strict=True)
    )


def _holding(alive: Bools) -> Bools:
    """(losses, losses) which losses hold all that each one loses."""
    alive = alive[:, ~alive.all(axis=0)]  # what no loss takes tells nothing
    lost, left = (~alive).astype(np.float32), alive.astype(np.float32)
    return np.asarray(lost @ left.T < 0.5)


def _without_systems(satellites: RangingSatellites, assets: int) -> Bools:
    """The losses (systems, assets) of all satellites of each system."""
    alive = np.ones((len(set(satellites.system)), assets), dtype=bool)
    for row, system in enumerate(dict.fromkeys(satellites.system)):
        alive[row, satellites.asset[satellites.of_systems([system])]] = False
    return alive


def _together(heavier: Sequence[CellsHeld], like: CellsHeld) -> CellsHeld:
    """What is known to hold after a loss: what holds after any heavier one."""
    certain, hopeful = np.zeros_like(like.certain), np.zeros_like(like.hopeful)
    for one in heavier:
        certain |= one.certain
        hopeful |= one.hopeful
    return CellsHeld(certain, hopeful)


def _filled(known: CellsHeld, found: CellsHeld, cells: Bools) -> CellsHeld:
    """What was known to hold, and what was found where that was open."""
    return CellsHeld(known.certain | (found.certain & cells), known.hopeful | (found.hopeful & cells))
