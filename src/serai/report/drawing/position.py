"""Pictures of a track: from above, its parts over time with their sigmas, the sky, residuals by satellite."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.files import made_folder, put
from serai.gnss.estimators.point_kernel import EXCLUDED, USED
from serai.gnss.output.statistics import by_satellite, epochs_of
from serai.gnss.signals import SYSTEMS
from serai.gnss.solution import Track
from serai.report.drawing.charts import (
    SYSTEM_CLASS,
    ChartFrame,
    bottom_axis,
    clock_ticks,
    drawing,
    left_axis,
    legend,
    outline,
    reach,
    thinned,
    ticks,
    tidy,
)
from serai.report.drawing.markup import Markup, el, joined
from serai.time import utc_offset_s
from serai.wording import harmless

Floats = NDArray[np.float64]

SHARE = 0.995  # of the points set the axes, so that one wild epoch does not press all others together
MODES = (("fixed", "fixed"), ("float", "float"))
MANY = 60  # names below an axis are written smaller
RINGS_DEG = (0, 15, 30, 45, 60, 75)


def write_pictures(track: Track, folder: Path, name: str, truth_m: Floats | None = None) -> list[Path]:
    """Write every picture that a track has the figures for, as SVG files into a folder; where they are."""
    made_folder(folder)
    written = []
    for kind, svg in pictures(track, name, truth_m):
        path = folder / f"{kind}.svg"
        put(path, harmless(svg))
        written.append(path)
    return written


def pictures(track: Track, name: str, truth_m: Floats | None = None) -> Iterator[tuple[str, str]]:
    """Each picture's name and its SVG; the sky and the residuals only where the track tells its ranges."""
    middle = np.nanmedian(track.position_m, axis=0) if truth_m is None else np.asarray(truth_m)
    about = "the median position" if truth_m is None else "the known position"
    yield "track", _from_above(track, middle, name, about)
    yield "errors", _over_time(track, middle, name, about)
    if track.rows is not None and track.rows.satellite is not None and track.status is not None:
        yield "sky", _sky(track, name)
        yield "residuals", _residuals(track, name)


def _from_above(track: Track, middle: Floats, name: str, about: str) -> str:
    """East and north, in equal measure."""
    enu = track.errors_enu_m(middle)
    east, north = enu[:, 0], enu[:, 1]
    solved = np.flatnonzero(track.solved)
    box = _square(east[solved], north[solved])
    frame = ChartFrame(left=70.0, top=84.0, width=520.0, height=520.0, x=box[0], y=box[1])
    marks: list[Markup] = []
    moving = max(box[0][1] - box[0][0], box[1][1] - box[1][0]) > 100.0
    if moving:
        marks.append(el("path", d=frame.path(east[solved], north[solved]), class_="line"))
    outside = 0
    for k in solved[thinned(len(solved))]:
        x, y = frame.at(float(east[k]), float(north[k]))
        if not (frame.left <= x <= frame.left + frame.width and frame.top <= y <= frame.top + frame.height):
            outside += 1
            continue
        css = dict(MODES).get(track.mode[k], "track")
        marks.append(el("circle", cx=x, cy=y, r=1.8, class_=f"dot {css}"))
    x, y = frame.at(0.0, 0.0)
    cross = el("path", d=f"M{x - 9:.1f} {y:.1f}h18M{x:.1f} {y - 9:.1f}v18", class_="cross")
    said = f"metres east and north of {about}"
    if outside:
        said += f"; {outside} drawn points lie outside"
    modes = [(css, mode) for mode, css in MODES if mode in track.mode]
    return drawing(
        620.0,
        660.0,
        f"{name}: the track from above",
        said,
        _field(frame),
        left_axis(frame, "m north", 6),
        bottom_axis(frame, ticks(*frame.x, 6), [tidy(v) for v in ticks(*frame.x, 6)]),
        joined(marks),
        cross,
        outline(frame),
        legend(modes, frame.left, frame.top + frame.height + 42, 90.0),
        el("text", "m east", x=frame.left + frame.width, y=frame.top + frame.height + 42, class_="tick end"),
    )


