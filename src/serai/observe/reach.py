"""How far to its sides a sensor reaches on the ground, for the map: drawn, never judged by."""

from __future__ import annotations

import math
from collections.abc import Iterator

from serai.earth import MEAN_RADIUS_M
from serai.needs import MapReach
from serai.observe.fittings import Sensor
from serai.orbit import OrbitKind, Sgp4, orbit_kind
from serai.pool import Pool


def reaches(pool: Pool) -> tuple[MapReach, ...]:
    """The reach of each sensor in a low orbit of which it is published, in the pool's order."""
    return tuple(_reaches(pool))


def central_deg(off_nadir_deg: float, height_km: float) -> float:
    """The angle at the Earth's centre from nadir to what is seen so far off it, on a sphere, degrees.

    Beyond the Earth's edge it is that of the edge.
    """
    ratio = 1.0 + height_km * 1e3 / MEAN_RADIUS_M
    sine = ratio * math.sin(math.radians(off_nadir_deg))
    if off_nadir_deg >= 90.0 or sine >= 1.0:
        return math.degrees(math.acos(1.0 / ratio))
    return math.degrees(math.asin(sine)) - off_nadir_deg


def central_of_incidence_deg(incidence_deg: float, height_km: float) -> float:
    """The same for what is looked at under an angle of incidence."""
    ratio = 1.0 + height_km * 1e3 / MEAN_RADIUS_M
    return incidence_deg - math.degrees(math.asin(math.sin(math.radians(incidence_deg)) / ratio))


def _reaches(pool: Pool) -> Iterator[MapReach]:
    for asset in pool.assets:
        motion = asset.motion
        if not isinstance(motion, Sgp4) or orbit_kind(motion.elements) is not OrbitKind.LEO:
            continue
        height_km = motion.mean_altitude_km
        for sensor in asset.fitted(Sensor):
            if not sensor.reach_known:
                continue
            near, far = _band(sensor, height_km)
            sides = sensor.sides if sensor.sides in ("left", "right") else ""
            yield MapReach(asset=asset.id, name=sensor.name, near_deg=near, far_deg=far, sides=sides)


def _band(sensor: Sensor, height_km: float) -> tuple[float, float]:
    """From and to which angle at the Earth's centre."""
    low, high = sensor.incidence_min_deg, sensor.incidence_max_deg
    if low is not None and high is not None:
        return central_of_incidence_deg(low, height_km), central_of_incidence_deg(high, height_km)
    assert sensor.off_nadir_max_deg is not None
    return 0.0, central_deg(sensor.off_nadir_max_deg, height_km)
