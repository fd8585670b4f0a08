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

HIGHEST_PRIORITY = 1
DEFAULT_IMAGE_EVERY_MIN = 10.0  # the quickest full disk in use: what an unknown repeat is given at best


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which a sensor's data reach the party, and the term that lets it (None for its own).

    ``delay_s`` is the delay of an open archive; None where nobody published it.
    """

    kind: str
    term: Term | None
    delay_s: float | None = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Eye:
    """One sensor that counts for a need, with the ways in which its data reach the need's party."""

    asset: Asset
    sensor: Sensor
    ways: tuple[Way, ...]
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
class Eyes:
    """The sensors that count for a need, and the figures that nobody published and that keep others out.

    ``barred`` are satellites whose sensors would do but whose data no term lets the party have.
    """

    found: tuple[Eye, ...]
    unknown: tuple[str, ...] = ()
    barred: tuple[Asset, ...] = ()


def eyes(need: Need, pool: Pool, granted: frozenset[str] = frozenset()) -> Eyes:
    """The sensors of the pool that count for a need.

    A figure that nobody published keeps its sensor out and is named in ``unknown``; those named in
    ``granted`` are taken at their best instead, to see whether they would change anything.
    """
    kinds = asked_of(need).sensors
    resolution = need.measure("resolution")
    limit_m = resolution.threshold if resolution is not None else None
    party = pool.party(need.party)
    found: list[Eye] = []
    unknown: dict[str, None] = {}
    barred: dict[str, Asset] = {}
    for asset, sensor in pool.fitted_with(Sensor):
        if sensor.kind not in kinds or asset.motion is None:
            continue
        missing = _unknown(asset, sensor, limit_m)
        if limit_m is not None and sensor.resolution_m is not None and sensor.resolution_m > limit_m:
            continue
        ways = tuple(_ways(asset, sensor, need, party, pool, limit_m))
        blocking = [m for m in missing if m not in granted]
        if not ways:
            if not blocking:
                barred[asset.id] = asset
            continue
        unknown.update(dict.fromkeys(blocking))
        if blocking:
            continue
        late = [_delay_name(w) for w in ways if w.delay_s is None]
        if all(w.kind == STATION or w.delay_s is None for w in ways):
            unknown.update(dict.fromkeys(name for name in late if name not in granted))
        settled = tuple(_settled(way, granted) for way in ways)
        found.append(Eye(asset=asset, sensor=sensor, ways=settled, stares=stares(asset, sensor)))
    seen = {e.asset.id for e in found}
    return Eyes(
        found=tuple(found),
        unknown=tuple(unknown),
        barred=tuple(a for i, a in barred.items() if i not in seen),
    )


def stares(asset: Asset, sensor: Sensor) -> bool:
    """Whether a sensor scans the same side of the Earth again and again, instead of passing over it."""
    return sensor.image_every_min is not None or sensor.kind == "geo-imager" or geosynchronous(asset)


def geosynchronous(asset: Asset) -> bool:
    """Whether an asset turns with the Earth, by its element set."""
    motion = asset.motion
    return isinstance(motion, Sgp4) and orbit_kind(motion.elements) is OrbitKind.GEOSYNCHRONOUS


def passing(pool: Pool, kinds: Container[str] | None = None) -> tuple[str, ...]:
    """The satellites with a sensor (of some kinds) that pass over the ground, in the order of the pool."""
    names = {
        a.id: None
        for a, s in pool.fitted_with(Sensor)
        if a.motion is not None and not stares(a, s) and (kinds is None or s.kind in kinds)
    }
    return tuple(names)


def _unknown(asset: Asset, sensor: Sensor, limit_m: float | None) -> list[str]:
    which = f"{asset.name} {sensor.name} (sensors.csv"
    missing = []
    if limit_m is not None and sensor.resolution_m is None:
        missing.append(f"resolution of {which}, resolution_m)")
    if stares(asset, sensor):
        if sensor.image_every_min is None:
            missing.append(f"scan repeat of {which}, image_every_min)")
    elif not sensor.reach_known:
        missing.append(f"reach of {which}, off_nadir_max_deg or incidence_min_deg and incidence_max_deg)")
    if not sensor.delivery:
        missing.append(f"delivery of {which}, delivery)")
    return missing


def _settled(way: Way, granted: frozenset[str]) -> Way:
    """The way, without delay where an unknown one is granted."""
    if way.delay_s is None and _delay_name(way) in granted:
        return Way(kind=way.kind, term=way.term, delay_s=0.0)
    return way


def _delay_name(way: Way) -> str:
    assert way.term is not None
    return f"delay of delivery under {way.term.id} (terms.csv, delay_h)"


def _ways(
    asset: Asset, sensor: Sensor, need: Need, party: Party | None, pool: Pool, limit_m: float | None
) -> Iterable[Way]:
    delivery = sensor.delivery or (STATION,)
    if party is not None and asset.owner == party.id:
        yield from (Way(kind=kind, term=None) for kind in delivery if kind != OPEN)
    for term in (*pool.terms.in_force(Right.IMAGE), *pool.terms.in_force(Right.OPEN_DATA)):
        if not (term.covers(asset) and term.grants(party)):
            continue
        if term.when.strip().casefold().startswith("emergency") and need.priority != HIGHEST_PRIORITY:
            continue
        finest_m = term.finest_resolution_m
        if limit_m is not None and finest_m is not None and finest_m > limit_m:
            continue
        if term.right is Right.OPEN_DATA or OPEN in delivery:
            yield Way(kind=OPEN, term=term, delay_s=term.delay_s)
        if BROADCAST in delivery:
            yield Way(kind=BROADCAST, term=term)
        if term.right is Right.IMAGE and STATION in delivery:
            yield Way(kind=STATION, term=term)
