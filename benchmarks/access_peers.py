"""One fixed job by one other program, in the environment that holds it: prints one JSON line.

Run by benchmarks/access.py as: PYTHON access_peers.py PEER DATA. The peers are no dependency of serai:
install skyfield, brahe, sgp4-predict (MIT or Apache-2.0) and tatc into an environment of their own and name
it with --peers. CPU seconds count from elements and places in memory (parsed, satellites built) to all
windows found, in one process.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

PASSES_START = datetime(2026, 8, 22, tzinfo=UTC)
LOOKS_START = datetime(2026, 3, 1, tzinfo=UTC)


def element_sets(path):
    lines = path.read_text().splitlines()
    return [(lines[k].strip(), lines[k + 1], lines[k + 2]) for k in range(0, len(lines) - 2, 3)]


def places(path):
    with path.open() as file:
        return [
            (float(r["lat_deg"]), float(r["lon_deg"]), float(r.get("height_m", 0)))
            for r in csv.DictReader(file)
        ]


def skyfield_passes(data):
    import skyfield
    from skyfield.api import EarthSatellite, load, wgs84

    scale = load.timescale(builtin=True)
    sats = [EarthSatellite(a, b, name, scale) for name, a, b in element_sets(data / "passes_100sats.tle")]
    sites = [wgs84.latlon(lat, lon, h) for lat, lon, h in places(data / "passes_20stations.csv")]
    t0, t1 = scale.from_datetime(PASSES_START), scale.from_datetime(PASSES_START + timedelta(days=7))
    begun = time.process_time()
    windows = 0
    for sat in sats:
        for site in sites:
            _, kinds = sat.find_events(site, t0, t1, altitude_degrees=10.0)
            windows += int((kinds == 0).sum()) + int(len(kinds) > 0 and kinds[0] != 0)  # one up at the start
    return {"version": skyfield.__version__, "windows": windows}, begun


def brahe_passes(data):
    import brahe as bh

    bh.set_global_eop_provider(bh.StaticEOPProvider.from_zero())
    sats = [bh.SGPPropagator.from_tle(a, b, 60.0) for _, a, b in element_sets(data / "passes_100sats.tle")]
    sites = [bh.PointLocation(lon, lat, h) for lat, lon, h in places(data / "passes_20stations.csv")]
    t0 = bh.Epoch.from_datetime(2026, 8, 22, 0, 0, 0.0, 0.0, bh.TimeSystem.UTC)
    begun = time.process_time()
    found = bh.location_accesses(sites, sats, t0, t0 + 7 * 86_400.0, bh.ElevationConstraint(10.0))
    return {"version": "1.8.0", "windows": len(found)}, begun


def sgp4predict_passes(data):
    from importlib.metadata import version

    from sgp4_predict import GeodeticPoint, Interval, Predictor, Tle

    sats = [Predictor.from_tle(Tle(name, a, b)) for name, a, b in element_sets(data / "passes_100sats.tle")]
    sites = [
        GeodeticPoint(latitude_deg=lat, longitude_deg=lon, altitude=h)
        for lat, lon, h in places(data / "passes_20stations.csv")
    ]
    week = Interval(start=PASSES_START, end=PASSES_START + timedelta(days=7))
    begun = time.process_time()
    windows = refused = 0
    for sat in sats:
        for site in sites:
            try:
                windows += sum(1 for _ in sat.transits_iter(site, week, min_elevation_deg=10.0))
            except RuntimeError:  # a pass of more than an hour: it has none for satellites above low orbits
                refused += 1
    return {"version": version("sgp4-predict"), "windows": windows, "pairs_refused": refused}, begun


def _tatc(data):
    from tatc.schemas import GeneralPerturbationsOrbit, Instrument, Satellite, TwoLineElements  # noqa: F401

    camera = Instrument(name="camera", field_of_regard=60.0)
    return [
        Satellite(name=name, orbit=TwoLineElements(tle=[a, b]), instruments=[camera])
        for name, a, b in element_sets(data / "looks_20sats.tle")
    ]


def tatc_looks(data):
    import tatc
    from shapely.geometry import Point
    from tatc.analysis import collect_observations

    sats = _tatc(data)
    points = [Point(lon, lat) for lat, lon, _ in places(data / "looks_50points.csv")]
    begun = time.process_time()
    found = collect_observations(points, sats, LOOKS_START, LOOKS_START + timedelta(days=7))
    return {"version": tatc.__version__, "windows": len(found)}, begun


def tatc_revisit(data):
    import tatc
    from shapely.geometry import Point
    from tatc.analysis import aggregate_observations, collect_observations, reduce_observations

    sats = _tatc(data)
    points = [Point(lon, lat) for lat, lon, _ in places(data / "revisit_1000points.csv")]
    begun = time.process_time()
    found = collect_observations(points, sats, LOOKS_START, LOOKS_START + timedelta(days=3))
    reduced = reduce_observations(aggregate_observations(found))
    mean = reduced.revisit.dropna().mean()
    hours = mean.total_seconds() / 3600 if hasattr(mean, "total_seconds") else float(mean) / 3600
    return {"version": tatc.__version__, "windows": len(found), "revisit_h": hours}, begun


JOBS = {
    "skyfield_passes": skyfield_passes,
    "brahe_passes": brahe_passes,
    "sgp4predict_passes": sgp4predict_passes,
    "tatc_looks": tatc_looks,
    "tatc_revisit": tatc_revisit,
}

if __name__ == "__main__":
    name, folder = sys.argv[1], Path(sys.argv[2])
    wall = time.perf_counter()
    said, begun_at = JOBS[name](folder)
    said["cpu_s"] = round(time.process_time() - begun_at, 3)
    said["wall_s"] = round(time.perf_counter() - wall, 3)
    said["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(said))
