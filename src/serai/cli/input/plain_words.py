"""Options read from their words without pydantic, which takes 0.1 s to load; what is not plain goes to it.

typer makes an adapter of pydantic's for every option of a command, given or not. Here a word that is plainly
of its option's type is read at once: a text, a path, a flag, a number within its limits, one of some choices,
or several of these. Everything else, and every word that is wrong, is left to typer, so that what is refused
and how it is said stay typer's own.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{0,15})?([eE][+-]?[0-9]{1,2})?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_OF_A_PATH = (
    "exists",
    "writable",
    "resolve_path",
    "allow_dash",
    "path_type",
    "parser",
)  # what a path may have to be


class NotPlain(Exception):
    """A value that typer has to read, or to refuse."""


class PlainWords:
    """How one option's words are read; the ``left`` are typer's to read.

    It stands where typer's own RuntimeParam does, and is asked by the same call.
    """

    def __init__(self, annotation: Any, info: Any, left: Callable[[], Any]) -> None:
        self._annotation, self._info, self._left = annotation, info, left

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The option's value of what was given, or of its default."""
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        try:
            return self._several(value) if several else read(value, self._annotation, self._info)
        except NotPlain:
            return self._left().coerce(value, param=param, ctx=ctx)

    def _several(self, values: Any) -> list[Any]:
        if get_origin(self._annotation) is not list or not isinstance(values, list | tuple):
            raise NotPlain
        return [read(one, get_args(self._annotation)[0], self._info) for one in values]


def read(value: Any, annotation: Any, info: Any) -> Any:
    """A value of a type from one word or a default; ``NotPlain`` where it is not plainly one."""
    if not isinstance(annotation, type) or getattr(info, "parser", None) is not None:
        raise NotPlain
    if annotation in (str, bool) and type(value) is annotation:
        return value
    if annotation is Path:
        return _path(value, info)
    if annotation in (int, float):
        return _number(value, annotation, info)
    if issubclass(annotation, Enum):
        return _choice(value, annotation)
    raise NotPlain


def _path(value: Any, info: Any) -> Path:
    free = all(getattr(info, name, True) for name in ("file_okay", "dir_okay"))
    if not free or any(getattr(info, name, True) for name in _OF_A_PATH) or not isinstance(value, str | Path):
        raise NotPlain
    path = Path(value)
    if "\0" in str(value) or (path.exists() and not os.access(path, os.R_OK)):
        raise NotPlain
    return path


def _number(value: Any, annotation: type[int] | type[float], info: Any) -> int | float:
    if isinstance(value, str):
        plain = (_INTEGER if annotation is int else _NUMBER).fullmatch(value) is not None
    else:
        plain = type(value) is int or type(value) is annotation
    if not plain:
        raise NotPlain
    number = annotation(value)
    low, high = getattr(info, "min", None), getattr(info, "max", None)
    if (
        not math.isfinite(number)
        or (low is not None and number < low)
        or (high is not None and number > high)
    ):
        raise NotPlain
    return number


def _choice(value: Any, annotation: type[Enum]) -> Enum:
    for one in annotation:
        if value is one or (isinstance(value, str) and value == one.value):
            return one
    raise NotPlain


def read_plainly(params: list[Any]) -> list[Any]:
    """A command's parameters, which now read their words so where this typer has the place for it."""
    for param in params:
        of_type = getattr(param, "type_descriptor", None)
        if of_type is None or "get_runtime_param" in vars(param) or not hasattr(param, "get_runtime_param"):
            continue
        plain = PlainWords(of_type.annotation, of_type.parameter_info, param.get_runtime_param)
        param.get_runtime_param = partial(_itself, plain)
    return params


def _itself(plain: PlainWords) -> PlainWords:
    return plain
