"""The place that gets least decides, and what is named as missing is missing on the way."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import Mask
from serai.connect.network import Joined
from serai.connect.rates import judge_rates
from serai.connect.routes import FAR, USER, Edge, Network
from serai.connect.voice import Exchange, calls_at_once
from serai.earth import Box
from serai.needs import Measure, Need
from serai.needs.outages import Outages
from serai.pool import Asset, Pool

GBPS = 1e9
POOL = Pool(assets=(Asset(id="cable", name="Cable", kind="link", owner="x"),))
ALL = np.ones((1, 1), dtype=bool)


def joined(certain: float, hopeful: float, missing: str, when: np.ndarray | None = None) -> Joined:
    """One cable between the user and the other side."""
    edge = Edge(
        a=USER, b=FAR, assets=(0,), certain_bps=certain, hopeful_bps=hopeful, latency_ms=1.0, when=when
    )
    return Joined(
        name="here", network=Network((edge,), unit_bps=1e6), weak={}, missing={0: missing} if missing else {}
    )


def asked(name: str, threshold: float, unit: str, *, lower: bool) -> Measure:
    return Measure(name=name, unit=unit, lower_is_better=lower, threshold=threshold, share_required=1.0)


def asking(*measures: Measure) -> Need:
    return Need(
        id="N1", title="N1", service="connect", measures=measures, mask=Mask.constant(5.0),
        box=Box(lon_min=0, lat_min=0, lon_max=1, lat_max=1),
    )  # fmt: skip


def judged(one: Joined, need: Need, times: int, step_s: float) -> list[float]:
    """The worst figure of each measure."""
    outages = Outages(np.zeros((0, 1), bool), np.zeros((0, times), bool))
    tai_ns = np.arange(times, dtype=np.int64)
    parts = judge_rates(need, None, POOL, [one], tai_ns, step_s, outages, lambda *_: [one])  # type: ignore[arg-type]
    return [float(p.figure.values[0]) for p in parts]


def test_calls_at_once_are_those_of_the_place_that_has_fewest() -> None:
    here_only = Exchange(
        asset=POOL.assets[0], assets=(0,), any_of=(), calls=5.0, seen=np.array([[True, True], [False, True]])
    )
    assert calls_at_once((here_only,), ALL, False, 2, 2).tolist() == [[0.0, 5.0]]


def test_an_outage_of_twelve_steps_of_five_minutes_is_an_hour() -> None:
    up = np.ones(24, dtype=bool)
    up[6:18] = False
    need = asking(asked("rate", GBPS, "bit/s", lower=False), asked("longest_outage", 2.0, "h", lower=True))
    assert judged(joined(GBPS, GBPS, "", up), need, 24, 300.0)[1] == pytest.approx(1.0)


def rates_of(one: Joined, need: Need, outages: Outages):
    return judge_rates(need, None, POOL, [one], np.arange(2), 300.0, outages, lambda *_: [one])  # type: ignore[arg-type]


def test_a_figure_is_missing_only_where_what_is_known_does_not_carry_the_rate() -> None:
    def cable(a: str, b: str, certain: float) -> Edge:
        return Edge(a=a, b=b, assets=(0,), certain_bps=certain, hopeful_bps=2 * GBPS, latency_ms=1.0)

    need = asking(asked("rate", GBPS, "bit/s", lower=False))
    outages = Outages(np.zeros((0, 1), bool), np.zeros((0, 2), bool))
    for certain, named in ((GBPS, False), (0.9 * GBPS, True)):
        network = Network((cable(USER, "landing", certain), cable("landing", FAR, 0.0)), unit_bps=1e6)
        one = Joined(name="here", network=network, weak={}, missing={0: "the first", 1: "the second"})
        (rate,) = rates_of(one, need, outages)
        assert "the second" in str(rate.figure.missing)
        assert ("the first" in str(rate.figure.missing)) is named
