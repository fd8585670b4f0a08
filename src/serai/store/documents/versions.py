"""Versions of a corridor's tables: saved with who, when and why, taken into force, and taken back.

A version is its files, named by their SHA-256, after another one (its parent). Which one is in force is the
last taking; what is taken back gives place to the one before it, so that taking back again leads further
back. Nothing is ever removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, func, insert, select

from serai.corridor.version import version_of
from serai.errors import Refused
from serai.store.documents.bodies import SHORT, packed
from serai.store.schema import corridor_takings, corridor_versions, corridors
from serai.store.step import Step
from serai.time import Instant

ONCE_NS = 7 * 86_400 * 1_000_000_000  # an act's name counts for a week, as its answer is kept


class NoVersion(Refused):
    """No version of a corridor has this name, or several have."""


class VersionNotTaken(Refused):
    """A version that is not taken, or not taken back: another stands there than whoever asks believed."""


class Did(StrEnum):
    """By what a version came into force."""

    FOLDER = "folder"  # it was found on the disk at a start
    TAKE = "take"
    BACK = "take back"
    FETCH = "fetch"  # newer element sets came


@dataclass(frozen=True, slots=True)
class CorridorVersion:
    """A version on record: after which, from where, why, by whom and when."""

    version: str
    parent: str
    source: str
    note: str
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Taking:
    """A version that came into force: when, by what, by whom, and which was there before."""

    version: str
    before: str
    did: str
    note: str
    by: str
    at: Instant


def save_version(
    act: Step,
    corridor: str,
    files: Mapping[str, bytes],
    *,
    parent: str = "",
    source: str,
    name: str = "",
    note: str = "",
) -> str:
    """Put a version on record; its name. The same files again are the version that was saved first."""
    version = version_of(files)
    if act.connection.scalar(select(corridors.c.version).where(corridors.c.version == version)) is None:
        act.connection.execute(
            insert(corridors).values(
                version=version, name=name or corridor, at_ns=act.now.tai_ns, body=packed(files)
            )
        )
        act.tells("corridor.kept", version[:SHORT], sha256=version, name=name or corridor, files=len(files))
    if _known(act.connection, corridor, version) is None:
        act.connection.execute(
            insert(corridor_versions).values(
                seq=1 + (act.connection.scalar(select(func.max(corridor_versions.c.seq))) or 0),
                corridor=corridor, version=version, parent=parent, source=source, note=note, by=act.by,
                at_ns=act.now.tai_ns,
            )
        )  # fmt: skip
        act.tells(
            "corridor.saved", version[:SHORT], corridor=corridor, parent=parent, source=source, note=note
        )
    return version


def take_version(
    act: Step,
    corridor: str,
    version: str,
    *,
    did: Did = Did.TAKE,
    note: str = "",
    instead_of: str | None = None,
    once: str = "",
) -> Taking:
    """Bring a version on record into force; again, nothing changes.

    ``instead_of`` is the version believed to be in force: refused (`VersionNotTaken`) where another is.
    ``once`` names the act: one of a name that was done stands, whatever came after it.
    """
    if (done := _done(act, corridor, once)) is not None:
        return done
    now = in_force(act.connection, corridor)
    standing = "" if now is None else now.version
    if instead_of is not None and instead_of != standing:
        raise VersionNotTaken("store.another_version", got=instead_of[:SHORT], found=standing[:SHORT])
    if now is not None and standing == version:
        if did is not Did.FOLDER:
            return now
        standing = now.before  # that it lies on the disk too is put on record; what was before it stays
    return _takes(act, corridor, version, before=standing, did=did, note=note, once=once)


def take_back(
    act: Step, corridor: str, *, note: str = "", instead_of: str | None = None, once: str = ""
) -> Taking:
    """Bring the version before that in force into force again; `VersionNotTaken` where there is none.

    ``once`` as for `take_version`: without it, done again it goes one further back.
    """
    if (done := _done(act, corridor, once)) is not None:
        return done
    now = in_force(act.connection, corridor)
    if now is None or not now.before:
        raise VersionNotTaken("store.nothing_before")
    if instead_of is not None and instead_of != now.version:
        raise VersionNotTaken("store.another_version", got=instead_of[:SHORT], found=now.version[:SHORT])
    earlier = [one for one in takings(act.connection, corridor) if one.version == now.before]
    before = earlier[-1].before if earlier else ""
    return _takes(act, corridor, now.before, before=before, did=Did.BACK, note=note, once=once)


def in_force(connection: Connection, corridor: str) -> Taking | None:
    """The taking that stands; None before the first."""
    return _last(connection, corridor)


def seen_in_folder(connection: Connection, corridor: str) -> str:
    """The version that was last found on the disk; empty before the first start."""
    found = _last(connection, corridor, Did.FOLDER)
    return "" if found is None else found.version


def takings(connection: Connection, corridor: str) -> list[Taking]:
    """Every taking of a corridor, in its order."""
    asked = select(corridor_takings).where(corridor_takings.c.corridor == corridor)
    return [_taking(row) for row in connection.execute(asked.order_by(corridor_takings.c.seq))]


def versions(connection: Connection, corridor: str) -> list[CorridorVersion]:
    """Every version of a corridor, in the order in which they were saved."""
    table = corridor_versions
    asked = select(table).where(table.c.corridor == corridor).order_by(table.c.seq)
    return [_version(row) for row in connection.execute(asked)]


def version_named(connection: Connection, corridor: str, name: str) -> CorridorVersion:
    """The one version whose hash begins so; refused (`NoVersion`) where none or several do."""
    table = corridor_versions
    asked = select(table).where(
        table.c.corridor == corridor, table.c.version.startswith(name, autoescape=True)
    )
    rows = connection.execute(asked.limit(2)).all()
    if len(rows) != 1:
        raise NoVersion("store.no_version", got=name)
    return _version(rows[0])


def _takes(act: Step, corridor: str, version: str, *, before: str, did: Did, note: str, once: str) -> Taking:
    if _known(act.connection, corridor, version) is None:
        raise NoVersion("store.no_version", got=version)
    number = 1 + (act.connection.scalar(select(func.max(corridor_takings.c.seq))) or 0)
    act.connection.execute(
        insert(corridor_takings).values(
            seq=number, corridor=corridor, version=version, before=before, did=did.value, note=note,
            by=act.by, at_ns=act.now.tai_ns, once=once,
        )
    )  # fmt: skip
    act.tells(
        "corridor.taken", version[:SHORT], corridor=corridor, sha256=version, before=before, did=did.value,
        note=note,
    )  # fmt: skip
    return Taking(version, before, did.value, note, act.by, act.now)


def _done(act: Step, corridor: str, once: str) -> Taking | None:
    """The taking that an act of this name was; None where it was not done lately, or has no name."""
    table, since = corridor_takings, act.now.tai_ns - ONCE_NS
    of = (table.c.corridor == corridor) & (table.c.once == once) & (table.c.at_ns > since)
    row = act.connection.execute(select(table).where(of)).first() if once else None
    return None if row is None else _taking(row)


def _last(connection: Connection, corridor: str, did: Did | None = None) -> Taking | None:
    asked = select(corridor_takings).where(corridor_takings.c.corridor == corridor)
    if did is not None:
        asked = asked.where(corridor_takings.c.did == did.value)
    row = connection.execute(asked.order_by(corridor_takings.c.seq.desc()).limit(1)).first()
    return None if row is None else _taking(row)


def _known(connection: Connection, corridor: str, version: str) -> str | None:
    of = (corridor_versions.c.corridor == corridor) & (corridor_versions.c.version == version)
    return connection.scalar(select(corridor_versions.c.version).where(of))


def _version(row: Row[tuple[object, ...]]) -> CorridorVersion:
    return CorridorVersion(row.version, row.parent, row.source, row.note, row.by, Instant(row.at_ns))


def _taking(row: Row[tuple[object, ...]]) -> Taking:
    return Taking(row.version, row.before, row.did, row.note, row.by, Instant(row.at_ns))
