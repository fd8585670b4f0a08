"""What a need is measured by: a quantity with threshold, breakthrough and goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.tables import Basis
from serai.wording.numbers import SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureKind:
    """What a service declares of a measure: the units it understands, and whether it is an interval.

    The threshold of an ``interval`` says how often a fresh result is wanted, in a unit of time; one that
    ``sets_period`` also says over how long a need is judged. ``clear_view``: it may ask for a clear view.
    """

    units: tuple[str, ...]
    interval: bool = False
    sets_period: bool = False
    clear_view: bool = False

    def every_s(self, threshold: float, unit: str) -> float | None:
        """How often a fresh result is wanted by this threshold, in seconds; None where it is no interval."""
        return threshold * SECONDS[unit] if self.interval else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure that a need asks for, in the three-level form that the WMO uses for requirements.

    ``share_required`` is the share of the judged instants (or requests) in which the threshold must
    hold; None where the measure only says which assets count (a resolution) or is judged as a whole
    (a longest outage). ``share_over`` is "year" where the share is of a year; empty where it is of the time
    judged. ``every_s`` is how often a fresh result is wanted, where the threshold says so (a
    revisit); with ``sets_period`` the need is judged over three of them. Its service declares both. With
    ``clear_view`` it asks for views that no cloud hides.
    """

    name: str
    unit: str
    lower_is_better: bool
    threshold: float
    breakthrough: float | None = None
    goal: float | None = None
    share_required: float | None = None
    share_over: str = ""
    basis: Basis = Basis.ASSUMED
    every_s: float | None = None
    sets_period: bool = False
    clear_view: bool = False

    def reached(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Where values meet the threshold; NaN (nothing there) never does."""
        with np.errstate(invalid="ignore"):
            met: NDArray[np.bool_] = (
                values <= self.threshold if self.lower_is_better else values >= self.threshold
            )
        return met

    def level(self, value: float) -> str:
        """The best level that one value reaches: goal, breakthrough, threshold or below threshold."""
        for name, limit in (("goal", self.goal), ("breakthrough", self.breakthrough)):
            if limit is not None and (value <= limit if self.lower_is_better else value >= limit):
                return name
        return "threshold" if bool(self.reached(np.array([value]))[0]) else "below threshold"
