"""Which sensors count for a need: of a kind that would do, fine enough, and that its party may use.

A term that is said to hold in an emergency only counts for needs of the highest priority (1): those are
the disasters. An owner needs no term to look with its own satellites.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from serai.needs import Need
from serai.observe.fittings import BROADCAST, OPEN, STATION, Sensor
from serai.observe.request import asked_of
from serai.orbit import OrbitKind, Sgp4, orbit_kind
from serai.pool import Asset, Party, Pool, Right, Term
from serai.wording import Reason, reason

HIGHEST_PRIORITY = 1
DEFAULT_IMAGE_EVERY_MIN = 10.0  # the quickest full disk in use: what an unknown repeat is given at best


@dataclass(frozen=True, slots=True, kw_only=True)
class DataWay:
    """One way in which a sensor's data reach the party, and the term that lets it (None for its own).

    ``delay_s`` is the delay of an open archive; None where nobody published it.
    """

    kind: str
    term: Term | None
    delay_s: float | None = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibleSensor:
    """One sensor that counts for a need, with the ways in which its data reach the need's party."""

    asset: Asset
    sensor: Sensor
    ways: tuple[DataWay, ...]
    stares: bool

    @property
    def by_station(self) -> bool:
        """Whether its looks can be asked for and come down at stations."""
        return any(w.kind == STATION for w in self.ways)

    @property
    def delay_s(self) -> float | None:
        """The shortest known delay without a station of the pool; None when there is no such way."""
        known = [w.delay_s for w in self.ways if w.kind != STATION and w.delay_s is not None]
        return min(known, default=None)

    @property
    def without_station(self) -> bool:
        """Whether its data can be had without a station of the pool, however late."""
        return any(w.kind != STATION for w in self.ways)

    @property
    def image_every_s(self) -> float:
        """The scan repeat of an imager that stares."""
        return (self.sensor.image_every_min or DEFAULT_IMAGE_EVERY_MIN) * 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibleSensors:
    """The sensors that count for a need, and the figures that nobody published and that keep others out.

    ``barred`` are satellites whose sensors would do but whose data no term lets the party have.
    """

    found: tuple[EligibleSensor, ...]
    unknown: tuple[Reason, ...] = ()
    barred: tuple[Asset, ...] = ()


def eligible_sensors(need: Need, pool: Pool, granted: frozenset[Reason] = frozenset()) -> EligibleSensors:
    """The sensors of the pool that count for a need.

    A figure that nobody published keeps its sensor out and is named in ``unknown``; those named in
    ``granted`` are taken at their best instead, to see whether they would change anything.
    """
    asks = (need.party, need.priority, need.measure("resolution"), asked_of(need).sensors, _over_area(need))
    asked = pool.once(("asked", *asks), lambda: _Asked.by(need, pool))
    by = tuple(term.id for term in asked.terms)
    return pool.once_of_assets(("eligible", *asks, by, granted), lambda: _eligible(asked, pool, granted))


def _eligible(asked: _Asked, pool: Pool, granted: frozenset[Reason]) -> EligibleSensors:
    found: list[EligibleSensor] = []
    unknown: dict[Reason, None] = {}
    barred: dict[str, Asset] = {}
    for asset, sensor in pool.fitted_with(Sensor):
        if not asked.would_do(asset, sensor):
            continue
        ways = asked.ways(asset, sensor)
        blocking = _but(granted, _unknown(asset, sensor, asked.limit_m, over_area=asked.over_area))
        if blocking and ways:
            unknown.update(blocking | _but(granted, _late(ways)))
        elif ways:
            unknown.update(_but(granted, _late(ways)))
            settled = tuple(_settled(way, granted) for way in ways)
            found.append(
                EligibleSensor(asset=asset, sensor=sensor, ways=settled, stares=stares(asset, sensor))
            )
        elif not blocking:
            barred[asset.id] = asset
    seen = {e.asset.id for e in found}
    return EligibleSensors(
        found=tuple(found),
        unknown=tuple(unknown),
        barred=tuple(a for i, a in barred.items() if i not in seen),
    )


def _over_area(need: Need) -> bool:
    """Whether strips are laid for a need, so that it matters how wide a sensor sees."""
    return need.area is not None and need.area.swept


def _but(granted: frozenset[Reason], figures: Iterable[Reason]) -> dict[Reason, None]:
    """The figures that are not granted, in order."""
    return dict.fromkeys(f for f in figures if f not in granted)


def stares(asset: Asset, sensor: Sensor) -> bool:
    """Whether a sensor scans the same side of the Earth again and again, instead of passing over it."""
    return sensor.image_every_min is not None or sensor.kind == "geo-imager" or geosynchronous(asset)


