"""How the functions of the compiled search are compiled: once, kept on disk, free of Python's lock.

numba keeps a compiled function until its own file changes, but what it calls from another file is compiled
into it. So each carries in the name it is kept under a stamp of all files of the search.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba as nb

SOURCES = ("arc.py", "margins.py", "summit.py", "kernel.py", "limits.py")


def compiled(function: Callable[..., Any]) -> Any:
    """A function in machine code, to the letter of IEEE 754 but that divisions by zero give infinity."""
    return nb.njit(cache=True, nogil=True, error_model="numpy")(_stamped(function))


def fused(function: Callable[..., Any]) -> Any:
    """The same where a product and a sum may be rounded once."""
    return nb.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})(_stamped(function))


def _stamped(function: Callable[..., Any]) -> Callable[..., Any]:
    function.__qualname__ = f"{function.__qualname__}_{_STAMP:08x}"
    return function


def _stamp() -> int:
    here, stamp = Path(__file__).parent, 0
    for name in SOURCES:
        stamp = zlib.crc32((here / name).read_bytes(), stamp)
    return stamp


_STAMP = _stamp()
