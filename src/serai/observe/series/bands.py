"""What the assets of a scene are: bands by their common names, masks, and how a number becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.observe.catalogue.items import CatalogueItem
from serai.wording import Reason, reason

ALIASES = MappingProxyType({"swir16": "swir1", "swir22": "swir2", "nir08": "nir"})  # the EO extension's names
SENTINEL_2_OFFSET = -1000.0  # of reflectance x 10,000, from processing baseline 04.00 on (ESA, January 2022)
SENTINEL_2_SCALE = 1e-4
CHANGED_BASELINE = 4.0
SHADOW_OR_CLOUD = (3, 8, 9, 10)  # Sentinel-2 scene classification: shadow, cloud likely and sure, cirrus
NOTHING = (0, 1)  # no data, saturated or defective
QA_CLOUD, QA_FILL = 0b11110, 0b1  # Landsat Collection 2 QA_PIXEL: dilated, cirrus, cloud, shadow; fill

Bits = NDArray[Any]
CLOUD_OF: Mapping[str, Callable[[Bits], NDArray[np.bool_]]] = MappingProxyType(
    {
        "scl": lambda m: np.isin(m, SHADOW_OR_CLOUD),
        "qa_pixel": lambda m: (m & QA_CLOUD) != 0,
        "cloud": lambda m: m != 0,
        "valid": lambda m: np.zeros(m.shape, np.bool_),
    }
)
SEEN_OF: Mapping[str, Callable[[Bits], NDArray[np.bool_]]] = MappingProxyType(
    {
        "scl": lambda m: ~np.isin(m, SHADOW_OR_CLOUD + NOTHING),
        "qa_pixel": lambda m: (m & (QA_CLOUD | QA_FILL)) == 0,
        "cloud": lambda m: m == 0,
        "valid": lambda m: m != 0,
    }
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a number of a file becomes a value: times ``scale``, plus ``offset``."""

    scale: float = 1.0
    offset: float = 0.0


def mask_of(item: CatalogueItem) -> tuple[str, str] | None:
    """The asset that tells what hides the ground, and what kind of mask it is; None where there is none."""
    found = {key.lower(): key for key in item.said["assets"]}
    kind = next((kind for kind in SEEN_OF if kind in found), None)
    return None if kind is None else (found[kind], kind)


def assets_of(item: CatalogueItem) -> Mapping[str, str]:
    """The assets that are images of one band, by the band's common name or else their own."""
    mask = mask_of(item)
    return {
        _common(key, asset): key
        for key, asset in item.said["assets"].items()
        if "tiff" in str(asset.get("type", "")) and _is_data(asset) and (mask is None or key != mask[0])
    }


def _is_data(asset: Mapping[str, Any]) -> bool:
    roles = asset.get("roles") or ["data"]
    return ("data" in roles or "reflectance" in roles) and len(_bands(asset)) < 2


def _bands(asset: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = asset.get("bands") or asset.get("eo:bands") or ()
    return found


def _common(key: str, asset: Mapping[str, Any]) -> str:
    """``red``, ``nir`` ... by `eo:common_name` of the asset's band (STAC 1.1) or of `eo:bands` (1.0)."""
    band = next(iter(_bands(asset)), {})
    said = str(band.get("eo:common_name") or band.get("common_name") or key.lower())
    return ALIASES.get(said, said)


def calibration(item: CatalogueItem, key: str) -> Calibration:
    """Scale and offset as the item tells them; Sentinel-2's offset of 2022 where it tells its baseline alone.

    An offset that the catalogue has taken out already (`earthsearch:boa_offset_applied`) is not taken twice.
    """
    asset = item.said["assets"][key]
    both = {**asset, **next(iter(asset.get("raster:bands") or asset.get("bands") or ()), {})}
    scale = both.get("raster:scale", both.get("scale"))
    offset = both.get("raster:offset", both.get("offset"))
    baseline = _baseline(item)
    plain = SENTINEL_2_SCALE if baseline else 1.0
    size = plain if scale is None else float(scale)
    if item.properties.get("earthsearch:boa_offset_applied") is True:
        return Calibration(size)
    if offset is None:
        return Calibration(size, SENTINEL_2_OFFSET * size if baseline >= CHANGED_BASELINE else 0.0)
    return Calibration(size, float(offset))


def _baseline(item: CatalogueItem) -> float:
    """The processing baseline of Sentinel-2, 0 where none is told."""
    said = str(item.properties.get("s2:processing_baseline") or "")
    return float(said) if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", said) else 0.0


def baselines(items: Sequence[CatalogueItem]) -> Iterator[Reason]:
    """Offsets that some of a sensor's scenes have and others not: each with its first date and how many."""
    by: dict[tuple[str, float], list[CatalogueItem]] = {}
    for item in items:
        offsets = [calibration(item, key).offset for key in assets_of(item).values()]
        by.setdefault((item.platform, min(offsets, default=0.0)), []).append(item)
    for (platform, offset), some in sorted(by.items(), key=lambda one: one[1][0].start.tai_ns):
        if offset and any(other == platform and size != offset for other, size in by):
            first = some[0].start.utc(decimals=0)
            yield reason(
                "series.baseline", sensor=platform or "?", offset=offset, scenes=len(some), since=first
            )
