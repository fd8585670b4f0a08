"""Single point positions, epoch by epoch, compiled: geometry, models, weights, solution, exclusion.

Baarda's data snooping (W. Baarda, A testing procedure for use in geodetic networks, 1968): the range with the
largest normalised residual is left out while that is above 3.29 (one false alarm in a thousand), then all is
solved anew.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serai.earth import A_M
from serai.gnss.atmosphere.ionosphere import slant_delay_m
from serai.gnss.atmosphere.troposphere import ZENITH_SIGMA_M, mapping, zenith_delays_m
from serai.gnss.estimators.least_squares import inverse_of_normal, lower_inverse, solve
from serai.gnss.geometry import place_of, sagnac_range
from serai.gnss.measurements.noise import (
    CORRELATION_LAT_M,
    CORRELATION_LON_M,
    IONO_FINE,
    code_variance_m2,
)
from serai.gnss.satellites.beidou2_bias import elevation_correction_m
from serai.jit import alone, compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Of a normalised residual: 0.1 % false alarms where one range is tested (Baarda 1968). Tested is the largest
# of n: in pairs, whose errors are multipath, of each range by itself, each may have an n-th of these
# (Bonferroni): 3.9 for ten ranges, 4.2 for thirty-three. On one frequency a satellite departs for hours.
LIMIT = 3.29
# A fault this plain (of the root of the weighted squares) among ranges too few to tell whose it is leaves no
# position: six in ten million by chance.
PLAIN = 5.0
CONSENSUS = (
    3  # redundancy of those kept, where they do not outnumber those left out, for these to be the false
)
ROUNDS = 12  # of Gauss-Newton from the Earth's centre; one or two from the epoch before
NEAR_M = 1.0  # a step this small leaves an error of step^2 / range: below a micrometre
COARSE_M = 1e4  # nearer than this, elevations and the atmosphere make sense
LOW_M, HIGH_M = -1000.0, 50_000.0  # heights at which the atmosphere is modelled
LOST_PDOP = 1000.0  # above this a position is no place to begin the next epoch from
SQRT_2 = 2.0**0.5
UNUSED, USED, BELOW_MASK, EXCLUDED = 0, 1, 2, 3


class Rows(NamedTuple):
    """The ranges of all epochs, as `ranges.Ranges` describes them; ``first`` delimits each epoch's."""

    first: Integers
    sat_m: Floats
    range_m: Floats
    group: Integers
    sigma_m: Floats
    code_factor: Floats
    iono_scale: Floats
    bias_kind: Integers


class Air(NamedTuple):
    """The atmosphere's models: the ionosphere's number, parameters and share left; time of each epoch.

    The time thrice: second of the day, day of the year, modified Julian day. ``tecu`` by row, where the model
    sums along rays.
    """

    iono_model: int
    iono: Floats
    iono_left: float
    day_s: Floats
    day_of_year: Floats
    mjd: Floats
    tecu: Floats


class PointRules(NamedTuple):
    """What is asked: mask (rad), number of receiver clocks, largest normalised residual, largest PDOP.

    Whether that residual's false alarms are those of the largest of n ranges, or of one.
    """

    mask_rad: float
    groups: int
    limit: float
    largest_pdop: float
    of_all: bool


class PointResults(NamedTuple):
    """What is filled in: by epoch position, clocks, covariance (4, 4) of position and first clock, quality
    (satellites, GDOP, PDOP, HDOP, VDOP, weighted sum of squared residuals); by row status, residual (m) and
    angles (azimuth, elevation; rad).
    """

    position: Floats
    clocks: Floats
    covariance: Floats
    quality: Floats
    status: NDArray[np.uint8]
    residual: Floats
    angles: Floats


class Work(NamedTuple):
    """One epoch's equations, before (plain) and after whitening, and what belongs to each of their rows.

    Where it is sought and where that began; and in what dilutions of precision are worked out.
    """

    plain_h: Floats
    plain_y: Floats
    h: Floats
    y: Floats
    r: Floats
    low: Floats
    x: Floats
    inverse: Floats
    normal: Floats
    who: Integers
    column: Integers
    iono: Floats
    iono_lat: Floats
    iono_lon: Floats
    tropo: Floats
    out: NDArray[np.bool_]
    guess: Floats
    begin: Floats
    dop_inverse: Floats


