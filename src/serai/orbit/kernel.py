"""SGP4 of near-Earth satellites, compiled: many satellites at the same moments, into buffers that are reused.

Only what is called in bulk imports this module, for it loads numba (half a second) and compiles on its first
use ever (`serai.precompile`). Names are those of the published code (AIAA 2006-6753).

Orbits near a circle, which nearly all are, go through a loop without branches that the compiler turns into
vector instructions; the others, velocities and error codes through the same steps one moment at a time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import alone, compiled, inlined, vectorised
from serai.orbit.lifetime import BEYOND_SERIES, DECAYED
from serai.orbit.near_earth import J2, RADIUS_KM, XKE

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]

NEAR_CIRCLE = 0.1  # eccentricity up to which three rounds of Newton's method end below 1e-15 rad
_TWO_OVER_PI = 0.636_619_772_367_581_4
# pi/2 in two parts; a count of quarter turns below 2^20 times the first is exact (fdlibm, k_rem_pio2)
_HALF_PI_HIGH, _HALF_PI_LOW = 1.57079632673412561417, 6.07710050650619224932e-11


@inlined
def _sincos(x: float) -> tuple[float, float]:
    """Sine and cosine without a branch, so that loops over it vectorise (polynomials of fdlibm)."""
    q = np.rint(x * _TWO_OVER_PI)
    r = (x - q * _HALF_PI_HIGH) - q * _HALF_PI_LOW
    z = r * r
    s = r + r * z * (
        -1.66666666666666324348e-01
        + z * (8.33333333332248946124e-03
        + z * (-1.98412698298579493134e-04
        + z * (2.75573137070700676789e-06
        + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10))))
    )  # fmt: skip
    c = 1.0 - 0.5 * z + z * z * (
        4.16666666666666019037e-02
        + z * (-1.38888888888741095749e-03
        + z * (2.48015872894767294178e-05
        + z * (-2.75573143513906633035e-07
        + z * (2.08757232129817482790e-09 - z * 1.13596475577881948265e-11))))
    )  # fmt: skip
    half = np.floor(0.5 * q)
    odd = q - 2.0 * half
    sign = 1.0 - 2.0 * (half - 2.0 * np.floor(0.5 * half))
    return (s if odd == 0.0 else c) * sign, (c if odd == 0.0 else -s) * sign


@inlined
def _mean(k: Floats, t: float) -> tuple[float, float, float, float, float, float]:
    """Mean elements by gravity and drag, then the long periods: am, em, axnl, aynl, u, node."""
    t2 = t * t
    xmdf = k[0] + k[1] * t
    argpdf = k[2] + k[3] * t
    _, cos_m = _sincos(xmdf)
    delm = 1.0 + k[12] * cos_m
    temp = k[10] * t + k[11] * (delm * delm * delm - k[13])
    mm, argpm = xmdf + temp, argpdf - temp
    tempa = 1.0 - k[7] * t - t2 * (k[14] + t * (k[15] + t * k[16]))
    sin_mm, _ = _sincos(mm)
    drawn = k[23] - (k[8] * t + k[17] * (sin_mm - k[18]))
    em = max(1e-06, drawn)
    am = k[31] * tempa * tempa
    mm += k[22] * (t2 * (k[9] + t * (k[19] + t * (k[20] + t * k[21]))))
    sin_a, cos_a = _sincos(argpm)
    axnl = em * cos_a
    ti = 1.0 / (am * (1.0 - em * em))
    u = mm + argpm + ti * k[25] * axnl
    return am, drawn, axnl, em * sin_a + ti * k[24], u, k[4] + k[5] * t + k[6] * t2


@inlined
def _step(axnl: float, aynl: float, u: float, eo: float, sin_e: float, cos_e: float) -> float:
    """One step of Newton's method for the eccentric longitude, held back as the published code does."""
    step = (u - aynl * cos_e + axnl * sin_e - eo) / (1.0 - cos_e * axnl - sin_e * aynl)
    step = min(0.95, step)
    return max(-0.95, step)


