"""Pictures of a watched place: its series with model, gaps and breaks; the map of its changes by date."""

from __future__ import annotations

import base64
import itertools
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from serai.observe.series.charts import NEVER
from serai.observe.series.record import Monitoring
from serai.report.drawing.charts import ChartFrame, bottom_axis, drawing, left_axis, outline
from serai.report.drawing.markup import Markup, el, joined
from serai.wording import percent, plural

WIDTH, HEIGHT = 1000.0, 360.0
MAP_SIDE = 560.0  # of the longer side of a map
GAP_D = 45.0  # without a date that speaks: shown as a gap
PALE = (236, 239, 240)
EARLY, LATE = np.array([247.0, 190.0, 80.0]), np.array([122.0, 20.0, 60.0])


def series_chart(found: Monitoring) -> str:
    """The area's values over the dates, the model with what holds 95 % of values, gaps, breaks and alarms."""
    days = found.stack.days
    value, expected, low, high = (
        np.array([getattr(one, name) for one in found.series])
        for name in ("value", "expected", "low", "high")
    )
    known = np.concatenate([a[np.isfinite(a)] for a in (value, low, high)])
    reach = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    room = 0.06 * max(reach[1] - reach[0], 1e-6)
    frame = ChartFrame(
        left=58.0,
        top=76.0,
        width=WIDTH - 80.0,
        height=HEIGHT - 120.0,
        x=(float(days[0]), float(max(days[-1], days[0] + 1.0))),
        y=(reach[0] - room, reach[1] + room),
    )
    at, names = _years(days)
    about = (
        f"{found.stack.times[0][:10]} to {found.stack.times[-1][:10]}; band: 95 % of values; "
        "blank: over 45 days without a date; line: the history ends; red: breaks confirmed"
    )
    history_x = frame.across(float(days[found.until - 1]))
    return drawing(
        WIDTH,
        HEIGHT,
        f"{found.stack.layer} of {found.stack.path.name}",
        about,
        _gaps(found, value, frame),
        el("path", d=frame.band(days, low, high), class_="sigma"),
        left_axis(frame, ""),
        bottom_axis(frame, at, names),
        el("path", d=frame.path(days, expected), class_="line"),
        el("path", d=f"M{history_x:.1f} {frame.top:.1f}v{frame.height:.1f}", class_="zero"),
        _points(days, value, frame),
        _broken(found, frame),
        outline(frame),
    )


def change_map(found: Monitoring) -> str:
    """Where breaks were first disturbed, coloured from the earliest to the latest date after the history."""
    rows, columns = found.stack.shape
    scale = MAP_SIDE / max(rows, columns)
    first = found.maps["first_disturbed"]
    picture = png(coloured(first, found.until, found.stack.dates))
    width, height = columns * scale, rows * scale
    share = float((first != NEVER).sum()) / max(int(found.maps["watched"].sum()), 1)
    coded = base64.b64encode(picture).decode("ascii")
    begin, end = found.stack.times[found.until][:10], found.stack.times[-1][:10]
    return drawing(
        max(width, 420.0) + 32.0,
        height + 110.0,
        f"Changes of {found.stack.layer}: {percent(share)} of what is watched",
        f"first disturbed {begin} (light) to {end} (dark); {plural(found.not_watched, 'pixel')} unwatched",
        el(
            "image",
            href=f"data:image/png;base64,{coded}",
            x=16.0,
            y=66.0,
            width=width,
            height=height,
            style="image-rendering:pixelated",
        ),
        el("rect", x=16.0, y=66.0, width=width, height=height, class_="frame"),
    )


def coloured(first: NDArray[np.int32], until: int, dates: int) -> NDArray[np.uint8]:
    """An image of (rows, columns, 3): pale where nothing changed, else by the first disturbed date."""
    part = (first - until) / max(dates - 1 - until, 1)
    image = EARLY + np.clip(part, 0.0, 1.0)[..., None] * (LATE - EARLY)
    return np.where((first == NEVER)[..., None], np.array(PALE, float), image).round().astype(np.uint8)


def png(image: NDArray[np.uint8]) -> bytes:
    """An image of three colours as a PNG file (ISO/IEC 15948)."""
    rows, columns, _ = image.shape
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), image.reshape(rows, -1)], axis=1)
    head = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in chunks
    )


def _years(days: NDArray[np.float64]) -> tuple[list[float], list[str]]:
    """The first days of years and half years within the period."""
    zero = np.datetime64("2000-01-01", "D")
    begin, end = (zero + np.timedelta64(int(day), "D") for day in (days[0], days[-1]))
    step = 6 if (days[-1] - days[0]) < 4 * 366 else 12
    months = np.arange(
        begin.astype("datetime64[Y]").astype("datetime64[M]"), end.astype("datetime64[M]") + 1, step
    )
    at = [float((month.astype("datetime64[D]") - zero).astype(int)) for month in months]
    inside = [(a, str(m)) for a, m in zip(at, months, strict=True) if days[0] <= a <= days[-1]]
    return [a for a, _ in inside], [name for _, name in inside]


def _gaps(found: Monitoring, value: NDArray[np.float64], frame: ChartFrame) -> Markup:
    days = found.stack.days[np.isfinite(value)]
    edges = np.concatenate([found.stack.days[:1], days, found.stack.days[-1:]])
    return joined(
        el(
            "rect",
            x=frame.across(float(a)),
            y=frame.top,
            width=frame.across(float(b)) - frame.across(float(a)),
            height=frame.height,
            class_="field",
        )
        for a, b in itertools.pairwise(edges.tolist())
        if b - a > GAP_D
    )


def _points(days: NDArray[np.float64], value: NDArray[np.float64], frame: ChartFrame) -> Markup:
    return joined(
        el("circle", cx=frame.across(float(d)), cy=frame.down(float(v)), r=3.0, class_="dot track")
        for d, v in zip(days, value, strict=True)
        if np.isfinite(v)
    )


def _broken(found: Monitoring, frame: ChartFrame) -> Markup:
    """A bar down from the top on each confirming date, as long as the share of the area."""
    days = dict(zip(found.stack.times, found.stack.days.tolist(), strict=True))
    most = max((one.share for one in found.breaks), default=1.0)
    tallest = 0.3 * frame.height
    return joined(
        el(
            "path",
            el("title", f"{one.time[:10]}: {plural(one.pixels, 'pixel')}"),
            d=f"M{frame.across(days[one.time]):.1f} {frame.top:.1f}v{tallest * one.share / most:.1f}",
            class_="out",
        )
        for one in found.breaks
    )
