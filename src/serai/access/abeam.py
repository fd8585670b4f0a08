"""Looks abeam: the one moment of a pass at which a side-looking radar images a point.

Abeam is where the range stops shrinking: a radar steered to zero Doppler images the point there, and nowhere
else in the pass (`serai.observe.overflights` counts the same moments for an assessment).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from serai.access.limits import Limits
from serai.access.sweep import Part
from serai.earth import Orientation, Place, incidence_deg, off_nadir_deg, sun_ecef_unit, up_unit
from serai.orbit.motion import Motion
from serai.time import WindowTable
from serai.wording import Reason

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

Side = Literal["left", "right"]
EDGE_NS = 2_000_000  # a nearest moment so close to an edge of the period is no turn of the range


@dataclass(frozen=True, slots=True, kw_only=True)
class Abeam:
    """What must hold at the moment abeam; ``says`` puts it into words, ``cone`` is where it is sought."""

    incidence_deg: tuple[float, float]
    off_nadir_deg: float | None = None
    side: Side | None = None
    sun_deg: float | None = None
    cone: Limits
    says: tuple[Reason, ...]

    def of(
        self, part: Part, motions: Sequence[Motion], places: Sequence[Place], orientation: Orientation
    ) -> Part:
        """The looks abeam among windows of the cone whose best is the nearest moment: a moment each."""
        table = part.table
        r, v = _states(table, motions, len(places), orientation)
        keep = self._kept(table, r, v, places, orientation)
        at = table.best_ns[keep]
        columns = {
            "pair": table.pair[keep],
            "start_ns": at,
            "end_ns": at.copy(),
            "cut_start": np.zeros(len(at), bool),
            "cut_end": np.zeros(len(at), bool),
            "best": table.best[keep],
            "best_ns": at.copy(),
        }
        return replace(part, table=WindowTable(**columns), azimuth_deg=part.azimuth_deg[keep])

    def _kept(
        self, table: WindowTable, r: Floats, v: Floats, places: Sequence[Place], orientation: Orientation
    ) -> Flags:
        place = table.pair % max(len(places), 1)
        lat, lon = (np.array([getattr(one, name) for one in places]) for name in ("lat_deg", "lon_deg"))
        site = np.array([one.ecef_m() for one in places]).reshape(-1, 3)[place]
        low, high = self.incidence_deg
        incidence = incidence_deg(site, lat[place], lon[place], r)
        # the period or the last position cuts a pass before its nearest moment: no turn of the range there
        inner = (~table.cut_start | (table.best_ns > table.start_ns + EDGE_NS)) & (
            ~table.cut_end | (table.best_ns < table.end_ns - EDGE_NS)
        )
        keep: Flags = inner & (incidence >= low) & (incidence <= high)
        if self.off_nadir_deg is not None:
            keep &= off_nadir_deg(r, site) <= self.off_nadir_deg
        if self.side is not None:
            right = np.einsum("ij,ij->i", site - r, np.cross(v, r)) > 0.0
            keep &= right if self.side == "right" else ~right
        if self.sun_deg is not None:
            sun = sun_ecef_unit(table.best_ns, orientation)
            height = np.einsum("ij,ij->i", sun, up_unit(lat, lon)[place])
            keep &= height >= np.sin(np.radians(self.sun_deg))
        return keep


def _states(
    table: WindowTable, motions: Sequence[Motion], places: int, orientation: Orientation
) -> tuple[Floats, Floats]:
    """Earth-fixed positions and velocities of each window's satellite at its best moment, (windows, 3)."""
    satellite = table.pair // max(places, 1)  # windows come by pair, so each satellite's stand together
    r, v = np.empty((len(table), 3)), np.empty((len(table), 3))
    bounds = np.flatnonzero(np.diff(satellite, prepend=-1, append=-1))
    for first, last in pairwise(bounds.tolist()):
        rows = slice(first, last)
        r[rows], v[rows] = motions[int(satellite[first])].state(table.best_ns[rows], orientation)
    return r, v
