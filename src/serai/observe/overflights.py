"""When satellites pass abeam of a point, and at what angles: what every look from low orbit is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from serai.access.bulk import days_over
from serai.earth import Place, incidence_deg, off_nadir_deg
from serai.orbit import Ephemeris
from serai.time import Span
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

STEP_S = 120.0  # as radio.contacts: one table of positions serves looks and contacts
INCIDENCE_AT_MOST_DEG = 80.0  # beyond it nothing on the ground is imaged
ROUNDS = 4  # secant steps: the third already moves the moment by less than a millisecond


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


def climbing(ephemeris: Ephemeris) -> Floats:
    """How fast satellites leave the Earth's centre, times their distance from it: (satellites, nodes), m2/s.

    It is the part of how fast they close on a point that is the same for every point.
    """
    rising: Floats = np.einsum("snk,snk->sn", ephemeris.nodes(), ephemeris.velocities())
    return rising


def overflights(ephemeris: Ephemeris, point: Place, rising: Floats | None = None) -> Overflights:
    """Every moment at which a satellite of an ephemeris passes abeam of a point and above its horizon.

    ``rising`` is what ``climbing`` gives of the ephemeris, where it is known already.
    """
    site, up = point.ecef_m(), point.up()
    nodes = ephemeris.nodes()
    closing = (climbing(ephemeris) if rising is None else rising) - ephemeris.velocities() @ site
    satellite, node = np.nonzero((closing[:, :-1] < 0.0) & (closing[:, 1:] >= 0.0))
    above = site @ up
    seen = (nodes[satellite, node] @ up > above) | (nodes[satellite, node + 1] @ up > above)
    satellite, node = satellite[seen], node[seen]
    low_ns, step_s = ephemeris.grid_ns[node], ephemeris.step_s
    before, after = closing[satellite, node], closing[satellite, node + 1]
    x = _turn(ephemeris, site, satellite, low_ns, before, after, step_s)
    at_ns = low_ns + np.rint(x * 1e9).astype(np.int64)
    r, v = ephemeris.state(satellite, at_ns)
    incidence = incidence_deg(site, point.lat_deg, point.lon_deg, r)
    found = Overflights(
        at_ns=at_ns,
        satellite=satellite,
        off_nadir_deg=off_nadir_deg(r, np.broadcast_to(site, r.shape)),
        incidence_deg=incidence,
        right=np.einsum("ij,ij->i", site - r, np.cross(v, r)) > 0.0,
        northbound=v[:, 2] > 0.0,
    )
    order = np.argsort(at_ns, kind="stable")
    return found.where(order[incidence[order] <= INCIDENCE_AT_MOST_DEG])


def overflights_of(world: World, satellites: Sequence[str], point: Place, span: Span) -> Overflights:
    """The overflights of a point inside a span, found once per day and kept in the almanac."""
    names = tuple(satellites)

    def over_one_day(day: Span) -> Overflights:
        ephemeris = world.almanac.ephemeris(names, day, STEP_S)
        return overflights(
            ephemeris,
            point,
            world.almanac.once(("climbing", names, day), lambda: climbing(ephemeris), bulky=True),
        )

    def over_all() -> Overflights:
        found = Overflights.concatenate(
            [
                world.almanac.once(("overflights", names, point, day), lambda day=day: over_one_day(day))  # type: ignore[misc]
                for day in days_over(span)
            ]
        )
        return found.where((found.at_ns >= span.start.tai_ns) & (found.at_ns < span.end.tai_ns))

    return world.almanac.once(("overflights", names, point, span), over_all)


def _turn(
    ephemeris: Ephemeris,
    site: Floats,
    satellite: Integers,
    low_ns: Integers,
    before: Floats,
    after: Floats,
    step_s: float,
) -> Floats:
    """Seconds after ``low_ns`` at which the range stops shrinking (secant, kept inside the step)."""
    x0, f0 = np.zeros(len(low_ns)), before
    x1, f1 = np.full(len(low_ns), step_s), after
    x = x0 - f0 * (x1 - x0) / np.where(f1 == f0, 1.0, f1 - f0)
    for _ in range(ROUNDS):
        r, v = ephemeris.state(satellite, low_ns + np.rint(x * 1e9).astype(np.int64))
        f = np.einsum("ij,ij->i", r - site, v)
        late = f >= 0.0
        x1, f1 = np.where(late, x, x1), np.where(late, f, f1)
        x0, f0 = np.where(late, x0, x), np.where(late, f0, f)
        x = np.clip(x0 - f0 * (x1 - x0) / np.where(f1 == f0, 1.0, f1 - f0), x0, x1)
    return x
