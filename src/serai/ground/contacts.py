"""When satellites can send what they carry down to stations, and which terms let them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from serai.access import Mask
from serai.access.bulk import days_over, joined
from serai.access.tracked import Tracked
from serai.earth import Place
from serai.ground.antennas import image_antennas, image_dishes
from serai.ground.contact_rules import ContactRules
from serai.ground.horizon import Horizon
from serai.needs import Need, Opportunity, Use
from serai.orbit import Fixed
from serai.pool import Asset, Pool, Right, Term
from serai.time import Instant, Span, Windows, WindowTable
from serai.wording import reason
from serai.world import World

Integers = NDArray[np.int64]

NEVER_NS = np.iinfo(np.int64).max  # no contact after this moment, in the span looked at


@dataclass(frozen=True, kw_only=True)
class Contacts:
    """The contacts of satellites with stations over a span, whatever the terms say.

    ``table`` counts pairs as satellite * len(stations) + station, in the order of the two tuples; a
    contact lasts at least the rules' shortest.
    """

    satellites: tuple[str, ...]
    stations: tuple[str, ...]
    within: Span
    table: WindowTable

    def of(self, satellite: str, station: str) -> Windows:
        """The contacts of one satellite with one station."""
        return self.table.of(
            self.satellites.index(satellite) * len(self.stations) + self.stations.index(station)
        )

    @cached_property
    def _order_us(self) -> Integers:
        """Each row's pair and end as one growing number, for searching all pairs at once."""
        since = (self.table.end_ns - self.within.start.tai_ns) // 1000
        keys: Integers = self.table.pair * self._stride_us + since
        return keys

    @property
    def _stride_us(self) -> int:
        return (self.within.end.tai_ns - self.within.start.tai_ns) // 1000 + 1

    def rows_after(self, satellite: Integers, ready_ns: Integers, lasting_s: float) -> Integers:
        """The row (n, stations) of the first contact that still lasts so long after a moment; -1 if none.

        ``satellite`` (n,) is an index into ``satellites``; ``ready_ns`` (n,) when there is something to send.
        """
        stations = np.arange(len(self.stations), dtype=np.int64)
        pair = satellite[:, None] * len(stations) + stations
        needed = (ready_ns - self.within.start.tai_ns + round(lasting_s * 1e9)) // 1000
        needed = np.clip(needed, 0, self._stride_us - 1)[:, None]
        row = np.searchsorted(self._order_us, pair * self._stride_us + needed)
        inside = np.minimum(row, max(len(self.table) - 1, 0))
        if not len(self.table):
            return np.full(pair.shape, -1, dtype=np.int64)
        return np.where((row < len(self.table)) & (self.table.pair[inside] == pair), inside, -1)

    def starts_after(self, satellite: Integers, ready_ns: Integers, lasting_s: float) -> Integers:
        """When sending can begin (n, stations): at once in contact, else as the next contact begins.

        The contact must last ``lasting_s`` from then on; NEVER_NS where the span has none.
        """
        row = self.rows_after(satellite, ready_ns, lasting_s)
        if not len(self.table):
            return np.full(row.shape, NEVER_NS, dtype=np.int64)
        begin = np.maximum(self.table.start_ns[row], ready_ns[:, None])
        return np.where(row >= 0, begin, NEVER_NS)


class _Tables:
    """The contacts of one day that were found already, for many satellites at once or for few.

    A pair's contacts are the same whatever else was asked with it, so that a part of a table serves.
    """

    def __init__(self) -> None:
        self._kept: list[
            tuple[dict[str, int], dict[tuple[str, Mask], int], NDArray[np.bool_], WindowTable]
        ] = []

    def add(
        self,
        names: Sequence[str],
        stands: Sequence[tuple[str, Mask]],
        asked: NDArray[np.bool_],
        table: WindowTable,
    ) -> None:
        """Keep a table of satellites over stations with their masks."""
        rows = {name: k for k, name in enumerate(names)}
        self._kept.append((rows, {stand: k for k, stand in enumerate(stands)}, asked, table))

    def part(
        self, names: Sequence[str], stands: Sequence[tuple[str, Mask]], asked: NDArray[np.bool_]
    ) -> WindowTable | None:
        """The contacts of some pairs out of a table that holds them all; None where none does."""
        for rows, columns, held, table in self._kept:
            if not all(n in rows for n in names) or not all(s in columns for s in stands):
                continue
            mine, ours = [rows[n] for n in names], [columns[s] for s in stands]
            if (asked & ~held[np.ix_(mine, ours)]).any():
                continue
            place = np.full(held.size, -1, dtype=np.int64)
            a, b = np.nonzero(asked)
            row, column = np.array(mine, dtype=np.int64), np.array(ours, dtype=np.int64)
            place[row[a] * held.shape[1] + column[b]] = a * len(stands) + b
            pair = place[table.pair]
            kept = np.flatnonzero(pair >= 0)
            kept = kept[np.argsort(pair[kept], kind="stable")]
            found = {f.name: getattr(table, f.name)[kept] for f in fields(table)}
            return WindowTable(**{**found, "pair": pair[kept]})
        return None


