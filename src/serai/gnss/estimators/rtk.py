"""RTK: positions against a base station by differenced phases with integer ambiguities.

A Kalman filter holds the rover's position (new at every epoch, so the antenna may move) and one ambiguity per
satellite and band, rover less base; differences between satellites of one system and band free them of the
receivers' clocks. The integers are found by LAMBDA, with fewer of them when all do not pass the ratio test
(P. J. G. Teunissen et al., partial ambiguity resolution, ION GNSS 1999). Baselines to 10 or 20 km: the
troposphere is modelled, the ionosphere only weighs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from serai.earth import geodetic
from serai.errors import Refused
from serai.formats.antex import Antenna
from serai.gnss.atmosphere.troposphere import mapping, zenith_delays_m
from serai.gnss.constants import C_MPS, EARTH_RATE_RADPS, GPST_BEHIND_TAI_S
from serai.gnss.estimators.lambda_method import integer_least_squares
from serai.gnss.estimators.single_point import PointSettings, day_of_year, single_point
from serai.gnss.measurements.differences import Differences, between_reference_points, differences
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.signals import single_frequency
from serai.gnss.solution import Track, enu

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

PHASE_M = (
    0.003  # one sigma at the zenith, undifferenced (RTKLIB 2.4.3 manual, appendix E.6, measurement errors)
)
CODE_OVER_PHASE = 100.0  # the same
IONO_M_PER_M = 1e-6  # of the baseline, zenith, undifferenced: 1 mm per km, quiet mid-latitude (Odijk 2000)
RATIO = 3.0  # second best over best squared distance: the usual fixed threshold
BELIEVABLE = 0.999  # of the squared phase residuals of a fixed position, chi-squared when as modelled
FEWEST = 4  # ambiguities that a partial solution must fix
START_M, START_CYCLES = 30.0, 30.0  # one sigma of a position from codes, of an ambiguity from code less phase
GONE_S = 60.0  # an arc not seen for so long begins anew
ROUNDS = 5  # of relinearisation at most; one is usual
NEAR_M = 30.0  # a step this small leaves an error of step^2 / range, 0.02 mm


@dataclass(frozen=True, kw_only=True)
class RtkSettings:
    """What a relative solution is asked: mask (deg), number of bands, ratio to trust."""

    mask_deg: float = 10.0
    bands: int = 1
    ratio: float = RATIO
    fewest: int = FEWEST


def relative(
    rover: Observations,
    base: Observations,
    base_m: Floats,
    navigation: Navigation,
    systems: str,
    settings: RtkSettings | None = None,
    tell: Tell | None = None,
    antennas: tuple[Antenna, Antenna] | None = None,
) -> Track:
    """The rover's antenna at each epoch it shares with a base whose antenna stands at ``base_m``.

    ``antennas`` of rover and base make these their reference points instead of their phase centres.

    The frame is the base's: its position is taken as true. Mode is "fixed" where the integers were trusted,
    "float" elsewhere. GLONASS takes part with codes only by its own ambiguities left real.
    """
    asked = settings or RtkSettings()
    rough = single_point(rover, navigation, single_frequency(systems), systems, PointSettings(mask_deg=5.0))
    data = differences(rover, base, navigation, systems, asked.bands)
    if antennas is not None:
        data = between_reference_points(data, *antennas, np.asarray(base_m, dtype=np.float64))
    filtered = _Filter(data, np.asarray(base_m, dtype=np.float64), asked)
    epochs = len(data.tai_ns)
    position, covariance = np.full((epochs, 3), np.nan), np.full((epochs, 3, 3), np.nan)
    mode, used = ["none"] * epochs, np.zeros(epochs, np.int64)
    for e in range(epochs):
        if tell is not None:
            tell("epochs", e + 1, epochs)
        start = rough.position_m[e]
        if np.isnan(start[0]):
            continue
        step = filtered.epoch(e, start)
        if step is not None:
            position[e], covariance[e], mode[e], used[e] = step
    if not np.isfinite(position[:, 0]).any():
        raise Refused("gnss.too_few_in_common")
    return Track(
        tai_ns=data.tai_ns,
        position_m=position,
        covariance_m2=covariance,
        clocks_m=rough.clocks_m,
        groups=rough.groups,
        satellites=used,
        dop=rough.dop,
        fit=np.full(epochs, np.nan),
        mode=tuple(mode),
        frame="the frame of the base's position",
        heard=filtered.heard(),
    )


class _Filter:
    """The state between epochs: ambiguities in cycles (one per arc) with their covariance."""

    def __init__(self, data: Differences, base_m: Floats, settings: RtkSettings) -> None:
        self.data, self.base_m, self.settings = data, base_m, settings
        self.ambiguity = np.full(data.arcs, np.nan)
        self.p = np.zeros((data.arcs, data.arcs))
        self.seen_ns = np.full(data.arcs, np.iinfo(np.int64).min // 2)
        self.turn = enu(base_m)
        lat, _, height = geodetic(base_m)
        self.lat, self.base_height = float(np.radians(lat)), float(height)

    def heard(self) -> frozenset[str]:
        """The satellites that any epoch used."""
        satellite = np.flatnonzero(self.seen_ns >= self.data.tai_ns[0]) // self.settings.bands
        return frozenset(self.data.names[k] for k in satellite.tolist())

    def epoch(self, e: int, start: Floats) -> tuple[Floats, Floats, str, int] | None:
        """Take one epoch in: position, covariance, mode and number of satellites; None without a solution."""
        d = self.data
        rows = np.arange(d.first[e], d.first[e + 1])
        direction = _unit(d.base.sat_m[rows] - self.base_m)
        elevation = np.arcsin(np.clip(direction @ self.turn[2], -1.0, 1.0))
        high = elevation >= np.radians(self.settings.mask_deg)
        rows, elevation = rows[high], elevation[high]
        pairs = _pairs(d, rows, elevation)
        if len(pairs) < 3:
            return None
        arcs = d.arc[rows]
        self._begin_arcs(e, rows, arcs)
        found = self._update(e, rows, elevation, pairs, arcs, start)
        if found is None:
            return None
        x, p = found
        self.ambiguity[arcs] = x[3:]
        self.p[np.ix_(arcs, arcs)] = p[3:, 3:]
        self.seen_ns[arcs] = d.tai_ns[e]
        satellites = len(np.unique(d.satellite[rows[np.unique(pairs)]]))
        sure = self._fix(e, x, p, pairs, rows, elevation)
        if sure is None:
            return x[:3], p[:3, :3], "float", satellites
        return sure[0], sure[1], "fixed", satellites

    def _begin_arcs(self, e: int, rows: NDArray[np.int64], arcs: NDArray[np.int64]) -> None:
        """Begin ambiguities of new arcs, and of those that lost lock, from code and phase."""
        d = self.data
        late = (d.tai_ns[e] - self.seen_ns[arcs]) / 1e9 > GONE_S
        new = np.isnan(self.ambiguity[arcs]) | d.slip[rows] | late
        for row, arc in zip(rows[new], arcs[new], strict=True):
            self.ambiguity[arc] = (d.phase_m[row] - d.code_m[row]) / d.wavelength_m[row]
            self.p[arc, :], self.p[:, arc] = 0.0, 0.0
            self.p[arc, arc] = START_CYCLES**2

    def _update(
        self,
        e: int,
        rows: NDArray[np.int64],
        elevation: Floats,
        pairs: NDArray[np.int64],
        arcs: NDArray[np.int64],
        start: Floats,
    ) -> tuple[Floats, Floats] | None:
        """The measurement update, relinearised: position and ambiguities with their covariance."""
        d, n = self.data, len(rows)
        difference = _differencing(pairs, n)
        prior = np.zeros((3 + n, 3 + n))
        prior[:3, :3] = np.eye(3) * START_M**2
        prior[3:, 3:] = self.p[np.ix_(arcs, arcs)]
        x0 = np.concatenate([start, self.ambiguity[arcs]])
        far = float(np.linalg.norm(start - self.base_m))
        variance = 2.0 * (
            PHASE_M**2 * (1.0 + 1.0 / np.sin(elevation) ** 2) + (IONO_M_PER_M * far / np.sin(elevation)) ** 2
        )
        r_phase = difference @ np.diag(variance) @ difference.T
        code = 2.0 * (CODE_OVER_PHASE * PHASE_M) ** 2 * (1.0 + 1.0 / np.sin(elevation) ** 2)
        r_code = difference @ np.diag(code) @ difference.T
        r = np.block([[r_phase, np.zeros_like(r_phase)], [np.zeros_like(r_phase), r_code]])
        day = float(day_of_year(d.tai_ns[e : e + 1] - GPST_BEHIND_TAI_S * 1_000_000_000)[0])
        x, h, gain = x0.copy(), np.empty(0), np.empty(0)
        for _ in range(ROUNDS):
            model, slope = self._model(rows, elevation, x[:3], day)
            cycles = d.wavelength_m[rows] * x[3:]
            y = np.concatenate(
                [difference @ (d.phase_m[rows] - model - cycles), difference @ (d.code_m[rows] - model)]
            )
            h = np.zeros((2 * len(pairs), 3 + n))
            h[: len(pairs), :3] = h[len(pairs) :, :3] = difference @ slope
            h[: len(pairs), 3:] = difference * d.wavelength_m[rows]
            y = y + h @ (x - x0)
            s = h @ prior @ h.T + r
            try:
                gain = np.linalg.solve(s, h @ prior).T
            except np.linalg.LinAlgError:
                return None
            before, x = x[:3], x0 + gain @ y
            if np.linalg.norm(x[:3] - before) < NEAR_M:
                break
        p = prior - gain @ h @ prior
        return x, 0.5 * (p + p.T)

    def _model(
        self, rows: NDArray[np.int64], elevation: Floats, place: Floats, day: float
    ) -> tuple[Floats, Floats]:
        """Rover less base of range, satellite clock and troposphere (m), and its slope by the position."""
        d = self.data
        _, _, height = geodetic(place)
        here, there = (zenith_delays_m(self.lat, h, day) for h in (float(height), self.base_height))
        air = (sum(here) - sum(there)) * np.array([mapping(el) for el in elevation])
        rho_r, unit = ranges_and_directions(d.rover.sat_m[rows], place)
        rho_b, _ = ranges_and_directions(d.base.sat_m[rows], self.base_m)
        return rho_r - rho_b - (d.rover.clock_m[rows] - d.base.clock_m[rows]) + air, -unit

    def _believable(
        self,
        e: int,
        place: Floats,
        integers: Floats,
        pairs: NDArray[np.int64],
        rows: NDArray[np.int64],
        elevation: Floats,
    ) -> bool:
        """Whether the phases of this epoch fit a fixed position as well as their noise allows."""
        d = self.data
        day = float(day_of_year(d.tai_ns[e : e + 1] - GPST_BEHIND_TAI_S * 1_000_000_000)[0])
        model, slope = self._model(rows, elevation, place, day)
        difference = _differencing(pairs, len(rows))
        rest = difference @ (d.phase_m[rows] - model) - d.wavelength_m[rows[pairs[:, 0]]] * integers
        weight = np.linalg.inv(
            difference @ np.diag(2.0 * PHASE_M**2 * (1.0 + 1.0 / np.sin(elevation) ** 2)) @ difference.T
        )
        h = difference @ slope
        rest = rest - h @ np.linalg.lstsq(h.T @ weight @ h, h.T @ weight @ rest, rcond=None)[0]
        free = max(len(pairs) - 3, 1)  # chi-squared: twice a gamma variate of half as many degrees of freedom
        return bool(rest @ weight @ rest <= 2.0 * gammaincinv(free / 2.0, BELIEVABLE))

    def _fix(
        self,
        e: int,
        x: Floats,
        p: Floats,
        pairs: NDArray[np.int64],
        rows: NDArray[np.int64],
        elevation: Floats,
    ) -> tuple[Floats, Floats] | None:
        """Position with ambiguities held to integers: all, or those of the higher satellites; or None."""
        d = self.data
        pairs = pairs[d.system[rows[pairs[:, 0]]] != "R"]  # GLONASS carriers differ: no common wavelength
        lowest = np.minimum(elevation[pairs[:, 0]], elevation[pairs[:, 1]])
        pairs = pairs[np.argsort(-lowest, kind="stable")]
        for count in range(len(pairs), self.settings.fewest - 1, -1):
            part = pairs[:count]
            turn = np.zeros((count, len(x)))
            turn[np.arange(count), 3 + part[:, 0]] = 1.0
            turn[np.arange(count), 3 + part[:, 1]] = -1.0
            q = turn @ p @ turn.T
            real = turn @ x
            try:
                integers, distance = integer_least_squares(real, q)
            except np.linalg.LinAlgError:  # ambiguities that are no unknowns
                return None
            if not np.isfinite(distance[0]):  # a receiver against itself: no integers were found
                continue
            if distance[0] <= 0.0 or distance[1] / distance[0] >= self.settings.ratio:
                gain = np.linalg.solve(q, turn @ p).T
                held = x - gain @ (real - integers[0])
                if not self._believable(e, held[:3], integers[0], part, rows, elevation):
                    return None
                kept = p - gain @ turn @ p
                return held[:3], kept[:3, :3]
        return None


def _pairs(d: Differences, rows: NDArray[np.int64], elevation: Floats) -> NDArray[np.int64]:
    """(satellite, reference) places among the rows: the highest of each system and band is the reference."""
    found: list[tuple[int, int]] = []
    key = np.char.add(d.system[rows], d.band[rows].astype(str)) if len(rows) else np.empty(0, "U2")
    for group in np.unique(key):
        members = np.flatnonzero(key == group)
        if len(members) > 1:
            reference = members[np.argmax(elevation[members])]
            found += [(int(m), int(reference)) for m in members if m != reference]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _differencing(pairs: NDArray[np.int64], n: int) -> Floats:
    """The matrix (pairs, n) that takes each pair's second row from its first."""
    difference = np.zeros((len(pairs), n))
    difference[np.arange(len(pairs)), pairs[:, 0]] = 1.0
    difference[np.arange(len(pairs)), pairs[:, 1]] = -1.0
    return difference


def ranges_and_directions(sat_m: Floats, place: Floats) -> tuple[Floats, Floats]:
    """Ranges and unit vectors to satellites given in the frame of transmission."""
    turn = EARTH_RATE_RADPS * np.linalg.norm(sat_m - place, axis=1) / C_MPS
    turned = np.stack(
        [
            np.cos(turn) * sat_m[:, 0] + np.sin(turn) * sat_m[:, 1],
            -np.sin(turn) * sat_m[:, 0] + np.cos(turn) * sat_m[:, 1],
            sat_m[:, 2],
        ],
        axis=1,
    )
    rho = np.linalg.norm(turned - place, axis=1)
    return rho, (turned - place) / rho[:, None]


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.linalg.norm(vectors, axis=1)[:, None]
    return unit
