"""Charts as SVG: a frame with its axes, and marks in it placed by their values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.resources import resource

Floats = NDArray[np.float64]

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # round steps, times a power of ten
CLOCK_STEPS_S = (60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800)
SYSTEM_CLASS = (
    ("G", "gps"),
    ("C", "beidou"),
    ("E", "galileo"),
    ("R", "glonass"),
    ("J", "qzss"),
)  # by the style sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFrame:
    """A rectangle of a drawing (left, top, width, height) and the values at its edges."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a value lies in the drawing."""
        return self.across(x), self.down(y)

    def across(self, x: float) -> float:
        low, high = self.x
        return self.left + (x - low) / (high - low) * self.width

    def down(self, y: float) -> float:
        low, high = self.y
        return self.top + (high - y) / (high - low) * self.height

    def path(self, x: Floats, y: Floats) -> str:
        """A line through points, broken where one is not known."""
        parts: list[str] = []
        pen = "M"
        for a, b in zip(x.tolist(), y.tolist(), strict=True):
            if not (math.isfinite(a) and math.isfinite(b)):
                pen = "M"
                continue
            parts.append(f"{pen}{self.across(a):.1f} {self.down(b):.1f}")
            pen = "L"
        return "".join(parts)

    def band(self, x: Floats, low: Floats, high: Floats) -> str:
        """The area between two lines, without the places where one is not known."""
        parts = []
        fine = np.isfinite(x) & np.isfinite(low) & np.isfinite(high)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], fine.astype(np.int8), [0]])))
        for first, after in zip(edges[::2], edges[1::2], strict=True):
            there = [self.at(float(x[k]), float(high[k])) for k in range(first, after)]
            back = [self.at(float(x[k]), float(low[k])) for k in range(after - 1, first - 1, -1)]
            parts.append("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in (*there, *back)) + "Z")
        return "".join(parts)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values within an interval, about as many as asked."""
    if not high > low:
        return [low]
    raw = (high - low) / most
    ten = 10.0 ** math.floor(math.log10(raw))
    step = next(s for s in STEPS if s * ten >= raw * (1.0 - 1e-9)) * ten
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def reach(values: Floats, *, share: float = 1.0, least: float = 0.0, room: float = 1.08) -> float:
    """How far from zero an axis must go to show a share of the values."""
    known = np.abs(values[np.isfinite(values)])
    return max(least, float(np.quantile(known, share)) * room if len(known) else 0.0) or 1.0


def left_axis(frame: ChartFrame, unit: str, most: int = 5) -> Markup:
    """Lines across with their values at the left, and the unit above."""
    marks = []
    for value in ticks(*frame.y, most):
        y = frame.down(value)
        marks.append(
            el(
                "path",
                d=f"M{frame.left:.1f} {y:.1f}h{frame.width:.1f}",
                class_="zero" if abs(value) < 1e-12 else "grid",
            )
        )
        marks.append(el("text", tidy(value), x=frame.left - 6, y=y + 3.5, class_="tick end"))
    unit_at = el("text", unit, x=frame.left - 6, y=frame.top - 6, class_="tick end") if unit else None
    return el("g", joined(marks), unit_at)


def bottom_axis(frame: ChartFrame, values: Iterable[float], names: Iterable[str]) -> Markup:
    """Lines down with their names below."""
    marks = []
    for value, name in zip(values, names, strict=True):
        x = frame.across(value)
        marks.append(el("path", d=f"M{x:.1f} {frame.top:.1f}v{frame.height:.1f}", class_="grid"))
        marks.append(el("text", name, x=x, y=frame.top + frame.height + 14, class_="tick middle"))
    return el("g", joined(marks))


def clock_ticks(begin_s: float, end_s: float, most: int = 9) -> tuple[list[float], list[str]]:
    """Round times of day (UTC; seconds since 2000 as 86,400 a day), and how they are written."""
    length = max(end_s - begin_s, 1.0)
    step = next(
        (s for s in CLOCK_STEPS_S if length / s <= most), 604_800 * math.ceil(length / 604_800 / most)
    )
    first = math.ceil(begin_s / step)
    places = [float(k * step) for k in range(first, math.floor(end_s / step) + 1)]
    return places, [_clock(p, step) for p in places]


def _clock(seconds: float, step: int) -> str:
    moment = np.datetime64("2000-01-01T00:00:00", "s") + np.timedelta64(round(seconds), "s")
    text = str(moment)
    if step >= 86_400:
        return text[5:10]
    return text[11:16] if text[11:16] != "00:00" else text[5:10]


def outline(frame: ChartFrame) -> Markup:
    """The frame's edge."""
    return el("rect", x=frame.left, y=frame.top, width=frame.width, height=frame.height, class_="frame")


def drawing(width: float, height: float, title: str, about: str, *parts: object) -> str:
    """A whole drawing that stands on its own, in the colours of light and dark."""
    return str(
        el(
            "svg",
            el("title", title),
            el("style", Markup(resource("palette.css") + resource("charts.css"))),
            el("rect", width=width, height=height, class_="ground"),
            el("text", title, x=16.0, y=28.0, class_="title"),
            el("text", about, x=16.0, y=47.0, class_="about"),
            parts,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width:g} {height:g}",
            width=width,
            height=height,
            class_="chart",
            role="img",
        )
    )


def thinned(count: int, most: int = 4000) -> NDArray[np.int64]:
    """Which of many points are drawn: all of them, or evenly so many."""
    if count <= most:
        return np.arange(count)
    places: NDArray[np.int64] = np.linspace(0, count - 1, most).astype(np.int64)
    return places


def tidy(value: float) -> str:
    """A tick's value without needless digits."""
    return f"{value:.6g}" if abs(value) > 1e-12 else "0"


def legend(entries: Sequence[tuple[str, str]], x: float, y: float, step: float = 120.0) -> Markup:
    """Coloured dots with their names in a row."""
    return joined(
        el(
            "g",
            el("circle", cx=x + k * step, cy=y - 4, r=4.0, class_=f"dot {css}"),
            el("text", name, x=x + k * step + 9, y=y, class_="tick"),
        )
        for k, (css, name) in enumerate(entries)
    )