@alone
def solve_points(
    rows: Rows, air: Air, rules: PointRules, here: Floats, found: PointResults, work: Work
) -> None:
    """Solve every epoch, beginning each where the last one ended; without a solution it stays NaN.

    ``here`` is where the first begins, and in the end where the last one ended.
    """
    guess = work.guess
    warm = here[0] * here[0] + here[1] * here[1] + here[2] * here[2] > 1e12
    for e in range(len(rows.first) - 1):
        lo, hi = rows.first[e], rows.first[e + 1]
        n, m = 0, 0
        if not _any_range(rows, lo, hi):
            continue
        _put(guess, here)
        for attempt in range(2 if warm else 1):
            if attempt == 1:  # the epoch before may have misled
                guess[0], guess[1], guess[2] = 0.0, 0.0, 0.0
            n, m = _solve_epoch(e, warm and attempt == 0, rows, air, rules, work, guess, found)
            if n > 0:
                break
        if n == 0:
            for row in range(lo, hi):
                if found.status[row] == USED:
                    found.status[row] = UNUSED
            continue
        found.quality[e, 0] = n
        _dops(n, m, found.quality[e], work)
        if found.quality[e, 2] < LOST_PDOP:
            _put(here, guess)
            warm = True
        if found.quality[e, 2] <= rules.largest_pdop:
            _keep(e, guess, work, found)


@compiled
def _any_range(rows: Rows, lo: int, hi: int) -> bool:
    """Whether an epoch has a range: where some epochs alone are asked for, most have none."""
    heard = 0
    for row in range(lo, hi):
        heard += 1 if np.isfinite(rows.range_m[row] + rows.sat_m[row, 0]) else 0
    return heard > 0


@compiled
def _put(to: Floats, place: Floats) -> None:
    """Three numbers into the place of others: an array assigned to one is copied first, which allocates."""
    for k in range(3):
        to[k] = place[k]


@compiled
def _keep(e: int, guess: Floats, work: Work, found: PointResults) -> None:
    _put(found.position[e], guess)
    for g in range(len(work.column)):
        if work.column[g] >= 0:
            found.clocks[e, g] = work.x[work.column[g]]
    for a in range(4):
        for b in range(4):
            found.covariance[e, a, b] = work.inverse[a, b]


@compiled
def _solve_epoch(
    e: int,
    warm: bool,
    rows: Rows,
    air: Air,
    rules: PointRules,
    work: Work,
    guess: Floats,
    found: PointResults,
) -> tuple[int, int]:
    """Solve one epoch, leaving out what does not fit; the numbers of ranges used and of unknowns, or 0, 0."""
    work.out[:] = False
    most = rows.first[e + 1] - rows.first[e]
    begin = work.begin
    _put(begin, guess)
    for left_out in range(1, most + 2):  # with the one that this round finds, if it does
        n, m, met = _iterate(e, warm, rows, air, rules, work, guess, found)
        if n == 0:
            return 0, 0
        worst = _worst(rows.first[e], n, m, rules, work, found.quality[e], found.residual)
        if met and worst < 0:
            return n, m
        if worst < 0 or n - 1 < m + 1 or not (n - 1 > left_out or n - 1 - m >= CONSENSUS):
            return (0, 0) if not met or found.quality[e, 5] > PLAIN * PLAIN else (n, m)
        work.out[work.who[worst]] = True
        if met:
            warm = True
        else:  # a range false by so much that no place fits: begin again without it
            _put(guess, begin)
    return 0, 0


