"""What parties share: assets with their fittings, terms, groups of shared risk, and the corridor's tables."""

from serai.pool.asset import Asset
from serai.pool.basis import Basis, Provenance, weakest
from serai.pool.party import Party
from serai.pool.pool import Ambiguous, NotInPool, Pool
from serai.pool.tables import (
    Cell,
    Column,
    Columns,
    CorridorRefused,
    Expected,
    Problem,
    Role,
    Row,
    TableSpec,
    read_table,
)
from serai.pool.terms import Right, Standing, Term, Terms

__all__ = [
    "Ambiguous",
    "Asset",
    "Basis",
    "Cell",
    "Column",
    "Columns",
    "CorridorRefused",
    "Expected",
    "NotInPool",
    "Party",
    "Pool",
    "Problem",
    "Provenance",
    "Right",
    "Role",
    "Row",
    "Standing",
    "TableSpec",
    "Term",
    "Terms",
    "read_table",
    "weakest",
]
