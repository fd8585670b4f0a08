"""Places that stand for an area: spread evenly over it, each with its share of the area or of the length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import Place, places_ecef_m, up_unit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AreaSamples:
    """Samples (n,) of an area at the height of the ellipsoid, each standing for ``weight`` of ``unit``.

    What is covered is the sum over the samples that are: each counts once however often it is seen.
    """

    lon_deg: Floats
    lat_deg: Floats
    weight: Floats
    unit: str
    ecef_m: Floats
    up: Floats

    @classmethod
    def at(cls, lon_deg: Floats, lat_deg: Floats, weight: Floats, unit: str) -> AreaSamples:
        """Samples at places (degrees)."""
        return cls(
            lon_deg=lon_deg,
            lat_deg=lat_deg,
            weight=weight,
            unit=unit,
            ecef_m=np.ascontiguousarray(places_ecef_m(lat_deg, lon_deg)),
            up=np.ascontiguousarray(up_unit(lat_deg, lon_deg)),
        )

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def size(self) -> float:
        """The whole area or length."""
        return float(self.weight.sum())

    def middle(self) -> Place:
        """The sample nearest to the middle of all."""
        direction, _ = self.cap()
        nearest = int(np.argmax(self.ecef_m @ direction / np.linalg.norm(self.ecef_m, axis=1)))
        return Place(lat_deg=float(self.lat_deg[nearest]), lon_deg=float(self.lon_deg[nearest]))

    def cap(self) -> tuple[Floats, float]:
        """A direction (3,) from the Earth's centre, and the angle (rad) within which every sample lies."""
        unit = self.ecef_m / np.linalg.norm(self.ecef_m, axis=1, keepdims=True)
        middle = unit.mean(axis=0)
        length = float(np.linalg.norm(middle))
        if length < 1e-6:
            return np.array([0.0, 0.0, 1.0]), float(np.pi)
        middle /= length
        return middle, float(np.arccos(np.clip((unit @ middle).min(), -1.0, 1.0)))
