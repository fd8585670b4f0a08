"""How well a figure is known: its basis, its source and its date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType


class Basis(IntEnum):
    """What a figure rests on, strongest first; a comparison asks which is weaker."""

    PUBLISHED = 0
    DERIVED = 1
    RECALLED = 2
    ASSUMED = 3

    def __str__(self) -> str:
        return self.name.lower()


def weakest(bases: Iterable[Basis]) -> Basis:
    """The weakest of several bases; of none, PUBLISHED, since nothing weak was used."""
    return max(bases, default=Basis.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a row's figures come from, when they were true, and what each rests on."""

    source: str = ""
    as_of: str = ""
    basis: Basis = Basis.ASSUMED
    of_column: Mapping[str, Basis] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, column: str) -> Basis:
        """The basis of one column: its own where it has one, else the row's."""
        return self.of_column.get(column, self.basis)
