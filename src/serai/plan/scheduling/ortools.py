"""The door to OR-Tools (Apache-2.0), loaded only when a solver needs it; the extra `plan` brings it."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from serai.errors import Refused


class SolverAbsent(Refused):
    """A solver that was asked for and whose package is not installed."""


def at_hand() -> bool:
    """Whether OR-Tools is installed."""
    return find_spec("ortools") is not None


def part(name: str, solver: str) -> Any:
    """A module of OR-Tools; refused (`SolverAbsent`) where it is not installed."""
    try:
        return import_module(f"ortools.{name}")
    except ImportError:
        raise SolverAbsent("schedule.no_ortools", solver=solver) from None


@contextmanager
def apart_from_output() -> Iterator[None]:
    """What a solver's own code prints goes to standard error: HiGHS leaves lines on standard output.

    It changes the descriptor of the whole process, so other threads print there too meanwhile. What the C
    library still keeps back is written before and after, else it would come out at the process's end.
    """
    sys.stdout.flush()
    _write_what_c_keeps()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        _write_what_c_keeps()
        os.dup2(kept, 1)
        os.close(kept)


def _write_what_c_keeps() -> None:
    """Flush every stream of the C library; nothing where it cannot be reached by name (not on POSIX)."""
    if os.name == "posix":
        ctypes.CDLL(None).fflush(None)
