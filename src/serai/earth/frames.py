"""From the frame of SGP4 (TEME) to the Earth-fixed frame (ITRF, to centimetres WGS 84), and back.

D. Vallado et al., "Revisiting Spacetrack Report #3", AIAA 2006-6753, appendix C: Greenwich mean sidereal time
of 1982 with UT1, then polar motion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import EARTH_RATE_RADPS
from serai.earth.orientation import Orientation

Floats = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]
DAYS_PER_CENTURY = 36_525.0


def gmst_rad(tai_ns: Nanoseconds, orientation: Orientation) -> Floats:
    """Greenwich mean sidereal time (IAU 1982), radians 0 ... 2 pi (S. Aoki et al., A&A 105 (1982) 359).

    The day's own turn is taken apart from the slow terms, so that no digit is lost: 1e-11 rad.
    """
    whole, fraction = orientation.ut1_days(tai_ns)
    centuries = (whole + fraction) / DAYS_PER_CENTURY
    slow_s = 67_310.54841 + centuries * (8_640_184.812866 + centuries * (0.093104 - 6.2e-6 * centuries))
    turns = fraction + slow_s / 86_400.0
    angle: Floats = 2.0 * np.pi * (turns - np.floor(turns))
    return angle


def teme_to_itrf(
    r_m: Floats, v_mps: Floats | None, tai_ns: Nanoseconds, orientation: Orientation
) -> tuple[Floats, Floats | None]:
    """Positions (..., n, 3) and velocities from TEME to the rotating Earth-fixed frame at moments (n,).

    The velocity is the one an observer on the ground measures (the frame's rotation taken off).  Velocities
    may be None.  The pole is taken to first order (its square is below 0.3 mm at the geosynchronous belt).
    """
    return Rotation.at(tai_ns, orientation).to_itrf(r_m, v_mps)


def itrf_to_teme(
    r_m: Floats, v_mps: Floats | None, tai_ns: Nanoseconds, orientation: Orientation
) -> tuple[Floats, Floats | None]:
    """The way back of ``teme_to_itrf``, same shapes."""
    return Rotation.at(tai_ns, orientation).to_teme(r_m, v_mps)


class Rotation:
    """The turn between TEME and ITRF at moments (n,), worked out once for any number of satellites."""

    __slots__ = ("cos", "sin", "xp", "yp")

    def __init__(self, *, cos: Floats, sin: Floats, xp: Floats, yp: Floats) -> None:
        self.cos, self.sin, self.xp, self.yp = cos, sin, xp, yp

    @classmethod
    def at(cls, tai_ns: Nanoseconds, orientation: Orientation) -> Rotation:
        """The turn at each moment under one Earth orientation."""
        theta = gmst_rad(tai_ns, orientation)
        xp, yp = orientation.polar_motion_rad(tai_ns)
        return cls(cos=np.cos(theta), sin=np.sin(theta), xp=xp, yp=yp)

    def to_itrf(self, r_m: Floats, v_mps: Floats | None) -> tuple[Floats, Floats | None]:
        """TEME to Earth-fixed; shapes (..., n, 3)."""
        x, y, z = self._turned(r_m)
        r = self._poled(x, y, z)
        if v_mps is None:
            return r, None
        u, v, w = self._turned(v_mps)
        return r, self._poled(u + EARTH_RATE_RADPS * y, v - EARTH_RATE_RADPS * x, w)

    def to_teme(self, r_m: Floats, v_mps: Floats | None) -> tuple[Floats, Floats | None]:
        """Earth-fixed to TEME; shapes (..., n, 3)."""
        x, y, z = self._unpoled(r_m)
        r = self._unturned(x, y, z)
        if v_mps is None:
            return r, None
        u, v, w = self._unpoled(v_mps)
        return r, self._unturned(u - EARTH_RATE_RADPS * y, v + EARTH_RATE_RADPS * x, w)

    def _turned(self, a: Floats) -> tuple[Floats, Floats, Floats]:
        x, y = a[..., 0], a[..., 1]
        return self.cos * x + self.sin * y, self.cos * y - self.sin * x, a[..., 2]

    def _poled(self, x: Floats, y: Floats, z: Floats) -> Floats:
        out = np.empty((*x.shape, 3))
        out[..., 0] = x + self.xp * z
        out[..., 1] = y - self.yp * z
        out[..., 2] = z - self.xp * x + self.yp * y
        return out

    def _unpoled(self, a: Floats) -> tuple[Floats, Floats, Floats]:
        x, y, z = a[..., 0], a[..., 1], a[..., 2]
        return x - self.xp * z, y + self.yp * z, z + self.xp * x - self.yp * y

    def _unturned(self, x: Floats, y: Floats, z: Floats) -> Floats:
        return np.stack([self.cos * x - self.sin * y, self.cos * y + self.sin * x, z], axis=-1)
