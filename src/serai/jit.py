"""How functions are compiled: once, kept on disk, free of Python's lock, and never from yesterday's source.

numba keeps a compiled function until its own file changes, but what it calls in other files is compiled into
it, and so are their constants. So each is kept under a name that carries a stamp of its file and of all that
file imports from this package, directly or not.

Importing this loads numba (half a second): only what works in bulk does.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba as nb
from numba.core import event

Function = TypeVar("Function", bound=Callable[..., object])

SAYS = "compiling what works in bulk, once (up to a minute) ..."
_PACKAGE = Path(__file__).parent
_IMPORT = re.compile(r"^from serai\.([\w.]+) import (\([^)]*\)|.*)$", re.MULTILINE)


def compiled(function: Function) -> Function:
    """A function in machine code, to the letter of IEEE 754 but that divisions by zero give infinity."""
    return _made(function)


def fused(function: Function) -> Function:
    """The same where a product and a sum may be rounded once."""
    return _made(function, fastmath={"contract"})


def vectorised(function: Function) -> Function:
    """The same where quotients may be products besides, so that loops turn into vector instructions."""
    return _made(function, fastmath={"contract", "nsz", "arcp"})


def inlined(function: Function) -> Function:
    """A function that is written into the compiled ones that call it."""
    return _made(function, inline="always")


@contextmanager
def announced(say: Callable[[str], None]) -> Iterator[None]:
    """While inside, the first compilation is announced by one sentence."""
    with event.install_listener("numba:compile", _Once(say)):
        yield


class _Once(event.Listener):
    """Says a sentence when numba first begins to compile; what comes from its cache is not compiled."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say: Callable[[str], None] | None = say

    def on_start(self, _: Any) -> None:
        if self._say is not None:
            say, self._say = self._say, None
            say(SAYS)

    def on_end(self, _: Any) -> None:
        """Nothing is said when a function is done."""


def _made(function: Function, **how: Any) -> Function:
    function.__qualname__ = f"{function.__qualname__}_{stamp(Path(function.__code__.co_filename)):08x}"
    return cast("Function", nb.njit(cache=True, nogil=True, error_model="numpy", **how)(function))


@cache
def stamp(file: Path) -> int:
    """The check sum of a file and of all that it imports from this package."""
    found, to_read = {file}, [file]
    while to_read:
        for other in _imported(to_read.pop().read_text(encoding="utf-8")):
            if other not in found:
                found.add(other)
                to_read.append(other)
    total = 0
    for path in sorted(found):
        total = zlib.crc32(path.read_bytes(), total)
    return total


def _imported(text: str) -> Iterator[Path]:
    """The files of this package that a source imports: modules, packages, and modules out of packages."""
    for package, names in _IMPORT.findall(text):
        base = _PACKAGE.joinpath(*package.split("."))
        for module in [base, *(base / name for name in re.findall(r"\w+", names))]:
            file = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
            if file.is_file():
                yield file
