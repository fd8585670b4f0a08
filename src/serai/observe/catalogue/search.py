"""Scenes of catalogues that show an area: by time, cloud, pixel and platform, and how much each covers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serai.earth.outline import Outline
from serai.formats.geojson import outline_of
from serai.observe.catalogue.items import CatalogueItem
from serai.observe.catalogue.planned import PLANNED, STATE, touching
from serai.time import Instant

SAMPLES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneLimits:
    """What a scene must be; None is no limit. A scene that does not tell its cloud or pixel is kept."""

    since: Instant | None = None
    until: Instant | None = None
    cloud: float | None = None
    gsd_m: float | None = None
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundScene:
    """A scene that shows an area, and the share of the area within its outline."""

    item: CatalogueItem
    covered: float


def scenes_of(items: Iterable[CatalogueItem], area: Outline, limits: SceneLimits) -> tuple[FoundScene, ...]:
    """The scenes that show an area, the newest first; what is planned and not taken is none."""
    box, samples = area.box(), area.samples(SAMPLES)
    found = []
    for item in items:
        if item.properties.get(STATE) == PLANNED or not touching(item.box, box) or not _within(item, limits):
            continue
        inside = _outline(item).contains(samples.lon_deg, samples.lat_deg)
        covered = float(samples.weight[inside].sum() / samples.weight.sum())
        if covered > 0.0:
            found.append(FoundScene(item, covered))
    return tuple(sorted(found, key=lambda one: (-one.item.start.tai_ns, one.item.id)))


def _within(item: CatalogueItem, limits: SceneLimits) -> bool:
    if limits.since is not None and item.end < limits.since:
        return False
    if limits.until is not None and item.start > limits.until:
        return False
    if limits.platforms and item.platform not in limits.platforms:
        return False
    cloudy = limits.cloud is not None and math.isfinite(item.cloud) and item.cloud > limits.cloud
    coarse = limits.gsd_m is not None and math.isfinite(item.gsd_m) and item.gsd_m > limits.gsd_m
    return not cloudy and not coarse


def _outline(item: CatalogueItem) -> Outline:
    """The outline of a scene, its box where its geometry is none."""
    geometry = item.said.get("geometry")
    return outline_of(geometry, item.id) if isinstance(geometry, dict) else Outline.of_box(item.box)


def shown_together(scenes: Sequence[FoundScene], area: Outline) -> float:
    """The share of an area that scenes show together."""
    samples = area.samples(SAMPLES)
    seen = samples.weight < 0.0
    for one in scenes:
        seen |= _outline(one.item).contains(samples.lon_deg, samples.lat_deg)
    return float(samples.weight[seen].sum() / samples.weight.sum())
