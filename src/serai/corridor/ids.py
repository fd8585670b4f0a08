"""Every id of a corridor folder, where it stands, and whether a reference to one is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from serai.corridor.tables import ANY_ASSET
from serai.tables import Column, Problem, Row
from serai.tables.rows import did_you_mean
from serai.wording import Reason, reason

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNIQUE, ID_OF = "corridor.unique_id", "corridor.id_of"  # expectations that decide what is told first
_NOUN: Mapping[str, Reason] = {
    "members": reason("corridor.a_member"),
    "satellites": reason("corridor.a_satellite"),
    "stations": reason("corridor.a_station"),
    "needs": reason("corridor.a_need"),
    "terms": reason("corridor.a_term"),
    "events": reason("corridor.an_event"),
    "sites": reason("corridor.a_site"),
    "terminals": reason("corridor.a_terminal"),
    "payload_classes": reason("corridor.a_payload_class"),
    ANY_ASSET: reason("corridor.an_asset"),
}


def noun(table: str) -> Reason:
    """What one row of a table is called: "a satellite", "a site", "a payload class"."""
    if table in _NOUN:
        return _NOUN[table]
    words = table.replace("_", " ")
    one = words.removesuffix("es") if words.endswith(("sses", "xes")) else words.removesuffix("s")
    return reason("corridor.an_row", table=one) if one[:1] in "aeiou" else reason("corridor.a_row", table=one)


@dataclass(slots=True)
class Ids:
    """The ids of each table with the rows they stand in; ids of assets are unique over all asset tables.

    A table in ``unread`` has problems of its own, so that references to it are not judged; corridor.toml
    names no file for one in ``absent``.
    """

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)

    def add(
        self, table: str, rows: Iterable[Row], *, slug: bool = False, asset: bool = False
    ) -> list[Problem]:
        """Keep the ids of a table's rows; the problems are ids that come twice or are badly written."""
        problems = []
        known = self.rows.setdefault(table, {})
        everywhere = self.rows.setdefault(ANY_ASSET, {}) if asset else known
        for row in sorted(rows, key=attrgetter("line")):  # the first in the file is the one to point at
            own = row.text("id")
            if slug and not _SLUG.fullmatch(own):
                expected = reason("corridor.slug")
                problems.append(Problem(row.file, row.line, "id", expected, own))
            first = everywhere.get(own)
            if first is not None:
                file = reason("corridor.in_file", file=first.file) if first.file != row.file else ""
                expected = reason("corridor.unique_id", file=file, line=first.line, comma=bool(file))
                problems.append(Problem(row.file, row.line, "id", expected, own))
                continue
            known[own] = everywhere[own] = row
            if asset:
                self.groups.update(row.list("groups"))
        return problems

    def readable(self, tables: Iterable[str]) -> bool:
        """Whether every table named could be read, so that what is not in it is really not there."""
        return self.unread.isdisjoint(tables)

    def wrong(self, row: Row, column: str, named: str, *tables: str) -> list[Problem]:
        """The problem with a reference to an id of one of some tables; none when it is right."""
        if not self.readable(tables) or any(named in self.rows.get(t, {}) for t in tables):
            return []
        known = [i for t in tables for i in self.rows.get(t, {})]
        expected = reason("corridor.id_of", whose=tuple(noun(t) for t in tables))
        absent = [t for t in tables if t in self.absent]
        hint = reason("corridor.no_file_for", table=absent[0]) if absent else did_you_mean(named, known)
        return [Problem(row.file, row.line, column, expected, named, hint)]

    def wrong_asset(self, row: Row, column: str, named: str, *, bare: bool = False) -> list[Problem]:
        """The problem with a reference to assets: an asset's id, ``owner:ID`` or ``group:SLUG``.

        ``bare``: a group may also stand there without the word, as in "constellation:iridium".
        """
        kind, _, rest = named.partition(":")
        if kind == "owner" and rest:
            return self.wrong(row, column, rest, "members")
        if ANY_ASSET in self.unread:
            return []
        if kind == "group" and rest:
            if rest in self.groups:
                return []
            expected = reason("corridor.a_group_of_assets")
            hint = did_you_mean(rest, sorted(self.groups))
            return [Problem(row.file, row.line, column, expected, rest, hint)]
        if named in self.groups:
            if bare:
                return []
            expected = reason("corridor.id_of", whose=(noun(ANY_ASSET),))
            hint = reason("tables.did_you_mean", name=f"group:{named}")
            return [Problem(row.file, row.line, column, expected, named, hint)]
        return self.wrong(row, column, named, ANY_ASSET)

    def not_owned(self, row: Row, column: str, named: str, owner: str) -> list[Problem]:
        """The problem with a reference to assets of which an owner, who is there, has none."""
        kind, _, rest = named.partition(":")
        there = self.readable((ANY_ASSET, "members")) and owner in self.rows.get("members", {})
        if not there or (kind == "owner" and rest == owner):
            return []
        group = rest if kind == "group" else named
        assets = self.rows.get(ANY_ASSET, {})
        meant = [one for i, one in assets.items() if i == named or group in one.list("groups")]
        if any(one.text("owner") == owner for one in meant) or not (meant or kind == "owner"):
            return []  # what nobody knows is told as a reference that is wrong
        own = [i for i, one in assets.items() if one.text("owner") == owner]
        expected = reason("corridor.own_assets", owner=owner)
        return [Problem(row.file, row.line, column, expected, named, did_you_mean(named, own))]

    def wrong_loss(self, row: Row, column: str, named: str) -> list[Problem]:
        """The problem with a loss: an asset, a group or a party, by id."""
        plain = named.removeprefix("group:").removeprefix("owner:")
        tables = (ANY_ASSET, "members")
        if not self.readable(tables) or plain in self.groups:
            return []
        if any(plain in self.rows.get(t, {}) for t in tables):
            return []
        known = [*sorted(self.groups), *(i for t in tables for i in self.rows.get(t, {}))]
        whose = (noun(ANY_ASSET), reason("corridor.a_group"), noun("members"))
        expected = reason("corridor.id_of", whose=whose)
        return [Problem(row.file, row.line, column, expected, named, did_you_mean(plain, known))]

    def wrong_cells(self, row: Row, columns: Mapping[str, Column]) -> list[Problem]:
        """The problems with a row's references in the columns that say whose ids they hold."""
        problems = []
        for name, column in columns.items():
            if not column.of:
                continue
            named = row.list(name) or ((row.text(name),) if row.text(name) else ())
            for item in named:
                problems += self.wrong(row, name, item, *column.of)
        return problems
