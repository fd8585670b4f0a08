"""Newer tables of leap seconds and Earth orientation, from the IERS or a file, into the user's folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from serai.earth import Orientation
from serai.earth.finals import parse_finals
from serai.errors import Refused
from serai.fetch.http import FetchRefused, ask
from serai.fetch.orientation import orientation_at_hand
from serai.files import made_folder, put, text
from serai.files.web import shown
from serai.time import LeapSeconds
from serai.time.own import FINALS, LEAP_SECONDS, own_folder
from serai.wording import Reason


def _leap_until(said: str, source: str) -> date:
    return LeapSeconds.parse(said, source).expires


def _finals_until(said: str, source: str) -> date:
    days = parse_finals(said.encode(), source)
    return orientation_at_hand(Orientation.of_days(days, source)).predicted_until


class EarthTable(Enum):
    """The tables that can be fetched: the file's name, who publishes it, and how its end is read."""

    LEAP_SECONDS = (LEAP_SECONDS, "https://hpiers.obspm.fr/iers/bul/bulc/Leap_Second.dat", _leap_until)
    ORIENTATION = (FINALS, "https://datacenter.iers.org/data/9/finals2000A.all", _finals_until)

    @property
    def file(self) -> str:
        """What the IERS calls the file."""
        return self.value[0]

    @property
    def url(self) -> str:
        """Where the IERS publishes it."""
        return self.value[1]

    @property
    def until(self) -> Callable[[str, str], date]:
        """The day until which a text of it reaches; refused where it is no such table."""
        return self.value[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedTable:
    """A table that was fetched: where it lies, from where it came, and until when it reaches."""

    file: Path
    source: str
    until: date
    changed: bool  # False: the user's own was the same


def fetch_table(table: EarthTable, *, source: str | None = None, to: Path | None = None) -> FetchedTable:
    """Put a newer table into the user's folder, whole or not at all; from the IERS, or a file or address.

    Refused, with the table as it was, where the server refuses, where what came is no such table, and where
    it ends before the one that is there.
    """
    came_from = source or table.url
    local = source is not None and "://" not in source
    said = text(came_from) if local else _asked(came_from)
    until = table.until(said, Path(came_from).name if local else shown(came_from))
    file = (to or own_folder()) / table.file
    had = text(file) if file.is_file() else ""
    if had and had != said:
        ended = table.until(had, str(file))
        if ended > until:
            raise Refused("fetch.older_table", file=str(file), ended=str(ended), until=str(until))
    if had != said:
        put(made_folder(file.parent) / file.name, said)
    return FetchedTable(
        file=file, source=came_from if local else shown(came_from), until=until, changed=had != said
    )


def _asked(url: str) -> str:
    """What a server answers."""
    try:
        reply = ask(url, None)
    except FetchRefused as refused:
        why = refused.reason.values["why"]
        assert isinstance(why, Reason)
        raise Refused("fetch.table_refused", why=why) from None
    assert reply.text is not None  # nothing was said of what there is
    return reply.text