def _square(east: Floats, north: Floats) -> tuple[tuple[float, float], tuple[float, float]]:
    """Bounds of equal length around the points and the origin's neighbourhood."""
    middles, half = [], 0.005
    for values in (east, north):
        low, high = np.quantile(values, [1.0 - SHARE, SHARE])
        middles.append(float(low + high) / 2.0)
        half = max(half, float(high - low) * 0.56)
    half = max(half, *(abs(m) * 1.1 for m in middles)) if half < 100.0 else half
    return (middles[0] - half, middles[0] + half), (middles[1] - half, middles[1] + half)


def _over_time(track: Track, middle: Floats, name: str, about: str) -> str:
    """East, north and up over time, each with one sigma around it."""
    enu, sigma = track.errors_enu_m(middle), track.sigmas_enu_m()
    seconds = track.tai_ns / 1e9 - utc_offset_s(track.tai_ns)
    span = (float(seconds[0]), max(float(seconds[-1]), float(seconds[0]) + 1.0))
    places, names = clock_ticks(*span)
    some = thinned(len(track))
    steps = np.diff(seconds[some])
    broken = np.concatenate([[False], steps > 3.0 * np.median(steps)] if len(steps) else [[False]])
    parts: list[Markup] = []
    for row, part in enumerate(("east", "north", "up")):
        value, one = enu[some, row].copy(), sigma[some, row]
        value[broken] = np.nan  # a gap is not bridged by a line
        far = reach(np.concatenate([enu[:, row] - sigma[:, row], enu[:, row] + sigma[:, row]]), share=SHARE)
        frame = ChartFrame(
            left=70.0, top=78.0 + 172.0 * row, width=910.0, height=130.0, x=span, y=(-far, far)
        )
        clip = f"part-{part}"
        rms = math.sqrt(float(np.nanmean(enu[:, row] ** 2)))
        parts += [
            _field(frame),
            left_axis(frame, "m", 4),
            bottom_axis(frame, places, names),
            el(
                "clipPath",
                el("rect", x=frame.left, y=frame.top, width=frame.width, height=frame.height),
                id=clip,
            ),
            el(
                "g",
                el("path", d=frame.band(seconds[some], value - one, value + one), class_="sigma"),
                el("path", d=frame.path(seconds[some], value), class_="line"),
                clip_path=f"url(#{clip})",
            ),
            outline(frame),
            el("text", part, x=frame.left + 4, y=frame.top - 7, class_="name"),
            el(
                "text",
                f"rms {rms:.3f} m, median sigma {float(np.nanmedian(sigma[:, row])):.3f} m",
                x=frame.left + frame.width,
                y=frame.top - 7,
                class_="figure end",
            ),
        ]
    return drawing(
        1000.0,
        610.0,
        f"{name}: east, north and up over time",
        f"metres from {about}, UTC; the band is one sigma as the solution tells it",
        *parts,
    )


def _sky(track: Track, name: str) -> str:
    """Where the satellites were: north above, the horizon at the edge; left out as faulty in rings."""
    assert track.rows is not None
    assert track.rows.satellite is not None
    assert track.status is not None
    assert track.angles_rad is not None
    cx, cy, radius = 310.0, 340.0, 250.0
    marks: list[Markup] = [el("circle", cx=cx, cy=cy, r=radius, class_="field")]
    for ring in RINGS_DEG:
        r = radius * (90 - ring) / 90.0
        marks.append(el("circle", cx=cx, cy=cy, r=r, class_="grid"))
        if ring:
            marks.append(el("text", f"{ring}°", x=cx + 3, y=cy - r + 12, class_="tick"))
    for k, letter in enumerate(("N", "E", "S", "W")):
        angle = math.radians(90.0 * k)
        marks.append(
            el(
                "text",
                letter,
                x=cx + (radius + 14) * math.sin(angle),
                y=cy - (radius + 14) * math.cos(angle) + 4,
                class_="name middle",
            )
        )
    epoch = epochs_of(track)
    last = int(epoch[track.status > 0].max(initial=-1))
    labels: list[Markup] = []
    there: set[str] = set()
    for k, satellite in enumerate(track.rows.names):
        own = np.flatnonzero((track.rows.satellite == k) & (track.status > 0))
        if not len(own):
            continue
        css = dict(SYSTEM_CLASS).get(satellite[0], "other")
        there.add(satellite[0])
        own = own[thinned(len(own), 300)]
        azimuth, elevation = track.angles_rad[own, 0], track.angles_rad[own, 1]
        r = radius * (1.0 - 2.0 * elevation / math.pi)
        x, y = cx + r * np.sin(azimuth), cy - r * np.cos(azimuth)
        status = track.status[own]
        used = status == USED
        marks.append(
            el("path", d=_dots(x[used], y[used], epoch[own][used]), class_=f"path {css}")
            if used.any()
            else Markup("")
        )
        marks += [
            el("circle", cx=float(a), cy=float(b), r=3.2, class_="out")
            for a, b in zip(x[status == EXCLUDED], y[status == EXCLUDED], strict=True)
        ]
        if used.any() and epoch[own[-1]] == last:
            labels += [
                el("circle", cx=float(x[-1]), cy=float(y[-1]), r=3.5, class_=f"dot {css}"),
                el("text", satellite, x=float(x[-1]) + 6, y=float(y[-1]) + 4, class_="halo"),
            ]
    systems = [(dict(SYSTEM_CLASS).get(s, "other"), SYSTEMS[s]) for s in sorted(there)]
    left_out = int(np.count_nonzero(track.status == EXCLUDED))
    return drawing(
        620.0,
        640.0,
        f"{name}: the sky",
        f"the horizon at the edge; dots: the last epoch; red rings: left out as faulty ({left_out} ranges)",
        joined(marks),
        joined(labels),
        legend(systems, 60.0, 628.0, 100.0),
    )