@inlined
def _turned(s: float, c: float, d: float) -> tuple[float, float]:
    """Sine and cosine after a turn by less than 3e-3 rad: three terms of each series are exact."""
    q = d * d
    sd, cd = d * (1.0 - q * (1 / 6) * (1.0 - 0.05 * q)), 1.0 - 0.5 * q * (1.0 - q * (1 / 12))
    return s * cd + c * sd, c * cd - s * sd


@inlined
def _oriented(
    k: Floats, am: float, axnl: float, aynl: float, sin_e: float, cos_e: float, node: float
) -> tuple[float, float, float, float, float, float, float, float, float, float, float, float, float]:
    """Short periods: mrt, pl, rl, esine, t1, sin2u, cos2u, then sine and cosine of latitude's argument,
    node and inclination.
    """
    ecose, esine = axnl * cos_e + aynl * sin_e, axnl * sin_e - aynl * cos_e
    el2 = axnl * axnl + aynl * aynl
    pl, rl = am * (1.0 - el2), am * (1.0 - ecose)
    betal = np.sqrt(1.0 - el2)
    te = esine / (1.0 + betal)
    a_r = am / rl
    sinu, cosu = a_r * (sin_e - aynl - axnl * te), a_r * (cos_e - axnl + aynl * te)
    sin2u, cos2u = 2.0 * sinu * cosu, 1.0 - 2.0 * sinu * sinu
    t1 = 0.5 * J2 / pl
    t2 = t1 / pl
    mrt = rl * (1.0 - 1.5 * t2 * betal * k[26]) + 0.5 * t1 * k[29] * cos2u
    ssu, csu = _turned(sinu, cosu, -0.25 * t2 * k[30] * sin2u)
    si, ci = _turned(k[27], k[28], 1.5 * t2 * k[28] * k[27] * cos2u)
    sn, cn = _sincos(node + 1.5 * t2 * k[28] * sin2u)
    return mrt, pl, rl, esine, t1, sin2u, cos2u, ssu, csu, sn, cn, si, ci


@vectorised
def _many(k: Floats, epoch: float, minutes: Floats, x: Floats, y: Floats, z: Floats) -> None:
    """Positions of one nearly circular orbit at all moments, TEME kilometres; NaN where SGP4 has none."""
    for i in range(len(minutes)):
        am, em, axnl, aynl, u, node = _mean(k, minutes[i] - epoch)
        sin_e, cos_e = _sincos(u)
        eo = u + _step(axnl, aynl, u, u, sin_e, cos_e)
        sin_e, cos_e = _sincos(eo)
        d = _step(axnl, aynl, u, eo, sin_e, cos_e)
        sin_e, cos_e = _turned(sin_e, cos_e, d)
        sin_e, cos_e = _turned(sin_e, cos_e, _step(axnl, aynl, u, eo + d, sin_e, cos_e))
        mrt, pl, _, _, _, _, _, ssu, csu, sn, cn, si, ci = _oriented(k, am, axnl, aynl, sin_e, cos_e, node)
        r = mrt * RADIUS_KM
        r = r if em < 1.0 else np.nan
        r = r if em >= -0.001 else np.nan
        r = r if pl >= 0.0 else np.nan
        r = r if mrt >= 1.0 else np.nan
        t = minutes[i] - epoch
        r = r if t >= k[32] else np.nan
        r = r if t <= k[33] else np.nan
        x[i] = r * (cn * csu - sn * ci * ssu)
        y[i] = r * (sn * csu + cn * ci * ssu)
        z[i] = r * (si * ssu)


