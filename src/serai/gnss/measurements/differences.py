"""Single differences: rover less base, codes and phases of satellites both see at one moment, by band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.antex import Antenna
from serai.gnss.constants import C_MPS
from serai.gnss.measurements.antennas import heard_m
from serai.gnss.measurements.ranges import FLIGHT_S
from serai.gnss.observations.clock_jumps import steady
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import ATTRIBUTES, carrier_hz
from serai.gnss.solution import enu

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def _codes(system: str, band: str) -> tuple[str, ...]:
    return tuple(band + attribute for attribute in ATTRIBUTES[system, band])


# The bands of each system, first to third: for each the carriers that may stand for it, best first, with
# their codes. The codes of rover and base need not be alike, only their carriers: RINEX aligns the phases of
# a band, and what two codes differ by is nearly the same for all satellites of a system.
BANDS: Mapping[str, Sequence[Sequence[Sequence[str]]]] = MappingProxyType(
    {
        "G": ((_codes("G", "1"),), (_codes("G", "2"),), (_codes("G", "5"),)),
        "E": ((_codes("E", "1"),), (_codes("E", "7"),), (_codes("E", "5"),)),
        "C": (
            (("2I", "2X", "2Q"), _codes("C", "1")),
            (("6I", "6X", "6Q"), ("7I", "7X", "7Q"), _codes("C", "5")),
            (("7I", "7X", "7Q"), ("7D", "7P", "7Z")),
        ),
        "J": ((_codes("J", "1"),), (_codes("J", "2"),), (_codes("J", "5"),)),
        "I": ((_codes("I", "5"),), (_codes("I", "9"),)),
        "R": ((_codes("R", "1"),), (_codes("R", "2"),)),
    }
)
SAME_CARRIER = 0.004  # of a wavelength: wider than GLONASS channels, narrower than B1I to B1C
SLACK_NS = 50_000_000  # epochs of rover and base this close are the same moment; further apart they are not


@dataclass(frozen=True)
class Side:
    """One receiver's half: for each row the satellite's place and clock when it sent what arrived here."""

    sat_m: Floats
    clock_m: Floats


@dataclass(frozen=True)
class Differences:
    """Rows of (epoch, satellite, band) seen by both: ``code_m`` and ``phase_m`` are rover less base, metres.

    ``first`` delimits the rows of each rover epoch; ``arc`` numbers (satellite, band); ``slip`` says that a
    receiver lost lock since its last epoch. ``rover`` and ``base`` hold where the satellite was for each.
    """

    tai_ns: Integers
    first: Integers
    satellite: Integers
    band: Integers
    arc: Integers
    arcs: int
    system: NDArray[np.str_]
    wavelength_m: Floats
    code_m: Floats
    phase_m: Floats
    slip: NDArray[np.bool_]
    rover: Side
    base: Side
    names: tuple[str, ...]


def differences(
    rover: Observations, base: Observations, navigation: Navigation, systems: str, bands: int
) -> Differences:
    """Pair two receivers' observations, epoch by epoch and satellite by satellite."""
    codes = {s: [BANDS[s][0][0][0]] for s in systems if s in BANDS}
    orbits = Broadcast.of(navigation, codes)
    rover, base = steady(rover), steady(base)
    pair_r, pair_b, epoch = _same_rows(rover, base)
    if not len(pair_r):
        raise Refused("gnss.no_common_epoch")
    names = rover.satellites
    satellite = np.asarray(rover.satellite, dtype=np.int64)[pair_r]
    keep = np.array([name[0] in codes for name in names], dtype=bool)[satellite]
    pair_r, pair_b, epoch, satellite = pair_r[keep], pair_b[keep], epoch[keep], satellite[keep]
    sides = [_side(o, rows, orbits) for o, rows in ((rover, pair_r), (base, pair_b))]
    parts = []
    for band in range(bands):
        code, phase, wavelength, slip = _band(rover, base, pair_r, pair_b, satellite, names, band)
        fine = np.isfinite(code + phase + sides[0].clock_m + sides[1].clock_m)
        parts.append((np.flatnonzero(fine), band, code, phase, wavelength, slip))
    at = np.concatenate([rows for rows, *_ in parts])
    which = np.concatenate([np.full(len(rows), band) for rows, band, *_ in parts])
    order = np.lexsort((which, satellite[at], epoch[at]))
    at, which = at[order], which[order]
    take = [np.stack([part[k] for part in parts])[which, at] for k in range(2, 6)]
    letter = np.array([name[0] for name in names])
    return Differences(
        tai_ns=np.asarray(rover.tai_ns, dtype=np.int64),
        first=np.searchsorted(epoch[at], np.arange(len(rover.tai_ns) + 1)).astype(np.int64),
        satellite=satellite[at],
        band=which,
        arc=satellite[at] * bands + which,
        arcs=len(names) * bands,
        system=letter[satellite[at]],
        wavelength_m=take[2],
        code_m=take[0],
        phase_m=take[1],
        slip=take[3].astype(bool),
        rover=Side(sides[0].sat_m[at], sides[0].clock_m[at]),
        base=Side(sides[1].sat_m[at], sides[1].clock_m[at]),
        names=names,
    )


