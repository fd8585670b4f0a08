"""The satellites that a question is about, by name or number, over a period, on an Earth that turns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from serai.access.editions import nearest
from serai.access.sweep import Part
from serai.earth import Orientation
from serai.errors import Refused
from serai.formats import BadElements, MeanElements, read_elements
from serai.orbit import Circle, Motion, PaperOrbit, Sgp4, error_text
from serai.questions.cautions import Allowed, LeftOut, cautions
from serai.questions.flights import Flight, flights_of, stretches_of
from serai.questions.tables import holes, tabulated
from serai.time import Instant, Span
from serai.wording import Reason, reason

if TYPE_CHECKING:
    from serai.corridor import Corridor
    from serai.pool import Pool

DAY_S = 86_400.0
# What people call satellites whose catalogue name is another (Space-Track's SATCAT)
SHORT_FORMS: Mapping[str, int] = {
    "iss": 25_544,
    "space station": 25_544,
    "css": 48_274,
    "tiangong": 48_274,
    "hubble": 20_580,
    "hst": 20_580,
}

Source: TypeAlias = "str | Path | Corridor | Sequence[MeanElements]"
Moment = str | Instant
Turning = str | Path | Orientation
Lost = dict[str, object]
DEFAULT = Allowed()


@dataclass(frozen=True, slots=True)
class BulkSky:
    """Satellites over a period, how the Earth is turned in it, and which satellites had to be left out.

    ``beside`` is what else must be said, of how they were chosen.
    """

    flights: tuple[Flight, ...]
    span: Span
    orientation: Orientation
    left_out: tuple[LeftOut, ...] = ()
    beside: tuple[Reason, ...] = ()
    motions: tuple[Motion, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "motions", tuple(motion for one in self.flights for motion in one.motions))

    def __len__(self) -> int:
        return len(self.flights)

    def __repr__(self) -> str:
        return f"Sky({len(self.flights)} satellites, {self.span.start.utc(0)} to {self.span.end.utc(0)})"

    @property
    def cautions(self) -> tuple[Reason, ...]:
        """What must be said beside every answer from this sky."""
        return (*self.beside, *cautions(self.flights, self.span), *holes(self.flights, self.span))

    def of_satellites(self, part: Part, places: int, *, larger: bool) -> Part:
        """The whole of a sweep of all motions as windows of satellites (`serai.access.editions`)."""
        if len(self.motions) == len(self.flights):
            return part
        found = nearest(part, stretches_of(self.flights), places, larger=larger)
        found.errors[:] = [self._code(one) for one in self.flights]
        return found

    def without_position(self, which: Sequence[int], codes: Sequence[int]) -> list[Lost]:
        """The satellites that had no position in some part of the period, and why."""
        return [
            {
                "satellite": self.flights[k].name,
                "norad": self.flights[k].norad,
                "error": int(code),
                "says": error_text(int(code)),
            }
            for k, code in zip(which, codes, strict=True)
            if code
        ]

    def _code(self, flight: Flight) -> int:
        """SGP4's first error code among the sets of a satellite, each asked where it counts."""
        stretches = stretches_of([flight])
        ends = np.clip(
            np.stack([stretches.begin_ns, stretches.end_ns], axis=1),
            self.span.start.tai_ns,
            self.span.end.tai_ns,
        )
        codes = [
            int(code)
            for motion, moments in zip(flight.motions, ends, strict=True)
            if isinstance(motion, Sgp4)
            for code in motion.errors(moments)
        ]
        return next((code for code in codes if code), 0)


def sky_of(
    elements: Source,
    *,
    start: Moment | None = None,
    days: float | None = None,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
    paper: Sequence[str] = (),
    allowed: Allowed = DEFAULT,
) -> BulkSky:
    """The sky over a corridor (an opened one or its folder), a file of element sets, or such sets.

    ``satellites`` are names or catalogue numbers; of a corridor also ids, groups and parties. A corridor has
    a period of its own; with element sets ``start`` and ``days`` are needed. ``orientation`` is a table, its
    file, or 'none' (UT1 = UTC, no polar motion); the published one when left out. ``paper`` are orbits on
    paper (`serai.orbit.PaperOrbit`), flown beside the others from the period's start.
    """
    begin = moment(start)
    opened = corridor_of(elements)
    bad: list[BadElements] = []
    if not isinstance(opened, str | Path | Sequence):
        flying = _of_pool(opened.pool, satellites)
        begin, days = begin or opened.start, days or opened.days
    elif begin is None or days is None:
        raise Refused("questions.period")
    else:
        flying = _chosen(_flights(opened, bad), satellites, bad)
    span = Span.of(begin, days * DAY_S)
    turning = _turning(orientation)
    flying += _on_paper(paper, span, turning)
    kept, left_out = allowed.kept((one.within(span) for one in flying), span, bad)
    return BulkSky(kept, span, turning, left_out, _said_on_paper(kept))


