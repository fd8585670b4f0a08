"""Coverage on a map: each place in the colour of how often it is seen again, with axes, scale and legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from serai.access.coverage import Coverage
from serai.earth import Box
from serai.report.drawing.graticule import INK, LINE, SOFT_INK, axes, scale_bar, words
from serai.report.drawing.labels import Labels, Room, around, text_width
from serai.report.drawing.projection import Projection, land_path, read_land

Floats = NDArray[np.float64]

WIDTH, LEFT, EDGE, HEAD, LEGEND = 1_000.0, 56.0, 24.0, 66.0, 92.0
NAME = 12.0  # the size of a place's name
MOST = 40  # places named: more would hide the map
# From dark to light as on paper: seen often is dark. Nine colours that stay apart for every kind of sight and
# in grey (the scale "cividis" of J. Nunez, C. Anderton, R. Renslow, PLoS ONE 13 (2018) e0199239).
COLOURS = (
    "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55",
)  # fmt: skip
NEVER = "#ffffff"
HOUR_S = 3_600.0
# a class ends at one of these, times a power of ten
ROUND = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def coverage_map(
    found: Coverage,
    *,
    title: str,
    under: str = "",
    cell_deg: tuple[float, float] | None = None,
    box: Box | None = None,
    column: str = "mean_revisit_s",
    places: Sequence[tuple[str, float, float]] = (),
) -> str:
    """An SVG drawing of one column of a coverage, in hours: cells of (height, width) degrees, or dots.

    ``under`` stands below the title; ``places`` (name, longitude, latitude in degrees) are named where the
    frame has room, up to forty of them.
    """
    frame = box or _around(found)
    projection = Projection.of(frame, WIDTH - LEFT - EDGE)
    hours = getattr(found, column) / HOUR_S
    limits = _limits(hours)
    height = HEAD + projection.height + LEGEND
    marks = "".join(
        _mark(
            float(found.lat_deg[k]), float(found.lon_deg[k]), _colour(hours[k], limits), projection, cell_deg
        )
        for k in range(len(found))
    )
    land = land_path(read_land(), projection)
    under_marks, over = _land(land, "#e6e9ec", "#9aa5b1", 0.7), ""
    if cell_deg:  # a light line with a dark one in it shows on every colour
        under_marks, over = "", _land(land, "none", "#ffffff", 1.8) + _land(land, "none", INK, 0.6)
    whole = f'<rect width="{projection.width:g}" height="{projection.height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.1f}" role="img" '
        f'font-family="system-ui, sans-serif">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH:g}" height="{height:.1f}" fill="#ffffff"/>'
        f"{words(title, LEFT, 26, 18)}{words(under, LEFT, 47, 13, ink=SOFT_INK)}"
        f'<clipPath id="frame">{whole}/></clipPath>'
        f'<g transform="translate({LEFT:g} {HEAD:g})"><g clip-path="url(#frame)">'
        f'{whole} fill="#f5f7fa"/>'
        f"{under_marks}{marks}{over}</g>"
        f'{whole} fill="none" stroke="{LINE}"/>'
        f"{axes(frame, projection)}{_names(places, projection)}{scale_bar(frame, projection)}</g>"
        f"{_legend(limits, hours, HEAD + projection.height + 26)}</svg>\n"
    )


def _names(places: Sequence[tuple[str, float, float]], projection: Projection) -> str:
    """The places inside the frame, each with its name where that lies on no other."""
    seen = [(name, projection.at(lon, lat)) for name, lon, lat in places]
    seen = [(name, at) for name, at in seen if projection.shows(at)]
    if len(seen) > MOST:
        return ""
    labels = Labels(projection.width, projection.height)
    for _, (x, y) in seen:
        labels.take(Room(x - 4, y - 4, 8, 8))
    parts = []
    for name, (x, y) in seen:
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{INK}" stroke="#ffffff"/>')
        room = labels.place(around((x, y), text_width(name, NAME), NAME * 1.2, 7.0))
        if room is not None:
            halo = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"'
            parts.append(words(name, room.x, room.y + NAME, NAME, more=halo))
    return "".join(parts)


def _limits(hours: Floats) -> list[float]:
    """Round hours between the classes: one below each of eight even shares of the places, no two the same."""
    known = hours[np.isfinite(hours)]
    if not len(known):
        return []
    wanted = np.quantile(known, np.linspace(0.0, 1.0, len(COLOURS) + 1)[1:-1])
    return sorted({_round(float(one)) for one in wanted})


def _round(hours: float) -> float:
    """The round number of hours next to one."""
    ten = 10.0 ** math.floor(math.log10(max(hours, 1e-3)))
    near = np.array(ROUND) * ten
    return round(float(near[np.argmin(np.abs(near - hours))]), 6)


def _colour(hours: float, limits: Sequence[float]) -> str:
    if not math.isfinite(hours):
        return NEVER
    return _shades(len(limits) + 1)[int(np.searchsorted(limits, hours, side="right"))]


def _shades(count: int) -> list[str]:
    """As many of the colours as there are classes, spread over the whole scale."""
    at = np.linspace(0, len(COLOURS) - 1, count) if count > 1 else np.array([len(COLOURS) // 2])
    return [COLOURS[round(float(k))] for k in at]


def _mark(
    lat: float, lon: float, colour: str, projection: Projection, cell_deg: tuple[float, float] | None
) -> str:
    x, y = projection.at(lon, lat)
    if cell_deg is None:
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}" stroke="#52606d" stroke-width="0.5"/>'
        )
    h, w = cell_deg[0] * projection.per_deg_y, cell_deg[1] * projection.per_deg_x
    return (  # a little over its edges, so that no seam shows between two cells
        f'<rect x="{x - w / 2 - 0.2:.1f}" y="{y - h / 2 - 0.2:.1f}" width="{w + 0.4:.1f}" '
        f'height="{h + 0.4:.1f}" fill="{colour}"/>'
    )


def _land(path: str, fill: str, stroke: str, width: float) -> str:
    return f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'


def _legend(limits: Sequence[float], hours: Floats, top: float) -> str:
    """The classes from left to right with their hours between them, and what white means."""
    shades, width = _shades(len(limits) + 1), min(64.0, 560.0 / (len(limits) + 1))
    parts = []
    for k, shade in enumerate(shades):
        x = LEFT + k * width
        parts.append(
            f'<rect x="{x:g}" y="{top + 10:.1f}" width="{width:g}" height="14" fill="{shade}" '
            f'stroke="{LINE}" stroke-width="0.5"/>'
        )
    for k, limit in enumerate(limits):
        parts.append(words(f"{limit:g} h", LEFT + (k + 1) * width, top + 40, 12, anchor="middle"))
    if not np.isfinite(hours).all():
        x = LEFT + len(shades) * width
        parts.append(
            f'<rect x="{x + 14:g}" y="{top + 10:.1f}" width="22" height="14" fill="{NEVER}" stroke="{LINE}"/>'
        )
        parts.append(words("never seen twice", x + 42, top + 22, 12))
    return "".join(parts)


def _around(found: Coverage) -> Box:
    """A box around all places with a little room, or the whole Earth."""
    lat, lon = found.lat_deg, (found.lon_deg + 180.0) % 360.0 - 180.0
    if not len(lat) or np.ptp(lon) > 300.0:
        return Box(lon_min=-180.0, lat_min=-90.0, lon_max=180.0, lat_max=90.0)
    room = max(2.0, 0.05 * float(max(np.ptp(lat), np.ptp(lon))))
    return Box(
        lon_min=max(float(lon.min()) - room, -180.0),
        lat_min=max(float(lat.min()) - room, -90.0),
        lon_max=min(float(lon.max()) + room, 180.0),
        lat_max=min(float(lat.max()) + room, 90.0),
    )
