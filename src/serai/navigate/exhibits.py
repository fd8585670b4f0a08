"""What an answer on positioning shows beside its figures: how good it is over the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from serai.needs import Lane, Series
from serai.wording import reason

if TYPE_CHECKING:
    from serai.navigate.answer import NavigationQuality


def quality_lane(quality: NavigationQuality) -> Lane:
    """Satellites in view as a line over the day, with the ranges of PDOP and of the horizontal error."""
    said = "exhibit.navigation_quality"
    satellites = quality.satellites.astype(np.float64)
    return Lane(
        title=reason(f"{said}.title"),
        about=reason(f"{said}.about"),
        tai_ns=quality.tai_ns,
        drawn=Series(name="", values=satellites, unit=reason(f"{said}.satellites"), decimals=0),
        beside=(
            Series(name="PDOP", values=quality.pdop),
            Series(name=reason(f"{said}.error"), values=quality.h95_m, unit="m"),
        ),
    )
