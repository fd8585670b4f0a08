"""What an event on the ground strikes: every station, landing and land route inside a polygon.

A submarine cable is struck where it lands: its route at sea is in no table. Land fibre and microwave are
struck where a straight line between their sites passes through, too (assumed: roads bend).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from serai.connect.chain.strike import lost_with
from serai.connect.fittings import CableSegment, Site
from serai.corridor import Corridor
from serai.corridor.events import Event
from serai.earth import great_circle_m
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.formats.geojson import outline_of, read_outline
from serai.orbit import Fixed
from serai.pool import Pool

FILES = (".geojson", ".json")
DRAWN = "GeoJSON"  # what a footprint that no file holds is called
EVERY_M = 5_000.0  # along a land route


class NothingStruck(Refused):
    """A footprint in which nothing of the corridor lies, or that is no area."""


def names_lost(corridor: Corridor, names: Sequence[str]) -> tuple[str, ...]:
    """The names of a loss with each GeoJSON file among them as what lies in its polygons, by id.

    A back-haul and the power of a site become the assets that go with them (``lost_with``). NothingStruck for
    a file of lines, for one in which nothing lies, and for a back-haul beside which another stands.
    """
    out: list[str] = []
    for name in feet(corridor, names):
        with_it = lost_with(corridor.pool, name)
        if with_it is not None and not with_it:
            raise NothingStruck("questions.footprint.spare", name=name)
        out += [name] if with_it is None else _plain(corridor.pool, sorted(with_it))
    return tuple(dict.fromkeys(out))


def feet(corridor: Corridor, names: Sequence[str]) -> tuple[str, ...]:
    """The names with each GeoJSON file among them as what lies in its polygons, each event as what it took.

    NothingStruck for an event of which nobody published what it took.
    """
    out: list[str] = []
    for name in names:
        event = event_named(corridor, name)
        if event is not None:
            out += _taken(corridor.pool, event)
        else:
            out += _inside(corridor.pool, name) if name.casefold().endswith(FILES) else [name]
    return tuple(dict.fromkeys(out))


def event_named(corridor: Corridor, name: str) -> Event | None:
    """The row of events.csv with this id; None for another name, and where the pool knows the name."""
    if corridor.pool.knows(name):
        return None
    return next((e for e in corridor.events if e.id.casefold() == name.strip().casefold()), None)


def _taken(pool: Pool, event: Event) -> list[str]:
    """What an event took: groups in full, else its assets."""
    if not event.lost:
        raise NothingStruck("questions.footprint.event", event=event.id, name=event.name)
    out: list[str] = []
    for name in event.lost:
        out += [name] if name in pool.groups else _plain(pool, sorted(pool.exactly(name)))
    return out


def _plain(pool: Pool, ids: Sequence[str]) -> list[str]:
    """Names by which these assets, and nothing else, are struck."""
    return [pool.plainly(i, frozenset([i])) for i in ids]


def names_inside(corridor: Corridor, area: Mapping[str, object]) -> tuple[str, ...]:
    """The names of what lies in the polygons of a GeoJSON object, by id; NothingStruck as for a file."""
    return tuple(_hit(corridor.pool, outline_of(area, DRAWN), DRAWN))


def _inside(pool: Pool, file: str) -> list[str]:
    return _hit(pool, read_outline(Path(file)), Path(file).name)


def _hit(pool: Pool, area: Outline, name: str) -> list[str]:
    if area.by_length:
        raise NothingStruck("questions.footprint.lines", file=name)
    found = _plain(pool, struck(pool, area))
    if not found:
        raise NothingStruck("questions.footprint.nothing", file=name)
    return found


def struck(pool: Pool, area: Outline) -> list[str]:
    """The assets that lie in an area, by id, in the pool's order."""
    sites = {s.id: s for s in pool.facts_of(Site)}
    out = []
    for asset in pool.assets:
        if isinstance(asset.motion, Fixed):
            place = asset.motion.place
            hit = _any(area, [(place.lat_deg, place.lon_deg)])
        else:
            hit = any(_any(area, _places(cable, sites)) for cable in asset.fitted(CableSegment))
        if hit:
            out.append(asset.id)
    return out


def _places(cable: CableSegment, sites: dict[str, Site]) -> list[tuple[float, float]]:
    """Where a segment is known to be: its ends, and the straight line between them on land."""
    ends = [(sites[i].at.lat_deg, sites[i].at.lon_deg) for i in (cable.a, cable.b) if i in sites]
    if cable.kind == "submarine" or len(ends) < 2:
        return ends
    (lat_a, lon_a), (lat_b, lon_b) = ends
    steps = 1 + int(float(great_circle_m(lat_a, lon_a, lat_b, lon_b)) / EVERY_M)
    across = (lon_b - lon_a + 180.0) % 360.0 - 180.0
    return [
        (lat_a + (lat_b - lat_a) * t, (lon_a + across * t + 180.0) % 360.0 - 180.0)
        for t in np.linspace(0.0, 1.0, steps + 1).tolist()
    ]


def _any(area: Outline, places: Sequence[tuple[float, float]]) -> bool:
    if not places:
        return False
    lat_deg, lon_deg = np.array(places, dtype=np.float64).T
    return bool(area.contains(lon_deg, lat_deg).any())
