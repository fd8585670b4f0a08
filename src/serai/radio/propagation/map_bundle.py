"""Taking in the official map files of the ITU-R: from a folder, an archive or an address, into a bundle."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import entries, locked, made_folder, put, raw_bytes
from serai.files.web import answer, body, shown
from serai.radio.propagation.map_sheets import Sheet, sheets
from serai.radio.propagation.maps import MANIFEST, grid_of, listed

PATIENCE_S = 900.0  # for the whole archive
LARGEST_B = 1 << 30  # an archive larger than any of the ITU-R's
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
    where = shown(source) if _is_address(source) else source
    made_folder(bundle.parent)
    with TemporaryDirectory(dir=bundle.parent, prefix=".taking-") as stage:
        read, ignored = _read(source, Path(stage))
        if not read:
            raise NoMaps("radio.no_maps", source=where, others=len(ignored))
        made_folder(bundle)
        with locked(bundle / MANIFEST):
            _add(bundle, Path(stage), {key: row | {"from": where} for key, row in read.items()})
    return Taken(bundle=bundle, keys=tuple(sorted(read)), ignored=tuple(ignored), source=where)


def _add(bundle: Path, stage: Path, read: dict[str, dict[str, str]]) -> None:
    """Put sheets into a bundle: the files have names of their own, the manifest changes at once."""
    sheets = listed(bundle) | read
    for row in read.values():
        (stage / row["file"]).replace(bundle / row["file"])
    put(bundle / MANIFEST, json.dumps({"sheets": sheets}, indent=2, sort_keys=True) + "\n")
    kept = {row["file"] for row in sheets.values()}
    for old in bundle.glob("*.npy"):
        if old.name not in kept:
            old.unlink(missing_ok=True)


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
            said = " ".join(str(fault).split())
            raise NoMaps("radio.map_unreadable", path=path, sheet=sheet.key, said=said) from None
        grid_of(sheet, values)
        read[sheet.key] = _staged(sheet, values, stage)
    return read, ignored


def _staged(sheet: Sheet, values: NDArray[np.float64], stage: Path) -> dict[str, str]:
    """The row of a sheet in the manifest, and its numbers in a file that is named by what it holds."""
    out = io.BytesIO()
    np.save(out, values)
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    name = f"{sheet.key.replace(' ', '_')}-{digest[:12]}.npy"
    put(stage / name, out.getvalue())
    return {"file": name, "edition": sheet.recommendation, "sha256": digest}


def _is_address(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _files(source: str) -> Iterator[tuple[str, bytes]]:
    """The files of a source by their paths inside it, archives opened."""
    if _is_address(source):
        yield from _opened(shown(source).rpartition("/")[2], _downloaded(source), DEEPEST)
        return
    path = Path(source)
    if not path.exists():
        raise NoMaps("radio.nothing_there", source=source)
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            yield from _opened(name, raw_bytes(file), DEEPEST)


def _opened(name: str, content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    inside = entries(content, name, LARGEST_B) if depth else None
    if inside is None:
        yield name, content
        return
    stem = name.removesuffix(".zip")
    for path, held in inside:
        yield from _opened(f"{stem}/{path}", held, depth - 1)


def _downloaded(url: str) -> bytes:
    try:
        with answer(url, within_s=PATIENCE_S, headers={"User-Agent": "serai"}) as response:
            announced = response.headers.get("Content-Length", "")
            content = body(response, LARGEST_B)
    except (HTTPException, OSError, ValueError) as fault:
        said = " ".join(str(fault).split()) or type(fault).__name__
        raise NoMaps("radio.not_fetched", url=shown(url), said=said) from None
    if announced.isdecimal() and len(content) != int(announced):
        raise NoMaps("radio.fetched_in_part", url=shown(url), came=len(content), announced=int(announced))
    return content
