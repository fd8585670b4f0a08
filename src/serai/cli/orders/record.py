"""`serai report`, `serai ledger` and `serai audit`: what came, what was decided, and is it unchanged?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.options import Json, between
from serai.cli.orders.options import Base, By, Moment, desk_at

if TYPE_CHECKING:
    from rich.table import Table

    from serai.store.accounts import Account, Promise, PromiseTally
    from serai.store.chain import Verified


HASH = 64  # hexadecimal digits of a SHA-256


class AuditAct(StrEnum):
    """What an auditor does."""

    VERIFY = "verify"
    HEAD = "head"


def report(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Reports of what came, CSV or JSON; none: only tell."),
    ] = None,
    database: Base = None,
    by: By = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Take in reports of what came, and tell what was promised and delivered, given and got.

    A report names order, stage (scheduled, acquired, downlinked, delivered, failed), moment and, where it
    failed, whose fault (user, provider, weather). Each is taken in once, however often it is sent.

    \b
    Examples:
      serai report
      serai report came.csv --json
    """
    from serai.cli.console import print_json, show
    from serai.store.accounts import accounts, promises, tallies
    from serai.store.offer_file import table_rows
    from serai.store.reports import read_reports

    desk = desk_at(database, by, at)
    taken = 0
    if file is not None:
        taken = desk.reports(read_reports(table_rows(file, ("order", "stage", "moment"))))
    with desk.database.reading() as connection:
        some = promises(connection)
        parties = accounts(connection, some)
        nations = accounts(connection, some, by_nation=True)
    owners, terms = tallies(some), tallies(some, by_term=True)
    if json:
        print_json(
            {
                "taken": taken,
                "orders": [_order(one) for one in some],
                "owners": [_tally(one) for one in owners],
                "terms": [_tally(one) for one in terms],
                "parties": [_account(one) for one in parties],
                "nations": [_account(one) for one in nations],
            }
        )
        return
    for view in _views(taken, some, owners, parties):
        show(view)


def _order(one: Promise) -> dict[str, object]:
    from serai.store.accounts import forwarding

    return {
        "order": one.order, "party": one.party, "says": one.says, "stage": one.stage, "fault": one.fault,
        "promised": _utc(one.promised_ns), "delivered": _utc(one.delivered_ns), "late_s": one.late_s,
        "forward": forwarding(one),
    }  # fmt: skip


def _tally(one: PromiseTally) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(one)


def _account(one: Account) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(one)


def _utc(ns: int | None) -> str | None:
    from serai.time import Instant

    return None if ns is None else Instant(ns).utc(decimals=0)


def _views(
    taken: int, some: Sequence[Promise], owners: Sequence[PromiseTally], parties: Sequence[Account]
) -> Iterator[str | Table]:
    from serai.store.accounts import forwarding
    from serai.wording import duration, plural

    if taken:
        yield f"{plural(taken, 'report')} taken in\n"
    if not some:
        yield "nothing was promised yet: no order is committed"
        return
    yield "Promised and delivered"
    table = _table("owner", "promised", "delivered", "on time", "waiting", "failed", "late (median)")
    for one in owners:
        failed = ", ".join(f"{count} by {fault}" for fault, count in sorted(one.failed.items())) or "0"
        late = "" if one.late_median_s is None else _late(one.late_median_s, duration)
        table.add_row(
            one.of, str(one.promised), str(one.delivered), str(one.on_time), str(one.waiting), failed, late
        )
    yield table
    yield "\nGiven and got"
    table = _table("party", "gives", "gets", "own use")
    for each in parties:
        table.add_row(each.of, str(each.gives), str(each.gets), str(each.own))
    yield table
    yield "\nWhat may be forwarded"
    for made in some:
        words = "; ".join(f"{owner}: {said or 'not said'}" for owner, said in forwarding(made).items())
        yield f"  {made.order} ({made.stage}) {words}"


def _late(late_s: float, duration: object) -> str:
    assert callable(duration)
    return f"{duration(abs(late_s))} {'late' if late_s > 0.0 else 'early'}" if late_s else "to the second"


