"""The stamp of a source file: a check sum of it and of all that it imports from this package."""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_IMPORT = re.compile(r"^from serai\.([\w.]+) import (\([^)]*\)|.*)$", re.MULTILINE)


def stamp(file: Path) -> int:
    """The check sum of a file and of all that it imports from this package."""
    found, to_read = {str(file)}, [str(file)]
    while to_read:
        for other in _imported(to_read.pop(), str(_PACKAGE)):
            if other not in found:
                found.add(other)
                to_read.append(other)
    total = 0
    for path in sorted(found):
        total = zlib.crc32(_source(path), total)
    return total


@cache
def _source(path: str) -> bytes:
    """A file of this package, or nothing where there is none; read once, as many kernels import it."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


@cache
def _imported(path: str, package: str) -> tuple[str, ...]:
    """The files of this package that a source imports: modules, packages, and modules out of packages.

    Paths are texts: a thousand of pathlib's at every start cost a quarter of a second.
    """
    found = []
    for part, names in _IMPORT.findall(_source(path).decode("utf-8")):
        base = f"{package}/{part.replace('.', '/')}"
        for module in (base, *(f"{base}/{name}" for name in re.findall(r"\w+", names))):
            found += [file for file in (f"{module}/__init__.py", f"{module}.py") if _source(file)]
    return tuple(found)
