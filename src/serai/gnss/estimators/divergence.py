"""The ionosphere as one frequency's own codes and phases show it: by how much they run apart along an arc.

The ionosphere delays a code and advances a phase by as much, so that half of code less phase is the delay
plus a constant of the unbroken arc, the phase's ambiguity (C. E. Cohen, B. Pervan, B. W. Parkinson,
Estimation of absolute ionospheric delay exclusively through single-frequency GPS measurements, ION GPS-92).
How the delay changes while a satellite rises or sets tells how far a broadcast model is off. The model's
error is taken for what the weights of ranges take it for: the share of the delay that the model is published
to leave, alike along near rays by the published correlation (`measurements.noise`); a time counts as the
longitude by which the Earth turns under the Sun in it. Given what the arcs show, its mean (least squares with
that covariance, an unknown constant for each arc) is added to the model, and what it may still be off by is
its new share.
GLONASS is not asked: its chips are the longest and its codes' multipath with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth import A_M
from serai.gnss.atmosphere.ionosphere import Ionosphere
from serai.gnss.constants import C_MPS
from serai.gnss.estimators.code_multipath import GAP_S
from serai.gnss.measurements.noise import (
    CORRELATION_LAT_M,
    CORRELATION_LON_M,
    IONO_FINE,
    code_variances_m2,
)
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.observations.clock_jumps import carriers_hz, steady
from serai.gnss.observations.inputs import Observations

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SLOT_S = 1800.0  # one value of an arc in so long: multipath lasts for minutes and is alike within it
NOT_ASKED = "R"
BLOCK_S = 43_200.0  # taken together: the work grows with its cube
LASTS_S = CORRELATION_LON_M / 465.1  # the Earth's turn at the equator, m/s
FEWEST = 4  # values in a slot, below which nothing is told by it
SLIPPED = 5.0  # sigmas of the change from one epoch to the next: the phase has slipped
CONSTANT_M = 1000.0  # of an arc, one sigma about its first value: as good as unknown
TURN_RAD = 2.0 * np.pi
SAMPLES = 40  # nodes by which the share that is left is told


@dataclass(frozen=True, slots=True)
class ModelledRays:
    """By row: the model's delay on L1 (m), elevation and pierce point (rad), what BeiDou-2's code is late
    by (m, to be added to it). NaN where there is no model.
    """

    delay_m: Floats
    elevation: Floats
    lat: Floats
    lon: Floats
    bias_m: Floats


@dataclass(frozen=True, slots=True)
class Divergence:
    """By row of the ranges: half of code less phase (m, on L1; NaN without phase), whether an arc begins
    there, and one sigma (m) of the code's noise above the published.
    """

    half_m: Floats
    begins: NDArray[np.bool_]
    added_m: Floats


@dataclass(frozen=True, slots=True)
class _Nodes:
    """One satellite's rows within a slot and an arc: means of time (s), delay and pierce point.

    ``off_m`` is what the arc shows above the model but for its constant, the median; NaN where it shows none.
    """

    satellite: Integers
    arc: Integers
    at_s: Floats
    delay_m: Floats
    lat: Floats
    lon: Floats
    off_m: Floats
    variance_m2: Floats


def divergence(rows: Ranges, noisy: Ranges, observations: Observations) -> Divergence | None:
    """What codes and phases of a file on one frequency show; None where it has no phases of them.

    ``noisy`` are the same ranges with the noise that the file shows.
    """
    assert rows.satellite is not None
    steadied = steady(observations)
    half, lost = np.full(len(rows.source), np.nan), np.zeros(len(rows.source), dtype=bool)
    by_code: dict[str, list[int]] = {}
    for k, name in enumerate(rows.names):
        if name in rows.codes and name[0] not in NOT_ASKED:
            by_code.setdefault(rows.codes[name][0], []).append(k)
    for code, members in by_code.items():
        if f"L{code}" not in steadied.values:
            continue
        own = np.flatnonzero(np.isin(rows.satellite, members))
        source = rows.source[own]
        phase = steadied.values[f"L{code}"][source] * (C_MPS / carriers_hz(steadied, code)[source])
        half[own] = (steadied.values[f"C{code}"][source] - phase) / (2.0 * rows.iono_scale[own])
        lost[own] = (steadied.lli[f"L{code}"][source] & 1) > 0
    if not np.isfinite(half).any():
        return None
    added = np.sqrt(np.maximum(0.0, noisy.sigma_m**2 - rows.sigma_m**2))
    return Divergence(half, lost, added)


def with_divergence(
    rows: Ranges, seen: Divergence, model: Ionosphere, rays: ModelledRays, mask_rad: float
) -> tuple[Floats, float]:
    """By row the delay on L1 (m) of the model and of what the arcs show beside it; the share then left."""
    delay = rays.delay_m.copy()
    left_m2, weight = 0.0, 0.0
    at_s = ((rows.tai_ns - rows.tai_ns[0]) / 1e9)[_epochs(rows)]
    used = np.flatnonzero((rays.delay_m > 0.0) & (rays.elevation > mask_rad))
    for block in np.unique(at_s[used] // BLOCK_S):
        own = used[at_s[used] // BLOCK_S == block]
        nodes = _nodes(rows, seen, rays, own, at_s)
        error, share = _errors(nodes, model.left)
        _between(rows, nodes, error, own, at_s, delay)
        left_m2 += share**2 * len(own)
        weight += len(own)
    return delay, float(np.sqrt(left_m2 / weight)) if weight else model.left


def _epochs(rows: Ranges) -> Integers:
    return np.repeat(np.arange(len(rows.tai_ns)), np.diff(rows.first))


def _nodes(rows: Ranges, seen: Divergence, rays: ModelledRays, own: Integers, at_s: Floats) -> _Nodes:
    assert rows.satellite is not None
    satellite = rows.satellite[own].astype(np.uint16)
    own = own[np.lexsort((at_s[own], satellite))]  # by sixteen bits: several times quicker
    satellite, when = rows.satellite[own].astype(np.int64), at_s[own]
    off = seen.half_m[own] + rays.bias_m[own] / (2.0 * rows.iono_scale[own]) - rays.delay_m[own]
    noise = rows.code_factor[own] ** 2 * code_variances_m2(rays.elevation[own])
    other = np.append(True, np.diff(satellite) != 0)
    with np.errstate(invalid="ignore"):
        moved = np.abs(np.diff(off)) > SLIPPED * np.sqrt((noise[1:] + seen.added_m[own][1:] ** 2) / 2.0)
    apart = np.append(True, (np.diff(when) > GAP_S) | moved)
    arc = np.cumsum(other | apart | seen.begins[own])
    node = np.cumsum(np.append(True, (np.diff(arc) != 0) | (np.diff(when // SLOT_S) != 0))) - 1
    told = np.isfinite(off)
    count = np.bincount(node, minlength=node[-1] + 1 if len(node) else 0)
    counted = np.bincount(node[told], minlength=len(count))
    first = np.searchsorted(node, np.arange(len(count)))

    def mean(values: Floats) -> Floats:
        found: Floats = np.bincount(node, values, len(count)) / count
        return found

    scale2 = rows.iono_scale[own] ** 2
    correlated = mean(noise / (4.0 * scale2)) + (IONO_FINE * mean(rays.delay_m[own])) ** 2
    white = mean(seen.added_m[own] ** 2 / (4.0 * scale2)) * (np.pi / 2.0) / np.maximum(counted, 1)
    turn = np.unwrap(rays.lon[own])
    return _Nodes(
        satellite=satellite[first].astype(np.int64),
        arc=arc[first],
        at_s=mean(when),
        delay_m=mean(rays.delay_m[own]),
        lat=mean(rays.lat[own]),
        lon=mean(turn),
        off_m=np.where(counted >= FEWEST, _medians(off, node, told, len(count)), np.nan),
        variance_m2=correlated + white,
    )


def _medians(values: Floats, node: Integers, told: NDArray[np.bool_], count: int) -> Floats:
    """The lower median of the values told in each node; NaN where there are none."""
    found = np.full(count, np.nan)
    order = np.lexsort((values[told], node[told]))
    of, ranked = node[told][order], values[told][order]
    begin = np.searchsorted(of, np.arange(count))
    held = np.searchsorted(of, np.arange(count), side="right") - begin
    some = held > 0
    found[some] = ranked[begin[some] + (held[some] - 1) // 2]
    return found


def _errors(nodes: _Nodes, left: float) -> tuple[Floats, float]:
    """The model's error (m) at each node as the arcs show it, and the share of the delay then left, rms."""
    told = np.flatnonzero(np.isfinite(nodes.off_m))
    arcs, first, arc, held = np.unique(
        nodes.arc[told], return_index=True, return_inverse=True, return_counts=True
    )
    error = np.zeros(len(nodes.at_s))
    if not len(arcs) or held.max() < 2:
        return error, left
    apart = nodes.off_m[told] - nodes.off_m[told][first][arc]
    shared = left * left * _alike(nodes, told)
    sums = shared[told] + np.where(arc[:, None] == arc, CONSTANT_M**2, 0.0)
    sums[np.arange(len(told)), np.arange(len(told))] += nodes.variance_m2[told]
    some = np.unique(np.linspace(0, len(error) - 1, SAMPLES).astype(np.int64))
    solved = np.linalg.solve(sums, np.column_stack([apart, shared[some].T]))
    error = shared @ solved[:, 0]
    known = np.einsum("ij,ji->i", shared[some], solved[:, 1:])
    unknown = left * left - known / nodes.delay_m[some] ** 2
    return error, float(np.sqrt(np.clip(np.mean(unknown), 0.0, left * left)))


