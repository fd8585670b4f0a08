"""Rate, latency and longest outage between a user and the other side, judged over time and after losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from serai.connect.endpoints import Ends
from serai.connect.explain_rates import tell
from serai.connect.judged import JudgedFigure, Over, Story, falls_short, interrupted, judged
from serai.connect.network import Joined
from serai.connect.rights.agreements import Redraw, bought
from serai.connect.routes import over_time
from serai.connect.year.annual import annual
from serai.needs import Annual, Measure, Need, Outages
from serai.pool import Pool
from serai.wording import Reason, reason

F = NDArray[np.float64]
B = NDArray[np.bool_]
MEASURES = ("rate", "latency", "longest_outage")
BY_CAPACITY = ("rate", "longest_outage")  # what another satellite or a larger terminal may mend
HOUR_S = 3600.0
LACKING_MS = 1e6  # a way round a figure that nobody published is preferred, however long


def judge_rates(
    need: Need,
    ends: Ends,
    pool: Pool,
    joined: Sequence[Joined],
    tai_ns: NDArray[np.int64],
    step_s: float,
    outages: Outages,
    redraw: Redraw,
) -> list[JudgedFigure]:
    """The measures of a need that its network decides, in the need's order.

    ``redraw`` draws its networks over a pool of other terms, for what an agreement would buy.
    """
    asked = need.measure("rate")
    rate_bps = asked.threshold if asked else 1.0
    rests_on = _rests_on(joined, len(pool.assets))
    unknown = _unknown(joined, rate_bps)
    parts = [
        judged(m, tai_ns, _series(m, joined, len(tai_ns), step_s, rate_bps, outages), rests_on, unknown)
        for m in need.measures
        if m.name in MEASURES
    ]

    def told() -> Story:
        short = any(falls_short(p) for p in parts if p.figure.measure.name in BY_CAPACITY)
        story = tell(need, ends, pool, joined, short=short)
        more = bought(need, pool, joined, redraw, year())
        return replace(story, remedies=(*story.remedies, *more))

    @cache
    def year() -> tuple[Annual, ...]:
        yearly = [m for m in need.measures if m.name == "rate" and m.share_over == "year"]
        return tuple(annual(m, joined, pool) for m in yearly)

    return [replace(part, tell=told, year=year) if k == 0 else part for k, part in enumerate(parts)]


def _series(
    measure: Measure,
    joined: Sequence[Joined],
    times: int,
    step_s: float,
    rate_bps: float,
    outages: Outages,
) -> Callable[[B, bool], Over]:
    def worst(alive: B, what: str, lower_is_better: bool) -> F:
        each = [over_time(one.network, alive, times, what) for one in joined]
        return np.asarray(np.maximum.reduce(each) if lower_is_better else np.minimum.reduce(each))

    def rates(alive: B, hopeful: bool) -> Over:
        return Over(worst(alive, "hopeful" if hopeful else "certain", False))

    def latency(alive: B, hopeful: bool) -> Over:
        return Over(worst(alive, "best latency" if hopeful else "latency", True))

    rate = interrupted(rates, outages)

    def longest_outage(alive: B, hopeful: bool) -> Over:
        up = rate(alive, hopeful).values >= rate_bps
        longest_h = longest_gap(up) * step_s / HOUR_S
        return Over(np.asarray(np.broadcast_to(longest_h[:, None], up.shape)))

    series = {"rate": rate, "latency": interrupted(latency, outages), "longest_outage": longest_outage}
    return series[measure.name]


def longest_gap(up: B) -> F:
    """The most times in a row that something is down, (losses,), from (losses, times).

    Down throughout is as long as the period: the outage is then at least that.
    """
    longest = np.zeros(len(up))
    running = np.zeros(len(up))
    for k in range(up.shape[1]):
        running = np.where(up[:, k], 0.0, running + 1.0)
        longest = np.maximum(longest, running)
    return longest


def _rests_on(joined: Sequence[Joined], assets: int) -> B:
    rests = np.zeros(assets, dtype=bool)
    for one in joined:
        for edge in one.network.edges:
            rests[[*edge.assets, *edge.any_of]] = True
    return rests


def _unknown(joined: Sequence[Joined], rate_bps: float) -> Reason | str:
    """The figures nobody published on the way that lacks fewest of them, of each place that lacks any."""
    found: dict[Reason | str, None] = {}
    for one in joined:
        network = one.network
        might = network.hopeful_bps >= rate_bps
        open_ = np.array([k in one.missing for k in range(len(network.edges))], dtype=bool)
        open_ &= network.certain_bps < np.minimum(network.hopeful_bps, rate_bps)
        weight = network.best_latency_ms + LACKING_MS * open_
        way = network.quickest(might | network.joins, weight) or network.quickest(
            network.hopeful_bps > 0.0, weight
        )
        found.update(dict.fromkeys(one.missing[k] for k in way if open_[k]))
    return reason("connect.missing.some", figures=tuple(found)) if found else ""
