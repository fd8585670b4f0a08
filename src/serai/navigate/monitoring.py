"""Which satellites a correction service corrects: those its monitoring network sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import elevation_deg
from serai.navigate.fittings import CorrectionService

GLOBAL_FROM_DEG = 300.0  # a service area wider than this in longitude is monitored all round the Earth
# What stands above this at the middle of a regional service's area is taken as corrected. Of 0, 5, ... 40 deg
# it agrees best with what PPP-B2b was heard to correct (tests/against/gnss).
MONITOR_MASK_DEG = 0.0


def corrected(service: CorrectionService, position_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(satellites, instants) which satellites carry corrections; ``position_m`` (satellites, instants, 3).

    A service promised over most of the Earth corrects every satellite of its systems. A regional one
    corrects those above the horizon at the middle of its area.
    """
    area = service.area
    if area is None or area.width_deg >= GLOBAL_FROM_DEG:
        return np.ones(position_m.shape[:2], dtype=bool)
    middle = area.centre()
    with np.errstate(invalid="ignore"):
        seen: NDArray[np.bool_] = (
            elevation_deg(middle.ecef_m(), middle.lat_deg, middle.lon_deg, position_m) >= MONITOR_MASK_DEG
        )
    return seen
