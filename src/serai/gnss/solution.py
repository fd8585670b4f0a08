"""The solution of an estimator: a position per epoch, its covariance, and what it stood on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.earth import geodetic
from serai.gnss.measurements.ranges import Ranges
from serai.wording import Reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class NotUsed:
    """What was observed and took no part: systems by their letters, and satellites of systems that did.

    ``messages`` says of how many ranges the messages were of another time, where these are many.
    """

    systems: Mapping[str, Reason] = field(default_factory=dict)
    satellites: Mapping[str, Reason] = field(default_factory=dict)
    messages: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Track:
    """Positions of an antenna, Earth-fixed in ``frame``; an epoch without one is NaN.

    ``covariance_m2`` (e, 3, 3); ``clocks_m`` (e, groups) the receiver clock against each system's time;
    ``dop`` GDOP, PDOP, HDOP, VDOP; ``fit`` the weighted sum of squared residuals; ``mode`` per epoch: spp,
    dgnss, float, fixed, ppp. Rows (satellite at an epoch) carry ``status`` (0 not usable, 1 used, 2 below
    the mask, 3 left out as faulty), residuals and angles (azimuth, elevation). ``protection_m`` (e, 2) are
    HPL and VPL where the corrections used bound the error, NaN where no level is defined; ``notes`` (e) say
    of a correction service why an epoch could not use it, '' where it could. ``passed_over`` counts what a
    lenient reading of the files left out. ``heard`` are the satellites used where no rows are told (RTK,
    PPP); ``not_used`` what was observed and not used, with reasons.
    """

    tai_ns: Integers
    position_m: Floats
    covariance_m2: Floats
    clocks_m: Floats
    groups: str
    satellites: Integers
    dop: Floats
    fit: Floats
    mode: tuple[str, ...]
    frame: str
    rows: Ranges | None = None
    status: NDArray[np.uint8] | None = None
    residual_m: Floats | None = None
    angles_rad: Floats | None = None
    protection_m: Floats | None = None
    notes: tuple[Reason | str, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    heard: frozenset[str] = frozenset()
    not_used: NotUsed = field(default_factory=NotUsed)

    def __repr__(self) -> str:
        solved = int(self.solved.sum())
        modes = ", ".join(sorted(set(self.mode) - {""}))
        return f"Track({solved} of {len(self)} epochs, {modes or 'none solved'}, {self.frame})"

    def __len__(self) -> int:
        return len(self.tai_ns)

    @property
    def solved(self) -> NDArray[np.bool_]:
        """(e,) which epochs have a position."""
        found: NDArray[np.bool_] = np.isfinite(self.position_m[:, 0])
        return found

    def geodetic(self) -> tuple[Floats, Floats, Floats]:
        """Latitude and longitude (deg) and height (m) above WGS 84 of every epoch."""
        return geodetic(self.position_m)

    def sigmas_enu_m(self) -> Floats:
        """One sigma (e, 3) to the east, north and up, metres."""
        local = self.covariances_enu_m2()
        sigmas: Floats = np.sqrt(np.maximum(np.diagonal(local, axis1=1, axis2=2), 0.0))
        return sigmas

    def covariances_enu_m2(self) -> Floats:
        """The covariance (e, 3, 3) to the east, north and up, square metres."""
        turn = enu(self.position_m)
        return np.asarray(np.einsum("eij,ejk,elk->eil", turn, self.covariance_m2, turn))

    def errors_enu_m(self, truth_m: Floats) -> Floats:
        """How far each position is east, north and up of a known point, metres (e, 3)."""
        return np.asarray((self.position_m - truth_m) @ enu(np.asarray(truth_m, dtype=np.float64)).T)


def enu(place_m: Floats) -> Floats:
    """The rotation (..., 3, 3) from Earth-fixed axes to east, north and up at places (..., 3)."""
    lat, lon, _ = geodetic(np.asarray(place_m, dtype=np.float64))
    sl, cl = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    so, co = np.sin(np.radians(lon)), np.cos(np.radians(lon))
    zero = np.zeros_like(sl)
    return np.stack(
        [
            np.stack([-so, co, zero], axis=-1),
            np.stack([-sl * co, -sl * so, cl], axis=-1),
            np.stack([cl * co, cl * so, sl], axis=-1),
        ],
        axis=-2,
    )
