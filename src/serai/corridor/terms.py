"""Parties and sharing terms out of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType

from serai.corridor.ids import Ids
from serai.corridor.tables import TERMS
from serai.needs import Service
from serai.pool import Party, Right, Standing, Term
from serai.tables import Columns, Problem, Row
from serai.wording import reason

HOUR_S = 3600.0
TRANSIT = "transit"  # the right of which a term says at which sites it holds
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
        sites=row.list("sites"),
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


def wrong_transit(rows: Iterable[Row], cables: Sequence[Row], ids: Ids) -> list[Problem]:
    """Terms of transit that name no site, or let nobody through; sites in terms of another right.

    A term lets somebody through where cables of two owners or more, of which it speaks, end at one site.
    """
    problems = []
    for row in rows:
        sites = row.list("sites")
        if row.text("right") != TRANSIT:
            if sites:
                expected = reason("corridor.no_sites", right=row.text("right"))
                problems.append(Problem(row.file, row.line, "sites", expected, "; ".join(sites)))
        elif not sites:
            expected = reason("corridor.transit_sites")
            problems.append(Problem(row.file, row.line, "sites", expected, reason("tables.empty")))
        elif (
            set(sites) <= set(ids.rows.get("sites", {}))
            and row.list("assets")
            and max(_owners_at(site, row, cables) for site in sites) < 2
        ):
            expected = reason("corridor.transit_of_two", sites=sites)
            problems.append(Problem(row.file, row.line, "assets", expected, "; ".join(row.list("assets"))))
    return problems


def _owners_at(site: str, term: Row, cables: Sequence[Row]) -> int:
    """Of how many owners cables end at a site of which a term speaks."""
    named = frozenset(term.list("assets"))
    return len(
        {
            cable.text("owner")
            for cable in cables
            if site in (cable.text("a"), cable.text("b"))
            and named & {cable.text("id"), f"owner:{cable.text('owner')}", *_groups(cable)}
        }
    )


def _groups(cable: Row) -> frozenset[str]:
    return frozenset(f"group:{name}" for name in cable.list("groups")) | frozenset(cable.list("groups"))
