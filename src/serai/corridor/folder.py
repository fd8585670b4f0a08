"""All tables of a corridor folder as rows, with every problem that one table alone can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from serai.corridor.elements import ElementTable, read_element_table
from serai.corridor.ids import Ids
from serai.corridor.manifest import Manifest, read_manifest
from serai.corridor.needs import need_columns
from serai.corridor.tables import ANY_ASSET, CORE, ELEMENTS
from serai.corridor.terms import term_columns
from serai.needs import Service
from serai.tables import Columns, Problem, Role, Row, TableSpec, read_table
from serai.world import RuleSet

_WITH_IDS = ("members", "satellites", "stations", "terms", "needs", "events")
ASSETS = ("satellites", "stations")
_SLUGS = ("members", *ASSETS)


@dataclass(slots=True)
class Folder:
    """The rows of each table by its name, the ids in them, and what is wrong so far."""

    path: Path
    specs: Mapping[str, TableSpec]
    columns: Mapping[str, Columns]
    manifest: Manifest | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    elements: ElementTable = field(default_factory=ElementTable)
    ids: Ids = field(default_factory=Ids)
    problems: list[Problem] = field(default_factory=list)

    def of(self, table: str) -> list[Row]:
        """The rows of a table; none when the corridor does not use it or it cannot be read."""
        return self.rows.get(table, [])


def read_folder(path: Path, services: Sequence[Service], tables: Sequence[TableSpec]) -> Folder:
    """The rows of every table that corridor.toml names, with their ids gathered."""
    specs = _specs(services, tables)
    columns = {
        **CORE,
        "terms": term_columns(services),
        "needs": need_columns(services),
        **{name: s.columns for name, s in specs.items()},
    }
    folder = Folder(path, specs, columns)
    folder.manifest, problems = read_manifest(path, [*columns, ELEMENTS], rule_sets(services))
    folder.problems += problems
    if folder.manifest is None:
        return folder
    folder.ids.absent = set(columns) - set(folder.manifest.files)
    for name, file in folder.manifest.files.items():
        if name == ELEMENTS:
            folder.elements, problems = read_element_table(file)
        else:
            folder.rows[name], problems = read_table(file, columns[name])
        folder.problems += problems
        if problems:
            folder.ids.unread.add(name)
    _gather_ids(folder)
    return folder


def _specs(services: Sequence[Service], tables: Sequence[TableSpec]) -> dict[str, TableSpec]:
    specs: dict[str, TableSpec] = {}
    for spec in [*tables, *(t for s in services for t in s.tables)]:
        name = spec.name.removesuffix(".csv")
        if name in CORE or name == ELEMENTS or specs.get(name, spec) is not spec:
            raise ValueError(f"two parts of serai declare the table {name!r}")
        specs[name] = spec
    return specs


def rule_sets(services: Sequence[Service]) -> list[RuleSet]:
    """The sections of rules that services declare, each once; two that differ under one name are a fault."""
    found: dict[str, RuleSet] = {}
    for one in (r for s in services for r in s.rules):
        if found.setdefault(one.section, one) != one:
            raise ValueError(f"two parts of serai declare the rules [rules.{one.section}]")
    return list(found.values())


def _gather_ids(folder: Folder) -> None:
    ids = folder.ids
    asset_tables = [*ASSETS, *(n for n, s in folder.specs.items() if s.role is Role.ASSET)]
    with_ids = [*_WITH_IDS, *(n for n, s in folder.specs.items() if "id" in s.columns)]
    if not ids.readable(asset_tables):
        ids.unread.add(ANY_ASSET)
    for name in with_ids:
        asset = name in asset_tables
        rows = folder.of(name)
        folder.problems += ids.add(name, rows, slug=asset or name in _SLUGS, asset=asset)
