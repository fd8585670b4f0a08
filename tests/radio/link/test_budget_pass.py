"""The air over a pass: worked out at all its elevations at once, and the same as one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from serai.radio.link import availability
from serai.radio.link.budget_file import read_budget, tables_of
from serai.radio.link.budget_leg import read_leg, read_weather
from serai.radio.link.budget_site import Above, read_ground_end

ROOT = Path(__file__).resolve().parents[3]
PASS = ROOT / "examples" / "x_band_pass.toml"


def test_the_air_is_asked_for_a_few_times_however_long_the_pass(monkeypatch):
    asked = []
    real = availability.attenuation

    def counted(*given, **named):
        asked.append(np.size(named["elevation_deg"]))
        return real(*given, **named)

    monkeypatch.setattr(availability, "attenuation", counted)
    read_budget(PASS)
    assert sum(size > 1 for size in asked) == 1
    assert len(asked) < 50  # the rest seeks the share of the year


@pytest.mark.parametrize("percent", [0.01, 0.5, 5.0])
def test_elevations_at_once_are_those_one_by_one(percent):
    own = tables_of(PASS)["return"]["down"]
    above = Above(places={}, satellite_lon_deg=None, maps=None, percent=percent, older=False)
    end = read_ground_end("w", own, above, 5.0)
    leg, weather = read_leg("w", "downlink", own, end=end, passes=True), read_weather("w", own, end)
    elevations = np.array([5.0, 9.5, 30.0, 62.0, 90.0])
    at_once = weather.over(leg, np.full(5, percent), elevations)
    for one, elevation in zip(at_once, elevations.tolist(), strict=True):
        alone = availability.replace(weather, elevation_deg=elevation).on(leg, percent)
        for name, taken in one.losses.items():
            assert taken.value == pytest.approx(alone.losses[name].value, rel=1e-12), name
