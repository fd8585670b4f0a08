"""What a ready condition is made of, where the compiled search knows it too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.limits import PROFILE, Limits
from serai.earth import Orientation, Place
from serai.orbit.ephemeris import Ephemeris
from serai.time import Span

# Samples (pairs times nodes) from which loading numba, two seconds, is less than what it saves.
LARGE = 30_000_000


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Shape:
    """Limits over all pairs of satellites of an ephemeris and places; the Sun's has no ephemeris."""

    limits: Limits
    places: tuple[Place, ...]
    ephemeris: Ephemeris | None = None
    sats: NDArray[np.int64]
    orientation: Orientation | None = None

    def joined(self, other: Shape) -> Shape | None:
        """Both together, where they speak of the same pairs; None where they do not."""
        ephemeris, sats = self.ephemeris, self.sats
        if ephemeris is None:
            ephemeris, sats = other.ephemeris, other.sats
        elif other.ephemeris is not None and (
            other.ephemeris is not ephemeris or not np.array_equal(sats, other.sats)
        ):
            return None
        one, two = self.orientation, other.orientation
        if self.places != other.places or (one is not None and two is not None and one is not two):
            return None
        return Shape(
            limits=self.limits + other.limits,
            places=self.places,
            ephemeris=ephemeris,
            sats=sats,
            orientation=one or two,
        )

    def is_large(self, within: Span) -> bool:
        """Whether the search over a span is worth the compiled kernel, or needs it.

        The general search samples once a minute; only the kernel steps from point to point of a mask over
        azimuth, where a tower hides a satellite for seconds.
        """
        if self.ephemeris is None:
            return False
        if any(limit.kind == PROFILE for limit in self.limits):
            return True
        samples = len(self.sats) * len(self.places) * within.duration_s / self.ephemeris.step_s
        return samples >= LARGE
