"""Positioning with a correction service, by the service's own figures, and what is left after a loss."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.navigate.corrections import Candidate
from serai.navigate.geometry import Bools, Floats, Normals, Solution
from serai.navigate.integrity import horizontal_protection_m, vertical_protection_m
from serai.navigate.ways import SatellitesLeft
from serai.needs import Measure
from serai.needs.naming import measure_name
from serai.wording import Reason, reason

COLUMN = MappingProxyType(
    {  # the column of services.csv that gives a correction service's figure for a measure
        "horizontal_error_95": "h95_m",
        "vertical_error_95": "v95_m",
        "convergence": "convergence_min",
        "time_to_alert": "time_to_alert_s",
    }
)

ACCURACY = ("horizontal_error_95", "vertical_error_95")
PROTECTION = ("horizontal_protection", "vertical_protection")


@dataclass(frozen=True, kw_only=True)
class CorrectedPositioning:
    """Positioning with a correction service, by the service's own figures.

    ``carriers`` (k,) are the assets that broadcast it and ``carried`` (k, cells) where each stands high
    enough; ``normals`` are the corrected satellites with unit weights. Its accuracy counts once it has
    worked without a break for ``settle`` instants (its convergence time); who is at work when the judged
    period begins is taken as converged. ``promised`` (cells,) is where its area holds the place. A service of
    which nobody knows whether it counts gives no values: at best it serves wherever it could.
    """

    candidate: Candidate
    at: int
    carriers: NDArray[np.intp]
    carried: Bools
    least_carriers: int
    normals: Normals
    least_corrected: int
    pdop_max: float
    promised: Bools
    instants: int
    step_s: float
    horizontal: Measure | None
    still: bool = False
    protecting: Normals | None = None
    lacking_protection: Reason | str = ""

    @property
    def name(self) -> str:
        return self.candidate.asset.name

    def figure(self, measure: str) -> float | None:
        """The service's own figure for a measure, in the measure's unit."""
        service = self.candidate.service
        if self.still and measure == "horizontal_error_95" and service.static_h95_m is not None:
            return service.static_h95_m
        if self.still and measure == "vertical_error_95" and service.static_v95_m is not None:
            return service.static_v95_m
        if measure == "time_to_alert" and not self.candidate.safe:
            return None
        value = getattr(service, COLUMN[measure])
        return None if value is None else float(value)

    def values(self, measure: Measure, loss: SatellitesLeft | None) -> Floats | None:
        if self.candidate.lacks:
            return None
        if measure.name in PROTECTION:
            return self._protection(measure, loss)
        if measure.name not in COLUMN or (measure.name == "time_to_alert" and not self.candidate.safe):
            return None
        if measure.name == "convergence" and self.horizontal is not None and not self._fine_enough:
            return None
        value = self.figure(measure.name)
        accuracy = measure.name in ACCURACY
        where = self.settled(loss) if accuracy else self.served(loss)
        return np.where(where, np.nan if value is None else value, np.nan)

    def missing(self, measure: Measure) -> Reason | str:
        if measure.name in (*PROTECTION, "time_to_alert") and not self.candidate.safe:
            return ""
        if self.candidate.lacks:
            return self.candidate.lacks if self._might(measure) else ""
        if measure.name in PROTECTION:
            return self.lacking_protection
        if measure.name not in COLUMN or (measure.name == "convergence" and self._too_coarse):
            return ""
        name, figure = self.candidate.asset.name, self.figure(measure.name)
        if figure is None:
            what, column = measure_name(measure), COLUMN[measure.name]
            return reason("navigate.missing.figure", measure=what, name=name, column=column)
        if measure.name in ACCURACY and self._never_settles and measure.reached(np.array([figure]))[0]:
            return reason("navigate.missing.convergence", name=name)
        return ""

    def _might(self, measure: Measure) -> bool:
        """Whether the service could reach a measure, were it running: no published figure says otherwise."""
        if measure.name in PROTECTION:
            return True
        if measure.name not in COLUMN or (measure.name == "convergence" and self._too_coarse):
            return False
        figure = self.figure(measure.name)
        return figure is None or bool(measure.reached(np.array([figure]))[0])

    @property
    def _fine_enough(self) -> bool:
        return self.figure("horizontal_error_95") is not None and not self._too_coarse

    @property
    def _too_coarse(self) -> bool:
        """Whether the horizontal error asked is beyond the service, so that nothing converges to it."""
        error = self.figure("horizontal_error_95")
        if self.horizontal is None or error is None:
            return False
        return not bool(self.horizontal.reached(np.array([error]))[0])

    @property
    def _never_settles(self) -> bool:
        """Whether nobody published how long the service takes to converge."""
        return self.candidate.service.convergence_min is None

    def served(self, loss: SatellitesLeft | None) -> Bools:
        if loss is None:
            return self._served_by_all

        def made() -> Bools:
            if not loss.alive[self.at]:
                return np.zeros_like(self._served_by_all)
            good = self._served_by_all.copy()
            good &= self._carried(loss.alive[self.carriers])
            cells = self.normals.affected(loss.lost)
            cells = loss.only_before(cells[good[cells]], self._settle, self.instants)
            if cells.size:
                good[cells] = self._corrects(self.normals.solve_without(loss.lost, cells))
            return good

        return loss.once(self, "served", made)

    def lacks(self, measure: Measure) -> Reason | str:
        return self.missing(measure)

    def hoped(self, measure: Measure, loss: SatellitesLeft | None) -> Bools:  # noqa: ARG002 - wherever it works
        return self.served(loss)

    def settled(self, loss: SatellitesLeft | None) -> Bools:
        """(cells,) where the service has worked for its convergence time without a break."""
        if loss is None:
            return self._settled_with_all
        return loss.once(self, "settled", lambda: self._settled(self.served(loss)))

    @cached_property
    def _settled_with_all(self) -> Bools:
        return self._settled(self._served_by_all)

    def _settled(self, served: Bools) -> Bools:
        if self._never_settles:
            return np.zeros_like(served)
        by_place = served.reshape(-1, self.instants)
        good = by_place.copy()
        for k in range(1, min(self._settle, self.instants - 1) + 1):
            good[:, k:] &= by_place[:, :-k]
        return good.ravel()

    @property
    def _settle(self) -> int:
        """How many instants the service must have worked before one that counts."""
        return int(np.ceil((self.candidate.service.convergence_min or 0.0) * 60.0 / self.step_s))

    @cached_property
    def _served_by_all(self) -> Bools:
        alive = np.ones(len(self.carriers), dtype=bool)
        return self.promised & self._carried(alive) & self._corrects(self.normals.solve())

    def _carried(self, alive: Bools) -> Bools:
        if self.candidate.internet:
            return np.ones(self.carried.shape[1], dtype=bool)
        enough: Bools = self.carried[alive].sum(axis=0) >= self.least_carriers
        return enough

    def _corrects(self, solution: Solution) -> Bools:
        with np.errstate(invalid="ignore"):
            good: Bools = (solution.satellites >= self.least_corrected) & (solution.pdop <= self.pdop_max)
        return good

    def _protection(self, measure: Measure, loss: SatellitesLeft | None) -> Floats | None:
        return self.protection(measure, loss) if self.candidate.safe else None

    def protection(self, measure: Measure, loss: SatellitesLeft | None) -> Floats | None:
        """Protection levels (cells,), promised to this user or not; None where figures are missing."""
        if self.protecting is None:
            return None
        level = horizontal_protection_m if measure.name.startswith("horizontal") else vertical_protection_m
        out = np.full(self.promised.shape, np.nan)
        cells = np.flatnonzero(self.served(loss) & self.promised)
        cells = cells if loss is None else loss.only_asked(cells)
        lost = np.zeros(len(self.protecting.clock), dtype=bool) if loss is None else loss.lost
        out[cells] = level(self.protecting.solve_without(lost, cells))
        return out
