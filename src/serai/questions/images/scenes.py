"""Scenes of an area: what the archive has, what of what was planned came, and who could look next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from serai.access.strips import edge_rings_deg
from serai.corridor import Corridor
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.observe.catalogue.items import CatalogueItem, read_items
from serai.observe.catalogue.planned import LookPlanned, PlannedScene, matched
from serai.observe.catalogue.search import FoundScene, SceneLimits, scenes_of, shown_together
from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import RegionRow, RegionToHand
from serai.questions.region import AreaAsked, region
from serai.questions.sky import Moment, moment

ENOUGH = 0.9  # of an area: the archive shows it, and nobody need look anew


@dataclass(frozen=True, eq=False, kw_only=True)
class ScenesOfArea:
    """Archive first, then tasking: scenes that show an area, planned looks as they stand, looks to come."""

    archive: tuple[FoundScene, ...]
    planned: tuple[PlannedScene, ...]
    tasking: RegionToHand

    @cached_property
    def shown(self) -> float:
        """The share of the area that the archive's scenes show together."""
        return shown_together(self.archive, self.tasking.outline)

    @property
    def enough(self) -> bool:
        """Whether the archive shows the area."""
        return self.shown >= ENOUGH

    @cached_property
    def looks(self) -> tuple[LookPlanned, ...]:
        """The looks that come into hand, as they are planned, in their order."""
        of, pool = self.tasking, self.tasking.corridor.pool
        rows = [row for row in of.rows if row.rank]
        rings = edge_rings_deg(of.found.sweep, of.laid)
        told = []
        for row, ring in zip(rows, rings, strict=True):
            try:
                strip = Outline.of_polygons([[ring]])
            except Refused:  # a strip over a pole that meets itself has no outline
                continue
            told.append(_planned(of, row, strip, asset_name(pool, row.satellite)))
        return tuple(told)


def scenes(
    corridor: Corridor | str | Path,
    area: AreaAsked | None = None,
    *,
    archive: Sequence[str | Path] = (),
    planned: str | Path | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    cloud: float | None = None,
    resolution_m: float | None = None,
    need: str = "",
    party: str = "",
    sensors: Sequence[str] = (),
    emergency: bool = False,
    start: Moment | None = None,
    days: float | None = None,
) -> ScenesOfArea:
    """Scenes of STAC items that show an area, then the looks of a corridor's pool that could be asked for.

    ``archive`` are files, catalogues or folders of items; of them count those between ``since`` and
    ``until``, with a share of ``cloud`` and a pixel at most so large where they tell it. ``planned`` are the
    items of planned looks, each of which is matched to its scene. The rest is that of `region`.
    """
    if cloud is not None and not 0.0 <= cloud <= 1.0:
        raise Refused("catalogue.cloud", percent=100.0 * cloud)
    limits = SceneLimits(since=moment(since), until=moment(until), cloud=cloud, gsd_m=resolution_m)
    items = _once([item for file in archive for item in read_items(file)])
    tasking = region(
        corridor,
        area,
        need=need,
        party=party,
        sensors=sensors,
        resolution_m=resolution_m,
        emergency=emergency,
        start=start,
        days=days,
    )
    return ScenesOfArea(
        archive=scenes_of(items, tasking.outline, limits),
        planned=() if planned is None else matched(read_items(planned), items),
        tasking=tasking,
    )


def _once(items: Sequence[CatalogueItem]) -> list[CatalogueItem]:
    """Items that several catalogues hold count once; two that differ under one name are refused."""
    by: dict[tuple[str, str], CatalogueItem] = {}
    for item in items:
        key = (str(item.said.get("collection") or ""), item.id)
        if key in by and by[key].said != item.said:
            raise Refused("catalogue.two_of_one_name", item=item.id)
        by[key] = item
    return list(by.values())


def _planned(of: RegionToHand, row: RegionRow, strip: Outline, name: str) -> LookPlanned:
    elements = of.corridor.elements.get(row.satellite)
    return LookPlanned(
        satellite=row.satellite,
        name=name,
        owner=row.owner,
        designator="" if elements is None else elements.object_id,
        sensor=row.sensor,
        kind=row.kind,
        resolution_m=row.resolution_m,
        start=row.start,
        end=row.end,
        in_hand=row.in_hand,
        station=row.station,
        incidence_deg=row.incidence_deg,
        off_nadir_deg=row.off_nadir_deg,
        right=row.right,
        sun_deg=row.sun_deg if math.isfinite(row.sun_deg) else 0.0,
        geometry=strip.geometry(),
        box=strip.box(),
        need=of.found.need.id if of.found.need.id != "area" else "",
    )
