"""Sentences of NMEA 0183 (version 4.11; recalled): GGA, RMC and, where the satellites are told, GSA.

The height is that above the ellipsoid, with a geoid separation of 0: no geoid is carried here. Speed and
course are left empty: they are not computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.gnss.estimators.point_kernel import USED
from serai.gnss.output.statistics import epochs_of
from serai.gnss.solution import Track
from serai.time import utc_texts

QUALITY = (
    ("fixed", 4), ("float", 5), ("sbas", 2), ("dfmc", 2), ("dgnss", 2), ("b2b", 2), ("ssr", 2), ("spp", 1),
    ("ppp", 5), ("ppp-b2b", 5), ("ppp-ssr", 5),
)  # fmt: skip
MODE = ((1, "A"), (2, "D"), (4, "R"), (5, "F"))  # of RMC, by the quality of GGA
# System number of a GSA sentence, and what is added to a satellite's number in its system.
SYSTEMS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"G": (1, 0), "R": (2, 64), "E": (3, 0), "C": (4, 0), "J": (5, 192), "I": (6, 0)}
)
IN_ONE = 12  # satellites of a GSA sentence


def nmea_lines(track: Track) -> Iterator[str]:
    """The sentences of every epoch with a position, in order of time."""
    lat, lon, height = track.geodetic()
    quality, mode = dict(QUALITY), dict(MODE)
    solved = np.flatnonzero(track.solved)
    names = _used(track)
    for e, when in zip(solved, utc_texts(track.tai_ns[solved], decimals=3), strict=True):
        date, time = when[8:10] + when[5:7] + when[2:4], when[11:-1].replace(":", "")
        place = (
            f"{_minutes(lat[e], 2)},{'N' if lat[e] >= 0 else 'S'},"
            f"{_minutes(lon[e], 3)},{'E' if lon[e] >= 0 else 'W'}"
        )
        _, pdop, hdop, vdop = (_dop(value) for value in track.dop[e])
        count = min(int(track.satellites[e]), 99)
        yield sentence(
            f"GNGGA,{time},{place},{quality[track.mode[e]]},{count:02d},{hdop},{height[e]:.3f},M,0.000,M,,"
        )
        yield sentence(f"GNRMC,{time},A,{place},,,{date},,,{mode[quality[track.mode[e]]]},V")
        for letter, numbers in names.get(int(e), {}).items():
            system, add = SYSTEMS[letter]
            for first in range(0, len(numbers), IN_ONE):
                some = [f"{n + add:02d}" for n in numbers[first : first + IN_ONE]]
                some += [""] * (IN_ONE - len(some))
                yield sentence(f"GNGSA,A,3,{','.join(some)},{pdop},{hdop},{vdop},{system}")


def sentence(body: str) -> str:
    """A sentence with its check sum: all its characters, exclusive or."""
    check = 0
    for letter in body.encode("ascii"):
        check ^= letter
    return f"${body}*{check:02X}"


def _used(track: Track) -> dict[int, dict[str, list[int]]]:
    """By epoch and system, the numbers of the satellites used; empty where the track does not tell them."""
    rows = track.rows
    if rows is None or rows.satellite is None or track.status is None:
        return {}
    epoch: NDArray[np.int64] = epochs_of(track)
    found: dict[int, dict[str, list[int]]] = {}
    for row in np.flatnonzero(track.status == USED):
        name = rows.names[int(rows.satellite[row])]
        if name[0] in SYSTEMS:
            found.setdefault(int(epoch[row]), {}).setdefault(name[0], []).append(int(name[1:]))
    return found


def _dop(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.1f}"


def _minutes(angle_deg: float, digits: int) -> str:
    whole, part = divmod(abs(float(angle_deg)), 1.0)
    minutes = round(part * 60.0, 7)
    if minutes >= 60.0:
        whole, minutes = whole + 1.0, 0.0
    return f"{int(whole):0{digits}d}{minutes:010.7f}"
