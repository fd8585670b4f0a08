"""The satellites that a question is about, by name or number, over a period, on an Earth that turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from serai.corridor import Corridor
from serai.earth import Orientation
from serai.errors import Refused
from serai.formats import MeanElements, read_elements
from serai.orbit import Sgp4, error_text
from serai.outcome.outcome import open_corridor
from serai.pool import Pool
from serai.time import Instant, Span
from serai.wording import reason

DAY_S = 86_400.0

Source = str | Path | Corridor | Sequence[MeanElements]
Moment = str | Instant
Turning = str | Path | Orientation
Lost = dict[str, object]


@dataclass(frozen=True, slots=True)
class BulkSky:
    """Satellites with their names, over a period, and how the Earth is turned in it."""

    names: tuple[str, ...]
    motions: tuple[Sgp4, ...]
    span: Span
    orientation: Orientation

    def __repr__(self) -> str:
        return f"Sky({len(self.names)} satellites, {self.span.start.utc(0)} to {self.span.end.utc(0)})"

    def without_position(self, which: Sequence[int], codes: Sequence[int]) -> list[Lost]:
        """The satellites for which SGP4 had no position in some part of the period, and what it said."""
        return [
            {
                "satellite": self.names[k],
                "norad": self.motions[k].elements.norad,
                "error": int(code),
                "says": error_text(int(code)),
            }
            for k, code in zip(which, codes, strict=True)
            if code
        ]


def sky_of(
    elements: Source,
    *,
    start: Moment | None = None,
    days: float | None = None,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
) -> BulkSky:
    """The sky over a corridor (an opened one or its folder), a file of element sets, or such sets.

    ``satellites`` are names or catalogue numbers; of a corridor also ids, groups and parties. A corridor has
    a period of its own; with element sets ``start`` and ``days`` are needed. ``orientation`` is a table, its
    file, or 'none' (UT1 = UTC, no polar motion); the published one when left out.
    """
    begin = moment(start)
    opened = corridor_of(elements)
    if isinstance(opened, Corridor):
        flying = _of_pool(opened.pool, satellites)
        begin, days = begin or opened.start, days or opened.days
    elif begin is None or days is None:
        raise Refused("questions.period")
    else:
        sets = read_elements(opened) if isinstance(opened, str | Path) else opened
        flying = _chosen([(one.object_name or str(one.norad), Sgp4(one)) for one in sets], satellites)
    names, motions = tuple(name for name, _ in flying), tuple(motion for _, motion in flying)
    return BulkSky(names, motions, Span.of(begin, days * DAY_S), _turning(orientation))


def corridor_of(elements: Source) -> Source:
    """A corridor opened where its folder is named; anything else as it is."""
    if isinstance(elements, str | Path) and Path(elements).is_dir():
        return open_corridor(elements)
    return elements


def moment(said: Moment | None) -> Instant | None:
    """An instant, or its spelling in UTC."""
    return Instant.from_utc(said) if isinstance(said, str) else said


def _turning(said: Turning | None) -> Orientation:
    if said is None:
        return Orientation.published()
    if isinstance(said, Orientation):
        return said
    return Orientation.none() if str(said) == "none" else Orientation.read(said)


def _of_pool(pool: Pool, wanted: Sequence[str]) -> list[tuple[str, Sgp4]]:
    """The satellites of a pool that words stand for: by catalogue number, or any name that the pool knows."""
    flying = {asset.id: (asset.name, asset.motion) for asset in pool.assets if isinstance(asset.motion, Sgp4)}
    if not wanted:
        return list(flying.values())
    by_number = {str(motion.elements.norad): name for name, (_, motion) in flying.items()}
    meant = set[str]()
    for word in wanted:
        mine = ({by_number[word]} if word in by_number else pool.named(word)) & flying.keys()
        if not mine:
            raise Refused("questions.no_elements", word=word)
        meant |= mine
    return [one for name, one in flying.items() if name in meant]


def _chosen(flying: list[tuple[str, Sgp4]], wanted: Sequence[str]) -> list[tuple[str, Sgp4]]:
    """The satellites of a file that words stand for: by name or catalogue number."""
    if not wanted:
        return flying
    chosen: list[tuple[str, Sgp4]] = []
    for word in wanted:
        fold = word.casefold()
        mine = [one for one in flying if fold in (one[0].casefold(), str(one[1].elements.norad))]
        if not mine:
            near = get_close_matches(word.upper(), [name.upper() for name, _ in flying], n=1)
            raise Refused("questions.no_satellite", word=word, count=len(flying), hint=nearest(near))
        chosen += [one for one in mine if one not in chosen]
    return chosen


def nearest(near: Sequence[str]) -> object:
    """A hint at the name that was likely meant; nothing where none is near."""
    return reason("questions.did_you_mean", name=near[0]) if near else ""
