"""shares.csv: the parties among which results are shared fairly, and what each is owed from days before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from serai.plan.scheduling import SharingPartner
from serai.pool import Pool
from serai.tables import Basis, Cell, Column, Role, Row, TableSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class FairShare:
    """A party that shares fairly: ``owed`` results from days before; below zero, it had more than its due."""

    party: str
    owed: int
    basis: Basis


def partners_of(pool: Pool) -> Iterator[SharingPartner]:
    """The parties that share fairly in a scheduling problem, those that ask for nothing too."""
    for share in pool.facts_of(FairShare):
        yield SharingPartner(id=share.party, debt=share.owed)


def _share(row: Row) -> FairShare:
    """The share in a row of shares.csv."""
    return FairShare(party=row.text("party"), owed=row.count("owed") or 0, basis=row.provenance.basis)


SHARES = TableSpec(
    name="shares",
    columns=MappingProxyType(
        {
            "party": Column(required=True, of=("members",)),
            "owed": Column(Cell.COUNT),
        }
    ),
    record=_share,
    role=Role.FACT,
    once=("party",),
    about="the parties among which results are shared fairly, and what each is owed",
)
