"""Machine code that numba made, loaded by llvmlite and called by ctypes: no numba is needed to run it.

numba's own calling convention (its documentation, "Notes on Numba's architecture"): a function answers a
status, and takes a pointer to where its answer goes, one to where it would describe an exception, and its
arguments in a row; an array is its owner (none here: nothing is allocated), its parent, the number of items,
the bytes of one, the data, its shape and its strides; a tuple is its items.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

# What machine code may call: the mathematics of C, and what frees an array's owner, which is never there
_FREES = "NRT_MemInfo_call_dtor"
ALLOWED = frozenset(
    {
        *("sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "hypot"),
        *("exp", "expm1", "exp2", "log", "log2", "log10", "log1p", "pow", "cbrt", "erf", "erfc", "ldexp"),
        *("fmod", "floor", "ceil", "trunc", "round", "rint", "fabs", "copysign", "memset", "memcpy"),
        _FREES,
    }
)
_ANSWER_TYPES: Mapping[str, Any] = {"int64": ctypes.c_int64, "float64": ctypes.c_double}
_SCALARS: Mapping[str, Any] = {"b": ctypes.c_uint8, "i": ctypes.c_int64, "f": ctypes.c_double}
DONE = (0, -2)  # a status: with an answer, with none


@dataclass(frozen=True, slots=True)
class MachineCode:
    """An object file of one function: the name in it, the kinds it answers, and its bytes."""

    symbol: str
    answers: tuple[str, ...]
    raw: bytes


@cache
def processor() -> str:
    """The processor that machine code is made for, with all it can do."""
    import llvmlite.binding as llvm

    return f"{llvm.get_process_triple()} {llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


def kinds_of(args: Sequence[object]) -> str:
    """The kinds of arguments, a word for each; ``TypeError`` where one is neither numbers nor a number.

    Those of a tuple stand between brackets.
    """
    return " ".join(_kind_of_array(arg) if isinstance(arg, np.ndarray) else _kind(arg) for arg in args)


def _kind(arg: object) -> str:
    if isinstance(arg, tuple):
        return f"( {kinds_of(arg)} )"
    if isinstance(arg, bool | np.bool_):
        return "b"
    if isinstance(arg, int | np.int64):
        return "i"
    if isinstance(arg, float):
        return "f"
    raise TypeError(f"expected an array, an integer of 64 bits or a float, got {type(arg).__name__}")


def _kind_of_array(arg: np.ndarray[Any, Any]) -> str:
    flags = arg.flags
    if not arg.ndim or arg.dtype.kind not in "biuf" or not arg.dtype.isnative or not flags.aligned:
        raise TypeError(f"expected an array of numbers in their places, got {arg.dtype} of {arg.ndim} axes")
    order = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "A"
    return f"{arg.dtype.char}{arg.ndim}{order}{'' if flags.writeable else '-'}"


def loaded(code: MachineCode, kinds: str) -> Callable[..., Any]:
    """The function of some machine code, ready to be called with arguments of these kinds."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    if llvm.address_of_symbol(_FREES) is None:
        llvm.add_symbol(_FREES, ctypes.cast(ctypes.CDLL(None).abort, ctypes.c_void_p).value)
    machine = llvm.Target.from_default_triple().create_target_machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(code.raw))
    engine.finalize_object()
    types: list[Any] = []
    for word in kinds.replace("(", "").replace(")", "").split():
        types += [_SCALARS[word]] if word in _SCALARS else _of_array(int(word[1]))
    prototype = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *types)  # frees the lock
    function = prototype(engine.get_function_address(code.symbol))
    return _called(function, engine, code)


def _leaves(args: Sequence[object]) -> Iterator[Any]:
    """The arguments, and in the place of a tuple its items."""
    for arg in args:
        if isinstance(arg, tuple):
            yield from _leaves(arg)
        else:
            yield arg


def _of_array(ndim: int) -> list[Any]:
    return [*(ctypes.c_void_p,) * 2, *(ctypes.c_int64,) * 2, ctypes.c_void_p, *(ctypes.c_int64,) * (2 * ndim)]


def _called(function: Any, engine: Any, code: MachineCode) -> Callable[..., Any]:
    """A call of a compiled function; ``engine`` holds the machine code and lives as long."""
    several = code.answers[:1] == ("tuple",)
    names = code.answers[1:] if several else code.answers
    fields = [(f"at_{k}", _ANSWER_TYPES[name]) for k, name in enumerate(names)] or [("at_0", ctypes.c_void_p)]
    answer = type("Answer", (ctypes.Structure,), {"_fields_": fields, "engine": engine})
    heads = tuple(name for name, _ in fields)

    def call(*args: Any) -> Any:
        row: list[Any] = []
        for arg in _leaves(args):
            if isinstance(arg, np.ndarray):
                row += (None, None, arg.size, arg.itemsize, arg.ctypes.data, *arg.shape, *arg.strides)
            else:
                row.append(arg)
        back, fault = answer(), ctypes.c_void_p()
        status = function(ctypes.byref(back), ctypes.byref(fault), *row)
        assert status in DONE, f"{code.symbol} ended with {status}"
        if several:
            return tuple(getattr(back, head) for head in heads)
        return getattr(back, heads[0]) if names else None

    return call
