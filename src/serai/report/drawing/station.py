"""A station's charts: each service hour by hour, each satellite's range errors, and alarms in time."""

from __future__ import annotations

import math

import numpy as np

from serai.navigate.monitor.alarms import Alarm
from serai.navigate.monitor.conformance import Conformance, Watch
from serai.navigate.monitor.evaluation import STRIP_S, SatelliteRanges
from serai.report.drawing.charts import (
    SYSTEM_CLASS,
    ChartFrame,
    bottom_axis,
    clock_ticks,
    left_axis,
    outline,
    reach,
)
from serai.report.drawing.markup import Markup, el, joined
from serai.report.moments import clock
from serai.time import Instant, utc_offset_s

WIDTH = 1120.0
NS = 1_000_000_000
SHOWN = 0.95  # of the values set the axis; a larger one ends at its edge with its figure beside it
MOST_ALARMS = 60  # lanes drawn; all alarms stand in the table


def system_class(satellite: str) -> str:
    """The colour of a satellite's system."""
    return dict(SYSTEM_CLASS).get(satellite[0], "other")


def service_chart(watch: Watch, verdict: Conformance) -> Markup:
    """Largest horizontal error of each half hour, with the published figure; red where not available."""
    name = verdict.service.name
    rows = [row for one in watch.files for row in one.strips.get(name, ())]
    published = verdict.figures[0].published
    errors = np.array([row[1] for row in rows])
    top = reach(errors, share=SHOWN, least=1.15 * (published or 0.0), room=1.25)
    begin, end = _clock_s(watch.begin), _clock_s(watch.end)
    frame = ChartFrame(
        left=52.0, top=20.0, width=WIDTH - 68.0, height=96.0, x=(begin, max(end, begin + 1.0)), y=(0.0, top)
    )
    marks: list[Markup | None] = []
    for at, error, share in rows:
        left = max(frame.across(_clock_s(at)), frame.left)
        right = min(frame.across(_clock_s(at) + STRIP_S), frame.left + frame.width)
        width = max(right - left, 1.0)
        when = clock(Instant(at))[:5]
        if share < 1.0:
            marks.append(
                el(
                    "rect",
                    el("title", f"{when}: available {share:.1%} of the time"),
                    x=left,
                    y=frame.top,
                    width=width,
                    height=frame.height * (1.0 - share),
                    class_="absent",
                )
            )
        if math.isfinite(error):
            over = published is not None and error > published
            y = frame.down(min(error, top))
            marks.append(
                el(
                    "rect",
                    el("title", f"{when}: largest horizontal error {error:.2f} m"),
                    x=left + 0.5,
                    y=y,
                    width=max(width - 1.0, 0.8),
                    height=frame.top + frame.height - y,
                    class_="bar over" if over else "bar",
                )
            )
            marks.append(_beyond(error, top, left + width / 2, frame))
    limit = None
    if published is not None:
        y = frame.down(published)
        limit = el("path", d=f"M{frame.left:.1f} {y:.1f}h{frame.width:.1f}", class_="limit")
    return _svg(
        136.0,
        f"{name}: horizontal error over time",
        left_axis(frame, "m", 3),
        bottom_axis(frame, *clock_ticks(begin, end, 12)),
        joined(marks),
        limit,
        outline(frame),
    )


def ranges_chart(satellites: dict[str, SatelliteRanges]) -> Markup:
    """Range errors by satellite: a bar to the rms, a line to the largest."""
    names = sorted(satellites)
    top = reach(np.array([s.largest_m for s in satellites.values()]), share=SHOWN, room=1.25)
    frame = ChartFrame(
        left=52.0, top=20.0, width=WIDTH - 68.0, height=170.0, x=(-0.7, len(names) - 0.3), y=(0.0, top)
    )
    marks = []
    for k, name in enumerate(names):
        own = satellites[name]
        x, low = frame.across(float(k)), frame.down(0.0)
        rms, largest = (frame.down(min(v, top)) for v in (own.rms_m, own.largest_m))
        says = f"{name}: rms {own.rms_m:.2f} m, largest {own.largest_m:.2f} m ({own.count} ranges)"
        marks.append(
            el(
                "g",
                el("title", says),
                el("path", d=f"M{x:.1f} {low:.1f}V{largest:.1f}", class_="whisker"),
                el("path", d=f"M{x:.1f} {low:.1f}V{rms:.1f}", class_="rms"),
                el(
                    "text",
                    name,
                    transform=f"translate({x + 3.5:.1f} {low + 6:.1f}) rotate(-90)",
                    class_="tick end small",
                ),
                _beyond(own.largest_m, top, x, frame),
                class_=system_class(name),
            )
        )
    return _svg(
        frame.top + frame.height + 40.0,
        "Range errors by satellite",
        left_axis(frame, "m", 4),
        joined(marks),
        outline(frame),
    )


def _beyond(value: float, top: float, x: float, frame: ChartFrame) -> Markup | None:
    """The figure of a value that the axis does not reach, above the frame: over no bar."""
    if value <= top:
        return None
    return el("text", f"{value:.4g} m", x=x, y=frame.top - 5, class_="halo middle")


def alarms_chart(watch: Watch) -> Markup | None:
    """A lane for each subject of an alarm, with its stretches."""
    lanes: dict[tuple[str, str], list[Alarm]] = {}
    for alarm in watch.alarms:
        lanes.setdefault((alarm.who, str(alarm.kind)), []).append(alarm)
    shown = list(lanes.items())[:MOST_ALARMS]
    if not shown:
        return None
    begin, end = _clock_s(watch.begin), _clock_s(watch.end)
    height = 20.0 * len(shown)
    frame = ChartFrame(
        left=330.0,
        top=10.0,
        width=WIDTH - 346.0,
        height=height,
        x=(begin, max(end, begin + 1.0)),
        y=(0.0, 1.0),
    )
    marks = []
    for k, ((who, kind), alarms) in enumerate(shown):
        y = frame.top + 20.0 * k
        marks.append(el("text", _short(who, kind), x=frame.left - 10, y=y + 14, class_="tick end"))
        for alarm in alarms:
            left, right = (frame.across(_clock_s(t)) for t in (alarm.begin, alarm.end))
            left, right = max(left, frame.left), min(right, frame.left + frame.width)
            marks.append(
                el(
                    "rect",
                    el("title", str(alarm)),
                    x=left,
                    y=y + 4,
                    width=max(right - left, 2.0),
                    height=12.0,
                    class_="bar over",
                )
            )
    return _svg(
        frame.top + height + 24.0,
        "Alarms in time",
        bottom_axis(frame, *clock_ticks(begin, end, 9)),
        joined(marks),
        outline(frame),
    )


def _short(who: str, kind: str) -> str:
    short = kind.replace("while flagged healthy", "").replace("in its message but tracked", "").strip()
    return f"{who}: {short}"


def _svg(height: float, about: str, *parts: object) -> Markup:
    return el(
        "svg",
        el("title", about),
        parts,
        viewBox=f"0 0 {WIDTH:g} {height:g}",
        class_="chart",
        role="img",
        aria_label=about,
    )


def _clock_s(tai_ns: int) -> float:
    """UTC as seconds since 2000, a day of 86,400, for the axes."""
    return tai_ns / NS - float(utc_offset_s(tai_ns))
