"""Slant TEC by NeQuick-G along every ray, summed at nodes of each satellite's arc and read between.

One sum takes 0.2 ms, a hundred times what the rest of a range costs. Seen from one place, the content over
the steepness of the ray (a thin shell's) changes slowly while a satellite passes: so it is summed every
quarter of an hour and at both ends of an arc, and a cubic goes through the four nodes around a moment.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serai.gnss.atmosphere import nequick, nequick_tables, ntcm
from serai.gnss.atmosphere.ionosphere import Ionosphere
from serai.gnss.atmosphere.tec_maps import mjd_of
from serai.gnss.constants import GPST_BEHIND_TAI_S
from serai.gnss.geometry import place_of, sagnac_range
from serai.gnss.measurements.ranges import Ranges
from serai.jit import alone, compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NODE_S = 900.0
FAR_M = 20_000.0  # from one epoch to the next: not a receiver that moves but another one
DAY_NS = 86_400_000_000_000
_tecu, _slant = nequick.tecu_towards, ntcm.slant_factor


class SlantRoom(NamedTuple):
    """What is worked in: the rows summed and their values, and the numbers of an hour's maps."""

    node: Integers
    value: Floats
    numbers: Floats


class SlantRays(NamedTuple):
    """Rays above the horizon, by satellite and then time: seconds, second of the day, modified Julian day;
    the receiver's latitude, longitude (rad) and height (m), and how far (m) it is from the ray before;
    azimuth and elevation (rad) and range (m).
    """

    satellite: Integers
    at_s: Floats
    day_s: Floats
    mjd: Floats
    place: Floats
    moved_m: Floats
    towards: Floats


def contents_tecu(rows: Ranges, ionosphere: Ionosphere, place_m: Floats, above_rad: float = 0.0) -> Floats:
    """Slant TEC, TECU, along every ray from where the receiver was: (3,), or (epochs, 3).

    Epochs without a place lie on the way between those with one. NaN below the horizon, and where no place is
    known at all, and at elevations below that given; nought for a model that sums nothing.
    """
    if ionosphere.galileo is None:
        return np.zeros(len(rows.source))
    found = np.full(len(rows.source), np.nan)
    place = everywhere(np.asarray(place_m, dtype=np.float64), rows.tai_ns)
    if place is None or not len(found):
        return found
    epoch = np.repeat(np.arange(len(rows.tai_ns)), np.diff(rows.first))
    local, towards = np.empty((len(found), 3)), np.empty((len(found), 3))
    _seen(rows.first, rows.sat_m, place, local, towards)
    satellite = np.asarray(rows.satellite, dtype=np.int64)
    order = np.argsort(satellite.astype(np.uint16), kind="stable")
    order = order[towards[order, 1] > above_rad]
    of = epoch[order]
    gpst_ns = rows.tai_ns - GPST_BEHIND_TAI_S * 1_000_000_000
    rays = SlantRays(
        satellite[order],
        ((rows.tai_ns - rows.tai_ns[0]) / 1e9)[of],
        ((gpst_ns % DAY_NS) / 1e9)[of],
        mjd_of(rows.tai_ns)[of],
        local[order],
        np.append(0.0, np.linalg.norm(np.diff(place[of], axis=0), axis=1)),
        towards[order],
    )
    content = np.empty(len(order))
    room = SlantRoom(np.empty(len(order), np.int64), np.empty(len(order)), nequick_tables.room())
    _all_arcs(rays, nequick_tables.packed(*ionosphere.galileo), content, room)
    found[order] = content
    return found


def everywhere(place_m: Floats, tai_ns: Integers) -> Floats | None:
    """A place for each epoch; none if none is known."""
    place = np.broadcast_to(place_m, (len(tai_ns), 3))
    known = np.flatnonzero(np.isfinite(place).all(axis=1))
    if not len(known):
        return None
    since = (tai_ns - tai_ns[0]) / 1e9
    order = known[np.argsort(since[known], kind="stable")]
    return np.column_stack([np.interp(since, since[order], place[order, axis]) for axis in range(3)])


@alone
def _seen(first: Integers, sat_m: Floats, place: Floats, local: Floats, towards: Floats) -> None:
    """The receiver's latitude, longitude and height, and azimuth, elevation and range, by row."""
    for e in range(len(first) - 1):
        p = place[e]
        lat, lon, height = place_of(p[0], p[1], p[2])
        sl, cl, so, co = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
        for row in range(first[e], first[e + 1]):
            s = sat_m[row]
            rho, ux, uy, uz = sagnac_range(s[0], s[1], s[2], p[0], p[1], p[2])
            local[row, 0], local[row, 1], local[row, 2] = lat, lon, height
            towards[row, 0] = np.arctan2(-so * ux + co * uy, -sl * co * ux - sl * so * uy + cl * uz)
            towards[row, 1] = np.arcsin(max(-1.0, min(1.0, cl * co * ux + cl * so * uy + sl * uz)))
            towards[row, 2] = rho


@alone
def _all_arcs(rays: SlantRays, k: Floats, content: Floats, room: SlantRoom) -> None:
    begin, n = 0 * len(content), len(content)  # a plain 0 would have `_arc` compiled twice
    while begin < n:
        end = begin + 1
        while (
            end < n
            and rays.satellite[end] == rays.satellite[begin]
            and rays.at_s[end] - rays.at_s[end - 1] <= NODE_S
            and rays.moved_m[end] <= FAR_M
        ):
            end += 1
        _arc(rays, k, begin, end, content, room)
        begin = end


@compiled
def _arc(rays: SlantRays, k: Floats, begin: int, end: int, content: Floats, room: SlantRoom) -> None:
    """One arc's contents: summed at nodes, over the ray's steepness a cubic between them."""
    lasts = rays.at_s[end - 1] - rays.at_s[begin]
    parts = int(np.ceil(lasts / NODE_S))
    node, value, count = room.node, room.value, 0
    for row in range(begin, end):
        at = rays.at_s[row]
        due = row == end - 1 or at >= rays.at_s[begin] + count * lasts / parts
        if row == begin or (due and count <= parts and at > rays.at_s[node[count - 1]]):
            node[count], value[count] = (
                row,
                _summed(rays, k, row, room.numbers) / _slant(rays.towards[row, 1]),
            )
            count += 1
    before = 0
    for row in range(begin, end):
        while before + 1 < count and node[before + 1] <= row:
            before += 1
        first = max(0, min(before - 1, count - 4))
        last = min(count, first + 4)
        total = 0.0
        for i in range(first, last):
            share = 1.0
            for j in range(first, last):
                if j != i:
                    share *= (rays.at_s[row] - rays.at_s[node[j]]) / (rays.at_s[node[i]] - rays.at_s[node[j]])
            total += share * value[i]
        content[row] = total * _slant(rays.towards[row, 1])


@compiled
def _summed(rays: SlantRays, k: Floats, row: int, numbers: Floats) -> float:
    lat, lon, height = rays.place[row, 0], rays.place[row, 1], rays.place[row, 2]
    azimuth, elevation, range_m = rays.towards[row, 0], rays.towards[row, 1], rays.towards[row, 2]
    hour = rays.day_s[row] / 3600.0
    return float(_tecu(k, lat, lon, height, azimuth, elevation, range_m, hour, rays.mjd[row], numbers))
