"""Ready conditions of sunlight, on the same pairs as those of geometry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.access import limits
from serai.access.condition import Condition
from serai.access.shape import Shape
from serai.earth.ellipsoid import Place, up_unit
from serai.earth.orientation import Orientation
from serai.earth.sun import sun_ecef_unit, sunlight_margin_m
from serai.orbit.ephemeris import Ephemeris
from serai.wording import reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SUN_SCAN_S = 300.0  # the Sun's elevation has one summit and one dip a day; near them it moves slowly
SHADOW_SCAN_S = 60.0


def sunlit_place(
    places: Sequence[Place],
    orientation: Orientation,
    *,
    satellites: int = 1,
    sun_deg: float = 0.0,
    shortest_s: float = SUN_SCAN_S,
) -> Condition:
    """The Sun's centre stands at least ``sun_deg`` above the place's horizon; margin: degrees.

    ``satellites`` says on how many satellites' pairs it is asked (pair = satellite * places + place).
    """
    up = up_unit(np.array([p.lat_deg for p in places]), np.array([p.lon_deg for p in places]))

    def margin(pair: Integers, tai_ns: Integers) -> Floats:
        sun = sun_ecef_unit(tai_ns.ravel(), orientation).reshape(*tai_ns.shape, 3)
        if pair.ndim == 2 and tai_ns.ndim == 1:
            place, where = np.unique(pair[:, 0] % len(places), return_inverse=True)
            sine = (up[place] @ sun.T)[where]
        else:
            sine = np.sum(up[pair % len(places)] * sun, axis=-1)
        return np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))) - sun_deg

    return Condition(
        says=reason("access.sun_above", elevation_deg=sun_deg),
        pairs=satellites * len(places),
        shortest_s=shortest_s,
        margin=margin,
        shape=Shape(
            limits=limits.sun_at_place(sun_deg),
            places=tuple(places),
            sats=np.arange(satellites),
            orientation=orientation,
        ),
    )


def sunlit_satellite(
    ephemeris: Ephemeris,
    sat_index: Sequence[int] | Integers,
    orientation: Orientation,
    *,
    places: int = 1,
    shortest_s: float = SHADOW_SCAN_S,
) -> Condition:
    """The satellite is outside the Earth's shadow, whichever the place; margin: metres outside it."""
    sats = np.asarray(sat_index, dtype=np.int64)

    def margin(pair: Integers, tai_ns: Integers) -> Floats:
        sun = sun_ecef_unit(tai_ns.ravel(), orientation).reshape(*tai_ns.shape, 3)
        return sunlight_margin_m(ephemeris.position_m(sats[pair // places], tai_ns), sun)

    return Condition(
        says=reason("access.in_sunlight"), pairs=len(sats) * places, shortest_s=shortest_s, margin=margin
    )
