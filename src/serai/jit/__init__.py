"""How functions are compiled: once, kept on disk, free of Python's lock, and never from yesterday's source.

numba compiles and keeps, and is loaded when the first of its functions is called: half a second, and as much
again for what it kept. What stands `alone` is kept as machine code and called without numba. What a function
calls in other files is compiled into it, and so are their constants: so each is kept under a name with a
stamp of its file and of all that file imports from this package, directly or not (`serai.jit.stamp`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from serai.jit.announcing import SAYS, announced
from serai.jit.kernel import Kernel

__all__ = ["SAYS", "alone", "announced", "compiled", "fused", "inlined", "vectorised"]

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """A function in machine code, to the letter of IEEE 754 but that divisions by zero give infinity."""
    return cast("Function", Kernel(function, {}))


def alone(function: Function) -> Function:
    """The same, called without numba: it takes arrays, numbers and tuples of them, and answers numbers.

    It allocates nothing: what it works in is given to it.
    """
    return cast("Function", Kernel(function, {}, alone=True))


def fused(function: Function) -> Function:
    """The same where a product and a sum may be rounded once."""
    return cast("Function", Kernel(function, {"fastmath": {"contract"}}))


def vectorised(function: Function) -> Function:
    """The same where quotients may be products besides, so that loops turn into vector instructions."""
    return cast("Function", Kernel(function, {"fastmath": {"contract", "nsz", "arcp"}}))


def inlined(function: Function) -> Function:
    """A function that is written into the compiled ones that call it."""
    return cast("Function", Kernel(function, {"inline": "always"}))
