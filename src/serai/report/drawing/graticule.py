"""What stands around a map: degrees along its edges, and a bar of kilometres."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

from serai.earth import Box
from serai.report.drawing.projection import Projection

INK, SOFT_INK, LINE = "#1f2933", "#52606d", "#7b8794"
DEGREES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 45.0, 60.0)  # between two lines of the grid
KM_PER_DEG = 111.195  # of a great circle on a sphere of 6,371 km
BAR = 0.22  # of the map's width: the longest bar of the scale
WIDE_DEG = 90.0  # a map that spans more has no one scale


def axes(box: Box, projection: Projection, most: float = 8.0) -> str:
    """Ticks and degrees along the left and the lower edge; ``most`` steps along either."""
    across = (box.lon_max - box.lon_min) % 360.0 or 360.0
    parts = []
    for lat in _degrees(box.lat_min, box.lat_max, most):
        y = projection.at(box.lon_min, lat)[1]
        parts.append(f'<path d="M-5 {y:.1f}h5" stroke="{LINE}"/>')
        parts.append(words(f"{abs(lat):g}°{_side(lat, 'N', 'S')}", -8, y + 4, 12, anchor="end", ink=SOFT_INK))
    for lon in _degrees(box.lon_min, box.lon_min + across, most):
        x, y = (lon - box.lon_min) * projection.per_deg_x, projection.height
        there = (lon + 180.0) % 360.0 - 180.0
        name = "180°" if there == -180.0 else f"{abs(there):g}°{_side(there, 'E', 'W')}"
        parts.append(f'<path d="M{x:.1f} {y:.1f}v5" stroke="{LINE}"/>')
        parts.append(words(name, x, y + 18, 12, anchor="middle", ink=SOFT_INK))
    return "".join(parts)


def _degrees(low: float, high: float, most: float) -> list[float]:
    """Round degrees within an interval, so many steps at most."""
    step = next((d for d in DEGREES if (high - low) / d <= most), DEGREES[-1])
    return [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _side(value: float, above: str, below: str) -> str:
    return above if value > 0 else below if value < 0 else ""


def scale_bar(box: Box, projection: Projection) -> str:
    """A bar of round kilometres at the right under the frame, true along the middle parallel."""
    if projection.width / projection.per_deg_x > WIDE_DEG:
        return ""
    unit_km = KM_PER_DEG / projection.per_deg_y
    longest = BAR * projection.width * unit_km
    ten = 10.0 ** math.floor(math.log10(longest))
    length_km = max(k * ten for k in (1.0, 2.0, 5.0) if k * ten <= longest)
    x, y = projection.width - length_km / unit_km, projection.height + 46
    middle = (box.lat_min + box.lat_max) / 2.0
    where = f"{length_km:g} km at {abs(middle):.0f}°{_side(round(middle), 'N', 'S')}"
    bar = f'<path d="M{x:.1f} {y - 5:.1f}v5h{length_km / unit_km:.1f}v-5" fill="none" stroke="{INK}"/>'
    return bar + words(where, projection.width, y + 18, 12, anchor="end")


def words(
    text: str, x: float, y: float, size: float, *, anchor: str = "start", ink: str = INK, more: str = ""
) -> str:
    """A line of text; nothing where it is empty."""
    if not text:
        return ""
    where = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text {where} fill="{ink}" {more}>{escape(text)}</text>'
