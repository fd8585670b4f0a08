"""When satellites pass abeam of a place, compiled: the moments at which the range stops shrinking."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.arc import AT, FIRST, LAST, LOADED, POINTS, locate
from serai.jit import alone, compiled

Floats = NDArray[np.float64]

COLUMNS = 8  # satellite, moment (in nodes), position, velocity (metres per node)
ROUNDS = 60  # of the search for a moment; six are usual
CLOSE = 1e-9  # of a node: a tenth of a microsecond
UNSEEN = (
    0.0625  # (a quarter)2: so far under the horizon, in distances from the Earth's centre, it stays there
)


def room(satellites: int, nodes: int) -> tuple[Floats, Floats]:
    """What `abeam` works in, and rows for as many moments as there can be."""
    return np.zeros(POINTS), np.empty((satellites * (nodes // 2 + 2), COLUMNS))


@compiled
def _receding(nodes: Floats, work: Floats, site: Floats, x: float) -> float:
    """How fast the range to a place grows, times the range: m2 per node."""
    locate(nodes, work, x)
    speed = 0.0
    for axis in range(3):
        speed += (work[AT + axis] - site[axis]) * work[AT + 3 + axis]
    return speed


@compiled
def _turn(nodes: Floats, work: Floats, site: Floats, low: float, high: float) -> float:
    """The moment between two at which the range stops shrinking, or -1.0 (regula falsi, Illinois rule)."""
    f, g = _receding(nodes, work, site, low), _receding(nodes, work, site, high)
    if not (f < 0.0 <= g):
        return -1.0
    x = high
    for _ in range(ROUNDS):
        before, x = x, (low * g - high * f) / (g - f)
        now = _receding(nodes, work, site, x)
        if now < 0.0:
            low, f, g = x, now, 0.5 * g
        else:
            high, g, f = x, now, 0.5 * f
        if abs(x - before) < CLOSE or now == 0.0:
            break
    return x


@alone
def abeam(nodes: Floats, site: Floats, work: Floats, out: Floats) -> int:
    """Put the moments at which satellites pass abeam of a place into ``out``; answers how many there are.

    ``nodes`` (satellites, 3, n) are positions at even moments, of at least eight nodes; a satellite without
    a position at some node is left out. ``site`` (6,) is the place and its up vector. ``work`` and ``out``
    are room to work in, as `room` makes it.
    """
    satellites, n = nodes.shape[0], nodes.shape[2]
    found = 0
    for satellite in range(satellites):
        mine = nodes[satellite]
        work[FIRST], work[LAST], work[LOADED] = 0.0, n - 1.0, -99.0
        before = np.inf
        for k in range(n):
            dx, dy, dz = mine[0, k] - site[0], mine[1, k] - site[1], mine[2, k] - site[2]
            here = dx * dx + dy * dy + dz * dz
            after = np.inf
            if k + 1 < n:
                ax, ay, az = (
                    mine[0, k + 1] - site[0],
                    mine[1, k + 1] - site[1],
                    mine[2, k + 1] - site[2],
                )
                after = ax * ax + ay * ay + az * az
            nearest = here < before and here <= after
            before = here
            if not nearest:
                continue
            height = dx * site[3] + dy * site[4] + dz * site[5]
            x, y, z = mine[0, k], mine[1, k], mine[2, k]
            if height < 0.0 and height * height > UNSEEN * (x * x + y * y + z * z):
                continue
            at = _turn(mine, work, site, max(k - 1.0, 0.0), min(k + 1.0, n - 1.0))
            if at < 0.0:
                continue
            locate(mine, work, at)
            row = out[found]
            row[0], row[1] = satellite, at
            for axis in range(6):
                row[2 + axis] = work[AT + axis]
            found += 1
    return found
