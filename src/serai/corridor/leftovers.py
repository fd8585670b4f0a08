"""Rows of a folder that nothing uses, and terms and fittings of things that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from serai.corridor.corridor import Corridor
from serai.corridor.folder import Folder
from serai.corridor.remark import Kind, Remark
from serai.pool import Asset, Role, Row, Standing, Term

NAMED_AT_MOST = 8


def leftovers(corridor: Corridor, folder: Folder) -> Iterator[Remark]:
    """What a planner may have forgotten to take away, or to use."""
    yield from _elements_of_nobody(folder)
    yield from _unnamed(folder)
    yield from _idle_members(corridor, folder)
    yield from _fitted_to_what_is_out(corridor, folder)
    for row in folder.of("terms"):
        for says in _of_term(corridor, row):
            yield Remark(kind=Kind.ENDED, file=row.file, line=row.line, says=says)


def listed(names: list[str]) -> str:
    """Names in a sentence, the first few of many."""
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _elements_of_nobody(folder: Folder) -> Iterator[Remark]:
    used = {row.count("norad") for row in folder.of("satellites")}
    for norad, elements in folder.elements.by_norad.items():
        if norad not in used:
            says = f"no satellite of satellites.csv has the number {norad} ({elements.object_name})"
            yield Remark(
                kind=Kind.UNUSED, file=folder.elements.file, line=folder.elements.line[norad], says=says
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
        idle = [row.text("id") for row in folder.of(name) if row.text("id") not in named[name]]
        if idle:
            file = folder.of(name)[0].file
            yield Remark(kind=Kind.UNUSED, file=file, line=0, says=f"nothing names {listed(idle)}")


def _idle_members(corridor: Corridor, folder: Folder) -> Iterator[Remark]:
    pool = corridor.pool
    busy = {a.owner for a in pool.assets} | {n.party for n in corridor.needs}
    for term in pool.terms.rows:
        busy |= {term.owner, *term.grantees}
    idle = [row for row in folder.of("members") if row.text("id") not in busy]
    if idle:
        names = listed([row.text("id") for row in idle])
        says = f"nothing is owned, asked or granted by or to {names}"
        yield Remark(kind=Kind.UNUSED, file=idle[0].file, line=0, says=says)


def _fitted_to_what_is_out(corridor: Corridor, folder: Folder) -> Iterator[Remark]:
    for name, spec in folder.specs.items():
        if spec.role is not Role.FITTING:
            continue
        rows = [r for r in folder.of(name) if not corridor.pool[r.text(spec.on)].usable]
        assets = list(dict.fromkeys(r.text(spec.on) for r in rows))
        if rows:
            count = f"{len(rows)} row{'s' if len(rows) > 1 else ''}"
            says = f"{count} fitted to what cannot be used: {listed(assets)}"
            yield Remark(
                kind=Kind.ENDED, file=rows[0].file, line=rows[0].line if len(rows) == 1 else 0, says=says
            )


def _of_term(corridor: Corridor, row: Row) -> Iterator[str]:
    pool = corridor.pool
    term = next(t for t in pool.terms.rows if t.id == row.text("id"))
    if term.standing is Standing.ENDED:
        return
    covered = [a for a in pool.assets if term.covers(a)]
    if not covered:
        yield f"term {term.id} speaks of no asset of this corridor ({'; '.join(term.assets)})"
    elif not any(a.usable for a in covered):
        yield f"term {term.id} speaks only of what cannot be used: {_reasons(covered)}"
    stations = [a for a in pool.assets if term.receives_at(a)]
    if stations and not any(a.usable for a in stations):
        yield f"term {term.id} lets data come down only where it cannot: {_reasons(stations)}"
    strange = [c for c in _countries(term) if all(p.country != c for p in pool.parties.values())]
    if strange:
        yield f"term {term.id} speaks to {listed(strange)}, from where this corridor has no member"


def _reasons(assets: list[Asset]) -> str:
    return listed([f"{a.name} ({a.out})" for a in assets])


def _countries(term: Term) -> list[str]:
    return [g.removeprefix("country:") for g in term.grantees if g.startswith("country:")]
