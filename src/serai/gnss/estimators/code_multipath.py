"""Code multipath as a receiver's own phases show it: code less phase, free of the ionosphere, arc by arc.

M = C1 - L1 - 2 f2^2 / (f1^2 - f2^2) (L1 - L2), less its mean over each unbroken arc, holds noise and
multipath of one code (L. H. Estey, C. M. Meertens, TEQC, GPS Solutions 3 (1999) 42). Multipath lasts for
minutes, so that differences between epochs (`code_noise`) do not show it; in a pair free of the ionosphere,
which takes both codes times 1.3 to 2.6, it decides the weights. It is told by elevation and code, and the
published curve stays the floor (`measurements.noise`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.gnss.measurements.noise import code_variances_m2
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.observations.clock_jumps import steady
from serai.gnss.observations.inputs import Observations
from serai.gnss.signals import CARRIER_HZ, carrier_hz
from serai.gnss.solution import Track, enu

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

EDGES_DEG = np.array([-90.0, 12.5, 17.5, 22.5, 30.0, 40.0, 50.0, 60.0, 90.0])
MIDDLES_DEG = np.array([10.0, 15.0, 20.0, 26.0, 35.0, 45.0, 55.0, 70.0])
FEWEST = 100  # values of a code within two edges, for its multipath to be told there
ARC_S = 600.0  # shorter arcs take their multipath into their mean
GAP_S = 180.0  # an arc not seen for so long begins again
SLIP_M = 0.15  # of phase on one band less the other between epochs: less than a cycle, more than noise
ONE_SIGMA = 0.6827  # of the absolute values: robust against false ranges, which squares are not


def with_multipath(rows: Ranges, noisy: Ranges, observations: Observations, rough: Track) -> Ranges:
    """The ranges with whichever is more: the noise they have in ``noisy``, or multipath above the published.

    ``rough`` are positions at some epochs, to tell elevations by; without any nothing is added.
    """
    if not rough.solved.any():
        return noisy
    assert rows.satellite is not None
    elevation = _elevations_deg(rows, rough)
    of_file = np.full(len(observations.epoch), np.nan)
    of_file[rows.source] = elevation
    steadied = steady(observations)
    told: dict[tuple[str, str], Floats] = {}
    extra = np.zeros(len(rows.source))
    for (system, codes), members in code_kinds(rows.codes).items():
        own = np.isin(rows.satellite, [rows.names.index(name) for name in members])
        seen = np.zeros(np.count_nonzero(own))
        for factor, code in zip(pair_factors(system, codes), codes, strict=True):
            if (system, code) not in told:
                told[system, code] = by_elevation_m2(steadied, system, code, of_file)
            seen += factor**2 * _between(told[system, code], elevation[own])
        published = code_variances_m2(np.radians(elevation[own]))
        extra[own] = np.maximum(0.0, np.nan_to_num(seen - rows.code_factor[own] ** 2 * published))
    return replace(noisy, sigma_m=np.maximum(noisy.sigma_m, np.sqrt(rows.sigma_m**2 + extra)))


def by_elevation_m2(observations: Observations, system: str, code: str, elevation_deg: Floats) -> Floats:
    """The variance of a code's noise and multipath at `MIDDLES_DEG`; NaN where it is not told."""
    found = np.full(len(MIDDLES_DEG), np.nan)
    multipath = multipath_m(observations, system, code)
    if multipath is None:
        return found
    place = np.searchsorted(EDGES_DEG, elevation_deg, side="right") - 1
    for k in range(len(found)):
        own = multipath[(place == k) & np.isfinite(multipath)]
        if len(own) >= FEWEST:
            found[k] = float(np.quantile(np.abs(own), ONE_SIGMA)) ** 2
    return found


