"""Planned looks as STAC items, and which scenes are what was planned: planned, acquired, delivered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from serai.earth import Box
from serai.observe.catalogue.items import CatalogueItem
from serai.time import Instant

STAC = "1.1.0"
EXTENSION = "https://stac-extensions.github.io/{}/schema.json"
SAT, SAR, VIEW, PROCESSING = (
    EXTENSION.format(name) for name in ("sat/v1.2.0", "sar/v1.3.0", "view/v1.1.0", "processing/v1.2.0")
)
STATE, OF_PLAN = "serai:state", "serai:planned"
PLANNED, ACQUIRED, DELIVERED = "planned", "acquired", "delivered"
MATCH_S = 120.0  # a look moves by tens of seconds with the age of its elements; an orbit takes 5,400 s
SIGNS = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookPlanned:
    """A look that is planned, as far as its item tells it; None is not known."""

    satellite: str
    name: str
    owner: str
    designator: str
    sensor: str
    kind: str
    resolution_m: float | None
    start: Instant
    end: Instant
    in_hand: Instant | None
    station: str
    incidence_deg: float
    off_nadir_deg: float
    right: bool
    sun_deg: float
    geometry: Mapping[str, object]
    box: Box
    need: str = ""


def planned_item(look: LookPlanned, version: str) -> dict[str, Any]:
    """The item of a planned look; ``version`` is that of serai, which made it."""
    extensions = [VIEW, PROCESSING]
    about: dict[str, Any] = {
        "datetime": None,
        "start_datetime": look.start.utc(0),
        "end_datetime": look.end.utc(0),
        "platform": look.satellite,
        "instruments": [look.sensor],
        "view:off_nadir": round(abs(look.off_nadir_deg), 2),
        "view:incidence_angle": round(abs(look.incidence_deg), 2),
        "view:sun_elevation": round(look.sun_deg, 2),
        "processing:software": {"serai": version},
        STATE: PLANNED,
        "serai:owner": look.owner,
        "serai:name": look.name,
    }
    if look.resolution_m is not None:
        about["gsd"] = look.resolution_m
    if look.designator:
        extensions.append(SAT)
        about["sat:platform_international_designator"] = look.designator
    if look.kind == "radar":
        extensions.append(SAR)
        about["sar:observation_direction"] = "right" if look.right else "left"
    told = {
        "serai:need": look.need,
        "serai:station": look.station,
        "serai:in_hand": "" if look.in_hand is None else look.in_hand.utc(0),
    }
    about |= {key: value for key, value in told.items() if value}
    at = look.start.utc(0).replace(":", "").replace("-", "")
    return {
        "type": "Feature",
        "stac_version": STAC,
        "stac_extensions": extensions,
        "id": f"{look.satellite}-{at}-{look.sensor}".replace(" ", "_"),
        "geometry": dict(look.geometry),
        "bbox": [look.box.lon_min, look.box.lat_min, look.box.lon_max, look.box.lat_max],
        "properties": about,
        "links": [],
        "assets": {},
    }


@dataclass(frozen=True, slots=True)
class PlannedScene:
    """A planned look and the scene that came of it, where one did; ``off_s`` is how much later it began."""

    planned: CatalogueItem
    scene: CatalogueItem | None = None
    off_s: float = 0.0

    @property
    def state(self) -> str:
        """Planned until a scene is there, acquired until it has files, then delivered."""
        if self.scene is None:
            return PLANNED
        return DELIVERED if self.scene.said["assets"] else ACQUIRED


def matched(planned: Sequence[CatalogueItem], scenes: Sequence[CatalogueItem]) -> tuple[PlannedScene, ...]:
    """Each planned look with its scene: of the same platform and place, begun while the look lasts.

    Or within two minutes of it. Each scene is of one look; the pairs nearest in time come first.
    """
    pairs = sorted(
        (abs(off_s), k, n, off_s)
        for k, plan in enumerate(planned)
        for n, scene in enumerate(scenes)
        if (off_s := _apart_s(plan, scene)) is not None
    )
    of: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for _, k, n, off_s in pairs:
        if k not in of and n not in taken:
            of[k] = (n, off_s)
            taken.add(n)
    return tuple(
        PlannedScene(plan, scenes[of[k][0]], of[k][1]) if k in of else PlannedScene(plan)
        for k, plan in enumerate(planned)
    )


def _apart_s(plan: CatalogueItem, scene: CatalogueItem) -> float | None:
    """By how much a scene begins before or after a look, 0 within it; None where it is none of it."""
    if not scene.platform or _plain(scene.platform) not in _names(plan) or not touching(plan.box, scene.box):
        return None
    late_s = scene.start.seconds_since(plan.end)
    early_s = scene.end.seconds_since(plan.start)
    off_s = late_s if late_s > 0.0 else early_s if early_s < 0.0 else 0.0
    return off_s if abs(off_s) <= MATCH_S else None


def _names(plan: CatalogueItem) -> tuple[str, ...]:
    return tuple(_plain(str(n)) for n in (plan.platform, plan.properties.get("serai:name") or plan.platform))


def _plain(name: str) -> str:
    """A platform's name without signs: catalogues write Sentinel-1A, sentinel-1a and SENTINEL1A."""
    return SIGNS.sub("", name.lower())


def touching(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common; across the date line too."""
    if one.lat_max < other.lat_min or other.lat_max < one.lat_min:
        return False
    east = (other.lon_min - one.lon_min) % 360.0
    west = (one.lon_min - other.lon_min) % 360.0
    return east <= one.width_deg or west <= other.width_deg


def told_item(one: PlannedScene) -> dict[str, Any]:
    """The item of a planned look as it stands: its own, or that of its scene with what was planned."""
    if one.scene is None:
        return dict(one.planned.said)
    about = {**one.scene.properties, STATE: one.state, OF_PLAN: one.planned.id}
    kept = ("serai:owner", "serai:need", "serai:in_hand", "serai:station")
    about |= {key: one.planned.properties[key] for key in kept if key in one.planned.properties}
    return {**one.scene.said, "properties": about}
