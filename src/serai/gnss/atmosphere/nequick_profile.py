"""Electron density profile of NeQuick-G: three Epstein layers below the peak, one above it.

European GNSS (Galileo) Open Service, Ionospheric Correction Algorithm for Galileo Single Frequency Users,
issue 1.2 (2016), 2.5.5 and 2.5.6 (section numbers recalled): frequencies in MHz, heights and thicknesses in
km, densities in 1e11 / m^3.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from serai.jit import compiled

MHZ2_TO_DENSITY = 0.124  # 1e11 / m^3 of a critical frequency squared
NIGHT_DEG = 86.23292796211615  # zenith angle of the Sun between day and night
E_HEIGHT_KM, E_BELOW_KM = 120.0, 5.0
TOP_GRADIENT, TOP_LIMIT = 0.125, 100.0  # of the topside's thickness with height, and what bounds it


class Profile(NamedTuple):
    """Amplitudes, peak heights, thicknesses of the F2, F1 and E layers; the topside's; the peak density."""

    a2: float
    a1: float
    ae: float
    h2: float
    h1: float
    b2: float
    b1_top: float
    b1_bottom: float
    be_top: float
    top: float
    peak: float


@compiled
def clipped_exp(x: float) -> float:
    """The exponential, held at 80 either way."""
    return 5.5406e34 if x > 80.0 else 1.8049e-35 if x < -80.0 else np.exp(x)


@compiled
def joined(first: float, second: float, steepness: float, x: float) -> float:
    """From the second to the first of two values as x goes from below 0 to above it, smoothly."""
    e = clipped_exp(steepness * x)
    return (first * e + second) / (e + 1.0)


@compiled
def sun(month: int, hour: float) -> tuple[float, float]:
    """Sine and cosine of the Sun's declination in the middle of a month."""
    t = 30.5 * month - 15.0 + (18.0 - hour) / 24.0
    mean = np.radians(0.9856 * t - 3.289)
    true = mean + np.radians(1.916 * np.sin(mean) + 0.020 * np.sin(2.0 * mean) + 282.634)
    sine = 0.39782 * np.sin(true)
    return sine, np.sqrt(1.0 - sine * sine)


@compiled
def effective_zenith_deg(lat: float, local_hour: float, sine: float, cosine: float) -> float:
    """The Sun's zenith angle, bent so that it stays below 90 degrees at night; latitude in radians."""
    c = np.sin(lat) * sine + np.cos(lat) * cosine * np.cos(np.pi / 12.0 * (12.0 - local_hour))
    chi = np.degrees(np.arctan2(np.sqrt(max(0.0, 1.0 - c * c)), c))
    return joined(90.0 - 0.24 * clipped_exp(20.0 - 0.2 * chi), chi, 12.0, chi - NIGHT_DEG)


@compiled
def critical_e_mhz(lat_deg: float, level: float, zenith_deg: float, month: int) -> float:
    """The E layer's frequency from the ionisation level, the Sun's effective zenith angle, the season."""
    season = 0.0 if month in (3, 4, 9, 10) else 1.0 if 5 <= month <= 8 else -1.0
    e = clipped_exp(0.3 * lat_deg)
    season *= (e - 1.0) / (e + 1.0)
    light = np.cos(np.radians(zenith_deg)) ** 0.6
    return float(np.sqrt((1.112 - 0.019 * season) ** 2 * np.sqrt(level) * light + 0.49))


@compiled
def critical_f1_mhz(fo_e: float, fo_f2: float) -> float:
    """The F1 layer's critical frequency: 1.4 foE; none where foE is below 2 MHz; lower where near to foF2."""
    f = joined(1.4 * fo_e, 0.0, 1000.0, fo_e - 2.0)
    f = joined(0.0, f, 1000.0, fo_e - f)
    f = joined(f, 0.85 * f, 60.0, 0.85 * fo_f2 - f)
    return 0.0 if f < 1e-6 else f


@compiled
def peak_height_km(fo_e: float, fo_f2: float, m3000: float) -> float:
    """The height of the F2 peak from M(3000)F2 and the ratio of foF2 to foE."""
    shift = -0.012
    if fo_e >= 1e-30:
        ratio = fo_f2 / fo_e
        e = clipped_exp(20.0 * (ratio - 1.75))
        shift += 0.253 / ((ratio * e + 1.75) / (e + 1.0) - 1.215)
    m2 = m3000 * m3000
    return float(
        1490.0 * m3000 * np.sqrt((0.0196 * m2 + 1.0) / (1.2967 * m2 - 1.0)) / (m3000 + shift) - 176.0
    )


@compiled
def epstein(amplitude: float, peak: float, thickness: float, h: float) -> float:
    """One Epstein layer at a height."""
    e = clipped_exp((h - peak) / thickness)
    return amplitude * e / ((1.0 + e) * (1.0 + e))


