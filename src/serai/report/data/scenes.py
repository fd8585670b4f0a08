"""Scenes of an area as data: one answer with the archive first, and planned looks as STAC items."""

from __future__ import annotations

import json
import math

from serai.observe.catalogue.planned import PlannedScene, planned_item, told_item
from serai.observe.catalogue.search import FoundScene
from serai.questions.images.scenes import ScenesOfArea
from serai.report.data.region import percent, region_answer
from serai.wording import harmless_json


def scenes_answer(of: ScenesOfArea) -> dict[str, object]:
    """The answer for programs: archive, planned and tasking; null where a scene does not tell."""
    return {
        "archive": [_scene(one) for one in of.archive],
        "shown_percent": percent(of.shown),
        "enough": of.enough,
        "planned": [_planned(one) for one in of.planned],
        "tasking": region_answer(of.tasking),
    }


def planned_items(of: ScenesOfArea, *, version: str) -> str:
    """The looks that come into hand as a collection of STAC items; ``version`` is serai's."""
    return _collection([planned_item(look, version) for look in of.looks])


def standing_items(of: ScenesOfArea) -> str:
    """The planned looks as they stand: their own items, or those of the scenes that came of them."""
    return _collection([told_item(one) for one in of.planned])


def _collection(items: list[dict[str, object]]) -> str:
    said = json.dumps({"type": "FeatureCollection", "features": items}, ensure_ascii=False, indent=1)
    return harmless_json(said)


def _scene(one: FoundScene) -> dict[str, object]:
    item = one.item
    return {
        "id": item.id,
        "collection": item.said.get("collection"),
        "platform": item.platform or None,
        "start": item.start.utc(0),
        "end": item.end.utc(0),
        "covered_percent": percent(one.covered),
        "cloud_percent": percent(item.cloud) if math.isfinite(item.cloud) else None,
        "resolution_m": item.gsd_m if math.isfinite(item.gsd_m) else None,
        "assets": sorted(item.said["assets"]),
    }


def _planned(one: PlannedScene) -> dict[str, object]:
    return {
        "id": one.planned.id,
        "platform": one.planned.platform,
        "start": one.planned.start.utc(0),
        "state": one.state,
        "scene": None if one.scene is None else one.scene.id,
        "off_s": None if one.scene is None else round(one.off_s, 1),
    }
