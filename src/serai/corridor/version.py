"""A corridor folder as one thing: the files that it is made of, and the SHA-256 that names them together."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from serai.corridor.manifest import FILE, read_manifest
from serai.files import TABLE_B, raw_bytes

OUTLINES = "*.geojson"  # areas of needs


def files_of(folder: Path) -> Mapping[str, bytes]:
    """The files of a corridor by their names in the folder: corridor.toml, its tables and its outlines."""
    manifest, _ = read_manifest(folder, None, None)
    tables = [] if manifest is None else list(manifest.files.values())
    inside = {folder / FILE, *tables, *folder.rglob(OUTLINES)}
    named = {path.relative_to(folder).as_posix(): path for path in inside if path.is_file()}
    return MappingProxyType({name: raw_bytes(named[name], TABLE_B) for name in sorted(named)})


def version_of(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of the files' own: of what `sha256sum` says of them, sorted by name."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return sha256("".join(lines).encode()).hexdigest()
