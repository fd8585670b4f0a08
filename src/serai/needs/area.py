"""The area of a need: the file it came from, its size, and the places at which it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from serai.earth.samples import AreaSamples


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedArea:
    """Polygons or lines that a need is judged on; two are the same where their files hold the same.

    ``size`` is in ``unit`` (km2; km of lines). ``places`` stand for it, each for its share; ``geometry`` is
    the whole as GeoJSON, cut at the date line.
    """

    file: str
    digest: str
    size: float
    unit: str
    places: AreaSamples = field(compare=False, repr=False)
    geometry: Mapping[str, object] = field(compare=False, repr=False)