@vectorised
def _one(k: Floats, t: float) -> tuple[int, float, float, float, float, float, float]:
    """SGP4's error code, position and velocity at one moment, for any eccentricity."""
    nan = np.nan
    am, em, axnl, aynl, u, node = _mean(k, t)
    if em >= 1.0 or em < -0.001:
        return 1, nan, nan, nan, nan, nan, nan
    eo = u
    sin_e, cos_e = _sincos(eo)
    for _ in range(10):
        step = _step(axnl, aynl, u, eo, sin_e, cos_e)
        eo += step
        sin_e, cos_e = _sincos(eo)
        if abs(step) < 1e-12:
            break
    mrt, pl, rl, esine, t1, sin2u, cos2u, ssu, csu, sn, cn, si, ci = _oriented(
        k, am, axnl, aynl, sin_e, cos_e, node
    )
    if pl < 0.0:
        return 4, nan, nan, nan, nan, nan, nan
    if mrt < 1.0:
        return DECAYED, nan, nan, nan, nan, nan, nan
    if t > k[33] or t < k[32]:  # a decayed orbit grows again in the drag's polynomial
        return DECAYED if t > k[33] and k[7] >= 0.0 else BEYOND_SERIES, nan, nan, nan, nan, nan, nan
    ux, uy, uz = cn * csu - sn * ci * ssu, sn * csu + cn * ci * ssu, si * ssu
    wx, wy, wz = -cn * ssu - sn * ci * csu, -sn * ssu + cn * ci * csu, si * csu
    nm = XKE / (am * np.sqrt(am))
    mv = np.sqrt(am) * esine / rl - nm * t1 * k[29] * sin2u / XKE
    rv = np.sqrt(pl) / rl + nm * t1 * (k[29] * cos2u + 1.5 * k[26]) / XKE
    r, s = mrt * RADIUS_KM, RADIUS_KM * XKE / 60.0
    return (
        0,
        r * ux,
        r * uy,
        r * uz,
        s * (mv * ux + rv * wx),
        s * (mv * uy + rv * wy),
        s * (mv * uz + rv * wz),
    )


@compiled
def states(coefficients: Floats, minutes: Floats, r: Floats, v: Floats, codes: Codes) -> None:
    """TEME positions (satellites, n, 3) km and velocities km/s, at minutes (satellites, n) after epoch."""
    for sat in range(len(coefficients)):
        for i in range(minutes.shape[1]):
            code, x, y, z, vx, vy, vz = _one(coefficients[sat], minutes[sat, i])
            codes[sat, i] = code
            r[sat, i, 0], r[sat, i, 1], r[sat, i, 2] = x, y, z
            v[sat, i, 0], v[sat, i, 1], v[sat, i, 2] = vx, vy, vz


@alone
def positions(
    coefficients: Floats, epoch_min: Floats, minutes: Floats, turn: Floats, r: Floats, codes: Codes
) -> None:
    """Earth-fixed positions (satellites, 3, n) in metres at moments (n,), and each satellite's first error.

    ``minutes`` count from any moment, ``epoch_min`` (satellites,) say when each epoch was. ``turn`` (4, n) is
    the Earth's rotation (cosine, sine, xp, yp). Positions are NaN where SGP4 has none.
    """
    for sat in range(len(coefficients)):
        k, epoch = coefficients[sat], epoch_min[sat]
        codes[sat] = 0
        if k[23] <= NEAR_CIRCLE:
            _many(k, epoch, minutes, r[sat, 0], r[sat, 1], r[sat, 2])
            _to_earth(turn[0], turn[1], turn[2], turn[3], r[sat, 0], r[sat, 1], r[sat, 2])
            for i in range(len(minutes)):
                if np.isnan(r[sat, 0, i]):
                    codes[sat] = _one(k, minutes[i] - epoch)[0]
                    break
        else:
            for i in range(len(minutes)):
                code, r[sat, 0, i], r[sat, 1, i], r[sat, 2, i], _, _, _ = _one(k, minutes[i] - epoch)
                if code and not codes[sat]:
                    codes[sat] = code
            _to_earth(turn[0], turn[1], turn[2], turn[3], r[sat, 0], r[sat, 1], r[sat, 2])


@vectorised
def _to_earth(cos: Floats, sin: Floats, xp: Floats, yp: Floats, x: Floats, y: Floats, z: Floats) -> None:
    """TEME kilometres to Earth-fixed metres, in place (as serai.earth.frames.Rotation does)."""
    for i in range(len(x)):
        a, b, c = x[i], y[i], z[i]
        east, north = cos[i] * a + sin[i] * b, cos[i] * b - sin[i] * a
        x[i] = 1e3 * (east + xp[i] * c)
        y[i] = 1e3 * (north - yp[i] * c)
        z[i] = 1e3 * (c - xp[i] * east + yp[i] * north)
