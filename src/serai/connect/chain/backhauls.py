"""The back-hauls of stations and of services on the ground: by which line each reaches the cables.

One row of backhauls.csv is one line: an asset with two rows keeps working by one of them. They are facts and
no assets: what hangs on one is worked out where a line is struck; a plain assessment asks nothing of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from serai.pool import Pool
from serai.tables import Cell, Column, Provenance, Role, Row, TableSpec
from serai.tables.column import ID


@dataclass(frozen=True, slots=True, kw_only=True)
class BackHaul:
    """A line from an asset (a station, a phone or correction service) to a site of the cables.

    ``through`` are the sites of the data centres that must have what the asset takes before its user does,
    any one of them; empty where it is worked on where it comes down.
    """

    id: str
    asset: str
    site: str
    kind: str
    through: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


def backhauls_of(pool: Pool) -> Mapping[str, tuple[BackHaul, ...]]:
    """The lines of each asset that has any, by its id."""
    found: dict[str, tuple[BackHaul, ...]] = {}
    for line in pool.facts_of(BackHaul):
        found[line.asset] = (*found.get(line.asset, ()), line)
    return MappingProxyType(found)


def _backhaul(row: Row) -> BackHaul:
    return BackHaul(
        id=row.text("id"),
        asset=row.text("asset"),
        site=row.text("site"),
        kind=row.text("kind"),
        through=row.list("through"),
        provenance=row.provenance,
    )


BACKHAULS = TableSpec(
    name="backhauls",
    columns={
        "id": ID,
        "asset": Column(required=True, of=("asset",)),
        "site": Column(required=True, of=("sites",)),
        "kind": Column(required=True, choices=("submarine", "terrestrial", "microwave")),
        "through": Column(Cell.LIST, of=("sites",)),
    },
    record=_backhaul,
    role=Role.FACT,
    about="by which line stations and services on the ground reach the cables, and by which data centre",
)
