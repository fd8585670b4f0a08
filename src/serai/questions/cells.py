"""Columns of a large table, each held as what it is made of: names by number, moments, figures, or cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.questions.columns import Cell
from serai.time import utc_texts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A few values that stand in many rows: which of them stands in each."""

    labels: Sequence[Cell]
    which: Integers

    def cells(self) -> list[Cell]:
        """The column, cell by cell."""
        return [self.labels[k] for k in self.which.tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Moments, in UTC to the millisecond."""

    tai_ns: Integers

    def cells(self) -> list[Cell]:
        """The column, cell by cell."""
        return list(utc_texts(self.tai_ns, 3))


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Numbers to so many decimals; where one is NaN it is not known."""

    values: Floats
    decimals: int

    def cells(self) -> list[Cell]:
        """The column, cell by cell; what is not known is None."""
        rounded = np.round(self.values, self.decimals).tolist()
        return [None if value != value else value for value in rounded]


@dataclass(frozen=True, slots=True, eq=False)
class Single:
    """Cells of any kind."""

    values: Sequence[Cell]

    def cells(self) -> list[Cell]:
        """The column, cell by cell."""
        return list(self.values)


Column = Named | Moments | Figures | Single
