"""The stamp of a source file: a check sum of it and of all that it imports from this package."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_IMPORT = re.compile(r"^from serai\.([\w.]+) import (\([^)]*\)|.*)$", re.MULTILINE)


@cache
def stamp(file: Path) -> int:
    """The check sum of a file and of all that it imports from this package."""
    found, to_read = {file}, [file]
    while to_read:
        for other in _imported(to_read.pop()):
            if other not in found:
                found.add(other)
                to_read.append(other)
    total = 0
    for path in sorted(found):
        total = zlib.crc32(_source(path), total)
    return total


@cache
def _imported(file: Path) -> tuple[Path, ...]:
    """The files of this package that a source imports: modules, packages, and modules out of packages."""
    return tuple(_named(_source(file).decode("utf-8")))


@cache
def _source(file: Path) -> bytes:
    return file.read_bytes()


def _named(text: str) -> Iterator[Path]:
    for package, names in _IMPORT.findall(text):
        base = _PACKAGE.joinpath(*package.split("."))
        for module in [base, *(base / name for name in re.findall(r"\w+", names))]:
            file = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
            if file.is_file():
                yield file
