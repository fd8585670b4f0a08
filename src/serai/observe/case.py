"""A need's case: who looks, when, when it is in hand, and what judges it, under given terms and plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.needs import Measure, Need, Plan, State, states
from serai.observe.answer import shares
from serai.observe.delivery import Deliveries, deliveries
from serai.observe.eyes import Eyes, eyes, passing
from serai.observe.looks import Looks, free_looks, looks
from serai.observe.period import Period, judged_measures
from serai.observe.requests import Judge
from serai.observe.wants import asked_of
from serai.pool import Pool
from serai.radio import Contacts, contacts, downlink_allowed, free_contacts, image_stations
from serai.world import World

SHARED_SPAN_S = 21 * 86_400.0  # a longer span is worked out for the kinds of sensor asked for only


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything that decides a need's figures under one set of terms.

    ``allowed`` (the contacts' satellites, their stations) is where a term in force lets data come down.
    """

    need: Need
    pool: Pool
    period: Period
    eyes: Eyes
    looks: Looks
    reach: Contacts
    allowed: NDArray[np.bool_]
    by: Deliveries
    judges: tuple[Judge | None, ...]

    @classmethod
    def of(
        cls,
        need: Need,
        pool: Pool,
        world: World,
        plan: Plan,
        period: Period,
        granted: frozenset[str] = frozenset(),
    ) -> Case:
        """The case of a need; ``granted`` are unknown figures taken at their best (see ``eyes``)."""
        found = eyes(need, pool, granted)
        asked_for = asked_of(need)
        long = period.looks.duration_s > SHARED_SPAN_S
        satellites = passing(pool, asked_for.sensors if long else None)
        point = need.box.centre()
        seen = looks(found.found, pool, world, point, period.looks, satellites)
        seen = free_looks(seen, pool, plan, need.id)
        stations = image_stations(pool)
        allowed = downlink_allowed(pool, satellites, stations)
        between = allowed | downlink_allowed(pool, satellites, stations, candidates=True)
        reach = contacts(world, pool, satellites, stations, period.contacts(world.rules), between)
        reach = free_contacts(reach, pool, plan, need.id, world.rules.contact_min_s)
        on_ground_s = asked_for.on_ground_s or 0.0
        by = deliveries(seen, reach, pool, world, period.within.start, on_ground_s, allowed)
        judges = tuple(period.judge(m, seen, by) for m in judged_measures(need))
        return cls(
            need=need,
            pool=pool,
            period=period,
            eyes=found,
            looks=seen,
            reach=reach,
            allowed=allowed,
            by=by,
            judges=judges,
        )

    def whole(self) -> NDArray[np.bool_]:
        """One row of a pool that has lost nothing."""
        return np.ones((1, len(self.pool.assets)), dtype=bool)

    def shares(self) -> NDArray[np.float64]:
        """The share (figures,) for which each threshold holds while nothing is lost."""
        whole: NDArray[np.float64] = shares(self.judges, self.by, self.whole())[0]
        return whole

    def levels(self) -> tuple[State, ...]:
        """How the need would stand by each measure alone."""
        pairs = zip(self.shares(), judged_measures(self.need), strict=True)
        return tuple(State(int(states(np.array([[s]]), np.array([asked(m)]))[0])) for s, m in pairs)

    def arrivals(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """When each look is in hand (n,) and whether it can be had at all (n,), while nothing is lost."""
        arrivals_s = self.by.arrivals_s(self.whole())
        return arrivals_s[0], self.by.usable(self.whole(), arrivals_s)[0]


def asked(measure: Measure) -> float:
    """The share of the time that a measure asks for; all of it where it says none."""
    return 1.0 if measure.share_required is None else measure.share_required
