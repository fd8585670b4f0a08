"""Over which longitude a near-geosynchronous satellite hangs, and how fast it leaves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.earth.ellipsoid import geodetic
from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.orbit.motion import Motion
from serai.time.instant import Instant

SIDEREAL_DAY_S = 86_164.0905  # one turn of the Earth against the stars (IERS Conventions 2010, table 1.1)
FASTEST_DRIFT_DEG_DAY = 20.0  # beyond it a satellite has no slot: it is above or below the belt by 1,500 km
_SAMPLES = 97


class NotGeosynchronous(Refused):
    """A longitude slot was asked of a satellite that circles the Earth."""

    def __init__(self, drift_deg_day: float) -> None:
        self.drift_deg_day = drift_deg_day
        super().__init__("orbit.not_geosynchronous", drift_deg_day=drift_deg_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A mean sub-satellite longitude (deg, -180 ... 180) and its drift (deg per day, east positive).

    The daily swings about it in latitude and longitude are half of peak to peak, degrees.
    """

    longitude_deg: float
    drift_deg_day: float
    latitude_amplitude_deg: float
    longitude_amplitude_deg: float


def geostationary_slot(motion: Motion, at: Instant, orientation: Orientation) -> Slot:
    """The slot over the sidereal day centred on ``at``: least squares of a line and the daily swings."""
    t = np.linspace(-0.5, 0.5, _SAMPLES) * SIDEREAL_DAY_S
    tai_ns = at.tai_ns + np.rint(t * 1e9).astype(np.int64)
    lat, lon, _ = geodetic(motion.state(tai_ns, orientation)[0])
    if not np.isfinite(lon).all():
        raise Refused("orbit.no_slot", at=at.utc())
    lon = np.degrees(np.unwrap(np.radians(lon)))
    days, phase = t / 86_400.0, 2 * np.pi * t / SIDEREAL_DAY_S
    if abs(lon[-1] - lon[0]) / (days[-1] - days[0]) > FASTEST_DRIFT_DEG_DAY:
        raise NotGeosynchronous(float((lon[-1] - lon[0]) / (days[-1] - days[0])))
    model = np.stack(
        [np.ones_like(days), days, np.cos(phase), np.sin(phase), np.cos(2 * phase), np.sin(2 * phase)]
    )
    found = np.linalg.lstsq(model.T, lon, rcond=None)[0]
    swing = lon - found[0] - found[1] * days
    return Slot(
        longitude_deg=float((found[0] + 180.0) % 360.0 - 180.0),
        drift_deg_day=float(found[1]),
        latitude_amplitude_deg=float(np.ptp(lat) / 2),
        longitude_amplitude_deg=float(np.ptp(swing) / 2),
    )
