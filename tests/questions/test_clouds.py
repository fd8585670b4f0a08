"""A forecast of cloud of one's own in the verdicts: as far as it goes, and the month's figure beyond."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import serai
from serai.formats.clouds.grid import CloudForecast
from serai.outcome.outcome import assess
from serai.time import Instant, Span
from serai.world import ClearSky, SkyChance, Weather

START = Instant.from_utc("2026-08-22T00:00:00Z")
HERE = [(50.0, 10.0, 3.0), (50.0, 14.0, 1.0)]


def forecast(*cover: float, hours: float = 48.0, lon_deg: float = 10.0) -> CloudForecast:
    """Cover at the first and the last moment, on one cell of two degrees and its neighbour to the west."""
    ends = np.array([START.tai_ns, START.plus(seconds=hours * 3600.0).tai_ns])
    return CloudForecast(
        file="c.nc", at_ns=ends, lat_deg=np.array([48.0, 50.0]), lon_deg=np.array([lon_deg - 2.0, lon_deg]),
        cover=np.broadcast_to(np.array(cover)[:, None, None], (2, 2, 2)).copy(),
    )  # fmt: skip


def sky(of: CloudForecast | None, days: float = 2.0, august: float = 0.6) -> SkyChance | None:
    monthly = ClearSky(need="N1", monthly=(*(0.1,) * 7, august, *(0.1,) * 4))
    weather = Weather(clear_sky=(monthly,), forecast=of)
    return weather.sky_over("N1", HERE, Span(START, START.plus(seconds=days * 86_400.0)))


def test_the_forecast_counts_for_the_place_and_the_time_that_it_tells():
    told = sky(forecast(0.2, 0.2))
    assert told.forecast == pytest.approx(0.75)  # the second place lies beyond half a cell
    assert told.chance == pytest.approx(0.75 * 0.8 + 0.25 * 0.6)
    longer = sky(forecast(0.2, 0.2), days=8.0)
    assert longer.forecast == pytest.approx(0.75 / 4.0)
    assert longer.chance == pytest.approx(0.8 * 0.75 / 4.0 + 0.6 * (1.0 - 0.75 / 4.0))
    clearing = sky(forecast(1.0, 0.0))  # a straight line in time
    assert clearing.chance == pytest.approx(0.75 * 0.5 + 0.25 * 0.6)


def test_without_a_months_figure_a_forecast_that_tells_all_is_enough_and_one_that_tells_a_part_is_not():
    nobody = float("nan")
    assert sky(forecast(0.2, 0.2), august=nobody).chance is None
    all_here = replace(forecast(0.2, 0.2), lon_deg=np.array([10.0, 14.0]))
    assert sky(all_here, august=nobody).chance == pytest.approx(0.8)
    weather = Weather(forecast=all_here)
    span = Span(START, START.plus(seconds=3_600.0))
    assert weather.sky_over("N1", HERE, span).basis is None
    assert Weather(forecast=forecast(0.0, 0.0, lon_deg=90.0)).sky_over("N1", HERE, span) is None
    assert sky(None).forecast == 0.0
    assert sky(None).chance == 0.6


@pytest.fixture(scope="module")
def judged(root):
    """N23, which asks for a clear view, under some sky, losses left out."""
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road").only("N23")
    world = corridor.world()

    def under(of: CloudForecast | None):
        weather = replace(corridor.weather, forecast=of)
        seen = assess(replace(corridor, weather=weather), world=replace(world, weather=weather), losses=False)
        return seen.assessments[0]

    return under


def whole(cover: float, days: float = 40.0) -> CloudForecast:
    """The same cover over the whole Earth."""
    at = np.array([START.plus(seconds=-86_400.0).tai_ns, START.plus(seconds=days * 86_400.0).tai_ns])
    lat, lon = np.arange(-90.0, 91.0, 10.0), np.arange(0.0, 360.0, 10.0)
    return CloudForecast(
        file="c.nc", at_ns=at, lat_deg=lat, lon_deg=lon, cover=np.full((2, len(lat), len(lon)), cover)
    )


def test_a_need_that_asks_for_a_clear_view_is_judged_by_the_forecast_and_says_so(judged):
    monthly, clear, grey = judged(None), judged(whole(0.0)), judged(whole(1.0))
    share = [one.shares[0] for one in (grey, monthly, clear)]
    assert share[0] < share[1] < share[2]
    assert "in August (" in str(monthly.why)
    for one in (clear, grey):
        assert "by the forecast" in str(one.why)
        assert "August" not in str(one.why)
    weak = [{str(w.what) for w in one.weak} for one in (monthly, clear)]
    assert weak[0] - weak[1] == {w for w in weak[0] if "clear" in w} != set()
    beyond = judged(replace(whole(1.0), at_ns=whole(1.0).at_ns - 400 * 86_400 * 10**9))
    assert beyond.shares == monthly.shares
    assert beyond.why == monthly.why
