"""How false each satellite's range is, seen from a known place: models and the receiver's clock taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.gnss.atmosphere import nequick_slant
from serai.gnss.atmosphere.ionosphere import Ionosphere, slant_delay_m
from serai.gnss.atmosphere.tec_maps import mjd_of
from serai.gnss.atmosphere.troposphere import ZENITH_SIGMA_M, mapping, zenith_delays_m
from serai.gnss.constants import GPST_BEHIND_TAI_S
from serai.gnss.estimators.single_point import DAY_NS, day_of_year
from serai.gnss.geometry import place_of, sagnac_range
from serai.gnss.measurements.noise import IONO_FINE, code_variance_m2
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.satellites.beidou2_bias import elevation_correction_m
from serai.jit import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEWEST = 3  # satellites of one system: the middle of fewer says nothing of a single one


@dataclass(frozen=True)
class RangeResiduals:
    """By row of `Ranges`: the error (m; NaN below the mask or among too few), one sigma of what is expected
    of it, and azimuth and elevation (rad).
    """

    error_m: Floats
    sigma_m: Floats
    angles_rad: Floats


def range_errors(ranges: Ranges, place_m: Floats, ionosphere: Ionosphere, mask_deg: float) -> RangeResiduals:
    """Errors of ranges at a known place; the receiver's clock of each system is the middle of its errors."""
    gpst_ns = ranges.tai_ns - GPST_BEHIND_TAI_S * 1_000_000_000
    n = len(ranges.source)
    error, sigma, angles = np.full(n, np.nan), np.full(n, np.nan), np.full((n, 2), np.nan)
    _errors(
        ranges.first,
        ranges.sat_m,
        ranges.range_m,
        ranges.sigma_m,
        ranges.code_factor,
        ranges.iono_scale,
        ranges.bias_kind,
        np.asarray(place_m, dtype=np.float64),
        ionosphere.number,
        ionosphere.over(ranges.tai_ns),
        ionosphere.left,
        (gpst_ns % DAY_NS) / 1e9,
        day_of_year(gpst_ns),
        mjd_of(ranges.tai_ns),
        nequick_slant.contents_tecu(ranges, ionosphere, place_m),
        float(np.radians(mask_deg)),
        error,
        sigma,
        angles,
    )
    _less_clocks(ranges.first, ranges.group, len(ranges.groups), error)
    return RangeResiduals(error, sigma, angles)


@compiled
def _errors(
    first: Integers,
    sat_m: Floats,
    range_m: Floats,
    base_sigma_m: Floats,
    code_factor: Floats,
    iono_scale: Floats,
    bias_kind: Integers,
    place: Floats,
    iono_model: int,
    iono: Floats,
    iono_left: float,
    day_s: Floats,
    day_of_year: Floats,
    mjd: Floats,
    tecu: Floats,
    mask_rad: float,
    error: Floats,
    sigma: Floats,
    angles: Floats,
) -> None:
    lat, lon, height = place_of(place[0], place[1], place[2])
    sl, cl, so, co = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
    for e in range(len(first) - 1):
        dry, wet = zenith_delays_m(lat, height, day_of_year[e])
        for row in range(first[e], first[e + 1]):
            rho, ux, uy, uz = sagnac_range(
                sat_m[row, 0], sat_m[row, 1], sat_m[row, 2], place[0], place[1], place[2]
            )
            up = cl * co * ux + cl * so * uy + sl * uz
            el = np.arcsin(max(-1.0, min(1.0, up)))
            az = np.arctan2(-so * ux + co * uy, -sl * co * ux - sl * so * uy + cl * uz)
            angles[row, 0], angles[row, 1] = az, el
            if not el >= mask_rad:
                continue
            steep = mapping(el)
            spread = base_sigma_m[row] ** 2 + code_factor[row] ** 2 * code_variance_m2(el)
            spread += (ZENITH_SIGMA_M * steep) ** 2
            rho += (dry + wet) * steep
            if iono_scale[row] > 0.0:
                slant, _, _ = slant_delay_m(
                    iono_model, iono, lat, lon, az, el, tecu[row], day_s[e], day_of_year[e], mjd[e]
                )
                slant *= iono_scale[row]
                rho += slant
                spread += (iono_left**2 + IONO_FINE**2) * slant**2
            if bias_kind[row] > 0:
                rho -= elevation_correction_m(bias_kind[row], el)
            error[row] = range_m[row] - rho
            sigma[row] = np.sqrt(spread)


@compiled
def _less_clocks(first: Integers, group: Integers, groups: int, error: Floats) -> None:
    """Take the middle of each system's errors at each epoch out of them."""
    for e in range(len(first) - 1):
        for g in range(groups):
            count = 0
            for row in range(first[e], first[e + 1]):
                if group[row] == g and np.isfinite(error[row]):
                    count += 1
            held = np.empty(count)
            k = 0
            for row in range(first[e], first[e + 1]):
                if group[row] == g and np.isfinite(error[row]):
                    held[k] = error[row]
                    k += 1
            middle = np.median(held) if count >= FEWEST else np.nan
            for row in range(first[e], first[e + 1]):
                if group[row] == g:
                    error[row] -= middle
