"""Pictures of attenuation as SVG: what a margin buys at a place, and what rain asks for over a corridor."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from serai.report.drawing.projection import Projection, land_path, read_land

F = NDArray[np.float64]

INK, PALE, GRID = "#1d2b3a", "#5b6b7a", "#d9dfe5"
COLOURS = ("#0b5fa5", "#c2571a", "#2c7a4b", "#8a3b8f", "#8f6b00")
RAMP = ("#eef4fa", "#c6dcef", "#8fbde0", "#4f94c8", "#1f68a4", "#0b3f73", "#3a1452")
COAST = "fill='none' stroke='#1d2b3a' stroke-opacity='0.55' stroke-width='0.8'"
FONT = "font-family='system-ui, sans-serif' font-size='13'"


def availability_picture(percent: F, curves: Sequence[tuple[str, F]], title: str) -> str:
    """Margin (dB) against the share of an average year for which it is enough, one curve a frequency.

    ``percent`` (n,) of the year in which the margin is used up; each curve (n,) the attenuation there.
    """
    wide, high, left, top = 720, 420, 64, 48
    right, bottom = wide - 120, high - 52
    most = float(np.ceil(max(np.nanmax(values) for _, values in curves) / 5.0) * 5.0)
    ends = np.log10([percent.max(), percent.min()])

    def x(db: float | F) -> F:
        return np.asarray(left + (right - left) * np.asarray(db) / most)

    def y(p: float | F) -> F:
        return np.asarray(bottom - (bottom - top) * (np.log10(p) - ends[0]) / (ends[1] - ends[0]))

    parts = [_head(wide, high, title)]
    for p in (5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001):
        if percent.min() <= p <= percent.max():
            at = float(y(p))
            parts.append(f"<line x1='{left}' x2='{right}' y1='{at:.1f}' y2='{at:.1f}' stroke='{GRID}'/>")
            parts.append(_text(left - 8, at + 4, f"{100.0 - p:g}", "end"))
    for db in np.arange(0.0, most + 0.1, 5.0):
        at = float(x(db))
        parts.append(f"<line x1='{at:.1f}' x2='{at:.1f}' y1='{top}' y2='{bottom}' stroke='{GRID}'/>")
        parts.append(_text(at, bottom + 18, f"{db:g}", "middle"))
    parts.append(_text((left + right) / 2, high - 10, "margin, dB", "middle"))
    parts.append(_text(left - 8, top - 8, "% of the year", "middle"))
    for k, (name, values) in enumerate(curves):
        colour = COLOURS[k % len(COLOURS)]
        points = " ".join(
            f"{a:.1f},{b:.1f}" for a, b in zip(x(values), y(percent), strict=True) if np.isfinite(a)
        )
        parts.append(f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='2'/>")
        parts.append(
            f"<text x='{right + 10}' y='{top + 20 + 22 * k}' fill='{colour}' {FONT}>{escape(name)}</text>"
        )
    return "\n".join([*parts, "</svg>\n"])


def margin_map(
    lat_deg: F, lon_deg: F, margin_db: F, title: str, places: Sequence[tuple[str, float, float]] = ()
) -> str:
    """A map of decibels over a box: ``margin_db`` (rows of ``lat_deg``, columns of ``lon_deg``).

    Cells without a value stay white. Plain latitude and longitude, with coasts; no borders are drawn.
    """
    scale, left, top = 5.2, 48, 52
    wide = int(left + scale * (lon_deg[-1] - lon_deg[0]) + 110)
    high = int(top + scale * (lat_deg[-1] - lat_deg[0]) + 40)
    steps = _steps(float(np.nanmax(margin_db)))
    d_lat, d_lon = lat_deg[1] - lat_deg[0], lon_deg[1] - lon_deg[0]
    parts = [_head(wide, high, title)]

    def x(lon: float) -> float:
        return float(left + scale * (lon - lon_deg[0]))

    def y(lat: float) -> float:
        return float(top + scale * (lat_deg[-1] - lat))

    shade = np.searchsorted(steps, margin_db, side="right")
    for i, lat in enumerate(lat_deg):
        for start, end, level in _runs(shade[i], np.isfinite(margin_db[i])):
            parts.append(
                f"<rect x='{x(lon_deg[start] - d_lon / 2):.1f}' y='{y(lat + d_lat / 2):.1f}' "
                f"width='{scale * d_lon * (end - start) + 0.3:.1f}' height='{scale * d_lat + 0.3:.1f}' "
                f"fill='{RAMP[min(level, len(RAMP) - 1)]}' shape-rendering='crispEdges'/>"
            )
    parts.append(_coasts(lat_deg, lon_deg, scale, left, top))
    parts += [
        _text(x(e), high - 18, _side(e, "E", "W"), "middle")
        for e in range(int(np.ceil(lon_deg[0] / 30) * 30), int(lon_deg[-1]) + 1, 30)
    ]
    parts += [
        _text(left - 6, y(n) + 4, _side(n, "N", "S"), "end")
        for n in range(int(np.ceil(lat_deg[0] / 15) * 15), int(lat_deg[-1]) + 1, 15)
    ]
    for name, lat, lon in places:
        parts.append(f"<circle cx='{x(lon):.1f}' cy='{y(lat):.1f}' r='3' fill='{INK}' stroke='white'/>")
        parts.append(
            f"<text x='{x(lon) + 6:.1f}' y='{y(lat) + 4:.1f}' {FONT} fill='{INK}' stroke='white' "
            f"stroke-width='3' paint-order='stroke'>{escape(name)}</text>"
        )
    low = 0.0
    for k, step in enumerate([*steps, np.inf]):
        at = top + 24 * k
        parts.append(
            f"<rect x='{wide - 98}' y='{at}' width='18' height='18' fill='{RAMP[k]}' stroke='{GRID}'/>"
        )
        words = f"{low:g} to {step:g} dB" if np.isfinite(step) else f"over {low:g} dB"
        parts.append(_text(wide - 74, at + 14, words, "start"))
        low = float(step)
    return "\n".join([*parts, "</svg>\n"])


def _coasts(lat_deg: F, lon_deg: F, scale: float, left: float, top: float) -> str:
    """The coasts inside the box, on the map's own scale."""
    frame = Projection(
        west=float(lon_deg[0]),
        north=float(lat_deg[-1]),
        per_deg_x=scale,
        per_deg_y=scale,
        width=scale * float(lon_deg[-1] - lon_deg[0]),
        height=scale * float(lat_deg[-1] - lat_deg[0]),
    )
    return (
        f"<svg x='{left}' y='{top}' width='{frame.width:.1f}' height='{frame.height:.1f}'>"
        f"<path d='{land_path(read_land(), frame)}' {COAST}/></svg>"
    )


def _side(degrees: int, plus: str, minus: str) -> str:
    return f"{abs(degrees)}°" + ("" if degrees == 0 else f" {minus if degrees < 0 else plus}")


def _steps(most: float) -> list[float]:
    for step in (0.2, 0.5, 1.0, 2.0, 5.0, 10.0):
        if most <= step * len(RAMP):
            break
    return [step * k for k in range(1, len(RAMP))]


def _runs(levels: NDArray[np.int64], known: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    runs, start = [], 0
    for k in range(1, len(levels) + 1):
        if k == len(levels) or levels[k] != levels[start] or known[k] != known[start]:
            if known[start]:
                runs.append((start, k, int(levels[start])))
            start = k
    return runs


def _head(wide: int, high: int, title: str) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {wide} {high}' width='{wide}' height='{high}'>"
        f"<rect width='100%' height='100%' fill='white'/>"
        f"<text x='16' y='24' {FONT} font-weight='600' fill='{INK}'>{escape(title)}</text>"
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' {FONT} fill='{PALE}' text-anchor='{anchor}'>{escape(words)}</text>"
