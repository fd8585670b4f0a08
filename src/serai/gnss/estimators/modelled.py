"""Ranges at a known place by the models alone: geometry, troposphere, ionosphere; and that by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.atmosphere.ionosphere import slant_delay_m
from serai.gnss.atmosphere.troposphere import mapping, zenith_delays_m
from serai.gnss.geometry import pierce_of, place_of, sagnac_range
from serai.gnss.satellites.beidou2_bias import elevation_correction_m
from serai.jit import alone

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@alone
def model_ranges(
    first: Integers,
    sat_m: Floats,
    iono_scale: Floats,
    iono_model: int,
    iono: Floats,
    day_s: Floats,
    day_of_year: Floats,
    mjd: Floats,
    tecu: Floats,
    place_m: Floats,
    found: Floats,
) -> None:
    """Fill ``found`` (m) by row, as `point_kernel` computes them; rows below the horizon stay NaN."""
    lat, lon, height = place_of(place_m[0], place_m[1], place_m[2])
    sl, cl, so, co = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
    for e in range(len(first) - 1):
        dry, wet = zenith_delays_m(lat, height, day_of_year[e])
        for row in range(first[e], first[e + 1]):
            s = sat_m[row]
            rho, ux, uy, uz = sagnac_range(s[0], s[1], s[2], place_m[0], place_m[1], place_m[2])
            el = np.arcsin(max(-1.0, min(1.0, cl * co * ux + cl * so * uy + sl * uz)))
            if not el > 0.0:
                continue
            az = np.arctan2(-so * ux + co * uy, -sl * co * ux - sl * so * uy + cl * uz)
            delay, _, _ = slant_delay_m(
                iono_model, iono, lat, lon, az, el, tecu[row], day_s[e], day_of_year[e], mjd[e]
            )
            found[row] = rho + (dry + wet) * mapping(el) + iono_scale[row] * delay


@alone
def model_delays(
    first: Integers,
    sat_m: Floats,
    bias_kind: Integers,
    iono_model: int,
    iono: Floats,
    day_s: Floats,
    day_of_year: Floats,
    mjd: Floats,
    tecu: Floats,
    place_m: Floats,
    above_rad: float,
    found: Floats,
) -> None:
    """Fill ``found`` (rows, 5): the ionosphere's delay on L1 (m), elevation and pierce point (rad), and
    BeiDou-2's code bias (m), seen from places by epoch; rows below an elevation stay NaN.
    """
    for e in range(len(first) - 1):
        x, y, z = place_m[e, 0], place_m[e, 1], place_m[e, 2]
        lat, lon, _ = place_of(x, y, z)
        sl, cl, so, co = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
        for row in range(first[e], first[e + 1]):
            s = sat_m[row]
            _, ux, uy, uz = sagnac_range(s[0], s[1], s[2], x, y, z)
            el = np.arcsin(max(-1.0, min(1.0, cl * co * ux + cl * so * uy + sl * uz)))
            if not el > above_rad:
                continue
            az = np.arctan2(-so * ux + co * uy, -sl * co * ux - sl * so * uy + cl * uz)
            found[row, 0], _, _ = slant_delay_m(
                iono_model, iono, lat, lon, az, el, tecu[row], day_s[e], day_of_year[e], mjd[e]
            )
            found[row, 1] = el
            found[row, 2], found[row, 3] = pierce_of(lat, lon, az, el)
            found[row, 4] = elevation_correction_m(bias_kind[row], el) if bias_kind[row] > 0 else 0.0
