"""How much of an area is in hand over time: a line that rises by steps."""

from __future__ import annotations

import numpy as np

from serai.needs import AreaPicture
from serai.report.drawing.area_map import LEFT, RIGHT, TOP, WIDTH, TimeClasses
from serai.report.drawing.graticule import INK, LINE, SOFT_INK, words
from serai.report.drawing.markup import Markup, el, joined

HEIGHT, UNDER = 210.0, 30.0
GRID = "#e2e6ea"
HOUR_S = 3_600.0
BETWEEN_H = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 72.0, 168.0)  # between two marks of the axis of time
MARKS = 6


def sum_chart(shown: AreaPicture, classes: TimeClasses) -> Markup:
    """The share in hand over the hours since the start, a dot in the colour of its moment at every step."""
    at_s, share = shown.steps()
    length_s = max(shown.within.duration_s, float(at_s.max()) if len(at_s) else 0.0)
    width = WIDTH - LEFT - RIGHT

    def place(seconds: float, part: float) -> tuple[float, float]:
        return width * seconds / length_s, HEIGHT * (1.0 - part)

    path, y = f"M0 {HEIGHT:g}", HEIGHT
    for seconds, part in zip(at_s.tolist(), share.tolist(), strict=True):
        x, y = place(seconds, part)
        path += f"H{x:.1f}V{y:.1f}"
    dots = joined(
        el("circle", cx=place(s, p)[0], cy=place(s, p)[1], r=3.0, fill=classes.colour(int(k)), stroke=INK)
        for s, p, k in zip(at_s.tolist(), share.tolist(), classes.of(at_s), strict=True)
    )
    return el(
        "svg",
        el("title", "How much of the area is in hand over time"),
        el("rect", width=WIDTH, height=TOP + HEIGHT + UNDER + 14.0, fill="#ffffff"),
        el(
            "g",
            _shares(width),
            _hours(length_s, width),
            el("path", d=f"{path}H{width:.1f}", fill="none", stroke=INK, stroke_width=1.6),
            dots,
            transform=f"translate({LEFT:g} {TOP + 6.0:g})",
        ),
        viewBox=f"0 0 {WIDTH:g} {TOP + HEIGHT + UNDER + 14.0:g}",
        role="img",
        class_="area-map",
    )


def _shares(width: float) -> Markup:
    """Lines at every quarter of the area."""
    parts = []
    for share in np.linspace(0.0, 1.0, 5).tolist():
        y = HEIGHT * (1.0 - share)
        parts.append(el("path", d=f"M0 {y:.1f}H{width:g}", stroke=GRID if share else LINE))
        parts.append(Markup(words(f"{100.0 * share:g} %", -6.0, y + 4.0, 12.0, anchor="end", ink=SOFT_INK)))
    return joined(parts)


def _hours(length_s: float, width: float) -> Markup:
    """Round hours, or days, along the foot."""
    step_h = next((h for h in BETWEEN_H if length_s / HOUR_S / h <= MARKS), BETWEEN_H[-1])
    parts = []
    for k in range(int(length_s / HOUR_S / step_h + 1e-9) + 1):
        x, hours = width * k * step_h * HOUR_S / length_s, k * step_h
        said = f"{hours / 24.0:g} d" if step_h >= 24.0 else f"{hours:g} h"
        parts.append(el("path", d=f"M{x:.1f} {HEIGHT:g}v5", stroke=LINE))
        anchor = "end" if x > width - 12.0 else "middle"
        parts.append(Markup(words(said, x, HEIGHT + 18.0, 12.0, anchor=anchor, ink=SOFT_INK)))
    return joined(parts)
