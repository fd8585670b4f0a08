"""The compiled search, handed what it reads: limits as arrays, places as vectors, rows that grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled import extremum, kernel
from serai.access.limits import Limits, bounds, profiles
from serai.earth import Place, places_ecef_m, up_unit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROWS_AT_FIRST = 4_096
_NO_LINKS = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """Limits over places, or over other satellites (``count`` of them without a place), ready to search."""

    sites: Floats
    kinds: Integers
    signs: Floats
    bounds: Floats
    profiles: Floats
    counts: Integers

    @classmethod
    def over(cls, places: Sequence[Place], limits: Limits) -> Finder:
        """For places on the Earth."""
        lat, lon, height = (
            np.array([getattr(place, name) for place in places])
            for name in ("lat_deg", "lon_deg", "height_m")
        )
        sites = np.concatenate([places_ecef_m(lat, lon, height), up_unit(lat, lon)], axis=-1)
        return cls._of(sites, limits)

    @classmethod
    def between(cls, count: int, limits: Limits) -> Finder:
        """For links: the places are satellites too."""
        return cls._of(np.zeros((count, 6)), limits)

    @classmethod
    def _of(cls, sites: Floats, limits: Limits) -> Finder:
        points, counts = profiles(limits, len(sites))
        return cls(
            np.ascontiguousarray(sites),
            np.array([limit.kind for limit in limits], dtype=np.int64),
            np.array([limit.sign for limit in limits]),
            bounds(limits, len(sites)),
            points,
            counts,
        )

    def rows(
        self,
        nodes: Floats,
        satellite: Integers,
        place: Integers,
        step_s: float,
        begin: float,
        end: float,
        *,
        best: int = extremum.NOTHING,
        azimuths: bool = False,
        theirs: Integers = _NO_LINKS,
        out: Floats | None = None,
    ) -> tuple[Floats, Floats]:
        """Rows of ``kernel.COLUMNS`` for pairs, in their order, and the buffer they went through.

        ``nodes`` (satellites, 3, n), or 6 with the Sun's direction; moments are counted in nodes.
        """
        buffer = np.empty((ROWS_AT_FIRST, kernel.COLUMNS)) if out is None else out
        # contiguous, as every caller's: another layout would be compiled anew
        satellite, place = np.ascontiguousarray(satellite), np.ascontiguousarray(place)
        room = kernel.room(nodes, self.profiles, step_s, links=bool(len(theirs)))
        found: list[Floats] = []
        done = 0
        while done < len(satellite):
            rows, did = kernel.search(
                nodes,
                nodes.shape[1] if not len(theirs) else 6,
                theirs,
                satellite[done:],
                place[done:],
                step_s,
                begin,
                end,
                self.sites,
                self.profiles,
                self.counts,
                self.kinds,
                self.signs,
                self.bounds,
                best,
                azimuths,
                buffer,
                *room,
            )
            found.append(buffer[:rows].copy())
            done += did
            if did == 0:  # the windows of one pair alone fill it
                buffer = np.empty((2 * len(buffer), kernel.COLUMNS))
        if len(found) == 1:
            return found[0], buffer
        return (np.concatenate(found) if found else buffer[:0]), buffer
