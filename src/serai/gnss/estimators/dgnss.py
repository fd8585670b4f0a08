"""Differential GNSS (DGNSS) by codes: a base at a known place tells how wrong each range is.

What the base's range lacks to the one computed for its place (with the same messages and models as the
rover's) is added to the rover's range of the same satellite and carriers. Orbits, clocks and most of the
atmosphere fall out; noise and multipath of both receivers stay (RTCM 10402.3, "pseudorange corrections").
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.gnss.atmosphere.ionosphere import Ionosphere, asked_ionosphere, none
from serai.gnss.estimators.single_point import PointSettings, modelled_m, solve_ranges
from serai.gnss.measurements.noise import CA_M, CORRELATION_LAT_M
from serai.gnss.measurements.ranges import Ranges, pick_codes, ranges
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import Broadcast, with_messages
from serai.gnss.signals import Choice, carrier_hz
from serai.gnss.solution import Track

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

OLDEST_S = 30.0  # of a base's epoch, as RTKLIB's default; selective availability made it matter, no more
DRIFT_MPS = 0.01  # assumed: how fast a range's error grows with the age of the correction
BOTH = np.sqrt(2.0)  # the noise of two receivers alike


@dataclass(frozen=True, kw_only=True)
class DgnssSettings:
    """What is asked: mask (deg), largest age of the base's epoch (s), ionosphere model as `PointSettings`."""

    mask_deg: float = 10.0
    oldest_s: float = OLDEST_S
    ionosphere: str | Ionosphere | None = None


def code_differential(
    rover: Observations,
    base: Observations,
    base_m: Floats,
    navigation: Navigation,
    choice: Choice,
    systems: str,
    settings: DgnssSettings | None = None,
) -> Track:
    """The rover at each epoch for which the base has an epoch not later and not too old.

    ``base_m`` is where the base's antenna is, in the frame the rover's position is to be in.
    """
    asked = settings or DgnssSettings()
    choice = of_both(with_messages(choice, navigation), rover, base)
    orbits = Broadcast.serving(navigation, pick_codes(rover, choice, systems))
    theirs, mine = (ranges(o, orbits, choice, systems, align=False, delayed=False) for o in (base, rover))
    if not len(theirs.source):
        raise Refused("gnss.base_without_ranges", systems=systems)
    model = _ionosphere(navigation, choice, asked, mine.tai_ns)
    missing = modelled_m(theirs, model, base_m) - theirs.range_m
    row, age = _partners(rover, mine, base, theirs, asked.oldest_s)
    if not (row >= 0).any():
        raise Refused("gnss.nothing_shared", within_s=asked.oldest_s)
    corrected = replace(
        mine,
        range_m=np.where(row >= 0, mine.range_m + missing[row], np.nan),
        sigma_m=np.hypot(DRIFT_MPS * age, _between_codes_m(mine, theirs)),
        code_factor=mine.code_factor * BOTH,
        bias_kind=np.zeros_like(mine.bias_kind),
    )
    frame, by = f"that of the base's position, near {orbits.frame}", PointSettings(mask_deg=asked.mask_deg)

    def solved(left: float) -> Track:
        air = replace(model, left=left)
        return solve_ranges(corrected, air, by, frame=frame, mode="dgnss", start=base_m)

    first = solved(0.0)
    if not first.solved.any():
        return first
    away = float(np.linalg.norm(np.nanmedian(first.position_m, axis=0) - base_m))
    return solved(model.left * _apart(away))


def of_both(choice: Choice, rover: Observations, base: Observations) -> Choice:
    """The options of a choice on whose carriers both receivers have some code, be it another."""
    heard = []
    for o in (rover, base):
        codes = {code for options in choice.codes.values() for option in options for code in option}
        heard.append({(s, _hz(s, c)) for s in choice.codes for c in codes if f"C{c}" in o.values})
    both = heard[0] & heard[1]
    return Choice(
        {
            system: tuple(o for o in options if all((system, _hz(system, c)) in both for c in o))
            for system, options in choice.codes.items()
        }
    )


def carriers(name: str, codes: Mapping[str, Sequence[str]]) -> tuple[float, ...]:
    """The carriers, Hz, of a satellite's codes; GLONASS's as those of channel 0."""
    return tuple(_hz(name[0], code) for code in codes.get(name, ()))


def _hz(system: str, code: str) -> float:
    try:
        return carrier_hz(system, code, 0)
    except Refused:
        return math.nan


def _between_codes_m(mine: Ranges, theirs: Ranges) -> Floats:
    """What two codes of one carrier may be apart from satellite to satellite, one sigma: known of GPS C/A."""
    apart = [
        name[0] == "G" and ("1C" in mine.codes.get(name, ())) != ("1C" in theirs.codes.get(name, ()))
        for name in mine.names
    ]
    assert mine.satellite is not None
    return np.where(np.array(apart)[mine.satellite], CA_M, 0.0)


def _ionosphere(navigation: Navigation, choice: Choice, asked: DgnssSettings, tai_ns: Integers) -> Ionosphere:
    """The broadcast model, or none where nothing was broadcast: over a short line both fall out."""
    if choice.dual or (asked.ionosphere is None and not navigation.iono):
        return none()
    return asked_ionosphere(navigation, asked.ionosphere, tai_ns)


def _apart(away_m: float) -> float:
    """What is left of the ionosphere's error so far away, over that at one place: sqrt(2 (1 - rho))."""
    return float(np.sqrt(2.0 * (1.0 - np.exp(-away_m / CORRELATION_LAT_M))))


def _partners(
    rover: Observations, mine: Ranges, base: Observations, theirs: Ranges, oldest_s: float
) -> tuple[Integers, Floats]:
    """For each of the rover's rows the base's of the same satellite, codes and message, -1 none; its age."""
    my_epoch, their_epoch = (np.repeat(np.arange(len(r.tai_ns)), np.diff(r.first)) for r in (mine, theirs))
    last = np.searchsorted(theirs.tai_ns, mine.tai_ns, side="right") - 1
    age = (mine.tai_ns - theirs.tai_ns[np.maximum(last, 0)]) * 1e-9
    last = np.where((last >= 0) & (age <= oldest_s), last, -1)
    names = sorted({*rover.satellites, *base.satellites})
    place = {name: k for k, name in enumerate(names)}
    table = np.full((len(theirs.tai_ns) + 1, len(names)), -1, dtype=np.int64)
    their_sat = np.array([place[n] for n in base.satellites], np.int64)[base.satellite[theirs.source]]
    table[their_epoch, their_sat] = np.arange(len(theirs.source))
    my_sat = np.array([place[n] for n in rover.satellites], np.int64)[rover.satellite[mine.source]]
    row = table[last[my_epoch], my_sat]  # the last row of the table, of epoch -1, holds none
    alike = np.array([carriers(n, mine.codes) == carriers(n, theirs.codes) for n in names])
    row = np.where((row >= 0) & alike[my_sat] & (theirs.chosen[row] == mine.chosen), row, -1)
    return row, np.asarray(age[my_epoch], dtype=np.float64)
