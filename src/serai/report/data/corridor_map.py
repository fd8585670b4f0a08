"""The corridor's fixed things as GeoJSON, for a map: what stands, runs, is asked, and reaches how far.

A feature's ``role`` says what it is: ``station``, ``asset`` (anything else that can be lost), ``cable``,
``site``, ``beam``, ``need`` or ``group``. What stands nowhere in particular has no geometry (RFC 7946, 3.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from serai.earth.rings import box_geometry
from serai.needs import Map, MapLine, MapPlace
from serai.orbit import Fixed
from serai.outcome.outcome import Outcome
from serai.pool import Asset, Pool
from serai.report.drawing.cable_routes import SeaLanes
from serai.report.drawing.projection import read_land
from serai.services import SERVICES
from serai.wording import say

Row = dict[str, object]
DECIMALS = 3  # of a degree: 100 m
PLACED = "station"


def corridor_geojson(outcome: Outcome, language: str) -> Row:
    """Everything that the map shows but satellites on their way, and everything that can be struck.

    ``strike`` is the name by which a what-if takes just this thing away. A cable at sea is drawn along a way
    by sea between its landings: nobody publishes where exactly it lies.
    """
    return {"type": "FeatureCollection", "features": list(_features(outcome, language))}


def _features(outcome: Outcome, language: str) -> Iterator[Row]:
    pool = outcome.pool
    drawn = [service.on_map(pool) for service in SERVICES]
    reaches = _reaches(drawn)
    lined = {line.asset for one in drawn for line in one.lines}
    for asset in pool.assets:
        if asset.id not in lined:
            role = "station" if asset.kind == PLACED else "asset"
            told = _asset(pool, asset, language) | {"reaches": reaches.get(asset.id, [])}
            yield _feature(role, _point(asset), told)
    yield from _cables(outcome, drawn, language)
    for one in drawn:
        for area in one.areas:
            told = {"asset": area.asset, "name": area.name}
            yield _feature("beam", box_geometry(area.box), told)
    for group, members in pool.groups.items():
        told = {"id": group, "name": group, "strike": group, "assets": len(members)}
        yield _feature("group", None, told)
    for need in outcome.corridor.needs:
        shape = box_geometry(need.box) if need.area is None else dict(need.area.geometry)
        yield _feature("need", shape, {"id": need.id, "name": need.title, "service": need.service})


def _cables(outcome: Outcome, drawn: list[Map], language: str) -> Iterator[Row]:
    """Each line of an asset, and each place at which one ends."""
    lanes, pool = SeaLanes.of(outcome.corridor.map, read_land()), outcome.pool
    lines = [line for one in drawn for line in one.lines]
    for line in dict.fromkeys(lines):
        told = _asset(pool, pool[line.asset], language)
        ends = {"from": line.a.name, "to": line.b.name, "way": line.kind}
        yield _feature("cable", {"type": "LineString", "coordinates": _way(line, lanes)}, told | ends)
    places = [place for line in lines for place in (line.a, line.b)]
    for place in dict.fromkeys([*places, *(p for one in drawn for p in one.places)]):
        yield _feature("site", _at(place), {"id": place.name, "name": place.name, "kind": place.kind})


def _asset(pool: Pool, asset: Asset, language: str) -> Row:
    owner = pool.party(asset.owner)
    return {
        "id": asset.id,
        "name": asset.name,
        "kind": asset.kind,
        "owner": asset.owner,
        "owned_by": asset.owner if owner is None else owner.name,
        "out": say(asset.out, language) or None,
        "groups": sorted(asset.groups),
        "strike": pool.plainly(asset.id, frozenset([asset.id])),
    }


def _reaches(drawn: list[Map]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for one in drawn:
        for reach in one.reaches:
            told: Row = {
                "name": reach.name,
                "near_deg": round(reach.near_deg, DECIMALS),
                "far_deg": round(reach.far_deg, DECIMALS),
                "sides": reach.sides,
            }
            found.setdefault(reach.asset, []).append(told)
    return found


def _way(line: MapLine, lanes: SeaLanes) -> list[list[float]]:
    """The places that a line passes; a longitude goes on beyond 180 where it crosses the date line."""
    a, b = ((p.at.lon_deg, p.at.lat_deg) for p in (line.a, line.b))
    return [_rounded(*p) for p in (lanes.between(a, b) if line.at_sea else (a, b))]


def _point(asset: Asset) -> Row | None:
    if not isinstance(asset.motion, Fixed):
        return None
    place = asset.motion.place
    return {"type": "Point", "coordinates": _rounded(place.lon_deg, place.lat_deg)}


def _at(place: MapPlace) -> Row:
    return {"type": "Point", "coordinates": _rounded(place.at.lon_deg, place.at.lat_deg)}


def _rounded(lon_deg: float, lat_deg: float) -> list[float]:
    return [round(lon_deg, DECIMALS), round(lat_deg, DECIMALS)]


def _feature(role: str, geometry: object, properties: Row) -> Row:
    return {"type": "Feature", "geometry": geometry, "properties": {"role": role, **properties}}
