"""The whole active catalogue over 30 stations for a day, and how the work grows: CPU, memory, a plot.

Run: .venv/bin/python benchmarks/access_catalogue.py [--data DIR]
Writes benchmarks/access_catalogue.json and docs/pictures/access-growth.svg. One thread; the windows are
streamed, not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHOLE = (16_399, 30, 1.0)
GROWTH = {
    "satellites": [(n, 30, 1.0) for n in (2_000, 4_000, 8_000, 12_000, 16_399)],
    "stations": [(4_000, n, 1.0) for n in (5, 10, 20, 30, 60)],
    "days": [(4_000, 30, n) for n in (0.5, 1.0, 2.0, 4.0, 7.0)],
}


def run(satellites: int, stations: int, days: float, data: Path) -> dict[str, object]:
    """One search in this process, every nth satellite of the catalogue."""
    sys.path.insert(0, str(HERE.parent / "src"))
    from serai.access import limits
    from serai.access.sweep import Best, sweep
    from serai.earth import Orientation, Place
    from serai.formats import read_csv
    from serai.orbit import Sgp4
    from serai.precompile import precompile
    from serai.time import Instant, Span

    catalogue = read_csv(data / "orbits" / "gp_active_2026-08-22T0149Z.csv.gz")
    listed = json.loads((data / "orbits" / "ground_stations_brahe_1.8.0.json").read_text())
    step = len(catalogue) / satellites
    chosen = [catalogue[int(k * step)] for k in range(satellites)]
    places = [Place(lat_deg=s["lat"], lon_deg=s["lon"], height_m=s["alt"]) for s in listed[:stations]]
    span = Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), days * 86_400.0)
    precompile()
    cpu, wall, windows, failed = time.process_time(), time.perf_counter(), 0, 0
    motions = [Sgp4(one) for one in chosen]
    asked, best = limits.above(10.0), Best.HIGHEST_ELEVATION
    for part in sweep(motions, places, asked, span, Orientation.none(), best=best, threads=1):
        windows += len(part.table)
        failed += int((part.errors > 0).sum())
    return {
        "satellites": satellites,
        "stations": stations,
        "days": days,
        "windows": windows,
        "without_position": failed,
        "cpu_s": round(time.process_time() - cpu, 3),
        "wall_s": round(time.perf_counter() - wall, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def drawing(growth: dict[str, list[dict[str, object]]]) -> str:
    """Three small plots side by side: CPU seconds over what grows, and the straight line nearest to them."""
    wide, high, edge, parts = 300.0, 220.0, 56.0, []
    for k, (what, rows) in enumerate(growth.items()):
        xs, ys = [float(row[what]) for row in rows], [float(row["cpu_s"]) for row in rows]
        n, sx, sy = len(xs), sum(xs), sum(ys)
        slope = (n * sum(x * y for x, y in zip(xs, ys, strict=True)) - sx * sy) / (
            n * sum(x * x for x in xs) - sx * sx
        )
        base = (sy - slope * sx) / n
        top_x, top_y = max(xs) * 1.08, max(ys) * 1.15

        def at(
            x: float, y: float, left: float = k * (wide + edge) + edge, tx: float = top_x, ty: float = top_y
        ) -> tuple[float, float]:
            return left + x / tx * wide, 40.0 + high - y / ty * high

        (x0, y0), (x1, y1) = at(0.0, 0.0), at(top_x, top_y)
        parts.append(f'<path d="M{x0:.1f} {y1:.1f}V{y0:.1f}H{x1:.1f}" fill="none" stroke="#52606d"/>')
        (a, b), (c, d) = at(0.0, base), at(max(xs), base + slope * max(xs))
        parts.append(f'<path d="M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" stroke="#9aa5b1" stroke-dasharray="5 4"/>')
        for x, y in zip(xs, ys, strict=True):
            px, py = at(x, y)
            parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" fill="#123570"/>')
            parts.append(f'<text x="{px:.1f}" y="{y0 + 16:.1f}" text-anchor="middle">{x:g}</text>')
            parts.append(f'<text x="{px - 6:.1f}" y="{py - 8:.1f}" text-anchor="middle">{y:.2g}</text>')
        fixed = {
            "satellites": "30 stations, 1 day",
            "stations": "4,000 satellites, 1 day",
            "days": "4,000 satellites, 30 stations",
        }[what]
        parts.append(f'<text x="{x0:.1f}" y="22" font-size="14">{what} ({fixed})</text>')
    size = 3 * (wide + edge) + 24
    box = f'viewBox="0 0 {size:g} {high + 70:g}"'
    style = 'font-family="system-ui, sans-serif" font-size="11" fill="#1f2933"'
    left = (
        f'<text transform="translate(16 {high:g}) rotate(-90)" font-size="12">CPU seconds, one thread</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} {style}>'
        f"<title>CPU seconds of a search for all passes</title>"
        f'<rect width="{size:g}" height="{high + 70:g}" fill="#ffffff"/>{"".join(parts)}{left}</svg>\n'
    )


def main() -> None:
    say = argparse.ArgumentParser()
    say.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    say.add_argument("--one", nargs=3, metavar=("SATELLITES", "STATIONS", "DAYS"))
    asked = say.parse_args()
    if asked.one:
        satellites, stations, days = asked.one
        print(json.dumps(run(int(satellites), int(stations), float(days), asked.data)))
        return

    def apart(case: tuple[int, int, float]) -> dict[str, object]:
        words = [sys.executable, __file__, "--data", str(asked.data), "--one", *map(str, case)]
        found = [
            json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
            for _ in range(3)
        ]
        print(found[0])
        return min(found, key=lambda row: row["cpu_s"])

    whole = apart(WHOLE)
    growth = {what: [apart(case) for case in cases] for what, cases in GROWTH.items()}
    said = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} x {platform.machine()}, Python {platform.python_version()}",
        "command": "benchmarks/access_catalogue.py",
        "whole_catalogue": whole,
        "growth": growth,
    }
    (HERE / "access_catalogue.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    picture = HERE.parent / "docs" / "pictures" / "access-growth.svg"
    picture.parent.mkdir(exist_ok=True)
    picture.write_text(drawing(growth), encoding="utf-8")


if __name__ == "__main__":
    main()
