"""The sky over a need's places.

Cells are (place, instant) pairs, flattened place by place: ``c = places * instants``. Directions are east,
north, up at each place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access import Mask
from serai.earth import Place, azimuth_elevation_range

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Sky:
    """Where satellites stand over places: (satellites, cells) azimuth and elevation, degrees; NaN unknown."""

    tai_ns: NDArray[np.int64]
    places: tuple[Place, ...]
    azimuth_deg: Floats
    elevation_deg: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """(places, instants)."""
        return len(self.places), len(self.tai_ns)

    def above(self, mask: Mask, at_least_deg: float = -90.0) -> Bools:
        """(satellites, cells) where a satellite stands above the sky mask, and above a lowest elevation."""
        floor = np.maximum(mask.at(self.azimuth_deg), at_least_deg)
        with np.errstate(invalid="ignore"):
            seen: Bools = self.elevation_deg >= floor
        return seen

    def only(self, rows: NDArray[np.intp]) -> Sky:
        """The same sky with some of the satellites, in a given order."""
        return Sky(
            tai_ns=self.tai_ns,
            places=self.places,
            azimuth_deg=self.azimuth_deg[rows],
            elevation_deg=self.elevation_deg[rows],
        )


def sky(position_m: Floats, tai_ns: NDArray[np.int64], places: Sequence[Place]) -> Sky:
    """The sky over places; ``position_m`` (satellites, instants, 3) is Earth-fixed."""
    looks = [
        azimuth_elevation_range(place.ecef_m(), place.lat_deg, place.lon_deg, position_m)[:2]
        for place in places
    ]
    return Sky(
        tai_ns=tai_ns,
        places=tuple(places),
        azimuth_deg=np.concatenate([az for az, _ in looks], axis=1),
        elevation_deg=np.concatenate([el for _, el in looks], axis=1),
    )


def directions(sky: Sky) -> Floats:
    """(satellites, 3, cells) unit vectors east, north, up to satellites; zero where a place is unknown."""
    elevation, azimuth = np.radians(sky.elevation_deg), np.radians(sky.azimuth_deg)
    level = np.cos(elevation)
    out = np.stack([level * np.sin(azimuth), level * np.cos(azimuth), np.sin(elevation)], axis=1)
    return np.nan_to_num(out, copy=False) if np.isnan(level).any() else out
