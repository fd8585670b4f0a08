"""What is done with the corridor's versions over HTTP: sent tables looked at, saved, taken, compared."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from serai.corridor.compared import FileChange, compared
from serai.corridor.version import files_of
from serai.errors import Refused
from serai.files import json_of
from serai.serve.bodies.versions import TablesAsked, TakingAsked
from serai.serve.desks import desk_of
from serai.serve.served import Served
from serai.serve.trust.caller import Caller
from serai.serve.trust.once import store_key
from serai.serve.trust.uploads import changed_files
from serai.store.documents.taking import corridor_files
from serai.store.documents.versions import (
    CorridorVersion,
    Taking,
    in_force,
    save_version,
    take_back,
    take_version,
    takings,
    version_named,
    versions,
)

Told = dict[str, object]
Files = Mapping[str, bytes]
MOST_ROWS = 1000  # that differ, of one file: more are counted
SHOWN = 10  # problems named in a refusal


class Unsound(Refused):
    """Tables that cannot be read; ``where`` are the places of the first problems."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        self.where = [f"{one['file']}:{one['line']}:{one['column']}" for one in problems[:SHOWN]]
        more = len(problems) - 1
        super().__init__("serve.unsound", first=str(problems[0]["says"]), more=more or "")


@dataclass(frozen=True, slots=True)
class SentTables:
    """Tables that were sent, whole: the files of a version to be, and over which."""

    files: Files
    parent: str
    source: str


def changed_over(here: Served, asked: TablesAsked) -> SentTables:
    """The files of a version with the changes that were asked for; that in force where none is named."""
    if not asked.files and not asked.remove:
        raise Refused("serve.nothing_changed")
    changed = changed_files(asked.files)
    with here.database.reading() as connection:
        over = _named(here, connection, asked.parent)
        before = corridor_files(connection, over)
    for name in asked.remove:
        if name not in before:
            raise Refused("serve.no_file_to_remove", got=name, known=tuple(before))
    kept = {name: raw for name, raw in before.items() if name not in asked.remove}
    return SentTables({**kept, **changed}, over, "tables")


def whole_over(here: Served, files: Files, parent: str | None) -> SentTables:
    """The files of a whole corridor that was sent, over a version."""
    with here.database.reading() as connection:
        return SentTables(files, _named(here, connection, parent), "archive")


async def looked_at(here: Served, caller: Caller, sent: SentTables) -> tuple[Told, Files]:
    """What `serai check` finds in sent tables, and those of their files that are the corridor's."""
    with here.versions.laid_aside(sent.files) as folder:
        asked = {"question": "check-folder", "language": "en", "folder": str(folder)}
        said = b"".join([part async for part in here.keeper.stream(asked, caller.tenant)])
        found: Told = json_of(said.decode(), "check")
        return found, await asyncio.to_thread(files_of, folder)


def refuse_unsound(here: Served, found: Told) -> None:
    """Refuse (`Unsound`) tables that cannot be read, and those of another corridor."""
    problems = found["problems"]
    if isinstance(problems, list) and problems:
        raise Unsound(problems)
    if found["corridor"] != here.versions.corridor:
        raise Refused("serve.other_corridor", corridor=here.versions.corridor, got=str(found["corridor"]))


def saved(here: Served, caller: Caller, sent: SentTables, files: Files, note: str) -> Told:
    """Save a version; it is not taken."""
    corridor = here.versions.corridor
    with desk_of(here, caller).act("save", sent.parent) as act:
        made = save_version(act, corridor, files, parent=sent.parent, source=sent.source, note=note)
        return _version(version_named(act.connection, corridor, made), _standing(act.connection, corridor))


def taken(here: Served, caller: Caller, name: str, asked: TakingAsked, key: str) -> Told:
    """Take a version, and have it assessed; once for a key, also where no answer was given."""
    corridor = here.versions.corridor
    with desk_of(here, caller).act("take", name) as act:
        one = version_named(act.connection, corridor, name)
        found = take_version(
            act, corridor, one.version, note=asked.note, instead_of=asked.instead_of,
            once=store_key(caller, key),
        )  # fmt: skip
    return _taking(found)


def taken_back(here: Served, caller: Caller, asked: TakingAsked, key: str) -> Told:
    """Take the version before that in force again, and have it assessed; once for a key, as `taken`."""
    with desk_of(here, caller).act("take back", here.versions.corridor) as act:
        found = take_back(
            act, here.versions.corridor, note=asked.note, instead_of=asked.instead_of,
            once=store_key(caller, key),
        )  # fmt: skip
    return _taking(found)


def listed(here: Served) -> Told:
    """Every version and every taking."""
    corridor = here.versions.corridor
    with here.database.reading() as connection:
        standing = _standing(connection, corridor)
        return {
            "corridor": corridor,
            "in_force": standing,
            "assessed": here.keeper.version,
            "versions": [_version(one, standing) for one in versions(connection, corridor)],
            "takings": [_taking(one) for one in takings(connection, corridor)],
            "fetching": _fetching(here),
        }


def _fetching(here: Served) -> Told:
    """How element sets are fetched, and what came of it."""
    found = here.fetching.standing
    return {
        "every_h": here.settings.fetch_h,
        "asked": None if found.asked is None else found.asked.utc(0),
        "says": found.says,
        "stopped": found.stopped,
    }


def file_of(here: Served, name: str, file: str) -> bytes:
    """One file of a version; refused where it has none of the name."""
    with here.database.reading() as connection:
        files = corridor_files(connection, _named(here, connection, name))
    if file not in files:
        raise Refused("serve.no_table", got=file, known=tuple(files))
    return files[file]


def differing(here: Served, name: str, over: str | None) -> Told:
    """What differs in a version from another; from its parent where none is named."""
    with here.database.reading() as connection:
        one = version_named(connection, here.versions.corridor, name)
        before = _named(here, connection, over or one.parent or None)
        found = compared(corridor_files(connection, before), corridor_files(connection, one.version))
    return {"before": before, "after": one.version, "files": [_change(each) for each in found]}


def _named(here: Served, connection: Any, name: str | None) -> str:
    """A version's whole name; that in force where none is named."""
    corridor = here.versions.corridor
    return version_named(connection, corridor, name or _standing(connection, corridor)).version


def _standing(connection: Any, corridor: str) -> str:
    found = in_force(connection, corridor)
    return "" if found is None else found.version


def _version(one: CorridorVersion, standing: str) -> Told:
    return {**asdict(one), "at": one.at.utc(0), "in_force": one.version == standing}


def _taking(one: Taking) -> Told:
    return {**asdict(one), "at": one.at.utc(0)}


def _change(one: FileChange) -> Told:
    return {
        **asdict(one),
        "rows": [asdict(row) for row in one.rows[:MOST_ROWS]],
        "left_off": max(0, len(one.rows) - MOST_ROWS),
    }