def image_stations(pool: Pool) -> tuple[str, ...]:
    """The stations that take in images, in the order of the pool."""

    def found() -> tuple[str, ...]:
        fixed = (a for a in pool.assets if a.usable and isinstance(a.motion, Fixed))
        return tuple(a.id for a in fixed if image_dishes(a))

    return pool.once_of_assets("image stations", found)


def contacts(
    world: World,
    pool: Pool,
    satellites: Sequence[str],
    stations: Sequence[str],
    within: Span,
    between: NDArray[np.bool_] | None = None,
) -> Contacts:
    """The windows in which satellites can talk to stations, at least the rules' shortest contact long.

    A satellite must stand above the rules' lowest elevation, the lowest of the station's image dishes
    and the station's own mask. ``between`` (satellites, stations) says which pairs are asked about;
    all unless given. Found once per day, whatever the terms, and kept in the almanac.
    """
    names, places = tuple(satellites), tuple(stations)
    lowest = _lowest_of(pool, places, world.rules_of(ContactRules).contact_elevation_deg)
    shortest_s = world.rules_of(ContactRules).contact_min_s
    asked = np.ones((len(names), len(places)), dtype=bool) if between is None else between
    key = ("contacts", names, places, lowest, shortest_s, asked.tobytes())

    def over_one_day(day: Span) -> WindowTable:
        known = world.almanac.once(("contact tables", shortest_s, day), _Tables)
        stands = tuple(zip(places, lowest, strict=True))
        found = known.part(names, stands, asked)
        if found is None:
            found = tracked(world, names, day).above(
                [_place(pool[s]) for s in places], lowest, between=asked, shortest_s=shortest_s
            )
            known.add(names, stands, asked, found)
        return found

    def over_all() -> WindowTable:
        days = days_over(within)
        parts = [world.almanac.once((*key, day), lambda day=day: over_one_day(day)) for day in days]  # type: ignore[misc]
        whole = joined(WindowTable.concatenate(parts))
        return _clipped(whole.where(whole.duration_s >= shortest_s), within, shortest_s)

    table = world.almanac.once((*key, within), over_all)
    return Contacts(satellites=names, stations=places, within=within, table=table)


def tracked(world: World, satellites: Sequence[str], day: Span) -> Tracked:
    """Where satellites are over a day: found once, for contacts and for looks."""
    names, almanac = tuple(satellites), world.almanac
    return almanac.once(
        ("tracked", names, day),
        lambda: Tracked.of(almanac.motions(names), day, almanac.orientation),
        bulky=True,
    )


def downlink_terms(
    pool: Pool, satellites: Sequence[str], stations: Sequence[str], *, candidates: bool = False
) -> dict[tuple[int, int], Term]:
    """The term by which each satellite's data may come down at each station, by their places in the lists.

    The first term in force counts; with ``candidates`` the first that could be switched on, instead.
    """
    key = ("downlink", tuple(satellites), tuple(stations), candidates)
    return pool.once(key, lambda: _downlink_terms(pool, satellites, stations, candidates=candidates))


def _downlink_terms(
    pool: Pool, satellites: Sequence[str], stations: Sequence[str], *, candidates: bool
) -> dict[tuple[int, int], Term]:
    terms = pool.terms.candidates(Right.DOWNLINK) if candidates else pool.terms.in_force(Right.DOWNLINK)
    found: dict[tuple[int, int], Term] = {}
    for term in terms:
        above = _spoken_of(pool, tuple(satellites), term.assets, term.covers)
        below = _spoken_of(pool, tuple(stations), term.stations, term.receives_at)
        for way in product(above, below):
            found.setdefault(way, term)
    return found


def _spoken_of(
    pool: Pool, assets: tuple[str, ...], names: tuple[str, ...], says: Callable[[Asset], bool]
) -> tuple[int, ...]:
    """The places of the assets that a term's names speak of."""
    return pool.once_of_assets(
        ("spoken of", assets, names), lambda: tuple(i for i, a in enumerate(assets) if says(pool[a]))
    )


