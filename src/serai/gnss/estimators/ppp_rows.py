"""Ionosphere-free codes and phases for PPP, with everything that is modelled, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation, geodetic, sun_ecef_unit
from serai.gnss.constants import C_MPS, GM_GPS
from serai.gnss.measurements.antennas import PhaseCentres, Rays
from serai.gnss.measurements.ranges import FLIGHT_S, Orbits
from serai.gnss.measurements.windup import windup_cycles
from serai.gnss.observations.clock_jumps import steady
from serai.gnss.observations.inputs import Observations
from serai.gnss.satellites.attitude import body_axes, geostationary
from serai.gnss.satellites.code_bias import behind_precise_m
from serai.gnss.signals import carrier_hz
from serai.gnss.solution import enu

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# The pair each analysis centre's clocks are made for: codes and phases of both bands.
PAIR: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType(
    {
        "G": (("1W", "2W"), ("1C", "2W"), ("1C", "2L")),
        "E": (("1C", "5Q"), ("1X", "5X"), ("1C", "7Q")),
        "C": (("2I", "6I"),),
        "J": (("1C", "2L"), ("1C", "2X")),
    }
)
PAIRS_USED = tuple((system, one, two) for system, options in PAIR.items() for one, two in options)
JUMP_M = 0.05  # of phase on band 1 less band 2 between epochs: a cycle slip, or an ionosphere storm
GAP_S = 180.0  # an arc not seen for so long begins anew


@dataclass(frozen=True)
class PppRows:
    """Rows (satellite at an epoch): code and phase without ionosphere (m), satellite clocks, relativity
    and phase wind-up taken out; ``arc`` numbers unbroken phase; ``first`` delimits each epoch's rows.
    """

    tai_ns: Integers
    first: Integers
    satellite: Integers
    group: Integers
    groups: str
    arc: Integers
    sat_m: Floats
    code_m: Floats
    phase_m: Floats
    names: tuple[str, ...]


def ppp_rows(
    observations: Observations,
    orbits: Orbits,
    systems: str,
    near_m: Floats,
    antennas: PhaseCentres | None = None,
) -> PppRows:
    """Build the rows; ``near_m`` is the place to within some hundred metres, for the small models.

    With antennas the ranges are between the satellite's centre of mass and the receiver's antenna reference
    point, and satellites whose antenna is not known are left out; without, between unknown phase centres.
    """
    observations = steady(observations)
    names = observations.satellites
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    code, phase, between, narrow, slip, pair = _pairs(observations, systems)
    rows = np.flatnonzero(np.isfinite(code + phase))
    epoch = np.asarray(observations.epoch, dtype=np.int64)[rows]
    received = np.asarray(observations.tai_ns, dtype=np.int64)[epoch]
    chosen = orbits.select(names, satellite[rows], received - round(FLIGHT_S * 1e9))
    flight = -code[rows] / C_MPS
    _, _, clock = orbits.states(chosen, received, flight)
    sat, _, clock = orbits.states(chosen, received, flight - clock[:, 0])
    fine = np.isfinite(sat[:, 0] + clock[:, 0])
    rows, epoch, received, sat, clock = rows[fine], epoch[fine], received[fine], sat[fine], clock[fine]
    own = satellite[rows]
    sun = sun_ecef_unit(observations.tai_ns, Orientation.none())[epoch]
    axes = body_axes(sat, sun, geostationary(names)[own])
    turned = windup_cycles(sat, near_m, enu(near_m), axes, own) * narrow[rows]
    bent = _shapiro_m(sat, near_m)
    if antennas is not None:
        bent = bent + _antennas_m(antennas, Rays.of(names, own, received, sat, near_m, axes), pair[rows])
    told = np.isfinite(bent)
    rows, epoch, received, own = rows[told], epoch[told], received[told], own[told]
    sat, clock, bent, turned = sat[told], clock[told], bent[told], turned[told]
    groups = "".join(s for s in systems if s in PAIR)
    letter = np.array([groups.find(name[0]) for name in names], dtype=np.int64)
    order = np.asarray(observations.tai_ns, dtype=np.int64)
    return PppRows(
        tai_ns=order,
        first=np.searchsorted(epoch, np.arange(len(order) + 1)).astype(np.int64),
        satellite=own,
        group=letter[own],
        groups=groups,
        arc=_arcs(own, received, between[rows], slip[rows]),
        sat_m=sat,
        code_m=code[rows] + C_MPS * clock[:, 0] - bent,
        phase_m=phase[rows] + C_MPS * clock[:, 0] - bent - turned,
        names=names,
    )


def backwards(rows: PppRows) -> PppRows:
    """The same rows from the last epoch to the first."""
    counts = np.diff(rows.first)[::-1]
    first = np.append(0, np.cumsum(counts)).astype(np.int64)
    order = np.arange(len(rows.satellite)) - np.repeat(first[:-1], counts)
    order += np.repeat(rows.first[:-1][::-1], counts)
    return PppRows(
        tai_ns=rows.tai_ns[::-1].copy(),
        first=first,
        satellite=rows.satellite[order],
        group=rows.group[order],
        groups=rows.groups,
        arc=rows.arc[order],
        sat_m=rows.sat_m[order],
        code_m=rows.code_m[order],
        phase_m=rows.phase_m[order],
        names=rows.names,
    )


def _antennas_m(antennas: PhaseCentres, rays: Rays, pair: Integers) -> Floats:
    """How much longer each row is measured for its antennas, by the pair of signals it is made of."""
    out = np.full(len(pair), np.nan)
    for number, (system, one, two) in enumerate(PAIRS_USED):
        here = np.flatnonzero(pair == number)
        if len(here):
            a = _first_share(system, one, two)
            out[here] = antennas.longer_m(rays.of_rows(here), ((system, one, a), (system, two, 1.0 - a)))
    return out


def _first_share(system: str, one: str, two: str) -> float:
    """The factor of the first signal in the pair free of the ionosphere."""
    f1, f2 = carrier_hz(system, one), carrier_hz(system, two)
    return f1 * f1 / (f1 * f1 - f2 * f2)


def _pairs(
    observations: Observations, systems: str
) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.bool_], Integers]:
    """Code and phase without ionosphere, phase of band 1 less band 2 (m), narrow lane (m), lost lock, and
    which of `PAIRS_USED` each row has (-1: none).
    """
    names, values = observations.satellites, observations.values
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    n = len(satellite)
    code, phase, between, narrow = (np.full(n, np.nan) for _ in range(4))
    slip, pair = np.zeros(n, dtype=bool), np.full(n, -1, dtype=np.int64)
    letters = np.array([name[0] for name in names])[satellite]
    shift = np.nan_to_num(behind_precise_m(observations))[satellite]
    for system in systems:
        for one, two in PAIR.get(system, ()):
            wanted = (f"C{one}", f"C{two}", _phase_of(values, one, letters == system), f"L{two}")
            if any(code_name not in values for code_name in wanted):
                continue
            f1, f2 = carrier_hz(system, one), carrier_hz(system, two)
            a = _first_share(system, one, two)
            p1, p2, l1, l2 = (values[name] for name in wanted)
            if one == "1C" and system == "G":
                p1 = p1 - shift
            l1, l2 = l1 * (C_MPS / f1), l2 * (C_MPS / f2)
            here = (letters == system) & np.isnan(code) & np.isfinite(p1 + p2 + l1 + l2)
            pair[here] = PAIRS_USED.index((system, one, two))
            code[here] = (a * p1 + (1.0 - a) * p2)[here]
            phase[here] = (a * l1 + (1.0 - a) * l2)[here]
            between[here] = (l1 - l2)[here]
            narrow[here] = C_MPS / (f1 + f2)
            lost = (observations.lli[wanted[2]] | observations.lli[wanted[3]]) & 1
            slip[here] = lost[here] > 0
    return code, phase, between, narrow, slip, pair


def _phase_of(values: Mapping[str, Floats], code: str, own: NDArray[np.bool_]) -> str:
    """The phase that goes with a code: L1C with C1W where the system has it, as it is the same carrier."""
    if code == "1W" and "L1C" in values and np.isfinite(values["L1C"][own]).any():
        return "L1C"
    return f"L{code}"


def _arcs(satellite: Integers, tai_ns: Integers, between: Floats, slip: NDArray[np.bool_]) -> Integers:
    """Number unbroken arcs of phase: new ones where lock was lost, after gaps, and where band 1 - 2 jumps."""
    arc = np.zeros(len(satellite), dtype=np.int64)
    last = 0
    for number in np.unique(satellite):
        rows = np.flatnonzero(satellite == number)
        new = np.ones(len(rows), dtype=bool)
        new[1:] = (
            slip[rows[1:]] | (np.diff(tai_ns[rows]) > GAP_S * 1e9) | (np.abs(np.diff(between[rows])) > JUMP_M)
        )
        arc[rows] = last + np.cumsum(new) - 1
        last += int(new.sum())
    return arc


def _shapiro_m(sat_m: Floats, place_m: Floats) -> Floats:
    """How much longer the Earth's gravity makes the path (IERS Conventions 2010, eq. 11.17): up to 2 cm."""
    r, s = np.linalg.norm(place_m), np.linalg.norm(sat_m, axis=1)
    d = np.linalg.norm(sat_m - place_m, axis=1)
    bent: Floats = 2.0 * GM_GPS / C_MPS**2 * np.log((r + s + d) / (r + s - d))
    return bent


def height_and_latitude(place_m: Floats) -> tuple[float, float]:
    """Height (m) and latitude (rad) of a place."""
    lat, _, height = geodetic(place_m)
    return float(height), float(np.radians(lat))
