"""The time system of a file's epochs, judged by its ranges: if seconds off, satellites stand elsewhere.

A header that names the wrong time system (or a clock that was left in UTC or Moscow time) puts every
satellite kilometres away, and a position of the few ranges that happen to fit is wrong by as much. A few
epochs are solved with all their ranges as written; only where these are far from fitting, the other systems
are tried.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.clocks import BEHIND_TAI_S
from serai.gnss.atmosphere.ionosphere import none
from serai.gnss.estimators.diagnosis import NoPosition
from serai.gnss.estimators.point_kernel import USED
from serai.gnss.estimators.single_point import PointSettings, solve_ranges
from serai.gnss.measurements.ranges import pick_codes, ranges
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import Broadcast, with_messages
from serai.gnss.signals import single_frequency
from serai.gnss.solution import Track
from serai.time import LeapSeconds
from serai.wording import Reason, reason

SAMPLE = 5  # epochs, spread over the file
FAR_M = 100.0  # rms of residuals: beyond what the ionosphere left out here and noise of phones make
NEAR_M = 30.0  # the same with the right time system
NS = 1_000_000_000
DAY_NS = 86_400 * NS
MJD_2000 = 51_544
MOSCOW_S = 3 * 3600  # GLONASS's own time: ICD GLONASS 5.1, 3.3.3
NAMES: Mapping[str, Reason] = MappingProxyType(
    {
        "GPS": reason("gnss.time_gps"),
        "BDT": reason("gnss.time_beidou"),
        "TAI": reason("gnss.time_tai"),
        "UTC": reason("gnss.time_utc"),
        "MSK": reason("gnss.time_moscow"),
    }
)
ALIKE: Mapping[str, str] = MappingProxyType({"GAL": "GPS", "QZS": "GPS", "IRN": "GPS", "GLO": "UTC"})


def refuse_other_system(file: str, observations: Observations, navigation: Navigation, systems: str) -> None:
    """Refuse observations whose ranges fit another time system than their header names."""
    few = _sample(observations)
    as_written = _misfit_m(few, navigation, systems)
    if not as_written > FAR_M:
        return
    said = ALIKE.get(few.time_system, few.time_system)
    fits = {}
    for name, shift_s in _shifts_s(said, int(few.tai_ns[0])):
        moved = replace(few, tai_ns=few.tai_ns + shift_s * NS)
        misfit_m = _misfit_m(moved, navigation, systems)
        fits[name] = (math.inf if math.isnan(misfit_m) else misfit_m, shift_s)
    likely = min(fits, key=lambda name: fits[name][0])
    best_m, shift_s = fits[likely]
    if best_m > NEAR_M:
        return
    raise NoPosition(
        "gnss.other_time_system",
        file=file,
        said=few.time_system,
        written=_written(as_written),
        likely=NAMES[likely],
        shift_s=float(abs(shift_s)),
        fits=best_m,
    )


def _written(rms_m: float) -> Reason:
    return reason("gnss.to_metres", far=rms_m) if math.isfinite(rms_m) else reason("gnss.not_at_all")


def _shifts_s(said: str, tai_ns: int) -> Iterator[tuple[str, int]]:
    """The other time systems, and by how many seconds TAI is later if the epochs were written in them."""
    behind = {name: BEHIND_TAI_S[name] for name in ("GPS", "BDT", "TAI")}
    leap = LeapSeconds.published().offset_on(tai_ns // DAY_NS + MJD_2000)
    behind |= {"UTC": leap, "MSK": leap - MOSCOW_S}
    for name, seconds in behind.items():
        if name != said:
            yield name, seconds - behind[said]


def _misfit_m(observations: Observations, navigation: Navigation, systems: str) -> float:
    """Root mean square of the residuals of all ranges, of the median epoch.

    Infinite where none is solved, NaN where none has more ranges than unknowns: then anything fits.
    """
    choice = with_messages(single_frequency(systems), navigation)
    orbits = Broadcast.serving(navigation, pick_codes(observations, choice, systems))
    rows = ranges(observations, orbits, choice, systems)
    every = PointSettings(mask_deg=5.0, limit=np.inf)
    track = solve_ranges(rows, none(), every, frame=orbits.frame, mode="spp")
    found = [_rms_m(track, e) for e in np.flatnonzero(track.solved).tolist()]
    told = [rms for rms in found if math.isfinite(rms)]
    if told:
        return float(np.median(told))
    return math.inf if not found else math.nan


def _rms_m(track: Track, e: int) -> float:
    """Of one epoch's residuals; NaN where the ranges leave no redundancy."""
    assert track.rows is not None
    assert track.status is not None
    assert track.residual_m is not None
    own = slice(int(track.rows.first[e]), int(track.rows.first[e + 1]))
    used = track.status[own] == USED
    unknowns = 3 + len(np.unique(track.rows.group[own][used]))
    if np.count_nonzero(used) <= unknowns:
        return math.nan
    return float(np.sqrt(np.mean(track.residual_m[own][used] ** 2)))


def _sample(observations: Observations) -> Observations:
    """A few epochs spread over a file."""
    chosen = np.unique(np.linspace(0, len(observations.tai_ns) - 1, SAMPLE).round().astype(np.int64))
    rows = np.flatnonzero(np.isin(observations.epoch, chosen))

    def taken(columns: Mapping[str, NDArray[np.generic]]) -> Mapping[str, NDArray[np.generic]]:
        return {code: values[rows] for code, values in columns.items()}

    return replace(
        observations,
        tai_ns=observations.tai_ns[chosen],
        flags=observations.flags[chosen],
        clock_offset_s=observations.clock_offset_s[chosen],
        epoch=np.searchsorted(chosen, observations.epoch[rows]).astype(np.int32),
        satellite=observations.satellite[rows],
        values=taken(observations.values),  # type: ignore[arg-type]
        lli=taken(observations.lli),  # type: ignore[arg-type]
    )
