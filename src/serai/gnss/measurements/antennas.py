"""Phase centre offsets and variations (ANTEX) of satellites and receivers, as they lengthen a range.

Offsets and variations from ANTEX 1.4 (M. Rothacher, R. Schmid, 2010): measured = from centre of mass to
antenna reference point - satellite offset . e' - receiver offset . e + both variations, e the unit vector
from each antenna to the other. A receiver's frequency that the file lacks takes the pattern of the nearest
one it has; a satellite's that lacks is unknown (NaN). The azimuth of a satellite's pattern is taken from its
y towards its x axis, a receiver's from north by east (recalled).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.antex import Antenna, Antennas, Pattern
from serai.gnss.signals import G1, G2, carrier_hz
from serai.gnss.solution import enu
from serai.wording import reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Which ANTEX frequency a RINEX band is (ANTEX 1.4, table of frequencies); others have the band's own number.
GLONASS_HZ: Mapping[str, float] = MappingProxyType({"R01": G1, "R02": G2})


@dataclass(frozen=True)
class PhaseCentres:
    """Phase centres of a day: the antennas of an ANTEX file, and which one the receiver has."""

    antennas: Antennas
    receiver: Antenna

    @classmethod
    def of(cls, antennas: Antennas, kind: str) -> PhaseCentres:
        """The antennas of a file with the receiver's, named as in its header: type and radome."""
        if not antennas.absolute:
            raise Refused("gnss.antex_relative")
        return cls(antennas, receiver_of(antennas, kind))

    def longer_m(self, rows: Rays, signals: Sequence[tuple[str, str, float]]) -> Floats:
        """How much longer (n,) the rays are measured by a sum of signals: (system, code, factor)."""
        total = np.zeros(len(rows.satellite))
        for system, code, factor in signals:
            heard = heard_m(self.receiver, system, code, rows.towards_satellite)
            total += factor * (self._sent(rows, frequency(system, code)) + heard)
        return total

    def _sent(self, rows: Rays, wanted: str) -> Floats:
        out = np.full(len(rows.satellite), np.nan)
        for number in np.unique(rows.satellite):
            here = np.flatnonzero(rows.satellite == number)
            antenna = self.antennas.satellite(rows.names[number], int(rows.tai_ns[here[0]]))
            pattern = antenna.patterns.get(wanted) if antenna is not None else None
            if antenna is None or pattern is None:
                continue
            k = rows.towards_receiver[here]
            nadir = np.degrees(np.arccos(np.clip(k[:, 2], -1.0, 1.0)))
            azimuth = np.degrees(np.arctan2(k[:, 0], k[:, 1])) % 360.0
            out[here] = _variation(antenna, pattern, nadir, azimuth) - k @ pattern.offset_m
        return out


@dataclass(frozen=True)
class Rays:
    """Rays (n) between satellites and one receiver: unit vectors in the body frame and in east, north, up."""

    names: Sequence[str]
    satellite: Integers
    tai_ns: Integers
    towards_receiver: Floats
    towards_satellite: Floats

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        satellite: Integers,
        tai_ns: Integers,
        sat_m: Floats,
        place_m: Floats,
        axes: Floats,
    ) -> Rays:
        """From Earth-fixed positions (n, 3) m, one place (3,) m and the satellites' axes (n, 3, 3)."""
        away = sat_m - place_m
        away = away / np.linalg.norm(away, axis=1)[:, None]
        return cls(names, satellite, tai_ns, -np.einsum("nij,nj->ni", axes, away), away @ enu(place_m).T)

    def of_rows(self, rows: Integers) -> Rays:
        """Some of them."""
        return Rays(
            self.names,
            self.satellite[rows],
            self.tai_ns[rows],
            self.towards_receiver[rows],
            self.towards_satellite[rows],
        )


