"""The range-error budget: every figure from the table, nothing in place of a missing one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.earth import Place
from serai.navigate.ionosphere import geomagnetic_latitude_deg, slant, zenith_residual_m
from serai.navigate.range_errors import RangeErrors, budget, mapping
from serai.tables import Basis, Provenance
from serai.time import Instant, Span, grid

KARACHI = Place(lat_deg=24.86, lon_deg=67.01)
ASTANA = Place(lat_deg=51.2, lon_deg=71.4)
DAY = Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), seconds=86_400.0)
FIGURES = {"middle_m": 2.0, "crest_m": 4.0, "night_m": 0.75}


def residual(place: Place) -> np.ndarray:
    return zenith_residual_m(place, grid(DAY, 300.0), **FIGURES)


def test_karachi_lies_under_the_magnetic_crest_and_astana_does_not():
    assert 10.0 < geomagnetic_latitude_deg(KARACHI) < 20.0
    assert geomagnetic_latitude_deg(ASTANA) > 30.0
    assert residual(KARACHI).max() == pytest.approx(4.0, abs=0.01)
    assert residual(ASTANA).max() == pytest.approx(2.0, abs=0.01)


def test_the_ionosphere_is_worst_two_hours_after_local_noon_and_rests_at_night():
    minutes = grid(DAY, 60.0)
    values = zenith_residual_m(KARACHI, minutes, **FIGURES)
    worst_utc_h = (minutes[np.argmax(values)] - DAY.start.tai_ns) / 3.6e12
    assert (worst_utc_h + KARACHI.lon_deg / 15.0) % 24.0 == pytest.approx(14.0, abs=0.05)
    assert values.min() == 0.75


def test_a_slanted_signal_crosses_more_ionosphere_and_more_air():
    assert slant(90.0) == pytest.approx(1.0)
    assert slant(5.0) == pytest.approx(3.0, abs=0.1)  # the thin shell by hand: 1 / sqrt(1 - 0.944^2)
    assert mapping(np.array([90.0]))[0] == pytest.approx(1.0, abs=1e-3)
    assert mapping(np.array([5.0]))[0] == pytest.approx(10.2, abs=0.1)


def test_a_range_from_the_zenith_at_night_adds_up_by_hand(small):
    table = budget(small.errors, "open")
    sigma = table.sigma_m(("GPS",), np.array([[90.0]]), np.array([0.75]))[0, 0]
    by_hand = np.sqrt(0.6**2 + 0.75**2 + 0.12**2 + 0.4**2 + 0.5**2)
    assert sigma == pytest.approx(by_hand, rel=1e-3)


def test_low_satellites_are_worse_than_high_ones(small):
    elevations = np.linspace(5.0, 90.0, 30)[None, :]
    sigma = budget(small.errors, "open").sigma_m(("GPS",), elevations, np.full(30, 2.0))
    assert (np.diff(sigma[0]) < 0).all()


def test_a_harbour_is_worse_than_open_sky(small):
    at = np.array([[40.0]]), np.array([0.75])
    harbour = budget(small.errors, "harbour").sigma_m(("GPS",), *at)
    assert harbour[0, 0] > budget(small.errors, "open").sigma_m(("GPS",), *at)[0, 0]


def test_a_95_percent_specification_counts_as_1_96_sigma(small):
    assert budget(small.errors, "open").orbit_clock_m["QZSS"] == pytest.approx(2.6 / 1.959964)


def test_surroundings_that_nobody_measured_are_named(small):
    assert (
        str(budget(small.errors, "tunnel").missing) == "multipath in 'tunnel' surroundings (range_errors.csv)"
    )


def test_a_system_without_a_figure_has_no_sigma(small):
    table = budget(small.errors, "open")
    assert "NavIC" not in table.orbit_clock_m
    assert np.isnan(table.sigma_m(("NavIC",), np.array([[40.0]]), np.array([0.75])))[0, 0]


def test_without_a_night_figure_the_ionosphere_never_rests(small):
    rows = tuple(r for r in small.errors if "night" not in r.system)
    assert budget(rows, "open").ionosphere_night_m == 2.0


def test_recalled_and_assumed_figures_are_named_the_heaviest_first(small):
    weak = Provenance(basis=Basis.ASSUMED)
    rows = tuple(replace(r, provenance=weak) for r in small.errors)
    named = [w.what for w in budget(rows, "open", places=[KARACHI]).weak]
    assert named[0].startswith("ionosphere residual after Klobuchar, zenith, equatorial crest, active: 4 m")
    assert not any("mid-latitude" in n for n in named)
    assert budget(small.errors, "open").weak == ()


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_figures_the_best_known_counts_then_the_largest_then_the_first_by_id(order, a_range_error):
    recalled = Provenance(basis=Basis.RECALLED)
    small, large = a_range_error("error b", "GPS", 0.6), a_range_error("error a", "GPS", 0.8)
    heard = replace(a_range_error("error c", "GPS", 7.0), provenance=recalled)
    empty = replace(a_range_error("error d", "GPS", 0.0), value_m=None)
    again = replace(large, id="error-0")

    def found(*rows):
        table = RangeErrors(rows[::order])
        return {table.find("error").id, table.of_system("Error", "gps").id}

    assert found(heard, small) == {small.id}
    assert found(empty, small, large) == {large.id}
    assert found(large, again) == {"error-0"}
    assert found(empty, heard) == {heard.id}
    assert RangeErrors((heard, empty)[::order]).exactly("ERROR C") is heard


def test_a_figure_of_95_percent_is_compared_as_the_sigma_it_stands_for(a_range_error):
    wide = a_range_error("error a", "GPS", 1.9, "95 %")
    plain = a_range_error("error b", "GPS", 1.0)
    assert RangeErrors((wide, plain)).find("error") is plain
