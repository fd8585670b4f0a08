"""What the words of an option mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from serai.cli.console import echo
from serai.errors import Refused

if TYPE_CHECKING:
    from serai.corridor import Corridor
    from serai.time import Instant


class NotText(Refused):
    """A file that should be text is not."""


def instant(text: str | None) -> Instant | None:
    """The instant that an option names in UTC, or None when it was left out."""
    if text is None:
        return None
    from serai.time import Instant

    return Instant.from_utc(text)


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
