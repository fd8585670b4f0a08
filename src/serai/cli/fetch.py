"""`serai fetch`: newer outside data, from the public body that publishes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.console import echo, print_json, program
from serai.cli.input.options import Folder, Json
from serai.cli.input.reference import reference_corridor

if TYPE_CHECKING:
    from serai.fetch import Fetched, OrientationAtHand
    from serai.time import Instant

SHOWN_AT_MOST = 12  # satellites named in a list on the screen; --json names all
DAY_S = 86_400.0


class FetchKind(StrEnum):
    """What can be fetched."""

    ELEMENTS = "elements"
    ORIENTATION = "orientation"
    LEAP_SECONDS = "leap-seconds"
    ITU = "itu"


def fetch(
    kind: Annotated[
        FetchKind,
        typer.Argument(
            help="elements: element sets of the corridor's satellites; orientation: Earth orientation; "
            "leap-seconds: until when UTC is known; itu: digital maps of the ITU-R."
        ),
    ],
    folder: Folder = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="Where to ask for elements; CelesTrak when left out."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write the elements here; into the corridor folder when left out."
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="URL|PATH",
            help="A file or an address instead of the publisher's.",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="DIR",
            help="The folder to add to; the user's own when left out.",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Ask again within two hours, although the server may block this address."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Fetch newer element sets, Earth orientation, leap seconds or the ITU-R's maps.

    Nothing is replaced unless the whole of what came could be read. Satellites that are absent from the
    answer keep their old elements and are named. The server is asked once in two hours at most, as
    CelesTrak's usage policy wants it. Tables of the IERS go into the user's data folder; the longest counts.

    \b
    Examples:
      serai fetch elements
      serai fetch elements my-corridor --json
      serai fetch orientation
      serai fetch leap-seconds --from leap-seconds.list
      serai fetch itu --from R-REC-P.2145-0.zip
    """
    if kind is FetchKind.ITU:
        _maps(source, to, json)
        return
    if kind in (FetchKind.ORIENTATION, FetchKind.LEAP_SECONDS):
        _table(kind, source or url, to, json)
        return
    run(folder=folder, url=url, out=out, force=force, json=json)


def run(*, folder: Path | None, url: str | None, out: Path | None, force: bool, json: bool) -> None:
    """Fetch, check and write what was asked for."""
    from serai.fetch import CELESTRAK, fetch_elements

    fetched = fetch_elements(folder or reference_corridor(), url=url or CELESTRAK, force=force, out=out)
    _tell(_elements(fetched), _elements_words(fetched), json)


def _table(kind: FetchKind, source: str | None, to: Path | None, json: bool) -> None:
    """Put a newer table of the IERS into the user's folder, and say until when both tables reach."""
    from serai.fetch import EarthTable, fetch_table, orientation_at_hand

    table = EarthTable.ORIENTATION if kind is FetchKind.ORIENTATION else EarthTable.LEAP_SECONDS
    fetched, found = fetch_table(table, source=source, to=to), orientation_at_hand()
    said = {"file": str(fetched.file), "from": fetched.source, "changed": fetched.changed}
    news = f"reaches to {fetched.until}" if fetched.changed else f"as it was, reaches to {fetched.until}"
    _tell(
        {**_orientation(found), **said, "until": str(fetched.until)},
        f"{fetched.file}: {news}\n{_orientation_words(found)}",
        json,
    )


def _maps(source: str | None, to: Path | None, json: bool) -> None:
    """Take in the official map files, or say which maps are at hand when no source is given."""
    from serai.radio.propagation.map_bundle import take_in
    from serai.radio.propagation.maps import bundle_folder, maps_at_hand

    bundle = to or bundle_folder()
    if source is None:
        at_hand = maps_at_hand(bundle).editions()
        listed = ", ".join(f"{name} ({count})" for name, count in sorted(at_hand.items())) or "none"
        words = f"digital maps at hand: {listed}\nthe official files are taken in with --from URL|PATH"
        _tell({"bundle": str(bundle), "sheets": at_hand}, words, json)
        return
    taken = take_in(source, bundle)
    plain = {"bundle": str(taken.bundle), "taken": taken.keys, "ignored": taken.ignored, "from": taken.source}
    words = f"{taken.bundle}: {len(taken.keys)} maps taken in, {len(taken.ignored)} other files left alone"
    _tell(plain, words, json)


def _tell(answer: Mapping[str, object], words: str, json: bool) -> None:
    """The answer for programs or for people."""
    if json:
        print_json(answer)
    else:
        echo(words)


def _elements(fetched: Fetched) -> dict[str, object]:
    return {
        "url": fetched.url,
        "file": str(fetched.file),
        "at": fetched.at.utc(decimals=0),
        "changed": fetched.changed,
        "satellites": [
            {
                "id": s.id,
                "name": s.name,
                "norad": s.norad,
                "old_epoch": s.old.utc() if s.old else None,
                "new_epoch": s.new.utc() if s.new else None,
                "age_s": s.age_s(fetched.at),
                "absent": s.absent,
            }
            for s in fetched.satellites
        ],
    }


def _elements_words(fetched: Fetched) -> str:
    if not fetched.changed:
        return f"{fetched.file}: nothing newer since it was last fetched\n{_ages(fetched)}"
    newer = [s.new for s in fetched.satellites if s.newer and s.new is not None]
    lines = [f"{fetched.file}: newer elements for {len(newer)} of {len(fetched.satellites)} satellites"]
    if fetched.absent:
        kept = [f"{s.name} ({s.old.utc(decimals=0)[:10] if s.old else 'none'})" for s in fetched.absent]
        more = len(kept) - SHOWN_AT_MOST
        names = ", ".join(kept[:SHOWN_AT_MOST]) + (
            f" and {more} more (--json names them)" if more > 0 else ""
        )
        lines.append(f"{len(kept)} not in the answer keep what they had: {names}")
    lines.append(_ages(fetched))
    return "\n".join(lines + _meant_for(newer, fetched.start))


def _meant_for(newer: Sequence[Instant], start: Instant) -> list[str]:
    """The day that newer elements are of, where that is not the corridor's start."""
    if not newer:
        return []
    middle = sorted(newer)[len(newer) // 2]
    if abs(middle.seconds_since(start)) <= DAY_S:
        return []
    begins, day = (at.utc(decimals=0)[:10] for at in (start, middle))
    return [
        f"the corridor starts on {begins}, these elements are of {day}; commands ask about now from here on",
        f"another moment: {program()} assess --at {day}",
    ]


def _ages(fetched: Fetched) -> str:
    ages = sorted(
        (age / DAY_S, s.name) for s in fetched.satellites if (age := s.age_s(fetched.at)) is not None
    )
    if not ages:
        return "no satellite has elements"
    (youngest, _), (middle, _), (oldest, whose) = ages[0], ages[len(ages) // 2], ages[-1]
    return (
        f"now {youngest:.1f} to {oldest:.1f} days old, half of them less than {middle:.1f}; oldest: {whose}"
    )


def _orientation(found: OrientationAtHand) -> dict[str, object]:
    return {
        "source": found.source,
        "begins": str(found.begins),
        "measured_until": str(found.measured_until) if found.measured_until else None,
        "predicted_until": str(found.predicted_until),
        "leap_seconds_until": str(found.leap_seconds_until),
        "update": found.update,
    }


def _orientation_words(found: OrientationAtHand) -> str:
    return (
        f"Earth orientation: {found.source}\n"
        f"measured until {found.measured_until or 'never'}, predicted until {found.predicted_until}; "
        f"leap seconds known until {found.leap_seconds_until}"
    )