def _dots(x: Floats, y: Floats, epoch: NDArray[np.int64]) -> str:
    """A path through places, broken where the satellite was away for long."""
    typical = max(float(np.median(np.diff(epoch))), 1.0) if len(epoch) > 1 else 1.0
    parts = []
    for k, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        away = k == 0 or epoch[k] - epoch[k - 1] > 20.0 * typical
        parts.append(f"{'M' if away else 'L'}{a:.1f} {b:.1f}")
    if len(parts) == 1:
        parts.append("h0.1")
    return "".join(parts)


def _residuals(track: Track, name: str) -> str:
    """A bar to the rms and a line to the largest residual of each satellite; how many were left out."""
    fits = by_satellite(track)
    names = sorted(fits)
    top = reach(np.array([fit.largest_m for fit in fits.values()]), share=SHARE)
    frame = ChartFrame(
        left=70.0, top=78.0, width=910.0, height=250.0, x=(-0.7, len(names) - 0.3), y=(0.0, top)
    )
    marks = []
    for k, satellite in enumerate(names):
        fit = fits[satellite]
        x, low = frame.across(float(k)), frame.down(0.0)
        says = f"{satellite}: rms {fit.rms_m:.2f} m, largest {fit.largest_m:.2f} m, {fit.used} used"
        if fit.left_out:
            says += f", {fit.left_out} left out"
        drawn: list[Markup] = [el("title", says)]
        if fit.used:
            drawn += [
                el(
                    "path",
                    d=f"M{x:.1f} {low:.1f}V{frame.down(min(fit.largest_m, top)):.1f}",
                    class_="whisker",
                ),
                el("path", d=f"M{x:.1f} {low:.1f}V{frame.down(min(fit.rms_m, top)):.1f}", class_="rms"),
            ]
        if fit.left_out:
            drawn.append(el("circle", cx=x, cy=frame.top + 8, r=3.2, class_="out"))
        drawn.append(
            el(
                "text",
                satellite,
                transform=f"translate({x + 3.5:.1f} {low + 6:.1f}) rotate(-90)",
                class_="tick end" if len(names) <= MANY else "tick end small",
            )
        )
        marks.append(el("g", *drawn, class_=dict(SYSTEM_CLASS).get(satellite[0], "other")))
    left_out = sum(fit.left_out for fit in fits.values())
    return drawing(
        1000.0,
        380.0,
        f"{name}: residuals by satellite",
        f"metres; bars to the rms, lines to the largest; red rings: ranges left out ({left_out} in all)",
        _field(frame),
        left_axis(frame, "m", 5),
        joined(marks),
        outline(frame),
    )


def _field(frame: ChartFrame) -> Markup:
    return el("rect", x=frame.left, y=frame.top, width=frame.width, height=frame.height, class_="field")
