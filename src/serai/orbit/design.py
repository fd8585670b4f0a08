"""Orbits on paper as they are spelled: one satellite, or a Walker pattern `i:t/p/f`, at an altitude.

`41@500` is a circle inclined by 41 degrees, 500 km above the equator's radius; `53:24/3/1@550` a Walker
pattern of 24 satellites in 3 planes with phasing 1; `sun@505,10:30` keeps its plane to the Sun and crosses
the equator northwards at 10:30 local mean solar time.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

import numpy as np

from serai.earth.ellipsoid import A_M
from serai.earth.frames import gmst_rad
from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.orbit.kepler import J2, MU_M3_S2, Circle, walker
from serai.time.instant import Instant

MOST_SATELLITES = 10_000  # of one pattern: more than anybody has filed; a misprint may ask for 10^9
LEAST_KM, MOST_KM = 160.0, 40_000.0  # lower an orbit lasts for days; higher it leaves the geostationary belt
SUN_RAD_S = 2.0 * math.pi / (365.242_19 * 86_400.0)  # the mean Sun goes once round in a tropical year
SUN = "sun"
_SPELLED = re.compile(
    r"(?P<tilt>sun|\d+(?:\.\d+)?)(?::(?P<t>\d+)/(?P<p>\d+)/(?P<f>\d+))?@(?P<km>\d+(?:\.\d+)?)"
    r"(?:,(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOrbit:
    """Satellites that exist on paper: circles at one altitude and inclination, with the Earth's flattening.

    ``local_time_h`` is when by the mean Sun those of the first plane cross the equator northwards at the
    epoch; without it that plane's node lies at zero right ascension.
    """

    spelled: str
    inclination_deg: float
    altitude_m: float
    total: int = 1
    planes: int = 1
    phasing: int = 0
    local_time_h: float | None = None

    @classmethod
    def read(cls, spelled: str) -> PaperOrbit:
        """Read `DEGREES@KM`, `I:T/P/F@KM` or `sun@KM`; a local time of the node may follow a comma."""
        found = _SPELLED.fullmatch("".join(spelled.split()))
        if found is None:
            raise Refused("orbit.paper", got=spelled)
        altitude_km = float(found["km"])
        if not LEAST_KM <= altitude_km <= MOST_KM:
            raise Refused("orbit.paper_altitude", least=LEAST_KM, most=MOST_KM, got=altitude_km)
        sun = found["tilt"].casefold() == SUN
        tilt = sun_synchronous_deg(1e3 * altitude_km) if sun else float(found["tilt"])
        if not 0.0 <= tilt <= 180.0:
            raise Refused("orbit.paper_inclination", got=tilt)
        if int(found["t"] or 1) > MOST_SATELLITES:
            raise Refused("orbit.paper_total", most=MOST_SATELLITES, got=int(found["t"]))
        one = cls(
            spelled="".join(spelled.split()),
            inclination_deg=tilt,
            altitude_m=1e3 * altitude_km,
            total=int(found["t"] or 1),
            planes=int(found["p"] or 1),
            phasing=int(found["f"] or 0),
            local_time_h=None if found["h"] is None else int(found["h"]) + int(found["m"]) / 60.0,
        )
        walker(one.total, one.planes, one.phasing, altitude_m=0.0, inclination_deg=0.0, epoch=Instant(0))
        return one

    def circles(self, epoch: Instant, orientation: Orientation) -> list[Circle]:
        """The motion of each satellite from an epoch on, plane by plane."""
        node_deg = 0.0 if self.local_time_h is None else _node_deg(self.local_time_h, epoch, orientation)
        return [
            replace(circle, raan_deg=(circle.raan_deg + node_deg) % 360.0)
            for circle in walker(
                self.total,
                self.planes,
                self.phasing,
                altitude_m=self.altitude_m,
                inclination_deg=self.inclination_deg,
                epoch=epoch,
                j2=True,
            )
        ]


def sun_synchronous_deg(altitude_m: float) -> float:
    """The inclination at which a circular orbit's node goes round with the mean Sun (J2 alone), degrees."""
    radius_m = A_M + altitude_m
    motion = math.sqrt(MU_M3_S2 / radius_m**3)
    cosine = -SUN_RAD_S / (1.5 * J2 * (A_M / radius_m) ** 2 * motion)
    if cosine < -1.0:
        raise Refused("orbit.not_sun_synchronous", altitude_km=altitude_m / 1e3)
    return math.degrees(math.acos(cosine))


def _node_deg(local_time_h: float, epoch: Instant, orientation: Orientation) -> float:
    """The right ascension of the node over which it is this local mean solar time at the epoch."""
    at = epoch.datetime()
    utc_h = at.hour + at.minute / 60.0 + (at.second + at.microsecond / 1e6) / 3600.0
    sidereal_deg = math.degrees(float(gmst_rad(np.array([epoch.tai_ns]), orientation)[0]))
    return (sidereal_deg + 15.0 * (local_time_h - utc_h)) % 360.0
