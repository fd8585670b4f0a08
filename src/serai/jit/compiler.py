"""The door to numba, which is loaded only where machine code has to be made: half a second of imports."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from types import FunctionType
from typing import Any

from serai.jit.announcing import compiling
from serai.jit.machine_code import ALLOWED, MachineCode

NUMBERS = ("int64", "float64")  # what compiled functions answer, one or several, where they are kept bare
_EVERY: Mapping[str, object] = {"nogil": True, "error_model": "numpy"}
_BARE: Mapping[str, bool] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


class NotAlone(TypeError):
    """A function that is marked to be called without numba, and cannot be: a fault of its author."""


@cache
def _numba() -> Any:
    """The module numba; whoever waits for it is told when it begins to compile."""
    import numba
    from numba.core import event

    class Told(event.Listener):
        """Passes on that a compilation begins; what comes from numba's cache is not compiled."""

        def on_start(self, _: Any) -> None:
            compiling()

        def on_end(self, _: Any) -> None:
            """Nothing is said when a function is done."""

    _load_without_scipy()
    event.register("numba:compile", Told())  # type: ignore[no-untyped-call]
    return numba


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


def dispatcher(function: FunctionType, how: dict[str, Any]) -> Any:
    """The function as numba calls it, from Python and from other compiled functions; kept by numba."""
    return _numba().njit(cache=True, **_EVERY, **how)(function)


def machine_code(function: FunctionType, how: dict[str, Any], args: Sequence[object]) -> MachineCode:
    """The function compiled for arguments like these, to be called without numba.

    Raises ``NotAlone`` where it needs numba: it allocates memory, may raise an exception, or answers
    what is no number.
    """
    numba = _numba()
    signature = tuple(numba.typeof(arg) for arg in args)
    bare = numba.njit(**_EVERY, **_BARE, **how)(function)
    bare.compile(signature)
    made = bare.overloads[signature]
    module = made.library._final_module  # numba has no public way to its machine code
    outside = {
        one.name
        for one in (*module.functions, *module.global_variables)
        if one.is_declaration and not one.name.startswith("llvm.")
    }
    if outside - ALLOWED:
        raise NotAlone(f"{function.__name__} needs {', '.join(sorted(outside - ALLOWED))}")
    raw = bytes(made.library._get_compiled_object())
    answers = _answers(numba, made.signature.return_type, function.__name__)
    return MachineCode(symbol=made.fndesc.llvm_func_name, answers=answers, raw=raw)


def _answers(numba: Any, kind: Any, name: str) -> tuple[str, ...]:
    """The kinds of the numbers that a function answers: none, one by itself, or 'tuple' and several."""
    if kind == numba.types.none:
        return ()
    several = isinstance(kind, numba.types.BaseTuple)
    parts = tuple(str(one) for one in kind) if several else (str(kind),)
    if not parts or set(parts) - set(NUMBERS):
        raise NotAlone(f"{name} answers {kind}")
    return ("tuple", *parts) if several else parts
