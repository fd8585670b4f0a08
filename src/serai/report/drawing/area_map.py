"""An area on a map: the swaths laid over it, and when each part of it is first in hand.

Colours are moments: a class ends where more of the area comes into hand (`time_classes`), from dark to light.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box
from serai.needs import AreaPicture, AreaStrip
from serai.report.drawing.graticule import INK, LINE, axes, scale_bar, words
from serai.report.drawing.labels import Labels, Room
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.projection import Projection, clipped, land_path, path_of, read_land

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Ring = Sequence[Sequence[float]]

WIDTH, LEFT, RIGHT, TOP, FOOT = 400.0, 46.0, 12.0, 8.0, 74.0
MARGIN = 0.12  # of the area's extent, left free around it
TALL, FLAT = 1.15, 0.4  # the greatest and the least height of a map, to its width
STEPS = 4.0  # degrees along an edge: names of more would touch
# From early (dark) to late (light), apart for every kind of sight and in grey ("cividis"; J. Nunez,
# C. Anderton, R. Renslow, PLoS ONE 13 (2018) e0199239).
COLOURS = ("#00224e", "#35456c", "#575d6d", "#7c7b78", "#a59c74", "#d2c060", "#fee838")
SEA, LAND, COAST, GREY = "#eef2f5", "#e2e6ea", "#9aa5b1", "#7b8794"
CELLS = (60, 220)  # across a map: few for few places, more for many
NUMBERED = 12  # strips that bear their number
LETTER = 11.0
SWATHS = "The swaths of the looks over the area"
FIRST = "When each part of the area is first in hand"
WHOLE_EARTH = Box(lon_min=-180.0, lat_min=-90.0, lon_max=180.0, lat_max=90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeClasses:
    """Moments (seconds after the start) at which a class of colours ends, ascending."""

    ends_s: tuple[float, ...]

    def of(self, at_s: Floats) -> Integers:
        """The class of each moment, -1 where it never comes."""
        known = np.isfinite(at_s)
        place = np.searchsorted(np.array(self.ends_s), at_s, side="left")
        return np.where(known, np.minimum(place, max(len(self.ends_s) - 1, 0)), -1).astype(np.int64)

    def colour(self, which: int) -> str:
        """The colour of a class, spread over the whole scale."""
        if len(self.ends_s) == 1:
            return COLOURS[1]
        return COLOURS[round(which * (len(COLOURS) - 1) / (len(self.ends_s) - 1))]


def time_classes(shown: AreaPicture) -> TimeClasses:
    """Every moment at which more is in hand, or of many moments seven that part the area evenly."""
    at_s, share = shown.steps()
    if len(at_s) <= len(COLOURS):
        return TimeClasses(ends_s=tuple(at_s.tolist()))
    wanted = np.linspace(0.0, share[-1], len(COLOURS) + 1)[1:] * (1.0 - 1e-12)
    return TimeClasses(ends_s=tuple(np.unique(at_s[np.searchsorted(share, wanted)]).tolist()))


def swath_map(shown: AreaPicture, classes: TimeClasses, about: str) -> Markup:
    """The strips over the area: filled where they add something, an outline where they do not.

    ``about`` is a word that no other map of the page has.
    """
    frame = _Frame.of(shown)
    drawn = sorted(shown.strips, key=lambda s: (s.adds, -s.number))  # the first of those that add on top
    marks = joined(_strip(one, frame.projection, classes) for one in drawn)
    return frame.svg(f"swaths-{about}", SWATHS, marks, _numbers(shown.strips, frame.projection))


def sum_map(shown: AreaPicture, classes: TimeClasses, about: str) -> Markup:
    """The area in the colours of the moments at which each part of it is first in hand; white: not at all."""
    frame = _Frame.of(shown)
    which = classes.of(shown.first_s)
    if _by_length(shown.geometry):
        marks = joined(_dots(shown, which, classes, frame.projection))
    else:
        painted = joined(_painted(shown, which, classes, frame.projection))
        marks = el("g", painted, clip_path=f"url(#area-{about})")
        shape = el("clipPath", el("path", d=frame.outline, clip_rule="evenodd"), id=f"area-{about}")
        white = el("path", d=frame.outline, fill="#ffffff", fill_rule="evenodd")
        marks = joined((shape, white, marks))
    return frame.svg(f"sum-{about}", FIRST, marks, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """The part of the Earth that a map shows, and the area's outline on it."""

    box: Box
    projection: Projection
    outline: str
    by_length: bool

    @classmethod
    def of(cls, shown: AreaPicture) -> _Frame:
        box = _framed([_span(ring) for ring in _rings(shown.geometry)])
        projection = Projection.of(box, WIDTH - LEFT - RIGHT)
        by_length = _by_length(shown.geometry)
        outline = "".join(
            path_of(_placed(np.asarray(ring)[:, :2], projection), closed=not by_length)
            for ring in _rings(shown.geometry)
        )
        return cls(box=box, projection=projection, outline=outline, by_length=by_length)

    def svg(self, name: str, title: str, marks: Markup, over: Markup | None) -> Markup:
        """The map with its axes and its scale around what is drawn on it."""
        p = self.projection
        whole = {"width": p.width, "height": p.height}
        inside = el(
            "g",
            el("rect", **whole, fill=SEA),
            el("path", d=land_path(read_land(), p), fill=LAND, stroke=COAST, stroke_width=0.7),
            marks,
            el("path", d=self.outline, fill="none", stroke=INK, stroke_width=1.6),
            over,
            clip_path=f"url(#frame-{name})",
        )
        return el(
            "svg",
            el("title", title),
            el("rect", width=WIDTH, height=TOP + p.height + FOOT, fill="#ffffff"),
            el("clipPath", el("rect", **whole), id=f"frame-{name}"),
            el(
                "g",
                inside,
                el("rect", **whole, fill="none", stroke=LINE),
                Markup(axes(self.box, p, STEPS)),
                Markup(scale_bar(self.box, p)),
                transform=f"translate({LEFT:g} {TOP:g})",
            ),
            viewBox=f"0 0 {WIDTH:g} {TOP + p.height + FOOT:.1f}",
            role="img",
            class_="area-map",
        )


