"""Protection levels (HPL, VPL), and positions by weighted least squares with variances stated beforehand.

RTCA DO-229F, J.1 to J.3: least squares with W = diag(1 / sigma^2); with D = (G' W G)^-1 in east, north, up,
HPL = K d_major and VPL = K d_up, where d_major^2 is the larger eigenvalue of D's horizontal part. K: 6.0
horizontal and 5.33 vertical for precision approach, 6.18 horizontal for everything less. No range is left out
for not fitting: the bound rests on all that were sent as usable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth import geodetic
from serai.gnss.atmosphere.troposphere import ZENITH_SIGMA_M, zenith_delays_m
from serai.gnss.constants import C_MPS, EARTH_RATE_RADPS, GPST_BEHIND_TAI_S
from serai.gnss.estimators.point_kernel import BELOW_MASK, UNUSED, USED
from serai.gnss.estimators.single_point import day_of_year
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.solution import Track, enu

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

K_VERTICAL = 5.33  # one missed alarm in 1e7 an approach: DO-229F, J.2.1
K_HORIZONTAL_PRECISION, K_HORIZONTAL = 6.0, 6.18  # the same; en route to non-precision approach
ROUNDS = 4  # from a rough position some tens of metres off: below a micrometre after three
LARGEST_PDOP = 30.0


@dataclass(frozen=True)
class View:
    """Rows seen from the places of their epochs: unit vector to the satellite, azimuth, elevation (rad)."""

    unit: Floats
    azimuth: Floats
    elevation: Floats
    range_m: Floats


# Ionosphere delay (m) and the range's variance (m^2), NaN where a range is not to be used, for rows seen so.
Errors = Callable[[Floats, View], tuple[Floats, Floats]]


def seen(rows: Ranges, place_m: Floats) -> View:
    """How every row looks from its epoch's place (e, 3)."""
    epoch = epoch_of(rows)
    place, sat = place_m[epoch], rows.sat_m
    flight = np.linalg.norm(sat - place, axis=1) / C_MPS
    turn = EARTH_RATE_RADPS * (
        flight + EARTH_RATE_RADPS * (sat[:, 0] * place[:, 1] - sat[:, 1] * place[:, 0]) / C_MPS**2
    )
    c, s = np.cos(turn), np.sin(turn)
    turned = np.column_stack([c * sat[:, 0] + s * sat[:, 1], c * sat[:, 1] - s * sat[:, 0], sat[:, 2]])
    away = turned - place
    rho = np.linalg.norm(away, axis=1)
    unit = away / rho[:, None]
    east, north, up = np.einsum("nij,nj->in", enu(place_m)[epoch], unit)
    return View(unit, np.arctan2(east, north), np.arcsin(np.clip(up, -1.0, 1.0)), rho)


def epoch_of(rows: Ranges) -> Integers:
    """The epoch of every row."""
    return np.repeat(np.arange(len(rows.tai_ns)), np.diff(rows.first))


def solve_weighted(
    rows: Ranges,
    rough_m: Floats,
    errors: Errors,
    *,
    mask_deg: float,
    precision: bool,
    frame: str,
    mode: str,
) -> Track:
    """Positions (and HPL, VPL where the errors are bounds) from ranges whose errors are stated."""
    epochs, groups, epoch = len(rows.tai_ns), len(rows.groups), epoch_of(rows)
    place = rough_m.copy()
    clocks = np.full((epochs, groups), np.nan)
    status = np.zeros(len(epoch), dtype=np.uint8)
    view = seen(rows, place)
    delay, variance = errors(place, view)
    low = view.elevation < np.radians(mask_deg)
    fine = np.isfinite(delay + variance + rows.range_m + view.range_m) & ~low
    shape, slot = _slots(epoch[fine], epochs)
    present = _present(shape, epoch[fine], slot, np.ones(int(fine.sum()), dtype=bool))
    weight = _filled(shape, epoch[fine], slot, 1.0 / variance[fine])
    used = np.array([_present(shape, epoch[fine], slot, rows.group[fine] == g) for g in range(groups)])
    there: Mask = np.asarray(used.any(axis=2), dtype=np.bool_)  # (groups, epochs)
    enough: Mask = np.asarray(present.sum(axis=1) >= 3 + there.sum(axis=0), dtype=np.bool_)
    g = np.zeros((*shape, 3 + groups))
    inverse = np.full((epochs, 3 + groups, 3 + groups), np.nan)
    misfit, step = np.zeros(shape), np.zeros((epochs, 3 + groups))
    for _ in range(ROUNDS):
        view = seen(rows, place)
        model = view.range_m + delay + _troposphere(rows, place, view.elevation)
        g[:, :, :3] = -_filled(shape, epoch[fine], slot, view.unit[fine])
        g[:, :, 3:] = np.moveaxis(used, 0, 2)
        misfit = _filled(shape, epoch[fine], slot, (rows.range_m - model)[fine])
        normal = np.einsum("enk,en,enl->ekl", g, weight, g)
        normal[:, np.arange(3, 3 + groups), np.arange(3, 3 + groups)] += ~there.T
        normal[~enough] = np.eye(3 + groups)
        inverse = _inverses(normal)
        step = np.einsum("ekl,enl,en,en->ek", inverse, g, weight, misfit)
        place = place + np.where(enough[:, None], step[:, :3], 0.0)
        clocks = np.where(there.T & enough[:, None], step[:, 3:], np.nan)
    left = misfit - np.einsum("enk,ek->en", g, np.nan_to_num(step))
    dop = _dops(g, present, place, there, enough)
    enough = np.asarray(enough & (dop[:, 1] <= LARGEST_PDOP), dtype=np.bool_)
    local = np.einsum("eij,ejk,elk->eil", enu(place), inverse[:, :3, :3], enu(place))
    protection = _levels(local, precision=precision)
    status[low & np.isfinite(delay + variance)] = BELOW_MASK
    status[fine] = np.where(enough[epoch[fine]], USED, UNUSED)
    residual = np.full(len(epoch), np.nan)
    residual[fine] = left[epoch[fine], slot]
    nan = ~enough
    place[nan], inverse[nan], clocks[nan], dop[nan], protection[nan] = (np.nan,) * 5
    return Track(
        tai_ns=rows.tai_ns,
        position_m=place,
        covariance_m2=inverse[:, :3, :3],
        clocks_m=clocks,
        groups=rows.groups,
        satellites=np.where(enough, present.sum(axis=1), 0),
        dop=dop,
        fit=np.where(nan, np.nan, (weight * left**2).sum(axis=1)),
        mode=(mode,) * epochs,
        frame=frame,
        rows=rows,
        status=status,
        residual_m=residual,
        angles_rad=np.column_stack([view.azimuth, view.elevation]),
        protection_m=protection,
    )


