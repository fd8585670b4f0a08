"""Every command that writes files, cheaply asked: its words, and the names of what it writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.formats.test_elements_of_every_form import FIELDS
from tests.gnss.made_up import ESBC_M, esbc_text

from serai.corridor import write_rows

ROOT = Path(__file__).resolve().parents[2]
SMALLEST = ROOT / "examples" / "smallest_corridor"
DAY = ("--start", "2026-08-22T00:00:00Z", "--days", "0.5")
PATH = ("--lat", "24.9", "--lon", "67", "--frequency", "20", "--elevation", "42", "--percent", "0.5")
CASE = {
    "lat_deg": "24.9", "lon_deg": "67", "height_m": "12", "frequency_ghz": "20", "elevation_deg": "42",
    "percent": "0.5", "r001_mm_h": "30", "rain_height_km": "5",
}  # fmt: skip
HEIGHTS_ONE_BY_ONE = "1.0 " * 241 + "\n"


@dataclass(frozen=True)
class Writing:
    """The words of a command and what it writes, in a folder where its inputs lie."""

    words: tuple[str, ...]
    writes: tuple[str, ...]


# {d} is the folder of the inputs, {o} that of what is written
WRITERS: Mapping[str, Writing] = {
    "page": Writing(("assess", str(SMALLEST), "--today", "--report", "{o}/p.html"), ("p.html",)),
    "calendar": Writing(
        ("passes", "--elements", "{d}/e.json", "--stations", "{d}/p.csv", *DAY, "--ical", "{o}/c.ics"),
        ("c.ics",),
    ),
    "coverage": Writing(
        ("revisit", "--elements", "{d}/e.json", "--points", "{d}/p.csv", "--off-nadir", "60", *DAY,
         "--geojson", "{o}/r.geojson", "--map", "{o}/r.svg"),
        ("r.geojson", "r.svg"),
    ),
    "margins": Writing(("attenuation", "{d}/cases.csv", "--picture", "{o}/m.svg"), ("m.svg",)),
    "positions": Writing(
        ("position", "{d}/site.obs", "--nav", "{d}/day.nav", "--pos", "{o}/s.pos", "--nmea", "{o}/s.nmea",
         "--geojson", "{o}/s.geojson"),
        ("s.pos", "s.nmea", "s.geojson"),
    ),
    "drawings": Writing(
        ("position", "{d}/site.obs", "--nav", "{d}/day.nav", "--pictures", "{o}"), ("errors.svg",)
    ),
    "station": Writing(
        ("station", "{d}/site.obs", "{d}/day.nav", "--position", ",".join(f"{v:.3f}" for v in ESBC_M),
         "--page", "{o}/station.html"),
        ("station.html",),
    ),
    "station state": Writing(
        ("station", "{d}/site.obs", "{d}/day.nav", "--position", ",".join(f"{v:.3f}" for v in ESBC_M),
         "--state", "{o}/state.json"),
        ("state.json",),
    ),
    "maps": Writing(("fetch", "itu", "--from", "{d}/h0.txt", "--to", "{o}"), ("manifest.json",)),
}  # fmt: skip


def put_inputs(folder: Path, shared: Path) -> None:
    """What the commands above read."""
    (folder / "e.json").write_text(json.dumps([FIELDS]), encoding="utf-8")
    write_rows(folder / "p.csv", ["id", "lat_deg", "lon_deg", "mask"],
               [{"id": "a", "lat_deg": "39", "lon_deg": "75", "mask": "5"}])  # fmt: skip
    write_rows(folder / "cases.csv", list(CASE), [CASE])
    (folder / "h0.txt").write_text(HEIGHTS_ONE_BY_ONE * 121, encoding="utf-8")
    obs, nav = esbc_text(shared)
    (folder / "site.obs").write_text(str(obs.some(slice(0, 4))), encoding="ascii")
    (folder / "day.nav").write_text(nav, encoding="ascii")


def asked(one: Writing, inputs: Path, out: Path) -> list[str]:
    """The words of a command with its folders in them."""
    return [word.format(d=inputs, o=out) for word in one.words]
