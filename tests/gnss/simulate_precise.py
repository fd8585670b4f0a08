"""Codes and phases between antennas with known phase centres, their precise orbits, their ANTEX file.

Geometry, attitude and antennas are written anew here (every frequency's own phase centres in an inertial
frame); tide, troposphere and wind-up are the models' own, as they are not what is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from tests.formats.rinex_text import labelled

from serai.earth import Orientation, geodetic, sun_ecef_unit
from serai.formats.rinex.observations import Observations
from serai.gnss.atmosphere.troposphere import niell, zenith_delays_m
from serai.gnss.estimators.single_point import day_of_year
from serai.gnss.measurements.windup import windup_cycles
from serai.gnss.satellites.attitude import body_axes, geostationary
from serai.gnss.satellites.precise import Precise
from serai.gnss.solution import enu
from serai.gnss.tides.tides import displacement_m
from serai.time import Instant

C, GM, EARTH_RATE = 299_792_458.0, 3.986005e14, 7.2921151467e-5
START = Instant.from_utc("2024-03-05T10:00:00Z").tai_ns // 10**9 * 10**9
HZ = {"G": (1575.42e6, 1227.60e6), "E": (1575.42e6, 1176.45e6), "C": (1561.098e6, 1268.52e6)}
CODES = {"G": ("1W", "2W"), "E": ("1C", "5Q"), "C": ("2I", "6I")}
FREQUENCIES = {"G": ("G01", "G02"), "E": ("E01", "E05"), "C": ("C02", "C06")}
RADIUS = {"G": 26_559_700.0, "E": 29_600_318.0, "C": 27_906_100.0}
RECEIVER = "SERAI-CHOKE     NONE"
# Offsets, mm: of the size of those in use (0.4 m sideways, 1 to 2.7 m towards the Earth), alike for none.
SENT_MM = {"G01": (394.0, -2.0, 1600.0), "G02": (394.0, 3.0, 1500.0), "E01": (-120.0, 10.0, 850.0)}
SENT_MM |= {"E05": (-170.0, 5.0, 800.0), "C02": (-200.0, 30.0, 2300.0), "C06": (-210.0, -20.0, 2500.0)}
HEARD_MM = {"G01": (1.0, -0.5, 90.0), "G02": (-0.7, 0.3, 120.0)}  # north, east, up; others as the nearest
NADIRS, ZENITHS, AZIMUTHS = np.arange(0.0, 17.1, 1.0), np.arange(0.0, 90.1, 5.0), np.arange(0.0, 360.1, 30.0)


def sent_variation_mm(frequency: str, number: int, nadir: np.ndarray) -> np.ndarray:
    return (4.0 + number % 5) * np.cos(np.radians(nadir) * 12.0) + float(frequency[1:])


def heard_variation_mm(frequency: str, zenith: np.ndarray, azimuth: np.ndarray) -> np.ndarray:
    turn = np.radians(azimuth) + float(frequency[1:])
    return -8.0 * np.sin(np.radians(zenith)) ** 2 + 2.0 * np.sin(np.radians(zenith)) * np.cos(turn + 0.4)


@dataclass
class Day:
    """Where the antenna reference point is, which systems, how long; whether the antennas are points."""

    place_m: np.ndarray
    systems: str = "GE"
    epochs: int = 240
    step_s: float = 30.0
    antennas: bool = True


def names_of(system: str) -> list[str]:
    return [f"{system}{k + (19 if system == 'C' else 1):02d}" for k in range(24)]


def orbit_m(name: str, seconds: np.ndarray) -> np.ndarray:
    """A circular orbit in the inertial frame that is Earth-fixed at the start."""
    k, radius = int(name[1:]), RADIUS[name[0]]
    node, tilt = 2 * np.pi * (k % 3) / 3 + ord(name[0]), np.radians(55.5)
    u = 2 * np.pi * (k // 3) / 8 + 0.3 * (k % 3) + np.sqrt(GM / radius**3) * seconds
    x, y = np.cos(u), np.sin(u)
    return radius * np.stack(
        [
            x * np.cos(node) - y * np.cos(tilt) * np.sin(node),
            x * np.sin(node) + y * np.cos(tilt) * np.cos(node),
            y * np.sin(tilt),
        ],
        axis=-1,
    )


def turned(r: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """From the inertial frame to the Earth-fixed one of some seconds after the start."""
    c, s = np.cos(EARTH_RATE * seconds), np.sin(EARTH_RATE * seconds)
    return np.stack([c * r[..., 0] + s * r[..., 1], c * r[..., 1] - s * r[..., 0], r[..., 2]], axis=-1)


def orbits(day: Day) -> Precise:
    """Rows every 15 minutes from four hours before to four after; all clocks right but for relativity."""
    names = tuple(name for system in day.systems for name in names_of(system))
    seconds = np.arange(-16, 17 + int(day.epochs * day.step_s / 900)) * 900.0
    rows = np.stack([turned(orbit_m(name, seconds), seconds) for name in names])
    tai = START + np.round(seconds * 1e9).astype(np.int64)
    return Precise(names, tai, rows, tai, np.zeros(rows.shape[:2]), "IGS20 (precise orbits)")


def observations(day: Day) -> Observations:
    seconds = np.arange(day.epochs) * day.step_s
    tai = START + np.round(seconds * 1e9).astype(np.int64)
    tide = displacement_m(day.place_m, tai)
    precise = orbits(day)
    local = enu(day.place_m)
    lat, _, height = (float(v) for v in geodetic(day.place_m))
    days = day_of_year(tai - 19 * 10**9)
    names, rows = [], []
    for name in precise.satellites:
        one = _one(day, precise, name, seconds, tai, tide, local, (np.radians(lat), height, days))
        if one is not None:
            names.append(name)
            rows.append(one)
    return _table(day, names, rows, tai)


def _one(day, precise, name, seconds, tai, tide, local, air):
    system, number = name[0], int(name[1:])
    place = day.place_m + tide
    flight = np.full(len(seconds), 0.075)
    here = _inertial(place, seconds)
    for _ in range(5):
        flight = np.linalg.norm(orbit_m(name, seconds - flight) - here, axis=1) / C
    sent = seconds - flight
    fixed = turned(orbit_m(name, sent), sent)
    sun = sun_ecef_unit(tai, Orientation.none())
    z = -fixed / np.linalg.norm(fixed, axis=1)[:, None]
    y = np.cross(z, sun - fixed / 149_597_870_700.0)
    y /= np.linalg.norm(y, axis=1)[:, None]
    x = np.cross(y, z)
    up = local[2]
    away = fixed - place
    sine = away @ up / np.linalg.norm(away, axis=1)
    seen = sine > np.sin(np.radians(8.0))
    if not seen.any():
        return None
    e = away / np.linalg.norm(away, axis=1)[:, None]
    zenith = np.degrees(np.arccos(sine))
    azimuth = np.degrees(np.arctan2(e @ local[0], e @ local[1])) % 360.0
    nadir = np.degrees(np.arccos(np.einsum("nk,nk->n", z, -e)))
    rad, height, days = air
    maps = np.array(
        [niell(rad, height, float(d), float(np.arcsin(s))) for d, s in zip(days, sine, strict=True)]
    )
    dry, wet = zenith_delays_m(rad, height, float(days[0]))
    r, s = np.linalg.norm(place, axis=1), np.linalg.norm(fixed, axis=1)
    d = np.linalg.norm(away, axis=1)
    gravity = 2.0 * GM / C**2 * np.log((r + s + d) / (r + s - d))
    index = np.full(len(tai), precise.satellites.index(name))
    _, _, clock = precise.states(index, tai, -flight)
    axes = body_axes(fixed, sun, geostationary([name])[np.zeros(len(tai), int)])
    wind = windup_cycles(fixed, day.place_m, local, axes, np.zeros(len(tai), int))
    values = {}
    for k, (code, hz) in enumerate(zip(CODES[system], HZ[system], strict=True)):
        frequency = FREQUENCIES[system][k]
        heard = "G01" if k == 0 else "G02"
        o, h = np.array(SENT_MM[frequency]) / 1e3, np.array(HEARD_MM[heard]) / 1e3
        extra = (
            sent_variation_mm(frequency, number, nadir) + heard_variation_mm(heard, zenith, azimuth)
        ) / 1e3
        if not day.antennas:
            o, h, extra = np.zeros(3), np.zeros(3), 0.0
        apc = fixed + o[0] * x + o[1] * y + o[2] * z
        ear = place + h[0] * local[1] + h[1] * local[0] + h[2] * local[2]
        rho = np.linalg.norm(_inertial(apc, sent) - _inertial(ear, seconds), axis=1) + extra
        rest = gravity - C * clock[:, 0] + maps[:, 0] * dry + maps[:, 1] * wet
        iono = 5.0 * (1575.42e6 / hz) ** 2
        values[f"C{code}"] = rho + rest + iono
        values[f"L{code}"] = (rho + rest - iono + wind * C / hz) / (C / hz) + 100.0 * number + k
    return seen, values


def _inertial(r: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    return turned(r, -seconds)


def _table(day, names, rows, tai):
    keys = [(e, s) for s, (seen, _) in enumerate(rows) for e in np.flatnonzero(seen)]
    keys.sort()
    wanted = {kind + code for system in day.systems for code in CODES[system] for kind in "CL"}
    values = {code: np.full(len(keys), np.nan) for code in sorted(wanted)}
    for row, (e, s) in enumerate(keys):
        for code, series in rows[s][1].items():
            values[code][row] = series[e]
    return Observations(
        version=3.05,
        marker="SIMULATED",
        receiver="",
        antenna=RECEIVER,
        approx_position_m=None,
        antenna_delta_hen_m=np.zeros(3),
        interval_s=day.step_s,
        time_system="GPS",
        glonass_channels=MappingProxyType({}),
        skipped=MappingProxyType({}),
        tai_ns=tai,
        flags=np.zeros(len(tai), np.uint8),
        clock_offset_s=np.full(len(tai), np.nan),
        satellites=tuple(names),
        epoch=np.array([e for e, _ in keys], np.int32),
        satellite=np.array([s for _, s in keys], np.int16),
        codes=MappingProxyType({s: tuple(k + c for c in CODES[s] for k in "CL") for s in day.systems}),
        renamed=MappingProxyType({}),
        values=MappingProxyType(values),
        lli=MappingProxyType({k: np.zeros(len(keys), np.uint8) for k in values if k[0] == "L"}),
    )


def antex(systems: str = "GE", without: str = "") -> bytes:
    """The ANTEX file of those antennas, in the standard's layout."""
    text = labelled("     1.4            M", "ANTEX VERSION / SYST") + labelled("A", "PCV TYPE / REFANT")
    text += labelled("", "END OF HEADER")
    for system in systems:
        for name in names_of(system):
            if name != without:
                text += _satellite(name)
    text += _head(RECEIVER, "", 30.0, ZENITHS, len(HEARD_MM))
    for frequency, offset in HEARD_MM.items():
        rows = [("NOAZI", heard_variation_mm(frequency, ZENITHS, np.zeros(1)))]
        rows += [(f"{a:.1f}", heard_variation_mm(frequency, ZENITHS, np.array([a]))) for a in AZIMUTHS]
        text += _frequency(frequency, offset, rows)
    return (text + labelled("", "END OF ANTENNA")).encode()


