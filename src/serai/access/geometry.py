"""Ready conditions over every pair of a satellite and a place: pair = satellite * places + place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.access import limits
from serai.access.condition import Condition
from serai.access.mask import Mask
from serai.access.pairs import Pairs
from serai.access.shape import Shape
from serai.earth.ellipsoid import Place
from serai.errors import Refused
from serai.orbit.ephemeris import Ephemeris
from serai.wording import reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SCAN_S = 60.0  # an elevation has one summit in two minutes for anything that orbits


def above_mask(
    ephemeris: Ephemeris,
    sat_index: Sequence[int] | Integers,
    places: Sequence[Place],
    mask: float | Mask | Sequence[Mask],
    *,
    shortest_s: float = SCAN_S,
) -> Condition:
    """The satellite stands above the place's mask (one for all or each its own); margin: degrees above it."""
    pairs = Pairs(ephemeris, sat_index, places)
    masks = _masks(mask, len(places))
    lowest = np.array([one.points[0][1] if one.is_constant else np.nan for one in masks])
    alike = len({str(one) for one in masks}) == 1
    says = reason("access.above", mask=str(masks[0])) if alike else reason("access.above_mask")
    shape = _shape(ephemeris, pairs, places, limits.above(masks)) if masks else None
    if not np.isnan(lowest).any():
        return Condition(
            says=says,
            pairs=pairs.count,
            shortest_s=shortest_s,
            margin=lambda pair, tai_ns: pairs.elevation_deg(pair, tai_ns) - lowest[pair % pairs.places],
            shape=shape,
        )

    def margin(pair: Integers, tai_ns: Integers) -> Floats:
        azimuth, elevation = pairs.azimuth_elevation_deg(pair, tai_ns)
        place = np.broadcast_to(pair % pairs.places, azimuth.shape)
        floor: Floats = lowest[place]
        for k in np.flatnonzero(np.isnan(lowest)):
            here = place == k
            floor[here] = masks[k].at(azimuth[here])
        above: Floats = elevation - floor
        return above

    return Condition(says=says, pairs=pairs.count, shortest_s=shortest_s, margin=margin, shape=shape)


def off_nadir_within(
    ephemeris: Ephemeris,
    sat_index: Sequence[int] | Integers,
    places: Sequence[Place],
    largest_deg: float,
    *,
    smallest_deg: float = 0.0,
    shortest_s: float = SCAN_S,
) -> Condition:
    """The place is within so many degrees of the satellite's geodetic nadir, in its sight; margin: deg."""
    if not 0.0 <= smallest_deg < largest_deg <= 90.0:
        raise Refused("access.off_nadir", smallest_deg=smallest_deg, largest_deg=largest_deg)
    pairs = Pairs(ephemeris, sat_index, places)

    def near(pair: Integers, tai_ns: Integers) -> Floats:
        angle, elevation = pairs.off_nadir_elevation_deg(pair, tai_ns)
        # past the horizon the angle shrinks again towards the antipode: the elevation keeps the margin
        # falling
        return np.minimum(largest_deg - angle - np.maximum(-elevation, 0.0), elevation)

    def far(pair: Integers, tai_ns: Integers) -> Floats:
        return pairs.off_nadir_elevation_deg(pair, tai_ns)[0] - smallest_deg

    within = Condition(
        says=reason("access.within_nadir", largest_deg=largest_deg),
        pairs=pairs.count,
        shortest_s=shortest_s,
        margin=near,
        shape=_shape(ephemeris, pairs, places, limits.off_nadir(largest_deg)),
    )
    if smallest_deg == 0.0:
        return within
    ring = limits.off_nadir(largest_deg, smallest_deg)
    return within & Condition(
        says=reason("access.from_nadir", smallest_deg=smallest_deg),
        pairs=pairs.count,
        shortest_s=shortest_s,
        margin=far,
        shape=_shape(ephemeris, pairs, places, ring[-1:]),
    )


def incidence_within(
    ephemeris: Ephemeris,
    sat_index: Sequence[int] | Integers,
    places: Sequence[Place],
    lo_deg: float,
    hi_deg: float,
    *,
    shortest_s: float = SCAN_S,
) -> Condition:
    """The place sees the satellite between two angles from its vertical (90 - elevation); margin: degrees."""
    if not 0.0 <= lo_deg < hi_deg <= 90.0:
        raise Refused("access.incidence", lo_deg=lo_deg, hi_deg=hi_deg)
    pairs = Pairs(ephemeris, sat_index, places)
    below = Condition(
        says=reason("access.incidence_most", hi_deg=hi_deg),
        pairs=pairs.count,
        shortest_s=shortest_s,
        margin=lambda pair, tai_ns: pairs.elevation_deg(pair, tai_ns) - (90.0 - hi_deg),
        shape=_shape(ephemeris, pairs, places, limits.incidence(0.0, hi_deg)),
    )
    if lo_deg == 0.0:
        return below
    return below & Condition(
        says=reason("access.incidence_least", lo_deg=lo_deg),
        pairs=pairs.count,
        shortest_s=shortest_s,
        margin=lambda pair, tai_ns: (90.0 - lo_deg) - pairs.elevation_deg(pair, tai_ns),
        shape=_shape(ephemeris, pairs, places, limits.incidence(lo_deg, hi_deg)[-1:]),
    )


def range_within(
    ephemeris: Ephemeris,
    sat_index: Sequence[int] | Integers,
    places: Sequence[Place],
    largest_m: float,
    *,
    shortest_s: float = SCAN_S,
) -> Condition:
    """The satellite is no farther than so many metres from the place (whatever lies between); margin:
    metres.
    """
    if not largest_m > 0.0:
        raise Refused("access.range", metres=largest_m)
    pairs = Pairs(ephemeris, sat_index, places)
    return Condition(
        says=reason("access.within_km", km=largest_m / 1e3),
        pairs=pairs.count,
        shortest_s=shortest_s,
        margin=lambda pair, tai_ns: largest_m - pairs.range_m(pair, tai_ns),
        shape=_shape(ephemeris, pairs, places, limits.range_at_most(largest_m)),
    )


def pair_of(sat: Integers | int, place: Integers | int, places: int) -> Integers:
    """The pair number of a satellite (its position in the list given) and a place."""
    return np.asarray(sat, dtype=np.int64) * places + np.asarray(place, dtype=np.int64)


def split(pair: Integers | int, places: int) -> tuple[Integers, Integers]:
    """The satellite and the place of a pair number."""
    sat, place = np.divmod(np.asarray(pair, dtype=np.int64), places)
    return sat, place


def _shape(ephemeris: Ephemeris, pairs: Pairs, places: Sequence[Place], asked: limits.Limits) -> Shape:
    return Shape(limits=asked, places=tuple(places), ephemeris=ephemeris, sats=pairs.sats)


def _masks(mask: float | Mask | Sequence[Mask], places: int) -> list[Mask]:
    if isinstance(mask, Mask):
        return [mask] * places
    if isinstance(mask, int | float):
        return [Mask.constant(mask)] * places
    if len(mask) != places:
        raise Refused("access.masks", places=places, masks=len(mask))
    return list(mask)