def downlink_allowed(
    pool: Pool, satellites: Sequence[str], stations: Sequence[str], *, candidates: bool = False
) -> NDArray[np.bool_]:
    """(satellites, stations): where a term lets a satellite's data come down."""
    allowed = np.zeros((len(satellites), len(stations)), dtype=bool)
    for i, j in downlink_terms(pool, satellites, stations, candidates=candidates):
        allowed[i, j] = True
    return allowed


def pass_of(satellite: str, station: str) -> str:
    """How the name of a booked pass begins; two parcels of one pass hold its antenna once."""
    return f"{satellite}/{station}/"


def passes_for(need: Need, pool: Pool, world: World, within: Span) -> list[Opportunity]:
    """The passes that can carry down a parcel, one opportunity each, earliest first.

    ``need`` is a follow-on need that carries a parcel. A pass holds one of the station's image
    antennas from its start to its end; the parcel is down when the contact, from when it is ready,
    has lasted as long as the rules' shortest. Only stations that a term in force allows are offered,
    and no time that an owner keeps back.
    """
    parcel = need.parcel
    if parcel is None or parcel.aboard not in pool or not pool[parcel.aboard].usable:
        return []
    satellite = pool[parcel.aboard]
    stations = _hearing(satellite, pool)
    lasting_s = world.rules_of(ContactRules).contact_min_s
    span = Span(within.start, max(within.end, parcel.by))
    found = contacts(world, pool, [satellite.id], stations, span) if stations else None
    passes = []
    for j, name in enumerate(stations):
        assert found is not None
        station = pool[name]
        share = 1.0 / image_antennas(station)
        for contact in found.table.of(j) - station.not_free - satellite.lost_during:
            begin = max(contact.start, parcel.ready)
            down = begin.plus(seconds=lasting_s)
            if down > contact.end or down > parcel.by or begin < within.start:
                continue
            passes.append(_pass(need, satellite, station, contact, share, down))
    return sorted(passes, key=lambda o: (o.counts_at, o.id))


def _hearing(satellite: Asset, pool: Pool) -> tuple[str, ...]:
    """The stations at which a term in force lets a satellite's images come down."""

    def found() -> tuple[str, ...]:
        in_force = pool.once("downlink in force", lambda: pool.terms.in_force(Right.DOWNLINK))
        mine = [term for term in in_force if term.covers(satellite)]
        return tuple(s for s in image_stations(pool) if any(t.receives_at(pool[s]) for t in mine))

    return pool.once(("hearing", satellite.id), found)


def _pass(
    need: Need, satellite: Asset, station: Asset, contact: Span, share: float, down: Instant
) -> Opportunity:
    rise = contact.start.utc(0)
    return Opportunity(
        id=f"{satellite.id}/{station.id}/{rise}",
        need=need.id,
        uses=(
            Use(
                asset=station.id,
                span=contact,
                share=share,
                serves=pass_of(satellite.id, station.id) + rise,
            ),
        ),
        counts_at=down,
        why=reason("radio.pass.down", satellite=satellite.name, station=station.name, at=down.utc(0)),
    )


def _place(station: Asset) -> Place:
    motion = station.motion
    assert isinstance(motion, Fixed)
    return motion.place


def _lowest_of(pool: Pool, stations: tuple[str, ...], rules_deg: float) -> tuple[Mask, ...]:
    """The masks that count at some stations."""
    return pool.once_of_assets(
        ("lowest", stations, rules_deg), lambda: tuple(_lowest(pool[s], rules_deg) for s in stations)
    )


def _lowest(station: Asset, rules_deg: float) -> Mask:
    """The mask that counts at a station: the higher of the rules', its dishes' and its own horizon's."""
    dishes = [d.min_elevation_deg for d in image_dishes(station) if d.min_elevation_deg is not None]
    floor = max(rules_deg, min(dishes, default=rules_deg))
    for horizon in station.fitted(Horizon):
        return horizon.mask.higher(Mask.constant(floor))
    return Mask.constant(floor)


def _clipped(table: WindowTable, within: Span, shortest_s: float) -> WindowTable:
    start = np.maximum(table.start_ns, within.start.tai_ns)
    end = np.minimum(table.end_ns, within.end.tai_ns)
    cut = WindowTable(
        table.pair,
        start,
        end,
        table.cut_start | (start > table.start_ns),
        table.cut_end | (end < table.end_ns),
        table.best,
        table.best_ns,
    )
    return cut.where(cut.duration_s >= shortest_s)
