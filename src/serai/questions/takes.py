"""Which satellites a corridor's stations may take: by the terms in force, and by a dish for images.

The corridor's tables name the bands of dishes; in which band a satellite sends they do not, so a term that
names both is taken to be agreed in a band that both have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.corridor import Corridor
from serai.ground import downlink_allowed, image_dishes
from serai.orbit import Sgp4

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Takes:
    """Satellites by stations: ``now`` where a term lets images down, ``candidates`` where one might."""

    satellites: tuple[str, ...]
    stations: tuple[str, ...]
    now: Flags
    candidates: Flags
    _row: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_row", {name: row for row, name in enumerate(self.satellites)})

    @property
    def taken(self) -> tuple[str, ...]:
        """The satellites that some of the stations may take."""
        return tuple(name for name, row in zip(self.satellites, self.now, strict=True) if row.any())

    def numbers(self, corridor: Corridor) -> tuple[str, ...]:
        """Their catalogue numbers, by which a satellite is named whatever else is called like it."""
        motions = [corridor.pool[name].motion for name in self.taken]
        return tuple(str(motion.elements.norad) for motion in motions if isinstance(motion, Sgp4))

    def pairs(self, satellites: Sequence[str]) -> Flags:
        """(satellites, stations) for some of the satellites, flat: which pairs may be taken."""
        rows = [self._row[name] for name in satellites]
        flat: Flags = self.now[rows].reshape(-1)
        return flat


def takes(corridor: Corridor, stations: Sequence[str]) -> Takes:
    """What some stations of a corridor may take of all its satellites with elements."""
    pool = corridor.pool
    satellites = [asset.id for asset in pool.assets if isinstance(asset.motion, Sgp4)]
    dish = np.array([bool(image_dishes(pool[name])) for name in stations], dtype=bool)
    now = downlink_allowed(pool, satellites, stations) & dish
    could = downlink_allowed(pool, satellites, stations, candidates=True) & dish & ~now
    return Takes(tuple(satellites), tuple(stations), now, could)
