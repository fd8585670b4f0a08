"""Lanes over time that answers show: a quantity as a line over the day, others told by their range."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.needs import Answer, Lane, Need, Series, exhibits_of
from serai.report.drawing.markup import Markup, el, joined
from serai.time import Span

HEIGHT = 22.0
STEPS = 480.0  # width of the drawing in its own units; it is stretched to the page


def lanes_of(answer: Answer) -> tuple[Lane, ...]:
    """The lanes over time that an answer shows."""
    return exhibits_of(Lane, answer.notes.exhibits)


def drawn_lane(need: Need, lane: Lane, span: Span) -> Markup | None:
    """One lane in the line of its need, over a span; None where it has no two instants in it."""
    inside = (lane.tai_ns >= span.start.tai_ns) & (lane.tai_ns < span.end.tai_ns)
    if inside.sum() < 2:
        return None
    told = ", ".join(_told(s, inside) for s in (lane.drawn, *lane.beside))
    name = joined((el("a", need.id, href=f"#{need.id}"), " ", need.title))
    said = f"{need.id}: {told}"
    parts = (lane.tai_ns[inside] - span.start.tai_ns) / (span.end.tai_ns - span.start.tai_ns)
    drawing = _line(parts, lane.drawn.values[inside])
    return el(
        "div",
        el("span", name, class_="lane-name"),
        el("div", drawing, class_="strip plot", role="img", aria_label=said, title=said),
        el("span", told, class_="lane-note wide"),
        class_="lane",
    )


def _told(series: Series, inside: NDArray[np.bool_]) -> str:
    """A quantity with its range: "18 to 26 satellites", "PDOP 1.20 to 1.60", "error unknown"."""
    values = series.values[inside]
    known = values[np.isfinite(values)]
    if not len(known):
        return f"{series.name} unknown".strip()
    ends = (f"{v:.{series.decimals}f}" for v in (float(known.min()), float(known.max())))
    text = f"{series.name} {' to '.join(dict.fromkeys(ends))} {series.unit}".strip()
    return text if len(known) == len(values) else f"{text}, at times none"


def _line(parts: NDArray[np.float64], values: NDArray[np.float64]) -> Markup:
    """A stepped area from zero up, so that few look few."""
    top = max(float(np.nanmax(values)) if np.isfinite(values).any() else 1.0, 1.0)
    heights = HEIGHT - np.nan_to_num(values, nan=0.0) / top * (HEIGHT - 2)
    turns = np.flatnonzero(np.diff(heights)) + 1
    steps = [
        f"M{parts[0] * STEPS:.0f} {HEIGHT:g}V{heights[0]:.1f}",
        *(f"H{parts[k] * STEPS:.0f}V{heights[k]:.1f}" for k in turns),
        f"H{STEPS:g}V{HEIGHT:g}z",
    ]
    return el(
        "svg",
        el("path", d="".join(steps)),
        viewBox=f"0 0 {STEPS:g} {HEIGHT:g}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
