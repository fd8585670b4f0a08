"""A search for windows of satellites over places, a batch at a time or whole, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from serai.access.abeam import Abeam
from serai.access.limits import Limits
from serai.access.sweep import Best, Part, Progress, gathered, sweep
from serai.formats.places import NamedPlace
from serai.questions.cells import Column, Figures, Moments, Named, Single
from serai.questions.columns import CUT, Cell, Columns
from serai.questions.flights import timing_of
from serai.questions.on_demand import NO_MORE, ColumnsAsked
from serai.questions.sky import DAY_S, BulkSky, Lost
from serai.wording import plural

if TYPE_CHECKING:
    from serai.questions.takes import Takes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSearch:
    """Which windows are asked for: of which sky over which places, what must hold in them, what is best."""

    sky: BulkSky
    places: tuple[NamedPlace, ...]
    limits: Limits
    best: Best
    columns: Columns
    abeam: Abeam | None = None
    more: ColumnsAsked = NO_MORE
    takes: Takes | None = None

    def __repr__(self) -> str:
        return f"WindowSearch({self.sky!r} over {plural(len(self.places), self.columns.place)})"

    @property
    def names(self) -> tuple[str, ...]:
        """The heads of the columns, those on demand last."""
        return self.columns.names + self.more.names

    @property
    def holds(self) -> tuple[str, ...]:
        """What must hold, in words."""
        return tuple(
            str(says) for says in (self.abeam.says if self.abeam else [one.says for one in self.limits])
        )

    def parts(self, progress: Progress | None = None) -> Iterator[Part]:
        """The windows of some satellites at a time, as found; all at once where one has several sets."""
        sky = self.sky
        where = [site.place for site in self.places]
        found = sweep(
            sky.motions,
            where,
            self.limits,
            sky.span,
            sky.orientation,
            best=self.best,
            azimuths=self.columns.azimuths is not None,
            progress=progress,
        )
        if self.abeam is not None:
            abeam = self.abeam
            found = (abeam.of(part, sky.motions, where, sky.orientation) for part in found)
        if self.takes is not None:
            may = self.takes.pairs([one.id for one in sky.flights])
            found = (part.where(may[part.table.pair]) for part in found)
        if len(sky.motions) == len(sky):
            return found
        larger = self.best is Best.HIGHEST_ELEVATION
        return iter((sky.of_satellites(gathered(found), len(where), larger=larger),))

    def lost(self, part: Part) -> list[Lost]:
        """The satellites of a part that had no position at some moment, and why."""
        return self.sky.without_position(part.satellites.tolist(), part.errors.tolist())

    def held(self, part: Part) -> list[Column]:
        """The columns of some windows, by satellite, place and start; moments to 1 ms, angles to 1e-4 deg."""
        table, places, sky = part.table, self.places, self.sky
        timing = timing_of(table, sky.flights, len(places), sky.orientation)
        satellite, place = np.divmod(table.pair, len(places))
        azimuths = part.azimuth_deg.T if self.columns.azimuths else ()
        return [
            Named([one.name for one in sky.flights], satellite),
            Named([one.id for one in places], place),
            Moments(table.start_ns),
            Moments(table.end_ns),
            Figures(table.best, 4),
            Figures(timing.median_s, 2),
            Moments(table.best_ns),
            *(Figures(column, 2) for column in azimuths),
            Figures(table.duration_s, 3),
            Named(CUT, table.cut_start + 2 * table.cut_end),
            Figures(timing.most_s, 2),
            Named([one.norad for one in sky.flights], satellite),
            Figures(timing.age_s / DAY_S, 2),
            *(Single(one) for one in self.more.lists(table, sky.flights, places, sky.orientation)),
        ]

    def lists(self, part: Part) -> list[list[Cell]]:
        """The same, cell by cell."""
        return [one.cells() for one in self.held(part)]

    def rows(self, part: Part) -> Iterator[tuple[Cell, ...]]:
        """The rows of some windows, by satellite, place and start."""
        return zip(*self.lists(part), strict=True)

    def found(self, progress: Progress | None = None) -> FoundWindows:
        """All of them at once."""
        return FoundWindows(search=self, part=gathered(self.parts(progress)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoundWindows:
    """Windows that were found: as arrays (``part.table``), and as rows by the names of their columns.

    ``search`` is what was asked. Pairs of the table are satellite * places + place.
    """

    search: WindowSearch
    part: Part

    def __len__(self) -> int:
        return len(self.part.table)

    def __repr__(self) -> str:
        sky, columns = self.search.sky, self.search.columns
        who = plural(len(sky), "satellite")
        where = plural(len(self.search.places), columns.place)
        when = f"{sky.span.start.utc(0)} to {sky.span.end.utc(0)}"
        return f"FoundWindows({plural(len(self), *columns.called)} of {who} over {where}, {when})"

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        names = self.search.names
        return (dict(zip(names, row, strict=True)) for row in self.search.rows(self.part))

    @property
    def without_position(self) -> list[Lost]:
        """The satellites that had no position in some part of the period, and why."""
        return self.search.lost(self.part)
