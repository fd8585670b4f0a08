"""The one order of a table's rows: by id, then by their cells, and never by the line they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_DIGITS = re.compile(r"([0-9]+)")
Natural = tuple[str | tuple[int, str], ...]


def natural(text: str) -> Natural:
    """A key by which names fall as people count them: T9 before T10, gaofen-3 before gaofen-3-02.

    Words and numbers take turns, so that two keys always compare like with like. A number is compared by
    its length without leading zeros and then by its digits, which needs no number however long it is.
    """
    parts = _DIGITS.split(text)
    return tuple(_number(p) if at % 2 else p for at, p in enumerate(parts))


def row_order(cells: Mapping[str, str | None], columns: Iterable[str]) -> tuple[object, ...]:
    """The key of a row: its id as people count, then every cell in the order in which columns are declared.

    Two rows with the same key are the same row, so that their order cannot be told.
    """
    texts = tuple((cells.get(c) or "").strip() for c in ("id", *columns))
    return natural(texts[0]), texts


def _number(digits: str) -> tuple[int, str]:
    plain = digits.lstrip("0")
    return len(plain), plain
