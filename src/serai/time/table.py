"""The columnar twin of Windows: one row per window, for many pairs at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.time.windows import Windows


@dataclass(frozen=True, slots=True, eq=False)
class WindowTable:
    """Windows of many pairs in columns, ordered by pair and then by start.

    ``cut_start`` and ``cut_end`` say that the window was cut by the ends of the period looked at.  ``best``
    is the largest margin in the window (in the unit of its condition; NaN when not sought) and ``best_ns``
    when it is reached.  Times are TAI nanoseconds; windows are half-open.
    """

    pair: NDArray[np.int64]
    start_ns: NDArray[np.int64]
    end_ns: NDArray[np.int64]
    cut_start: NDArray[np.bool_]
    cut_end: NDArray[np.bool_]
    best: NDArray[np.float64]
    best_ns: NDArray[np.int64]

    def __post_init__(self) -> None:
        lengths = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        if len(set(lengths.values())) > 1:
            got = tuple(f"{name} {length}" for name, length in lengths.items())
            raise Refused("time.columns_unequal", got=got)
        same = self.pair[1:] == self.pair[:-1]
        if not np.all((self.pair[1:] > self.pair[:-1]) | (same & (self.start_ns[1:] >= self.start_ns[:-1]))):
            raise Refused("time.rows_disordered")

    @classmethod
    def empty(cls) -> WindowTable:
        """A table without rows."""
        no = np.empty(0, np.int64)
        yes = np.empty(0, np.bool_)
        return cls(no, no, no, yes, yes, np.empty(0), no)

    @classmethod
    def concatenate(cls, tables: Iterable[WindowTable]) -> WindowTable:
        """The rows of several tables in one, in order."""
        parts = [table for table in tables if len(table)]
        if not parts:
            return cls.empty()
        columns = [np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)]
        order = np.lexsort((columns[1], columns[0]))
        return cls(*(column[order] for column in columns))

    def __len__(self) -> int:
        return len(self.pair)

    @property
    def duration_s(self) -> NDArray[np.float64]:
        """How long each window lasts, seconds."""
        return (self.end_ns - self.start_ns) / 1e9

    def rows_of(self, pair: int) -> slice:
        """Which rows belong to one pair."""
        return slice(
            int(np.searchsorted(self.pair, pair, "left")), int(np.searchsorted(self.pair, pair, "right"))
        )

    def of(self, pair: int) -> Windows:
        """The windows of one pair."""
        rows = self.rows_of(pair)
        return Windows.of_ns(self.start_ns[rows], self.end_ns[rows])

    def where(self, mask: NDArray[np.bool_]) -> WindowTable:
        """Only the rows for which ``mask`` is true."""
        return WindowTable(*(getattr(self, field.name)[mask] for field in fields(self)))
