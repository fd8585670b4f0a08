"""Observations with known truth: satellites on Kepler orbits, ranges by the models themselves, no noise.

The geometry is written anew here (the signal's flight is iterated in an inertial frame), so that Sagnac,
transmission time and relativity are judged, not repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from serai.earth import azimuth_elevation_range, geodetic
from serai.formats.ephemerides import Ephemerides, IonosphereParameters
from serai.formats.rinex.navigation import Navigation
from serai.formats.rinex.observations import Observations
from serai.gnss.atmosphere.klobuchar import obliquity, pierce_point, vertical_delay_m
from serai.gnss.atmosphere.troposphere import mapping, zenith_delays_m
from serai.gnss.estimators.single_point import day_of_year
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import L1, carrier_hz
from serai.time import Instant

C = 299_792_458.0
START = Instant.from_utc("2024-03-05T10:00:00Z").tai_ns // 10**9 * 10**9
KLOBUCHAR = (1.1e-8, 1.5e-8, -6e-8, -1.2e-7, 8.6e4, 9.8e4, -6.6e4, -5.2e5)
RADIUS = {"G": 26_559_700.0, "E": 29_600_318.0, "C": 27_906_100.0, "J": 42_164_200.0}
TILT_DEG = {"G": 55.0, "E": 56.0, "C": 55.0, "J": 41.0}
MESSAGE = {"G": "LNAV", "E": "INAV", "C": "D1", "J": "LNAV"}


@dataclass
class Case:
    """What is simulated: where, how many epochs, which codes of which system, and what disturbs them."""

    place_m: np.ndarray
    codes: dict[str, tuple[str, ...]]
    epochs: int = 5
    step_s: float = 30.0
    clock_m: dict[str, float] = field(default_factory=dict)
    delays_s: dict[str, dict[str, float]] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    air: bool = True
    noise_m: float = 0.0
    seed: int = 1
    first_number: int = 19
    wrong: dict[str, Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, float]]] = field(
        default_factory=dict
    )  # by satellite: of its broadcast r and v, what to add to r and (metres) to its clock for the truth
    biases_m: dict[tuple[str, str], float] = field(default_factory=dict)  # (satellite, code): how late
    iono: Callable[[float, float, float, float], float] | None = None  # lat, lon, az, el (rad): L1 delay
    phases: bool = False


def ephemerides(case: Case, system: str, satellites: int = 24) -> Ephemerides:
    """A constellation of three planes, its toe at the start rounded to the hour."""
    n = satellites
    toe = np.full(n, START - START % 3_600_000_000_000, np.int64)
    k = np.arange(n)
    columns = {name: np.zeros(n) for name in ("a_dot", "idot", "omega_dot", "delta_n", "delta_n_dot", "af2")}
    columns |= {name: np.full(n, 1e-6 * (1 + i)) for i, name in enumerate(("cuc", "cus", "cic", "cis"))}
    columns |= {"crc": np.full(n, 150.0), "crs": np.full(n, -40.0), "health": np.zeros(n)}
    columns |= {
        "sqrt_a": np.full(n, np.sqrt(RADIUS[system])),
        "e": np.full(n, 0.01),
        "i0": np.full(n, np.radians(TILT_DEG[system])),
        "omega0": 2 * np.pi * (k % 3) / 3 + ord(system),
        "omega": 0.1 * k,
        "m0": 2 * np.pi * (k // 3) / (n // 3) + 0.3 * (k % 3),
        "af0": 1e-5 * (k - n / 2),
        "af1": 1e-12 * (k - n / 2),
        "iode": np.full(n, 7.0),
        "iodc": np.full(n, 7.0),
        "ura_m": np.full(n, 2.0),
    }
    given = {
        "tgd_s": -5e-9,
        "bgd_e5a_e1_s": -2e-9,
        "bgd_e5b_e1_s": -3e-9,
        "tgd1_b1i_s": 4e-9,
        "tgd2_b2i_s": 1e-9,
    }
    given |= case.delays_s.get(system, {})
    columns |= {name: value * (1 + 0.1 * k) for name, value in given.items()}
    return Ephemerides(
        system=system,
        message=case.messages.get(system, MESSAGE[system]),
        prn=(k + (case.first_number if system == "C" else 1)).astype(np.int16),
        toc_tai_ns=toe,
        toe_tai_ns=toe,
        ttr_tai_ns=toe,
        columns=MappingProxyType(columns),
    )


def navigation(case: Case) -> Navigation:
    tables = {(t.system, t.message): t for t in (ephemerides(case, s) for s in case.codes)}
    iono = IonosphereParameters(
        model="klobuchar", system="G", satellite="", tai_ns=None, region="", parameters=KLOBUCHAR
    )
    return Navigation(
        version=4.0,
        tables=MappingProxyType(tables),
        iono=(iono,),
        time_offsets=(),
        orientation=(),
        leap_seconds=18,
        unread=MappingProxyType({}),
        skipped=MappingProxyType({}),
    )


def observations(case: Case) -> Observations:
    """What a receiver at the place would have written, satellites above 5 degrees."""
    nav = navigation(case)
    random = np.random.default_rng(case.seed)
    names, rows = [], []
    tai = START + np.round(np.arange(case.epochs) * case.step_s * 1e9).astype(np.int64)
    lat, lon, height = (float(v) for v in geodetic(case.place_m))
    for system, codes in case.codes.items():
        sent = {system: (case.messages.get(system, MESSAGE[system]),)}
        orbits = Broadcast.of(nav, {system: codes}, messages=sent)
        for name in orbits.satellites:
            names.append(name)
            chosen = orbits.select([name], np.zeros(case.epochs, np.int64), tai)
            bias = case.clock_m.get(system, 0.0)
            received = -bias / C  # true time of reception after the receiver's own label
            flight = np.full(case.epochs, 0.07)
            for _ in range(6):
                r, v, clock = orbits.states(chosen, tai, received - flight)
                if name in case.wrong:
                    shift, late_m = case.wrong[name](r, v)
                    r = r + shift
                    clock = clock + np.array([late_m / C, 0.0])
                flight = np.linalg.norm(_inertial(r, -flight) - case.place_m, axis=1) / C
            az, el, _ = azimuth_elevation_range(case.place_m, lat, lon, r)
            delay = orbits.delay_s[chosen]
            for e in np.flatnonzero(el > 5.0):
                air, iono = _air(lat, lon, height, az[e], el[e], int(tai[e])) if case.air else (0.0, 0.0)
                if case.iono is not None:
                    iono = case.iono(*(np.radians(x) for x in (lat, lon, az[e], el[e])))
                values: dict[str, float] = {}
                for k, code in enumerate(codes):
                    late = 0.0 if np.isnan(delay[e, k]) else delay[e, k]
                    there = iono * (L1 / carrier_hz(system, code, 0)) ** 2
                    values[code] = (
                        flight[e] * C
                        + bias
                        + C * (late - clock[e, 0])
                        + air
                        + there
                        + case.biases_m.get((name, code), 0.0)
                        + case.noise_m * random.normal()
                    )
                    if case.phases:
                        wave = C / carrier_hz(system, code, 0)
                        plain = flight[e] * C + bias - C * clock[e, 0] + air - there
                        values["L" + code] = plain / wave + 1000.0 + len(names)
                rows.append((e, name, values))
    return _table(rows, sorted(names), tai, case)


def _inertial(r, turn_s):
    """Satellite positions of earlier Earth-fixed frames in the frame of reception."""
    rate = 7.2921151467e-5
    c, s = np.cos(rate * turn_s), np.sin(rate * turn_s)
    return np.stack([c * r[:, 0] - s * r[:, 1], s * r[:, 0] + c * r[:, 1], r[:, 2]], axis=1)


def _air(lat, lon, height, az, el, tai_ns):
    gpst = np.array([tai_ns - 19 * 10**9])
    day = float(day_of_year(gpst)[0])
    el, az, lat, lon = (np.radians(v) for v in (el, az, lat, lon))
    second = float((gpst[0] % (86_400 * 10**9)) / 1e9)
    there = pierce_point(lat, lon, az, el)
    iono = obliquity(el) * vertical_delay_m(np.array(KLOBUCHAR), *there, second)
    return sum(zenith_delays_m(lat, height, day)) * mapping(el), iono


def _table(rows, names, tai, case):
    place = {name: k for k, name in enumerate(names)}
    rows.sort(key=lambda row: (row[0], place[row[1]]))
    kinds = "CL" if case.phases else "C"
    codes = {s: tuple(f"{kind}{c}" for kind in kinds for c in cs) for s, cs in case.codes.items()}
    values = {code: np.full(len(rows), np.nan) for every in codes.values() for code in every}
    for k, (_, _, found) in enumerate(rows):
        for code, value in found.items():
            values[code if code[0] == "L" else f"C{code}"][k] = value
    return Observations(
        version=3.05,
        marker="SIMULATED",
        receiver="",
        antenna="",
        approx_position_m=None,
        antenna_delta_hen_m=np.zeros(3),
        interval_s=case.step_s,
        time_system="GPS",
        glonass_channels=MappingProxyType({}),
        skipped=MappingProxyType({}),
        tai_ns=tai,
        flags=np.zeros(len(tai), np.uint8),
        clock_offset_s=np.full(len(tai), np.nan),
        satellites=tuple(names),
        epoch=np.array([row[0] for row in rows], np.int32),
        satellite=np.array([place[row[1]] for row in rows], np.int16),
        codes=MappingProxyType(codes),
        renamed=MappingProxyType({}),
        values=MappingProxyType(values),
        lli=MappingProxyType({c: np.zeros(len(rows), np.uint8) for c in values if c[0] == "L"}),
    )
