"""Put on record what decisions rest on: a corridor, a plan, an assessment, element sets, an image's item.

Each is named by the SHA-256 of what it is, kept whole, told in the ledger, and there once however often it
is sent. A plan and an assessment name the corridor that they rest on (`inputs` of their JSON).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Table, insert, select

from serai.corridor import Corridor
from serai.corridor.version import files_of, version_of
from serai.errors import Refused
from serai.files import BadData, json_of, raw_bytes, text
from serai.formats.elements import read_elements
from serai.formats.omm import MeanElements, write_csv
from serai.store.asked import NewOffer, add_offers
from serai.store.desk import Desk
from serai.store.documents.bodies import SHORT, packed, sha256_of
from serai.store.documents.stac import keep_items, stac_items
from serai.store.schema import assessments, corridors, element_sets, plans
from serai.store.step import Step
from serai.time import Instant


class NotKept(Refused):
    """A file that is no document of the store, or that was changed while it was read."""


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """What was put on record, or stood there: its kind, its name, and the corridor that it rests on."""

    kind: str
    name: str
    new: bool
    count: int = 1
    corridor: str = ""


def kept(
    desk: Desk, *, corridor: Corridor | None = None, path: Path | None = None, order: str = ""
) -> list[KeptDocument]:
    """Put documents on record in one act: a corridor that was read, and what a file holds, of an order."""
    with desk.act("keep", order or str(path or (corridor and corridor.folder))) as act:
        some = [] if corridor is None else keep_corridor(act, corridor)
        return some if path is None else some + keep_file(act, path, order)


def offered(
    desk: Desk,
    request: str,
    some: Sequence[NewOffer],
    source: Path,
    corridor: Corridor | None = None,
    nations: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Record ranked alternatives with what they rest on: the file that they are of, the corridor of terms."""
    with desk.act("offer", request) as act:
        said = _object(source)
        of = keep_plan(act, source, "" if said is None else _rests_on(said))
        if corridor is not None:
            keep_corridor(act, corridor)
        terms_of = "" if corridor is None else corridor.version
        return add_offers(act, request, some, nations, of.name, terms_of)


def keep_corridor(act: Step, corridor: Corridor) -> list[KeptDocument]:
    """Keep a corridor as it was read, all of its files, and each of its element sets."""
    files = files_of(corridor.folder)
    version = version_of(files)
    if version != corridor.version:
        raise NotKept("store.corridor_changed", folder=str(corridor.folder))
    row = {"version": version, "name": corridor.name, "at_ns": act.now.tai_ns, "body": packed(files)}
    new = _once(act, corridors, version, row)
    if new:
        act.tells("corridor.kept", version[:SHORT], sha256=version, name=corridor.name, files=len(files))
    count = _sets(act, list(corridor.elements.values()), version)
    return [
        KeptDocument("corridor", version, new),
        KeptDocument("elements", "elements", bool(count), count),
    ]


def keep_file(act: Step, path: Path, order: str = "") -> list[KeptDocument]:
    """Keep what a file holds: a plan or an assessment (JSON), STAC items, or element sets of any form."""
    said = _object(path)
    if said is not None and "bookings" in said:
        return [keep_plan(act, path, _rests_on(said))]
    if said is not None and "verdicts" in said:
        return [_keep_assessment(act, path, said)]
    if said is not None and (items := stac_items(said)):
        kept = keep_items(act, items, order)
        return [KeptDocument("item", name, new) for name, new in kept]
    if said is not None and "OBJECT_NAME" not in said:
        raise NotKept("store.no_document", path=path.name)
    found = read_elements(path)
    if not found:
        raise NotKept("store.no_document", path=path.name)
    count = _sets(act, found, sha256_of(raw_bytes(path)))
    return [KeptDocument("elements", "elements", bool(count), count)]


def keep_plan(act: Step, path: Path, corridor: str = "") -> KeptDocument:
    """Keep a plan, or any file that offers were made of, by the SHA-256 of its bytes."""
    raw = raw_bytes(path)
    version = sha256_of(raw)
    body = packed({path.name: raw})
    row = {"version": version, "at_ns": act.now.tai_ns, "body": body, "corridor": corridor}
    new = _once(act, plans, version, row)
    if new:
        act.tells("plan.kept", version[:SHORT], sha256=version, file=path.name, corridor=corridor)
    return KeptDocument("plan", version, new, corridor=corridor)


def _keep_assessment(act: Step, path: Path, said: Mapping[str, object]) -> KeptDocument:
    raw = raw_bytes(path)
    version, corridor = sha256_of(raw), _rests_on(said)
    moment = _moment(said.get("at"))
    body = packed({path.name: raw})
    row = {
        "version": version, "corridor": corridor, "moment_ns": moment, "at_ns": act.now.tai_ns, "body": body,
    }  # fmt: skip
    new = _once(act, assessments, version, row)
    if new:
        counts = said.get("verdicts")
        act.tells(
            "assessment.kept", version[:SHORT], sha256=version, corridor=corridor, verdicts=counts,
            moment=said.get("at"), struck=said.get("struck"),
        )  # fmt: skip
    return KeptDocument("assessment", version, new, corridor=corridor)


def _sets(act: Step, some: Sequence[MeanElements], source: str) -> int:
    """Put element sets on record; how many were new."""
    known = {(row.norad, row.sha256) for row in act.connection.execute(select(element_sets))}
    rows: dict[tuple[int, str], dict[str, object]] = {}
    for one in some:
        body = write_csv([one]).splitlines()[1]
        key = (one.norad, sha256_of(body))
        if key not in known:
            rows[key] = {
                "norad": one.norad, "epoch_ns": one.epoch.tai_ns, "sha256": key[1], "name": one.object_name,
                "at_ns": act.now.tai_ns, "body": body,
            }  # fmt: skip
    if rows:
        act.connection.execute(insert(element_sets), list(rows.values()))
        digest = sha256_of("".join(f"{key[1]}\n" for key in sorted(rows)))
        act.tells("elements.kept", source[:SHORT], source=source, count=len(rows), sets=digest)
    return len(rows)


def _once(act: Step, table: Table, version: str, row: Mapping[str, object]) -> bool:
    """Put a row on record where none of its version is; whether it is new."""
    if act.connection.scalar(select(table.c.version).where(table.c.version == version)) is not None:
        return False
    act.connection.execute(insert(table).values(row))
    return True


def _object(path: Path) -> Mapping[str, object] | None:
    """A file's JSON object; None where it holds something else."""
    try:
        said = text(path)
        found = json_of(said, path.name) if said.lstrip().startswith("{") else None
    except BadData:
        raise NotKept("store.no_document", path=path.name) from None
    return found if isinstance(found, dict) else None


def _rests_on(said: Mapping[str, object]) -> str:
    """The corridor's version that an answer of serai names among its inputs; empty where it names none."""
    inputs = said.get("inputs")
    found = inputs.get("corridor") if isinstance(inputs, dict) else None
    return found if isinstance(found, str) else ""


def _moment(said: object) -> int | None:
    try:
        return Instant.from_utc(said).tai_ns if isinstance(said, str) else None
    except Refused:
        return None
