"""When satellites pass abeam of a point, and at what angles: what every look from low orbit is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from serai.access.bulk import days_over
from serai.access.tracked import Tracked
from serai.earth import Place, incidence_deg, off_nadir_deg
from serai.ground import tracked
from serai.time import Span
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

INCIDENCE_AT_MOST_DEG = 80.0  # beyond it nothing on the ground is imaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflights:
    """The moments at which satellites pass abeam of one point, in order of time; all columns (n,).

    Abeam is where the range stops shrinking: there a side-looking radar steered to zero Doppler and a
    push-broom camera both image the point. ``satellite`` is a place in the list that was asked for;
    ``right`` says that the point lies to the right of the track, ``northbound`` that the satellite
    climbs in latitude.
    """

    at_ns: Integers
    satellite: Integers
    off_nadir_deg: Floats
    incidence_deg: Floats
    right: Flags
    northbound: Flags

    def __len__(self) -> int:
        return len(self.at_ns)

    def where(self, rows: Flags | Integers) -> Overflights:
        """Only some of them."""
        return Overflights(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    @classmethod
    def concatenate(cls, parts: Sequence[Overflights]) -> Overflights:
        """Several in one, in order of time."""
        columns = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)}
        order = np.argsort(columns["at_ns"], kind="stable")
        return cls(**{name: column[order] for name, column in columns.items()})


def overflights(tracked: Tracked, point: Place) -> Overflights:
    """Every moment at which a satellite passes abeam of a point, seen at most so obliquely from it."""
    found = tracked.abeam(point)
    site, r, v = point.ecef_m(), found.position_m, found.velocity_mps
    incidence = incidence_deg(site, point.lat_deg, point.lon_deg, r)
    whole = Overflights(
        at_ns=found.at_ns,
        satellite=found.motion,
        off_nadir_deg=off_nadir_deg(r, np.broadcast_to(site, r.shape)),
        incidence_deg=incidence,
        right=np.einsum("ij,ij->i", site - r, np.cross(v, r)) > 0.0,
        northbound=v[:, 2] > 0.0,
    )
    order = np.argsort(found.at_ns, kind="stable")
    return whole.where(order[incidence[order] <= INCIDENCE_AT_MOST_DEG])


def overflights_of(world: World, satellites: Sequence[str], point: Place, span: Span) -> Overflights:
    """The overflights of a point inside a span, found once per day and kept in the almanac."""
    names = tuple(satellites)

    def over_one_day(day: Span) -> Overflights:
        return overflights(tracked(world, names, day), point)

    def over_all() -> Overflights:
        found = Overflights.concatenate(
            [
                world.almanac.once(("overflights", names, point, day), lambda day=day: over_one_day(day))  # type: ignore[misc]
                for day in days_over(span)
            ]
        )
        return found.where((found.at_ns >= span.start.tai_ns) & (found.at_ns < span.end.tai_ns))

    return world.almanac.once(("overflights", names, point, span), over_all)
