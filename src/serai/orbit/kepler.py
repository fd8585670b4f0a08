"""Design orbits: circles and Walker constellations, for what-ifs and tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import A_M
from serai.earth.frames import teme_to_itrf
from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.time.instant import Instant

Floats = NDArray[np.float64]
MU_M3_S2 = 3.986004418e14  # WGS 84 (NGA.STND.0036), gravitational parameter with the atmosphere
J2 = 1.082_629_8e-3  # WGS 84 (EGM 2008), second zonal harmonic


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A circular orbit: its radius, plane and place on it at ``epoch``, in the frame of SGP4 (TEME).

    With ``j2`` the node and the argument of latitude drift as the Earth's flattening makes them (secular
    terms: Vallado 2013, eq. 9-37 to 9-41, at zero eccentricity).
    """

    radius_m: float
    inclination_deg: float
    epoch: Instant
    raan_deg: float = 0.0
    argument_of_latitude_deg: float = 0.0
    j2: bool = False

    def __post_init__(self) -> None:
        if self.radius_m < A_M:
            raise Refused("orbit.radius", least_m=A_M, radius_m=self.radius_m)

    @property
    def period_s(self) -> float:
        """From node to node, seconds."""
        return float(2 * np.pi / self._rates()[1])

    def state(self, tai_ns: NDArray[np.int64], orientation: Orientation) -> tuple[Floats, Floats]:
        """Earth-fixed positions (n, 3) m and velocities m/s."""
        t = (np.asarray(tai_ns, dtype=np.int64) - self.epoch.tai_ns) / 1e9
        node_rate, rate = self._rates()
        u = np.radians(self.argument_of_latitude_deg) + rate * t
        node = np.radians(self.raan_deg) + node_rate * t
        i = np.radians(self.inclination_deg)
        zero = np.zeros_like(t)
        to_node = np.stack([np.cos(node), np.sin(node), zero], axis=-1)
        ahead = np.stack([-np.sin(node) * np.cos(i), np.cos(node) * np.cos(i), zero + np.sin(i)], axis=-1)
        r = self.radius_m * (np.cos(u)[:, None] * to_node + np.sin(u)[:, None] * ahead)
        v = self.radius_m * rate * (np.cos(u)[:, None] * ahead - np.sin(u)[:, None] * to_node)
        v += node_rate * np.stack([-r[:, 1], r[:, 0], zero], axis=-1)
        r_m, v_mps = teme_to_itrf(r, v, tai_ns, orientation)
        assert v_mps is not None
        return r_m, v_mps

    def _rates(self) -> tuple[float, float]:
        """How fast the node and the argument of latitude move, rad/s."""
        n = float(np.sqrt(MU_M3_S2 / self.radius_m**3))
        if not self.j2:
            return 0.0, n
        k = 1.5 * J2 * (A_M / self.radius_m) ** 2 * n
        cos_i = float(np.cos(np.radians(self.inclination_deg)))
        return -k * cos_i, n + k * (4.0 * cos_i**2 - 1.0)


def walker(
    total: int,
    planes: int,
    phasing: int,
    *,
    altitude_m: float,
    inclination_deg: float,
    epoch: Instant,
    star: bool = False,
    j2: bool = False,
) -> list[Circle]:
    """A Walker constellation T/P/F: delta (planes around 360 degrees) or ``star`` (180); plane by plane.

    J. G. Walker, J. British Interplanetary Society 37 (1984) 559.
    """
    if total < 1 or planes < 1 or total % planes or not 0 <= phasing < planes:
        raise Refused("orbit.walker", total=total, planes=planes, phasing=phasing)
    each = total // planes
    return [
        Circle(
            radius_m=A_M + altitude_m,
            inclination_deg=inclination_deg,
            epoch=epoch,
            j2=j2,
            raan_deg=(180.0 if star else 360.0) * plane / planes,
            argument_of_latitude_deg=360.0 * (seat / each + phasing * plane / total),
        )
        for plane in range(planes)
        for seat in range(each)
    ]
