"""Typed rows of CSV with their provenance, and every problem found in them."""

from serai.tables.basis import Basis, Provenance, weakest
from serai.tables.column import Cell, Column, Columns
from serai.tables.problem import CorridorRefused, Expected, Problem
from serai.tables.rows import Role, Row, TableSpec, read_table

__all__ = [
    "Basis",
    "Cell",
    "Column",
    "Columns",
    "CorridorRefused",
    "Expected",
    "Problem",
    "Provenance",
    "Role",
    "Row",
    "TableSpec",
    "read_table",
    "weakest",
]