def _satellite(name: str) -> str:
    text = _head("BLOCK X", name, 0.0, NADIRS, 2)
    for frequency in FREQUENCIES[name[0]]:
        rows = [("NOAZI", sent_variation_mm(frequency, int(name[1:]), NADIRS))]
        text += _frequency(frequency, SENT_MM[frequency], rows)
    return text + labelled("", "END OF ANTENNA")


def _head(kind: str, serial: str, dazi: float, angles: np.ndarray, count: int) -> str:
    return (
        labelled("", "START OF ANTENNA")
        + labelled(f"{kind:<20}{serial:<20}", "TYPE / SERIAL NO")
        + labelled(f"  {dazi:6.1f}", "DAZI")
        + labelled(f"  {angles[0]:6.1f}{angles[-1]:6.1f}{angles[1] - angles[0]:6.1f}", "ZEN1 / ZEN2 / DZEN")
        + labelled(f"{count:6d}", "# OF FREQUENCIES")
    )


def _frequency(name: str, offset: tuple[float, ...], rows: list[tuple[str, np.ndarray]]) -> str:
    text = labelled(f"   {name}", "START OF FREQUENCY")
    text += labelled("".join(f"{value:10.2f}" for value in offset), "NORTH / EAST / UP")
    for head, values in rows:
        text += f"{head:>8}" + "".join(f"{value:8.2f}" for value in values) + "\n"
    return text + labelled(f"   {name}", "END OF FREQUENCY")
