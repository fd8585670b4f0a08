"""What is kept, read back and looked through: a document is given out only as it was put on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection, Table, select

from serai.corridor.version import version_of
from serai.errors import Refused
from serai.files import json_of, made_folder, put
from serai.formats.omm import OMM_COLUMNS
from serai.store.documents.bodies import SHORT, sha256_of, unpacked_files
from serai.store.schema import assessments, corridors, element_sets, items, ledger, plans
from serai.time import Instant

ELEMENTS = "elements"
OF_KIND: Mapping[str, Table] = MappingProxyType(
    {"corridor": corridors, "plan": plans, "assessment": assessments}
)
WHERE: Mapping[str, str] = MappingProxyType(
    {"corridor": "corridors", "plan": "plans", "assessment": "assessments"}
)


class NoDocument(Refused):
    """No document has this name, several have, or it is not as it was put on record."""


@dataclass(frozen=True, slots=True)
class DocumentListed:
    """A document on record: its kind, name and hash, on which corridor it rests, of which order it is."""

    kind: str
    name: str
    sha256: str
    says: str
    corridor: str
    order: str
    kept_at: str


def documents(connection: Connection) -> list[DocumentListed]:
    """Every document on record, by kind and time; element sets as one, by their newest."""
    found = [
        DocumentListed(
            kind, row.version[:SHORT], row.version, _says(row), getattr(row, "corridor", ""), "",
            Instant(row.at_ns).utc(decimals=0),
        )
        for kind, table in OF_KIND.items()
        for row in connection.execute(select(table).order_by(table.c.at_ns, table.c.version))
    ]  # fmt: skip
    for row in connection.execute(select(items).order_by(items.c.at_ns, items.c.id)):
        at = Instant(row.at_ns).utc(decimals=0)
        found.append(
            DocumentListed("item", row.id, sha256_of(row.body), row.collection, "", row.order or "", at)
        )
    return found


def element_set_count(connection: Connection) -> tuple[int, str]:
    """How many element sets are on record, and the epoch of the newest."""
    epochs = sorted(connection.scalars(select(element_sets.c.epoch_ns)))
    return len(epochs), Instant(epochs[-1]).utc(decimals=0) if epochs else ""


def corridor_files(connection: Connection, version: str) -> dict[str, bytes]:
    """The files of a corridor on record, as they were when it was read; refused where they are not."""
    row = connection.execute(select(corridors).where(corridors.c.version == version)).first()
    if row is None:
        raise NoDocument("store.no_corridor", got=version)
    return _whole("corridor", row.version, row.body)


def take(connection: Connection, name: str, into: Path, at: Instant | None = None) -> str:
    """Write a document to a path: a corridor as a folder, others as a file; its kind.

    ``name`` is the beginning of its hash, an item's id, or ``elements`` for the element sets: of each
    satellite the one nearest to ``at``, or its newest.
    """
    if name == ELEMENTS:
        put(into, "\n".join([",".join(OMM_COLUMNS), *_sets(connection, at)]) + "\n")
        return "OMM"
    kind, of, body = _named(connection, name)
    if kind == "item":
        put(into, body + "\n")
        return kind
    files = _whole(kind, of, body)
    if kind == "corridor":
        if into.exists() and any(into.iterdir()):
            raise NoDocument("store.folder_not_empty", path=str(into))
        _put_all(into, files)
    else:
        put(into, next(iter(files.values())))
    return kind


def damaged(connection: Connection) -> tuple[int, tuple[str, ...]]:
    """How many documents there are, and those that are not as the ledger says they were put on record."""
    found: dict[str, bool] = {}
    for kind, table in OF_KIND.items():
        for row in connection.execute(select(table.c.version, table.c.body)):
            found[row.version] = _hash_of(kind, row.body) == row.version
    for row in connection.execute(select(items.c.body)):
        found[sha256_of(row.body)] = True
    for row in connection.execute(select(element_sets.c.sha256, element_sets.c.body)):
        found[row.sha256] = sha256_of(row.body) == row.sha256
    kept = connection.scalars(
        select(ledger.c.text).where(ledger.c.kind.in_([f"{k}.kept" for k in (*OF_KIND, "item")]))
    )
    told = {str(json_of(text, "ledger")["values"]["sha256"]) for text in kept}
    bad = {name for name, sound in found.items() if not sound} | (told - found.keys())
    return len(found), tuple(sorted(name[:SHORT] for name in bad))


def exported(connection: Connection, folder: Path) -> None:
    """Write every document as the file or folder that it was."""
    for kind, table in OF_KIND.items():
        for row in connection.execute(select(table.c.version, table.c.body)):
            place = folder / WHERE[kind]
            _put_all(place / row.version[:SHORT], unpacked_files(row.body, kind))
    for row in connection.execute(select(items.c.id, items.c.body).order_by(items.c.id)):
        made_folder(folder / "items")
        put(folder / "items" / f"{sha256_of(row.body)[:SHORT]}.json", row.body + "\n")
    rows = connection.scalars(
        select(element_sets.c.body).order_by(element_sets.c.norad, element_sets.c.epoch_ns)
    )
    put(folder / "elements.csv", "\n".join([",".join(OMM_COLUMNS), *rows]) + "\n")


def _named(connection: Connection, name: str) -> tuple[str, str, str]:
    """The one document of a name: its kind, its whole name and its body."""
    found = [
        (kind, str(row.version), str(row.body))
        for kind, table in OF_KIND.items()
        for row in connection.execute(
            select(table.c.version, table.c.body).where(table.c.version.startswith(name, autoescape=True))
        )
    ]
    found += [
        ("item", name, str(row.body))
        for row in connection.execute(select(items.c.body).where(items.c.id == name))
    ]
    if not found:
        latest = tuple(one.name for one in documents(connection)[-5:])
        raise NoDocument("store.document_unknown", got=name, known=latest)
    if len(found) > 1:
        known = tuple(of[:SHORT] for _, of, _ in found)
        raise NoDocument("store.document_several", got=name, known=known)
    return found[0]


def _whole(kind: str, version: str, body: str) -> dict[str, bytes]:
    if _hash_of(kind, body) != version:
        raise NoDocument("store.document_damaged", name=version[:SHORT])
    return unpacked_files(body, kind)


def _hash_of(kind: str, body: str) -> str:
    files = unpacked_files(body, kind)
    return version_of(files) if kind == "corridor" else sha256_of(next(iter(files.values()), b""))


def _sets(connection: Connection, at: Instant | None) -> Iterator[str]:
    """The rows of each satellite's set that is nearest to a moment, by catalogue number."""
    best: dict[int, tuple[float, str, str]] = {}
    for row in connection.execute(select(element_sets)):
        far = -float(row.epoch_ns) if at is None else abs(float(row.epoch_ns - at.tai_ns))
        mine = (far, str(row.sha256), str(row.body))
        best[row.norad] = min(best.get(row.norad, mine), mine)
    return (best[norad][2] for norad in sorted(best))


def _put_all(folder: Path, files: Mapping[str, bytes]) -> None:
    made_folder(folder)
    for name, raw in files.items():
        made_folder((folder / name).parent)
        put(folder / name, raw)


def _says(row: object) -> str:
    """What a document is called: a corridor's name, a plan's file, the day of an assessment."""
    name = getattr(row, "name", "")
    if name:
        return str(name)
    return next(iter(json_of(getattr(row, "body", "{}"), "body")), "")