def multipath_m(observations: Observations, system: str, code: str) -> Floats | None:
    """By row of the file: noise and multipath of a code, less the mean of each arc; None without phases."""
    partner = partner_of(observations, system, code)
    if partner is None or f"L{code}" not in observations.values:
        return None
    f1, f2 = carrier_hz(system, code), carrier_hz(system, partner)
    mine = observations.values[f"L{code}"] * (C_MPS / f1)
    between = mine - observations.values[f"L{partner}"] * (C_MPS / f2)
    whole = observations.values[f"C{code}"] - mine - 2.0 * f2 * f2 / (f1 * f1 - f2 * f2) * between
    lost = (observations.lli[f"L{code}"] | observations.lli[f"L{partner}"]) & 1
    found = np.full(len(whole), np.nan)
    for k, name in enumerate(observations.satellites):
        if name[0] == system:
            rows = np.flatnonzero((observations.satellite == k) & np.isfinite(whole))
            times = observations.tai_ns[observations.epoch[rows]]
            found[rows] = _less_means(whole[rows], times, between[rows], lost[rows] > 0)
    return found


def _less_means(values: Floats, tai_ns: Integers, between: Floats, lost: NDArray[np.bool_]) -> Floats:
    """One satellite's values less the mean of their arc; NaN in arcs that are too short."""
    if not len(values):
        return values
    new = (np.diff(tai_ns) > GAP_S * 1e9) | (np.abs(np.diff(between)) > SLIP_M) | lost[1:]
    arc = np.cumsum(np.append(False, new))
    count = np.bincount(arc)
    first = np.searchsorted(arc, np.arange(len(count)))
    lasting = (tai_ns[first + count - 1] - tai_ns[first]) / 1e9
    mean = np.bincount(arc, values) / count
    less: Floats = np.where(lasting[arc] >= ARC_S, values - mean[arc], np.nan)
    return less


def partner_of(observations: Observations, system: str, code: str) -> str | None:
    """The phase of another band that goes most often with a code; None too where a band is not known.

    GLONASS's channels are not told apart.
    """
    phases = [c[1:] for c in observations.codes.get(system, ()) if c[0] == "L" and c in observations.values]
    there = [c for c in phases if c[0] != code[0] and (system, c[0]) in CARRIER_HZ]
    if (
        system == "R"
        or not there
        or f"L{code}" not in observations.values
        or (system, code[0]) not in CARRIER_HZ
    ):
        return None
    own = np.array([name[0] == system for name in observations.satellites])[observations.satellite]
    mine = own & np.isfinite(observations.values[f"L{code}"])
    return max(there, key=lambda c: int(np.count_nonzero(np.isfinite(observations.values[f"L{c}"][mine]))))


def code_kinds(codes: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """The satellites by their system and codes."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name, own in codes.items():
        found.setdefault((name[0], own), []).append(name)
    return found


def pair_factors(system: str, codes: Sequence[str]) -> tuple[float, ...]:
    """What each code counts with: one alone, or the pair free of the ionosphere."""
    if len(codes) == 1:
        return (1.0,)
    f1, f2 = (carrier_hz(system, code, 0) for code in codes)
    alpha = f1 * f1 / (f1 * f1 - f2 * f2)
    return (alpha, 1.0 - alpha)


def _between(variance_m2: Floats, elevation_deg: Floats) -> Floats:
    """The variance at elevations, straight between the middles that are told; NaN where none is."""
    told = np.isfinite(variance_m2)
    if not told.any():
        return np.full(len(elevation_deg), np.nan)
    return np.interp(elevation_deg, MIDDLES_DEG[told], variance_m2[told])


def _elevations_deg(rows: Ranges, rough: Track) -> Floats:
    """The elevation of each row from positions that move straight between those there are."""
    known = np.flatnonzero(rough.solved)
    times = rows.tai_ns.astype(np.float64)
    here = np.column_stack([np.interp(times, times[known], rough.position_m[known, k]) for k in range(3)])
    epoch = np.repeat(np.arange(len(times)), np.diff(rows.first))
    away = rows.sat_m - here[epoch]
    with np.errstate(invalid="ignore"):
        sine = np.einsum("nk,nk->n", away, enu(here)[epoch, 2]) / np.linalg.norm(away, axis=1)
        return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))))
