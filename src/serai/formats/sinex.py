"""Station coordinates from SINEX files: estimates with their epochs, deviations, velocities and antennas.

IERS, "SINEX - Solution (Software/technique) INdependent EXchange Format, Version 2.02" (2006). Covariances
are left aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.lines import Lines, finite, whole
from serai.formats.refusal import BadFile
from serai.formats.rinex.clocks import tai_of
from serai.formats.scan import days_of
from serai.formats.source import Source
from serai.wording import reason

SERVICES = ("STAX", "STAY", "STAZ", "VELX", "VELY", "VELZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSolution:
    """One solution of one point: position at an epoch, metres in the file's frame.

    ``v_mpy`` (metres a year) is NaN where not estimated; ``antenna`` and ``eccentricity_une_m`` (up, north,
    east of the antenna reference point from the marker) are '' and NaN where the file does not say.
    """

    code: str
    point: str
    solution: str
    domes: str
    epoch_tai_ns: int
    r_m: NDArray[np.float64]
    sigma_m: NDArray[np.float64]
    v_mpy: NDArray[np.float64]
    antenna: str
    eccentricity_une_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates:
    """All stations of a file, in its order."""

    version: str
    stations: tuple[SiteSolution, ...]
    skipped: Mapping[str, int]

    def of(self, code: str) -> tuple[SiteSolution, ...]:
        """Give the solutions of a four-character code; none, an empty tuple."""
        return tuple(one for one in self.stations if one.code == code.upper())


@dataclass(slots=True)
class _Point:
    values: dict[str, float] = field(default_factory=dict)
    sigmas: dict[str, float] = field(default_factory=dict)
    epoch: int | None = None


Key = tuple[str, str, str]


@dataclass(slots=True)
class _Found:
    points: dict[Key, _Point] = field(default_factory=dict)
    domes: dict[tuple[str, str], str] = field(default_factory=dict)
    antennas: dict[tuple[str, str], str] = field(default_factory=dict)
    eccentricities: dict[tuple[str, str], list[float]] = field(default_factory=dict)


def read_sinex(source: Source, *, lenient: bool = False) -> Coordinates:
    """Read the coordinates of a SINEX file (also packed); refused at the first fault unless lenient."""
    lines = Lines.of(source, lenient=lenient)
    first = next(lines, "")
    if not first.startswith("%=SNX"):
        raise BadFile(lines.judge.file, 1, reason("formats.expected.sinex"), first)
    found, block, ended = _Found(), "", False
    for line in lines:
        if line.startswith("%ENDSNX"):
            ended = True
            break
        if line.startswith("+"):
            block = line[1:].strip()
        elif line.startswith("-"):
            block = ""
        elif line.startswith(" "):
            _record(lines, line, block, found)
    if not ended:
        lines.fault("files without their end", reason("formats.expected.sinex_end"))
    stations = [_station(key, point, found) for key, point in found.points.items()]
    return Coordinates(
        version=first[6:10].strip(),
        stations=tuple(one for one in stations if one is not None),
        skipped=MappingProxyType(dict(lines.judge.skipped)),
    )


def _record(lines: Lines, line: str, block: str, found: _Found) -> None:
    if block == "SOLUTION/ESTIMATE":
        _estimate(lines, line, found)
    elif block == "SITE/ID":
        found.domes[line[1:5].strip().upper(), line[6:8].strip()] = line[9:18].strip()
    elif block == "SITE/ANTENNA":
        found.antennas[line[1:5].strip().upper(), line[6:8].strip()] = line[42:62].rstrip()
    elif block == "SITE/ECCENTRICITY":
        values = [finite(line[46 + 9 * k : 54 + 9 * k]) for k in range(3)]
        if line[42:45] == "UNE" and None not in values:
            key = (line[1:5].strip().upper(), line[6:8].strip())
            found.eccentricities[key] = [value for value in values if value is not None]


def _estimate(lines: Lines, line: str, found: _Found) -> None:
    kind = line[7:13].strip()
    if kind not in SERVICES:
        return
    key = (line[14:18].strip().upper(), line[19:21].strip(), line[22:26].strip())
    epoch, value, sigma = _epoch(line[27:39]), finite(line[47:68]), finite(line[69:80])
    if epoch is None or value is None or sigma is None or not key[0]:
        lines.fault("estimates not read", reason("formats.expected.estimate"))
        return
    point = found.points.setdefault(key, _Point())
    point.values[kind], point.sigmas[kind], point.epoch = value, sigma, epoch


def _station(key: Key, point: _Point, found: _Found) -> SiteSolution | None:
    if point.epoch is None or any(name not in point.values for name in SERVICES[:3]):
        return None
    site = key[:2]
    nowhere = float("nan")
    return SiteSolution(
        code=key[0],
        point=key[1],
        solution=key[2],
        domes=found.domes.get(site, ""),
        epoch_tai_ns=point.epoch,
        r_m=np.array([point.values[name] for name in SERVICES[:3]]),
        sigma_m=np.array([point.sigmas[name] for name in SERVICES[:3]]),
        v_mpy=np.array([point.values.get(name, nowhere) for name in SERVICES[3:]]),
        antenna=found.antennas.get(site, ""),
        eccentricity_une_m=np.array(found.eccentricities.get(site, [nowhere] * 3)),
    )


def _epoch(text: str) -> int | None:
    """Read 'YY:DDD:SSSSS' (or four digits of a year) as UTC; two digits up to 50 are of this century."""
    parts = [whole(part) for part in text.strip().split(":")]
    if len(parts) != 3:
        return None
    year, day, second = (part if part is not None else -1 for part in parts)
    if 0 <= year < 100:
        year += 2000 if year <= 50 else 1900
    if not (1972 <= year <= 2100 and 1 <= day <= 366 and 0 <= second <= 86_400):
        return None
    days = days_of(year, 1, 1) + day - 1
    return int(tai_of(np.array([days]), np.array([second * 1_000_000_000]), "UTC")[0])
