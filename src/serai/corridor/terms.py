"""Parties and sharing terms out of their tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from serai.corridor.ids import Ids
from serai.corridor.tables import TERMS
from serai.needs import Service
from serai.pool import Party, Right, Standing, Term
from serai.tables import Columns, Problem, Row
from serai.wording import reason

HOUR_S = 3600.0
EVERYBODY = ("corridor", "everyone")


def term_columns(services: Iterable[Service]) -> Columns:
    """The columns of terms.csv: a right that no service claims would help nobody and is refused."""
    claimed = tuple(dict.fromkeys(right.value for s in services for right in s.rights))
    return MappingProxyType({**TERMS, "right": replace(TERMS["right"], choices=claimed)})


def party(row: Row) -> Party:
    """The member in a row of members.csv."""
    return Party(
        id=row.text("id"),
        name=row.text("name"),
        kind=row.text("kind"),
        country=row.text("country"),
        role=row.text("role"),
        home_page=row.text("home_page"),
        provenance=row.provenance,
    )


def term(row: Row) -> Term:
    """The term in a row of terms.csv; the delay in seconds."""
    delay_h = row.number("delay_h")
    return Term(
        id=row.text("id"),
        right=Right(row.text("right")),
        owner=row.text("owner"),
        what=row.text("what"),
        assets=row.list("assets"),
        stations=row.list("stations"),
        grantees=row.list("for"),
        when=row.text("when"),
        standing=Standing(row.text("state")),
        finest_resolution_m=row.number("finest_resolution_m"),
        delay_s=None if delay_h is None else delay_h * HOUR_S,
        delay=row.text("delay"),
        forwardable=row.text("forwardable"),
        cost=row.text("cost"),
        conditions=row.text("conditions"),
        provenance=row.provenance,
    )


def wrong_terms(rows: Iterable[Row], ids: Ids) -> list[Problem]:
    """Terms that name nobody, and references to owners, assets, stations and grantees that are not there."""
    problems = []
    for row in rows:
        owner = row.text("owner")
        if owner != "*":
            problems += ids.wrong(row, "owner", owner, "members")
        for column in ("assets", "for"):
            if not row.list(column):
                problems.append(
                    Problem(row.file, row.line, column, TERMS[column].says(), reason("corridor.nobody"))
                )
        for named in row.list("assets"):
            problems += ids.wrong_asset(row, "assets", named)
        for named in row.list("stations"):
            problems += ids.wrong_asset(row, "stations", named)
        if row.text("right") == Right.DOWNLINK.value and not row.list("stations"):
            expected = reason("corridor.downlink_stations")
            problems.append(Problem(row.file, row.line, "stations", expected, reason("tables.empty")))
        for named in row.list("for"):
            country = named.startswith("country:") and len(named) > len("country:")
            if named not in EVERYBODY and not country:
                problems += ids.wrong(row, "for", named, "members")
    return problems
