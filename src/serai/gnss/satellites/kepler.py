"""Keplerian broadcast ephemerides: GPS, Galileo, BeiDou (MEO, IGSO and GEO), QZSS and NavIC.

IS-GPS-200N tables 20-IV and 30-II; Galileo OS SIS ICD 2.1, 5.1.1; BDS-SIS-ICD-B1I-3.0, 5.2.4.12 (with the
rotation for geostationary satellites); IS-QZSS-PNT; NavIC SPS ICD 1.1. The Earth-fixed frame is that of the
moment of transmission.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.jit import compiled

Floats = NDArray[np.float64]

# The columns of a row of elements, in the order `kepler_state` reads them.
ELEMENTS = (
    "sqrt_a",
    "a_dot",
    "e",
    "i0",
    "idot",
    "omega0",
    "omega",
    "omega_dot",
    "m0",
    "delta_n",
    "delta_n_dot",
    "cuc",
    "cus",
    "crc",
    "crs",
    "cic",
    "cis",
    "af0",
    "af1",
    "af2",
    "toe_sow",
    "gm",
    "earth_rate",
    "geo",
)
GEO_TILT_RAD = np.radians(-5.0)  # BDS-SIS-ICD-B1I-3.0, 5.2.4.12: the frame in which GEO elements are given
ROUNDS = 12  # of Newton's method for Kepler's equation; three are usual
CLOSE_RAD = 1e-14


@compiled
def kepler_state(
    k: Floats, after_toe_s: float, after_toc_s: float
) -> tuple[float, float, float, float, float, float, float, float]:
    """Position (m), velocity (m/s), clock (s, with relativity) and clock rate, of one row of elements."""
    a = k[0] * k[0] + k[1] * after_toe_s
    n0 = np.sqrt(k[21] / (k[0] ** 6))
    n = n0 + k[9] + 0.5 * k[10] * after_toe_s
    e = k[2]
    mean = k[8] + n * after_toe_s
    ecc = mean
    for _ in range(ROUNDS):
        step = (mean - ecc + e * np.sin(ecc)) / (1.0 - e * np.cos(ecc))
        ecc += step
        if abs(step) < CLOSE_RAD:
            break
    sin_e, cos_e = np.sin(ecc), np.cos(ecc)
    ecc_dot = (n + 0.5 * k[10] * after_toe_s) / (1.0 - e * cos_e)
    root = np.sqrt(1.0 - e * e)
    nu = np.arctan2(root * sin_e, cos_e - e)
    nu_dot = ecc_dot * root / (1.0 - e * cos_e)
    phi = nu + k[6]
    s2, c2 = np.sin(2.0 * phi), np.cos(2.0 * phi)
    u = phi + k[12] * s2 + k[11] * c2
    r = a * (1.0 - e * cos_e) + k[14] * s2 + k[13] * c2
    inc = k[3] + k[4] * after_toe_s + k[16] * s2 + k[15] * c2
    u_dot = nu_dot * (1.0 + 2.0 * (k[12] * c2 - k[11] * s2))
    r_dot = a * e * sin_e * ecc_dot + k[1] * (1.0 - e * cos_e) + 2.0 * nu_dot * (k[14] * c2 - k[13] * s2)
    inc_dot = k[4] + 2.0 * nu_dot * (k[16] * c2 - k[15] * s2)
    su, cu = np.sin(u), np.cos(u)
    xo, yo = r * cu, r * su
    xo_dot = r_dot * cu - yo * u_dot
    yo_dot = r_dot * su + xo * u_dot
    rate = k[22]
    geo = k[23] > 0.5
    node_dot = k[7] if geo else k[7] - rate
    node = k[5] + node_dot * after_toe_s - rate * k[20]
    so, co = np.sin(node), np.cos(node)
    si, ci = np.sin(inc), np.cos(inc)
    x = xo * co - yo * ci * so
    y = xo * so + yo * ci * co
    z = yo * si
    vx = xo_dot * co - yo_dot * ci * so + yo * si * so * inc_dot - y * node_dot
    vy = xo_dot * so + yo_dot * ci * co - yo * si * co * inc_dot + x * node_dot
    vz = yo_dot * si + yo * ci * inc_dot
    if geo:  # from the tilted inertial frame of toe to the Earth-fixed frame: Rz(rate t) Rx(-5 deg)
        ct, st = np.cos(GEO_TILT_RAD), np.sin(GEO_TILT_RAD)
        x1, y1, z1 = x, y * ct + z * st, -y * st + z * ct
        vx1, vy1, vz1 = vx, vy * ct + vz * st, -vy * st + vz * ct
        turn = rate * after_toe_s
        cz, sz = np.cos(turn), np.sin(turn)
        x, y, z = x1 * cz + y1 * sz, -x1 * sz + y1 * cz, z1
        vx = vx1 * cz + vy1 * sz + rate * y
        vy = -vx1 * sz + vy1 * cz - rate * x
        vz = vz1
    relativity = -2.0 * np.sqrt(k[21]) * k[0] * e * sin_e / (C_MPS * C_MPS)
    clock = k[17] + (k[18] + k[19] * after_toc_s) * after_toc_s + relativity
    rate_of_clock = (
        k[18]
        + 2.0 * k[19] * after_toc_s
        - 2.0 * np.sqrt(k[21]) * k[0] * e * cos_e * ecc_dot / (C_MPS * C_MPS)
    )
    return x, y, z, vx, vy, vz, clock, rate_of_clock
