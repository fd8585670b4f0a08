"""The door to pystac, rasterio and odc-stac, loaded only when images are opened; the extra `images`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from serai.errors import Refused


class ImagesAbsent(Refused):
    """Images that were asked for while what reads them is not installed."""


def part(name: str) -> Any:
    """A module of the extra `images`; refused (`ImagesAbsent`) where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        raise ImagesAbsent("series.no_images_extra", module=name.partition(".")[0]) from None
