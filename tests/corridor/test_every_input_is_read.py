"""Every declared input is read: by more than its own reader, or it is kept for people, with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from serai.corridor.folder import rule_sets
from serai.corridor.needs import need_columns
from serai.corridor.tables import CORE
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import Columns
from serai.world import Rules

SOURCE = Path(__file__).resolve().parents[2] / "src" / "serai"

# Words that something else is called by too, so that their use says nothing of the column.
SAME_WORD: Mapping[str, str] = {
    "coverage": "what `serai revisit` answers with",
    "conditions": "what must be given for another way of a schedule",
}

# Columns that no answer hangs on, each with its reason. What is added here must not be able to change one.
KEPT_FOR_PEOPLE: Mapping[str, str] = {
    "members.home_page": "where a planner finds the partner",
    "satellites.operator": "who runs it, where that is not the owner; terms speak of owners",
    "stations.operator": "who runs it, where that is not the owner; terms speak of owners",
    "terms.delay": "the delay in the provider's own words; delay_h is the figure",
    "terms.conditions": "in the provider's own words",
    "needs.substitutes_to_test": "what the need's author wants tried; --without tries it",
    "events.lesson": "what a planner learns from a failure",
    "rain.isotherm_0_height_km": "what rain_height_km was made of (ITU-R P.839)",
    "services.service_area": "the provider's words; the box in its own columns is what counts",
    "beams.coverage": "the area in the operator's words; the box in its own columns is what counts",
    "sensors.modes": "the name of the mode in the maker's words; resolution and angles are what counts",
}
# Read by a loop over their names, or through a field of another name: the file and the text that does it.
READ_BY_NAME: Mapping[str, tuple[str, str]] = {
    "needs.season": ("needs/need.py", "self.months"),
    "services.time_to_alert_s": ("navigate/corrected.py", '"time_to_alert": "time_to_alert_s"'),
    **{
        f"clear_sky.{month}": ("world/weather.py", "self.monthly[month - 1]")
        for month in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    },
}


@cache
def trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(p.read_text(encoding="utf-8")) for p in sorted(SOURCE.rglob("*.py")))


@cache
def looked_at() -> frozenset[str]:
    """Name every attribute that is read anywhere."""
    return frozenset(
        node.attr
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    )


def cells(node: ast.AST) -> Iterator[str]:
    """Name the columns that an expression takes from a row: row.text("x"), given(row, "x")."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            of_row = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "row"
            with_row = any(isinstance(a, ast.Name) and a.id == "row" for a in call.args)
            if of_row or with_row:
                yield from (
                    a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                )


@cache
def fields_of() -> Mapping[str, frozenset[str]]:
    """Give for each column the fields that readers fill from it, by way of a variable or not."""
    found: dict[str, set[str]] = {}
    for tree in trees():
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)):
            held: dict[str, set[str]] = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign):
                    names = [n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
                    for name in names:
                        held.setdefault(name, set()).update(cells(node.value))
            for node in ast.walk(function):
                if isinstance(node, ast.keyword) and node.arg:
                    columns = {*cells(node.value)}
                    for name in (n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)):
                        columns |= held.get(name, set())
                    for column in columns:
                        found.setdefault(column, set()).add(node.arg)
    return {column: frozenset(names) for column, names in found.items()}


def tables() -> Mapping[str, Columns]:
    own = [*SHARED_TABLES, *(t for s in SERVICES for t in s.tables)]
    return {**CORE, "needs": need_columns(SERVICES), **{t.name.removesuffix(".csv"): t.columns for t in own}}


def every_column() -> list[tuple[str, str]]:
    return [(table, column) for table, columns in tables().items() for column in columns]


def is_read(column: str) -> bool:
    return bool(({column} | fields_of().get(column, frozenset())) & looked_at())


@pytest.mark.parametrize(("table", "column"), every_column())
def test_every_column_is_read_or_kept_for_people(table, column):
    name = f"{table}.{column}"
    if name in READ_BY_NAME:
        file, text = READ_BY_NAME[name]
        assert text in (SOURCE / file).read_text(encoding="utf-8")
    elif name in KEPT_FOR_PEOPLE:
        assert column in SAME_WORD or not is_read(column), (
            f"{name} is read: it is no longer kept for people only"
        )
    else:
        assert is_read(column), f"nothing reads {name}: let it change an answer, or say why people want it"


def test_what_is_kept_for_people_is_declared_somewhere():
    declared = {f"{table}.{column}" for table, column in every_column()}
    assert {*KEPT_FOR_PEOPLE, *READ_BY_NAME} <= declared


@pytest.mark.parametrize(
    "rule", [f.name for f in fields(Rules)] + [r for s in rule_sets(SERVICES) for r in s.defaults]
)
def test_every_rule_of_corridor_toml_is_read(rule):
    assert rule in looked_at(), f"nothing reads the rule {rule}: take it away"
