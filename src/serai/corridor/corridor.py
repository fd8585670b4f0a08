"""A corridor: its pool, its needs, and the facts about the world that it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from serai.corridor.events import Event
from serai.earth import Box, Orientation
from serai.formats import MeanElements
from serai.needs import Need
from serai.pool import NotInPool, Pool
from serai.tables.rows import nearest
from serai.time import Instant
from serai.wording import reason
from serai.world import Almanac, Rules, Weather, World


@dataclass(frozen=True, kw_only=True)
class Corridor:
    """Everything that a corridor folder says, read whole or not at all.

    ``start`` and ``days`` are the period it is asked about when nobody says another. ``elements`` holds
    the mean elements by asset id, also of satellites that are out. ``struck`` and ``agreed`` are the names
    by which this copy lost assets and gained terms, for those who read what was asked, ``added`` those of
    cables of the reader's own. ``unasked`` are the
    needs that ``only`` left out: nobody asks about them here, and they pass the same cables all the same.
    ``version`` is the SHA-256 of the folder's files (`serai.corridor.version`), empty where none was read.
    """

    folder: Path
    id: str
    name: str
    start: Instant
    map: Box
    pool: Pool
    needs: tuple[Need, ...]
    days: float = 1.0
    summary: str = ""
    weather: Weather = field(default_factory=Weather)
    rules: Rules = field(default_factory=Rules)
    own_rules: tuple[object, ...] = ()
    events: tuple[Event, ...] = ()
    elements: Mapping[str, MeanElements] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    struck: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    unasked: tuple[Need, ...] = ()
    version: str = ""

    def __repr__(self) -> str:
        return f"Corridor({self.name!r}, {len(self.pool.assets)} assets, {len(self.needs)} needs)"

    @property
    def elements_as_of(self) -> Instant | None:
        """The epoch of the newest element set, or None without any."""
        return max((e.epoch for e in self.elements.values()), default=None)

    def world(self, at: Instant | None = None, orientation: Orientation | None = None) -> World:
        """Everything outside the pool at a moment; by default its start and the IERS's published orientation.

        Its almanac knows the motions of all assets that have one, whether or not they are usable.
        """
        orientation = Orientation.published() if orientation is None else orientation
        motions = {a.id: a.motion for a in self.pool.whole.assets if a.motion is not None}
        return World(
            at=self.start if at is None else at,
            orientation=orientation,
            almanac=Almanac(motions, orientation),
            weather=self.weather,
            rules=self.rules,
            own_rules=self.own_rules,
        )

    def without(self, *names: str) -> Corridor:
        """The corridor after a loss: assets, groups, parties and events of events.csv, by id or name.

        Raises NotInPool for a name that nobody answers to.
        """
        if not names:
            return self
        lost = frozenset[str]().union(*(self._lost_by(name) for name in names))
        return replace(self, pool=self.pool.losing(lost), struck=self.struck + names)

    def _lost_by(self, name: str) -> frozenset[str]:
        """What an event takes away, by its id or name; else what the name stands for in the pool."""
        wanted = name.strip().casefold()
        for event in self.events:
            if wanted in (event.id.casefold(), event.name.casefold()):
                return frozenset[str]().union(*(self.pool.exactly(lost) for lost in event.lost))
        return self.pool.named(name)

    def with_terms(self, *names: str) -> Corridor:
        """The corridor after candidate terms have been agreed, by id."""
        if not names:
            return self
        return replace(self, pool=self.pool.with_terms(*names), agreed=self.agreed + names)

    def only(self, *need_ids: str) -> Corridor:
        """The corridor with only these needs, by id, in its own order; all of them when none is named."""
        if not need_ids:
            return self
        by_fold = {n.id.casefold(): n.id for n in self.needs}
        for named in need_ids:
            if named.casefold() not in by_fold:
                raise NotInPool(reason("pool.need"), named, nearest(named, by_fold.values()))
        wanted = {by_fold[n.casefold()] for n in need_ids}
        left_out = tuple(n for n in self.needs if n.id not in wanted)
        return replace(
            self,
            needs=tuple(n for n in self.needs if n.id in wanted),
            unasked=(*self.unasked, *left_out),
        )

    def need(self, need_id: str) -> Need:
        """The need with this id."""
        return self.only(need_id).needs[0]