def _by_length(geometry: Mapping[str, object]) -> bool:
    return "Line" in str(geometry["type"])


def _rings(geometry: Mapping[str, object]) -> list[Ring]:
    """The rings of polygons, holes among them, or the lines."""
    kind, places = str(geometry["type"]), cast("Sequence[object]", geometry.get("coordinates", ()))
    if kind == "GeometryCollection":
        parts = cast("Sequence[Mapping[str, object]]", geometry["geometries"])
        return [ring for part in parts for ring in _rings(part)]
    if kind == "LineString":
        return [cast("Ring", places)]
    if kind in ("Polygon", "MultiLineString"):
        return list(cast("Sequence[Ring]", places))
    return [ring for one in cast("Sequence[Sequence[Ring]]", places) for ring in one]


def _span(ring: Ring) -> tuple[float, float, float, float]:
    lon, lat = np.asarray(ring)[:, :2].T
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _framed(spans: Sequence[tuple[float, float, float, float]]) -> Box:
    """A box about all, with a margin, across the date line where that is narrower, neither tall nor flat."""
    west, across = _longitudes([(s[0], s[2]) for s in spans])
    south, north = min(s[1] for s in spans), max(s[3] for s in spans)
    squeeze = max(math.cos(math.radians((south + north) / 2.0)), 0.1)
    room = MARGIN * max(across * squeeze, north - south, 0.2)
    west, across = west - room / squeeze, across + 2.0 * room / squeeze
    south, north = south - room, north + room
    more = (north - south) / TALL / squeeze - across
    west, across = (west - more / 2.0, across + more) if more > 0.0 else (west, across)
    more = FLAT * across * squeeze - (north - south)
    south, north = (south - more / 2.0, north + more / 2.0) if more > 0.0 else (south, north)
    if across >= 330.0:
        return WHOLE_EARTH
    return Box(
        lon_min=_turned(west), lat_min=max(south, -90.0), lon_max=_turned(west + across),
        lat_max=min(north, 90.0),
    )  # fmt: skip


