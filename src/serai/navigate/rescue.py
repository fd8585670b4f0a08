"""Locating a 406 MHz beacon through the repeaters of a navigation constellation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.navigate.geometry import Bools, Floats
from serai.navigate.ways import SatellitesLeft
from serai.needs import Measure
from serai.pool import Asset
from serai.wording import Reason


@dataclass(frozen=True, kw_only=True)
class Rescue:
    """Locating a 406 MHz beacon through the repeaters of a navigation constellation.

    Where ``terminals`` (places in the pool) on the ground are known, any one of them hears the repeaters.
    """

    asset: Asset
    at: int
    carriers: NDArray[np.intp]
    carried: Bools
    least_carriers: int
    terminals: NDArray[np.intp]
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
        heard = len(self.terminals) > 0 if loss is None else bool(loss.alive[self.terminals].any())
        if self.needs_terminal and not heard:
            return nothing
        alive = np.ones(len(self.carriers), dtype=bool) if loss is None else loss.alive[self.carriers]
        enough: Bools = self.carried[alive].sum(axis=0) >= self.least_carriers
        return enough

    def lacks(self, measure: Measure) -> Reason | str:
        return self.missing(measure)

    def hoped(self, measure: Measure, loss: SatellitesLeft | None) -> Bools:  # noqa: ARG002 - wherever it works
        return self.served(loss)
