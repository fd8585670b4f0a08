"""What `passes`, `looks` and `revisit` share: the satellites, places and period they are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serai.cli.options import between
from serai.cli.parsing import instant
from serai.errors import Refused

if TYPE_CHECKING:
    from serai.earth import Orientation
    from serai.formats.places import NamedPlace
    from serai.orbit import Sgp4
    from serai.pool import Pool
    from serai.time import Span

DAY_S = 86_400.0

Elements = Annotated[
    Path | None,
    typer.Option(
        "--elements",
        metavar="FILE",
        help="Element sets: OMM (CSV, JSON) or two-line; the folder's if left out.",
    ),
]
Start = Annotated[
    str | None, typer.Option("--start", metavar="TIME", help="In UTC, such as 2026-08-22T00:00:00Z.")
]
Length = Annotated[
    float | None,
    typer.Option(
        "--days", metavar="N", callback=between(0.001, 366.0), help="Length of the period, 0.001 to 366."
    ),
]
Turn = Annotated[
    str | None,
    typer.Option(
        "--orientation",
        metavar="FILE|none",
        help="Earth orientation: a finals2000A file, or none (UT1 = UTC, no polar motion); else published.",
    ),
]
Satellites = Annotated[
    list[str] | None,
    typer.Option(
        "--satellite",
        metavar="ID ...",
        help="Only these satellites, by name or number; of a corridor also by id, group or party.",
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="A CSV table on standard output.")]


@dataclass(frozen=True, slots=True)
class Sky:
    """Satellites with their names, over a period, and how the Earth is turned in it."""

    names: tuple[str, ...]
    motions: tuple[Sgp4, ...]
    span: Span
    orientation: Orientation


def sky(
    folder: Path | None,
    elements: Path | None,
    start: str | None,
    days: float | None,
    orientation: str | None,
    wanted: Sequence[str],
) -> tuple[Sky, Any]:
    """The sky that is asked about, and the corridor when one is (else None)."""
    from serai.earth import Orientation
    from serai.formats import read_elements
    from serai.orbit import Sgp4
    from serai.time import Span

    corridor = None
    begin = instant(start)
    if elements is None:
        from serai.cli.reference import reference_corridor
        from serai.outcome.outcome import open_corridor

        corridor = open_corridor(folder or reference_corridor())
        flying = _of_pool(corridor.pool, wanted)
        begin = begin or corridor.start
        days = days or corridor.days
    else:
        if folder is not None:
            raise Refused("name a corridor FOLDER or --elements FILE, not both")
        if begin is None or days is None:
            raise Refused("with --elements a period is needed: --start TIME --days N")
        flying = _chosen(
            [(one.object_name or str(one.norad), Sgp4(one)) for one in read_elements(elements)], wanted
        )
    turn = Orientation.published()
    if orientation is not None:
        turn = Orientation.none() if orientation == "none" else Orientation.read(orientation)
    span = Span.of(begin, days * DAY_S)
    return Sky(tuple(name for name, _ in flying), tuple(one for _, one in flying), span, turn), corridor


def places_of(path: Path | None, option: str, instead: str = "") -> list[NamedPlace]:
    """The places of a file, or a refusal that names the option they come by, or another ``instead``."""
    from serai.formats.places import read_places

    if path is None:
        other = f", or {instead}" if instead else ""
        raise Refused(f"the places are needed: {option} CSV (columns id, lat_deg, lon_deg){other}")
    return read_places(path)


def satellite_of(motion: Sgp4) -> int:
    """The catalogue number of a satellite."""
    return motion.elements.norad


def without_position(sky: Sky, which: Sequence[int], codes: Sequence[int]) -> list[dict[str, object]]:
    """The satellites for which SGP4 had no position in some part of the period, and what it said."""
    from serai.orbit import error_text

    return [
        {
            "satellite": sky.names[k],
            "norad": satellite_of(sky.motions[k]),
            "error": int(code),
            "says": error_text(int(code)),
        }
        for k, code in zip(which, codes, strict=True)
        if code
    ]


def _of_pool(pool: Pool, wanted: Sequence[str]) -> list[tuple[str, Sgp4]]:
    """The satellites of a pool that words stand for: by catalogue number, or any name that the pool knows."""
    from serai.orbit import Sgp4

    flying = {asset.id: (asset.name, asset.motion) for asset in pool.assets if isinstance(asset.motion, Sgp4)}
    if not wanted:
        return list(flying.values())
    by_number = {str(satellite_of(motion)): name for name, (_, motion) in flying.items()}
    meant = set[str]()
    for word in wanted:
        mine = ({by_number[word]} if word in by_number else pool.named(word)) & flying.keys()
        if not mine:
            raise Refused(f"no satellite with elements among what '{word}' stands for; name a satellite")
        meant |= mine
    return [one for name, one in flying.items() if name in meant]


def _chosen(flying: list[tuple[str, Sgp4]], wanted: Sequence[str]) -> list[tuple[str, Sgp4]]:
    """The satellites of a file that words stand for: by name or catalogue number."""
    if not wanted:
        return flying
    from difflib import get_close_matches

    chosen = []
    for word in wanted:
        fold = word.casefold()
        mine = [one for one in flying if fold in (one[0].casefold(), str(satellite_of(one[1])))]
        if not mine:
            near = get_close_matches(word.upper(), [name.upper() for name, _ in flying], n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise Refused(f"no satellite '{word}' among the {len(flying)} given{hint}")
        chosen += [one for one in mine if one not in chosen]
    return chosen
