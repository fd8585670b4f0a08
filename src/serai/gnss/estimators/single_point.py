"""Where a receiver was at each epoch by its codes alone, one frequency or two: single point positioning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serai.gnss.atmosphere import nequick_slant, tec_maps
from serai.gnss.atmosphere.ionosphere import Ionosphere, asked_ionosphere, none, of_slants, quick
from serai.gnss.constants import GPST_BEHIND_TAI_S
from serai.gnss.estimators.code_multipath import with_multipath
from serai.gnss.estimators.code_noise import (
    LEAST_FACTOR,
    MEASURED_FACTOR,
    strengths_dbhz,
    with_noise,
    with_variance_factor,
)
from serai.gnss.estimators.departures import with_departures
from serai.gnss.estimators.divergence import Divergence, ModelledRays, divergence, with_divergence
from serai.gnss.estimators.modelled import model_delays, model_ranges
from serai.gnss.estimators.point_kernel import (
    LIMIT,
    Air,
    PointResults,
    PointRules,
    Rows,
    solve_points,
    work_for,
)
from serai.gnss.estimators.quietest_pair import with_quietest_pairs
from serai.gnss.estimators.smoothed_codes import with_smoothed_codes
from serai.gnss.measurements.ranges import Orbits, Ranges, pick_codes, ranges
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.broadcast import Broadcast, with_messages
from serai.gnss.signals import Choice
from serai.gnss.solution import Track

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAY_NS = 86_400_000_000_000
ROUGH_NS = 300_000_000_000  # how often a position is found to sum rays from; between them it moves straight
MEASURED = 0.5  # of what a model leaves (assumed): more, and what lasts in residuals may be the ionosphere
NEARLY_RAD = (
    0.01  # below the mask by as much are rays modelled: a receiver 60 km from where it was taken to be
)
LARGEST_PDOP = 30.0  # a position is not told beyond: one metre of range is then more than thirty of position


@dataclass(frozen=True, kw_only=True)
class PointSettings:
    """What single point positioning is asked: the mask (deg), the largest normalised residual kept where
    one range is tested (`point_kernel.LIMIT`), the largest PDOP told, and the ionosphere model: by name,
    itself, or (left out) those broadcast, weighted. ``measured``: brought to what the file's own codes and
    phases show of it; not where a service is judged by what its messages give.
    """

    mask_deg: float = 10.0
    ionosphere: str | Ionosphere | None = None
    limit: float = LIMIT
    largest_pdop: float = LARGEST_PDOP
    measured: bool = True


def single_point(
    observations: Observations,
    navigation: Navigation,
    choice: Choice,
    systems: str,
    settings: PointSettings | None = None,
    orbits: Orbits | None = None,
) -> Track:
    """A position per epoch from code ranges, with covariance, residuals and what was left out.

    Orbits and clocks are the broadcast ones unless others are given. The antenna's position is in the frame
    of the orbits, at the epoch of observation.
    """
    asked = settings or PointSettings()
    dual, choice = choice.dual, with_messages(choice, navigation)
    if dual and orbits is None:  # given ones were laid out for the codes of the caller's choice
        choice = with_quietest_pairs(choice, observations, navigation)
    source = orbits or Broadcast.serving(navigation, pick_codes(observations, choice, systems))
    rows = ranges(observations, source, choice, systems)
    start = _start(observations)
    ionosphere = none() if dual else asked_ionosphere(navigation, asked.ionosphere, rows.tai_ns)
    every = replace(asked, limit=np.inf)  # the noise is told by all ranges, then faults by the noise
    quicker = ionosphere if ionosphere.galileo is None else quick(ionosphere)

    def rough(some: Ranges) -> Track:
        return solve_ranges(some, quicker, every, frame=source.frame, mode="spp", start=start)

    noisy = with_noise(rows, rough, strengths_dbhz(rows, observations))
    seen = None
    if asked.ionosphere is None and asked.measured and not dual:
        seen = divergence(rows, noisy, observations)
    noisy = with_smoothed_codes(rows, noisy, observations)
    if dual:
        noisy = with_multipath(rows, noisy, observations, rough(_thinned(rows)))
    return _under_air(noisy, ionosphere, asked, start, source.frame, seen)


def _start(observations: Observations) -> Floats | None:
    """Where the file's header says that the receiver is, if it does."""
    given = observations.approx_position_m
    return None if given is None else np.asarray(given, dtype=np.float64)


