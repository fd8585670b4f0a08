"""Who may use what, when and how: the sharing terms of a corridor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from typing import ClassVar

from serai.pool.asset import Asset
from serai.pool.party import Party
from serai.tables.basis import Provenance


@dataclass(frozen=True, slots=True)
class Right:
    """What a term grants, by the word that terms.csv calls it by.

    Those that several parts of serai speak of are named here; a service may declare others of its own.
    """

    value: str

    IMAGE: ClassVar[Right]
    OPEN_DATA: ClassVar[Right]
    DOWNLINK: ClassVar[Right]
    SIGNAL: ClassVar[Right]
    MESSAGE: ClassVar[Right]
    LINK: ClassVar[Right]

    def __str__(self) -> str:
        return self.value


Right.IMAGE = Right("image")
Right.OPEN_DATA = Right("open-data")
Right.DOWNLINK = Right("downlink")
Right.SIGNAL = Right("signal")
Right.MESSAGE = Right("message")
Right.LINK = Right("link")


class Standing(Enum):
    """Whether a term counts: in force, off until switched on, or over."""

    IN_FORCE = "in force"
    CANDIDATE = "candidate"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One sharing term.

    ``assets`` and ``stations`` hold asset ids, ``owner:ID`` or ``group:SLUG``; ``grantees`` holds
    party ids, ``country:XX``, ``corridor`` (every member) or ``everyone``. ``delay_s`` is the
    largest published delay of delivery; None when nobody published one. ``sites`` are the landings,
    exchanges and borders at which it lets pass from one of the assets to another.
    """

    id: str
    right: Right
    owner: str
    what: str
    assets: tuple[str, ...]
    stations: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    grantees: tuple[str, ...] = ()
    when: str = ""
    standing: Standing = Standing.IN_FORCE
    finest_resolution_m: float | None = None
    delay_s: float | None = None
    delay: str = ""
    forwardable: str = ""
    cost: str = ""
    conditions: str = ""
    provenance: Provenance = field(default_factory=Provenance)

    def covers(self, asset: Asset) -> bool:
        """Whether the term speaks of this asset."""
        return _named(asset, self.assets)

    def receives_at(self, station: Asset) -> bool:
        """Whether the term lets data come down at this station."""
        return _named(station, self.stations)

    def grants(self, party: Party | None) -> bool:
        """Whether the term speaks to this party (None is a stranger to the corridor)."""
        for grantee in self.grantees:
            if grantee == "everyone":
                return True
            if party is not None and grantee in ("corridor", party.id, f"country:{party.country}"):
                return True
        return False


def _named(asset: Asset, names: tuple[str, ...]) -> bool:
    ids, owners, groups = _kinds(names)
    return asset.id in ids or asset.owner in owners or not groups.isdisjoint(asset.groups)


@lru_cache(maxsize=4096)
def _kinds(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The ids, the owners and the groups among names."""
    owners = frozenset(n.removeprefix("owner:") for n in names if n.startswith("owner:"))
    groups = frozenset(n.removeprefix("group:") for n in names if n.startswith("group:"))
    return frozenset(names), owners, groups


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of a corridor, with the candidates that have been switched on."""

    rows: tuple[Term, ...] = ()
    switched_on: frozenset[str] = frozenset()

    def in_force(self, right: Right) -> tuple[Term, ...]:
        """The terms of one kind that count now."""
        return tuple(t for t in self.rows if t.right == right and self.counts(t))

    def candidates(self, right: Right | None = None) -> tuple[Term, ...]:
        """The terms of one kind, or of every kind, that could be switched on."""
        return tuple(
            t
            for t in self.rows
            if right in (None, t.right) and t.standing is Standing.CANDIDATE and t.id not in self.switched_on
        )

    def counts(self, term: Term) -> bool:
        """Whether a term is in force, or is a candidate that has been switched on."""
        return term.standing is Standing.IN_FORCE or term.id in self.switched_on

    def and_(self, *terms: Term) -> Terms:
        """The same terms with further ones, that stand in no table."""
        return replace(self, rows=(*self.rows, *terms))

    def with_(self, *ids: str) -> Terms:
        """The same terms with more candidates switched on."""
        return replace(self, switched_on=self.switched_on | frozenset(ids))

    def use_of(self, asset: Asset, party: Party | None, *rights: Right) -> Term | None:
        """The term in force by which a party may use an asset, or None.

        An owner's own use needs no term; ask ``asset.owner == party.id`` first.
        """
        for term in self.rows:
            if term.right in rights and self.counts(term) and term.covers(asset) and term.grants(party):
                return term
        return None

    def downlink(self, satellite: Asset, station: Asset) -> Term | None:
        """The term in force by which a satellite's data may come down at a station, or None."""
        for term in self.rows:
            if (
                term.right == Right.DOWNLINK
                and self.counts(term)
                and term.covers(satellite)
                and term.receives_at(station)
            ):
                return term
        return None
