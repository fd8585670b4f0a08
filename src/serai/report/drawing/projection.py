"""From longitude and latitude to a place on the drawing, and the land on it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import cast

from serai.earth import Box

Point = tuple[float, float]
MARGIN = 12.0  # units beyond the frame that are kept, so that no cut edge of the land shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Equirectangular, true to scale along the middle parallel of the box; x grows east, y south.

    ``width`` and ``height`` are the drawing's, in its own units. Longitudes are counted eastward from
    the box's western edge, so a box may cross the date line.
    """

    west: float
    north: float
    per_deg_x: float
    per_deg_y: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Box, width: float) -> Projection:
        """The projection that fits a box into a width."""
        across = (box.lon_max - box.lon_min) % 360.0 or 360.0
        scale = width / across
        middle = math.radians((box.lat_min + box.lat_max) / 2.0)
        per_y = scale / max(math.cos(middle), 0.1)
        height = round(per_y * (box.lat_max - box.lat_min), 1)
        return cls(
            west=box.lon_min, north=box.lat_max, per_deg_x=scale, per_deg_y=per_y, width=width, height=height
        )

    def at(self, lon_deg: float, lat_deg: float) -> Point:
        """Where a place stands on the drawing; places west of the frame have x < 0."""
        east = (lon_deg - self.west) % 360.0
        if east > (self.width / self.per_deg_x + 360.0) / 2.0:
            east -= 360.0
        return east * self.per_deg_x, (self.north - lat_deg) * self.per_deg_y

    def shows(self, point: Point) -> bool:
        """Whether a point is inside the frame."""
        return 0.0 <= point[0] <= self.width and 0.0 <= point[1] <= self.height


@dataclass(frozen=True, slots=True)
class Land:
    """Coastlines as closed rings of (lon, lat) in degrees, and where they come from.

    A ring that crosses the date line goes on beyond 180 E.
    """

    source: str
    rings: tuple[tuple[Point, ...], ...]


def read_land() -> Land:
    """The land outline that the package carries."""
    table = json.loads(files("serai.report").joinpath("assets", "land.json").read_text(encoding="utf-8"))
    unit = float(table["unit_deg"])
    rings = []
    for steps in cast("list[list[int]]", table["rings"]):
        x = y = 0
        ring = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x * unit, y * unit))
        rings.append(tuple(ring))
    return Land(source=str(table["source"]), rings=tuple(rings))


def land_path(land: Land, projection: Projection) -> str:
    """The land inside the frame as the data of one SVG path, in whole tenths of the drawing's unit."""
    turn = 360.0 * projection.per_deg_x
    parts = []
    for ring in land.rings:
        flat = [
            ((lon - projection.west) * projection.per_deg_x, (projection.north - lat) * projection.per_deg_y)
            for lon, lat in ring
        ]
        for shift in (-turn, 0.0, turn):
            shifted = [(x + shift, y) for x, y in flat]
            if _in_frame(shifted, projection):
                inside = clipped(shifted, projection)
                parts.append(path_of(inside, closed=True) if len(inside) > 2 else "")
    return "".join(parts)


def _in_frame(ring: Sequence[Point], frame: Projection) -> bool:
    """Whether the box around a ring touches the frame."""
    across, down = [x for x, _ in ring], [y for _, y in ring]
    beside = max(across) < 0 or min(across) > frame.width
    return not beside and max(down) >= 0 and min(down) <= frame.height


def clipped(ring: Sequence[Point], frame: Projection) -> list[Point]:
    """A ring cut to the frame and a little more (Sutherland and Hodgman 1974)."""
    edges = (
        (0, -MARGIN, 1.0),
        (0, frame.width + MARGIN, -1.0),
        (1, -MARGIN, 1.0),
        (1, frame.height + MARGIN, -1.0),
    )
    out = list(ring)
    for axis, limit, sign in edges:
        if all(sign * (p[axis] - limit) >= 0 for p in out):
            continue
        ring, out = out, []
        for one, two in zip(ring[-1:] + ring[:-1], ring, strict=True):
            inside_one, inside_two = sign * (one[axis] - limit) >= 0, sign * (two[axis] - limit) >= 0
            if inside_one != inside_two:
                t = (limit - one[axis]) / (two[axis] - one[axis])
                out.append((one[0] + t * (two[0] - one[0]), one[1] + t * (two[1] - one[1])))
            if inside_two:
                out.append(two)
    return out


def path_of(points: Iterable[Point], *, closed: bool = False) -> str:
    """The data of an SVG path through points, as steps in whole tenths of a unit."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}"]
    before = tenths[0]
    for x, y in tenths[1:]:
        if (x, y) != before:
            dy = _tenth(y - before[1])
            steps.append(f"l{_tenth(x - before[0])}{dy if dy.startswith('-') else ' ' + dy}")
            before = (x, y)
    return "".join(steps) + ("z" if closed else "")


def _tenth(value: int) -> str:
    text = f"{value / 10:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
