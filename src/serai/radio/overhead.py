"""A pass of a satellite in a circular orbit, by its altitude and how high it climbs: a planner's pass.

The Earth does not turn under it, so a pass lasts up to a tenth less or more than that of real elements.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import A_M
from serai.orbit.kepler import MU_M3_S2

F = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    """Moments of a pass (n,): seconds since it rises above the lowest elevation, elevation, range."""

    since_s: F
    elevation_deg: F
    range_m: F


def overhead(altitude_m: float, highest_deg: float, lowest_deg: float, step_s: float = 1.0) -> Overhead:
    """The pass that climbs to an elevation, from its rise to its setting at the lowest one.

    The central angle from the place is least, ``near``, at the highest elevation, and else follows
    cos(angle) = cos(near) cos(n t) on the sphere; n is the mean motion.
    """
    radius = A_M + altitude_m
    near, far = (_central_rad(radius, deg) for deg in (highest_deg, lowest_deg))
    rate = float(np.sqrt(MU_M3_S2 / radius**3))
    half_s = float(np.arccos(np.clip(np.cos(far) / np.cos(near), -1.0, 1.0))) / rate
    since = np.append(np.arange(0.0, 2.0 * half_s, step_s), 2.0 * half_s)
    angle = np.cos(near) * np.cos(rate * (since - half_s))
    range_m = np.sqrt(A_M**2 + radius**2 - 2.0 * A_M * radius * angle)
    sine = np.clip((radius * angle - A_M) / range_m, -1.0, 1.0)
    return Overhead(since_s=since, elevation_deg=np.degrees(np.arcsin(sine)), range_m=range_m)


def _central_rad(radius_m: float, elevation_deg: float) -> float:
    """The angle at the Earth's centre between a place and a satellite that it sees at an elevation."""
    e = np.radians(elevation_deg)
    return float(np.arccos(A_M / radius_m * np.cos(e)) - e)
