"""The ladder of a place: every service that reaches it, best first, today and over a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import refusal, speaks_to
from serai.connect.endpoints import Ends
from serai.connect.fittings import Beam, CableSegment, Messenger, Site, messengers
from serai.connect.messages import carrier, delivery_s
from serai.connect.network import draw
from serai.connect.request import LinkRequest
from serai.connect.space_paths import GATEWAY_MS, LIGHT_KM_PER_MS, Skyway, skyways
from serai.connect.visibility import Visibility, satellites_of, sky
from serai.connect.voice import CALL_BPS, Exchange, exchanges
from serai.connect.year.annual import SWITCHING, annual
from serai.connect.year.rain import feels
from serai.connect.year.rates import rates_of
from serai.earth import Place, great_circle_m
from serai.needs import Measure, Need
from serai.pool import Asset, Pool
from serai.radio import Budget, percent_lost
from serai.time import Span
from serai.wording import Reason, reason
from serai.world import World

B = NDArray[np.bool_]
DATA, VOICE, MESSAGE, ALERT = "data", "voice", "message", "alert"
CLASSES = (DATA, VOICE, MESSAGE, ALERT)  # the best first
NEAR_M = 50_000.0  # a site so near is taken as joined to the place (assumed: the last mile is nobody's table)
STEP_S, EVERY, AHEAD_S = 60.0, 5, 7200.0  # of the sky, of what is judged in it, and past the period's end
RAIN = "rain"
ASKED = Measure(name="rate", unit="bit/s", threshold=1e6, lower_is_better=False, share_required=0.999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One service at a place.

    ``rate_bps``, ``latency_ms`` (there and back), ``calls``, ``delivery_s`` and ``year`` are None where
    nobody published what they rest on; ``missing`` names it. ``today`` is the share of the period in which
    it is there, ``year`` that of an average year, failures and rain counted; ``hangs_on`` are ids, and
    "rain". ``margin_db`` is that of the budget that decides, at ``margin_bps``; None where a stated rate
    does. ``tariff`` is what its source says that it costs, empty where it says nothing.
    """

    service: str
    by: Reason | str
    id: str
    today: float
    year: float | None
    hangs_on: tuple[str, ...]
    rate_bps: float | None = None
    latency_ms: float | None = None
    delivery_s: float | None = None
    calls: float | None = None
    elevation_deg: float | None = None
    margin_db: float | None = None
    margin_bps: float | None = None
    missing: Reason | str = ""
    tariff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A service that reaches a place and may not be used, and why."""

    by: str
    why: Reason | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The services of a place, best first, the site its cables end at, and what stays shut."""

    rungs: tuple[Rung, ...]
    shut: tuple[Shut, ...]
    site: Site | None
    site_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """A user at one place with the sky above, over the time asked about."""

    need: Need[LinkRequest]
    ends: Ends
    pool: Pool
    world: World
    sky: Visibility
    judged: NDArray[np.int64]

    def up(self, kind: str) -> float:
        """The share of a year that something of a kind is up."""
        return 1.0 - rates_of(self.pool)[kind].unavailability(0, 0.0)

    @property
    def asked_bps(self) -> float:
        """The rate that budgets of this place are drawn up for."""
        measure = self.need.measure("rate")
        return ASKED.threshold if measure is None else measure.threshold

    @property
    def rain_share(self) -> float:
        """The share of an average year for which budgets of this place hold in its rain."""
        measure = self.need.measure("rate")
        return 1.0 - percent_lost(measure.share_required if measure else None) / 100.0


def ladder(need: Need[LinkRequest], ends: Ends, pool: Pool, world: World, within: Span) -> Ladder:
    """What a user gets at the first of the places of ``ends``, over a span."""
    asked = replace(need, measures=_with_rate(need.measures))
    longer = Span(within.start, within.end.plus(seconds=AHEAD_S))
    ids = [a.id for a, _ in pool.fitted_with(Beam)]
    for _, messenger in pool.fitted_with(Messenger):
        ids += satellites_of(messenger, pool)
    seen = sky(ids, asked, ends, pool, world, longer, STEP_S)
    times = max(1, int(np.ceil(within.duration_s / (STEP_S * EVERY) - 1e-9)))
    judged = np.arange(times) * EVERY
    here = _Here(need=asked, ends=ends, pool=pool, world=world, sky=seen, judged=judged)
    site, site_m = nearest(ends.places[0], pool)
    ways = skyways(0, asked, ends, pool, world, seen, judged)
    rungs = [*_ground(here, site), *_through_the_sky(here, ways), *_calls(here), *_texts(here)]
    rungs.sort(key=lambda r: (CLASSES.index(r.service), -(r.rate_bps or 0.0), -r.today, r.delivery_s or 1e9))
    open_ = {rung.id for rung in rungs} | {i for rung in rungs for i in rung.hangs_on}
    shut = {a.name: why for a, m in messengers(pool) if (why := refusal(a, m, asked, ends, pool))}
    shut |= {way.asset.name: way.refused for way in ways if way.refused and way.asset.id not in open_}
    return Ladder(
        rungs=tuple(rungs),
        shut=tuple(Shut(by=name, why=why) for name, why in sorted(shut.items())),
        site=site,
        site_m=site_m,
    )


