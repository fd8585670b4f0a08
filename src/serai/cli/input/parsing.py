"""What the words of an option mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from serai.cli.console import echo
from serai.errors import Refused

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from serai.corridor import Corridor
    from serai.time import Instant

NEWER_S = 86_400.0  # of element sets, after the corridor's own start


class NotText(Refused):
    """A file that should be text is not."""


def zone(name: str | None) -> ZoneInfo | None:
    """The time zone that --tz names, or None when it was left out."""
    if name is None:
        return None
    from serai.time.asked import zone_named

    return zone_named(name)


def instant(text: str | None, tz: str | None = None) -> Instant | None:
    """The instant that an option names, by the clock of --tz where it says no other; None when left out."""
    if text is None:
        return None
    from serai.time.asked import moment_asked

    return moment_asked(text, zone(tz))


def begins(corridor: Corridor, text: str | None, tz: str | None = None) -> Instant | None:
    """When the period begins: as asked; else now, once newer elements were fetched; else the corridor's own.

    Element sets that are more than a day newer than the start that a corridor names were fetched since it was
    written: what is asked then is the present.
    """
    asked = instant(text, tz)
    newest = corridor.elements_as_of
    if asked is not None or newest is None or newest.seconds_since(corridor.start) <= NEWER_S:
        return asked
    from serai.time.asked import present

    return present()


def say_in_force(corridor: Corridor, terms: Sequence[str]) -> None:
    """Say on standard error which terms of --with change nothing, being in force already."""
    named = {term.casefold() for term in terms}
    agreed = corridor.pool.terms
    for term in agreed.rows:
        if term.id.casefold() in named and agreed.counts(term):
            echo(f"{term.id} is in force already: --with {term.id} changes nothing", err=True)


def plain_text(path: Path) -> str:
    """The text of a file, without a byte order mark; refused where it is not UTF-8."""
    from serai.files import TABLE_B, content

    raw, name = content(path, TABLE_B)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotText("cli.not_text", file=name) from None
