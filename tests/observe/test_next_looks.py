"""The next looks are told with the moment each is in hand and the way it comes, as the deliveries say."""

from __future__ import annotations

import numpy as np
import pytest

import serai
from serai.needs import Table, exhibits_of
from serai.observe.next_looks import SHOWN
from serai.time import Instant


@pytest.fixture(scope="module")
def sindh(root):
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road").only("N01", "N25")
    return serai.assess(corridor, losses=False, fortnight=False)


def _table(outcome, need: str) -> Table:
    (table,) = (t for t in exhibits_of(Table, outcome.answer(need).notes.exhibits) if t.key == "next_looks")
    return table


def test_each_look_is_one_of_the_answers_with_its_own_arrival(sindh):
    answer = sindh.answer("N01")
    by = answer.deliveries
    arrivals_s = by.arrivals_s(np.ones((1, len(sindh.pool.assets)), dtype=bool))[0]
    rows = [row.values for row in _table(sindh, "N01").rows]
    inside = (by.at_s >= 0.0) & (by.at_s < 86_400.0) & np.isfinite(arrivals_s)
    assert len(rows) == min(SHOWN, int(inside.sum())) == 6
    for values, k in zip(rows, np.flatnonzero(inside), strict=False):
        at, in_hand = (Instant.from_utc(str(values[name])) for name in ("at", "in_hand"))
        assert sindh.pool.assets[int(by.satellite[k])].id == values["satellite"]
        assert at.seconds_since(by.start) == pytest.approx(by.at_s[k], abs=0.5)
        assert in_hand.seconds_since(by.start) == pytest.approx(arrivals_s[k], abs=0.5)


def test_the_way_is_the_station_that_has_it_first_or_an_archive_with_its_term(sindh):
    rows = _table(sindh, "N01").rows
    assert [row.values["station"] for row in rows] == ["kashi", None, "mohe", "mohe", "kashi", "kashi"]
    assert [row.values["way"] for row in rows] == [
        "station",
        "open",
        "station",
        "station",
        "station",
        "station",
    ]
    assert str(rows[1].cells[3].text) == "open archive (T01)"
    assert str(rows[0].says) == (
        "Gaofen-3 02 looks at 22 Aug 2026 01:22 UTC, in hand at 22 Aug 2026 02:00 UTC by Kashi (Kashgar)"
    )


def test_they_come_in_order_and_no_more_than_a_dozen(sindh):
    rows = _table(sindh, "N25").rows  # an imager that stares looks a hundred times a day
    assert len(rows) == SHOWN
    assert [row.values["at"] for row in rows] == sorted(row.values["at"] for row in rows)
