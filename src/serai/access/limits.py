"""What must hold for a window, as the compiled search reads it: limits that all have to be kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.access.mask import Mask
from serai.errors import Refused
from serai.wording import Reason, reason

Floats = NDArray[np.float64]

# The kinds, by the numbers `kernel.py` reads. The first have analytic slopes there; the others take them
# from two moments nearby.
HEIGHT, RANGE, NADIR, SUN_PLACE, DISTANCE = 0, 1, 2, 3, 4
SIDE, SUN_SATELLITE, PROFILE, SIGHT, AHEAD, BEHIND = 5, 6, 7, 8, 9, 10
CLEARANCE_M = 80_000.0  # of a way between satellites over the ground: above the densest air; assumed


@dataclass(frozen=True, slots=True, eq=False)
class MarginLimit:
    """One smooth margin that must not be negative: its kind, its sign and its bound (one, or one a place).

    ``masks`` are the horizon profiles of a place's mask, for the kind that follows azimuth.
    """

    says: Reason
    kind: int
    bound: Floats
    sign: float = 1.0
    masks: tuple[Mask, ...] = ()


Limits = tuple[MarginLimit, ...]


def above(mask: ArrayLike | Mask | Sequence[Mask]) -> Limits:
    """The satellite stands above the place's mask: a number, a profile, or one of either for each place."""
    masks = _masks(mask)
    lowest = np.sin(np.radians([one.lowest_deg for one in masks]))
    says = reason("access.above", mask=str(masks[0])) if len(masks) == 1 else reason("access.above_each")
    low = MarginLimit(says, HEIGHT, lowest)
    if all(one.is_constant for one in masks):
        return (low,)
    return low, MarginLimit(reason("access.above_profile"), PROFILE, np.zeros(len(masks)), masks=masks)


def off_nadir(largest_deg: float, smallest_deg: float = 0.0) -> Limits:
    """The place lies within so many degrees of the satellite's geodetic nadir, and sees the satellite."""
    if not 0.0 <= smallest_deg < largest_deg <= 90.0:
        raise Refused("access.off_nadir", smallest_deg=smallest_deg, largest_deg=largest_deg)
    outer = _angle(
        reason("access.within_nadir", largest_deg=largest_deg), NADIR, math.cos(math.radians(largest_deg))
    )
    if smallest_deg == 0.0:
        return (*above(0.0), outer)
    inner = math.cos(math.radians(smallest_deg))
    return (
        *above(0.0),
        outer,
        _angle(reason("access.from_nadir", smallest_deg=smallest_deg), NADIR, inner, sign=-1.0),
    )


def incidence(lo_deg: float, hi_deg: float) -> Limits:
    """The place sees the satellite between two angles from its vertical (90 - elevation): a radar's range."""
    if not 0.0 <= lo_deg < hi_deg <= 90.0:
        raise Refused("access.incidence", lo_deg=lo_deg, hi_deg=hi_deg)
    far = _angle(reason("access.incidence_most", hi_deg=hi_deg), HEIGHT, math.cos(math.radians(hi_deg)))
    if lo_deg == 0.0:
        return (far,)
    near = math.cos(math.radians(lo_deg))
    return far, _angle(reason("access.incidence_least", lo_deg=lo_deg), HEIGHT, near, sign=-1.0)


def looking(side: Literal["left", "right"]) -> Limits:
    """The place lies on that side of the satellite's track over the turning Earth."""
    if side not in ("left", "right"):
        raise Refused("access.side", side=side)
    return (
        _angle(
            reason("access.on_the_right") if side == "right" else reason("access.on_the_left"),
            SIDE,
            0.0,
            sign=1.0 if side == "right" else -1.0,
        ),
    )