def troposphere_variance_m2(elevation: Floats) -> Floats:
    """Residual troposphere error: variance of what the average atmosphere leaves (DO-229F, A.4.2.4)."""
    return np.asarray((ZENITH_SIGMA_M * _steepness(elevation)) ** 2)


def _steepness(elevation: Floats) -> Floats:
    return np.asarray(1.001 / np.sqrt(0.002001 + np.sin(elevation) ** 2))  # DO-229F, A.4.2.4


def _troposphere(rows: Ranges, place: Floats, elevation: Floats) -> Floats:
    lat, _, height = geodetic(place)
    days = day_of_year(rows.tai_ns - GPST_BEHIND_TAI_S * 1_000_000_000)
    zenith = np.array(
        [
            sum(zenith_delays_m(a, h, d)) if np.isfinite(h) else np.nan
            for a, h, d in zip(np.radians(lat).tolist(), height.tolist(), days.tolist(), strict=True)
        ]
    )
    return np.asarray(zenith[epoch_of(rows)] * _steepness(elevation))


def _slots(epoch: Integers, epochs: int) -> tuple[tuple[int, int], Integers]:
    """A table (epochs, most rows) and the place of each row in its epoch's."""
    count = np.bincount(epoch, minlength=epochs)
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    return (epochs, max(1, int(count.max(initial=0)))), np.arange(len(epoch)) - start[epoch]


def _filled(shape: tuple[int, int], epoch: Integers, slot: Integers, values: Floats) -> Floats:
    table = np.zeros((*shape, *values.shape[1:]))
    table[epoch, slot] = values
    return table


def _present(
    shape: tuple[int, int], epoch: Integers, slot: Integers, values: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    table = np.zeros(shape, dtype=bool)
    table[epoch, slot] = values
    return table


def _inverses(normal: Floats) -> Floats:
    """Inverses of normal matrices; NaN where the geometry has none."""
    found = np.full_like(normal, np.nan)
    good = np.asarray(np.isfinite(normal).all(axis=(1, 2)))
    good[good] = np.linalg.cond(normal[good]) < 1.0 / np.finfo(float).eps
    found[good] = np.linalg.inv(normal[good])
    return found


def _dops(
    g: Floats,
    present: Mask,
    place: Floats,
    there: Mask,
    enough: Mask,
) -> Floats:
    """GDOP, PDOP, HDOP, VDOP (e, 4)."""
    size = g.shape[2]
    normal = np.einsum("enk,en,enl->ekl", g, present.astype(float), g)
    normal[:, np.arange(3, size), np.arange(3, size)] += ~there.T
    normal[~enough] = np.eye(size)
    q = _inverses(normal)
    local = np.einsum("eij,ejk,elk->eil", enu(place), q[:, :3, :3], enu(place))
    own = np.diagonal(q, axis1=1, axis2=2)[:, 3:]
    time = np.where(there.T, own, 0.0).sum(axis=1)
    h, v = local[:, 0, 0] + local[:, 1, 1], local[:, 2, 2]
    return np.asarray(np.sqrt(np.column_stack([h + v + time, h + v, h, v])))


def _levels(local: Floats, *, precision: bool) -> Floats:
    """HPL and VPL (e, 2) by covariances in east, north, up; no VPL is defined but for precision approach."""
    e, n, en = local[:, 0, 0], local[:, 1, 1], local[:, 0, 1]
    major = np.sqrt((e + n) / 2.0 + np.sqrt(((e - n) / 2.0) ** 2 + en**2))
    if not precision:
        return np.column_stack([K_HORIZONTAL * major, np.full(len(major), np.nan)])
    return np.column_stack([K_HORIZONTAL_PRECISION * major, K_VERTICAL * np.sqrt(local[:, 2, 2])])
