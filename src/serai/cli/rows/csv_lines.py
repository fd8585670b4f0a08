"""Lines of CSV made for a whole table at once: each column as a block of characters, of which some count.

One by one, 45,000 rows of fifteen cells take half a second of Python; so, a tenth of it. What comes out is to
the letter what the module csv and `repr` write (tests hold them together).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serai.questions.cells import Column, Figures, Moments, Named
from serai.questions.columns import Cell
from serai.time import utc_characters

Characters = NDArray[np.uint8]
Counts = NDArray[np.bool_]

SMALL = 2**31  # of digits held in 32 bits, which are worked on twice as fast
LARGEST = 1e15  # of a figure times its decimals: up to here a double has all its digits
_COMMA, _NEWLINE, _ZERO, _POINT, _MINUS = (ord(one) for one in ",\n0.-")


class _Block(NamedTuple):
    """Characters (rows, width) in UTF-8, and which of them count."""

    characters: Characters
    counts: Counts


def csv_lines(columns: Sequence[Column]) -> str:
    """The rows of some columns of equal length as lines of CSV, each with its end."""
    blocks = [_block(one) for one in columns]
    rows = len(blocks[0].characters)
    if not rows:
        return ""
    comma, newline = (_Block(*(np.full((rows, 1), one, np.uint8), np.ones((rows, 1), bool)))
                      for one in (_COMMA, _NEWLINE))  # fmt: skip
    row = [part for one in blocks for part in (one, comma)]
    row[-1] = newline
    characters = np.concatenate([one.characters for one in row], axis=1)
    counts = np.concatenate([one.counts for one in row], axis=1)
    lines: str = characters[counts].tobytes().decode("utf-8")
    return lines


def _block(column: Column) -> _Block:
    if isinstance(column, Moments):
        characters = utc_characters(column.tai_ns)
        return _Block(characters, np.ones(characters.shape, bool))
    if isinstance(column, Named):
        few = _texts(column.labels)
        return _Block(few.characters[column.which], few.counts[column.which])
    if isinstance(column, Figures):
        scaled = np.abs(column.values) * 10.0**column.decimals
        if column.decimals > 0 and (np.isnan(scaled) | (scaled < LARGEST)).all():
            return _figures(column)
    return _texts(column.cells())


def _texts(cells: Sequence[Cell]) -> _Block:
    """Cells one by one, in quotes where they need them."""
    said = [_said(cell).encode("utf-8") for cell in cells]
    lengths = np.array([len(one) for one in said], dtype=np.int64)
    width = max(int(lengths.max(initial=0)), 1)
    flat = b"".join(one.ljust(width) for one in said)
    return _Block(np.frombuffer(flat, np.uint8).reshape(-1, width), np.arange(width) < lengths[:, None])


def _said(cell: Cell) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    if not any(one in cell for one in ',"\r\n'):
        return cell
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow((cell,))  # it quotes what its own line end is made of
    return text.getvalue()[:-1]


def _figures(column: Figures) -> _Block:
    """Figures as `repr` writes them once rounded: no zeros before the first digit nor after the last."""
    unit = 10**column.decimals
    known = ~np.isnan(column.values)
    scaled = np.rint(column.values * float(unit))
    digits = np.where(known, np.abs(scaled), 0.0)
    kind = np.int32 if max(digits.max(initial=0.0), unit * 10) < SMALL else np.int64
    whole, part = np.divmod(digits.astype(kind), kind(unit))
    width = len(str(int(whole.max(initial=0))))
    before = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    after = 10 ** np.arange(column.decimals - 1, -1, -1, dtype=np.int64)
    rows = len(column.values)
    characters = np.empty((rows, 2 + width + column.decimals), np.uint8)
    counts = np.empty(characters.shape, bool)
    characters[:, 0], counts[:, 0] = _MINUS, np.signbit(scaled)
    characters[:, 1 + width], counts[:, 1 + width] = _POINT, True
    for k, power in enumerate(before.tolist(), start=1):
        characters[:, k] = _ZERO + whole // power % 10
        counts[:, k] = (whole >= power) | (power == 1)
    for k, power in enumerate(after.tolist(), start=2 + width):
        characters[:, k] = _ZERO + part // power % 10
        counts[:, k] = (part % (power * 10) != 0) | (power * 10 == unit)
    counts &= known[:, None]
    return _Block(characters, counts)
