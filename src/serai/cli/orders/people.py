"""`serai account` and `serai key`: who may come in to the service, by what, and may do what by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.options import Json
from serai.cli.orders.options import Base, Moment, desk_at
from serai.errors import Refused

if TYPE_CHECKING:
    from rich.table import Table

    from serai.serve.trust.accounts import PersonAccount
    from serai.serve.trust.caller import CallerRole, Scope
    from serai.serve.trust.keys import ListedKey
    from serai.store.desk import Desk


class AccountAct(StrEnum):
    """What is done with accounts."""

    FIRST = "first"
    ADD = "add"
    LIST = "list"
    INVITE = "invite"
    PASSWORD = "password"  # noqa: S105 (the word of the command)
    ROLE = "role"
    SHUT = "shut"
    REOPEN = "reopen"
    MAY = "may"
    RULES = "rules"


class KeyAct(StrEnum):
    """What is done with keys."""

    LIST = "list"
    ADD = "add"
    ROTATE = "rotate"
    REVOKE = "revoke"


def account(
    act: Annotated[AccountAct, typer.Argument(metavar="|".join(AccountAct), help="What to do.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME@ORGANISATION] [ACTION KIND [OWNER]]", help="Whose account; of may, what and whose."
        ),
    ] = None,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="reader, officer, keeper, admin or host.")
    ] = "reader",
    term: Annotated[
        str, typer.Option("--term", metavar="ID", help="Of may: the term by which it is shared.")
    ] = "",
    database: Base = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Make and change accounts of the service, at the machine; ask who may do what, and by which rule.

    The first account is a host's: it makes the others, here or over HTTP. Each begins with an invitation, a
    token that is shown once; its person sets the password by it (in a page, or here: it is asked for). A
    forgotten password is a new invitation.

    \b
    Examples:
      serai account first amina@SUPARCO
      serai account password                     asks for the invitation and the new password
      serai account add omar@SUPARCO --role officer
      serai account may omar@SUPARCO place order SUPARCO
      serai account rules
    """
    if act is AccountAct.RULES:
        _rules(json=json)
        return
    desk = desk_at(database, "console", at)
    if act is AccountAct.PASSWORD:
        _password(desk)
    elif act is AccountAct.MAY:
        _may(desk, words or [], term, json=json)
        return
    elif act is not AccountAct.LIST:
        _change(desk, act, *_person(words or []), role, json=json)
        return
    _accounts(desk, json=json)