@compiled
def _iterate(
    e: int,
    warm: bool,
    rows: Rows,
    air: Air,
    rules: PointRules,
    work: Work,
    guess: Floats,
    found: PointResults,
) -> tuple[int, int, bool]:
    """Gauss-Newton, and whether it converged; from the Earth's centre first without mask and atmosphere."""
    cold = not warm
    n, m = 0, 0
    for _ in range(ROUNDS):
        n, m = _equations(e, cold, rows, air, rules, work, guess, found)
        for i in range(n):
            work.y[i] = work.plain_y[i]
            for k in range(m):
                work.h[i, k] = work.plain_h[i, k]
        if not solve(work.h, work.y, work.r, n, m, work.x, work.inverse, work.normal):
            return 0, 0, False
        step = np.sqrt(work.x[0] ** 2 + work.x[1] ** 2 + work.x[2] ** 2)
        for k in range(3):
            guess[k] += work.x[k]
        if cold and step < COARSE_M:
            cold = False
        elif not cold and step < NEAR_M:
            return n, m, True
    return n, m, False


@compiled
def _equations(
    e: int,
    cold: bool,
    rows: Rows,
    air: Air,
    rules: PointRules,
    work: Work,
    guess: Floats,
    found: PointResults,
) -> tuple[int, int]:
    """Fill the plain equations and their covariance; the numbers of ranges and of unknowns."""
    lat, lon, height = place_of(guess[0], guess[1], guess[2])
    aired = (not cold) and LOW_M < height < HIGH_M
    if cold:
        lat, lon = 0.0, 0.0
    sl, cl, so, co = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
    dry, wet = zenith_delays_m(lat, height, air.day_of_year[e]) if aired else (0.0, 0.0)
    n, m = 0, 3
    work.column[:] = -1
    for row in range(rows.first[e], rows.first[e + 1]):
        found.status[row] = UNUSED
        if not np.isfinite(rows.range_m[row] + rows.sat_m[row, 0]):
            continue
        s = rows.sat_m[row]
        rho, ux, uy, uz = sagnac_range(s[0], s[1], s[2], guess[0], guess[1], guess[2])
        up = cl * co * ux + cl * so * uy + sl * uz
        el = np.arcsin(max(-1.0, min(1.0, up)))
        az = np.arctan2(-so * ux + co * uy, -sl * co * ux - sl * so * uy + cl * uz)
        found.angles[row, 0], found.angles[row, 1] = az, el
        if not cold and el < rules.mask_rad:
            found.status[row] = BELOW_MASK
            continue
        if work.out[row - rows.first[e]]:
            found.status[row] = EXCLUDED
            continue
        found.status[row] = USED
        spread = rows.sigma_m[row] ** 2 + rows.code_factor[row] ** 2 * code_variance_m2(el)
        work.iono[n], work.tropo[n], work.iono_lat[n], work.iono_lon[n] = 0.0, 0.0, 0.0, 0.0
        if aired:
            steep = mapping(el)
            rho += (dry + wet) * steep
            work.tropo[n] = ZENITH_SIGMA_M * steep
            if rows.iono_scale[row] > 0.0:
                slant, work.iono_lat[n], work.iono_lon[n] = slant_delay_m(
                    air.iono_model,
                    air.iono,
                    lat,
                    lon,
                    az,
                    el,
                    air.tecu[row],
                    air.day_s[e],
                    air.day_of_year[e],
                    air.mjd[e],
                )
                if not np.isfinite(slant):  # maps that do not know this ray, a sum from no place
                    found.status[row] = UNUSED
                    continue
                slant *= rows.iono_scale[row]
                rho += slant
                work.iono[n] = air.iono_left * slant
                spread += (IONO_FINE * slant) ** 2
            if rows.bias_kind[row] > 0:
                rho -= elevation_correction_m(rows.bias_kind[row], el)
        work.plain_y[n] = rows.range_m[row] - rho
        work.plain_h[n] = 0.0
        work.plain_h[n, 0], work.plain_h[n, 1], work.plain_h[n, 2] = -ux, -uy, -uz
        g = rows.group[row]
        if work.column[g] < 0:
            work.column[g] = m
            m += 1
        work.plain_h[n, work.column[g]] = 1.0
        _covariance_row(n, spread, work)
        work.who[n] = row - rows.first[e]
        n += 1
    return n, m