def geosynchronous(asset: Asset) -> bool:
    """Whether an asset turns with the Earth, by its element set."""
    motion = asset.motion
    return isinstance(motion, Sgp4) and orbit_kind(motion.elements) is OrbitKind.GEOSYNCHRONOUS


def passing(pool: Pool, kinds: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The satellites with a sensor (of some kinds) that pass over the ground, in the order of the pool."""

    def found() -> tuple[str, ...]:
        looking = ((a, s) for a, s in pool.fitted_with(Sensor) if a.motion is not None and not stares(a, s))
        return tuple({a.id: None for a, s in looking if kinds is None or s.kind in kinds})

    return pool.once_of_assets(("passing", kinds), found)


def _unknown(asset: Asset, sensor: Sensor, limit_m: float | None, *, over_area: bool) -> list[Reason]:
    """The figures without which nobody can say whether a sensor counts, or how much of an area it sees."""
    missing = []
    if limit_m is not None and sensor.resolution_m is None:
        missing.append("resolution")
    if stares(asset, sensor):
        if sensor.image_every_min is None:
            missing.append("scan_repeat")
    elif not sensor.reach_known:
        missing.append("reach")
    if over_area and sensor.swath_km is None and not stares(asset, sensor):
        missing.append("swath")
    if not sensor.delivery:
        missing.append("delivery")
    return [reason(f"observe.missing.{m}", sensor=f"{asset.name} {sensor.name}") for m in missing]


def _settled(way: DataWay, granted: frozenset[Reason]) -> DataWay:
    """The way, without delay where an unknown one is granted."""
    if way.delay_s is None and _delay(way) in granted:
        return DataWay(kind=way.kind, term=way.term, delay_s=0.0)
    return way


def _late(ways: Iterable[DataWay]) -> list[Reason]:
    """The unknown delays of ways, where no other way has a known one."""
    every = list(ways)
    if not all(w.kind == STATION or w.delay_s is None for w in every):
        return []
    return [_delay(w) for w in every if w.delay_s is None]


def _delay(way: DataWay) -> Reason:
    assert way.term is not None
    return reason("observe.missing.delay", term=way.term.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a need asks of a sensor, and the terms under which its party may have the data.

    ``limit_m`` is the coarsest resolution accepted, None for any; ``over_area``: how wide it sees matters.
    """

    kinds: tuple[str, ...]
    limit_m: float | None
    party: Party | None
    terms: tuple[Term, ...]
    over_area: bool

    @classmethod
    def by(cls, need: Need, pool: Pool) -> _Asked:
        resolution, party = need.measure("resolution"), pool.party(need.party)
        limit_m = resolution.threshold if resolution is not None else None
        in_force = (*pool.terms.in_force(Right.IMAGE), *pool.terms.in_force(Right.OPEN_DATA))
        return cls(
            kinds=asked_of(need).sensors,
            limit_m=limit_m,
            party=party,
            terms=tuple(t for t in in_force if t.grants(party) and _serves(t, need, limit_m)),
            over_area=_over_area(need),
        )

    def would_do(self, asset: Asset, sensor: Sensor) -> bool:
        """Whether a sensor is of an accepted kind, has a place to look from and is not known too coarse."""
        if sensor.kind not in self.kinds or asset.motion is None:
            return False
        return self.limit_m is None or sensor.resolution_m is None or sensor.resolution_m <= self.limit_m

    def ways(self, asset: Asset, sensor: Sensor) -> tuple[DataWay, ...]:
        """How a sensor's data reach the party: its own first, then by each term that covers it."""
        delivery = sensor.delivery or (STATION,)
        own = self.party is not None and asset.owner == self.party.id
        ways = [DataWay(kind=kind, term=None) for kind in delivery if own and kind != OPEN]
        for term in self.terms:
            if term.covers(asset):
                ways += _under(term, delivery)
        return tuple(ways)


def _serves(term: Term, need: Need, limit_m: float | None) -> bool:
    """Whether a term serves a need: an emergency's only the most urgent, none what is finer than it gives."""
    if term.when.strip().casefold().startswith("emergency") and need.priority != HIGHEST_PRIORITY:
        return False
    finest_m = term.finest_resolution_m
    return limit_m is None or finest_m is None or finest_m <= limit_m


def _under(term: Term, delivery: Container[str]) -> Iterable[DataWay]:
    """The ways that a term opens to a sensor's data."""
    if term.right == Right.OPEN_DATA or OPEN in delivery:
        yield DataWay(kind=OPEN, term=term, delay_s=term.delay_s)
    if BROADCAST in delivery:
        yield DataWay(kind=BROADCAST, term=term)
    if term.right == Right.IMAGE and STATION in delivery:
        yield DataWay(kind=STATION, term=term)
