"""`serai request` and `serai offer`: what a partner asks, and what it is offered."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from serai.cli.input.options import Json
from serai.cli.orders.options import Base, By, Moment, PartyName, desk_at, tell_requests


def request(
    words: Annotated[
        str | None,
        typer.Argument(
            metavar="WORDS|ID", help="What is asked for; or a request's id, to see how it stands."
        ),
    ] = None,
    party: PartyName = None,
    need: Annotated[
        str, typer.Option("--need", metavar="ID", help="The need of the corridor that it is for.")
    ] = "",
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Until when it is of use.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="The same key is the same request; made of all it says."),
    ] = None,
    database: Base = None,
    by: By = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Ask for something (with --party), or see how requests stand.

    A request that is asked twice, word by word, is one request.

    \b
    Examples:
      serai request
      serai request R1
      serai request "a radar image of Sindh" --party Pakistan --need N01 --until 2026-08-22T18:00Z
    """
    desk = desk_at(database, by, at)
    only = words if party is None else None
    if party is not None:
        from serai.cli.input.parsing import instant
        from serai.store.asked import NewRequest

        said = (party, need, words or "", until or "")
        own = key or sha256("\x1f".join(said).encode()).hexdigest()[:16]
        only = desk.asks(NewRequest(own, party, words or "", need, instant(until)))
    desk.post()
    tell_requests(desk, only, json=json)


def offer(
    request: Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id, such as R1.")],
    source: Annotated[
        Path,
        typer.Option(
            "--from", metavar="FILE", help="A table of offers (CSV), or what serai plan --json wrote."
        ),
    ],
    corridor: Annotated[
        Path | None,
        typer.Option("--corridor", metavar="FOLDER", help="Whose terms tell term, cost and forwarding."),
    ] = None,
    database: Base = None,
    by: By = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Offer a request ranked alternatives: whose assets, when in hand, how much of the area, how likely.

    Each is subject to its owners' word until they have confirmed. Of a plan those of the request's need are
    taken, the earliest in hand first. With a corridor, each use is recorded with the term in force that the
    asker has it by, its cost and what may be forwarded, where the file says none. The file and the corridor
    are kept with it (serai store list).

    \b
    Examples:
      serai offer R1 --from offers.csv
      serai offer R1 --from plan.json --corridor corridors/belt-and-road --json
    """
    desk = desk_at(database, by, at)
    from serai.store.documents.keeping import offered
    from serai.store.offer_file import read_offers
    from serai.store.told import standings

    with desk.database.reading() as connection:
        (asked,) = standings(connection, request)
    some = read_offers(source, asked.need)
    known: Mapping[str, str] = {}
    shared = None
    if corridor is not None:
        from serai.outcome.outcome import open_corridor
        from serai.store.termed import nations, termed

        shared = open_corridor(corridor)
        some, known = termed(some, shared.pool, asked.party), nations(some, shared.pool, asked.party)
    offered(desk, asked.id, some, source, shared, known)
    tell_requests(desk, asked.id, json=json)
