"""Delta UDRE: the factor that message 27 puts on UDRE at a place (RTCA DO-229F, A.4.4.13)."""

from __future__ import annotations

from collections.abc import Iterable

from serai.formats.sbas.records import Region, ServiceRegions
from serai.formats.sbas.tables import DELTA_UDRE


def delta_udre(messages: Iterable[ServiceRegions], place_deg: tuple[float, float] | None) -> float:
    """The factor at (latitude, longitude): that of the region of highest priority that holds it, the least
    of those alike; outside all regions the largest outside factor. 1 without messages.

    Without a place the largest factor of all is taken.
    """
    known = list(messages)
    if not known:
        return 1.0
    if place_deg is None:
        return max(DELTA_UDRE[max(m.inside, m.outside)] for m in known)
    inside = [m for m in known if any(holds(region, *place_deg) for region in m.regions)]
    if not inside:
        return max(DELTA_UDRE[m.outside] for m in known)
    first = max(m.priority for m in inside)
    return min(DELTA_UDRE[m.inside] for m in inside if m.priority == first)


def holds(region: Region, lat_deg: float, lon_deg: float) -> bool:
    """Whether a place is in a region: between the corners of a rectangle; of a triangle, whose third corner
    is (latitude 1, longitude 2), on that corner's side of the line between the other two (recalled).
    """
    low, high = sorted((region.lat1_deg, region.lat2_deg))
    width = (region.lon2_deg - region.lon1_deg) % 360 or 360
    east = (lon_deg - region.lon1_deg) % 360
    if width > 180:  # the shorter way round, which begins at the second corner
        east, width = (lon_deg - region.lon2_deg) % 360, 360 - width
        from_first = width - east
    else:
        from_first = east
    if not (low <= lat_deg <= high and east <= width):
        return False
    if region.square or high == low:
        return True
    up = abs(lat_deg - region.lat1_deg) / (high - low)
    return up <= from_first / width
