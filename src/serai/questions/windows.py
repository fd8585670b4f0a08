"""A search for windows of satellites over places, a batch at a time or whole, and its rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from serai.access.abeam import Abeam
from serai.access.limits import Limits
from serai.access.sweep import Best, Part, Progress, gathered, sweep
from serai.access.timing import timing_uncertainty_of
from serai.formats.places import NamedPlace
from serai.questions.columns import CUT, Cell, Columns
from serai.questions.sky import BulkSky, Lost
from serai.time import utc_texts
from serai.wording import plural


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSearch:
    """Which windows are asked for: of which sky over which places, what must hold in them, what is best."""

    sky: BulkSky
    places: tuple[NamedPlace, ...]
    limits: Limits
    best: Best
    columns: Columns
    abeam: Abeam | None = None

    def __repr__(self) -> str:
        return f"WindowSearch({self.sky!r} over {plural(len(self.places), self.columns.place)})"

    @property
    def holds(self) -> tuple[str, ...]:
        """What must hold, in words."""
        return tuple(
            str(says) for says in (self.abeam.says if self.abeam else [one.says for one in self.limits])
        )

    def parts(self, progress: Progress | None = None) -> Iterator[Part]:
        """The windows of some satellites at a time, as they are found."""
        where = [site.place for site in self.places]
        found = sweep(
            self.sky.motions,
            where,
            self.limits,
            self.sky.span,
            self.sky.orientation,
            best=self.best,
            azimuths=self.columns.azimuths is not None,
            progress=progress,
        )
        if self.abeam is None:
            return found
        sky, abeam = self.sky, self.abeam
        return (abeam.of(part, sky.motions, where, sky.orientation) for part in found)

    def lost(self, part: Part) -> list[Lost]:
        """The satellites of a part that had no position at some moment, and why."""
        return self.sky.without_position(part.satellites.tolist(), part.errors.tolist())

    def rows(self, part: Part) -> Iterator[tuple[Cell, ...]]:
        """The rows of some windows, by satellite, place and start; moments to 1 ms, angles to 1e-4 deg."""
        table, places, sky = part.table, self.places, self.sky
        median, most = timing_uncertainty_of(table, sky.motions, len(places))
        starts, ends, bests = (utc_texts(at, 3) for at in (table.start_ns, table.end_ns, table.best_ns))
        satellite, place = (table.pair // len(places)).tolist(), (table.pair % len(places)).tolist()
        value, lasting = table.best.tolist(), table.duration_s.tolist()
        cut = (table.cut_start + 2 * table.cut_end).tolist()
        azimuth = part.azimuth_deg.tolist()
        norad = [motion.elements.norad for motion in sky.motions]
        for k in range(len(table)):
            yield (
                sky.names[satellite[k]],
                places[place[k]].id,
                starts[k],
                ends[k],
                round(value[k], 4),
                _known(median[k]),
                bests[k],
                *((round(one, 2) for one in azimuth[k]) if self.columns.azimuths else ()),
                round(lasting[k], 3),
                CUT[cut[k]],
                _known(most[k]),
                norad[satellite[k]],
            )

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
        who = plural(len(sky.motions), "satellite")
        where = plural(len(self.search.places), columns.place)
        when = f"{sky.span.start.utc(0)} to {sky.span.end.utc(0)}"
        return f"FoundWindows({plural(len(self), *columns.called)} of {who} over {where}, {when})"

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        names = self.search.columns.names
        return (dict(zip(names, row, strict=True)) for row in self.search.rows(self.part))

    @property
    def without_position(self) -> list[Lost]:
        """The satellites that had no position in some part of the period, and why."""
        return self.search.lost(self.part)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 2)
