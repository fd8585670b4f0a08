"""From the mean equator and equinox of J2000 (EME2000) to TEME: precession of 1976, nutation of 1980.

J. Lieske et al., A&A 58 (1977) 1 (precession); P. Seidelmann, Celest. Mech. 27 (1982) 79 (nutation, of whose
106 terms those above 0.001 arcseconds are here); the equation of the equinoxes as since 1997 (IERS
Conventions 1996, chapter 5). GCRF and ICRF are taken for EME2000, from which they differ by 0.02 arcseconds.

Against the full theory 0.05 arcseconds in 2026: 1.5 m in a low orbit, 10 m at the geosynchronous belt.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth.frames import DAYS_PER_CENTURY

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ARCSEC = np.pi / 648_000.0
DAY_NS = 86_400_000_000_000
TT_AHEAD_NS = 32_184_000_000
_HALF_DAY_NS = DAY_NS // 2  # J2000 is noon
# D, M, M', F, node; longitude and its change a century, obliquity and its change: 0.0001 arcseconds
_NUTATION = np.array([
    (0, 0, 0, 0, 1, -171_996.0, -174.2, 92_025.0, 8.9),
    (-2, 0, 0, 2, 2, -13_187.0, -1.6, 5_736.0, -3.1),
    (0, 0, 0, 2, 2, -2_274.0, -0.2, 977.0, -0.5),
    (0, 0, 0, 0, 2, 2_062.0, 0.2, -895.0, 0.5),
    (0, 1, 0, 0, 0, 1_426.0, -3.4, 54.0, -0.1),
    (0, 0, 1, 0, 0, 712.0, 0.1, -7.0, 0.0),
    (-2, 1, 0, 2, 2, -517.0, 1.2, 224.0, -0.6),
    (0, 0, 0, 2, 1, -386.0, -0.4, 200.0, 0.0),
    (0, 0, 1, 2, 2, -301.0, 0.0, 129.0, -0.1),
    (-2, -1, 0, 2, 2, 217.0, -0.5, -95.0, 0.3),
    (-2, 0, 1, 0, 0, -158.0, 0.0, 0.0, 0.0),
    (-2, 0, 0, 2, 1, 129.0, 0.1, -70.0, 0.0),
    (0, 0, -1, 2, 2, 123.0, 0.0, -53.0, 0.0),
    (2, 0, 0, 0, 0, 63.0, 0.0, 0.0, 0.0),
    (0, 0, 1, 0, 1, 63.0, 0.1, -33.0, 0.0),
    (2, 0, -1, 2, 2, -59.0, 0.0, 26.0, 0.0),
    (0, 0, -1, 0, 1, -58.0, -0.1, 32.0, 0.0),
    (0, 0, 1, 2, 1, -51.0, 0.0, 27.0, 0.0),
    (-2, 0, 2, 0, 0, 48.0, 0.0, 0.0, 0.0),
    (0, 0, -2, 2, 1, 46.0, 0.0, -24.0, 0.0),
    (2, 0, 0, 2, 2, -38.0, 0.0, 16.0, 0.0),
    (0, 0, 2, 2, 2, -31.0, 0.0, 13.0, 0.0),
    (0, 0, 2, 0, 0, 29.0, 0.0, 0.0, 0.0),
    (-2, 0, 1, 2, 2, 29.0, 0.0, -12.0, 0.0),
    (0, 0, 0, 2, 0, 26.0, 0.0, 0.0, 0.0),
    (-2, 0, 0, 2, 0, -22.0, 0.0, 0.0, 0.0),
    (0, 0, -1, 2, 1, 21.0, 0.0, -10.0, 0.0),
    (0, 2, 0, 0, 0, 17.0, -0.1, 0.0, 0.0),
    (2, 0, -1, 0, 1, 16.0, 0.0, -8.0, 0.0),
    (-2, 2, 0, 2, 2, -16.0, 0.1, 7.0, 0.0),
    (0, 1, 0, 0, 1, -15.0, 0.0, 9.0, 0.0),
    (-2, 0, 1, 0, 1, -13.0, 0.0, 7.0, 0.0),
    (0, -1, 0, 0, 1, -12.0, 0.0, 6.0, 0.0),
    (0, 0, 2, -2, 0, 11.0, 0.0, 0.0, 0.0),
    (2, 0, -1, 2, 1, -10.0, 0.0, 5.0, 0.0),
])  # fmt: skip


def eme2000_to_teme(vectors: Floats, tai_ns: Integers) -> Floats:
    """Vectors (n, 3) at moments (n,), turned to the true equator and mean equinox of each moment."""
    turned: Floats = np.einsum("nij,nj->ni", _turn(np.asarray(tai_ns, dtype=np.int64)), vectors)
    return turned


def _turn(tai_ns: Integers) -> Floats:
    """The rotation from EME2000 to TEME at each moment, (n, 3, 3)."""
    t = (tai_ns + TT_AHEAD_NS - _HALF_DAY_NS) / DAY_NS / DAYS_PER_CENTURY
    zeta, z, theta = (
        ARCSEC * t * (a + t * (b + t * c))
        for a, b, c in (
            (2_306.2181, 0.30188, 0.017998),
            (2_306.2181, 1.09468, 0.018203),
            (2_004.3109, -0.42665, -0.041833),
        )
    )
    precession = _about_z(-z) @ _about_y(theta) @ _about_z(-zeta)
    longitude, obliquity, node = _nutation(t)
    mean = ARCSEC * (84_381.448 - t * (46.8150 + t * (0.00059 - 0.001813 * t)))
    nutation = _about_x(-(mean + obliquity)) @ _about_z(-longitude) @ _about_x(mean)
    equinox = longitude * np.cos(mean) + ARCSEC * (0.00264 * np.sin(node) + 0.000063 * np.sin(2.0 * node))
    turn: Floats = _about_z(equinox) @ nutation @ precession
    return turn


def _nutation(t: Floats) -> tuple[Floats, Floats, Floats]:
    """Nutation in longitude and in obliquity, and the Moon's node; radians, (n,)."""
    degrees = np.stack([
        297.85036 + t * (445_267.111480 - t * 0.0019142),
        357.52772 + t * (35_999.050340 - t * 0.0001603),
        134.96298 + t * (477_198.867398 + t * 0.0086972),
        93.27191 + t * (483_202.017538 - t * 0.0036825),
        125.04452 + t * (-1_934.136261 + t * 0.0020708),
    ])  # fmt: skip
    angles = np.radians(degrees % 360.0)
    phase = _NUTATION[:, :5] @ angles
    unit = 1e-4 * ARCSEC
    longitude = unit * np.sum((_NUTATION[:, 5:6] + _NUTATION[:, 6:7] * t) * np.sin(phase), axis=0)
    obliquity = unit * np.sum((_NUTATION[:, 7:8] + _NUTATION[:, 8:9] * t) * np.cos(phase), axis=0)
    return longitude, obliquity, angles[4]


def _about_x(angle: Floats) -> Floats:
    one, zero, c, s = np.ones_like(angle), np.zeros_like(angle), np.cos(angle), np.sin(angle)
    return _rows(one, zero, zero, zero, c, s, zero, -s, c)


def _about_y(angle: Floats) -> Floats:
    one, zero, c, s = np.ones_like(angle), np.zeros_like(angle), np.cos(angle), np.sin(angle)
    return _rows(c, zero, -s, zero, one, zero, s, zero, c)


def _about_z(angle: Floats) -> Floats:
    one, zero, c, s = np.ones_like(angle), np.zeros_like(angle), np.cos(angle), np.sin(angle)
    return _rows(c, s, zero, -s, c, zero, zero, zero, one)


def _rows(*entries: Floats) -> Floats:
    """Turns of the axes (n, 3, 3) by their nine entries (n,)."""
    return np.stack(entries, axis=-1).reshape(-1, 3, 3)
