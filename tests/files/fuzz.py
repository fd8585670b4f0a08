"""Every reader of serai beside a whole little file of it, and files broken in thousands of ways.

`python -m tests.files.fuzz --seconds 3600 --seed 1` runs it as a program, within
500 MB beyond what it starts with; `test_fuzz.py` runs a few seconds of it with every test.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import gzip
import hashlib
import io
import json
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import ncompress
import numpy as np
from tests.corridor import conftest as corridor
from tests.formats import broken
from tests.formats.test_omm import HEADER, ISS

from serai.corridor import read
from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.fetch.http import LastTime
from serai.files import content, entries
from serai.formats import read_elements
from serai.formats.places import read_places
from serai.navigate.monitor.state import load
from serai.radio.link.budget_file import read_budget
from serai.radio.propagation.map_bundle import take_in
from serai.radio.propagation.maps import MANIFEST, Maps
from serai.tables import CorridorRefused
from serai.time import LeapSeconds

HANGS_AFTER_S = 20
MOST_BEYOND_B = 500_000_000
ROOT = Path(__file__).resolve().parents[2]
BITS = (
    b"\0",
    b"\xff\xfe",
    b"\x1b[2J",
    "\u202e".encode(),
    b"9" * 400,
    b"[" * 3_000,
    b"1e999",
    b"nan",
    b"\x1f\x8b",
    b"=",
    b'"',
)
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


@dataclass(slots=True)
class Told:
    """What came of a run: how often each reader read and refused, the slowest, and every fault."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    slowest: str = ""
    faults: list[str] = field(default_factory=list)


Reader = Callable[[bytes], object]