@compiled
def _covariance_row(n: int, spread: float, work: Work) -> None:
    """What the errors of range n and of those before it have in common: troposphere and ionosphere."""
    across = np.cos(work.iono_lat[n]) * (A_M / CORRELATION_LON_M)
    for j in range(n):
        shared = work.tropo[n] * work.tropo[j]
        if work.iono[n] > 0.0 and work.iono[j] > 0.0:
            north = (work.iono_lat[n] - work.iono_lat[j]) * (A_M / CORRELATION_LAT_M)
            turn = work.iono_lon[n] - work.iono_lon[j]
            if abs(turn) > np.pi:
                turn -= 2.0 * np.pi * np.round(turn / (2.0 * np.pi))
            east = turn * across
            shared += work.iono[n] * work.iono[j] * np.exp(-np.sqrt(north * north + east * east))
        work.r[n, j] = shared
    work.r[n, n] = spread + work.tropo[n] ** 2 + work.iono[n] ** 2


@compiled
def _worst(
    first: int, n: int, m: int, rules: PointRules, work: Work, quality: Floats, residual: Floats
) -> int:
    """The range whose normalised residual is largest and above the limit, or -1; residuals on the way.

    w_i = (R^-1 v)_i / sqrt((R^-1 - R^-1 H N^-1 H' R^-1)_ii), with R = L L' and all whitened by L.
    """
    total = 0.0
    for i in range(n):
        plain = work.plain_y[i]
        for k in range(m):
            work.y[i] -= work.h[i, k] * work.x[k]
            plain -= work.plain_h[i, k] * work.x[k]
        total += work.y[i] ** 2
        residual[first + work.who[i]] = plain
    quality[5] = total
    if n <= m or math.isinf(rules.limit):
        return -1
    lower_inverse(work.r, n, work.low)
    worst, largest = -1, 0.0
    for i in range(n):
        top, bottom = 0.0, 0.0
        for a in range(m):
            work.normal[a, 0] = 0.0
        for k in range(i, n):
            w = work.low[k, i]
            top += w * work.y[k]
            bottom += w * w
            for a in range(m):
                work.normal[a, 0] += w * work.h[k, a]
        for a in range(m):
            for b in range(m):
                bottom -= work.normal[a, 0] * work.inverse[a, b] * work.normal[b, 0]
        if bottom > 1e-8 and abs(top) / np.sqrt(bottom) > largest:
            worst, largest = i, abs(top) / np.sqrt(bottom)
    tested = n if rules.of_all else 1
    return worst if tested * math.erfc(largest / SQRT_2) < math.erfc(rules.limit / SQRT_2) else -1


@compiled
def _dops(n: int, m: int, quality: Floats, work: Work) -> None:
    """Dilutions of precision of the satellites used, every range alike: GDOP, PDOP, HDOP, VDOP."""
    q = work.dop_inverse
    if not inverse_of_normal(work.plain_h, n, m, q, work.normal):
        return
    lat, lon, _ = place_of(work.guess[0], work.guess[1], work.guess[2])
    up = (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
    vertical, trace = 0.0, 0.0
    for a in range(3):
        for b in range(3):
            vertical += up[a] * q[a, b] * up[b]
    for a in range(m):
        trace += q[a, a]
    whole = q[0, 0] + q[1, 1] + q[2, 2]
    quality[1], quality[2] = np.sqrt(trace), np.sqrt(whole)
    quality[3], quality[4] = np.sqrt(max(whole - vertical, 0.0)), np.sqrt(max(vertical, 0.0))


def work_for(first: Integers, groups: int) -> Work:
    """Room for the epochs that ``first`` delimits and so many receiver clocks."""
    most, m = int(np.diff(first).max(initial=1)), 3 + groups
    return Work(
        np.zeros((most, m)),
        np.zeros(most),
        np.zeros((most, m)),
        np.zeros(most),
        np.zeros((most, most)),
        np.zeros((most, most)),
        np.zeros(m),
        np.zeros((m, m)),
        np.zeros((m, m)),
        np.zeros(most, np.int64),
        np.zeros(m - 3, np.int64),
        np.zeros(most),
        np.zeros(most),
        np.zeros(most),
        np.zeros(most),
        np.zeros(most, np.bool_),
        np.zeros(3),
        np.zeros(3),
        np.zeros((m, m)),
    )
