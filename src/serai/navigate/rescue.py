"""Locating a 406 MHz beacon through the repeaters of a navigation constellation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.navigate.geometry import Bools, Floats, sky
from serai.navigate.ways import SatellitesLeft
from serai.needs import Measure
from serai.orbit import Fixed
from serai.pool import Asset
from serai.wording import Reason

TERMINAL_MASK_DEG = 5.0  # minimum elevation of a local user terminal (C/S T.002 and T.019; recalled)


def heard_by(terminals: Sequence[Asset], positions_m: Floats, tai_ns: NDArray[np.int64]) -> Bools:
    """(terminals, repeaters, instants) where a ground terminal sees a repeater above 5 deg.

    ``positions_m`` (repeaters, instants, 3) is Earth-fixed. How many a terminal can follow at once is not
    looked at: nobody published the antennas of most.
    """
    out = np.zeros((len(terminals), *positions_m.shape[:2]), dtype=bool)
    for k, terminal in enumerate(terminals):
        if isinstance(terminal.motion, Fixed):
            out[k] = sky(positions_m, tai_ns, [terminal.motion.place]).elevation_deg >= TERMINAL_MASK_DEG
    return out


@dataclass(frozen=True, kw_only=True)
class Rescue:
    """Locating a 406 MHz beacon through the repeaters of a navigation constellation.

    Where ``terminals`` (places in the pool) on the ground are known, a repeater counts while one of them sees
    it too: ``heard`` (terminals, carriers, instants) says when each does.
    """

    asset: Asset
    at: int
    carriers: NDArray[np.intp]
    carried: Bools
    least_carriers: int
    terminals: NDArray[np.intp]
    heard: Bools
    needs_terminal: bool
    figures: Mapping[str, float | None]
    lacking: Mapping[str, Reason]

    @property
    def name(self) -> str:
        return self.asset.name

    def values(self, measure: Measure, loss: SatellitesLeft | None) -> Floats | None:
        if measure.name not in self.figures:
            return None
        value = self.figures[measure.name]
        return np.where(self.served(loss), np.nan if value is None else value, np.nan)

    def missing(self, measure: Measure) -> Reason | str:
        return self.lacking.get(measure.name, "")

    def served(self, loss: SatellitesLeft | None) -> Bools:
        nothing = np.zeros(self.carried.shape[1], dtype=bool)
        if loss is not None and not loss.alive[self.at]:
            return nothing
        alive = np.ones(len(self.carriers), dtype=bool) if loss is None else loss.alive[self.carriers]
        relayed = self._relayed(loss) if self.needs_terminal else self.carried
        enough: Bools = relayed[alive].sum(axis=0) >= self.least_carriers
        return enough

    def _relayed(self, loss: SatellitesLeft | None) -> Bools:
        """(carriers, cells) where a repeater is in view of the beacon and of a terminal that is left."""
        left = np.ones(len(self.terminals), dtype=bool) if loss is None else loss.alive[self.terminals]
        heard = self.heard[left].any(axis=0)
        both: Bools = self.carried & np.tile(heard, (1, self.carried.shape[1] // max(1, heard.shape[1])))
        return both

    def lacks(self, measure: Measure) -> Reason | str:
        return self.missing(measure)

    def hoped(self, measure: Measure, loss: SatellitesLeft | None) -> Bools:  # noqa: ARG002 - wherever it works
        return self.served(loss)
