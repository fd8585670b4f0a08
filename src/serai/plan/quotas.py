"""quotas.csv: how much others may take of an owner's assets in a day or a month, as the owner tells it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, floor
from types import MappingProxyType

from serai.pool import Asset
from serai.tables import Basis, Cell, Column, Expected, Role, Row, TableSpec
from serai.tables.column import ID
from serai.wording import reason

SECONDS = "seconds"
AMOUNTS = ("images", SECONDS, "km2", "GB")
DAY, MONTH = "day", "month"
PERIODS = (DAY, MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetQuota:
    """How much parties (none named: all but the owner) may take of an owner's assets in each period.

    ``assets`` holds ids, ``owner:ID`` or groups. ``of`` is images, seconds (of looks or passes), km2 or GB,
    of which one image takes ``each``. ``taken`` was used of the first period before the plan begins. Without
    ``at_most``, or without ``each`` where one is needed, nobody knows: the owner is asked.
    """

    id: str
    owner: str
    assets: tuple[str, ...]
    parties: tuple[str, ...]
    priorities: tuple[int, ...]
    of: str
    at_most: float | None
    each: float | None
    period: str
    taken: float
    basis: Basis

    def covers(self, asset: Asset) -> bool:
        """Whether it speaks of this asset."""
        return speaks_of(self.assets, asset)

    @property
    def counted(self) -> tuple[int | None, int]:
        """What is allowed and what was taken, in images or whole seconds; None: nobody knows."""
        each = taken_by_one(self.of, self.each)
        if each is None:
            return None, 0
        most = None if self.at_most is None else floor(self.at_most / each + 1e-9)
        return most, ceil(self.taken / each - 1e-9)


def speaks_of(names: Collection[str], asset: Asset) -> bool:
    """Whether an asset is among names: by its id, as one of its owner's (``owner:ID``), or of a group."""
    groups = {*asset.groups, *(f"group:{g}" for g in asset.groups)}
    return not {asset.id, f"owner:{asset.owner}", *groups}.isdisjoint(names)


def taken_by_one(of: str, each: float | None) -> float | None:
    """How much one image (or second) takes of an amount; None where nobody says."""
    return 1.0 if of in ("images", SECONDS) else each


def _quota(row: Row) -> AssetQuota:
    """The quota in a row of quotas.csv."""
    ranks = row.value("priorities")
    assert ranks is None or isinstance(ranks, tuple)  # as the column is read
    return AssetQuota(
        id=row.text("id"),
        owner=row.text("owner"),
        assets=row.list("assets"),
        parties=row.list("for"),
        priorities=ranks or (),
        of=row.text("of"),
        at_most=row.number("at_most"),
        each=row.number("each"),
        period=row.text("period"),
        taken=row.number("taken") or 0.0,
        basis=row.provenance.basis,
    )


def _ranks(raw: str) -> tuple[int, ...]:
    """Priorities such as '2;3'."""
    if not re.fullmatch(r"\s*[1-9]\d{0,2}\s*(;\s*[1-9]\d{0,2}\s*)*", raw):
        raise Expected(reason("plan.quota_ranks"))
    return tuple(int(one) for one in raw.split(";"))


QUOTAS = TableSpec(
    name="quotas",
    columns=MappingProxyType(
        {
            "id": ID,
            "owner": Column(required=True, of=("members",)),
            "assets": Column(Cell.LIST, required=True),
            "for": Column(Cell.LIST, of=("members",)),
            "priorities": Column(read=_ranks),
            "of": Column(required=True, choices=AMOUNTS),
            "at_most": Column(Cell.NUMBER, low=0.0),
            "each": Column(Cell.NUMBER, low=1e-6),
            "period": Column(required=True, choices=PERIODS),
            "taken": Column(Cell.NUMBER, low=0.0),
        }
    ),
    record=_quota,
    role=Role.FACT,
    refers=("assets",),
    about="how much others may take of an owner's assets in a day or a month",
)
