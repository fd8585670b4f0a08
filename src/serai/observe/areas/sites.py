"""The looks at single sites: each is looked at as if it were all that a need asks for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from serai.earth import Place
from serai.needs import Need
from serai.needs.area import NeedArea
from serai.observe.looks import Looks, looks
from serai.observe.sensors import EligibleSensor
from serai.pool import Pool
from serai.time import Span
from serai.world import World


def site_looks(
    found: Sequence[EligibleSensor],
    pool: Pool,
    world: World,
    area: NeedArea,
    span: Span,
    satellites: Sequence[str],
) -> Looks:
    """The looks of some sensors at single sites over a span, in order of time; each covers its own site.

    A sensor may turn to any site within its reach, so that its swath does not matter. ``satellites`` are
    those that pass.
    """
    parts = []
    for k, (lat_deg, lon_deg) in enumerate(zip(area.places.lat_deg, area.places.lon_deg, strict=True)):
        site = Place(lat_deg=float(lat_deg), lon_deg=float(lon_deg))
        seen = looks(found, pool, world, site, span, satellites)
        covers = np.zeros((len(seen), len(area.places)), dtype=bool)
        covers[:, k] = True
        parts.append(seen.covering(covers))
    whole = Looks.concatenate(parts)
    return whole.where(np.argsort(whole.at_ns, kind="stable"))


def sites_seen(need: Need, seen: Looks, row: int) -> tuple[str, ...]:
    """The single sites of a need that a look sees; none of a need that is judged on an area or at a point."""
    if need.area is None or need.area.swept:
        return ()
    return tuple(need.area.sites[k] for k in np.flatnonzero(seen.covers[row]).tolist())