def receiver_of(antennas: Antennas, kind: str) -> Antenna:
    """The receiver antenna of a type and radome, as a header names it."""
    found = antennas.receiver(kind)
    if found is None:
        near = sorted({a.kind for a in antennas.antennas if a.kind.split()[:1] == kind.split()[:1]})
        if not _plain(kind):
            raise Refused("gnss.antenna_not_named")
        of_type = tuple(map(_plain, near)) or (reason("gnss.none"),)
        raise Refused("gnss.antenna_unknown", antenna=_plain(kind), of_type=of_type)
    return found


def heard_m(antenna: Antenna, system: str, code: str, towards: Floats) -> Floats:
    """Receiver phase centre: how much longer a signal is along unit vectors (n, 3: east, north, up)."""
    pattern = antenna.patterns[nearest(antenna, system, code)]
    zenith = np.degrees(np.arccos(np.clip(towards[:, 2], -1.0, 1.0)))
    azimuth = np.degrees(np.arctan2(towards[:, 0], towards[:, 1])) % 360.0
    return _variation(antenna, pattern, zenith, azimuth) - towards[:, [1, 0, 2]] @ pattern.offset_m


def sent_from_m(
    antennas: Antennas,
    names: Sequence[str],
    satellite: Integers,
    tai_ns: Integers,
    signals: Sequence[tuple[str, float]],
) -> Floats:
    """Satellite phase centre offsets (n, 3) m in their own axes for a sum of signals; NaN if unknown."""
    out = np.full((len(satellite), 3), np.nan)
    for number in np.unique(satellite):
        here = np.flatnonzero(satellite == number)
        antenna = antennas.satellite(names[number], int(tai_ns[here[0]]))
        wanted = [(frequency(names[number][0], code), factor) for code, factor in signals]
        if antenna is not None and all(name in antenna.patterns for name, _ in wanted):
            out[here] = sum(factor * antenna.patterns[name].offset_m for name, factor in wanted)
    return out


def _plain(kind: str) -> str:
    return " ".join(kind.split())


def frequency(system: str, code: str) -> str:
    """The ANTEX name of a code's frequency: 'G01' for GPS '1C', 'C02' for B1I."""
    return f"{system}{int(code[0]):02d}"


def nearest(antenna: Antenna, system: str, code: str) -> str:
    """The antenna's frequency for a code: its own, or else the nearest in Hz."""
    own = frequency(system, code)
    if own in antenna.patterns:
        return own
    hz = carrier_hz(system, code, 0)
    known = {name: _hz(name) for name in antenna.patterns}
    if not known:
        raise Refused("gnss.antenna_without_frequency", antenna=antenna.kind)
    return min(known, key=lambda name: abs(known[name] - hz))


def _hz(name: str) -> float:
    if name in GLONASS_HZ:
        return GLONASS_HZ[name]
    try:
        return carrier_hz(name[0], str(int(name[1:])), 0)
    except ValueError:
        return float("inf")


def _variation(antenna: Antenna, pattern: Pattern, zenith_deg: Floats, azimuth_deg: Floats) -> Floats:
    """The variation (n,) m between the pattern's nodes; held beyond its last angle."""
    if pattern.grid_m is None:
        return np.interp(zenith_deg, antenna.zenith_deg, pattern.noazi_m)
    steps = np.clip(
        (zenith_deg - antenna.zenith_deg[0]) / (antenna.zenith_deg[1] - antenna.zenith_deg[0]),
        0.0,
        len(antenna.zenith_deg) - 1.0,
    )
    turns = azimuth_deg / (antenna.azimuth_deg[1] - antenna.azimuth_deg[0])
    j = np.minimum(steps.astype(np.int64), len(antenna.zenith_deg) - 2)
    i = np.minimum(turns.astype(np.int64), len(antenna.azimuth_deg) - 2)
    p, q, grid = turns - i, steps - j, pattern.grid_m
    low = (1.0 - q) * grid[i, j] + q * grid[i, j + 1]
    high = (1.0 - q) * grid[i + 1, j] + q * grid[i + 1, j + 1]
    return np.asarray((1.0 - p) * low + p * high)
