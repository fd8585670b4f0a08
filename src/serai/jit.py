"""How functions are compiled: once, kept on disk, free of Python's lock, and never from yesterday's source.

numba keeps a compiled function until its own file changes, but what it calls in other files is compiled into
it, and so are their constants. So each is kept under a name that carries a stamp of its file and of all that
file imports from this package, directly or not.

Importing this loads numba (half a second): only what works in bulk does.
"""

from __future__ import annotations

import importlib
import re
import sys
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
    _load_without_scipy()
    function.__qualname__ = f"{function.__qualname__}_{stamp(Path(function.__code__.co_filename)):08x}"
    return cast("Function", nb.njit(cache=True, nogil=True, error_model="numpy", **how)(function))


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


@cache
def _load_without_scipy() -> None:
    """Load what numba knows of arrays before scipy is there, where it is not.

    numba imports all of scipy.linalg (a quarter of a second) when it first loads a kernel, to see whether
    np.convolve may use its BLAS; no kernel here convolves, and np.dot asks for it again when it is compiled.
    """
    if "scipy.linalg" in sys.modules:
        return
    sys.modules["scipy.linalg"] = None  # type: ignore[assignment]  # an import of it raises ImportError
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        del sys.modules["scipy.linalg"]
