"""What an answer shows beside its figures: lanes over time, tables, link budgets, parts of the map.

A service builds them; the page, the terminal and JSON show them and do not know which service it was.
Texts are reasons of the catalogue, or plain text where a service keeps no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box, Place
from serai.needs.area_map import AreaPicture
from serai.tables import Basis
from serai.time import Instant
from serai.wording import Reason

Text = Reason | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity over the instants of a lane (n,), NaN where there is none; said with its range.

    ``name`` stands before the range and ``unit`` behind it; either may be empty.
    """

    name: Text
    values: NDArray[np.float64]
    unit: Text = ""
    decimals: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A quantity drawn over the day in the line of its need, with others whose ranges are told beside it.

    Lanes with the same ``title`` stand under one heading, which ``about`` explains. ``tai_ns`` (n,) ascends.
    """

    title: Text
    about: Text
    tai_ns: NDArray[np.int64]
    drawn: Series
    beside: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell: its text, a smaller text under it, where the figure comes from, and whether it is known.

    With ``moment`` the cell is that moment, and who shows it says it by the reader's clocks.
    """

    text: Text = ""
    under: Text = ""
    source: Text = ""
    known: bool = True
    moment: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: the asset that it is about (by id), its cells, the same in one sentence, and for programs.

    ``weight`` ranks it where the table is drawn, the greatest first.
    """

    about: str
    cells: tuple[TableCell, ...]
    says: Text
    weight: tuple[float, ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a column of a table holds; ``figure`` columns are set to the right, as numbers are."""

    text: Text
    figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows about assets, each told in a sentence where the asset is on the path of the need.

    ``key`` is its name for programs and ``of`` that of its list of rows; ``label`` stands before the
    sentences, which are not told where it is empty. A ``shared`` table is about the corridor rather than the
    need: the page shows it once, for the shortest period judged. Another one is shown whole where its need is
    shown in full.
    """

    key: str
    title: Text
    about: Text
    label: Text
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    of: str = "rows"
    shared: bool = False

    def on(self, path: Iterable[str]) -> tuple[TableRow, ...]:
        """The rows about the assets of a path, in the table's order."""
        among = frozenset(path)
        return tuple(row for row in self.rows if row.about in among)


class BudgetLine(Protocol):
    """One line of a budget, such as ``serai.radio.Line``; ``value`` is None where it is unknown."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def kind(self) -> Enum: ...
    @property
    def basis(self) -> Basis: ...
    @property
    def source(self) -> str: ...


class LineByLine(Protocol):
    """A budget told line by line, such as ``serai.radio.Budget``: what adds, what takes away, the rest."""

    @property
    def title(self) -> str:
        """Which link, in which direction."""
        ...

    @property
    def lines(self) -> Sequence[BudgetLine]:
        """From what is radiated to the margin."""
        ...

    @property
    def closes(self) -> bool | None:
        """Whether a margin is left; None where a figure is unknown."""
        ...

    @property
    def deciding(self) -> BudgetLine | None:
        """The line on which it hangs that the link does not close, or that nobody knows."""
        ...

    def line(self, name: str) -> BudgetLine | None:
        """The line with this name, or None."""
        ...

    def value(self, name: str) -> float | None:
        """The value of a line; None when it is unknown or there is no such line."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The link budgets behind an answer."""

    budgets: tuple[LineByLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlace:
    """A place on the map and what it is called; ``kind`` ("landing") is said beside the name."""

    name: str
    at: Place
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """An asset that runs from place to place, ``at_sea`` around the land; ``kind`` is the style it has."""

    asset: str
    a: MapPlace
    b: MapPlace
    kind: str = ""
    at_sea: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArea:
    """A box that a fitting of an asset serves: a beam; ``name`` is the fitting's."""

    asset: str
    name: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class MapReach:
    """How far to its sides a fitting of a moving asset reaches on the ground, for drawing.

    From ``near_deg`` to ``far_deg`` at the Earth's centre from the point below it, at its mean height over a
    sphere (of a low orbit a few kilometres from the ellipsoid's); ``sides`` "left", "right", or "" for both.
    """

    asset: str
    name: str
    near_deg: float
    far_deg: float
    sides: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Lines, places and areas for the corridor's map, and the reaches of what moves over it."""

    lines: tuple[MapLine, ...] = ()
    places: tuple[MapPlace, ...] = ()
    areas: tuple[MapArea, ...] = ()
    reaches: tuple[MapReach, ...] = ()


Exhibit = Lane | Table | Budgets | Map | AreaPicture

E = TypeVar("E", Lane, Table, Budgets, Map, AreaPicture)


def exhibits_of(kind: type[E], shown: Iterable[Exhibit]) -> tuple[E, ...]:
    """The exhibits of one kind, in their order."""
    return tuple(one for one in shown if isinstance(one, kind))
