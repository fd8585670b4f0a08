"""Where satellites are near an area, compiled: their states every few seconds, and what they pass abeam.

A *flyover* is a stretch of at most half a revolution near the area. Abeam is where the range stops shrinking,
as in `serai.observe.overflights`. How far to the side a sample lies is its distance over the ground from the
track (metres, to the right positive).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.arc import AT, FIRST, LAST, LOADED, locate, vertical
from serai.jit import alone, compiled, fused

Floats = NDArray[np.float64]

WORK = 76
ROW = 9  # of a flyover: position, velocity, up
NEVER = -1.0
HALF_TURN = 2.8  # rad: a flyover is shorter than half a revolution, so that it passes abeam of a place once
HORIZON = 0.17364817766693041  # cos 80 deg: what is seen more obliquely is not imaged
SIDE_M, MOMENT, NADIR, INCIDENCE, LIGHT, SEEN = range(6)  # what a sample is to a flyover


@alone
def flyovers(
    nodes: Floats,
    begin: float,
    end: float,
    centre: Floats,
    near: Floats,
    step: float,
    out: Floats,
    spans: Floats,
    work: Floats,
) -> tuple[int, int]:
    """The flyovers of one satellite: rows of states in ``out``, first row and moment of each in ``spans``.

    ``nodes`` (3, n) are its positions at even moments, ``step`` in nodes. ``near`` are the cosines of the
    angles from the area's ``centre`` within which a node is looked at, and within which it sees something of
    the area. Answers how many flyovers and rows there are; where ``out`` has none, how many there are at
    most. ``work`` (WORK,) is room to work in.
    """
    work[FIRST], work[LAST], work[LOADED] = 0.0, nodes.shape[1] - 1.0, NEVER
    found = rows = 0
    since = NEVER
    for k in range(int(begin), math.ceil(end) + 2):
        close = False
        if k <= end + 1.0 and k < nodes.shape[1]:
            a, b, c = nodes[0, k], nodes[1, k], nodes[2, k]
            close = a * centre[0] + b * centre[1] + c * centre[2] >= near[0] * math.sqrt(
                a * a + b * b + c * c
            )
        if close and since < 0.0:
            since = max(begin, k - 1.0)
        elif not close and since >= 0.0:
            until = min(float(k), end)
            if until > since:
                found, rows = _split(
                    nodes, work, since, until, centre, near[1], step, out, spans, found, rows
                )
            since = NEVER
    if since >= 0.0 and end > since:
        found, rows = _split(nodes, work, since, end, centre, near[1], step, out, spans, found, rows)
    return found, rows


@compiled
def _split(
    nodes: Floats, work: Floats, since: float, until: float, centre: Floats, near: float, step: float,
    out: Floats, spans: Floats, found: int, rows: int,
) -> tuple[int, int]:  # fmt: skip
    """A stretch near the area as flyovers of less than half a revolution, without those too far off."""
    locate(nodes, work, since)
    x, y, z, vx, vy, vz = work[AT], work[AT + 1], work[AT + 2], work[AT + 3], work[AT + 4], work[AT + 5]
    rate = math.sqrt((vx * vx + vy * vy + vz * vz) / (x * x + y * y + z * z))
    pieces = max(1, math.ceil((until - since) * rate / HALF_TURN))
    length = (until - since) / pieces
    count = max(2, math.ceil(length / step) + 1)
    for piece in range(pieces):
        closest = 1.0 if out.shape[0] == 0 else -1.0
        first = since + length * piece
        for k in range(count if out.shape[0] else 0):
            locate(nodes, work, first + length * k / (count - 1))
            a, b, c = work[AT], work[AT + 1], work[AT + 2]
            closest = max(
                closest, (a * centre[0] + b * centre[1] + c * centre[2]) / math.sqrt(a * a + b * b + c * c)
            )
            for axis in range(6):
                out[rows + k, axis] = work[AT + axis]
            out[rows + k, 6], out[rows + k, 7], out[rows + k, 8] = vertical(a, b, c)
        if closest >= near:
            if found < spans.shape[0]:
                spans[found, 0], spans[found, 1], spans[found, 2] = first, length / (count - 1), count
            found += 1
            rows += count
    return found, rows


@fused
def abeam(way: Floats, site: Floats, k: int) -> tuple[int, float]:
    """Where a flyover passes abeam of a place: the row before, and the fraction after it; -1 if nowhere."""
    last = way.shape[0] - 2
    k = min(max(k, 0), last)
    x, y, z = site[0], site[1], site[2]
    for _ in range(way.shape[0] + 4):
        a = way[k]
        b = way[k + 1]
        before = (a[0] - x) * a[3] + (a[1] - y) * a[4] + (a[2] - z) * a[5]
        after = (b[0] - x) * b[3] + (b[1] - y) * b[4] + (b[2] - z) * b[5]
        if before >= 0.0:
            if k == 0:
                return -1, 0.0
            rise = after - before
            k -= min(max(1, int(before / rise) if rise > 0.0 else 1), k)
        elif after < 0.0:
            if k == last:
                return -1, 0.0
            rise = after - before
            k += min(max(1, int(-after / rise) if rise > 0.0 else 1), last - k)
        else:
            return k, before / (before - after)
    return -1, 0.0


@fused
def survey(way: Floats, sites: Floats, ups: Floats, sun: Floats, high: float, seen: Floats) -> int:
    """What each sample is to a flyover: side distance, moment, cosines of off nadir and incidence, and light.

    Into ``seen`` (n, 5); the cosine of incidence is -1 where the sample is out of sight. Answers how many are
    in sight. ``high`` is the sine of the Sun's least elevation.
    """
    guess = way.shape[0] // 2
    count = 0
    for i in range(sites.shape[0]):
        site = sites[i]
        k, t = abeam(way, site, guess)
        seen[i, 3] = NEVER
        if k < 0:
            continue
        guess = k
        a, b = way[k], way[k + 1]
        u = 1.0 - t
        bend = -0.5 * t * u * _pace(a, b)
        x = u * a[0] + t * b[0] + bend * (b[3] - a[3])
        y = u * a[1] + t * b[1] + bend * (b[4] - a[4])
        z = u * a[2] + t * b[2] + bend * (b[5] - a[5])
        dx, dy, dz = x - site[0], y - site[1], z - site[2]
        per = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
        incidence = (dx * ups[i, 0] + dy * ups[i, 1] + dz * ups[i, 2]) * per
        if incidence < HORIZON:
            continue
        vx, vy, vz = u * a[3] + t * b[3], u * a[4] + t * b[4], u * a[5] + t * b[5]
        nx, ny, nz = vy * z - vz * y, vz * x - vx * z, vx * y - vy * x
        radius = math.sqrt(site[0] * site[0] + site[1] * site[1] + site[2] * site[2])
        side = (site[0] * nx + site[1] * ny + site[2] * nz) / (
            radius * math.sqrt(nx * nx + ny * ny + nz * nz)
        )
        ux, uy, uz = u * a[6] + t * b[6], u * a[7] + t * b[7], u * a[8] + t * b[8]
        seen[i, 0] = radius * _arcsine(side)
        seen[i, 1] = k + t
        seen[i, 2] = (dx * ux + dy * uy + dz * uz) * per / math.sqrt(ux * ux + uy * uy + uz * uz)
        seen[i, 3] = incidence
        seen[i, 4] = 1.0 if sun[0] * ups[i, 0] + sun[1] * ups[i, 1] + sun[2] * ups[i, 2] >= high else 0.0
        count += 1
    return count


@fused
def _arcsine(x: float) -> float:
    """The arcsine; below 14 degrees by its series, within a metre on the ground."""
    if abs(x) > 0.25:
        return math.asin(x)
    y = x * x
    return x * (1.0 + y * (1.0 / 6.0 + y * (3.0 / 40.0 + y * (15.0 / 336.0))))


@fused
def _pace(a: Floats, b: Floats) -> float:
    """Seconds (or nodes) between two rows, whatever the unit of their velocity."""
    vx, vy, vz = a[3] + b[3], a[4] + b[4], a[5] + b[5]
    way = (b[0] - a[0]) * vx + (b[1] - a[1]) * vy + (b[2] - a[2]) * vz
    return 2.0 * way / (vx * vx + vy * vy + vz * vz)
