"""A corridor folder read whole, or refused with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import cast

from serai.corridor.assets import Fittings, satellites, stations
from serai.corridor.corridor import Corridor
from serai.corridor.events import read_events
from serai.corridor.folder import ASSETS, Folder, read_folder
from serai.corridor.ids import ID_OF, UNIQUE, noun
from serai.corridor.needs import read_measures, read_needs
from serai.corridor.premises import wrong_premises
from serai.corridor.tables import ANY_ASSET
from serai.corridor.terms import party, term, wrong_terms, wrong_transit
from serai.corridor.version import files_of, version_of
from serai.corridor.weather import read_weather
from serai.needs import Service
from serai.pool import Pool, Terms
from serai.tables import CorridorRefused, Problem, Role, Row, TableSpec
from serai.wording import Reason, reason


def read(folder: str | Path, services: Sequence[Service], tables: Sequence[TableSpec] = ()) -> Corridor:
    """The corridor in a folder.

    ``services`` say which needs can be asked and which tables they understand; ``tables`` are those that
    several services share (radio's). The order of files, and of rows within them, changes no answer.
    Raises `CorridorRefused` with every problem when there is one: nothing is half-loaded.
    """
    read_in = read_folder(Path(folder), services, tables)
    corridor, problems = build(read_in, services)
    if corridor is None:
        raise CorridorRefused(Path(folder), problems)
    return replace(corridor, version=version_of(files_of(corridor.folder)))


def build(folder: Folder, services: Sequence[Service]) -> tuple[Corridor | None, list[Problem]]:
    """The corridor that a folder's rows make, or all problems of the folder in the order of its files."""
    manifest = folder.manifest
    if manifest is None:
        return None, folder.problems
    problems = [*folder.problems, *_wrong_references(folder)]
    fittings = Fittings()
    for name, spec in folder.specs.items():
        fittings.add(spec, folder.of(name))
    measures, wrong_measures = read_measures(folder.of("measures"), folder.of("needs"), services)
    needs, wrong_needs = read_needs(
        folder.of("needs"), measures, services, folder.path, measured=folder.ids.readable(["measures"])
    )
    events, wrong_events = read_events(folder.of("events"), folder.ids)
    problems += [*fittings.problems, *wrong_measures, *wrong_needs, *wrong_events]
    if problems:
        return None, _causes_first(folder, set(problems))
    orbiting, elements = satellites(
        folder.of("satellites"), folder.elements, fittings.on_asset, manifest.start
    )
    pool = Pool(
        assets=(*orbiting, *stations(folder.of("stations"), fittings.on_asset), *fittings.assets),
        parties=MappingProxyType({p.id: p for p in map(party, folder.of("members"))}),
        terms=Terms(tuple(term(row) for row in folder.of("terms"))),
        facts=tuple(fittings.facts),
    )
    problems = wrong_premises(folder.of("needs"), pool)  # names are judged once there is a pool to name
    if problems:
        return None, problems
    return Corridor(
        folder=folder.path,
        id=manifest.id,
        name=manifest.name,
        summary=manifest.summary,
        start=manifest.start,
        days=manifest.days,
        map=manifest.map,
        pool=pool,
        needs=tuple(needs),
        weather=read_weather(folder.of("rain"), folder.of("clear_sky")),
        rules=manifest.rules,
        own_rules=manifest.own_rules,
        events=tuple(events),
        elements=MappingProxyType(elements),
        sources=manifest.sources,
    ), []


def _causes_first(folder: Folder, problems: set[Problem]) -> list[Problem]:
    """Problems by file and line; tables without rows and ids that come twice, which make others, first."""
    twice = sorted(p for p in problems if p.column == "id" and _key(p) == UNIQUE)
    return [*_without_rows(folder, problems), *twice, *sorted(problems.difference(twice))]


def _without_rows(folder: Folder, problems: set[Problem]) -> list[Problem]:
    """The tables that hold a header only although other rows refer to theirs."""
    assert folder.manifest is not None
    wanted = {whose for p in problems for whose in _whose(p)}
    said = []
    for name, file in folder.manifest.files.items():
        nouns = {noun(name), noun(ANY_ASSET)} if name in ASSETS else {noun(name)}
        if name in folder.rows and name not in folder.ids.unread and not folder.rows[name] and nouns & wanted:
            header = reason("corridor.header_only")
            said.append(Problem(file.name, 1, "", reason("corridor.rows_below"), header))
    return said


def _key(problem: Problem) -> str:
    return problem.expected.key if isinstance(problem.expected, Reason) else ""


def _whose(problem: Problem) -> tuple[Reason, ...]:
    """Whose ids a problem expected: "a satellite", "a site"."""
    if not isinstance(problem.expected, Reason) or problem.expected.key != ID_OF:
        return ()
    return cast("tuple[Reason, ...]", problem.expected.values["whose"])


def _wrong_references(folder: Folder) -> list[Problem]:
    """References to members, satellites, stations, sites, needs ... that are not there."""
    ids = folder.ids
    problems = [
        *wrong_terms(folder.of("terms"), ids),
        *wrong_transit(folder.of("terms"), folder.of("links"), ids),
    ]
    for name, columns in folder.columns.items():
        for row in folder.of(name):
            problems += ids.wrong_cells(row, columns)
    for name, spec in folder.specs.items():
        for row in folder.of(name):
            if spec.role is Role.FITTING:
                whose = f"{spec.on}s" if f"{spec.on}s" in ASSETS else ANY_ASSET
                if not spec.columns[spec.on].of:
                    problems += ids.wrong(row, spec.on, row.text(spec.on), whose)
            if spec.role is Role.ASSET and row.text("owner"):
                problems += ids.wrong(row, "owner", row.text("owner"), "members")
            for column in spec.refers:
                for named in row.list(column) or filter(None, (row.text(column),)):
                    problems += ids.wrong_asset(row, column, named, bare=True)
                    if column in spec.owned:
                        problems += ids.not_owned(row, column, named, row.text("owner"))
        for column in spec.once:
            problems += _said_twice(folder.of(name), column)
    problems += _same_norad(folder)
    return problems


def _said_twice(rows: Sequence[Row], column: str) -> list[Problem]:
    """The rows that say in a column what another says before them."""
    first: dict[str, int] = {}
    problems = []
    for row in sorted(rows, key=attrgetter("line")):
        said = row.text(column)
        if said in first:
            expected = reason("corridor.once", line=first[said])
            problems.append(Problem(row.file, row.line, column, expected, said))
        first.setdefault(said, row.line)
    return problems


def _same_norad(folder: Folder) -> list[Problem]:
    first: dict[int, int] = {}
    problems = []
    for row in sorted(folder.of("satellites"), key=attrgetter("line")):
        norad = row.count("norad")
        if norad is None:
            continue
        if norad in first:
            expected = reason("corridor.unique_norad", line=first[norad])
            problems.append(Problem(row.file, row.line, "norad", expected, str(norad)))
        first.setdefault(norad, row.line)
    return problems