def _alike(nodes: _Nodes, told: Integers) -> Floats:
    """Delay times delay times correlation of all nodes with those told, m^2.

    To seven digits, in single precision, which is several times quicker.
    """
    lat, lon = nodes.lat.astype(np.float32), nodes.lon.astype(np.float32)
    north = (lat[:, None] - lat[told]) * np.float32(A_M / CORRELATION_LAT_M)
    turn = np.float32(1.0 / TURN_RAD) * lon
    east = turn[:, None] - turn[told]
    east -= np.rint(east)
    east *= np.cos(lat)[:, None] * np.float32(TURN_RAD * A_M / CORRELATION_LON_M)
    at = ((nodes.at_s - nodes.at_s[0]) / LASTS_S).astype(np.float32)
    apart = np.sqrt(north * north + east * east) + np.abs(at[:, None] - at[told])
    found: Floats = np.exp(-apart) * nodes.delay_m[:, None] * nodes.delay_m[told]
    return found


def _between(rows: Ranges, nodes: _Nodes, error: Floats, own: Integers, at_s: Floats, delay: Floats) -> None:
    """Add the error to the delays of rows: as a share of the delay, in time between a satellite's nodes."""
    assert rows.satellite is not None
    own = own[np.argsort(rows.satellite[own].astype(np.uint16), kind="stable")]
    share = error / nodes.delay_m
    satellites, first = np.unique(nodes.satellite, return_index=True)
    until = np.append(first[1:], len(share))
    begin = np.searchsorted(rows.satellite[own], satellites)
    end = np.searchsorted(rows.satellite[own], satellites, side="right")
    for a, b, c, d in zip(begin, end, first, until, strict=True):
        row = own[a:b]
        delay[row] *= 1.0 + np.interp(at_s[row], nodes.at_s[c:d], share[c:d])