def readers(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    """Each reader of bytes and a whole file of it; what is read from a folder is put there first."""
    found: dict[str, tuple[Reader, bytes]] = {}
    for name, (reader, sample) in broken.samples().items():
        found[name] = (partial(_both, reader), sample)
        head = sample[: max(sample.find(b"END OF HEADER"), 0) + 13]
        if len(head) > 13:
            found[f"{name}, header only"] = (partial(_both, reader), head + b"\n")
    for name, text in (
        ("OMM CSV", f"{HEADER}\n{ISS}\n"),
        ("OMM JSON", json.dumps([dict(zip(HEADER.split(","), next(csv.reader([ISS])), strict=True))])),
        ("TLE", TLE),
    ):
        found[name] = (partial(_as_file, folder / "elements", read_elements), text.encode())
    found["places"] = (partial(_as_file, folder / "places.csv", read_places), PLACES.encode())
    budget = next((ROOT / "examples").rglob("*.toml"), None) or next((ROOT / "src").rglob("*vsat*.toml"))
    found["budget"] = (partial(_as_file, folder / "b.toml", read_budget), budget.read_bytes())
    state = partial(load, place_m=np.zeros(3))
    found["station state"] = (
        partial(_as_file, folder / "state.json", state),
        STATE,
    )
    found["leap seconds"] = (
        partial(_as_file, folder / "leap", LeapSeconds.read),
        b"#  File expires on 28 June 2027\n 41317.0    1  1 1972       10\n 57754.0    1  1 2017       37\n",
    )
    found["orientation"] = (
        partial(_as_file, folder / "eop", Orientation.read),
        b"DATE,MJD,X,Y,UT1-UTC,LOD,DPSI,DEPS,DX,DY,DAT,DATA_TYPE\n"
        + b"".join(b"2026-08-%02d,%d,0.1,0.3,0.05,0,0,0,0,0,37,O\n" % (d, 61252 + d) for d in range(1, 6)),
    )
    found["time of the last fetch"] = (
        partial(_as_file, folder / "last.json", partial(LastTime.read, url="http://x")),
        b'{"url": "http://x", "asked": "2026-08-22T00:00:00Z", "etag": "e", "norads": [1, 2]}',
    )
    found |= _packed() | _corridors(folder) | _bundles(folder)
    return found


def _both(reader: Callable[..., object], raw: bytes) -> None:
    reader(raw, lenient=True)
    reader(raw)


def _as_file(path: Path, reader: Callable[[Path], object], raw: bytes) -> object:
    path.write_bytes(raw)
    return reader(path)


def _packed() -> dict[str, tuple[Reader, bytes]]:
    plain = b"".join(b"row %d\n" % n for n in range(300))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", plain)
        archive.writestr("c.txt", plain)
    return {
        "gzip": (content, gzip.compress(plain)),
        "bzip2": (content, bz2.compress(plain)),
        "LZW": (content, ncompress.compress(plain)),
        "zip": (lambda raw: list(entries(raw, "f.zip", 1 << 24) or ()), out.getvalue()),
    }


def _corridors(folder: Path) -> dict[str, tuple[Reader, bytes]]:
    """The smallest corridor, each of its files broken in turn."""
    place = folder / "two-valleys"
    place.mkdir()
    files = {
        "corridor.toml": corridor.TOML,
        "elements.csv": corridor.ELEMENTS + corridor.geostationary(38.2, 40000, "STAR 1") + "\n",
        **{f"{name}.csv": corridor.with_provenance(text) for name, text in corridor.TABLES.items()},
    }
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")

    def broken_in(name: str, raw: bytes) -> object:
        try:
            (place / name).write_bytes(raw)
            return read(place, corridor.SERVICES, [corridor.TOWNS])
        finally:
            (place / name).write_text(files[name], encoding="utf-8")

    return {f"corridor: {name}": (partial(broken_in, name), text.encode()) for name, text in files.items()}


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

    return {
        "manifest of a bundle": (manifest, told),
        "map of a bundle": (array, held),
        "official map": (taken, text),
    }


def damages(sample: bytes, dice: random.Random) -> bytes:
    """A file broken in one to four ways, or with something hostile put into it."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        if dice.random() < 0.25:
            at, bit = dice.randrange(len(sample) + 1), dice.choice(BITS)
            sample = sample[:at] + bit + sample[at + dice.randint(0, 3) :]
            continue
        how = (dice.choice(broken.WAYS), dice.random(), dice.random(), dice.randbytes(dice.randint(0, 20)))
        sample = broken.damaged(sample, how)
    return sample


def run(seconds: float, seed: int, *, names: str = "") -> Told:
    """Break files for so long (of processor time) and tell what came of it."""
    told, dice = Told(), random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="serai-fuzz-"))
    try:
        every = {n: r for n, r in readers(folder).items() if names in n}
        for reader, sample in every.values():
            _asked(reader, sample)  # compiled and warm
        until = time.process_time() + seconds
        while time.process_time() < until:
            for name, (reader, sample) in every.items():
                _one(told, name, reader, damages(sample, dice))
    finally:
        shutil.rmtree(folder)
    return told


def _one(told: Told, name: str, reader: Reader, raw: bytes) -> None:
    began = time.perf_counter()
    try:
        with _no_hang():
            said = _asked(reader, raw)
    except Exception as fault:
        told.faults.append(f"{name}: {type(fault).__name__}: {fault} of {raw[:4_000]!r}")
        return
    took = time.perf_counter() - began
    if took > told.slowest_s:
        told.slowest_s, told.slowest = took, name
    if said is None:
        told.read[name] += 1
        return
    told.refused[name] += 1
    if "\n" in said:
        told.faults.append(f"{name}: says {said[:300]!r} of {raw[:4_000]!r}")


def _asked(reader: Reader, raw: bytes) -> str | None:
    """What a reader refuses with; None where it read."""
    try:
        reader(raw)
    except (Refused, CorridorRefused) as refused:
        return str(refused)
    return None


@contextmanager
def _no_hang() -> Iterator[None]:
    def hangs(*_: object) -> None:
        raise TimeoutError("it hangs")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(HANGS_AFTER_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def peak_b() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Run for as long as asked, and print what came of it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    before = peak_b()
    told = run(given.seconds, given.seed, names=given.only)
    for name in sorted(told.read | told.refused):
        print(f"{name:40} {told.read[name]:8} read {told.refused[name]:8} refused")
    print(f"{sum((told.read + told.refused).values())} files, seed {given.seed}, {given.seconds:g} s")
    beyond_mb = (peak_b() - before) / 1e6
    print(f"slowest {told.slowest_s:.2f} s ({told.slowest}); {beyond_mb:.0f} MB beyond the start")
    seen: set[str] = set()
    for fault in told.faults:
        if fault[:70] not in seen:
            seen.add(fault[:70])
            print("FAULT", fault)
    print(f"{len(told.faults)} faults")
    return 1 if told.faults or peak_b() - before > MOST_BEYOND_B else 0


if __name__ == "__main__":
    sys.exit(main())
