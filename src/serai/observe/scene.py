"""A need's case: who looks, when, when it is in hand, and what judges it, under given terms and plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.ground import ContactRules, Contacts, contacts, downlink_allowed, free_contacts, image_stations
from serai.needs import Measure, Need, Plan
from serai.observe.answer import shares
from serai.observe.areas.looks import area_looks
from serai.observe.areas.places import AREAL, ClearView, OverPlaces
from serai.observe.areas.sites import site_looks
from serai.observe.delivery import Deliveries, deliveries
from serai.observe.looks import Looks, free_looks, looks
from serai.observe.measures import MeasureJudge, Never, RevisitMeasure
from serai.observe.period import Period, judged_measures, timely
from serai.observe.request import asked_of
from serai.observe.sensors import EligibleSensors, eligible_sensors, passing
from serai.pool import Pool
from serai.wording import Reason, reason
from serai.world import SkyChance, World

SHARED_SPAN_S = 21 * 86_400.0  # a longer span is worked out for the kinds of sensor asked for only


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Everything that decides a need's figures under one set of terms.

    ``allowed`` (the contacts' satellites, their stations) is where a term in force lets data come down.
    ``lost_s`` are the moments of images that satellites lost since had promised (every look of theirs, where
    a revisit is asked). ``sky`` is how often the sky is clear there, None where nobody published it.
    ``granted`` are the figures nobody published that this case takes at their best.
    """

    need: Need
    pool: Pool
    period: Period
    eligible: EligibleSensors
    looks: Looks
    reach: Contacts
    allowed: NDArray[np.bool_]
    by: Deliveries
    lost_s: NDArray[np.float64]
    sky: SkyChance | None = None
    granted: frozenset[Reason] = frozenset()

    @classmethod
    def of(cls, need: Need, pool: Pool, world: World, plan: Plan, period: Period) -> Scene:
        """The case of a need, by the figures that are known."""
        satellites, stations = _shared(need, pool, period), image_stations(pool)
        allowed = downlink_allowed(pool, satellites, stations)
        between = allowed | downlink_allowed(pool, satellites, stations, candidates=True)
        rules = world.rules_of(ContactRules)
        reach = contacts(world, pool, satellites, stations, period.contacts(rules), between)
        reach = free_contacts(reach, pool, plan, need.id, rules.contact_min_s)
        found, seen, lost_s = _seen(need, pool, world, plan, period, frozenset())
        return cls(
            need=need,
            pool=pool,
            period=period,
            eligible=found,
            looks=seen,
            reach=reach,
            allowed=allowed,
            by=deliveries(
                seen, reach, pool, world, period.within.start, asked_of(need).on_ground_s or 0.0, allowed
            ),
            lost_s=lost_s,
            sky=world.weather.sky_over(need.id, _places(need), period.within),
        )

    def asking(self, need: Need, pool: Pool, world: World, plan: Plan) -> Scene:
        """The same contacts for a need that asks otherwise, or by terms that let others look.

        Not for terms that let data come down elsewhere, nor for other kinds of sensors.
        """
        found, seen, lost_s = _seen(need, pool, world, plan, self.period, frozenset())
        by = deliveries(seen, self.reach, pool, world, self.by.start, self.by.on_ground_s, self.allowed)
        return replace(self, need=need, pool=pool, eligible=found, looks=seen, by=by, lost_s=lost_s)

    def granting(self, world: World, plan: Plan, *figures: Reason) -> Scene:
        """The same contacts with some figures that nobody published at their best (see ``unknown``)."""
        granted = frozenset(figures)
        found, seen, lost_s = _seen(self.need, self.pool, world, plan, self.period, granted)
        by = deliveries(seen, self.reach, self.pool, world, self.by.start, self.by.on_ground_s, self.allowed)
        return replace(self, eligible=found, looks=seen, by=by, lost_s=lost_s, granted=granted)

    @cached_property
    def unknown(self) -> tuple[Reason, ...]:
        """The figures that nobody published and that keep sensors, or every image, out."""
        lacks = bool(timely(self.need)) and asked_of(self.need).on_ground_s is None
        clouds = self.sky_chance is None and any(m.clear_view for m in self.need.measures)
        return (
            *((time_on_ground(self.need),) if lacks else ()),
            *((clear_sky(self.need),) if clouds else ()),
            *self.eligible.unknown,
        )

    @cached_property
    def at_best(self) -> tuple[Reason, ...]:
        """The figures that the hopeful case takes at their best: those unknown before any loss.

        What lost satellites had promised by them stays promised, as the certain share keeps what they had
        promised by figures that are known.
        """
        if self.pool.before is None:
            return self.unknown
        before = eligible_sensors(self.need, self.pool.whole).unknown
        return tuple(dict.fromkeys((*self.unknown, *before)))

    @cached_property
    def judges(self) -> tuple[MeasureJudge | None, ...]:
        """What judges each measure that becomes a figure; None where observation does not know it."""
        return tuple(self._judge(m) for m in judged_measures(self.need))

    def _over_area(self, measure: Measure, judge: MeasureJudge | None) -> MeasureJudge | None:
        """A judge over every place of the need's area, and by the chance of a clear view where asked."""
        area, clear = self.need.area, self.clear_view if measure.clear_view else None
        if not isinstance(judge, AREAL) or (area is None and clear is None):
            return judge
        if clear is not None and isinstance(judge, RevisitMeasure):  # chances go by the rate
            judge = self.period.by_the_rate(judge.threshold_s)
        covers = self.looks.covers if area else np.ones((len(self.looks), 1), dtype=bool)
        weight = area.places.weight / area.places.size if area else np.ones(1)
        return OverPlaces(of=judge, covers=covers, weight=weight, clear=clear)

    @property
    def sky_chance(self) -> float | None:
        """The chance of a clear sky over the period; None where nobody tells it."""
        return None if self.sky is None else self.sky.chance

    @cached_property
    def clear_view(self) -> ClearView:
        """The chance of a clear sky over the period, and from which looks cloud can hide the ground.

        Nothing where nobody published one, or all where that figure is granted at its best.
        """
        eyes = np.array([e.sensor.needs_clear_sky for e in self.eligible.found], dtype=bool)
        hidden = eyes[self.looks.eye] if len(eyes) else np.zeros(len(self.looks), bool)
        best = float(clear_sky(self.need) in self.granted)
        return ClearView(chance=best if self.sky_chance is None else self.sky_chance, hidden=hidden)

    def _judge(self, measure: Measure) -> MeasureJudge | None:
        judge = self.period.judge(measure, self.looks, self.by, self.lost_s)
        judge = self._over_area(measure, judge)
        ground = time_on_ground(self.need)
        if judge is not None and measure.name in timely(self.need) and ground in self.unknown:
            return judge if ground in self.granted else Never(of=judge)
        return judge

    def whole(self) -> NDArray[np.bool_]:
        """One row of a pool that has lost nothing."""
        return np.ones((1, len(self.pool.assets)), dtype=bool)

    def shares(self) -> NDArray[np.float64]:
        """The share (figures,) for which each threshold holds while nothing is lost."""
        whole: NDArray[np.float64] = shares(self.judges, self.by, self.whole())[0]
        return whole

    def arrivals(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """When each look is in hand (n,) and whether it can be had at all (n,), while nothing is lost."""
        arrivals_s = self.by.arrivals_s(self.whole())
        return arrivals_s[0], self.by.usable(self.whole(), arrivals_s)[0]


def _places(need: Need) -> list[tuple[float, float, float]]:
    """The places of a need (latitude, longitude, weight): those of its area, else the middle of its box."""
    if need.area is None:
        middle = need.box.centre()
        return [(middle.lat_deg, middle.lon_deg, 1.0)]
    at = need.area.places
    return list(zip(at.lat_deg.tolist(), at.lon_deg.tolist(), at.weight.tolist(), strict=True))


def time_on_ground(need: Need) -> Reason:
    """What is missing where nobody said how long a need's images take on the ground."""
    return reason("observe.missing.on_ground", need=need.id)


def clear_sky(need: Need) -> Reason:
    """What is missing where nobody said how often the sky over a need is clear."""
    return reason("observe.missing.clear_sky", need=need.id)


def sights(need: Need, pool: Pool, world: World, period: Period) -> tuple[EligibleSensors, Looks]:
    """Who looks and when, by the figures that are known, with nothing booked and nothing carried down."""
    return _free(need, pool, world, Plan(), period, frozenset())


def _shared(need: Need, pool: Pool, period: Period) -> tuple[str, ...]:
    """The satellites that pass: all of the pool's, so that needs share them, but for a long span."""
    long = period.looks.duration_s > SHARED_SPAN_S
    return passing(pool, asked_of(need).sensors if long else None)


def _seen(
    need: Need, pool: Pool, world: World, plan: Plan, period: Period, granted: frozenset[Reason]
) -> tuple[EligibleSensors, Looks, NDArray[np.float64]]:
    """Who looks, the looks that are free, and when satellites lost since had promised images."""
    found, seen = _free(need, pool, world, plan, period, granted)
    if need.measure("image_to_hand") is None or not pool.loses_within(period.looks):
        return found, seen, np.empty(0)
    _, promised = _free(need, pool.whole, world, plan, period, granted)
    at_s = (promised.at_ns - period.within.start.tai_ns) / 1e9
    left = {(pool.assets[k].id, t) for k, t in zip(seen.satellite, seen.at_ns.tolist(), strict=True)}
    moments = zip(promised.satellite, promised.at_ns.tolist(), strict=True)
    gone = np.array([(pool.whole.assets[k].id, t) not in left for k, t in moments], dtype=bool)
    inside = (at_s >= 0.0) & (at_s < period.within.duration_s)
    return found, seen, at_s[inside & gone & (promised.by_station | (period.revisit_s is not None))]


def _free(
    need: Need, pool: Pool, world: World, plan: Plan, period: Period, granted: frozenset[Reason]
) -> tuple[EligibleSensors, Looks]:
    found = eligible_sensors(need, pool, granted)
    if need.area is not None and not need.area.swept:
        satellites = _shared(need, pool, period)
        seen = site_looks(found.found, pool, world, need.area, period.looks, satellites)
    elif need.area is not None:
        in_turn = need.measure("repeat_pass") is None
        seen = area_looks(found.found, pool, world, need.area, period.looks, in_turn=in_turn)
    else:
        satellites = _shared(need, pool, period)
        seen = looks(found.found, pool, world, need.box.centre(), period.looks, satellites)
    return found, free_looks(seen, pool, plan, need.id)