def squinted(largest_deg: float) -> Limits:
    """The place lies at most so many degrees before or behind the satellite's beam abeam (zero Doppler)."""
    if not 0.0 < largest_deg < 90.0:
        raise Refused("access.squint", got=largest_deg)
    sine = math.sin(math.radians(largest_deg))
    return (
        _angle(reason("access.squint_most", largest_deg=largest_deg), BEHIND, sine),
        _angle(reason("access.squint_either_way"), AHEAD, sine),
    )


def range_at_most(metres: float) -> Limits:
    """The satellite is no farther from the place than so many metres."""
    if not metres > 0.0:
        raise Refused("access.range", metres=metres)
    return (MarginLimit(reason("access.within_km", km=metres / 1e3), RANGE, np.array([metres])),)


def sun_at_place(lowest_deg: float = 0.0, *, below: bool = False) -> Limits:
    """The Sun's centre stands above an elevation at the place; or, with ``below``, under it (night)."""
    below_it, above_it = (
        reason("access.sun_below", elevation_deg=lowest_deg),
        reason("access.sun_above", elevation_deg=lowest_deg),
    )
    says = below_it if below else above_it
    sine = math.sin(math.radians(lowest_deg))
    return (_angle(says, SUN_PLACE, sine, sign=-1.0 if below else 1.0),)


def sun_at_satellite(*, dark: bool = False) -> Limits:
    """The satellite is outside the Earth's shadow (a cylinder behind the ellipsoid); or in it."""
    says = reason("access.in_shadow") if dark else reason("access.in_sunlight")
    return (_angle(says, SUN_SATELLITE, 0.0, sign=-1.0 if dark else 1.0),)


def clear_way(clearance_m: float = CLEARANCE_M, largest_m: float = math.inf) -> Limits:
    """Two satellites see each other over the ellipsoid raised by ``clearance_m``, at most so far apart."""
    way = (MarginLimit(reason("access.in_sight"), SIGHT, np.array([clearance_m])),)
    if math.isinf(largest_m):
        return way
    return (
        MarginLimit(reason("access.within_km", km=largest_m / 1e3), DISTANCE, np.array([largest_m])),
        *way,
    )


def needs_sun(limits: Limits) -> bool:
    """Whether any of them asks where the Sun stands."""
    return any(limit.kind in (SUN_PLACE, SUN_SATELLITE) for limit in limits)


def bounds(limits: Limits, places: int) -> Floats:
    """The bound of each limit at each place: array (limits, places)."""
    for limit in limits:
        if len(limit.bound) not in (1, places):
            raise Refused("access.bounds", limit=limit.says, given=len(limit.bound), places=places)
    rows = [np.broadcast_to(limit.bound, (places,)) for limit in limits]
    return np.array(rows).reshape(len(limits), places)


def profiles(limits: Limits, places: int) -> tuple[Floats, NDArray[np.int64]]:
    """Mask points (places, 2, k), azimuth and elevation, and how many count at each place (0: no profile)."""
    masks = next((limit.masks for limit in limits if limit.masks), ())
    if not masks:
        return np.zeros((places, 2, 1)), np.zeros(places, np.int64)
    each = masks * places if len(masks) == 1 else masks
    counts = np.array([0 if one.is_constant else len(one.points) for one in each], dtype=np.int64)
    points = np.zeros((places, 2, max(1, int(counts.max()))))
    for place, one in enumerate(each):
        points[place, :, : counts[place]] = np.array(one.points[: counts[place]]).reshape(-1, 2).T
    return points, counts


def _angle(says: Reason, kind: int, bound: float, sign: float = 1.0) -> MarginLimit:
    return MarginLimit(says, kind, np.array([bound]), sign)


def _masks(mask: ArrayLike | Mask | Sequence[Mask]) -> tuple[Mask, ...]:
    if isinstance(mask, Mask):
        return (mask,)
    if isinstance(mask, Sequence) and all(isinstance(one, Mask) for one in mask):
        return tuple(mask)
    return tuple(Mask.constant(float(one)) for one in np.atleast_1d(np.asarray(mask, dtype=np.float64)))
