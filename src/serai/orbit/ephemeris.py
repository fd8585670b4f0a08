"""Where many things are over a span: worked out once at regular nodes, cubic between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.orbit.motion import Fixed, Motion
from serai.orbit.nodes import fill_nodes
from serai.time.instant import Instant
from serai.time.windows import Span

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class OutsideEphemeris(Refused):
    """A position was asked for a moment outside the span the ephemeris was made for."""

    def __init__(self, asked: Instant, span: Span) -> None:
        self.asked, self.span = asked, span
        start, end = span.start.utc(), span.end.utc()
        super().__init__("orbit.outside_ephemeris", start=start, end=end, asked=asked.utc())


class Ephemeris:
    """Earth-fixed positions and velocities of many motions over a span.

    Between nodes a cubic (Hermite) through positions and velocities: at 60 s within 0.4 m for circular low
    orbits (h^4 / 384 of the fourth derivative), at 300 s within 0.3 m for navigation and geosynchronous
    orbits. ``errors`` holds the first SGP4 error code of each motion, 0 where there is none; its nodes are
    then NaN and so are the positions made of them.  Fixed places cost one node.
    """

    __slots__ = ("_fixed", "_r", "_row", "_v", "errors", "grid_ns", "span", "step_s")

    def __init__(
        self,
        *,
        span: Span,
        step_s: float,
        grid_ns: Integers,
        r: Floats,
        v: Floats,
        fixed: Floats,
        row: Integers,
        errors: NDArray[np.uint8],
    ) -> None:
        self.span, self.step_s, self.grid_ns, self.errors = span, step_s, grid_ns, errors
        self._r, self._v, self._fixed, self._row = r, v, fixed, row  # row: into r, or -1 - row into fixed

    @classmethod
    def of(
        cls, motions: Sequence[Motion], span: Span, orientation: Orientation, step_s: float = 60.0
    ) -> Ephemeris:
        """Work out nodes every ``step_s`` seconds from the span's start to its end or just past it."""
        step_ns = round(step_s * 1e9)
        if step_ns <= 0:
            raise Refused("orbit.ephemeris_step", step_s=step_s)
        length = span.end.tai_ns - span.start.tai_ns
        nodes = max(2, -(-length // step_ns) + 1)
        grid_ns = span.start.tai_ns + step_ns * np.arange(nodes, dtype=np.int64)
        moving = [k for k, motion in enumerate(motions) if not isinstance(motion, Fixed)]
        still = [k for k, motion in enumerate(motions) if isinstance(motion, Fixed)]
        row = np.empty(len(motions), np.int64)
        row[moving], row[still] = np.arange(len(moving)), -1 - np.arange(len(still))
        fixed = np.array([m.place.ecef_m() for m in motions if isinstance(m, Fixed)]).reshape(-1, 3)
        r, v = np.empty((len(moving), nodes, 3)), np.empty((len(moving), nodes, 3))
        errors = np.zeros(len(motions), np.uint8)
        errors[moving] = fill_nodes(r, v, [motions[k] for k in moving], grid_ns, orientation)
        return cls(span=span, step_s=step_s, grid_ns=grid_ns, r=r, v=v, fixed=fixed, row=row, errors=errors)

    def __len__(self) -> int:
        return len(self._row)

    def nodes(self) -> Floats:
        """Positions (motions, nodes, 3) in m at ``grid_ns``; not to be written (a view if none is fixed)."""
        if not len(self._fixed):
            return self._r
        out = np.empty((len(self), len(self.grid_ns), 3))
        out[self._row >= 0] = self._r
        out[self._row < 0] = self._fixed[:, None, :]
        return out

    def velocities(self) -> Floats:
        """Velocities (motions, nodes, 3) in m/s at ``grid_ns``, as ``nodes``."""
        if not len(self._fixed):
            return self._v
        out = np.zeros((len(self), len(self.grid_ns), 3))
        out[self._row >= 0] = self._v
        return out

    def position_m(self, index: ArrayLike, tai_ns: ArrayLike) -> Floats:
        """Positions (..., 3) in m; ``index`` (which motion) and ``tai_ns`` broadcast against each other.

        (p, 1) with (n,), the shape of a scan, costs one interpolation per moment, not one per pair.
        """
        which, moments = np.asarray(index, dtype=np.int64), np.asarray(tai_ns, dtype=np.int64)
        if moments.ndim <= 1 and which.ndim == 2 and which.shape[1] == 1 and moments.size:
            return self.on_grid(np.atleast_1d(moments), which[:, 0])
        which, moments = np.broadcast_arrays(which, moments)
        rows, node, x = self._row[which], *self._locate(moments)
        h = self.step_s
        w0, w1 = (1 + 2 * x) * (1 - x) ** 2, x * (1 - x) ** 2 * h
        w2, w3 = x * x * (3 - 2 * x), x * x * (x - 1) * h
        if not len(self._fixed):
            return self._blend(rows, node, w0, w1, w2, w3)
        out = np.empty((*rows.shape, 3))
        moving = rows >= 0
        out[moving] = self._blend(rows[moving], node[moving], w0[moving], w1[moving], w2[moving], w3[moving])
        out[~moving] = self._fixed[-1 - rows[~moving]]
        return out

    def state(self, index: ArrayLike, tai_ns: ArrayLike) -> tuple[Floats, Floats]:
        """Positions (..., 3) in m and velocities in m/s; arguments broadcast as in ``position_m``."""
        which, moments = np.broadcast_arrays(
            np.asarray(index, dtype=np.int64), np.asarray(tai_ns, dtype=np.int64)
        )
        rows, node, x = self._row[which], *self._locate(moments)
        h = self.step_s
        slope = 6 * x * (x - 1) / h
        v = np.zeros((*rows.shape, 3))
        moving = rows >= 0
        at, k, s = rows[moving], node[moving], x[moving]
        v[moving] = self._blend(at, k, slope[moving], (1 - s) * (1 - 3 * s), -slope[moving], s * (3 * s - 2))
        return self.position_m(which, moments), v

    def on_grid(self, tai_ns: Integers, index: Integers | None = None) -> Floats:
        """Positions (motions, n, 3) in m at the same moments (n,) for all motions, or for those of ``index``.

        When the moments are evenly spaced nodes it is a slice of them (a view, not to be written); when they
        are evenly spaced between nodes the weights are found once.
        """
        moments = np.asarray(tai_ns, dtype=np.int64)
        rows = self._row if index is None else self._row[index]
        node, x = self._locate(moments)
        if (rows < 0).any():
            out = np.empty((len(rows), len(moments), 3))
            out[rows < 0] = self._fixed[-1 - rows[rows < 0]][:, None, :]
            out[rows >= 0] = self._shared(rows[rows >= 0], node, x)
            return out
        return self._shared(rows, node, x)

    def _shared(self, rows: Integers, node: Integers, x: Floats) -> Floats:
        """Positions (rows, n, 3) at the same moments for all rows; a view where the moments are nodes."""
        at_node = (x == 0.0) | (x == 1.0)
        if at_node.all():
            return _picked(self._r, rows, node + x.astype(np.int64))
        h, w = self.step_s, x[:, None]
        out = _picked(self._r, rows, node) * ((1 + 2 * w) * (1 - w) ** 2)
        out += _picked(self._v, rows, node) * (w * (1 - w) ** 2 * h)
        out += _picked(self._r, rows, node + 1) * (w * w * (3 - 2 * w))
        out += _picked(self._v, rows, node + 1) * (w * w * (w - 1) * h)
        return out

    def _blend(
        self, rows: Integers, node: Integers, w0: Floats, w1: Floats, w2: Floats, w3: Floats
    ) -> Floats:
        flat_r, flat_v = self._r.reshape(-1, 3), self._v.reshape(-1, 3)
        k = rows * len(self.grid_ns) + node
        out: Floats = flat_r[k] * w0[..., None]
        out += flat_v[k] * w1[..., None]
        k = k + 1
        out += flat_r[k] * w2[..., None]
        out += flat_v[k] * w3[..., None]
        return out

    def _locate(self, moments: Integers) -> tuple[Integers, Floats]:
        """The node before each moment (never the last) and the fraction of the step after it (0 ... 1)."""
        step_ns = int(self.grid_ns[1] - self.grid_ns[0])
        if moments.size:
            for extreme in (int(moments.min()), int(moments.max())):
                if not self.grid_ns[0] <= extreme <= self.grid_ns[-1]:
                    raise OutsideEphemeris(Instant(extreme), self.span)
        since = moments - self.grid_ns[0]
        node = np.minimum(since // step_ns, len(self.grid_ns) - 2)
        fraction: Floats = (since - node * step_ns) / step_ns
        return node, fraction


def _picked(values: Floats, rows: Integers, nodes: Integers) -> Floats:
    """Values (rows, nodes, 3) of a node array; a view where both are evenly spaced."""
    which, at = _as_slice(rows), _as_slice(nodes)
    if isinstance(which, slice) or isinstance(at, slice):
        found: Floats = values[which, at]
        return found
    chosen: Floats = values[which[:, None], at[None, :]]
    return chosen


def _as_slice(index: Integers) -> slice | Integers:
    """Evenly spaced indices as a slice, so that picking them copies nothing."""
    if len(index) == 0:
        return index
    if len(index) == 1:
        return slice(int(index[0]), int(index[0]) + 1)
    step = int(index[1] - index[0])
    if step > 0 and (np.diff(index) == step).all():
        return slice(int(index[0]), int(index[-1]) + 1, step)
    return index