@compiled
def profile(fo_e: float, fo_f2: float, m3000: float, month: int, sunspots: float) -> Profile:
    """The layers over a place from foE, foF2 (MHz), M(3000)F2, the month and the effective sunspot number."""
    fo_f1 = critical_f1_mhz(fo_e, fo_f2)
    n_e, n_1, n_2 = MHZ2_TO_DENSITY * fo_e**2, MHZ2_TO_DENSITY * fo_f1**2, MHZ2_TO_DENSITY * fo_f2**2
    h2 = peak_height_km(fo_e, fo_f2, m3000)
    h1 = 0.5 * (h2 + E_HEIGHT_KM)
    b2 = 0.385 * n_2 / (0.01 * np.exp(-3.467 + 0.857 * np.log(fo_f2**2) + 2.02 * np.log(m3000)))
    b1_top, b1_bottom = 0.3 * (h2 - h1), 0.5 * (h1 - E_HEIGHT_KM)
    be_top = max(b1_bottom, 7.0)
    a2, a1, ae = 4.0 * n_2, 4.0 * n_1, 4.0 * n_e
    if fo_f1 < 0.5:
        a1, ae = 0.0, 4.0 * (n_e - epstein(a2, h2, b2, E_HEIGHT_KM))
    else:
        left_1, left_e = n_1 - epstein(a2, h2, b2, h1), n_e - epstein(a2, h2, b2, E_HEIGHT_KM)
        of_e, of_1 = epstein(1.0, E_HEIGHT_KM, be_top, h1), epstein(1.0, h1, b1_bottom, E_HEIGHT_KM)
        for _ in range(5):
            a1 = 4.0 * (left_1 - ae * of_e)
            a1 = joined(a1, 0.8 * n_1, 1.0, a1 - 0.8 * n_1)
            ae = 4.0 * (left_e - a1 * of_1)
    ae = joined(ae, 0.05, 60.0, ae - 0.005)
    if 4 <= month <= 9:
        shape = 6.705 - 0.014 * sunspots - 0.008 * h2
    else:
        shape = -7.77 + 0.097 * (h2 / b2) ** 2 + 0.153 * n_2
    shape = joined(shape, 2.0, 1.0, shape - 2.0)
    shape = joined(8.0, shape, 1.0, shape - 8.0)
    x = (shape * b2 - 150.0) / 100.0
    top = shape * b2 / ((0.041163 * x - 0.183981) * x + 1.424472)
    bare = Profile(a2, a1, ae, h2, h1, b2, b1_top, b1_bottom, be_top, top, 0.0)
    return Profile(a2, a1, ae, h2, h1, b2, b1_top, b1_bottom, be_top, top, _below_peak(bare, h2))


@compiled
def density(p: Profile, h: float) -> float:
    """The electron density, 1e11 / m^3, at a height (km)."""
    if h <= p.h2:
        return _below_peak(p, h)
    above = h - p.h2
    bound = TOP_LIMIT * p.top
    z = above / (p.top * (1.0 + TOP_LIMIT * TOP_GRADIENT * above / (bound + TOP_GRADIENT * above)))
    e = clipped_exp(z)
    return p.peak * (4.0 / e if e > 1e11 else 4.0 * e / ((1.0 + e) * (1.0 + e)))


@compiled
def _below_peak(p: Profile, h: float) -> float:
    """The three layers; below 100 km they end as a Chapman layer does."""
    at = max(h, 100.0)
    fade = np.exp(10.0 / (1.0 + abs(at - p.h2)))
    b1 = p.b1_top if at > p.h1 else p.b1_bottom
    be = p.be_top if at > E_HEIGHT_KM else E_BELOW_KM
    s2, d2 = _layer(p.a2, (at - p.h2) / p.b2, p.b2)
    s1, d1 = _layer(p.a1, (at - p.h1) / b1 * fade, b1)
    se, de = _layer(p.ae, (at - E_HEIGHT_KM) / be * fade, be)
    total = s2 + s1 + se
    if h >= 100.0:
        return total
    z = (h - 100.0) / 10.0
    slope = 1.0 - 10.0 * (s2 * d2 + s1 * d1 + se * de) / total
    return total * clipped_exp(1.0 - slope * z - clipped_exp(-z))


@compiled
def _layer(amplitude: float, x: float, thickness: float) -> tuple[float, float]:
    """A layer's density and its slope over its density, both nought far from its peak."""
    if abs(x) > 25.0:
        return 0.0, 0.0
    e = np.exp(x)
    return amplitude * e / ((1.0 + e) * (1.0 + e)), (1.0 - e) / (1.0 + e) / thickness
