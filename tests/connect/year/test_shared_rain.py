"""Rain that breaks every link of a site at once, against what multiplying the links' outages would say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.connect.endpoints import ends
from serai.connect.fittings import Beam
from serai.connect.network import draw
from serai.connect.routes import FAR, USER
from serai.connect.space_paths import DISH
from serai.connect.visibility import sky
from serai.connect.year.causes import hanging
from serai.connect.year.rain import rains
from serai.connect.year.reliability import joined_share
from serai.corridor import read
from serai.services import SERVICES, SHARED_TABLES
from serai.time import Span

RATE_BPS = 10e6


@pytest.fixture(scope="module")
def by_satellite(root):
    """How much of a year satellites alone do not give a need 10 Mbit/s, and how many feel rain."""
    corridor = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)
    world, pool = corridor.world(), corridor.pool
    day = Span(corridor.start, corridor.start.plus(seconds=86_400.0))

    def of(need_id, *, shared):
        need = next(n for n in corridor.needs if n.id == need_id)
        rate = replace(need.measure("rate"), threshold=RATE_BPS, share_required=0.999, share_over=None)
        need = replace(need, measures=(rate,))
        there = ends(need, pool)
        seen = sky([a.id for a, _ in pool.fitted_with(Beam)], need, there, pool, world, day, 3600.0)
        one = draw(need, there, pool, world, seen, np.arange(len(seen.tai_ns)))[0]
        network = one.network
        sky_only = np.array([e.join or DISH in (e.a, e.b) or e.outward for e in network.edges])
        rain = rains(one, pool, rate.share_required)
        if not shared:
            rain = {k: replace(cause, id=f"{cause.id} {k}") for k, cause in rain.items()}
        on = hanging(network, pool, (network.certain_bps >= RATE_BPS) & sky_only, rain)
        links = [t for t, k in zip(on.links, on.edge, strict=True) if sky_only[k]]
        return 1.0 - joined_share(
            links, network.nodes[USER], network.nodes[FAR], on.up(0), within=1e-12
        ).value, len(rain)

    return of


@pytest.mark.parametrize("need", ["N36", "N05"])
def test_independent_rain_hides_the_hours_that_one_rain_takes(by_satellite, need):
    """Several satellites behind one rain of 0.1 % are out for 8.8 h a year; multiplied, for a second."""
    together, links = by_satellite(need, shared=True)
    apart, _ = by_satellite(need, shared=False)
    assert links >= 2
    assert together == pytest.approx(1e-3, rel=0.02)
    assert apart < 1e-5
    assert together > 100.0 * apart
