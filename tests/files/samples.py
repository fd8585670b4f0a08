"""Every reader of serai beside a whole little file of it."""

from __future__ import annotations

import bz2
import csv
import gzip
import hashlib
import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import hatanaka
import ncompress
import numpy as np
from tests.corridor import conftest as corridor
from tests.files import messages
from tests.formats import broken
from tests.formats.rinex import test_observations, test_rinex_2
from tests.formats.test_elements_of_every_form import FIELDS, kvn, xml
from tests.formats.test_omm import HEADER, ISS

from serai.cli.input.parsing import plain_text
from serai.corridor import read, read_rows
from serai.earth.orientation import Orientation
from serai.fetch.http import LastTime
from serai.files import content, entries
from serai.formats import read_elements
from serai.formats.places import read_places
from serai.formats.rinex.observations import read_observations
from serai.gnss.corrections.source import read_corrections
from serai.navigate.monitor.state import load
from serai.questions.attenuation import attenuations
from serai.radio.link.budget_file import read_budget
from serai.radio.link.budget_sizing import at_sites
from serai.radio.propagation.attenuation_table import read_cases
from serai.radio.propagation.map_bundle import take_in
from serai.radio.propagation.maps import MANIFEST, Maps
from serai.services import SERVICES, SHARED_TABLES
from serai.time import LeapSeconds

ROOT = Path(__file__).resolve().parents[2]
Reader = Callable[[bytes], object]
ALL_TABLES = "corridor of services"
# Readers that take a tenth of a second and more, by how their names begin: of so many files they get one
SLOW: Mapping[str, int] = {"budget": 10, ALL_TABLES: 40}
TLE = (
    "ISS (ZARYA)\n1 25544U 98067A   26233.59414623  .00012689  00000-0  22953-3 0  9990\n"
    "2 25544  51.6310 333.8640 0007414 145.7712 214.3734 15.50049160525678\n"
)
PLACES = "id,lat_deg,lon_deg,height_m,mask\nkarachi,24.9,67.0,12,10\nkashi,39.5,76.0,1290,0:5 90:12 180:3\n"
STATE = (
    b'{"version":1,"position_m":[0,0,0],"judged_by":{},"files":{"a":{"file":"a","digest":"x","begin":1,'
    b'"end":2,"interval_s":30.0,"tallies":{},"satellites":{},"alarms":[],"strips":{"s":[[1,null,2]]},'
    b'"skipped":{}}}}'
)
CASES = (
    "lat_deg,lon_deg,height_m,frequency_ghz,elevation_deg,percent,r001_mm_h,rain_height_km,note\n"
    "24.9,67.0,12,20.2,42,0.5,30,5.0,a dish\n39.5,76.0,1290,11.7,30,0.1,,,\n"
)
SITES = "id,lat_deg,elevation_deg,r001_mm_h,return.down.diameter_m\nkashi,39.5,40,12,2.4\nsukkur,27.7,45,,\n"
LEAP = b"#  File expires on 28 June 2027\n 41317.0    1  1 1972       10\n 57754.0    1  1 2017       37\n"


