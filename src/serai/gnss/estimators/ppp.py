"""Precise point positioning: precise orbits and clocks, codes and phases on two frequencies, no base.

A forward Kalman filter over position (held, or new at every epoch), receiver clocks (new at every epoch), the
wet zenith delay (a random walk) and one real-valued ambiguity per arc (J. F. Zumberge et al., J. Geophys.
Res. 102 (1997) 5005; J. Kouba, P. Heroux, GPS Solutions 5 (2001) 12). Modelled: solid Earth tides, phase
wind-up, relativity, hydrostatic delay by the standard atmosphere, Niell's mapping; antennas where `ppp_rows`
was given them (docs/accuracy-position.md says what it costs not to).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation
from serai.formats.blq import Loading
from serai.gnss.atmosphere.troposphere import niell, zenith_delays_m
from serai.gnss.constants import GPST_BEHIND_TAI_S
from serai.gnss.estimators.ppp_rows import PppRows, backwards, height_and_latitude
from serai.gnss.estimators.rtk import ranges_and_directions
from serai.gnss.estimators.single_point import day_of_year
from serai.gnss.solution import Track, enu
from serai.gnss.tides.tides import displacement_m

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

PHASE_M, CODE_OVER_PHASE = 0.003, 100.0  # one sigma at the zenith, one band (RTKLIB 2.4.3 manual, E.6)
IONO_FREE = 3.0  # noise of the pair over that of one band (range_errors.csv: 2.6 to 3.5)
WET_SIGMA_M, WET_WALK = 0.12, 8.3e-5  # DO-229F; m/sqrt(s), 5 mm/sqrt(h) (Kouba, Heroux 2001)
START_M, CLOCK_M, AMBIGUITY_M = 100.0, 1e5, 100.0  # one sigma of what is not known beforehand
OUTLIER = 4.0  # sigmas of an innovation beyond which a row is not used
ROUNDS = 2


@dataclass(frozen=True, kw_only=True)
class PppSettings:
    """What is asked: lowest elevation (deg), whether the antenna may move between epochs, and what the pole
    tide and the ocean's loading need (each left out without it).
    """

    mask_deg: float = 10.0
    kinematic: bool = False
    orientation: Orientation | None = None
    loading: Loading | None = None


def precise_point(
    rows: PppRows, start_m: Floats, frame: str, settings: PppSettings | None = None, tell: Tell | None = None
) -> Track:
    """The antenna at each epoch; ``start_m`` (e, 3) are rough positions, NaN where there is none."""
    asked = settings or PppSettings()
    near = np.nanmedian(start_m, axis=0)
    state = _State(rows, near, asked)
    epochs = len(rows.tai_ns)
    position, covariance = np.full((epochs, 3), np.nan), np.full((epochs, 3, 3), np.nan)
    used, clocks = np.zeros(epochs, np.int64), np.full((epochs, len(rows.groups)), np.nan)
    for e in range(epochs):
        if tell is not None:
            tell("epochs", e + 1, epochs)
        rough = start_m[e]
        if state.epoch(e, rough if np.isfinite(rough[0]) else near):
            position[e], covariance[e] = state.x[:3], state.p[:3, :3]
            used[e] = state.used
            clocks[e] = np.where(state.x[3 : 3 + state.clocks] == 0.0, np.nan, state.x[3 : 3 + state.clocks])
    return Track(
        tai_ns=rows.tai_ns,
        position_m=position,
        covariance_m2=covariance,
        clocks_m=clocks,
        groups=rows.groups,
        satellites=used,
        dop=np.full((epochs, 4), np.nan),
        fit=np.full(epochs, np.nan),
        mode=("ppp",) * epochs,
        frame=frame,
        heard=frozenset(rows.names[k] for k in np.flatnonzero(state.heard).tolist()),
    )


def both_ways(
    rows: PppRows, start_m: Floats, frame: str, settings: PppSettings | None = None, tell: Tell | None = None
) -> Track:
    """The same forwards and backwards through the epochs, and at each the mean of both by their covariances.

    No epoch is left to converge: each rests on all that came before it and all that came after (D. C. Fraser,
    J. E. Potter, IEEE Trans. Automatic Control 14 (1969) 387, but that its own ranges count in both).
    """
    ahead = precise_point(rows, start_m, frame, settings, tell)
    back = precise_point(backwards(rows), start_m[::-1], frame, settings, tell)
    position, covariance = ahead.position_m.copy(), ahead.covariance_m2.copy()
    other, its = back.position_m[::-1], back.covariance_m2[::-1]
    for e in range(len(ahead)):
        if not np.isfinite(position[e, 0]):
            position[e], covariance[e] = other[e], its[e]
        elif np.isfinite(other[e, 0]):
            one, two = np.linalg.inv(covariance[e]), np.linalg.inv(its[e])
            covariance[e] = np.linalg.inv(one + two)
            position[e] = covariance[e] @ (one @ position[e] + two @ other[e])
    satellites = np.maximum(ahead.satellites, back.satellites[::-1])
    return replace(ahead, position_m=position, covariance_m2=covariance, satellites=satellites)


class _State:
    """Position, clocks, wet delay, then one ambiguity (m) per satellite, carried from epoch to epoch."""

    def __init__(self, rows: PppRows, near_m: Floats, settings: PppSettings) -> None:
        self.rows, self.settings = rows, settings
        self.clocks = len(rows.groups)
        self.fixed = 4 + self.clocks
        n = self.fixed + len(rows.names)
        self.x, self.p = np.zeros(n), np.zeros((n, n))
        self.x[:3] = near_m
        self.p[:3, :3] = np.eye(3) * START_M**2
        self.p[self.fixed - 1, self.fixed - 1] = WET_SIGMA_M**2
        self.arc = np.full(len(rows.names), -1, dtype=np.int64)
        self.used, self.heard = 0, np.zeros(len(rows.names), dtype=bool)
        height, self.lat = height_and_latitude(near_m)
        gpst = rows.tai_ns - GPST_BEHIND_TAI_S * 1_000_000_000
        self.days = day_of_year(gpst)
        self.height = height
        self.tide = displacement_m(near_m, rows.tai_ns, settings.orientation, settings.loading)
        self.turn = enu(near_m)

    def epoch(self, e: int, rough: Floats) -> bool:
        """Take one epoch in; False where too few satellites are there."""
        data = self.rows
        rows = np.arange(data.first[e], data.first[e + 1])
        away = data.sat_m[rows] - self.x[:3]
        sine = away @ self.turn[2] / np.linalg.norm(away, axis=1) if len(rows) else np.empty(0)
        rows = rows[sine > np.sin(np.radians(self.settings.mask_deg))]
        if len(rows) < 4 + len(np.unique(data.group[rows])) - 1:
            return False
        self._predict(e, rough, rows)
        self._begin_arcs(rows)
        return self._update(e, rows)

    def _renew(self, k: int, value: float, sigma: float) -> None:
        self.p[k, :], self.p[:, k] = 0.0, 0.0
        self.x[k], self.p[k, k] = value, sigma**2

    def _predict(self, e: int, rough: Floats, rows: NDArray[np.int64]) -> None:
        if self.settings.kinematic:
            for k in range(3):
                self._renew(k, rough[k], START_M)
        rho, _ = ranges_and_directions(self.rows.sat_m[rows], self.x[:3])
        for g in range(self.clocks):
            own = self.rows.group[rows] == g
            value = float(np.median((self.rows.code_m[rows] - rho)[own])) if own.any() else 0.0
            self._renew(3 + g, value, CLOCK_M)
        if e > 0:
            step_s = abs(self.rows.tai_ns[e] - self.rows.tai_ns[e - 1]) / 1e9
            self.p[self.fixed - 1, self.fixed - 1] += WET_WALK**2 * step_s

    def _begin_arcs(self, rows: NDArray[np.int64]) -> None:
        data = self.rows
        for row in rows[self.arc[data.satellite[rows]] != data.arc[rows]]:
            sat = data.satellite[row]
            self.arc[sat] = data.arc[row]
            self._renew(self.fixed + sat, float(data.phase_m[row] - data.code_m[row]), AMBIGUITY_M)

    def _update(self, e: int, rows: NDArray[np.int64]) -> bool:
        data, n = self.rows, len(rows)
        columns = np.concatenate([np.arange(self.fixed), self.fixed + data.satellite[rows]])
        p0, x0 = self.p[np.ix_(columns, columns)], self.x[columns]
        x = x0.copy()
        keep = np.ones(2 * n, dtype=bool)
        gain, h = np.empty(0), np.empty(0)
        for turn in range(ROUNDS + 1):
            y, h, variance = self._equations(e, rows, x)
            y = y + h @ (x - x0)
            if turn == 1:  # what the first pass cannot explain is left out of the next
                residual = np.abs(y - h @ (x - x0)) / np.sqrt(variance)
                keep = residual < OUTLIER
            r = np.where(keep, variance, 1e12)
            s = h @ p0 @ h.T
            s[np.diag_indices(2 * n)] += r
            gain = np.linalg.solve(s, h @ p0).T
            x = x0 + gain @ y
        p = p0 - gain @ h @ p0
        self.x[columns] = x
        self.p[np.ix_(columns, columns)] = 0.5 * (p + p.T)
        rest = np.setdiff1d(np.arange(len(self.x)), columns)
        self.p[np.ix_(columns, rest)] = 0.0  # a satellite gone returns with a new arc
        self.p[np.ix_(rest, columns)] = 0.0
        self.arc[np.setdiff1d(np.arange(len(self.arc)), data.satellite[rows])] = -1
        self.arc[data.satellite[rows[~keep[:n]]]] = -1  # a phase that does not fit has slipped
        self.used = int(keep[:n].sum())
        self.heard[data.satellite[rows[keep[:n]]]] = True
        return True

    def _equations(self, e: int, rows: NDArray[np.int64], x: Floats) -> tuple[Floats, Floats, Floats]:
        """Phases then codes: observed less modelled (m), slopes by the state, variances."""
        data, n = self.rows, len(rows)
        place = x[:3] + self.tide[e]
        rho, unit = ranges_and_directions(data.sat_m[rows], place)
        sine = unit @ self.turn[2]
        day = float(self.days[e])
        maps = np.array([niell(self.lat, self.height, day, el) for el in np.arcsin(sine)])
        dry, wet = zenith_delays_m(self.lat, self.height, day)
        model = rho + maps[:, 0] * dry + maps[:, 1] * (wet + x[self.fixed - 1]) + x[3 + data.group[rows]]
        h = np.zeros((2 * n, len(x)))
        h[:n, :3] = h[n:, :3] = -unit
        h[np.arange(n), 3 + data.group[rows]] = h[n + np.arange(n), 3 + data.group[rows]] = 1.0
        h[:n, self.fixed - 1] = h[n:, self.fixed - 1] = maps[:, 1]
        h[np.arange(n), self.fixed + np.arange(n)] = 1.0
        y = np.concatenate([data.phase_m[rows] - model - x[self.fixed :], data.code_m[rows] - model])
        phase = (IONO_FREE * PHASE_M) ** 2 * (1.0 + 1.0 / sine**2)
        return y, h, np.concatenate([phase, phase * CODE_OVER_PHASE**2])
