"""Events of the antenna within an observation file: it begins to move, a new site, another antenna or height.

RINEX 3.05, table A3, and 2.11, table A2: flag 2 (start moving antenna), 3 (new site occupation), 4 (header
records follow, which may name another antenna or its height).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.header import Record

MOVING, NEW_SITE, HEADER = 2, 3, 4
FLAG_AT, FLAG_AT_2 = 31, 28  # columns of an epoch's line, RINEX 3 and 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEvent:
    """What changed before the epoch of ``tai_ns``: the flag, and the antenna's height and name where said."""

    tai_ns: int
    flag: int
    antenna_delta_hen_m: NDArray[np.float64] | None
    antenna: str

    @property
    def moves(self) -> bool:
        """Whether the antenna is not where it was."""
        return self.flag in (MOVING, NEW_SITE)


def site_event(line: str, version: float, records: Sequence[Record], epochs: int) -> SiteEvent | None:
    """The event of an epoch line and its records; None for events that are not of the antenna.

    Its time is, until those of the epochs are known, the number of the epoch that comes next.
    """
    flag = int(line[FLAG_AT if version >= 3.0 else FLAG_AT_2])
    delta = next((_three(r.body) for r in records if r.label == "ANTENNA: DELTA H/E/N"), None)
    antenna = next((r.body[20:40].strip() for r in records if r.label == "ANT # / TYPE"), "")
    if flag not in (MOVING, NEW_SITE) and delta is None and not antenna:
        return None
    return SiteEvent(tai_ns=epochs, flag=flag, antenna_delta_hen_m=delta, antenna=antenna)


def _three(body: str) -> NDArray[np.float64] | None:
    """Three numbers, or none where they are not that."""
    try:
        numbers = [float(piece) for piece in body.split()[:3]]
    except ValueError:
        return None
    return np.array(numbers) if len(numbers) == 3 and np.isfinite(numbers).all() else None
