"""One thing that a party shares, and what is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from serai.orbit import Motion
from serai.tables.basis import Provenance
from serai.time import Windows
from serai.wording import Reason

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A satellite, station, link or service of the pool.

    What it can do is what is fitted to it, never what class it is. ``motion`` is None for things
    that stand nowhere in particular (a correction network, a cable) and for satellites without
    elements, which ``out`` then says. ``out`` is why the asset cannot be used at all, or empty.
    ``lost_during`` is when a dated event (maintenance, an outage) takes it away.
    """

    id: str
    name: str
    kind: str
    owner: str
    country: str = ""
    motion: Motion | None = None
    fittings: tuple[object, ...] = ()
    kept_back: Windows = field(default_factory=Windows)
    lost_during: Windows = field(default_factory=Windows)
    groups: frozenset[str] = frozenset()
    out: Reason | str = ""
    note: str = ""
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def usable(self) -> bool:
        """Whether the asset may answer needs at all."""
        return not self.out

    @property
    def not_free(self) -> Windows:
        """When nobody may book it: kept back by its owner, or lost by a dated event."""
        return self.kept_back | self.lost_during if len(self.lost_during) else self.kept_back

    def fitted(self, kind: type[T]) -> tuple[T, ...]:
        """The fittings of one kind, in the order of the corridor's tables."""
        return tuple(f for f in self.fittings if isinstance(f, kind))
