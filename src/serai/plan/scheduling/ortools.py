"""The door to OR-Tools (Apache-2.0), loaded only when a solver needs it; the extra `plan` brings it."""

from __future__ import annotations

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