def _under_air(
    rows: Ranges,
    ionosphere: Ionosphere,
    settings: PointSettings,
    start: Floats | None,
    frame: str,
    seen: Divergence | None,
) -> Track:
    """Solve every epoch, the ionosphere measured where it can be, and tell sigma by the file's factor."""
    begin = np.zeros(3) if start is None else start
    air = _air(rows, ionosphere, settings, begin, frame, "spp", seen)
    found = _solved(air.rows, air.ionosphere, air.tecu, settings, begin, frame, "spp")
    return with_variance_factor(found, MEASURED_FACTOR if air.measured else LEAST_FACTOR)


def solve_ranges(
    rows: Ranges,
    ionosphere: Ionosphere,
    settings: PointSettings,
    *,
    frame: str,
    mode: str,
    start: Floats | None = None,
) -> Track:
    """Solve every epoch of some ranges; the start is only where the first iteration begins."""
    begin = np.zeros(3) if start is None else start
    air = _air(rows, ionosphere, settings, begin, frame, mode, None)
    return _solved(rows, ionosphere, air.tecu, settings, begin, frame, mode)


class _Air(NamedTuple):
    """Ranges as they weigh under an ionosphere, it and its contents by row, and whether it was measured."""

    rows: Ranges
    ionosphere: Ionosphere
    tecu: Floats
    measured: bool


def _air(
    rows: Ranges,
    ionosphere: Ionosphere,
    settings: PointSettings,
    begin: Floats,
    frame: str,
    mode: str,
    seen: Divergence | None,
) -> _Air:
    """The model along every ray; where codes and phases show more of it, brought to what they show."""
    if ionosphere.galileo is None and seen is None:
        return _Air(rows, ionosphere, np.zeros(len(rows.source)), measured=False)
    quicker = ionosphere if ionosphere.galileo is None else quick(ionosphere)
    rough = solve_ranges(_thinned(rows), quicker, settings, frame=frame, mode=mode, start=begin)
    if not rough.solved.any():
        rough = solve_ranges(rows, quicker, settings, frame=frame, mode=mode, start=begin)
    mask = float(np.radians(settings.mask_deg))
    above = max(0.0, mask - NEARLY_RAD)
    tecu = nequick_slant.contents_tecu(rows, ionosphere, rough.position_m, above)
    rays = None if seen is None else _rays(rows, ionosphere, tecu, rough.position_m, above)
    if seen is None or rays is None:
        return _Air(rows, ionosphere, tecu, measured=False)
    slant, left = with_divergence(rows, seen, ionosphere, rays, mask)
    if left > MEASURED * ionosphere.left:
        return _Air(rows, ionosphere, tecu, measured=False)
    ionosphere, tecu = of_slants(slant, left)
    every = replace(settings, limit=np.inf)
    rough = _solved(_thinned(rows), ionosphere, tecu, every, begin, frame, mode)
    return _Air(with_departures(rows, rough), ionosphere, tecu, measured=True)


def _rays(
    rows: Ranges, ionosphere: Ionosphere, tecu: Floats, position_m: Floats, above_rad: float
) -> ModelledRays | None:
    """The model along every ray from where the receiver was, by epoch; None where that is not known."""
    place = nequick_slant.everywhere(position_m, rows.tai_ns)
    if place is None:
        return None
    gpst_ns = rows.tai_ns - GPST_BEHIND_TAI_S * 1_000_000_000
    found = np.full((len(rows.source), 5), np.nan)
    model_delays(
        rows.first,
        rows.sat_m,
        rows.bias_kind,
        ionosphere.number,
        ionosphere.over(rows.tai_ns),
        (gpst_ns % DAY_NS) / 1e9,
        day_of_year(gpst_ns),
        tec_maps.mjd_of(rows.tai_ns),
        tecu,
        place,
        above_rad,
        found,
    )
    return ModelledRays(*found.T)


