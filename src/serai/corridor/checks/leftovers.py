"""Rows of a folder that nothing uses, and terms and fittings of things that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from serai.corridor.checks.remark import Remark, RemarkKind
from serai.corridor.corridor import Corridor
from serai.corridor.folder import Folder
from serai.pool import Asset, Pool, Standing, Term
from serai.tables import Role, Row
from serai.wording import Reason, reason


def leftovers(corridor: Corridor, folder: Folder) -> Iterator[Remark]:
    """What a planner may have forgotten to take away, or to use."""
    yield from _elements_of_nobody(folder)
    yield from _unnamed(folder)
    yield from _idle_members(corridor, folder)
    yield from _fitted_to_what_is_out(corridor, folder)
    for row in folder.of("terms"):
        for says in _of_term(corridor, row):
            yield Remark(kind=RemarkKind.ENDED, file=row.file, line=row.line, says=says)


def _elements_of_nobody(folder: Folder) -> Iterator[Remark]:
    used = {row.count("norad") for row in folder.of("satellites")}
    for norad, elements in folder.elements.by_norad.items():
        if norad not in used:
            says = reason("checks.elements_of_nobody", norad=norad, name=elements.object_name)
            yield Remark(
                kind=RemarkKind.UNUSED, file=folder.elements.file, line=folder.elements.line[norad], says=says
            )


def _unnamed(folder: Folder) -> Iterator[Remark]:
    """Facts with ids (sites, terminals, payload classes ...) that no other table names."""
    named: dict[str, set[str]] = {}
    for name, columns in folder.columns.items():
        for column_name, column in columns.items():
            for row in folder.of(name) if column.of else ():
                cells = {*row.list(column_name), row.text(column_name)}
                for table in column.of:
                    named.setdefault(table, set()).update(cells)
    for name, spec in folder.specs.items():
        if spec.role is not Role.FACT or name not in named:
            continue
        idle = tuple(row.text("id") for row in folder.of(name) if row.text("id") not in named[name])
        if idle:
            file, says = folder.of(name)[0].file, reason("checks.unnamed", ids=idle)
            yield Remark(kind=RemarkKind.UNUSED, file=file, line=0, says=says)


def _idle_members(corridor: Corridor, folder: Folder) -> Iterator[Remark]:
    pool = corridor.pool
    busy = {a.owner for a in pool.assets} | {n.party for n in corridor.needs}
    for term in pool.terms.rows:
        busy |= {term.owner, *term.grantees}
    idle = [row for row in folder.of("members") if row.text("id") not in busy]
    if idle:
        says = reason("checks.idle_members", ids=tuple(row.text("id") for row in idle))
        yield Remark(kind=RemarkKind.UNUSED, file=idle[0].file, line=0, says=says)


def _fitted_to_what_is_out(corridor: Corridor, folder: Folder) -> Iterator[Remark]:
    for name, spec in folder.specs.items():
        if spec.role is not Role.FITTING:
            continue
        rows = [r for r in folder.of(name) if not corridor.pool[r.text(spec.on)].usable]
        if rows:
            assets = tuple(r.text(spec.on) for r in rows)
            says = reason("checks.fitted_to_what_is_out", count=len(rows), assets=assets)
            yield Remark(
                kind=RemarkKind.ENDED,
                file=rows[0].file,
                line=rows[0].line if len(rows) == 1 else 0,
                says=says,
            )


def _of_term(corridor: Corridor, row: Row) -> Iterator[Reason]:
    term = next(t for t in corridor.pool.terms.rows if t.id == row.text("id"))
    if term.standing is not Standing.ENDED:
        yield from _of_its_assets(corridor.pool, term)
        yield from _of_its_grantees(corridor.pool, term)


def _of_its_assets(pool: Pool, term: Term) -> Iterator[Reason]:
    covered = [a for a in pool.assets if term.covers(a)]
    if not covered:
        yield reason("checks.term_of_nothing", term=term.id, assets=term.assets)
    elif all(a.out for a in covered):
        yield reason("checks.term_of_what_is_out", term=term.id, assets=_reasons(covered))
    stations = [a for a in pool.assets if term.receives_at(a)]
    if stations and all(a.out for a in stations):
        yield reason("checks.term_lets_down_nowhere", term=term.id, stations=_reasons(stations))


def _of_its_grantees(pool: Pool, term: Term) -> Iterator[Reason]:
    home = {party.country for party in pool.parties.values()}
    named = (g.removeprefix("country:") for g in term.grantees if g.startswith("country:"))
    strange = tuple(country for country in named if country not in home)
    if strange:
        yield reason("checks.term_to_strangers", term=term.id, countries=strange)


def _reasons(assets: list[Asset]) -> tuple[Reason, ...]:
    return tuple(reason("checks.asset_out", asset=a.name, why=a.out) for a in assets)