def _table(*heads: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    return table


def ledger(
    subject: Annotated[
        str | None, typer.Argument(metavar="REQUEST|ORDER", help="Of which; of all when left out.")
    ] = None,
    last: Annotated[
        int,
        typer.Option("--last", metavar="N", callback=between(1, 1e9), help="Only the latest."),
    ] = 100,
    database: Base = None,
    json: Json = False,
) -> None:
    """Tell what was decided, when, by whom and on which inputs, and what came.

    \b
    Examples:
      serai ledger
      serai ledger R1
      serai ledger R1-1 --json
    """
    from serai.cli.console import echo, print_json
    from serai.store.ledger import head, told

    desk = desk_at(database)
    with desk.database.reading() as connection:
        events, end = told(connection, subject, most=last), str(head(connection))
    if json:
        print_json({"head": end, "events": events})
        return
    for event in events:
        by = f" by {event['by']}" if event["by"] else ""
        when = str(event["at"])[:19].replace("T", " ")
        echo(f"{event['seq']:>5}  {when}  {event['subject']}  {event['kind']}{by}")
        if words := _values(event["values"]):
            echo(f"       {words}")
    echo(f"the ledger ends with {end}")


def _values(values: object) -> str:
    """The values of an event, without what is empty."""
    from textwrap import shorten

    if not isinstance(values, Mapping):
        return ""
    words = [f"{name}: {_value(value)}" for name, value in values.items() if value not in (None, "", [])]
    return shorten(", ".join(words), 100, placeholder=" ... (--json has all)")


def _value(value: object) -> str:
    """A value in a line: names in a row, the beginning of a hash."""
    if isinstance(value, list):
        return " and ".join(
            str(one.get("asset", one)) if isinstance(one, dict) else str(one) for one in value
        )
    return f"{str(value)[:12]}..." if len(str(value)) == HASH else str(value)


def audit(
    act: Annotated[
        AuditAct, typer.Argument(help="verify: is the ledger whole? head: its end, to keep elsewhere.")
    ],
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="N:HASH", help="An end of the ledger that was told before."),
    ] = None,
    database: Base = None,
    json: Json = False,
) -> None:
    """Verify that nobody has changed, moved or cut off anything in the ledger; ends with 1 where one did.

    The documents that decisions rest on are looked through too: each must have the hash that it was kept by.
    The chain shows a change inside it. That nothing was cut off its end, and that it was not written anew as
    a whole, shows a head that was kept elsewhere.

    \b
    Examples:
      serai audit verify
      serai audit head --json
    """
    from serai.cli.console import echo, print_json
    from serai.store.chain import ChainHead
    from serai.store.documents.taking import damaged
    from serai.store.ledger import verify
    from serai.wording import plural

    told = None if head is None else ChainHead.read(head)
    opened = desk_at(database).database
    found = verify(opened, told)
    with opened.reading() as connection:
        count, bad = damaged(connection) if found.sound else (0, ())
    if json:
        print_json(
            {
                "sound": found.sound,
                "events": found.events,
                "head": str(found.head),
                "fault": found.fault,
                "at": found.at,
                "documents": count,
                "damaged": list(bad),
            }
        )
    elif act is AuditAct.HEAD and found.sound:
        echo(found.head)
    elif found.sound:
        echo(f"{found.events:,} events, each as it was written; the last is {found.head}")
        if count and not bad:
            echo(f"{plural(count, 'document')}, each as it was put on record")
    if not found.sound or bad:
        echo(f"serai: {_fault(found, told) if bad == () else _damaged(bad)}", err=True)
        raise typer.Exit(1)


def _damaged(bad: Sequence[str]) -> str:
    from serai.wording import reason

    return str(reason("store.documents_damaged", names=tuple(bad)))


def _fault(found: Verified, told: object) -> str:
    from serai.wording import reason

    if found.fault == "cut":
        return str(reason("store.chain_cut", events=found.events, told=str(told)))
    if found.fault == "other":
        return str(reason("store.chain_other", at=found.at))
    if found.fault == "moved":
        return str(reason("store.chain_moved", at=found.at))
    return str(reason("store.chain_changed", at=found.at))
