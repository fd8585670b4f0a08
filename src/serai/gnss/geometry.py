"""Geodetic place and local directions (ENU) of a receiver, for compiled loops."""

from __future__ import annotations

import numpy as np

from serai.earth import A_M, E2
from serai.gnss.constants import C_MPS, EARTH_RATE_RADPS
from serai.jit import compiled

SHELL_M = 450_000.0  # where the ionosphere is taken to lie, when near rays are compared
EARTH_M = 6_371_000.0


@compiled
def place_of(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Latitude, longitude (rad) and height (m) above WGS 84 of one Earth-fixed position (Bowring, twice)."""
    p = np.sqrt(x * x + y * y)
    b = A_M * np.sqrt(1.0 - E2)
    beta = np.arctan2(z * A_M, p * b)
    lat = 0.0
    for _ in range(3):
        s, c = np.sin(beta), np.cos(beta)
        lat = np.arctan2(z + E2 / (1.0 - E2) * b * s * s * s, p - E2 * A_M * c * c * c)
        beta = np.arctan2(b * np.sin(lat), A_M * np.cos(lat))
    s, c = np.sin(lat), np.cos(lat)
    return lat, np.arctan2(y, x), p * c + z * s - A_M * np.sqrt(1.0 - E2 * s * s)


@compiled
def sagnac_range(
    sx: float, sy: float, sz: float, x: float, y: float, z: float
) -> tuple[float, float, float, float]:
    """Geometric range (m), Sagnac effect included, and unit vector from receiver to satellite.

    The satellite is given in the Earth-fixed frame of transmission (IS-GPS-200N 20.3.3.4.3.3.2); the turn of
    1e-5 rad is taken to second order.
    """
    dx, dy, dz = sx - x, sy - y, sz - z
    flight_m = np.sqrt(dx * dx + dy * dy + dz * dz) + EARTH_RATE_RADPS * (sx * y - sy * x) / C_MPS
    turn = EARTH_RATE_RADPS * flight_m / C_MPS
    half = 0.5 * turn * turn
    rx, ry = sx + turn * sy - half * sx, sy - turn * sx - half * sy
    dx, dy = rx - x, ry - y
    rho = np.sqrt(dx * dx + dy * dy + dz * dz)
    return rho, dx / rho, dy / rho, dz / rho


@compiled
def pierce_of(lat: float, lon: float, azimuth: float, elevation: float) -> tuple[float, float]:
    """Where a ray meets the shell at `SHELL_M` (latitude and longitude, rad), beyond a pole too."""
    psi = np.pi / 2.0 - elevation - np.arcsin(EARTH_M / (EARTH_M + SHELL_M) * np.cos(elevation))
    there = np.arcsin(np.sin(lat) * np.cos(psi) + np.cos(lat) * np.sin(psi) * np.cos(azimuth))
    east = np.sin(psi) * np.sin(azimuth) * np.cos(lat)
    return there, lon + np.arctan2(east, np.cos(psi) - np.sin(lat) * np.sin(there))
