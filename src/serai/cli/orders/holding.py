"""`serai hold`, `serai confirm` and `serai release`: what owners keep for an order, agree to and let go."""

from __future__ import annotations

from typing import Annotated

import typer

from serai.cli.input.options import Json, between
from serai.cli.orders.options import Base, By, Moment, PartyName, desk_at, tell_requests
from serai.errors import Refused

Order = Annotated[str, typer.Argument(metavar="ORDER", help="The offer's id, such as R1-1.")]


def hold(
    order: Order,
    hours: Annotated[
        float,
        typer.Option(
            "--hours", metavar="N", callback=between(0.01, 720.0), help="The owners' time to confirm."
        ),
    ] = 1.0,
    again: Annotated[bool, typer.Option("--again", help="Try a released order again.")] = False,
    database: Base = None,
    by: By = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Place an order for an offer: each owner is asked to hold its asset until all have confirmed.

    What is not confirmed by all in time is released by itself. Placed twice, it is placed once.

    \b
    Examples:
      serai hold R1-1
      serai hold R1-1 --hours 0.5 --by Amina
    """
    desk = desk_at(database, by, at)
    if again:
        desk.again(order, hours * 3600.0)
    else:
        desk.places(order, hours * 3600.0)
    tell_requests(desk, order, json=json)


def confirm(
    order: Order,
    party: PartyName = None,
    database: Base = None,
    by: By = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Confirm, as an owner, what is held for an order: bound from then on until the order is decided.

    When the last owner confirms, the order is committed, once, for all.

    \b
    Examples:
      serai confirm R1-1 --party China
      serai confirm R1-1 --party Pakistan --json
    """
    if party is None:
        raise Refused("store.which_party")
    desk = desk_at(database, by, at)
    desk.confirms(order, party)
    tell_requests(desk, order, json=json)


def release(
    order: Order,
    party: PartyName = None,
    why: Annotated[str, typer.Option("--why", metavar="REASON", help="For the record.")] = "",
    cancel: Annotated[bool, typer.Option("--cancel", help="The asker no longer wants it.")] = False,
    break_it: Annotated[
        bool,
        typer.Option("--break", help="Take back what an owner has confirmed, its decision not having come."),
    ] = False,
    database: Base = None,
    by: By = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Let an order go that is not committed; with --party, an owner's no.

    An owner that has confirmed is bound. Where the decision does not come, a person may break the hold, with
    a reason; it is recorded as such, since the order may have been committed meanwhile.

    \b
    Examples:
      serai release R1-1
      serai release R1-1 --party China --why "antenna overhaul"
      serai release R1-1 --party China --break --why "no word for a day"
    """
    if break_it and (party is None or not why):
        raise Refused("store.break_why")
    desk = desk_at(database, by, at)
    if break_it and party is not None:
        desk.breaks(order, party, why)
    elif party is not None:
        desk.declines(order, party, why)
    else:
        desk.releases(order, cancelled=cancel)
    tell_requests(desk, order, json=json)
