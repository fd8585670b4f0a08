"""Taking in the official map files of the ITU-R: from a folder, an archive or an address, into a bundle."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import Request, urlopen

import numpy as np

from serai.errors import Refused
from serai.radio.propagation.map_sheets import sheets
from serai.radio.propagation.maps import MANIFEST, grid_of

TIMEOUT_S = 60.0
LARGEST_B = 2_000_000_000  # an archive larger than any of the ITU-R's
DEEPEST = 3  # archives within archives, as the ITU-R packs them


class NoMaps(Refused):
    """What was given holds none of the maps that the models read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken in: the bundle, the keys of the sheets, and the files that were not understood."""

    bundle: Path
    keys: tuple[str, ...]
    ignored: tuple[str, ...]
    source: str


def take_in(source: str, bundle: Path) -> Taken:
    """Read official files (text, or archives of them) and add their sheets to a bundle.

    ``source`` is an http(s) address, a folder, an archive or one file. Nothing is written unless every sheet
    found could be read whole. Sheets already in the bundle stay unless the new files hold them too.
    """
    bundle.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=bundle.parent, prefix=".taking-") as stage:
        read, ignored = _read(source, Path(stage))
        if not read:
            raise NoMaps("radio.no_maps", source=source, others=len(ignored))
        bundle.mkdir(exist_ok=True)
        listing = bundle / MANIFEST
        manifest = json.loads(listing.read_text(encoding="utf-8")) if listing.is_file() else {"sheets": {}}
        for key, row in read.items():
            (Path(stage) / row["file"]).replace(bundle / row["file"])
            manifest["sheets"][key] = row | {"from": source}
    listing.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return Taken(bundle=bundle, keys=tuple(sorted(read)), ignored=tuple(ignored), source=source)


def _read(source: str, stage: Path) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The sheets of a source, each saved in a folder as soon as it is read, and the files left alone."""
    known = sheets().values()
    read: dict[str, dict[str, str]] = {}
    ignored: list[str] = []
    for path, content in _files(source):
        sheet = next((s for s in known if s.is_file(path)), None)
        if sheet is None or not path.lower().endswith((".txt", ".dat")):
            ignored.append(path)
            continue
        try:
            values = np.loadtxt(io.BytesIO(content), ndmin=2)
        except ValueError as fault:
            raise NoMaps("radio.map_unreadable", path=path, sheet=sheet.key, said=str(fault)) from None
        grid_of(sheet, values)
        file = stage / (sheet.key.replace(" ", "_") + ".npy")
        np.save(file, values)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        read[sheet.key] = {"file": file.name, "edition": sheet.recommendation, "sha256": digest}
    return read, ignored


def _files(source: str) -> Iterator[tuple[str, bytes]]:
    """The files of a source by their paths inside it, archives opened."""
    if source.startswith(("https://", "http://")):
        yield from _opened(source.rpartition("/")[2], _downloaded(source), DEEPEST)
        return
    path = Path(source)
    if not path.exists():
        raise NoMaps("radio.nothing_there", source=source)
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            yield from _opened(name, file.read_bytes(), DEEPEST)


def _opened(name: str, content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    if depth and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and entry.file_size <= LARGEST_B:
                    stem = name.removesuffix(".zip")
                    yield from _opened(f"{stem}/{entry.filename}", archive.read(entry), depth - 1)
        return
    yield name, content


def _downloaded(url: str) -> bytes:
    try:
        with urlopen(Request(url, headers={"User-Agent": "serai"}), timeout=TIMEOUT_S) as answer:  # noqa: S310 - only http(s) comes here
            content: bytes = answer.read(LARGEST_B)
    except (URLError, TimeoutError) as fault:
        raise NoMaps("radio.not_fetched", url=url, said=str(fault)) from None
    return content