def readers(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    """Each reader of bytes and a whole file of it; what is read from a folder is put there first."""
    return {
        **_formats(),
        **{name: (partial(_both, reader), raw) for name, (reader, raw) in messages.samples().items()},
        **_tables(folder),
        **_budgets(folder),
        **_packed(),
        **_valleys(folder),
        **_corridor_of_services(folder),
        **_bundles(folder),
    }


def _formats() -> dict[str, tuple[Reader, bytes]]:
    found: dict[str, tuple[Reader, bytes]] = {}
    for name, (reader, sample) in broken.samples().items():
        found[name] = (partial(_both, reader), sample)
        head = sample[: max(sample.find(b"END OF HEADER"), 0) + 13]
        if len(head) > 13:
            found[f"{name}, header only"] = (partial(_both, reader), head + b"\n")
    for name, whole in (("3", test_observations.WHOLE), ("2", test_rinex_2.whole())):
        compact = bytes(hatanaka.rnx2crx(whole))
        found[f"Compact RINEX of {name}"] = (partial(_both, read_observations), compact)
    logs = {name: broken.samples()[name][1] for name in ("SBAS log", "PPP-B2b log")}
    for name, log in (*logs.items(), ("RTCM 3", messages.state_space())):
        found[f"corrections: {name}"] = (read_corrections, log)
    return found


def _both(reader: Callable[..., object], raw: bytes) -> None:
    reader(raw, lenient=True)
    reader(raw)


def _as_file(path: Path, reader: Callable[[Path], object], raw: bytes) -> object:
    path.write_bytes(raw)
    return reader(path)


def _tables(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    """Tables and data that a user gives by name: elements, places, cases, states, days, seconds."""
    omm = json.dumps([dict(zip(HEADER.split(","), next(csv.reader([ISS])), strict=True))])
    forms = {
        "OMM CSV": f"{HEADER}\n{ISS}\n",
        "OMM JSON": omm,
        "OMM KVN": kvn(FIELDS),
        "OMM XML": xml(FIELDS),
        "TLE": TLE,
    }
    state = partial(load, place_m=np.zeros(3))
    last = b'{"url": "http://x", "asked": "2026-08-22T00:00:00Z", "etag": "e", "norads": [1, 2]}'
    orientation = {"CelesTrak": _eop(), "IERS": _finals()}
    named: dict[str, tuple[Callable[[Path], object], bytes]] = {
        **{name: (read_elements, text.encode()) for name, text in forms.items()},
        "places": (read_places, PLACES.encode()),
        "rows of a table": (read_rows, corridor.TABLES["stations"].encode()),
        "attenuation cases": (_cases, CASES.encode()),
        "station state": (state, STATE),
        "leap seconds": (LeapSeconds.read, LEAP),
        **{f"orientation of {who}": (Orientation.read, raw) for who, raw in orientation.items()},
        "time of the last fetch": (partial(LastTime.read, url="http://x"), last),
    }
    return {name: (partial(_as_file, folder / "given", reader), raw) for name, (reader, raw) in named.items()}


def _cases(path: Path) -> object:
    return attenuations(read_cases(plain_text(path), path.name), maps=Maps(bundle=None))


def _eop() -> bytes:
    head = b"DATE,MJD,X,Y,UT1-UTC,LOD,DPSI,DEPS,DX,DY,DAT,DATA_TYPE\n"
    return head + b"".join(
        b"2026-08-%02d,%d,0.1,0.3,0.05,0,0,0,0,0,37,O\n" % (d, 61252 + d) for d in range(1, 6)
    )


def _finals() -> bytes:
    """Five days in the columns of finals2000A (readme.finals2000A)."""
    rows = ""
    for day in range(1, 6):
        row = f"26 8{day:2d} {61252 + day:8.2f} I {0.1:9.6f} {0.0001:8.6f} {0.3:9.6f} {0.0001:8.6f}  I"
        row += f"{0.05:10.7f} {0.00001:9.7f}"
        rows += f"{row:<187.187}\n"
    return rows.encode()


def _budgets(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    """The budgets of the examples, and one at the places of a table."""
    found: dict[str, tuple[Reader, bytes]] = {
        f"budget: {one.name}": (partial(_as_file, folder / "b.toml", read_budget), one.read_bytes())
        for one in sorted((ROOT / "examples").glob("*.toml"))
    }
    whole = (ROOT / "examples" / "ku_vsat.toml").read_text(encoding="utf-8")
    one_way = folder / "one_way.toml"
    one_way.write_text(whole[: whole.index("[forward.up]")] + whole[whole.index("[return.up]") :])

    def at(path: Path) -> object:
        return at_sites(one_way, path, "site")

    found["budget at places"] = (partial(_as_file, folder / "sites.csv", at), SITES.encode())
    return found


def _packed() -> dict[str, tuple[Reader, bytes]]:
    plain = b"".join(b"row %d\n" % n for n in range(300))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", plain)
        archive.writestr("c.txt", plain)
    return {
        "gzip": (content, gzip.compress(plain, mtime=0)),
        "bzip2": (content, bz2.compress(plain)),
        "LZW": (content, ncompress.compress(plain)),
        "zip": (lambda raw: list(entries(raw, "f.zip", 1 << 24) or ()), out.getvalue()),
    }


def _each_file(
    called: str, place: Path, files: Mapping[str, bytes], reader: Callable[[Path], object]
) -> dict[str, tuple[Reader, bytes]]:
    """A folder read whole, each of its files broken in turn."""

    def broken_in(name: str, raw: bytes) -> object:
        try:
            (place / name).write_bytes(raw)
            return reader(place)
        finally:
            (place / name).write_bytes(files[name])

    return {f"{called}: {name}": (partial(broken_in, name), raw) for name, raw in files.items()}


def _valleys(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    place = folder / "two-valleys"
    place.mkdir()
    texts = {
        "corridor.toml": corridor.TOML,
        "elements.csv": corridor.ELEMENTS + corridor.geostationary(38.2, 40000, "STAR 1") + "\n",
        **{f"{name}.csv": corridor.with_provenance(text) for name, text in corridor.TABLES.items()},
    }
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    files = {name: text.encode() for name, text in texts.items()}
    return _each_file("corridor", place, files, lambda at: read(at, corridor.SERVICES, [corridor.TOWNS]))


def _corridor_of_services(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    """The reference corridor with all tables of the three services."""
    place = folder / "reference"
    shutil.copytree(ROOT / "corridors" / "belt-and-road", place)
    files = {
        one.name: one.read_bytes() for one in sorted(place.glob("*.*")) if one.suffix in (".csv", ".toml")
    }
    return _each_file(ALL_TABLES, place, files, lambda at: read(at, SERVICES, SHARED_TABLES))


def _bundles(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    """A bundle of one map: its manifest, its numbers with the checksum put right, and its official text."""
    rows = np.round(4.0 + np.zeros((121, 241)), 1)
    text = "\n".join(" ".join(f"{v:g}" for v in row) for row in rows).encode()
    official, bundle = folder / "h0.txt", folder / "bundle"
    official.write_bytes(text)
    take_in(str(official), bundle)
    told = (bundle / MANIFEST).read_bytes()
    (numbers,) = bundle.glob("*.npy")
    held = numbers.read_bytes()

    def manifest(raw: bytes) -> object:
        (bundle / MANIFEST).write_bytes(raw)
        maps = Maps(bundle=bundle)
        return maps.has("P.839-4 h0") and maps.grid("P.839-4 h0")

    def array(raw: bytes) -> object:
        row = {"file": numbers.name, "edition": "P.839-4", "sha256": hashlib.sha256(raw).hexdigest()}
        (bundle / MANIFEST).write_text(json.dumps({"sheets": {"P.839-4 h0": row}}))
        numbers.write_bytes(raw)
        return Maps(bundle=bundle).grid("P.839-4 h0")

    def taken(raw: bytes) -> object:
        official.write_bytes(raw)
        return take_in(str(official), folder / "other")

    def archived(raw: bytes) -> object:
        (folder / "maps.zip").write_bytes(raw)
        return take_in(str(folder / "maps.zip"), folder / "another")

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("R-REC-P.839/h0.txt", text)
    return {
        "manifest of a bundle": (manifest, told),
        "map of a bundle": (array, held),
        "official map": (taken, text),
        "archive of official maps": (archived, out.getvalue()),
    }


def dice_of(seed: int, name: str) -> random.Random:
    """The dice of one reader: what they throw hangs on nothing else."""
    return random.Random(f"{seed} {name}")