def _thinned(rows: Ranges) -> Ranges:
    """The same ranges, but unknown at all epochs save the first of every `ROUGH_NS`."""
    slot = rows.tai_ns // ROUGH_NS
    taken = np.append(True, np.diff(slot) != 0)[: len(slot)]
    return replace(rows, range_m=np.where(np.repeat(taken, np.diff(rows.first)), rows.range_m, np.nan))


def _solved(
    rows: Ranges,
    ionosphere: Ionosphere,
    tecu: Floats,
    settings: PointSettings,
    start: Floats,
    frame: str,
    mode: str,
) -> Track:
    epochs, groups = len(rows.tai_ns), len(rows.groups)
    position, clocks = np.full((epochs, 3), np.nan), np.full((epochs, groups), np.nan)
    covariance, quality = np.full((epochs, 4, 4), np.nan), np.full((epochs, 6), np.nan)
    status = np.zeros(len(rows.source), np.uint8)
    residual, angles = np.full(len(rows.source), np.nan), np.full((len(rows.source), 2), np.nan)
    gpst_ns = rows.tai_ns - GPST_BEHIND_TAI_S * 1_000_000_000
    solve_points(
        Rows(
            rows.first,
            rows.sat_m,
            rows.range_m,
            rows.group,
            rows.sigma_m,
            rows.code_factor,
            rows.iono_scale,
            rows.bias_kind,
        ),
        Air(
            ionosphere.number,
            ionosphere.over(rows.tai_ns),
            ionosphere.left,
            (gpst_ns % DAY_NS) / 1e9,
            day_of_year(gpst_ns),
            tec_maps.mjd_of(rows.tai_ns),
            tecu,
        ),
        PointRules(
            float(np.radians(settings.mask_deg)),
            groups,
            settings.limit,
            settings.largest_pdop,
            not rows.iono_scale.any(),
        ),
        start.copy(),
        PointResults(position, clocks, covariance, quality, status, residual, angles),
        work_for(rows.first, groups),
    )
    return Track(
        tai_ns=rows.tai_ns,
        position_m=position,
        covariance_m2=covariance[:, :3, :3],
        clocks_m=clocks,
        groups=rows.groups,
        satellites=np.nan_to_num(quality[:, 0]).astype(np.int64),
        dop=quality[:, 1:5],
        fit=quality[:, 5],
        mode=(mode,) * epochs,
        frame=frame,
        rows=rows,
        status=status,
        residual_m=residual,
        angles_rad=angles,
    )


def modelled_m(rows: Ranges, ionosphere: Ionosphere, place_m: Floats) -> Floats:
    """What every row's range would be at a known place by the models alone, but for the receiver's clock."""
    gpst_ns = rows.tai_ns - GPST_BEHIND_TAI_S * 1_000_000_000
    found = np.full(len(rows.source), np.nan)
    model_ranges(
        rows.first,
        rows.sat_m,
        rows.iono_scale,
        ionosphere.number,
        ionosphere.over(rows.tai_ns),
        (gpst_ns % DAY_NS) / 1e9,
        day_of_year(gpst_ns),
        tec_maps.mjd_of(rows.tai_ns),
        nequick_slant.contents_tecu(rows, ionosphere, place_m),
        np.asarray(place_m, dtype=np.float64),
        found,
    )
    return found


def day_of_year(gpst_ns: Integers) -> Floats:
    """The day of the year, counting from 1, with its fraction."""
    moment = np.asarray(gpst_ns, dtype=np.int64).astype("timedelta64[ns]") + np.datetime64("2000-01-01", "ns")
    year = moment.astype("datetime64[Y]").astype("datetime64[ns]")
    days: Floats = (moment - year).astype("timedelta64[ns]").astype(np.float64) / DAY_NS + 1.0
    return days
