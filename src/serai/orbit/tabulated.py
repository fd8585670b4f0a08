"""Motion read off a table of positions: precise orbits, exchanged ephemerides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth.orientation import Orientation
from serai.errors import Refused

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class TabulatedOrbit:
    """Earth-fixed positions at given moments, interpolated; NaN outside the table and beside missing rows.

    With velocities a cubic through two rows; without, a polynomial through the ``points`` nearest rows (ten
    for 15-minute navigation orbits, as the IGS recommends: M. Horemuz, J. Andersson, GPS Solutions 10 (2006)
    201).
    """

    __slots__ = ("points", "r_m", "tai_ns", "v_mps")

    def __init__(
        self, tai_ns: Integers, r_m: Floats, v_mps: Floats | None = None, *, points: int = 10
    ) -> None:
        self.tai_ns = np.asarray(tai_ns, dtype=np.int64)
        self.r_m = np.asarray(r_m, dtype=np.float64)
        self.v_mps = None if v_mps is None else np.asarray(v_mps, dtype=np.float64)
        self.points = 2 if v_mps is not None else points
        if self.r_m.shape != (len(self.tai_ns), 3) or (
            self.v_mps is not None and self.v_mps.shape != self.r_m.shape
        ):
            raise Refused("orbit.table_shape", moments=len(self.tai_ns), shape=self.r_m.shape)
        if len(self.tai_ns) < self.points or np.any(np.diff(self.tai_ns) <= 0):
            raise Refused("orbit.table_moments", points=self.points, moments=len(self.tai_ns))

    def state(self, tai_ns: Integers, orientation: Orientation) -> tuple[Floats, Floats]:  # noqa: ARG002 (Earth-fixed)
        """Positions (n, 3) m and velocities (n, 3) m/s at moments (n,)."""
        moments = np.asarray(tai_ns, dtype=np.int64)
        before = np.searchsorted(self.tai_ns, moments, side="right") - 1
        outside = (moments < self.tai_ns[0]) | (moments > self.tai_ns[-1])
        first = np.clip(before - (self.points // 2 - 1), 0, len(self.tai_ns) - self.points)
        r, v = self._hermite(first, moments) if self.v_mps is not None else self._lagrange(first, moments)
        r[outside], v[outside] = np.nan, np.nan
        return r, v

    def _hermite(self, first: Integers, moments: Integers) -> tuple[Floats, Floats]:
        assert self.v_mps is not None
        h = ((self.tai_ns[first + 1] - self.tai_ns[first]) / 1e9)[:, None]
        x = ((moments - self.tai_ns[first]) / 1e9)[:, None] / h
        r0, r1, v0, v1 = self.r_m[first], self.r_m[first + 1], self.v_mps[first], self.v_mps[first + 1]
        r = (
            (1 + 2 * x) * (1 - x) ** 2 * r0
            + x * (1 - x) ** 2 * h * v0
            + x * x * (3 - 2 * x) * r1
            + x * x * (x - 1) * h * v1
        )
        v = 6 * x * (x - 1) / h * (r0 - r1) + (1 - x) * (1 - 3 * x) * v0 + x * (3 * x - 2) * v1
        return r, v

    def _lagrange(self, first: Integers, moments: Integers) -> tuple[Floats, Floats]:
        """The polynomial through ``points`` rows, and its derivative."""
        rows = first[:, None] + np.arange(self.points)
        nodes = (self.tai_ns[rows] - moments[:, None]) / 1e9  # seconds from the moment asked: x = 0 there
        scale = np.ptp(nodes, axis=1, keepdims=True)
        nodes = nodes / scale
        weight, slope = np.ones_like(nodes), np.zeros_like(nodes)
        for j in range(self.points):
            for k in range(self.points):
                if k != j:  # multiply by (x - x_k) / (x_j - x_k) at x = 0, and carry the derivative along
                    gap = nodes[:, j] - nodes[:, k]
                    slope[:, j] = (slope[:, j] * -nodes[:, k] + weight[:, j]) / gap
                    weight[:, j] = weight[:, j] * -nodes[:, k] / gap
        values = self.r_m[rows]
        return np.einsum("nk,nkc->nc", weight, values), np.einsum("nk,nkc->nc", slope, values) / scale
