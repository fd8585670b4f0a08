"""How long an image waits on board: a day to the moment, and not longer."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from serai.ground import ContactRules
from serai.observe.delivery import KEPT_ON_BOARD_S, deliveries
from serai.pool import Asset, Pool
from serai.time import Instant

START = Instant.from_utc("2026-08-22T00:00:00Z")
POOL = Pool(
    assets=(
        Asset(id="eye", name="Eye", kind="satellite", owner="x"),
        Asset(id="dish", name="Dish", kind="station", owner="x"),
    )
)


@pytest.mark.parametrize(("later_ns", "down"), [(0, True), (1, False)])
def test_what_has_not_begun_to_come_down_within_a_day_is_given_up(later_ns: int, down: bool) -> None:
    taken_ns = np.array([START.tai_ns])
    seen = SimpleNamespace(
        satellite=np.array([0]), by_station=np.array([True]), at_ns=taken_ns, end_ns=taken_ns,
        delay_s=np.array([np.inf]), obtainable=np.array([False]),
    )  # fmt: skip
    begins = np.array([[START.tai_ns + round(KEPT_ON_BOARD_S * 1e9) + later_ns]])
    reach = SimpleNamespace(
        satellites=("eye",), stations=("dish",), starts_after=lambda _index, _ready, _lasting: begins
    )
    world = SimpleNamespace(rules_of=lambda _kind: ContactRules())
    by = deliveries(seen, reach, POOL, world, START, 60.0, np.array([[True]]))  # type: ignore[arg-type]
    (arrives_s,) = by.arrivals_s(np.ones((1, 2), dtype=bool))[0].tolist()
    assert np.isfinite(arrives_s) is np.bool_(down)
    if down:
        assert arrives_s == pytest.approx(KEPT_ON_BOARD_S + ContactRules().contact_min_s + 60.0)
