"""What is given of a station beside its files: its site log, and precise orbits to position it by."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.formats.site_log import SiteLog
from serai.gnss.observations.inputs import Observations
from serai.gnss.satellites.precise import Precise
from serai.navigate.monitor.daily_place import daily_place
from serai.navigate.monitor.evaluation import FileEvaluation
from serai.navigate.monitor.site_log_check import header_differences


@dataclass(frozen=True, slots=True)
class StationReferences:
    """A site log and precise orbits, each left out where it is not given."""

    log: SiteLog | None = None
    orbits: Precise | None = None

    def added(
        self,
        found: FileEvaluation,
        observations: Observations,
        place_m: NDArray[np.float64],
        mask_deg: float,
    ) -> FileEvaluation:
        """A file's evaluation with what these say of it."""
        differs = () if self.log is None else header_differences(observations, self.log)
        place = None if self.orbits is None else daily_place(observations, self.orbits, place_m, mask_deg)
        return replace(found, differs=tuple(str(one) for one in differs), place=place)
