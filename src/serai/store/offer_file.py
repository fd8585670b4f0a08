"""Offers and reports out of files: a table of offers, what `serai plan --json` writes, a table of reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from serai.files import csv_rows, json_of, text
from serai.store.asked import NewOffer, NotOffered, OfferedUse
from serai.store.reports import figure
from serai.time import Instant, Span
from serai.wording import reason

OFFER_COLUMNS = (
    *("rank", "says", "owner", "asset", "start", "end", "term", "forwardable", "cost"),
    *("in_hand", "covered_percent", "chance"),
)
OFFER_NEEDS = ("rank", "says", "owner", "asset", "start", "end")


def read_offers(path: Path, need: str) -> list[NewOffer]:
    """The offers of a table (CSV), or of a plan (JSON) those for a need, the earliest in hand first."""
    said = text(path)
    if said.lstrip().startswith("{"):
        return _planned(json_of(said, path.name), path.name, need)
    ranked: dict[float, list[tuple[str, Mapping[str, str]]]] = {}
    for where, row in table_rows(path, OFFER_NEEDS):
        rank = figure(where, "rank", row["rank"])
        ranked.setdefault(float("inf") if rank is None else rank, []).append((where, row))
    return [_offer(ranked[rank]) for rank in sorted(ranked)]


def table_rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each row of a table in CSV or a list in JSON, by its columns, and its place for messages."""
    said = text(path)
    if said.lstrip().startswith("["):
        for number, row in enumerate(json_of(said, path.name), start=1):
            plain = (
                {str(k): "" if v is None else str(v) for k, v in row.items()} if isinstance(row, dict) else {}
            )
            yield _checked(str(reason("store.entry_of", file=path.name, number=number)), plain, needed)
        return
    rows = csv_rows(said, path.name, strict=True)
    _, names = next(rows, (0, []))
    for line, cells in rows:
        where = str(reason("store.line_of", file=path.name, line=line))
        yield _checked(where, dict(zip(names, cells, strict=False)), needed)


def _checked(where: str, row: Mapping[str, str], needed: tuple[str, ...]) -> tuple[str, Mapping[str, str]]:
    if missing := tuple(name for name in needed if not row.get(name)):
        raise NotOffered("store.cells_missing", where=where, columns=missing)
    return where, row


def _offer(rows: list[tuple[str, Mapping[str, str]]]) -> NewOffer:
    where, first = rows[0]
    in_hand = first.get("in_hand", "")
    return NewOffer(
        first["says"],
        tuple(
            OfferedUse(
                row["owner"],
                row["asset"],
                Span(Instant.from_utc(row["start"]), Instant.from_utc(row["end"])),
                row.get("term", ""),
                row.get("forwardable", ""),
                row.get("cost", ""),
            )
            for _, row in rows
        ),
        Instant.from_utc(in_hand) if in_hand else None,
        figure(where, "covered_percent", first.get("covered_percent", "")),
        figure(where, "chance", first.get("chance", "")),
    )


def _planned(plan: object, file: str, need: str) -> list[NewOffer]:
    bookings = plan.get("bookings") if isinstance(plan, dict) else None
    if not isinstance(bookings, list):
        raise NotOffered("store.no_plan", file=file)
    mine = [b for b in bookings if isinstance(b, dict) and b.get("need") == need]
    if not mine:
        some = sorted({str(b.get("need")) for b in bookings if isinstance(b, dict)})
        raise NotOffered("store.plan_without", file=file, need=need, known=tuple(some))
    try:
        return [_booked(one) for one in sorted(mine, key=lambda b: str(b["down"]))]
    except KeyError:
        raise NotOffered("store.no_plan", file=file) from None


def _booked(one: Mapping[str, object]) -> NewOffer:
    said = {name: str(value) for name, value in one.items() if value is not None}
    look = OfferedUse(
        said["owner"],
        said["satellite"],
        Span(Instant.from_utc(said["look_start"]), Instant.from_utc(said["look_end"])),
    )
    if "station" not in said or "start" not in said:
        return NewOffer(said["satellite"], (look,), Instant.from_utc(said["down"]))
    taken = OfferedUse(
        said.get("station_owner", said["owner"]),
        said["station"],
        Span(Instant.from_utc(said["start"]), Instant.from_utc(said["end"])),
    )
    says = f"{said['satellite']}, {said['station']}"
    return NewOffer(says, (look, taken), Instant.from_utc(said["down"]))
