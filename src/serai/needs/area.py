"""The area of a need, or its single sites: the file, its size, and the places at which it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from serai.earth.samples import AreaSamples


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedArea:
    """Polygons or lines that a need is judged on; two are the same where their files hold the same.

    ``size`` is in ``unit`` (km2; km of lines). ``places`` stand for it, each for its share; ``geometry`` is
    the whole as GeoJSON, cut at the date line. Single ``sites`` have names and are judged one by one, each as
    if it were all that is asked for; ``size`` is then their number.
    """

    file: str
    digest: str
    size: float
    unit: str
    places: AreaSamples = field(compare=False, repr=False)
    geometry: Mapping[str, object] = field(compare=False, repr=False)
    sites: tuple[str, ...] = ()

    @property
    def swept(self) -> bool:
        """Whether strips are laid over it, and not a look turned to each of its sites."""
        return not self.sites
