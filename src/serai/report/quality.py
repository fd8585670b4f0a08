"""How good navigation is over the day, where an answer tells: satellites in view, PDOP, horizontal error."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from serai.needs import Answer
from serai.report.markup import Markup, el, joined
from serai.time import Span

HEIGHT = 22.0
STEPS = 480.0  # width of the drawing in its own units; it is stretched to the page


def series(answer: Answer, name: str) -> NDArray[np.float64] | None:
    """One series of an answer's ``quality``, if it has it: tai_ns, satellites, pdop or h95_m."""
    quality = getattr(answer, "quality", None)
    values = quality.get(name) if isinstance(quality, Mapping) else getattr(quality, name, None)
    if values is None:
        return None
    found: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    return found if found.ndim == 1 and len(found) > 1 else None


def quality_lane(answer: Answer, span: Span) -> Markup | None:
    """Satellites in view over the day as a line, with the ranges of PDOP and error; None without any."""
    times, satellites = series(answer, "tai_ns"), series(answer, "satellites")
    if times is None or satellites is None or len(times) != len(satellites):
        return None
    inside = (times >= span.start.tai_ns) & (times < span.end.tai_ns)
    if inside.sum() < 2:
        return None
    parts = [f"{_range(satellites[inside], whole=True)} satellites"]
    for name, says in (("pdop", "PDOP"), ("h95_m", "error")):
        values = series(answer, name)
        if values is None or len(values) != len(times):
            continue
        unit = "m" if name == "h95_m" else ""
        parts.append(f"{says} {_range(values[inside], unit)}")
    need = answer.need
    name = joined((el("a", need.id, href=f"#{need.id}"), " ", need.title))
    said = f"{need.id}: {', '.join(parts)}"
    drawing = _line(
        (times[inside] - span.start.tai_ns) / (span.end.tai_ns - span.start.tai_ns), satellites[inside]
    )
    return el(
        "div",
        el("span", name, class_="lane-name"),
        el("div", drawing, class_="strip plot", role="img", aria_label=said, title=said),
        el("span", ", ".join(parts), class_="lane-note wide"),
        class_="lane",
    )


def _range(values: NDArray[np.float64], unit: str = "", *, whole: bool = False) -> str:
    known = values[np.isfinite(values)]
    if not len(known):
        return "unknown"
    low, high = float(known.min()), float(known.max())
    ends = [f"{v:.0f}" if whole else f"{v:.2f}" for v in (low, high)]
    text = f"{' to '.join(dict.fromkeys(ends))} {unit}".rstrip()
    return text if len(known) == len(values) else f"{text}, at times none"


def _line(parts: NDArray[np.float64], values: NDArray[np.float64]) -> Markup:
    """A stepped area from zero up, so that few satellites look few."""
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
