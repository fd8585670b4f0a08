"""Reference patterns of earth stations: what a dish radiates and hears beside its axis.

Each gives dBi over the angle from the axis (degrees); all broadcast. Nearer to the axis than a pattern goes
stands the parabola of S.1428-1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth import LIGHT_MPS
from serai.radio.link.antenna import earth_station_gain_dbi

F = NDArray[np.float64]
PATTERNS = ("S.465", "S.580", "S.1428")


def off_axis_gain_dbi(pattern: str, off_deg: ArrayLike, frequency_hz: ArrayLike, diameter_m: ArrayLike) -> F:
    """The gain of a dish at an angle from its axis, by the name of one of ``PATTERNS``."""
    of = {"S.465": earth_station_gain_dbi, "S.580": s580_gain_dbi, "S.1428": s1428_gain_dbi}[pattern]
    return of(off_deg, frequency_hz, diameter_m)


def s580_gain_dbi(off_deg: ArrayLike, frequency_hz: ArrayLike, diameter_m: ArrayLike) -> F:
    """Recommendation ITU-R S.580-6: the design objective of antennas along the geostationary orbit.

    29 - 25 lg phi from 1 degree (100 lambda / D of smaller dishes) to 20 degrees, -3.5 dBi to 26.3; elsewhere
    S.465-6.
    """
    phi, frequency, diameter = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (off_deg, frequency_hz, diameter_m))
    )
    waves = diameter * frequency / LIGHT_MPS
    first = np.maximum(1.0, 100.0 / waves)
    wide = earth_station_gain_dbi(phi, frequency, diameter)
    near = (phi >= first) & (phi <= 20.0)
    side = 29.0 - 25.0 * np.log10(np.maximum(phi, 1e-9))
    flat = (phi > 20.0) & (phi <= 26.3)
    return np.asarray(np.where(near, side, np.where(flat, -3.5, wide)))


def s1428_gain_dbi(off_deg: ArrayLike, frequency_hz: ArrayLike, diameter_m: ArrayLike) -> F:
    """Recommendation ITU-R S.1428-1: the reference pattern of 10.7 to 30 GHz, from 20 wavelengths on.

    NaN for smaller dishes, of which the Recommendation says nothing.
    """
    phi, frequency, diameter = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (off_deg, frequency_hz, diameter_m))
    )
    waves = diameter * frequency / LIGHT_MPS
    side = _small(phi, waves)
    large = waves > 100.0
    side = np.where(large, _large(phi), side)
    first = np.where(large, -1.0 + 15.0 * np.log10(waves), 29.0 - 25.0 * np.log10(95.0 / waves))
    top = np.where(large, 8.4, 7.7) + 20.0 * np.log10(waves)
    edge = 20.0 / waves * np.sqrt(np.maximum(top - first, 0.0))
    reach = np.where(large, 15.85 * waves**-0.6, 95.0 / waves)
    main = top - 2.5e-3 * (waves * phi) ** 2
    gain = np.where(phi < edge, main, np.where(phi < reach, first, side))
    return np.asarray(np.where(waves >= 20.0, gain, np.nan))


def _small(phi: F, waves: F) -> F:
    """The side lobes of dishes of 20 to 100 wavelengths."""
    far = np.where(waves <= 25.0, -5.0, np.where(phi <= 120.0, -4.0, -9.0))
    falling = 29.0 - 25.0 * np.log10(np.maximum(phi, 1e-9))
    return np.asarray(np.where(phi <= 33.1, falling, np.where(phi <= 80.0, -9.0, far)))


def _large(phi: F) -> F:
    """The side lobes of dishes above 100 wavelengths."""
    near = 29.0 - 25.0 * np.log10(np.maximum(phi, 1e-9))
    middle = 34.0 - 30.0 * np.log10(np.maximum(phi, 1e-9))
    far = np.where(phi <= 80.0, -12.0, np.where(phi <= 120.0, -7.0, -12.0))
    return np.asarray(np.where(phi < 10.0, near, np.where(phi < 34.1, middle, far)))
