"""A compiled function: called from Python as machine code, from other compiled functions by numba."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from threading import RLock
from types import FunctionType
from typing import Any

from serai.jit.compiler import dispatcher, machine_code
from serai.jit.kept import keep, kept
from serai.jit.machine_code import kinds_of, loaded, processor
from serai.jit.stamp import stamp

AS_NUMBA_IS_TOLD = ("NUMBA_BOUNDSCHECK", "NUMBA_DISABLE_JIT")  # then numba makes other code, or none


class Kernel:
    """A function that is compiled when it is first called, or loaded where it was compiled before.

    ``how`` are numba's options. One that stands ``alone`` goes to machine code that is kept and loaded
    without numba; one that does not, through numba, which is loaded then.
    """

    def __init__(self, function: Callable[..., Any], how: dict[str, Any], *, alone: bool = False) -> None:
        assert isinstance(function, FunctionType)
        update_wrapper(self, function)
        self._function, self._how, self._alone = function, how, alone
        self._source = Path(function.__code__.co_filename)
        self._codes: dict[str, Callable[..., Any]] = {}
        self._dispatcher: Any = None
        self._lock = RLock()

    def __call__(self, *args: Any) -> Any:
        """Answer what the function answers."""
        if not self._alone or any(name in os.environ for name in AS_NUMBA_IS_TOLD):
            return self.dispatcher(*args)
        kinds = kinds_of(args)
        code = self._codes.get(kinds) or self._found(kinds, args)
        return code(*args)

    @property
    def name(self) -> str:
        """The name under which it is kept: its own, with the stamp of its source."""
        return f"{self._function.__qualname__}_{stamp(self._source):08x}"

    @property
    def dispatcher(self) -> Any:
        """The function as numba knows it; numba is loaded."""
        with self._lock:
            if self._dispatcher is None:
                self._dispatcher = dispatcher(self._among_dispatchers(), self._how)
            return self._dispatcher

    def _found(self, kinds: str, args: tuple[Any, ...]) -> Callable[..., Any]:
        """The machine code for some kinds of arguments: loaded where it is kept, else made and kept."""
        with self._lock:
            if kinds not in self._codes:
                named = f"{self._source.stem}.{self.name}"
                where = f"{processor()} {kinds}"
                code = kept(self._source, named, where)
                if code is None:
                    code = machine_code(self._among_dispatchers(), self._how, args)
                    keep(self._source, named, where, code)
                self._codes[kinds] = loaded(code, kinds)
            return self._codes[kinds]

    def _among_dispatchers(self) -> FunctionType:
        """The function itself, with numba's own in the place of all compiled ones that it calls."""
        old = self._function
        called = {
            name: one.dispatcher
            for name in old.__code__.co_names
            if isinstance(one := old.__globals__.get(name), Kernel) and one is not self
        }
        made = FunctionType(
            old.__code__, {**old.__globals__, **called}, old.__name__, old.__defaults__, old.__closure__
        )
        made.__module__, made.__qualname__, made.__doc__ = old.__module__, self.name, old.__doc__
        return made
