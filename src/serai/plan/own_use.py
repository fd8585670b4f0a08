"""own_use.csv: the least that an owner wants of its own assets for itself in a day, as the owner tells it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from serai.plan.quotas import AMOUNTS, speaks_of, taken_by_one
from serai.pool import Asset
from serai.tables import Basis, Cell, Column, Role, Row, TableSpec
from serai.tables.column import ID


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUseWanted:
    """The least of its own assets that an owner wants for what it asks for itself, each day (UTC).

    ``assets`` holds ids, ``owner:ID`` or groups, of which its own count. ``of`` is images, seconds
    (of looks or passes), km2 or GB, of which one image takes ``each``. ``taken`` was had on the first day
    before the plan begins.
    """

    id: str
    owner: str
    assets: tuple[str, ...]
    of: str
    at_least: float
    each: float | None
    taken: float
    basis: Basis

    def covers(self, asset: Asset) -> bool:
        """Whether it speaks of this asset."""
        return asset.owner == self.owner and speaks_of(self.assets, asset)

    @property
    def counted(self) -> tuple[int, int] | None:
        """What is wanted and what was had, in images or whole seconds; None: nobody knows."""
        each = taken_by_one(self.of, self.each)
        if each is None:
            return None
        return ceil(self.at_least / each - 1e-9), int(self.taken / each + 1e-9)


def _own_use(row: Row) -> OwnUseWanted:
    """The own use in a row of own_use.csv."""
    at_least = row.number("at_least")
    assert at_least is not None  # as the column is required
    return OwnUseWanted(
        id=row.text("id"),
        owner=row.text("owner"),
        assets=row.list("assets"),
        of=row.text("of"),
        at_least=at_least,
        each=row.number("each"),
        taken=row.number("taken") or 0.0,
        basis=row.provenance.basis,
    )


OWN_USE = TableSpec(
    name="own_use",
    columns=MappingProxyType(
        {
            "id": ID,
            "owner": Column(required=True, of=("members",)),
            "assets": Column(Cell.LIST, required=True),
            "of": Column(required=True, choices=AMOUNTS),
            "at_least": Column(Cell.NUMBER, required=True, low=0.0),
            "each": Column(Cell.NUMBER, low=1e-6),
            "taken": Column(Cell.NUMBER, low=0.0),
        }
    ),
    record=_own_use,
    role=Role.FACT,
    refers=("assets",),
    owned=("assets",),
    about="the least that an owner wants of its own assets for itself in a day",
)
