"""The corridor on a map: land, stations, cables and landing sites, and every need's box in its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from serai.earth import Box
from serai.needs import Map, MapLine, MapPlace, exhibits_of
from serai.orbit import Fixed, OrbitKind, Sgp4, orbit_kind
from serai.outcome.outcome import Outcome
from serai.pool import Asset, Pool, Right
from serai.report.drawing.boxes import HATCHED, drawn_order, hatch, need_box, need_places, need_tags
from serai.report.drawing.cable_routes import SeaLanes
from serai.report.drawing.labels import Labels, Room, around, text_width
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.projection import Land, Point, Projection, land_path, path_of, read_land
from serai.services import SERVICES
from serai.time import tai_ns_array

WIDTH = 1120.0
NAME = 10.0  # font size, in the drawing's units
LONGEST_NAME = 22
GEO_INCLINED_DEG = 20.0  # a geosynchronous orbit inclined by more has no place of its own on a map


def corridor_map(
    outcome: Outcome, *, before: Outcome | None = None, width: float = WIDTH, links: bool = True
) -> Markup:
    """The map as one SVG, in its own units. ``links`` lead from the needs' tags to the page's rows.

    Assets that ``before`` still had are drawn as lost.
    """
    projection = Projection.of(outcome.corridor.map, width)
    land = read_land()
    labels = Labels(projection.width, projection.height)
    places = need_places(outcome, projection)
    lost = [] if before is None else [a for a in before.pool.assets if a.id not in outcome.pool]
    stations = _stations([*outcome.pool.assets, *lost], projection)
    known = _named_stations(outcome)
    for _, point in stations:
        labels.take(Room(point[0] - 5, point[1] - 5, 10, 10))
    tags = need_tags(places, labels, links=links)
    lost_ids = frozenset(a.id for a in lost)
    return el(
        "svg",
        el("title", f"Map of {outcome.corridor.name}"),
        el("defs", joined(hatch(s) for s in HATCHED)),
        el("rect", class_="sea", width=projection.width, height=projection.height),
        el("path", class_="land", d=land_path(land, projection)),
        _graticule(outcome.corridor.map, projection),
        joined(need_box(p) for p in sorted(places, key=drawn_order)),
        _routes(outcome, before, projection, land),
        _geostationary(outcome, projection, labels),
        joined(
            _station(a, point, labels, lost=a.id in lost_ids, named=a.id in known or a.id in lost_ids)
            for a, point in sorted(stations, key=lambda s: s[0].id not in known)
        ),
        tags,
        el("rect", class_="frame", width=projection.width, height=projection.height),
        class_="map",
        width=projection.width,
        height=projection.height,
        viewBox=f"0 0 {projection.width:g} {projection.height:g}",
        role="img",
        aria_label=f"Map of {outcome.corridor.name}: the boxes of its needs in their states",
    )


def _graticule(box: Box, projection: Projection) -> Markup:
    step = 10 if projection.width / projection.per_deg_x > 40 else 5
    parts = []
    across = round((box.lon_max - box.lon_min) % 360.0 or 360.0)
    for lon in range(int(-(-box.lon_min // step)) * step, int(box.lon_min + across) + 1, step):
        x, _ = projection.at(lon, 0.0)
        shown = (lon + 180) % 360 - 180
        parts.append(el("path", d=f"M{x:.1f} 0V{projection.height:g}"))
        if 15 < x < projection.width - 15:
            said = f"{abs(shown)}°{'E' if shown > 0 else 'W' if shown < 0 else ''}"
            parts.append(el("text", said, x=x + 2, y=projection.height - 4))
    for lat in range(int(-(-box.lat_min // step)) * step, int(box.lat_max) + 1, step):
        _, y = projection.at(box.lon_min, lat)
        parts.append(el("path", d=f"M0 {y:.1f}H{projection.width:g}", class_="equator" if lat == 0 else None))
        if 10 < y < projection.height - 14:
            parts.append(
                el("text", f"{abs(lat)}°{'N' if lat > 0 else 'S' if lat < 0 else ''}", x=3.0, y=y - 2)
            )
    return el("g", joined(parts), class_="graticule")


def _drawn(outcome: Outcome, before: Outcome | None) -> list[tuple[Asset, MapLine]]:
    """The lines that services and answers draw, with their assets; then those lost since ``before``."""
    shown = [m for answer in outcome.answers for m in exhibits_of(Map, answer.notes.exhibits)]
    own = [*_lines(outcome.pool), *(line for one in shown for line in one.lines)]
    there = [(outcome.pool[line.asset], line) for line in dict.fromkeys(own)]
    if before is None:
        return there
    gone = [line for line in _lines(before.pool) if line.asset not in outcome.pool]
    return [*there, *((before.pool[line.asset], line) for line in gone)]


def _lines(pool: Pool) -> list[MapLine]:
    return [line for service in SERVICES for line in service.on_map(pool).lines]


def _places(outcome: Outcome) -> list[MapPlace]:
    """Places that services and answers draw beside the ends of lines."""
    shown = [m for answer in outcome.answers for m in exhibits_of(Map, answer.notes.exhibits)]
    return [p for one in (*(s.on_map(outcome.pool) for s in SERVICES), *shown) for p in one.places]


def _routes(outcome: Outcome, before: Outcome | None, projection: Projection, land: Land) -> Markup:
    """Cables, land routes and other lines between their places; those at sea keep to the sea."""
    lanes = SeaLanes.of(outcome.corridor.map, land)
    lines, places = [], []
    for asset, line in _drawn(outcome, before):
        places += [line.a, line.b]
        ends = tuple((p.at.lon_deg, p.at.lat_deg) for p in (line.a, line.b))
        way = lanes.between(*ends) if line.at_sea else ends
        said = f"{asset.name}: {line.a.name} to {line.b.name}"
        state = "lost" if asset.id not in outcome.pool else "out" if asset.out else ""
        lines.append(
            el(
                "path",
                el("title", said + (f" ({asset.out or 'struck'})" if state else "")),
                d=path_of(projection.at(*p) for p in way),
                class_=f"cable {line.kind} {state}".rstrip(),
            )
        )
    dots = [_site(place, projection) for place in dict.fromkeys([*places, *_places(outcome)])]
    return el("g", joined(lines), joined(dots), class_="cables")


def _site(place: MapPlace, projection: Projection) -> Markup | None:
    point = projection.at(place.at.lon_deg, place.at.lat_deg)
    if not projection.shows(point):
        return None
    kind = f" ({place.kind})" if place.kind else ""
    return el("circle", el("title", f"{place.name}{kind}"), cx=point[0], cy=point[1], r=1.7, class_="site")


def _geostationary(outcome: Outcome, projection: Projection, labels: Labels) -> Markup:
    """A tick under each geostationary satellite of the pool, at its longitude on the day."""
    on_a_path = {i for a in outcome.assessments for i in a.path}
    ticks, names = [], []
    for asset, lat, lon in _over_the_equator(outcome):
        point = projection.at(lon, lat)
        if not projection.shows(point):
            continue
        x, y = point
        said = f"{asset.name}: over {lon:.1f}° E" + (f" ({asset.out})" if asset.out else "")
        drawn = f"M{x:.1f} {y - 3:.1f}l2.2 3-2.2 3-2.2-3z"
        used = "geo used" if asset.id in on_a_path else "geo"
        ticks.append(el("path", el("title", said), d=drawn, class_="geo out" if asset.out else used))
        if asset.id in on_a_path:
            width = text_width(asset.name, NAME - 1)
            room = labels.place(around(point, width, NAME, 5)[:4])
            if room:
                names.append(el("text", asset.name, x=room.x, y=room.y + NAME - 2, class_="geo-name"))
    return el("g", joined(ticks), joined(names), class_="geostationary")


def _over_the_equator(outcome: Outcome) -> Iterator[tuple[Asset, float, float]]:
    """The geostationary satellites with the latitude and longitude under them on the day, degrees.

    Inclined orbits sweep half the map and have no place of their own.
    """
    at = tai_ns_array([outcome.at])
    for asset in outcome.pool.assets:
        motion = asset.motion
        if not isinstance(motion, Sgp4) or orbit_kind(motion.elements) is not OrbitKind.GEOSYNCHRONOUS:
            continue
        if motion.inclination_deg <= GEO_INCLINED_DEG:
            lat, lon, _ = motion.geodetic(at, outcome.world.orientation)
            yield asset, float(lat[0]), float(lon[0])


def _stations(assets: Iterable[Asset], projection: Projection) -> list[tuple[Asset, Point]]:
    found = []
    for asset in assets:
        if isinstance(asset.motion, Fixed) and asset.kind == "station":
            place = asset.motion.place
            point = projection.at(place.lon_deg, place.lat_deg)
            if projection.shows(point):
                found.append((asset, point))
    found.sort(key=lambda pair: (not pair[0].usable, pair[0].id))
    return found


def _named_stations(outcome: Outcome) -> frozenset[str]:
    """The stations worth a name: those that serve a need, are booked, or that a term in force opens."""
    named = {i for a in outcome.assessments for i in (*a.path, *a.hangs_on)}
    named |= {u.asset for b in outcome.plan.bookings for u in b.opportunity.uses}
    in_force = outcome.pool.terms.in_force(Right.DOWNLINK)
    for asset in outcome.pool.assets:
        if asset.kind == "station" and any(t.receives_at(asset) for t in in_force):
            named.add(asset.id)
    return frozenset(named)


def _station(asset: Asset, point: Point, labels: Labels, *, lost: bool, named: bool) -> Markup:
    x, y = point
    kind = "lost" if lost else "out" if not asset.usable else "" if named else "other"
    said = f"{asset.name} ({'struck' if lost else asset.out or asset.owner})"
    shape = (
        f"M{x - 3.6:.1f} {y - 3.6:.1f}l7.2 7.2m0-7.2l-7.2 7.2"
        if lost
        else f"M{x:.1f} {y - 4:.1f}l4.2 7h-8.4z"
    )
    if kind in ("other", "out"):
        shape = f"M{x:.1f} {y - 2.6:.1f}l2.8 4.7h-5.6z"
    name = _short(asset.name)
    room = labels.place(around(point, text_width(name, NAME), NAME, 6)) if named else None
    text = el("text", name, x=room.x, y=room.y + NAME - 1.5) if room else None
    return el("g", el("title", said), el("path", d=shape), text, class_=f"station {kind}".rstrip())


def _short(name: str) -> str:
    for stop in (":", " (", ",", ";"):
        name = name.partition(stop)[0]
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
