"""How an area comes to be covered, for a map of it: its strips, and when each place is first in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.time import Span

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaStrip:
    """The strip of one look that comes into hand: its ``number`` in that order, and by whom.

    ``ring_deg`` (n, 2) is its outline, longitude and latitude, not cut at the date line. ``adds``: it covers
    something that none before it had.
    """

    number: int
    name: str
    ring_deg: Floats
    in_hand_s: float
    adds: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaPicture:
    """Places (n,) of an area, each with its share ``weight``, and when it is first in hand.

    ``first_s`` counts from the start of ``within``, infinite where that never is; ``geometry`` is the area as
    GeoJSON, cut at the date line.
    """

    within: Span
    geometry: Mapping[str, object]
    lon_deg: Floats
    lat_deg: Floats
    weight: Floats
    first_s: Floats
    strips: tuple[AreaStrip, ...]

    def steps(self) -> tuple[Floats, Floats]:
        """The moments (m,) at which more comes into hand, seconds, and the share (m,) in hand by then."""
        known = np.isfinite(self.first_s)
        at_s, which = np.unique(self.first_s[known], return_inverse=True)
        share = np.cumsum(np.bincount(which, self.weight[known], len(at_s))) / self.weight.sum()
        return at_s, np.minimum(share, 1.0)
