"""Which satellites a corridor's stations may take: by the terms in force, by band, and by a dish for images.

Where nobody wrote down in which bands a satellite sends its images, or a dish hears, they are taken to fit,
and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.corridor import Corridor
from serai.corridor.fittings import Spacecraft
from serai.ground import downlink_allowed, image_dishes
from serai.orbit import Sgp4
from serai.pool import Asset
from serai.wording import Reason, reason

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Takes:
    """Satellites by stations: ``now`` where a term lets images down, ``candidates`` where one might.

    ``no_band`` names the satellites taken though their bands are unknown, ``no_band_at`` the stations that
    take some though nobody wrote down what their dishes for images hear.
    """

    satellites: tuple[str, ...]
    stations: tuple[str, ...]
    now: Flags
    candidates: Flags
    no_band: tuple[str, ...] = ()
    no_band_at: tuple[str, ...] = ()
    _row: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_row", {name: row for row, name in enumerate(self.satellites)})

    @property
    def cautions(self) -> tuple[Reason, ...]:
        """Whose bands are unknown among what is taken."""
        said = []
        if self.no_band:
            said.append(reason("questions.band_unknown", names=self.no_band))
        if self.no_band_at:
            said.append(reason("questions.band_unknown_at", names=self.no_band_at))
        return tuple(said)

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
    bands = [image_bands(pool[name]) for name in satellites]
    dishes = [image_dishes(pool[name]) for name in stations]
    hears = np.array([[any(d.hears(sent) for d in at) for at in dishes] for sent in bands], dtype=bool)
    hears = hears.reshape(len(satellites), len(stations))
    now = downlink_allowed(pool, satellites, stations) & hears
    could = downlink_allowed(pool, satellites, stations, candidates=True) & hears & ~now
    above, below = now.any(axis=1), now.any(axis=0)
    silent = zip(satellites, bands, above, strict=True)
    unsaid = zip(stations, dishes, below, strict=True)
    untold = [name for name, at, some in unsaid if some and not any(d.bands for d in at)]
    return Takes(
        tuple(satellites),
        tuple(stations),
        now,
        could,
        no_band=tuple(pool[name].name for name, sent, taken in silent if taken and not sent),
        no_band_at=tuple(untold),
    )


def image_bands(satellite: Asset) -> tuple[str, ...]:
    """In which bands a satellite sends its images; empty where nobody wrote it down."""
    return tuple(band for craft in satellite.fitted(Spacecraft) for band in craft.image_bands)
