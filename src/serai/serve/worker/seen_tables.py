"""The corridor's files as one caller sees them: without the rows that name what is not seen.

A row goes where one of its cells names, alone or among others, an asset or a need that is not seen, or the
catalogue number of such a satellite; a term where it neither speaks to the caller nor is its own; an outline
where only needs that are not seen have it. Members and corridor.toml are everybody's. Whoever changes the
tables sees them whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from serai.corridor.manifest import FILE, read_manifest
from serai.files import csv_rows
from serai.serve.worker.view import CallerView

COMMON = ("members",)
TERMS, NEEDS = "terms", "needs"
PARTS = re.compile(r"\s*;\s*")
LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def seen_files(view: CallerView, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of a corridor that a caller sees, with the rows that it sees."""
    if view.caller is None or view.edits:
        return dict(files)
    hidden, terms = _hidden(view), frozenset(one.id for one in view.terms())
    named = _tables(view)
    outlines = {need.area.file for need in view.needs if need.area is not None}
    return {
        name: _rows(raw, name, hidden, terms if named.get(name) == TERMS else None)
        if name in named and named[name] not in COMMON
        else raw
        for name, raw in files.items()
        if name == FILE or name in named or name in outlines
    }


def _tables(view: CallerView) -> dict[str, str]:
    """Which table each file is, by the names of the folder."""
    folder = view.warm.corridor.folder
    manifest, _ = read_manifest(folder, None, None)
    assert manifest is not None  # the corridor was read
    return {path.relative_to(folder).as_posix(): table for table, path in manifest.files.items()}


def _hidden(view: CallerView) -> frozenset[str]:
    """What no row may name: ids of assets and needs, and catalogue numbers of satellites."""
    corridor = view.warm.corridor
    gone = {a.id for a in corridor.pool.assets} - view.assets
    numbers = {str(corridor.elements[name].norad) for name in gone if name in corridor.elements}
    needs = {need.id for need in corridor.needs} - view.need_ids
    return frozenset(gone | numbers | needs)


def _rows(raw: bytes, name: str, hidden: frozenset[str], terms: frozenset[str] | None) -> bytes:
    """A table without the rows that are not seen, its lines as they are spelled."""
    said = raw.decode("utf-8-sig")
    lines, kept, before = LINES.findall(said), [], 0
    place = 0
    for end, cells in csv_rows(said, name, strict=True):
        if not before:
            place = cells.index("id") if terms is not None else 0
        if not before or _seen(cells, place, hidden, terms):
            kept += lines[before:end]
        before = end
    return "".join(kept).encode()


def _seen(cells: list[str], place: int, hidden: frozenset[str], terms: frozenset[str] | None) -> bool:
    if terms is not None:
        return len(cells) > place and cells[place] in terms
    return hidden.isdisjoint(_named(cells))


def _named(cells: list[str]) -> Iterator[str]:
    for cell in cells:
        yield from PARTS.split(cell.strip())
