"""Places on the Earth's reference ellipsoid, and the ellipsoid itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.errors import Refused

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipsoid:
    """A reference ellipsoid of revolution: semi-major axis in metres and flattening."""

    name: str
    a_m: float
    f: float

    @property
    def e2(self) -> float:
        """First eccentricity squared."""
        return self.f * (2.0 - self.f)

    @property
    def b_m(self) -> float:
        """Semi-minor axis, metres."""
        return self.a_m * (1.0 - self.f)


WGS84 = Ellipsoid(
    name="WGS 84", a_m=6_378_137.0, f=1 / 298.257223563
)  # NGA.STND.0036 1.0.0 (2014), table 3.1
CGCS2000 = Ellipsoid(
    name="CGCS2000", a_m=6_378_137.0, f=1 / 298.257222101
)  # GB 22021-2008; BDS-SIS-ICD-B1C-1.0 3.2
A_M, F, E2 = WGS84.a_m, WGS84.f, WGS84.e2
EARTH_RATE_RADPS = 7.292115146706979e-5  # rotation rate used with GMST 1982 (Vallado 2013, eq. 3-40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point by geodetic latitude and longitude (degrees) and height above the WGS 84 ellipsoid (metres)."""

    lat_deg: float
    lon_deg: float
    height_m: float = 0.0

    def __post_init__(self) -> None:
        if not -90.0 <= self.lat_deg <= 90.0:
            raise Refused("earth.latitude", lat_deg=self.lat_deg)
        if not -180.0 <= self.lon_deg <= 360.0:
            raise Refused("earth.longitude", lon_deg=self.lon_deg)
        if not -12_000.0 < self.height_m < np.inf:
            raise Refused("earth.height", height_m=self.height_m)

    def ecef_m(self) -> Floats:
        """Earth-fixed (ITRF / WGS 84) position, metres, shape (3,)."""
        return places_ecef_m(self.lat_deg, self.lon_deg, self.height_m)

    def up(self) -> Floats:
        """The outward normal of the ellipsoid here, Earth-fixed unit vector, shape (3,)."""
        return up_unit(self.lat_deg, self.lon_deg)


def up_unit(lat_deg: ArrayLike, lon_deg: ArrayLike) -> Floats:
    """The outward normal of any ellipsoid of revolution at geodetic places, unit vectors (..., 3)."""
    lat, lon = np.broadcast_arrays(np.radians(lat_deg), np.radians(lon_deg))
    cos_lat = np.cos(lat)
    return np.stack([cos_lat * np.cos(lon), cos_lat * np.sin(lon), np.sin(lat)], axis=-1)


def places_ecef_m(
    lat_deg: ArrayLike, lon_deg: ArrayLike, height_m: ArrayLike = 0.0, ellipsoid: Ellipsoid = WGS84
) -> Floats:
    """Earth-fixed positions (..., 3) in metres of geodetic places (degrees, metres above the ellipsoid)."""
    up = up_unit(lat_deg, lon_deg)
    normal = ellipsoid.a_m / np.sqrt(1.0 - ellipsoid.e2 * up[..., 2] ** 2)
    height = np.asarray(height_m, dtype=np.float64)
    across, along = normal + height, normal * (1.0 - ellipsoid.e2) + height
    up = np.broadcast_to(up, (*across.shape, 3))
    return np.stack([across * up[..., 0], across * up[..., 1], along * up[..., 2]], axis=-1)


def geodetic(ecef_m: Floats, ellipsoid: Ellipsoid = WGS84) -> tuple[Floats, Floats, Floats]:
    """Latitude (deg), longitude (deg, -180 ... 180) and height (m) of Earth-fixed positions (..., 3).

    Bowring's formula iterated to convergence: 1e-9 m from the surface to beyond the geosynchronous belt
    (B. R. Bowring, Survey Review 23 (1976) 323).  At the poles the longitude is 0.
    """
    x, y, z = ecef_m[..., 0], ecef_m[..., 1], ecef_m[..., 2]
    sin_lat, cos_lat, p = _normal(p_m=np.hypot(x, y), z_m=z, ellipsoid=ellipsoid, rounds=3)
    w = np.sqrt(1.0 - ellipsoid.e2 * sin_lat**2)
    height = p * cos_lat + z * sin_lat - ellipsoid.a_m * w
    return np.degrees(np.arctan2(sin_lat, cos_lat)), np.degrees(np.arctan2(y, x)), height


def geodetic_up(ecef_m: Floats, ellipsoid: Ellipsoid = WGS84) -> Floats:
    """The ellipsoid's outward normal through Earth-fixed positions (..., 3): minus it is the geodetic nadir.

    One round of Bowring's formula, without a trigonometric function, for bulk scans: within 1e-8 rad from
    the surface to the geosynchronous belt (7 mm on the ground seen from 700 km).
    """
    x, y = ecef_m[..., 0], ecef_m[..., 1]
    p = np.sqrt(x * x + y * y)
    sin_lat, cos_lat, _ = _normal(p_m=p, z_m=ecef_m[..., 2], ellipsoid=ellipsoid, rounds=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        per_p = np.where(p > 0.0, cos_lat / p, 0.0)
    return np.stack([x * per_p, y * per_p, sin_lat], axis=-1)


def _normal(*, p_m: Floats, z_m: Floats, ellipsoid: Ellipsoid, rounds: int) -> tuple[Floats, Floats, Floats]:
    """Sine and cosine of the geodetic latitude (and p) from the distance to the axis and to the equator."""
    a, b = ellipsoid.a_m, ellipsoid.b_m
    bulge_z, bulge_p = (a * a - b * b) / b, (a * a - b * b) / a  # e'^2 b and e^2 a
    up, across = z_m * a, p_m * b  # tangent of the first reduced latitude, z a / (p b)
    num, den = z_m, p_m
    for _ in range(rounds):
        scale = np.sqrt(up * up + across * across)
        with np.errstate(invalid="ignore", divide="ignore"):
            sin_b, cos_b = up / scale, across / scale
        num, den = z_m + bulge_z * sin_b**3, p_m - bulge_p * cos_b**3
        up, across = b * num, a * den
    length = np.sqrt(num * num + den * den)
    return num / length, den / length, p_m