def nearest(place: Place, pool: Pool) -> tuple[Site | None, float]:
    """The nearest site at which a cable ends, and how far it is (m); None where there is no cable."""
    ends = {end for _, cable in pool.fitted_with(CableSegment) for end in (cable.a, cable.b)}
    away = [
        (float(great_circle_m(place.lat_deg, place.lon_deg, s.at.lat_deg, s.at.lon_deg)), s.id, s)
        for s in pool.facts_of(Site)
        if s.id in ends
    ]
    found = min(away, default=None, key=lambda one: one[:2])
    return (None, np.inf) if found is None else (found[2], found[0])


def _with_rate(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures with one of rate, without which no rain is sized."""
    return tuple(measures) if any(m.name == "rate" for m in measures) else (*measures, ASKED)


def _ground(here: _Here, site: Site | None) -> Iterator[Rung]:
    """The cables that begin at the place: what flows to the exchanges, one path of 1 Mbit/s over a year."""
    if site is None or nearest(here.ends.places[0], here.pool)[1] > NEAR_M:
        return
    far = tuple(s for s in here.pool.facts_of(Site) if s.kind == "exchange" and s.id != site.id)
    request = LinkRequest(ways=frozenset(), from_sites=(site.id,), to_sites=tuple(s.id for s in far))
    need = replace(here.need, request=request, measures=(ASKED,))
    ends = replace(
        here.ends, request=request, places=(site.at,), names=(site.name,), from_sites=(site,), to_sites=far
    )
    (joined,) = draw(need, ends, here.pool, here.world, here.sky, here.judged)
    network = joined.network
    if not network.edges or not far:
        return
    standing = np.ones(len(network.edges), dtype=bool)
    rate_bps = network.capacity_bps(standing, hopeful=False)
    found = annual(ASKED, (joined,), here.pool)
    able = (network.certain_bps >= ASKED.threshold) | network.joins
    ms = float(network.round_trip(able if rate_bps > 0.0 else standing).value)
    yield Rung(
        service=DATA,
        by=reason("connect.ladder.cables", site=site.name),
        id=site.id,
        rate_bps=rate_bps or None,
        latency_ms=ms if np.isfinite(ms) else None,
        today=1.0,
        year=found.availability if rate_bps > 0.0 else None,
        hangs_on=tuple(c.id for c in found.causes if c.id != SWITCHING),
        missing="" if rate_bps > 0.0 else next(iter(joined.missing.values()), ""),
    )


def _through_the_sky(here: _Here, ways: Iterable[Skyway]) -> Iterator[Rung]:
    """One rung for each satellite and broadband service, by its best beam."""
    of: dict[str, list[Skyway]] = {}
    for way in ways:
        if not way.refused:
            of.setdefault(way.asset.id, []).append(way)
    for beams in of.values():
        best = max(beams, key=lambda w: (w.capability.certain_bps, w.capability.hopeful_bps))
        drawn = best.draw()
        gateways = [edge.assets[1:] for edge, _ in drawn.down]
        backed = bool(gateways) and all(gateways)
        seen = [w.draw().up.when for w in beams]
        up = here.up("service" if best.asset.fitted(Messenger) else "satellite")
        if backed:
            up *= 1.0 - (1.0 - here.up("station")) ** len(gateways)
        rain = feels(best)
        yield Rung(
            service=DATA,
            by=best.asset.name,
            id=best.asset.id,
            rate_bps=best.capability.certain_bps or None,
            latency_ms=_there_and_back_ms(best),
            today=_share(seen),
            year=up * (here.rain_share if rain else 1.0) * _share(seen),
            hangs_on=(
                best.asset.id,
                *_only(here.pool, gateways if backed else []),
                *((RAIN,) if rain else ()),
            ),
            elevation_deg=best.elevation_deg,
            margin_db=None if _stated(best) else _margin_db(best.capability.budgets),
            margin_bps=None if _stated(best) else here.asked_bps,
            tariff=_tariff(best.asset, best.beam),
            missing=best.capability.missing if best.capability.certain_bps <= 0.0 else "",
        )


def _tariff(asset: Asset, beam: str = "") -> str:
    """What the source of a service asks for it, else that of a beam; empty where neither says."""
    services = (m.tariff for m in asset.fitted(Messenger))
    beams = (b.tariff for b in asset.fitted(Beam) if b.name == beam or not beam)
    return next((said for said in (*services, *beams) if said), "")


def _stated(way: Skyway) -> bool:
    """Whether its owner says what one user gets."""
    beams = (beam for beam in way.asset.fitted(Beam) if beam.name == way.beam)
    return any(beam.user_rate_bps is not None for beam in beams)


def _there_and_back_ms(way: Skyway) -> float | None:
    drawn = way.draw()
    one_way = drawn.up.latency_ms + (drawn.down[0][0].latency_ms if drawn.down else 0.0)
    return 2.0 * one_way if np.isfinite(one_way) else None


def _only(pool: Pool, gateways: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """The gateway, where there is just one."""
    return (pool.assets[gateways[0][0]].id,) if len(gateways) == 1 else ()


def _share(seen: Sequence[B | None]) -> float:
    """The share of the judged time in which any of several is in view; None is always."""
    known = [when for when in seen if when is not None]
    return float(np.logical_or.reduce(known).mean()) if len(known) == len(seen) else 1.0


def _margin_db(budgets: Iterable[Budget]) -> float | None:
    """The smallest margin of several budgets; None where none is known."""
    known = [margin for b in budgets if (margin := b.value("margin")) is not None]
    return min(known, default=None)


def _calls(here: _Here) -> Iterator[Rung]:
    """Everything that carries calls."""
    for one in exchanges(here.need, here.ends, here.pool, here.world, here.sky, here.judged):
        phones = tuple(here.pool.assets[i] for i in one.any_of if here.pool.assets[i].fitted(Messenger))
        lowest, range_m = _lowest(here, one.asset)
        up = here.up("service" if one.asset.fitted(Messenger) else "satellite")
        up *= here.up("service") if len(phones) == 1 else 1.0
        yield Rung(
            service=VOICE,
            by=phones[0].name if len(phones) == 1 else one.asset.name,
            id=one.asset.id,
            rate_bps=CALL_BPS,
            latency_ms=None if range_m is None else 2.0 * (range_m / 1e3 / LIGHT_KM_PER_MS + GATEWAY_MS),
            today=float(one.seen[0].mean()) if one.calls != 0.0 else 0.0,
            year=up * float(one.seen[0].mean()) if one.calls else None,
            hangs_on=(one.asset.id, *(a.id for a in phones if len(phones) == 1)),
            calls=one.calls,
            elevation_deg=lowest,
            margin_db=_margin_db(one.budgets),
            margin_bps=CALL_BPS,
            tariff=_tariff(phones[0] if len(phones) == 1 else one.asset),
            missing=_lacks(one),
        )


def _lacks(one: Exchange) -> Reason | str:
    return reason("connect.calls.closed", service=one.asset.name) if one.calls == 0.0 else one.missing


def _lowest(here: _Here, asset: Asset) -> tuple[float | None, float | None]:
    """How low a satellite stands (deg) and how far it then is (m); None for what is no satellite in view."""
    if asset.id not in here.sky.ids:
        return None, None
    lowest, range_m = here.sky.lowest(asset.id, 0, here.judged, None)
    return (lowest, range_m) if np.isfinite(lowest) else (None, None)


def _texts(here: _Here) -> Iterator[Rung]:
    """Message services, and those that send to everybody."""
    everything = np.ones((1, len(here.pool.assets)), dtype=bool)
    for asset, messenger in here.pool.fitted_with(Messenger):
        ways = messenger.carries & {"message", "broadcast"}
        barred = refusal(asset, messenger, here.need, here.ends, here.pool)
        if not ways or barred or not speaks_to(messenger.terminal, here.ends):
            continue
        one = carrier(asset, messenger, here.sky, here.pool)
        times = len(here.judged)
        waits = delivery_s((one,), everything, True, STEP_S, EVERY, times, 1)[0]
        served = waits[np.isfinite(waits)]
        today = len(served) / times
        unknown = messenger.delivery_s is None
        yield Rung(
            service=MESSAGE if "message" in ways else ALERT,
            by=asset.name,
            id=asset.id,
            delivery_s=None if unknown or not len(served) else float(np.median(served)),
            today=today,
            year=today * here.up("service"),
            hangs_on=(asset.id,),
            tariff=messenger.tariff,
            missing=reason("connect.missing.delivery", service=asset.name) if unknown else "",
        )
