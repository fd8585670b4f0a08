"""Sun outage: when the Sun stands so near a satellite, seen from a place, that its noise drowns the link.

Twice a year, around the equinoxes, for some days and minutes (ITU-R S.1525-1, September 2002). The angle
is between the Sun's centre and the satellite as seen from the place; satellites are near the geosynchronous
belt, which the Sun passes by its daily motion of a quarter of a degree a minute.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.access.mask import Mask
from serai.earth import Orientation, Place, sun_ecef_unit
from serai.earth.sun import AU_M
from serai.orbit.motion import Motion
from serai.time import Span, WindowTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

HOUR_NS = 3_600_000_000_000
SUN_RADIUS_DEG = 0.267  # as seen from the Earth, within 2 %
HALF_AN_HOUR_DEG = 8.5  # by the Sun against a satellite that all but stands still, and a degree more
FINE_NS = 1_000_000  # how exactly the edges are found
FARTHEST_NS = 2_400_000_000_000  # of an edge from the nearest moment: 10 degrees of the Sun's way


def half_width_deg(diameter_m: float, frequency_ghz: float) -> float:
    """The angle from the satellite at which the Sun begins to fill the beam of a dish, degrees.

    Half of the half-power beam, 70 wavelengths over the diameter (ITU-R S.1525-1), and the Sun's radius.
    """
    wavelength_m = 0.299_792_458 / frequency_ghz
    return 35.0 * wavelength_m / diameter_m + SUN_RADIUS_DEG


def sun_outages(
    motions: Sequence[Motion],
    places: Sequence[Place],
    masks: Sequence[Mask],
    angle_deg: float,
    within: Span,
    orientation: Orientation,
) -> WindowTable:
    """When the Sun's centre is within an angle of each satellite at each place that sees it then.

    Pairs are satellite * places + place; ``best`` is the least angle, degrees, and ``best_ns`` its moment.
    """
    hours = np.arange(within.start.tai_ns, within.end.tai_ns + HOUR_NS, HOUR_NS, dtype=np.int64)
    hours[-1] = min(int(hours[-1]), within.end.tai_ns)
    sun = _sun(hours, orientation)
    sites = np.array([place.ecef_m() for place in places]).reshape(-1, 3)
    found = []
    for satellite, motion in enumerate(motions):
        r = motion.state(hours, orientation)[0]
        near = [_angles(r - site, sun - site) < angle_deg + HALF_AN_HOUR_DEG for site in sites]
        days = [_lone(hours[one]) for one in near]
        place = np.repeat(np.arange(len(places)), [len(one) for one in days])
        if not len(place):
            continue
        looks = _Looks(motion, sites[place], orientation)
        least = looks.nearest(np.concatenate(days))
        best = looks.angle(least)
        held = (best < angle_deg) & (least >= within.start.tai_ns) & (least <= within.end.tai_ns)
        held[held] = looks.where(held).seen(least[held], place[held], places, masks)
        looks, place, least, best = looks.where(held), place[held], least[held], best[held]
        start, end = (looks.edge(least, side, angle_deg) for side in (-1, 1))
        found.append((satellite * len(places) + place, start, end, best, least))
    if not found:
        return WindowTable.empty()
    pairs, start, end, best, least = (np.concatenate(column) for column in zip(*found, strict=True))
    start, end = np.maximum(start, within.start.tai_ns), np.minimum(end, within.end.tai_ns)
    return WindowTable(pairs, start, end, start == within.start.tai_ns, end == within.end.tai_ns, best, least)


class _Looks:
    """Looks at one satellite, each from a place of its own (n, 3), and the Sun: all of them at once."""

    def __init__(self, motion: Motion, site_m: Floats, orientation: Orientation) -> None:
        self._motion, self._site, self._orientation = motion, site_m, orientation

    def where(self, rows: NDArray[np.bool_]) -> _Looks:
        """Some of them."""
        return _Looks(self._motion, self._site[rows], self._orientation)

    def angle(self, tai_ns: Integers) -> Floats:
        """The angle between satellite and Sun at a moment of each, degrees; NaN without a position."""
        r = self._motion.state(tai_ns, self._orientation)[0]
        return _angles(r - self._site, _sun(tai_ns, self._orientation) - self._site)

    def nearest(self, around: Integers) -> Integers:
        """The moment near each given one at which the angle is least: its square is all but a parabola."""
        at = around
        for step in (600_000_000_000, 120_000_000_000, 20_000_000_000, 20_000_000_000):
            before, here, after = (self.angle(at + k * step) ** 2 for k in (-1, 0, 1))
            bend = before - 2.0 * here + after
            way = np.where(bend > 0.0, 0.5 * (before - after) / np.where(bend > 0.0, bend, 1.0), 0.0)
            at = at + np.rint(np.clip(np.nan_to_num(way), -4.0, 4.0) * step).astype(np.int64)
        return at

    def seen(
        self, tai_ns: Integers, place: Integers, places: Sequence[Place], masks: Sequence[Mask]
    ) -> NDArray[np.bool_]:
        """Whether the satellite stands above the mask of each look's place."""
        way = self._motion.state(tai_ns, self._orientation)[0] - self._site
        higher = np.zeros(len(tai_ns), dtype=bool)
        for one in sorted(set(place.tolist())):
            rows = place == one
            d, up = way[rows], places[one].up()
            east = np.cross([0.0, 0.0, 1.0], up)
            east /= np.linalg.norm(east) or 1.0
            azimuth = np.degrees(np.arctan2(d @ east, d @ np.cross(up, east)))
            elevation = np.degrees(np.arcsin(d @ up / np.linalg.norm(d, axis=1)))
            higher[rows] = elevation >= masks[one].at(azimuth % 360.0)
        return higher

    def edge(self, least: Integers, side: int, angle_deg: float) -> Integers:
        """Where the angle passes the limit before (-1) or after (1) its least."""
        inside, outside = least.copy(), least + side * FARTHEST_NS
        while len(least) and int(np.abs(outside - inside).max()) > FINE_NS:
            middle = (inside + outside) // 2
            held = self.angle(middle) < angle_deg
            inside, outside = np.where(held, middle, inside), np.where(held, outside, middle)
        return inside


def _sun(tai_ns: Integers, orientation: Orientation) -> Floats:
    """The Sun's place, metres, Earth-fixed, at a mean distance: for its parallax of 9 seconds of arc."""
    return sun_ecef_unit(tai_ns, orientation) * AU_M


def _angles(one: Floats, other: Floats) -> Floats:
    """Angles between vectors (n, 3), degrees, exact for small ones too."""
    across = np.linalg.norm(np.cross(one, other), axis=1)
    angles: Floats = np.degrees(np.arctan2(across, np.einsum("ij,ij->i", one, other)))
    return angles


def _lone(hours: Integers) -> Integers:
    """The middles of runs of hours: one for each day's passing of the Sun."""
    if not len(hours):
        return hours
    breaks = np.flatnonzero(np.diff(hours) > HOUR_NS) + 1
    return np.array([int(run[0] + run[-1]) // 2 for run in np.split(hours, breaks)], dtype=np.int64)
