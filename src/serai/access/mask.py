"""How low a place sees the sky: one elevation all around, or a profile over azimuth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.errors import Refused

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mask:
    """The lowest usable elevation over azimuth: points (azimuth, elevation) in degrees, joined by lines.

    One point is the same elevation all around.  Azimuths run from north (0) by east (90); the profile closes
    on itself.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        azimuths = [azimuth for azimuth, _ in self.points]
        if (
            not azimuths
            or azimuths != sorted(set(azimuths))
            or not (azimuths[0] >= 0.0 and azimuths[-1] < 360.0)
        ):
            if not azimuths:
                raise Refused("access.mask_empty")
            got = tuple(f"{azimuth:g}" for azimuth in azimuths)
            raise Refused("access.mask_azimuths", got=got)
        for _, elevation in self.points:
            if not -90.0 <= elevation <= 90.0:
                raise Refused("access.mask_elevation", elevation_deg=elevation)

    @classmethod
    def constant(cls, elevation_deg: float) -> Mask:
        """The same elevation all around."""
        return cls(((0.0, float(elevation_deg)),))

    @classmethod
    def read(cls, text: str) -> Mask:
        """Read '10' (all around) or 'azimuth:elevation' pairs: '0:5 90:40 180:40 270:5'."""
        try:
            if ":" not in text:
                return cls.constant(float(text))
            pairs = [part.split(":") for part in text.replace(",", " ").split()]
            return cls(
                tuple(sorted((float(azimuth) % 360.0, float(elevation)) for azimuth, elevation in pairs))
            )
        except Refused:
            raise
        except ValueError:
            raise Refused("access.mask_unreadable", text=text) from None

    @property
    def is_constant(self) -> bool:
        """Whether it is the same all around."""
        return len({elevation for _, elevation in self.points}) == 1

    @property
    def lowest_deg(self) -> float:
        """Its lowest elevation, degrees."""
        return min(elevation for _, elevation in self.points)

    @property
    def elevation_deg(self) -> float:
        """The elevation of a mask that is the same all around."""
        if not self.is_constant:
            raise Refused("access.mask_varies", mask=str(self))
        return self.points[0][1]

    def at(self, azimuth_deg: ArrayLike) -> Floats:
        """The lowest usable elevation at azimuths (any shape), degrees."""
        azimuths, elevations = zip(*self.points, strict=True)
        asked = np.asarray(azimuth_deg, dtype=np.float64)
        return np.asarray(np.interp(asked, azimuths, elevations, period=360.0))

    def higher(self, other: Mask) -> Mask:
        """The higher of two masks at every azimuth, with a point where they cross."""
        if [a for a, _ in self.points] == [a for a, _ in other.points] and len(self.points) == 1:
            return self if self.points >= other.points else other
        corners = sorted({azimuth for mask in (self, other) for azimuth, _ in mask.points})
        around = [*corners, corners[0] + 360.0]
        ahead = self.at(around) - other.at(around)
        azimuths = set(corners)
        for k, begin in enumerate(corners):
            if ahead[k] * ahead[k + 1] < 0.0:
                crossing = begin + (around[k + 1] - begin) * ahead[k] / (ahead[k] - ahead[k + 1])
                azimuths.add(float(crossing) % 360.0)
        return Mask(tuple((a, max(float(self.at(a)), float(other.at(a)))) for a in sorted(azimuths)))

    def __str__(self) -> str:
        if self.is_constant:
            return f"{self.points[0][1]:g}"
        return " ".join(f"{azimuth:g}:{elevation:g}" for azimuth, elevation in self.points)
