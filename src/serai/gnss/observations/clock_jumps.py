"""Receiver clock jumps: millisecond steps in the codes and not in the phases, made alike.

Cheap receivers keep their clock within a millisecond by steps. RINEX wants time, codes and phases stepped
together (3.05, 4.1.3); files where the codes alone step are common all the same, and every phase then seems
to have slipped by 300 km.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.gnss.constants import C_MPS
from serai.gnss.observations.inputs import Observations
from serai.gnss.signals import carrier_hz

Floats = NDArray[np.float64]

STEP_M = C_MPS * 1e-3  # one millisecond of light
NEAR_M = 1500.0  # code less phase moves by metres between epochs; a wrong wavelength or a slip by more
FEWEST = 3  # satellites that must agree


def steady(observations: Observations) -> Observations:
    """The same observations with phases stepped as the codes were; unchanged where nothing stepped alone."""
    steps = steps_ms(observations)
    if not steps.any():
        return observations
    late_s = np.cumsum(steps)[np.asarray(observations.epoch, dtype=np.int64)] * 1e-3
    values = {
        name: column + late_s * carriers_hz(observations, name[1:]) if name[0] == "L" else column
        for name, column in observations.values.items()
    }
    return replace(observations, values=MappingProxyType(values))


def steps_ms(observations: Observations) -> NDArray[np.int64]:
    """(e,) by how many milliseconds the codes stepped against the phases since the epoch before."""
    steps = np.zeros(len(observations.tai_ns), dtype=np.int64)
    apart = _code_less_phase_m(observations)
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    rows = np.flatnonzero(np.isfinite(apart))
    rows = rows[np.argsort(satellite[rows], kind="stable")]
    epoch = np.asarray(observations.epoch, dtype=np.int64)[rows]
    next_one = np.flatnonzero((np.diff(satellite[rows]) == 0) & (np.diff(epoch) == 1)) + 1
    moved, at = (apart[rows[next_one]] - apart[rows[next_one - 1]]), epoch[next_one]
    for e in np.unique(at[np.abs(moved) > STEP_M / 2]):
        here = moved[at == e]
        step = round(float(np.median(here)) / STEP_M)
        if step and np.count_nonzero(np.abs(here - step * STEP_M) < NEAR_M) >= max(FEWEST, len(here) / 2):
            steps[e] = step
    return steps


def _code_less_phase_m(observations: Observations) -> Floats:
    """Code less phase (m) of each row, by the first signal of which a satellite has both."""
    count = len(observations.satellites)
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    found = np.full(len(satellite), np.nan)
    told = np.zeros(count, dtype=bool)  # one signal for a satellite's whole file: no false steps
    for name, code in observations.values.items():
        phase = observations.values.get("L" + name[1:]) if name[0] == "C" else None
        if phase is None:
            continue
        rows = np.flatnonzero(~told[satellite] & np.isfinite(code) & np.isfinite(phase))
        if not len(rows):
            continue
        both = code[rows] - phase[rows] * C_MPS / carriers_hz(observations, name[1:])[rows]
        use = np.isfinite(both)
        found[rows[use]] = both[use]
        told[satellite[rows[use]]] = True
    return found


def carriers_hz(observations: Observations, code: str) -> Floats:
    """The carrier (Hz) of a code in each row; NaN where it is not known."""
    by_satellite = np.full(len(observations.satellites), np.nan)
    for k, name in enumerate(observations.satellites):
        try:
            by_satellite[k] = carrier_hz(name[0], code, observations.glonass_channels.get(name))
        except Refused:
            continue
    return by_satellite[np.asarray(observations.satellite, dtype=np.int64)]
