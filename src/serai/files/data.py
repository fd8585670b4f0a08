"""TOML, JSON and CSV as plain data, within bounds: nesting, integers of 64 bits, no NaN in JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, Never

from serai.errors import Refused
from serai.wording import Reason, reason

DEEPEST = 32  # tables within tables; the deepest that serai reads has 6
INTEGERS = (-(2**63), 2**63 - 1)  # TOML 1.0.0, "Integer": what cannot be kept without loss is an error


class BadData(Refused):
    """Text that is no TOML, JSON or CSV, or more than is read; ``line`` from 1, 0 where it is not known."""

    def __init__(self, file: str, why: Reason, line: int = 0) -> None:
        self.file, self.why, self.line = file, why, line
        if line:
            super().__init__("formats.bad_line", file=file, line=line, says=why)
        else:
            super().__init__("formats.bad_file", file=file, says=why)


def toml_of(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text; refused (`BadData`) where it is none."""
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise BadData(file, reason("files.too_deep", most=DEEPEST)) from None
    except ValueError as wrong:  # also of a number with more digits than Python reads
        at = re.search(r"line (\d+)", str(wrong))
        why = reason("files.no_toml", said=_first(str(wrong)))
        raise BadData(file, why, int(at[1]) if at else 0) from None
    _refuse_outside(file, found)
    return found


def json_of(text: str, file: str) -> Any:
    """The data of a JSON text (RFC 8259, no NaN or infinity); refused (`BadData`) where it is none."""
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise BadData(file, reason("files.too_deep", most=DEEPEST)) from None
    except json.JSONDecodeError as wrong:
        raise BadData(file, reason("files.no_json", said=wrong.msg), wrong.lineno) from None
    except ValueError as wrong:
        raise BadData(file, reason("files.no_json", said=_first(str(wrong)))) from None
    _refuse_outside(file, found)
    return found


def csv_rows(text: str, file: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, each with the line it ends on; refused (`BadData`) where it cannot be split.

    Lone carriage returns end lines too. ``strict`` refuses quotes that stay open.
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=strict)
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as wrong:
            raise BadData(file, reason("files.no_csv", said=_first(str(wrong))), rows.line_num) from None
        if cells is None:
            return
        yield rows.line_num, cells


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def _first(said: str) -> str:
    """The first sentence of what a library says."""
    return " ".join(said.split(";", maxsplit=1)[0].split())[:200]


def _refuse_outside(file: str, found: object) -> None:
    """Refuse data that is nested too deep or holds an integer of more than 64 bits."""
    level: list[object] = [found]
    for _ in range(DEEPEST):
        for value in level:
            if isinstance(value, int) and not INTEGERS[0] <= value <= INTEGERS[1]:
                raise BadData(file, reason("files.giant_integer"))
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise BadData(file, reason("files.too_deep", most=DEEPEST))


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
