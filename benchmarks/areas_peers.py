"""One area job by one other program, in the environment that holds it: prints one JSON line.

Run by benchmarks/areas.py as: PYTHON areas_peers.py PEER TLE AREA. The peers are no dependency of serai:
install tatc (BSD-3-Clause) and sgp4-predict (MIT or Apache-2.0) into an environment of their own. CPU seconds
count from satellites in memory to the strips or windows found, in one process. A peer's failure is counted.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

START = datetime(2026, 3, 1, tzinfo=UTC)
REACH_DEG = 30.0  # off nadir, to both sides
STEP_S = (
    1.0  # between footprints of a strip: at 10 s what they cover differs by 0.8 % of the area, at 1 s by 0.05
)
TATC_DAYS, WINDOW_DAYS = 3, 7
EQUAL_AREA = "+proj=laea +lat_0=27 +lon_0=68.5"


def element_sets(path):
    lines = path.read_text().splitlines()
    return [(lines[k].strip(), lines[k + 1], lines[k + 2]) for k in range(0, len(lines) - 2, 3)]


def ring(path):
    found = json.loads(path.read_text())
    return found.get("geometry", found)["coordinates"][0]


def tatc(tle, area):
    """Swaths clipped to the area, for three days of ten satellites: what each covers in all, km2."""
    from shapely.geometry import Polygon
    from tatc.analysis import compute_ground_track
    from tatc.schemas import Instrument, Satellite, TwoLineElements

    camera = Instrument(name="camera", field_of_regard=2.0 * REACH_DEG)
    sats = [
        Satellite(name=name, orbit=TwoLineElements(tle=[a, b]), instruments=[camera])
        for name, a, b in element_sets(tle)[:10]
    ]
    outline = Polygon(ring(area))
    steps = round(86_400.0 * TATC_DAYS / STEP_S)
    times = [START + timedelta(seconds=STEP_S * k) for k in range(steps)]
    begun, covered, failed = time.process_time(), {}, []
    for sat in sats:
        try:
            found = compute_ground_track(sat, times, mask=outline)
        except Exception as why:
            failed.append(f"{sat.name}: {type(why).__name__}: {str(why)[:80]}")
            continue
        union = found.union_all() if len(found) else None
        if union is not None and not union.is_empty:
            equal = found.set_geometry([union.intersection(outline)] * len(found)).to_crs(EQUAL_AREA)
            covered[sat.name] = round(float(equal.geometry.iloc[0].area) / 1e6, 1)
        else:
            covered[sat.name] = 0.0
    spent = time.process_time() - begun
    return {
        "version": version("tatc"), "satellite_days": len(sats) * TATC_DAYS, "cpu_s": round(spent, 2),
        "covered_km2": covered, "failed": failed,
    }  # fmt: skip


def sgp4predict(tle, area):
    """The windows in which some of the area is within reach, a week of twenty satellites."""
    from sgp4_predict import Interval, Polygon, Predictor, Tle

    outline = Polygon([(lat, lon) for lon, lat in ring(area)[:-1]])
    week = Interval(start=START, end=START + timedelta(days=WINDOW_DAYS))
    begun, windows, failed = time.process_time(), {}, []
    for name, a, b in element_sets(tle):
        mine = []
        try:
            found = Predictor.from_tle(Tle(name, a, b)).aoi_iter(outline, week, max_off_nadir_deg=REACH_DEG)
            mine.extend([one.start.isoformat(), one.end.isoformat()] for one in found)
        except Exception as why:
            failed.append(f"{name}: {type(why).__name__}: {str(why)[:80]}")
        windows[name] = mine
    spent = time.process_time() - begun
    return {
        "version": version("sgp4-predict"), "satellite_days": len(windows) * WINDOW_DAYS,
        "cpu_s": round(spent, 3), "windows": windows, "failed": failed,
    }  # fmt: skip


if __name__ == "__main__":
    peer = {"tatc": tatc, "sgp4predict": sgp4predict}[sys.argv[1]]
    print(json.dumps(peer(Path(sys.argv[2]), Path(sys.argv[3]))))
