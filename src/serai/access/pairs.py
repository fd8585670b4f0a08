"""Satellites and places in bulk: the angles between them for many pairs and moments at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import Place, geodetic_up, places_ecef_m, up_unit
from serai.earth.look import azimuth_elevation_range, elevation_above_deg, off_nadir_from_deg
from serai.errors import Refused
from serai.orbit.ephemeris import Ephemeris

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Pairs:
    """Every satellite of a list with every place of a list, numbered satellite * places + place.

    Each method takes ``pair`` and ``tai_ns`` as a condition's margin does.  The shape of a scan, (p, 1) with
    (n,), goes satellite by satellite over all its places by matrix products; anything else pair by pair.
    """

    __slots__ = ("count", "ecef_m", "ephemeris", "lat_deg", "lon_deg", "places", "sats", "up")

    def __init__(
        self, ephemeris: Ephemeris, sat_index: Sequence[int] | Integers, places: Sequence[Place]
    ) -> None:
        self.ephemeris = ephemeris
        self.sats = np.asarray(sat_index, dtype=np.int64)
        if len(self.sats) and not (self.sats.min() >= 0 and self.sats.max() < len(ephemeris)):
            asked = (int(self.sats.min()), int(self.sats.max()))
            raise Refused("access.satellites", last=len(ephemeris) - 1, lowest=asked[0], highest=asked[1])
        self.places = len(places)
        self.count = len(self.sats) * self.places
        self.lat_deg = np.array([place.lat_deg for place in places])
        self.lon_deg = np.array([place.lon_deg for place in places])
        self.ecef_m = places_ecef_m(
            self.lat_deg, self.lon_deg, np.array([place.height_m for place in places])
        )
        self.up = up_unit(self.lat_deg, self.lon_deg)

    def elevation_deg(self, pair: Integers, tai_ns: Integers) -> Floats:
        """How high each satellite stands above each place's horizon, degrees."""
        if _is_scan(pair, tai_ns):
            return self._scan(pair, tai_ns, self._elevation)
        sat, place = np.divmod(pair, self.places)
        r = self.ephemeris.position_m(self.sats[sat], tai_ns)
        return elevation_above_deg(self.ecef_m[place], self.up[place], r)

    def range_m(self, pair: Integers, tai_ns: Integers) -> Floats:
        """How far each satellite is from each place, metres."""
        if _is_scan(pair, tai_ns):
            return self._scan(pair, tai_ns, lambda r, here: _towards(r, self.ecef_m[here])[1])
        sat, place = np.divmod(pair, self.places)
        d = self.ephemeris.position_m(self.sats[sat], tai_ns) - self.ecef_m[place]
        return np.asarray(np.sqrt(np.sum(d * d, axis=-1)))

    def azimuth_elevation_deg(self, pair: Integers, tai_ns: Integers) -> tuple[Floats, Floats]:
        """Azimuth and elevation of each satellite at each place, degrees."""
        sat, place = np.divmod(pair, self.places)
        r = self.ephemeris.position_m(self.sats[sat], tai_ns)
        azimuth, elevation, _ = azimuth_elevation_range(
            self.ecef_m[place], self.lat_deg[place], self.lon_deg[place], r
        )
        return azimuth, elevation

    def off_nadir_elevation_deg(self, pair: Integers, tai_ns: Integers) -> tuple[Floats, Floats]:
        """The angle at each satellite from its nadir to each place, and its elevation there, degrees."""
        if _is_scan(pair, tai_ns):
            both = self._scan(pair, tai_ns, self._off_nadir_elevation, lead=(2,))
            return both[0], both[1]
        sat, place = np.divmod(pair, self.places)
        r = self.ephemeris.position_m(self.sats[sat], tai_ns)
        return (
            off_nadir_from_deg(r, geodetic_up(r), self.ecef_m[place]),
            elevation_above_deg(self.ecef_m[place], self.up[place], r),
        )

    def _scan(
        self,
        pair: Integers,
        tai_ns: Integers,
        values: Callable[[Floats, Integers], Floats],
        lead: tuple[int, ...] = (),
    ) -> Floats:
        """``values`` (..., places, n) of each satellite's positions (n, 3) and places, for pairs (p, 1)."""
        moments = np.atleast_1d(tai_ns)
        out = np.empty((*lead, len(pair), len(moments)))
        for sat, rows, places in self._by_satellite(pair[:, 0]):
            r = self.ephemeris.on_grid(moments, self.sats[sat : sat + 1])[0]
            out[..., rows, :] = values(r, places)
        return out

    def _by_satellite(self, pair: Integers) -> Iterator[tuple[int, slice, Integers]]:
        sat, place = np.divmod(pair, self.places)
        bounds = np.flatnonzero(np.append(True, sat[1:] != sat[:-1])).tolist() if len(sat) else []
        for first, last in zip(bounds, [*bounds[1:], len(sat)], strict=True):
            yield int(sat[first]), slice(first, last), place[first:last]

    def _elevation(self, r: Floats, places: Integers) -> Floats:
        ecef, up = self.ecef_m[places], self.up[places]
        _, distance = _towards(r, ecef)
        height = up @ r.T
        height -= np.sum(up * ecef, axis=1)[:, None]
        height /= distance
        return _arcsine_deg(height)

    def _off_nadir_elevation(self, r: Floats, places: Integers) -> Floats:
        ecef, up = self.ecef_m[places], self.up[places]
        _, distance = _towards(r, ecef)
        sat_up = geodetic_up(r)
        below = (
            np.sum(r * sat_up, axis=1) - ecef @ sat_up.T
        )  # how far the place is below the satellite's level
        height = up @ r.T - np.sum(up * ecef, axis=1)[:, None]
        return np.stack([90.0 - _arcsine_deg(below / distance), _arcsine_deg(height / distance)])


def _towards(r: Floats, ecef_m: Floats) -> tuple[Floats, Floats]:
    """Dot products and distances (places, n) of positions (n, 3) from places (places, 3), at one go.

    The squares cancel to 1 m^2 at most, 1e-12 of the square of any range to a satellite.
    """
    product = ecef_m @ r.T
    square = np.sum(r * r, axis=1) - 2.0 * product
    square += np.sum(ecef_m * ecef_m, axis=1)[:, None]
    return product, np.sqrt(np.maximum(square, 1.0, out=square), out=square)


def _arcsine_deg(sine: Floats) -> Floats:
    np.clip(sine, -1.0, 1.0, out=sine)
    np.arcsin(sine, out=sine)
    return np.degrees(sine, out=sine)


def _is_scan(pair: Integers, tai_ns: Integers) -> bool:
    return pair.ndim == 2 and pair.shape[1] == 1 and tai_ns.ndim == 1 and len(tai_ns) > 8
