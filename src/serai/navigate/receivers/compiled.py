"""The one door to numba: functions compiled on first use and kept on disk.

Its typing ends here: a compiled function keeps the signature it was written with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit  # type: ignore[import-untyped, unused-ignore]

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The function as machine code, cached beside its module; the same numbers as Python would give."""
    return cast("Function", njit(cache=True, error_model="numpy")(function))
