"""What the commands of the store share: which database, who, at which moment, and how requests are shown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from serai.errors import Refused

if TYPE_CHECKING:
    from rich.table import Table

    from serai.store.desk import Desk
    from serai.store.told import OfferStanding, RequestStanding

SETTING = "SERAI_DATABASE"
PLACE = "serai.db"  # in the current folder

Base = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="A path, or postgresql://USER@HOST/NAME; SERAI_DATABASE, or serai.db here, when left out.",
    ),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it, for the record.")]
Moment = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When it was done; now when left out. For exercises."),
]
PartyName = Annotated[str | None, typer.Option("--party", metavar="NAME", help="For which partner.")]


def address(said: str | None) -> str:
    """The address of the database that is asked for; refused where the extra is not installed."""
    if find_spec("sqlalchemy") is None or find_spec("alembic") is None:
        raise Refused("store.no_sqlalchemy")
    return said or os.environ.get(SETTING) or PLACE


def desk_at(database: str | None, by: str | None = None, at: str | None = None) -> Desk:
    """The desk at a database whose schema is the newest."""
    where = address(database)
    from serai.cli.input.parsing import instant
    from serai.store.database import Database
    from serai.store.desk import Desk
    from serai.store.migrations.run import refuse_other
    from serai.time.asked import present_second

    opened = Database.at(where)
    with opened.reading() as connection:
        refuse_other(connection, opened.name)
    moment = instant(at)
    return Desk(opened, by or "", present_second if moment is None else lambda: moment)


def tell_requests(desk: Desk, only: str | None, *, json: bool) -> None:
    """Requests as they stand: all, or the one of a request or an order."""
    from serai.cli.console import print_json, show
    from serai.store.told import standings

    with desk.database.reading() as connection:
        found = standings(connection, only)
    if json:
        print_json({"requests": [plain(one) for one in found]})
        return
    for view in _views(found):
        show(view)


def plain(one: RequestStanding) -> dict[str, object]:
    """A request for programs."""
    from dataclasses import asdict

    return asdict(one)


def _views(found: Sequence[RequestStanding]) -> Iterator[str | Table]:
    if not found:
        yield "no request is on record"
    for at, one in enumerate(found):
        need = f" ({one.need})" if one.need else ""
        until = f", until {_minute(one.until)} UTC" if one.until else ""
        if at:
            yield ""
        yield f"{one.id} {one.stage}: {one.party} asks for {one.wanted}{need}{until}"
        if one.offers:
            yield _table(one.offers)


def _table(offers: Sequence[OfferStanding]) -> Table:
    from rich.table import Table

    from serai.wording import percent

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("order", "stage", "in hand", "covers", "chance", "owners"):
        table.add_column(head, no_wrap=head != "owners")
    for one in offers:
        stage = f"{one.stage} ({one.fault})" if one.fault else one.stage or "offered"
        covers = "?" if one.covered_percent is None else percent(one.covered_percent / 100.0)
        chance = "?" if one.chance is None else percent(one.chance)
        table.add_row(one.id, stage, _minute(one.in_hand), covers, chance, _owners(one))
    return table


def _owners(one: OfferStanding) -> str:
    """Each owner with its asset and how it keeps it; where nobody was asked, it hangs on their words."""
    said = ", ".join(f"{u.owner}: {u.asset}{f' ({u.grip})' if u.grip else ''}" for u in one.uses)
    return said if one.stage else f"{said}; subject to the owner's word"


def _minute(utc: str | None) -> str:
    from serai.wording.times import minute

    return "?" if utc is None else minute(utc)
