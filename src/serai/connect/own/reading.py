"""A corridor with the cables of a user's files beside its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from serai.connect.own.cables import with_cables
from serai.corridor import Corridor
from serai.formats.cables.geojson import read_geojson_cables
from serai.formats.cables.graphml import read_graphml_cables

GRAPHS = (".graphml", ".xml")


def with_own_cables(corridor: Corridor, files: Sequence[str]) -> Corridor:
    """The corridor with the cables of GeoJSON and GraphML files (by their suffix), refused in a sentence."""
    if not files:
        return corridor
    pool, added = corridor.pool, list(corridor.added)
    for name in files:
        path = Path(name)
        read = read_graphml_cables if path.suffix.casefold() in GRAPHS else read_geojson_cables
        drawn = read(path)
        pool = with_cables(pool, drawn, path.name)
        added += [one.name for one in drawn]
    return replace(corridor, pool=pool, added=tuple(added))
