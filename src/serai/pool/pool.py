"""All assets and terms at one moment, and how every loss is said."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from serai.errors import Refused
from serai.pool.asset import Asset
from serai.pool.party import Party
from serai.pool.terms import Term, Terms
from serai.tables.rows import nearest
from serai.time import Span, Windows
from serai.wording import Reason, reason

T = TypeVar("T")


class NotInPool(Refused):
    """A name that no asset, group, party or term of the corridor answers to."""

    def __init__(self, what: Reason, name: str, near: str = "") -> None:
        self.what, self.name, self.near = what, name, near
        hint: Reason | str = ""
        if not name.strip():
            hint = reason("pool.name_one")
        elif near:
            hint = reason("pool.near", near=near)
        super().__init__("pool.not_in_pool", what=what, name=name, hint=hint)


class Ambiguous(Refused):
    """A name that fits several things of a corridor."""

    def __init__(self, name: str, choices: tuple[str, ...]) -> None:
        self.name, self.choices = name, choices
        super().__init__("pool.several", name=name, choices=choices)


@dataclass(frozen=True)
class Pool:
    """The assets that parties share, the terms they share them on, and the facts that services read.

    Copies share nothing mutable; ``without`` and ``with_terms`` return new pools. ``before`` is the pool
    before any loss: what was promised then stays the measure of what is left.
    """

    assets: tuple[Asset, ...]
    parties: Mapping[str, Party] = field(default_factory=lambda: MappingProxyType({}))
    terms: Terms = field(default_factory=Terms)
    facts: tuple[object, ...] = ()
    before: Pool | None = field(default=None, repr=False, compare=False)

    @property
    def whole(self) -> Pool:
        """The pool before any loss; itself when nothing was lost."""
        return self if self.before is None else self.before

    def __repr__(self) -> str:
        terms = len(self.terms.rows)
        return f"Pool({len(self.assets)} assets of {len(self.parties)} parties, {terms} terms)"

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Each asset's position in ``assets``, by id."""
        return MappingProxyType({a.id: i for i, a in enumerate(self.assets)})

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Each shared-risk group with the ids of its members."""
        members: dict[str, set[str]] = {}
        for asset in self.assets:
            for group in asset.groups:
                members.setdefault(group, set()).add(asset.id)
        return MappingProxyType({g: frozenset(m) for g, m in sorted(members.items())})

    @cached_property
    def _facts_by_kind(self) -> Mapping[type, tuple[object, ...]]:
        kinds: dict[type, list[object]] = {}
        for fact in self.facts:
            kinds.setdefault(type(fact), []).append(fact)
        return MappingProxyType({k: tuple(v) for k, v in kinds.items()})

    def __getitem__(self, asset_id: str) -> Asset:
        """The asset with this id."""
        at = self.place_of.get(asset_id)
        if at is None:
            raise NotInPool(reason("pool.asset"), asset_id, nearest(asset_id, self.place_of))
        return self.assets[at]

    def __contains__(self, asset_id: object) -> bool:
        return asset_id in self.place_of

    def facts_of(self, kind: type[T]) -> tuple[T, ...]:
        """The reference rows of one kind (terminals, range errors, landing sites ...)."""
        return cast("tuple[T, ...]", self._facts_by_kind.get(kind, ()))

    def fitted_with(self, kind: type[T]) -> tuple[tuple[Asset, T], ...]:
        """Every usable asset's fittings of one kind, with the asset, in the order of the tables."""
        return self.once_of_assets(
            ("fitted", kind), lambda: tuple((a, f) for a in self.assets if a.usable for f in a.fitted(kind))
        )

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made the first time that ``key`` is asked for and then kept.

        For what follows from the pool alone: its assets, fittings and terms, never a day, a plan or a world.
        """
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])

    def once_of_assets(self, key: Hashable, make: Callable[[], T]) -> T:
        """The same for what follows from the assets, whatever the terms: ``with_terms`` hands it on."""
        if key not in self._kept_of_assets:
            self._kept_of_assets[key] = make()
        return cast("T", self._kept_of_assets[key])

    @cached_property
    def _kept(self) -> dict[Hashable, object]:
        return {}

    @cached_property
    def _kept_of_assets(self) -> dict[Hashable, object]:
        return {}

    def party(self, party_id: str) -> Party | None:
        """The party with this id, or None."""
        return self.parties.get(party_id)

    def named(self, name: str) -> frozenset[str]:
        """The ids of the assets that a name stands for: an asset, a shared-risk group or a party.

        Names are read without regard to case; an asset may be called by its id or its name, a group
        with or without its kind ("corridor:red-sea" or "red-sea"). A name that fits several things is
        refused with the choices, each of which names one ("station:karachi", "landing:karachi").
        """
        wanted = name.strip().casefold()
        if not wanted:
            raise NotInPool(reason("pool.asset_group_party"), name)
        fits = self._by_name.get(wanted, {})
        if wanted in fits:  # said in full
            return fits[wanted]
        alike: dict[frozenset[str], str] = {}
        for choice, assets in fits.items():
            if assets:
                alike.setdefault(assets, choice)
        if len(alike) > 1:
            raise Ambiguous(name, tuple(alike.values()))
        if fits:
            return next(iter(alike), frozenset())
        known = [a.id for a in self.assets] + [a.name for a in self.assets]
        known += [*self.groups, *(g.partition(":")[2] for g in self.groups)]
        known += [p.id for p in self.parties.values()]
        raise NotInPool(reason("pool.asset_group_party"), name, nearest(name, known))

    @property
    def _by_name(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """What each name stands for: every thing that it fits, said in full, with that thing's assets."""
        return self.once_of_assets("by name", self._found_by_name)

    def _found_by_name(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        found: dict[str, dict[str, frozenset[str]]] = {}

        def add(full: str, assets: frozenset[str], *names: str) -> None:
            for one in (full, *names):
                found.setdefault(one.casefold(), {})[full.casefold()] = assets

        for asset in self.assets:
            add(f"{asset.kind}:{asset.id}", frozenset([asset.id]), asset.id, asset.name)
        for group, members in self.groups.items():
            add(group, members, group.partition(":")[2] or group)
        for party in self.parties.values():
            owned = frozenset(a.id for a in self.assets if a.owner == party.id)
            add(f"party:{party.id}", owned, party.id, party.name)
        return found

    def exactly(self, name: str) -> frozenset[str]:
        """The assets that a table means by an id: an asset's, a group's in full, or a party's."""
        if name in self.place_of:
            return frozenset([name])
        return self.groups.get(name) or self.named(name)

    def plainly(self, name: str, assets: frozenset[str]) -> str:
        """The shortest name that stands for just these assets here: the id itself, or said in full."""
        wanted = name.casefold()
        fits = self._by_name.get(wanted, {})
        alike = [choice for choice, those in fits.items() if those == assets]
        clear = wanted in fits or len({those for those in fits.values() if those}) == 1
        return name if clear or not alike else alike[0]

    def knows(self, name: str) -> bool:
        """Whether a name stands for anything here; after a loss it may not."""
        return name.strip().casefold() in self._by_name

    def without(self, *names: str) -> Pool:
        """The pool after a loss: assets, groups and parties, by id or name."""
        return self.losing(frozenset[str]().union(*(self.named(n) for n in names)))

    def losing(self, lost: frozenset[str]) -> Pool:
        """The pool after the loss of these assets, by id."""
        return replace(self, assets=tuple(a for a in self.assets if a.id not in lost), before=self.whole)

    def losing_during(self, lost: Mapping[str, Windows]) -> Pool:
        """The pool that loses assets, by id, for a time each; ``before`` is the pool without these losses."""
        assets = tuple(
            replace(a, lost_during=a.lost_during | lost[a.id]) if a.id in lost else a for a in self.assets
        )
        return replace(self, assets=assets, before=self.whole)

    def throughout(self, within: Span) -> Pool:
        """The pool without what dated events take away for all of a span; itself where they take nothing."""
        timed = self.once_of_assets("timed", lambda: tuple(a for a in self.assets if len(a.lost_during)))
        gone = frozenset(a.id for a in timed if not len(Windows([within]) - a.lost_during))
        return self.losing(gone) if gone else self

    def loses_within(self, span: Span) -> bool:
        """Whether it is without anything of the whole pool in a span, for all of it or for a part."""
        if self.before is None:
            return False
        if len(self.assets) < len(self.whole.assets):
            return True
        timed = self.once_of_assets("timed", lambda: tuple(a for a in self.assets if len(a.lost_during)))
        return any(s.overlaps(span) for a in timed for s in a.lost_during)

    def with_terms(self, *names: str) -> Pool:
        """The pool after candidate terms have been agreed, by id."""
        ids = {t.id.casefold(): t.id for t in self.terms.rows}
        for name in names:
            if name.casefold() not in ids:
                raise NotInPool(reason("pool.term"), name, nearest(name, ids.values()))
        before = None if self.before is None else self.before.with_terms(*names)
        return self._under(self.terms.with_(*(ids[n.casefold()] for n in names)), before)

    def and_terms(self, *terms: Term) -> Pool:
        """The pool with further terms, that stand in no table: what an agreement would buy."""
        before = None if self.before is None else self.before.and_terms(*terms)
        return self._under(self.terms.and_(*terms), before)

    def _under(self, terms: Terms, before: Pool | None) -> Pool:
        agreed = replace(self, terms=terms, before=before)
        agreed.__dict__["_kept_of_assets"] = self._kept_of_assets
        return agreed
