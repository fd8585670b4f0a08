"""Areas and lines of any shape on the Earth: polygons with holes, across the date line, over a pole.

Edges are straight in longitude and latitude (RFC 7946, section 3.1.1), so that all is done in the plane of
the two, cut at the date line. What lies over a pole by its own ring is closed along the pole. Areas and
lengths are those on the WGS 84 ellipsoid. Only questions of areas import this module: it loads shapely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

from serai.earth.area import Box
from serai.earth.authalic import EARTH_KM2, equal_area_m, of_equal_area_deg, path_km, ring_km2
from serai.earth.samples import AreaSamples
from serai.errors import Refused

Floats = NDArray[np.float64]
QUARTER_TURN, HALF_TURN, TURN = 90.0, 180.0, 360.0
SAMPLES = 4_096  # of an area: the count of a swath over it is good to 0.1 to 0.2 % (docs/accuracy-observe.md)
LEAST_SAMPLES = 64  # of each of its parts
CORNER_SHARE = 1e-6  # of a part's area, that one of its corners stands for
MOST_CORNERS = 64  # of each of its parts, evenly along its rim
MOST_TRIED = 4_000_000  # points of a lattice that are tried: a thin area gets fewer samples
TILT_RAD = float(
    np.arctan(0.5 * (np.sqrt(5.0) - 1.0))
)  # no straight edge runs along many rows of the lattice
DENSE_DEG = 0.5  # between the points of an edge where its bend in another projection matters


@dataclass(frozen=True, eq=False)
class Outline:
    """Polygons, or lines, in the plane of longitude (-180 ... 180) and latitude; parts do not overlap."""

    shape: BaseGeometry

    def __repr__(self) -> str:
        return f"Outline({self.size:,.1f} {self.unit})"

    @classmethod
    def of_polygons(cls, polygons: Sequence[Sequence[Floats]]) -> Outline:
        """The union of polygons, each an outer ring and its holes (n, 2) of longitude and latitude.

        Which way a ring is wound counts not. An edge over more than 180 degrees of longitude is taken the
        short way, across the date line. A ring that goes once round the Earth lies about the pole of its
        own hemisphere.
        """
        parts = [_polygon(rings) for rings in polygons]
        whole = shapely.union_all(parts) if len(parts) > 1 else parts[0]
        if whole.is_empty or whole.area <= 0.0:
            raise Refused("earth.no_area")
        return cls(whole)

    @classmethod
    def of_lines(cls, lines: Sequence[Floats]) -> Outline:
        """Lines (n, 2) of longitude and latitude, measured by length; stretches in common count once."""
        parts = [_cut(LineString(_unwrapped(line))) for line in lines]
        whole = shapely.union_all(parts) if len(parts) > 1 else parts[0]
        if whole.length <= 0.0:
            raise Refused("earth.no_length")
        return cls(whole)

    @classmethod
    def of_box(cls, given: Box) -> Outline:
        """A box in latitude and longitude."""
        west, east = given.lon_min, given.lon_min + given.width_deg
        return cls(_cut(box(west, given.lat_min, east, given.lat_max)))

    @classmethod
    def of_boxes(cls, boxes: Sequence[Box]) -> Outline:
        """The union of boxes."""
        return cls(shapely.union_all([cls.of_box(one).shape for one in boxes]))

    @property
    def by_length(self) -> bool:
        """Whether lines are measured, by their length."""
        return isinstance(self.shape, LineString | MultiLineString)

    @property
    def unit(self) -> str:
        return "km" if self.by_length else "km2"

    def geometry(self) -> dict[str, object]:
        """It as a GeoJSON geometry, cut at the date line."""
        return dict(mapping(self.shape))

    @cached_property
    def size(self) -> float:
        """Its area, km2, or the length of its lines, km."""
        if self.by_length:
            return sum(float(path_km(np.asarray(line.coords)).sum()) for line in _lines(self.shape))
        return sum(polygon_km2(one) for one in _polygons(self.shape))

    def box(self) -> Box:
        """The narrowest box about it, across the date line where that is narrower."""
        west, south, east, north = shapely.bounds(self.shape)
        if west <= -HALF_TURN and east >= HALF_TURN:
            gaps = _gaps(self.shape)
            if gaps:
                west, east = max(gaps, key=lambda g: g[1] - g[0])[::-1]
        return Box(lon_min=float(west), lat_min=float(south), lon_max=float(east), lat_max=float(north))

    def contains(self, lon_deg: Floats, lat_deg: Floats) -> NDArray[np.bool_]:
        """Whether places lie inside a polygon."""
        shapely.prepare(self.shape)
        inside: NDArray[np.bool_] = shapely.contains_xy(self.shape, lon_deg, lat_deg)
        return inside

    def samples(self, count: int = SAMPLES, *, corners: bool = False) -> AreaSamples:
        """Places spread evenly over it, each standing for its share of the area or of the length.

        With ``corners`` its outermost corners are among them, at a share so small (CORNER_SHARE) that no sum
        tells, so that what touches no more than a corner is not passed over.
        """
        if self.by_length:
            return _along(_lines(self.shape), self.size, count)
        polygons = _polygons(self.shape)
        parts = [_spread(one, self.size, count) for one in polygons]
        if corners:
            parts = [
                part for one, spread in zip(polygons, parts, strict=True) for part in _cornered(one, spread)
            ]
        lon, lat, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
        return AreaSamples.at(lon, lat, weight, self.unit)


def polygon_km2(polygon: Polygon) -> float:
    """The area of a polygon in the plane of longitude and latitude, its holes left out, km2."""
    outer, *holes = (ring_km2(*np.asarray(ring.coords).T) for ring in (polygon.exterior, *polygon.interiors))
    return outer - sum(holes)


def _polygon(rings: Sequence[Floats]) -> BaseGeometry:
    """A polygon with its holes, within -180 ... 180."""
    outer, *holes = (_ring(ring) for ring in rings)
    return outer.difference(shapely.union_all(holes)) if holes else outer


def _ring(ring: Floats) -> BaseGeometry:
    """What a closed ring encloses, within -180 ... 180; a ring that crosses itself is refused."""
    path = _closed_at_pole(_unwrapped(ring))
    flat = Polygon(path)
    if (
        flat.area == 0.0 and np.ptp(ring[:, 0]) >= TURN
    ):  # along whole parallels: the edges are as long as said
        flat = Polygon(ring)
    if flat.convex_hull.area == 0.0:
        raise Refused("earth.no_area")
    if not flat.is_valid:
        raise Refused("earth.crossing", where=_where(shapely.is_valid_reason(flat)))
    return _cut(flat)


def _unwrapped(path: Floats) -> Floats:
    """The same path with longitudes that run on, every edge the short way."""
    step = np.diff(path[:, 0])
    out: Floats = path.copy()
    out[1:, 0] -= TURN * np.cumsum(np.where(np.abs(step) > HALF_TURN, np.rint(step / TURN), 0.0))
    return out


def _closed_at_pole(path: Floats) -> Floats:
    """A ring that goes round the Earth, closed along the pole it reaches, else that of its hemisphere."""
    round_it = path[-1, 0] - path[0, 0]
    if abs(round_it) < HALF_TURN:
        return path
    reached = np.flatnonzero(np.abs(path[:, 1]) == QUARTER_TURN)
    if len(reached):  # at the pole a longitude is as good as any: there the ring turns back
        rest = path[reached[0] :] - np.array([round_it, 0.0])
        return np.concatenate([path[: reached[0] + 1], rest])
    pole = 90.0 if path[:, 1].mean() >= 0.0 else -90.0
    corners = [(path[-1, 0], pole), (path[0, 0], pole), tuple(path[0])]
    return np.concatenate([path, np.array(corners)])


def _cut(flat: BaseGeometry) -> BaseGeometry:
    """A shape whose longitudes run on, cut at the date line and brought within -180 ... 180."""
    west, _, east, _ = shapely.bounds(flat)
    if west >= -HALF_TURN and east <= HALF_TURN:
        return flat
    parts = []
    for turn in range(int(np.floor((west + HALF_TURN) / TURN)), int(np.ceil((east + HALF_TURN) / TURN))):
        begin = TURN * turn - HALF_TURN
        piece = flat.intersection(box(begin, -91.0, begin + TURN, 91.0))
        parts.append(shapely.transform(piece, lambda xy, by=TURN * turn: xy - np.array([by, 0.0])))
    kind = (Polygon, MultiPolygon) if flat.area > 0.0 else (LineString, MultiLineString)
    kept = [one for part in parts for one in shapely.get_parts(part) if isinstance(one, kind)]
    return shapely.union_all(kept)


def _where(said: str) -> str:
    """The place in what GEOS says of a ring: 'Self-intersection[67.2 25.1]'."""
    inside = said.partition("[")[2].rstrip("]").split()
    return ", ".join(f"{float(part):.4f}" for part in inside)


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [one for one in shapely.get_parts(shape) if isinstance(one, Polygon) and one.area > 0.0]


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [one for one in shapely.get_parts(shape) if isinstance(one, LineString)]


def _gaps(shape: BaseGeometry) -> list[tuple[float, float]]:
    """The stretches of longitude between the parts of a shape that touches both sides of the date line."""
    spans = sorted((b[0], b[2]) for b in shapely.bounds(shapely.get_parts(shape)).tolist())
    gaps, reached = [], -HALF_TURN
    for west, east in spans:
        if west > reached:
            gaps.append((reached, west))
        reached = max(reached, east)
    return gaps


def _spread(polygon: Polygon, whole_km2: float, count: int) -> tuple[Floats, Floats, Floats]:
    """Longitude, latitude and area (km2) of places spread over one polygon, even in area.

    A tilted square lattice in the plane that keeps areas about the polygon's middle.
    """
    own_km2 = polygon_km2(polygon)
    wanted = max(LEAST_SAMPLES, round(count * own_km2 / whole_km2))
    rim = np.asarray(shapely.segmentize(polygon.exterior, DENSE_DEG).coords)
    centre, reach_m = _middle(rim, own_km2)
    step_m = np.sqrt(own_km2 * 1e6 / wanted)
    step_m = max(step_m, np.sqrt(np.pi * reach_m**2 / MOST_TRIED))
    half = int(np.ceil(reach_m / step_m)) + 1
    across, along = np.meshgrid(
        step_m * (np.arange(-half, half) + 0.5), step_m * (np.arange(-half, half) + 0.5)
    )
    near = np.hypot(across, along) <= reach_m + step_m
    a, b = across[near], along[near]
    x, y = a * np.cos(TILT_RAD) - b * np.sin(TILT_RAD), a * np.sin(TILT_RAD) + b * np.cos(TILT_RAD)
    lon, lat = of_equal_area_deg(x, y, centre)
    shapely.prepare(polygon)
    inside = np.isfinite(lat) & shapely.contains_xy(polygon, lon, lat)
    if not inside.any():
        point = polygon.representative_point()
        return np.array([point.x]), np.array([point.y]), np.array([own_km2])
    n = int(inside.sum())
    return lon[inside], lat[inside], np.full(n, own_km2 / n)


def _cornered(polygon: Polygon, spread: tuple[Floats, Floats, Floats]) -> list[tuple[Floats, Floats, Floats]]:
    """The places spread over a polygon, and after them the corners of the convex line about it."""
    lon, lat, weight = spread
    rim = np.asarray(polygon.convex_hull.exterior.coords)[:-1]
    rim = rim[np.unique(np.linspace(0, len(rim) - 1, min(len(rim), MOST_CORNERS)).round().astype(int))]
    corner = np.full(len(rim), CORNER_SHARE * weight.sum())
    return [(lon, lat, weight * (1.0 - CORNER_SHARE * len(rim))), (rim[:, 0], rim[:, 1], corner)]


def _middle(rim: Floats, own_km2: float) -> tuple[tuple[float, float], float]:
    """A middle (longitude, latitude) of a rim (n, 2), and how far the rim is from it, metres."""
    lon, lat = np.radians(rim[:, 0]), np.radians(rim[:, 1])
    towards = np.array(
        [(np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()]
    )
    middle = (
        float(np.degrees(np.arctan2(towards[1], towards[0]))),
        float(np.degrees(np.arctan2(towards[2], np.hypot(towards[0], towards[1])))),
    )
    x, y = equal_area_m(rim[:, 0], rim[:, 1], middle)
    reach_m = float(np.hypot(x, y).max())
    facing = float(np.linalg.norm(towards)) > 0.5 and own_km2 < EARTH_KM2 / 4.0
    return middle, reach_m if facing else 2.0 * float(np.sqrt(EARTH_KM2 * 1e6 / (4.0 * np.pi)))


def _along(lines: Sequence[LineString], whole_km: float, count: int) -> AreaSamples:
    """Places spread evenly along lines."""
    lon, lat = [], []
    for line in lines:
        path = np.asarray(shapely.segmentize(line, DENSE_DEG).coords)
        reached = np.concatenate([[0.0], np.cumsum(path_km(path))])
        n = max(2, round(count * reached[-1] / whole_km))
        at = reached[-1] * (np.arange(n) + 0.5) / n
        lon.append(np.interp(at, reached, path[:, 0]))
        lat.append(np.interp(at, reached, path[:, 1]))
    own = [float(path_km(np.asarray(line.coords)).sum()) for line in lines]
    weight = np.concatenate([np.full(len(x), length / len(x)) for x, length in zip(lon, own, strict=True)])
    return AreaSamples.at(np.concatenate(lon), np.concatenate(lat), weight, "km")