def _longitudes(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Where the narrowest stretch that holds all begins, and how wide it is."""
    ordered, gaps, reached = sorted(spans), [], -math.inf
    for west, east in ordered:
        if west > reached and reached > -math.inf:
            gaps.append((west - reached, west))
        reached = max(reached, east)
    first = ordered[0][0]
    gaps.append((first + 360.0 - reached, first))
    widest, west = max(gaps)
    return west, 360.0 - widest


def _turned(lon_deg: float) -> float:
    return (lon_deg + 180.0) % 360.0 - 180.0


def _placed(ring: Floats, projection: Projection) -> list[tuple[float, float]]:
    """A ring on the drawing, its longitudes running on, as near to the frame as whole turns let it."""
    step = np.diff(ring[:, 0])
    lon = np.concatenate([[0.0], np.cumsum((step + 180.0) % 360.0 - 180.0)]) + ring[0, 0]
    x = (lon - projection.west) * projection.per_deg_x
    turn = 360.0 * projection.per_deg_x
    x -= turn * np.rint((0.5 * (x.min() + x.max()) - projection.width / 2.0) / turn)
    y = (projection.north - ring[:, 1]) * projection.per_deg_y
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _strip(one: AreaStrip, projection: Projection, classes: TimeClasses) -> Markup | None:
    """A strip with its name for the pointer; one that goes round a pole has no outline."""
    points = _placed(one.ring_deg, projection)
    if abs(points[0][0] - points[-1][0]) > 180.0 * projection.per_deg_x:
        return None
    said, path = el("title", f"{one.number}. {one.name}"), path_of(points, closed=True)
    if not one.adds:
        return el("path", said, d=path, fill="none", stroke=GREY, stroke_width=0.5)
    colour = classes.colour(int(classes.of(np.array([one.in_hand_s]))[0]))
    return el("path", said, d=path, fill=colour, fill_opacity=0.3, stroke=colour, stroke_width=1.2)


def _numbers(strips: Sequence[AreaStrip], projection: Projection) -> Markup:
    """The numbers of the first strips that add, each in the middle of what the frame shows of it."""
    labels, parts = Labels(projection.width, projection.height), []
    for one in [s for s in strips if s.adds][:NUMBERED]:
        seen = clipped(_placed(one.ring_deg, projection), projection)
        if not seen:
            continue
        x, y = np.mean(seen, axis=0).tolist()
        size = LETTER + 5.0
        room = labels.place([Room(x - size / 2 + dx, y - size / 2 + dy, size, size) for dx, dy in _AROUND])
        if room is not None:
            middle = (room.x + size / 2, room.y + size / 2)
            parts.append(el("circle", cx=middle[0], cy=middle[1], r=size / 2, fill="#ffffff", stroke=INK))
            number = words(str(one.number), middle[0], middle[1] + 4.0, LETTER, anchor="middle")
            parts.append(Markup(number))
    return joined(parts)


_AROUND = ((0.0, 0.0), (18.0, 0.0), (-18.0, 0.0), (0.0, 18.0), (0.0, -18.0))


def _dots(
    shown: AreaPicture, which: Integers, classes: TimeClasses, projection: Projection
) -> Iterator[Markup]:
    """Places along lines, in the colours of their classes."""
    for k in range(len(which)):
        x, y = projection.at(float(shown.lon_deg[k]), float(shown.lat_deg[k]))
        colour = "#ffffff" if which[k] < 0 else classes.colour(int(which[k]))
        yield el("circle", cx=x, cy=y, r=2.5, fill=colour)


def _painted(
    shown: AreaPicture, which: Integers, classes: TimeClasses, projection: Projection
) -> Iterator[Markup]:
    """Every cell of the map in the colour of the place next to it: a path for each class, a run a line."""
    cells = _cells(shown, which, projection)
    size = projection.width / cells.shape[1]
    for k in range(len(classes.ends_s)):
        runs = [
            f"M{a * size:.1f} {(row + 0.5) * size:.1f}h{(b - a) * size + 0.3:.1f}"
            for row in range(len(cells))
            for a, b in _runs(cells[row] == k)
        ]
        yield el("path", d="".join(runs), fill="none", stroke=classes.colour(k), stroke_width=size + 0.3)


def _cells(shown: AreaPicture, which: Integers, projection: Projection) -> Integers:
    """The class of the place next to each cell (rows, columns): places grow until they meet."""
    across = int(min(max(4.0 * math.sqrt(len(which)), CELLS[0]), CELLS[1]))
    size = projection.width / across
    cells = np.full((max(1, math.ceil(projection.height / size)), across), -2, dtype=np.int64)
    for k in range(len(which)):
        x, y = projection.at(float(shown.lon_deg[k]), float(shown.lat_deg[k]))
        row, column = int(y / size), int(x / size)
        if 0 <= row < cells.shape[0] and 0 <= column < across:
            cells[row, column] = which[k]
    for turn in range(max(cells.shape)):
        if (cells != -2).all() or (cells == -2).all():
            break
        cells = _grown(cells, corners=bool(turn % 2))
    return cells


def _grown(cells: Integers, *, corners: bool) -> Integers:
    """Every empty cell takes the class of a neighbour; with corners by turns the fronts are octagons."""
    out, wide = cells.copy(), np.pad(cells, 1, constant_values=-2)
    rows, columns = cells.shape
    sides = [(0, 1), (1, 0), (2, 1), (1, 2)] + ([(0, 0), (0, 2), (2, 0), (2, 2)] if corners else [])
    for row, column in sides:
        beside = wide[row : row + rows, column : column + columns]
        out = np.where(out == -2, beside, out)
    return out


def _runs(here: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of a line that are here, from and to."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], here, [False]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
