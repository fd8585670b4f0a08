"""Every id of a corridor folder, where it stands, and whether a reference to one is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from serai.corridor.tables import ANY_ASSET
from serai.pool import Column, Problem, Row

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNIQUE = "an id that no other row has"
_NOUN: Mapping[str, str] = {
    "members": "a member",
    "satellites": "a satellite",
    "stations": "a station",
    "needs": "a need",
    "terms": "a term",
    "events": "an event",
    ANY_ASSET: "an asset",
}


def noun(table: str) -> str:
    """What one row of a table is called: "a satellite", "a link", "a payload class"."""
    if table in _NOUN:
        return _NOUN[table]
    words = table.replace("_", " ")
    one = words.removesuffix("es") if words.endswith(("sses", "xes")) else words.removesuffix("s")
    return f"{'an' if one[:1] in 'aeiou' else 'a'} {one}"


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
        for row in rows:
            own = row.text("id")
            if slug and not _SLUG.fullmatch(own):
                expected = "an id of lower-case letters, digits and '-'"
                problems.append(Problem(row.file, row.line, "id", expected, own))
            first = everywhere.get(own)
            if first is not None:
                where = (
                    f"line {first.line}" if first.file == row.file else f"{first.file}, line {first.line},"
                )
                expected = f"{UNIQUE}; {where} has it already"
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
        expected = "the id of " + " or ".join(noun(t) for t in tables)
        absent = [t for t in tables if t in self.absent]
        hint = f"corridor.toml names no file for {absent[0]}" if absent else near(named, known)
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
            expected = "a group that an asset belongs to"
            return [Problem(row.file, row.line, column, expected, rest, near(rest, self.groups))]
        if named in self.groups:
            if bare:
                return []
            hint = f"did you mean 'group:{named}'?"
            return [Problem(row.file, row.line, column, "the id of an asset", named, hint)]
        return self.wrong(row, column, named, ANY_ASSET)

    def wrong_loss(self, row: Row, column: str, named: str) -> list[Problem]:
        """The problem with a loss: an asset, a group or a party, by id."""
        plain = named.removeprefix("group:").removeprefix("owner:")
        tables = (ANY_ASSET, "members")
        if not self.readable(tables) or plain in self.groups:
            return []
        if any(plain in self.rows.get(t, {}) for t in tables):
            return []
        known = [*self.groups, *(i for t in tables for i in self.rows.get(t, {}))]
        expected = "the id of an asset, a group or a member"
        return [Problem(row.file, row.line, column, expected, named, near(plain, known))]

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


def near(named: str, known: Iterable[str]) -> str:
    """A hint at the id that was likely meant; empty when none is near."""
    by_fold = {k.casefold(): k for k in sorted(known)}
    found = get_close_matches(named.casefold(), list(by_fold), n=1, cutoff=0.6)
    return f"did you mean {by_fold[found[0]]!r}?" if found else ""
