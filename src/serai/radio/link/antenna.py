"""Antennas: what they gain, where they look away, and how much of a satellite's contour reaches a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth import LIGHT_MPS

F = NDArray[np.float64]


def parabolic_gain_dbi(frequency_hz: ArrayLike, diameter_m: ArrayLike, efficiency: ArrayLike = 0.6) -> F:
    """The gain of a dish on its axis: 10 lg (eta (pi D / lambda)^2)."""
    turns = np.pi * np.asarray(diameter_m, dtype=float) * np.asarray(frequency_hz, dtype=float) / LIGHT_MPS
    return np.asarray(10.0 * np.log10(np.asarray(efficiency) * turns**2))


def half_power_width_deg(frequency_hz: ArrayLike, diameter_m: ArrayLike) -> F:
    """The width of a dish's beam between its half-power points: 70 lambda / D (a usual taper)."""
    waves = np.asarray(diameter_m, dtype=float) * np.asarray(frequency_hz, dtype=float) / LIGHT_MPS
    return np.asarray(70.0 / waves)


def pointing_loss_db(off_deg: ArrayLike, width_deg: ArrayLike) -> F:
    """What a dish loses when it points away by an angle: 12 (off / width)^2, within its main beam."""
    return np.asarray(12.0 * (np.asarray(off_deg, dtype=float) / np.asarray(width_deg, dtype=float)) ** 2)


def earth_station_gain_dbi(off_deg: ArrayLike, frequency_hz: ArrayLike, diameter_m: ArrayLike) -> F:
    """The reference pattern of an earth station: Recommendation ITU-R S.465-6, recommends 2, co-polar.

    G = 32 - 25 lg phi from the edge of the main beam to 48 degrees, -10 dBi beyond; nearer to the axis the
    parabola of S.1428-1 to its first side lobe, which S.465 leaves open.
    """
    phi = np.maximum(np.asarray(off_deg, dtype=float), 1e-9)
    waves = np.asarray(diameter_m, dtype=float) * np.asarray(frequency_hz, dtype=float) / LIGHT_MPS
    edge = np.where(waves >= 50.0, np.maximum(1.0, 100.0 / waves), np.maximum(2.0, 114.0 * waves**-1.09))
    axis = parabolic_gain_dbi(frequency_hz, diameter_m)
    main = axis - 2.5e-3 * (waves * phi) ** 2
    side = np.where(phi < 48.0, 32.0 - 25.0 * np.log10(phi), -10.0)
    return np.asarray(np.where(phi < edge, np.maximum(main, np.minimum(side, axis)), side))


def satellite_gain_below_peak_db(off_deg: ArrayLike, width_deg: ArrayLike, side_db: float = 20.0) -> F:
    """How far a satellite's antenna is below its peak: Recommendation ITU-R S.672-4, annex 1, one feed.

    ``width_deg`` is the full half-power width; ``side_db`` the first side lobe below the peak (-20 or -25).
    """
    x = np.asarray(off_deg, dtype=float) / (np.asarray(width_deg, dtype=float) / 2.0)
    a = {20.0: 2.58, 25.0: 2.88, 30.0: 3.16}[side_db]
    b = 6.32
    main = 3.0 * np.abs(x) ** 2
    far = side_db + 25.0 * np.log10(np.maximum(np.abs(x), 1e-9) / b) + 0.0
    return np.asarray(
        np.where(np.abs(x) <= a, main, np.where(np.abs(x) <= b, side_db, np.maximum(far, side_db)))
    )


def scan_loss_db(scan_deg: ArrayLike, power: float = 1.5) -> F:
    """What a flat phased array loses when it looks away from its face: -10 n lg cos(scan); infinite at 90.

    The projected area gives n = 1; elements and matching make it 1.2 to 1.5 in practice.
    """
    cos = np.cos(np.radians(np.asarray(scan_deg, dtype=float)))
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(cos > 1e-12, -10.0 * power * np.log10(np.maximum(cos, 1e-300)), np.inf))


def contour_level_db(centre: float, edge: float, off_deg: ArrayLike, edge_deg: float) -> F:
    """A GEO beam's level (EIRP or G/T) at an angle from its centre, from its published centre and edge.

    A parabola in decibels through the level of the centre and that of the edge, at ``edge_deg`` from it.
    """
    return np.asarray(centre - (centre - edge) * (np.asarray(off_deg, dtype=float) / edge_deg) ** 2)


def g_over_t_dbk(gain_dbi: ArrayLike, system_k: ArrayLike) -> F:
    """The figure of merit of a receiver: gain less its system noise temperature."""
    return np.asarray(np.asarray(gain_dbi) - 10.0 * np.log10(np.asarray(system_k, dtype=float)))