def between_reference_points(data: Differences, rover: Antenna, base: Antenna, base_m: Floats) -> Differences:
    """Single differences with both receivers' phase centres taken out; directions are those at the base."""
    away = data.base.sat_m - base_m
    towards = (away / np.linalg.norm(away, axis=1)[:, None]) @ enu(base_m).T
    longer = np.zeros(len(away))
    for system, bands in BANDS.items():
        for code in dict.fromkeys(carrier[0] for band in bands for carrier in band):
            ratio = data.wavelength_m * carrier_hz(system, code, 0) / C_MPS
            rows = np.flatnonzero((data.system == system) & (np.abs(ratio - 1.0) < SAME_CARRIER))
            if len(rows):
                seen, known = (heard_m(antenna, system, code, towards[rows]) for antenna in (rover, base))
                longer[rows] = seen - known
    return replace(data, code_m=data.code_m - longer, phase_m=data.phase_m - longer)


def _same_rows(rover: Observations, base: Observations) -> tuple[Integers, Integers, Integers]:
    """The rows of both that are the same satellite at the same moment, and the rover's epoch of each."""
    near = np.searchsorted(base.tai_ns, rover.tai_ns - SLACK_NS)
    near = np.minimum(near, len(base.tai_ns) - 1)
    same = np.abs(base.tai_ns[near] - rover.tai_ns) <= SLACK_NS
    number = {name: k for k, name in enumerate(base.satellites)}
    translate = np.array([number.get(name, -1) for name in rover.satellites], dtype=np.int64)
    width = len(base.satellites) + 1
    key_b = np.asarray(base.epoch, np.int64) * width + np.asarray(base.satellite, np.int64)
    epoch = np.asarray(rover.epoch, dtype=np.int64)
    sat = translate[np.asarray(rover.satellite, dtype=np.int64)]
    key_r = np.where(same[epoch] & (sat >= 0), near[epoch] * width + sat, -1)
    at = np.minimum(np.searchsorted(key_b, key_r), len(key_b) - 1)
    rows = np.flatnonzero((key_r >= 0) & (key_b[at] == key_r))
    return rows, at[rows], epoch[rows]


def _side(observations: Observations, rows: Integers, orbits: Broadcast) -> Side:
    """Where each satellite was when it sent what this receiver heard, by any code the row has."""
    code = np.full(len(rows), np.nan)
    for name, values in observations.values.items():
        if name[0] == "C":
            code = np.where(np.isnan(code), np.asarray(values)[rows], code)
    received = np.asarray(observations.tai_ns, dtype=np.int64)[np.asarray(observations.epoch)[rows]]
    satellite = np.asarray(observations.satellite, dtype=np.int64)[rows]
    chosen = orbits.select(observations.satellites, satellite, received - round(FLIGHT_S * 1e9))
    flight = -code / C_MPS
    _, _, clock = orbits.states(chosen, received, flight)
    sat, _, clock = orbits.states(chosen, received, flight - clock[:, 0])
    return Side(sat, C_MPS * clock[:, 0])


def _band(
    rover: Observations,
    base: Observations,
    pair_r: Integers,
    pair_b: Integers,
    satellite: Integers,
    names: Sequence[str],
    band: int,
) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Rover less base of one band for each pair of rows: code and phase (m), wavelength (m), lost lock."""
    n = len(pair_r)
    code, phase, wavelength = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
    slip = np.zeros(n, dtype=bool)
    letters = np.array([name[0] for name in names])[satellite]
    for system in dict.fromkeys(letters.tolist()):
        inside = letters == system
        for mine, theirs in _codes_of_both(rover, base, BANDS[system][band : band + 1]):
            hz = np.array([_hz(rover, name, mine) for name in names])[satellite]
            length = C_MPS / hz
            p = rover.values[f"C{mine}"][pair_r] - base.values[f"C{theirs}"][pair_b]
            c = (rover.values[f"L{mine}"][pair_r] - base.values[f"L{theirs}"][pair_b]) * length
            here = inside & np.isnan(phase) & np.isfinite(p + c)
            lost = (rover.lli[f"L{mine}"][pair_r] | base.lli[f"L{theirs}"][pair_b]) & 1
            code[here], phase[here], wavelength[here] = p[here], c[here], length[here]
            slip[here] = lost[here] > 0
    return code, phase, wavelength, slip


def _codes_of_both(
    rover: Observations, base: Observations, band: Sequence[Sequence[Sequence[str]]]
) -> list[tuple[str, str]]:
    """The codes (rover's, base's) of a band that have code and phase: alike first, then of one carrier."""
    mine, theirs = (
        [
            [c for c in carrier if f"C{c}" in o.values and f"L{c}" in o.values]
            for each in band
            for carrier in each
        ]
        for o in (rover, base)
    )
    both = [(a, b) for here, there in zip(mine, theirs, strict=True) for a in here for b in there]
    return sorted(both, key=lambda pair: pair[0] != pair[1])  # stable: by rank among those alike


def _hz(observations: Observations, name: str, code: str) -> float:
    try:
        return carrier_hz(name[0], code, observations.glonass_channels.get(name))
    except Refused:
        return float("nan")