def _on_paper(paper: Sequence[str], span: Span, orientation: Orientation) -> list[Flight]:
    """The satellites of orbits on paper, numbered through."""
    made = [
        (orbit, motion)
        for orbit in map(PaperOrbit.read, paper)
        for motion in orbit.circles(span.start, orientation)
    ]
    return [
        Flight.on_paper(f"paper {number} {orbit.spelled}", motion)
        for number, (orbit, motion) in enumerate(made, start=1)
    ]


def _said_on_paper(flights: Sequence[Flight]) -> tuple[Reason, ...]:
    """What must be said of satellites that exist on paper alone."""
    names = tuple(one.name for one in flights if isinstance(one.motions[0], Circle))
    return (reason("questions.on_paper", names=names),) if names else ()


def _flights(source: str | Path | Sequence[MeanElements], bad: list[BadElements]) -> list[Flight]:
    """The satellites of a file (element sets, OEM or SP3, told by content), or of such sets."""
    if not isinstance(source, str | Path):
        return flights_of(source)
    tables = tabulated(source)
    return flights_of(read_elements(source, bad.append)) if tables is None else tables


def corridor_of(elements: Source) -> Source:
    """A corridor opened where its folder is named; anything else as it is."""
    if isinstance(elements, str | Path) and Path(elements).is_dir():
        from serai.outcome.outcome import open_corridor

        return open_corridor(elements)
    return elements


def of_constellation(elements: Source, name: str) -> Source:
    """The satellites of a corridor's constellation alone, where one is named."""
    if not name:
        return elements
    from serai.questions.constellations.selection import only_constellation

    return only_constellation(corridor_of(elements), name)


def moment(said: Moment | None) -> Instant | None:
    """An instant, or its spelling in UTC."""
    return Instant.from_utc(said) if isinstance(said, str) else said


def _turning(said: Turning | None) -> Orientation:
    if said is None:
        return Orientation.published()
    if isinstance(said, Orientation):
        return said
    return Orientation.none() if str(said) == "none" else Orientation.read(said)


def _of_pool(pool: Pool, wanted: Sequence[str]) -> list[Flight]:
    """The satellites of a pool that words stand for: by catalogue number, or any name that the pool knows."""
    flying = {
        asset.id: _flight_of(asset.name, asset.motion, asset.id)
        for asset in pool.assets
        if isinstance(asset.motion, Sgp4 | Circle)
    }
    if not wanted:
        return list(flying.values())
    by_number = {str(one.norad): name for name, one in flying.items()}
    meant = set[str]()
    for word in wanted:
        mine = ({by_number[word]} if word in by_number else pool.named(word)) & flying.keys()
        if not mine:
            raise Refused("questions.no_elements", word=word)
        meant |= mine
    return [one for name, one in flying.items() if name in meant]


def _flight_of(name: str, motion: Sgp4 | Circle, identity: str) -> Flight:
    """A satellite of a pool, or one that it has on paper."""
    if isinstance(motion, Circle):
        return Flight.on_paper(name, motion, identity)
    return Flight.of(name, motion, identity)


def _chosen(flying: list[Flight], wanted: Sequence[str], bad: list[BadElements]) -> list[Flight]:
    """The satellites of a file that words stand for, by name or number; ``bad`` keeps those of them alone."""
    if not wanted:
        return flying
    chosen: list[Flight] = []
    unreadable: list[BadElements] = []
    for word in wanted:
        fold = word.casefold()
        mine = [one for one in flying if fold in (one.name.casefold(), str(one.norad or ""))]
        spoilt = [one for one in bad if fold == one.of.casefold()]
        if not mine and not spoilt:
            near = _near(word, flying)
            raise Refused("questions.no_satellite", word=word, count=len(flying), hint=nearest_name(near))
        chosen += [one for one in mine if one not in chosen]
        unreadable += [one for one in spoilt if one not in unreadable]
    bad[:] = unreadable
    return chosen


def _near(word: str, flying: Sequence[Flight]) -> list[str]:
    """The names that a word may mean, the likeliest first: by short form, by a whole word, spelt alike."""
    fold = word.casefold()
    number = SHORT_FORMS.get(fold.replace("-", " "))
    known = [one.name for one in flying if number is not None and one.norad == number]
    names = [one.name for one in flying]
    worded = [name for name in names if fold in re.split(r"[^a-z0-9]+", name.casefold())]
    begun = [name for name in names if name.casefold().startswith(fold)]
    folded = {name.casefold(): name for name in names}
    alike = [folded[name] for name in get_close_matches(fold, list(folded), n=1)]
    return [*known, *worded, *begun, *alike]


def nearest_name(near: Sequence[str]) -> object:
    """A hint at the name that was likely meant; nothing where none is near."""
    return reason("questions.did_you_mean", name=near[0]) if near else ""
