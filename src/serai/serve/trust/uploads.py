"""What partners send: bodies in JSON and whole corridors, looked at before anything reads them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from serai.errors import Refused
from serai.files import BadData, NotUnpacked, json_of, toml_of
from serai.files.upload import NotTaken, refuse_names, uploaded

BODY_B = 1 << 20  # 1 MB: a what-if, a request, an area of some thousand corners
CORNERS = 10_000  # of polygons in one body
VALUES = 100_000  # in one body, so that one of a megabyte is no megabyte of brackets
KINDS = frozenset({".csv", ".toml", ".geojson", ".md", ".txt"})
MANIFEST = "corridor.toml"


class BadBody(Refused):
    """A body that is not taken: too large, too deep, or not JSON in UTF-8."""


def json_body(raw: bytes, most_b: int = BODY_B) -> Any:
    """The data of a request's body; refused (`BadBody`) in one sentence where it is none, or too much."""
    if len(raw) > most_b:
        raise BadBody("trust.body_large", size=8.0 * len(raw), most=8.0 * most_b)
    try:
        found = json_of(raw.decode("utf-8"), "the body")
    except UnicodeDecodeError:
        raise BadBody("trust.body_no_text") from None
    except BadData as wrong:
        raise BadBody(wrong.reason) from None
    count = _count(found)
    if count > VALUES:
        raise BadBody("trust.body_many", count=count, most=VALUES)
    return found


def refuse_many_corners(geometry: object) -> None:
    """Refuse (`BadBody`) a GeoJSON geometry with more corners than are worked with."""
    count = _pairs(geometry)
    if count > CORNERS:
        raise BadBody("trust.body_corners", count=count, most=CORNERS)


def corridor_files(raw: bytes) -> dict[str, bytes]:
    """The files of an uploaded corridor, to be put into a folder of their own; refused whole (`NotTaken`).

    Texts are UTF-8, its outlines JSON and its manifest TOML of a bounded depth; that the manifest names no
    file outside the folder is looked at here, the tables themselves by the corridor's own reading.
    """
    try:
        found = uploaded(raw, KINDS)
    except NotUnpacked as wrong:
        raise NotTaken(wrong.reason) from None
    if MANIFEST not in found:
        raise NotTaken("trust.no_manifest", name=MANIFEST)
    for name, content in found.items():
        _refuse_unread(name, content)
    return found


def changed_files(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Changed tables of a corridor, sent as texts by their names; refused whole (`NotTaken`)."""
    refuse_names(texts, KINDS)
    found = {name: said.encode("utf-8", "surrogatepass") for name, said in texts.items()}
    for name, content in found.items():
        _refuse_unread(name, content)
    return found


def _refuse_unread(name: str, content: bytes) -> None:
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTaken("trust.file_no_text", name=name) from None
    try:
        if name.endswith(".geojson"):
            refuse_many_corners(json_of(said, name))
        if name == MANIFEST:
            for one in _texts(toml_of(said, name)):
                if ".." in PurePosixPath(one).parts or one.startswith(("/", "~", "\\")) or "\x00" in one:
                    raise NotTaken("trust.manifest_outside", name=name, path=one)
    except BadData as wrong:
        raise NotTaken(wrong.reason) from None


def _texts(found: object) -> list[str]:
    """Every text of a manifest, at any depth: which of them are paths is the corridor's to know."""
    if isinstance(found, str):
        return [found]
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [text for one in inner for text in _texts(one)]


def _count(found: object) -> int:
    level, count = [found], 0
    while level:
        count += len(level)
        level = [v for one in level for v in _inside(one)]
    return count


def _pairs(found: object) -> int:
    """How many positions stand in a geometry: lists of numbers."""
    level, count = [found], 0
    while level:
        count += sum(_is_position(one) for one in level)
        level = [v for one in level if not _is_position(one) for v in _inside(one)]
    return count


def _is_position(one: object) -> bool:
    return isinstance(one, list) and bool(one) and isinstance(one[0], int | float)


def _inside(one: object) -> list[object]:
    if isinstance(one, dict):
        return list(one.values())
    return one if isinstance(one, list) else []
