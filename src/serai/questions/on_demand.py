"""Columns on demand: what planners book by, worked out for the rows that are told and for no others.

Of passes: slant range, Doppler shift, orbit number, direction, side, Sun and local time; of looks: slant
range, azimuth, incidence, side, direction, Sun, local time and orbit number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from serai.earth import (
    Orientation,
    Place,
    azimuth_elevation_range,
    doppler_hz,
    incidence_deg,
    range_rate_mps,
    sun_ecef_unit,
    up_unit,
)
from serai.errors import Refused
from serai.formats.places import NamedPlace
from serai.orbit import Sgp4, revolutions
from serai.questions.columns import Cell, Columns
from serai.questions.flights import Flight
from serai.time import WindowTable, utc_offset_s

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAY_S = 86_400.0
SECOND_NS, DAY_NS = 1_000_000_000, 86_400_000_000_000
START, BEST, END = 0, 1, 2  # the moments of a window
LOWEST_GHZ, HIGHEST_GHZ = 0.1, 300.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenAt:
    """Satellites and places of windows at one moment of each, Earth-fixed, (windows,) and (windows, 3)."""

    at_ns: Integers
    r_m: Floats
    v_mps: Floats
    site_m: Floats
    lat_deg: Floats
    lon_deg: Floats
    revolution: Sequence[Cell]
    orientation: Orientation
    frequency_hz: float

    def range_m(self) -> Sequence[Cell]:
        """Slant range, whole metres."""
        return _cells(np.linalg.norm(self.r_m - self.site_m, axis=1), 0)

    def azimuth_deg(self) -> Sequence[Cell]:
        """Azimuth of the satellite at the place, from north by east."""
        return _cells(azimuth_elevation_range(self.site_m, self.lat_deg, self.lon_deg, self.r_m)[0], 2)

    def incidence_deg(self) -> Sequence[Cell]:
        """Incidence angle: at the place, from its vertical."""
        return _cells(incidence_deg(self.site_m, self.lat_deg, self.lon_deg, self.r_m), 4)

    def doppler_hz(self) -> Sequence[Cell]:
        """Doppler shift of a carrier sent down, positive while the satellite comes nearer."""
        return _cells(doppler_hz(range_rate_mps(self.site_m, self.r_m, self.v_mps), self.frequency_hz), 0)

    def side(self) -> Sequence[Cell]:
        """The side of the track that the place lies on."""
        right = np.einsum("ij,ij->i", self.site_m - self.r_m, np.cross(self.v_mps, self.r_m))
        return _either(right, "right", "left")

    def direction(self) -> Sequence[Cell]:
        """Whether the latitude below the satellite grows (ascending) or falls."""
        r, v = self.r_m, self.v_mps
        north = v[:, 2] * np.einsum("ij,ij->i", r, r) - r[:, 2] * np.einsum("ij,ij->i", r, v)
        return _either(north, "ascending", "descending")

    def sun_deg(self) -> Sequence[Cell]:
        """Elevation of the Sun's centre at the place, without refraction."""
        sun = sun_ecef_unit(self.at_ns, self.orientation)
        sine = np.einsum("ij,ij->i", sun, up_unit(self.lat_deg, self.lon_deg))
        return _cells(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))), 2)

    def local_time(self) -> Sequence[Cell]:
        """Mean solar time at the place: UTC and four minutes a degree of longitude."""
        utc_s = (self.at_ns - utc_offset_s(self.at_ns) * SECOND_NS) % DAY_NS / SECOND_NS
        seconds = np.floor((utc_s + self.lon_deg / 360.0 * DAY_S) % DAY_S).astype(np.int64)
        return [f"{s // 3_600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in seconds.tolist()]

    def orbit(self) -> Sequence[Cell]:
        """The number of the revolution, as the element set counts them."""
        return self.revolution


@dataclass(frozen=True, slots=True)
class OnDemand:
    """One column: its name in the header, the moment it is of, and how it is worked out."""

    name: str
    moment: int
    work: Callable[[SeenAt], Sequence[Cell]]


def _three(columns: Columns, what: str, work: Callable[[SeenAt], Sequence[Cell]]) -> tuple[OnDemand, ...]:
    """A column at the start, at the best moment and at the end of a window."""
    heads = columns.start, columns.best.removesuffix("_deg"), columns.end
    return tuple(OnDemand(f"{head}_{what}", moment, work) for moment, head in enumerate(heads))


def _known_to(columns: Columns) -> Mapping[str, tuple[OnDemand, ...]]:
    """The columns that a kind of window may have, by the name they are asked for by."""
    at_best = {
        "orbit": OnDemand("orbit", BEST, SeenAt.orbit),
        "direction": OnDemand("direction", BEST, SeenAt.direction),
        "side": OnDemand("side", BEST, SeenAt.side),
        "sun": OnDemand("sun_elevation_deg", BEST, SeenAt.sun_deg),
        "local-time": OnDemand("local_solar_time", BEST, SeenAt.local_time),
    }
    common = {name: (column,) for name, column in at_best.items()}
    if columns.azimuths:
        return {
            "range": _three(columns, "range_m", SeenAt.range_m),
            "doppler": _three(columns, "doppler_hz", SeenAt.doppler_hz),
            **common,
        }
    return {
        "range": (OnDemand("range_m", BEST, SeenAt.range_m),),
        "azimuth": (OnDemand("azimuth_deg", BEST, SeenAt.azimuth_deg),),
        "incidence": (OnDemand("incidence_deg", BEST, SeenAt.incidence_deg),),
        **common,
    }


@dataclass(frozen=True, slots=True)
class ColumnsAsked:
    """The columns that were asked for beside those that every row has, in that order."""

    columns: tuple[OnDemand, ...] = ()
    frequency_hz: float = 0.0

    @classmethod
    def of(cls, of: Columns, names: Sequence[str], frequency_ghz: float | None = None) -> ColumnsAsked:
        """By the names of the columns; each once. Refused where windows of that kind have no such column."""
        known = _known_to(of)
        words = tuple(dict.fromkeys(part for name in names for part in name.split(",") if part))
        for word in words:
            if word not in known:
                raise _no_column(of, word, tuple(known))
        if "doppler" in words and frequency_ghz is None:
            raise Refused("questions.doppler_of")
        if "doppler" not in words and frequency_ghz is not None:
            raise Refused("questions.frequency_for_nothing")
        if frequency_ghz is not None and not LOWEST_GHZ <= frequency_ghz <= HIGHEST_GHZ:
            raise Refused("questions.frequency", low=LOWEST_GHZ, high=HIGHEST_GHZ, got=frequency_ghz)
        return cls(tuple(one for word in words for one in known[word]), (frequency_ghz or 0.0) * 1e9)

    @property
    def names(self) -> tuple[str, ...]:
        """Their heads."""
        return tuple(one.name for one in self.columns)

    def lists(
        self,
        table: WindowTable,
        flights: Sequence[Flight],
        places: Sequence[NamedPlace],
        orientation: Orientation,
    ) -> list[list[Cell]]:
        """The columns of some windows (satellite * places + place, in order)."""
        moments = (table.start_ns, table.best_ns, table.end_ns)
        seen: dict[int, SeenAt] = {}
        for one in self.columns:
            if one.moment not in seen:
                at_ns, where = moments[one.moment], [site.place for site in places]
                seen[one.moment] = self._seen(table.pair, at_ns, flights, where, orientation)
        return [list(one.work(seen[one.moment])) for one in self.columns]

    def _seen(
        self,
        pair: Integers,
        at_ns: Integers,
        flights: Sequence[Flight],
        places: Sequence[Place],
        orientation: Orientation,
    ) -> SeenAt:
        satellite, place = np.divmod(pair, max(len(places), 1))
        lat, lon = (
            np.array([getattr(one, name) for one in places])[place] for name in ("lat_deg", "lon_deg")
        )
        r, v = np.empty((len(pair), 3)), np.empty((len(pair), 3))
        revolution: list[Cell] = []
        bounds = np.flatnonzero(np.diff(satellite, prepend=-1, append=-1))  # tables come in order of pairs
        for first, last in pairwise(bounds.tolist()):
            rows, flight = slice(first, last), flights[int(satellite[first])]
            r[rows], v[rows] = flight.states(at_ns[rows], orientation)
            revolution += _revolutions(flight, at_ns[rows])
        return SeenAt(
            at_ns=at_ns,
            r_m=r,
            v_mps=v,
            site_m=np.array([one.ecef_m() for one in places]).reshape(-1, 3)[place],
            lat_deg=lat,
            lon_deg=lon,
            revolution=revolution,
            orientation=orientation,
            frequency_hz=self.frequency_hz,
        )


NO_MORE = ColumnsAsked()


def _no_column(of: Columns, word: str, known: tuple[str, ...]) -> Refused:
    if of.azimuths:
        return Refused("questions.no_pass_column", word=word, known=known)
    return Refused("questions.no_look_column", word=word, known=known)


def _revolutions(flight: Flight, at_ns: Integers) -> list[Cell]:
    """The revolutions of one satellite at moments; None where its elements do not count them."""
    found: list[Cell] = [None] * len(at_ns)
    which = flight.which(at_ns)
    for k, motion in enumerate(flight.motions):
        if isinstance(motion, Sgp4) and motion.elements.rev_at_epoch > 0:
            rows = np.flatnonzero(which == k)
            for row, number in zip(rows.tolist(), revolutions(motion, at_ns[rows]).tolist(), strict=True):
                found[row] = number
    return found


def _cells(values: Floats, decimals: int) -> list[Cell]:
    """Values to so many decimals (whole numbers where none), None where they are not known."""
    rounded = np.round(values, decimals).tolist()
    return [None if x != x else x if decimals else int(x) for x in rounded]


def _either(sign: Floats, above: str, below: str) -> list[Cell]:
    """One of two words by a sign, None where it is not known."""
    return [None if x != x else above if x > 0.0 else below for x in sign.tolist()]