def key(
    act: Annotated[KeyAct, typer.Argument(metavar="|".join(KeyAct), help="What to do.")],
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME@ORGANISATION|KEY]", help="Of add, whose; else the key's id."),
    ] = None,
    label: Annotated[str, typer.Option("--label", metavar="WORDS", help="What it is for.")] = "a program",
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope", metavar="SCOPE", help="read, what-if, order, answer or tables; several may be."
        ),
    ] = None,
    days: Annotated[float, typer.Option("--days", metavar="N", help="After how many it ends.")] = 90.0,
    now: Annotated[bool, typer.Option("--now", help="Of rotate: the old key ends at once.")] = False,
    database: Base = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Make, list, rotate and revoke keys, by which programs come in to the service.

    A key is a person's and never does more than that person may. Its token is shown once. A rotated key is
    let in for another day beside the new one, so that a program can be given that.

    \b
    Examples:
      serai key add omar@SUPARCO --label "nightly report" --scope read --days 30
      serai key list
      serai key rotate 0f3c... --now
      serai key revoke 0f3c...
    """
    desk = desk_at(database, "console", at)
    from serai.cli.console import echo, print_json, show
    from serai.serve.trust.accounts import CONSOLE
    from serai.serve.trust.keys import OVERLAP_S, add_key, listed_keys, revoke, rotate

    base, made, moment = desk.database, ("", ""), desk.clock()
    if act is not KeyAct.LIST and name is None:
        raise Refused("trust.which_key")
    if act is KeyAct.ADD:
        person, organisation = _person([name or ""])
        made = add_key(base, CONSOLE, organisation, person, label, _scopes(scope), moment, days)
    elif act is KeyAct.ROTATE:
        made = rotate(base, CONSOLE, name or "", moment, 0.0 if now else OVERLAP_S)
    elif act is KeyAct.REVOKE:
        revoke(base, CONSOLE, name or "", moment)
    found = listed_keys(base, CONSOLE)
    if json:
        print_json(
            {"token": made[1] or None, "key": made[0] or None, "keys": [_plain_key(one) for one in found]}
        )
        return
    if made[1]:
        echo(f"{made[1]}\nis the key {made[0]}: keep it now, it is not shown again\n")
    show(_keys(found, desk) if found else "there is no key")


def _person(words: Sequence[str]) -> tuple[str, str]:
    """The name and the organisation in NAME@ORGANISATION."""
    name, sign, organisation = (words[0] if words else "").partition("@")
    if not (name and sign and organisation):
        raise Refused("trust.which_account", got=words[0] if words else "")
    return name, organisation


def _scopes(said: list[str] | None) -> list[Scope]:
    from serai.serve.trust.caller import KEY_SCOPES
    from serai.serve.trust.caller import Scope as OfKey

    wrong = [one for one in said or () if one not in KEY_SCOPES]
    if wrong:
        raise Refused("trust.no_scope", got=wrong[0], known=tuple(sorted(KEY_SCOPES)))
    return [OfKey(one) for one in said or ("read",)]


def _change(desk: Desk, act: AccountAct, name: str, organisation: str, role: str, *, json: bool) -> None:
    """Do one act on one account, and show its invitation where one was made."""
    from serai.cli.console import echo
    from serai.serve.trust.accounts import (
        CONSOLE,
        add_account,
        first_account,
        invite,
        reopen,
        set_role,
        shut,
    )

    base, moment, token = desk.database, desk.clock(), ""
    said = f"{name}@{organisation}"
    if act is AccountAct.FIRST:
        token = first_account(base, organisation, name, moment)
    elif act is AccountAct.ADD:
        token = add_account(base, CONSOLE, organisation, name, _role(role), moment)
    elif act is AccountAct.INVITE:
        token = invite(base, CONSOLE, organisation, name, moment)
    elif act is AccountAct.ROLE:
        set_role(base, CONSOLE, organisation, name, _role(role), moment)
    elif act is AccountAct.SHUT:
        shut(base, CONSOLE, organisation, name, moment)
    else:
        reopen(base, CONSOLE, organisation, name, moment)
    if json:
        _accounts(desk, json=True, token=token)
    elif token:
        echo(f"{token}\nis the invitation of {said}, shown this once: by it the password is set")
        echo("  serai account password")
    else:
        echo(f"{said}: {act.value} is done")


def _role(said: str) -> CallerRole:
    from serai.serve.trust.caller import MEMBERS
    from serai.serve.trust.caller import CallerRole as Given

    if said not in MEMBERS:
        raise Refused("trust.no_such_role", role=said, known=tuple(sorted(MEMBERS)))
    return Given(said)


def _password(desk: Desk) -> None:
    """Ask for an invitation and a password, unseen, and set it; two lines where no terminal is there."""
    import sys

    from serai.cli.console import echo
    from serai.serve.trust.accounts import set_password

    if sys.stdin.isatty():
        token = typer.prompt("invitation", hide_input=True, err=True)
        word = typer.prompt("new password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        token, word = sys.stdin.readline().strip("\r\n"), sys.stdin.readline().strip("\r\n")
    one = set_password(desk.database, token.strip(), word, desk.clock())
    echo(f"the password of {one.name}@{one.organisation} is set", err=True)


def _accounts(desk: Desk, *, json: bool, token: str = "") -> None:
    from serai.cli.console import print_json, show
    from serai.serve.trust.accounts import CONSOLE, listed

    found = listed(desk.database, CONSOLE)
    if json:
        print_json({"invitation": token or None, "accounts": [_plain(one) for one in found]})
    else:
        show(_table(found) if found else "there is no account: serai account first NAME@ORGANISATION")


def _plain(one: PersonAccount) -> dict[str, object]:
    return {
        "organisation": one.organisation, "name": one.name, "role": one.role.value, "shut": one.shut,
        "has_password": one.has_password,
    }  # fmt: skip


def _table(found: Sequence[PersonAccount]) -> Table:
    table = _columns("name", "organisation", "role", "state")
    for one in found:
        state = "shut" if one.shut else "open" if one.has_password else "invited"
        table.add_row(one.name, one.organisation, one.role.value, state)
    return table


def _keys(found: Sequence[ListedKey], desk: Desk) -> Table:
    now = desk.clock()
    table = _columns("key", "of", "for", "scopes", "ends (UTC)")
    for one in found:
        last = one.until if one.ended is None else min(one.ended, one.until)
        ends = str(last.utc(decimals=0))[:16].replace("T", " ")
        state = ends if one.stands(now) else "ended"
        table.add_row(one.id, f"{one.person}@{one.organisation}", one.label, " ".join(one.scopes), state)
    return table


def _plain_key(one: ListedKey) -> dict[str, object]:
    moments = {"made": one.made, "until": one.until, "seen": one.seen, "ended": one.ended}
    return {
        "id": one.id, "organisation": one.organisation, "person": one.person, "label": one.label,
        "scopes": list(one.scopes),
        **{name: None if at is None else at.utc(decimals=0) for name, at in moments.items()},
    }  # fmt: skip


def _may(desk: Desk, words: Sequence[str], term: str, *, json: bool) -> None:
    """Answer whether a person may do something to a kind of thing of an owner, and by which rule."""
    from serai.cli.console import echo, print_json
    from serai.serve.trust.accounts import CONSOLE
    from serai.serve.trust.accounts import account as account_of
    from serai.serve.trust.caller import ALL_SCOPES, Caller, Via
    from serai.serve.trust.policy import may
    from serai.serve.trust.rules import Action, Kind

    name, organisation = _person(words)
    one = account_of(desk.database, CONSOLE, organisation, name)
    if not 3 <= len(words) <= 4:
        raise Refused("trust.which_act")
    action, kind, owner = words[1], words[2], words[3] if len(words) == 4 else ""
    for got, known in ((action, Action), (kind, Kind)):
        if got not in list(known):
            raise Refused("trust.no_such_word", got=got, known=tuple(x.value for x in known))
    caller = Caller(organisation, name, one.role, frozenset() if one.shut else ALL_SCOPES, Via.SESSION)
    verdict = may(caller, action, kind, owner, term=term)
    if json:
        print_json({"allowed": verdict.allowed, "rule": verdict.rule, "says": str(verdict.says)})
    else:
        echo(f"{'yes' if verdict.allowed else 'no'}, by the rule {verdict.rule!r}: {verdict.says}")


def _rules(*, json: bool) -> None:
    """Tell every rule of the policy."""
    from serai.cli.console import echo, print_json
    from serai.serve.trust.rules import RULES

    if json:
        rows = [
            {
                "rule": one.id, "says": str(one.says), "scope": one.scope.value, "roles": sorted(one.roles),
                "actions": sorted(one.actions), "kinds": sorted(one.kinds), "whose": sorted(one.whose),
            }
            for one in RULES
        ]  # fmt: skip
        print_json({"rules": rows})
        return
    for one in RULES:
        echo(f"{one.id}: {one.says}")
        echo(f"    {', '.join(sorted(one.actions))}: {', '.join(sorted(one.kinds))}")
        echo(f"    {', '.join(sorted(one.roles))}; {', '.join(sorted(one.whose))}; scope {one.scope}")
    echo("what no rule names is refused")


def _columns(*heads: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        table.add_column(head)
    return table
