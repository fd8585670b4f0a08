"""An asset that cannot be used stays in the pool, and says why it answers nothing."""

from __future__ import annotations

from tests.corridor.conftest import geostationary


def out(valleys, asset):
    return str(valleys.read().pool[asset].out)


def test_a_satellite_that_is_not_in_service_says_so_with_its_note(valleys):
    valleys.change("satellites", "LEO,in service", "LEO,not in service")
    valleys.change("satellites", "a handbook,2026-08-22,published,,", "x,2026-08-22,published,,radio failed")
    assert out(valleys, "eye-1") == "not in service: radio failed"
    assert out(valleys, "eye-2") == ""


def test_a_satellite_without_elements_is_kept_and_says_so(valleys):
    valleys.change("satellites", "270001", "270009")
    corridor = valleys.read()
    assert str(corridor.pool["eye-1"].out) == "no elements in elements.csv"
    assert corridor.pool["eye-1"].motion is None
    assert "eye-1" not in corridor.elements


def test_a_satellite_without_a_number_is_kept_and_says_so(valleys):
    valleys.change("satellites", "270001", "")
    assert out(valleys, "eye-1") == "no NORAD number, so no elements"


def test_a_decayed_satellite_is_kept_and_says_so(valleys):
    valleys.change("elements", "14.8,0.001", "17.5,0.001")
    assert out(valleys, "eye-1").startswith(
        "its elements of 2026-08-21 cannot be propagated to 2026-08-22T00:00:00Z: "
    )


def test_a_geostationary_satellite_that_left_its_slot_does_not_answer_from_it(valleys):
    old = valleys.file("elements").read_text(encoding="utf-8").splitlines()[-1]
    valleys.change("elements", old, geostationary(27.9, 40000, "STAR 1", drift_deg_day=-1.8))
    assert out(valleys, "star-1") == (
        "Star 1 is declared at 38.2 E but its elements of 2026-08-21 put it at 27.9 E, "
        "drifting 1.8 deg a day west"
    )


def test_a_geostationary_satellite_that_drifts_through_its_slot_does_not_answer_from_it(valleys):
    old = valleys.file("elements").read_text(encoding="utf-8").splitlines()[-1]
    valleys.change("elements", old, geostationary(38.0, 40000, "STAR 1", drift_deg_day=0.8))
    assert out(valleys, "star-1").endswith("put it at 38.0 E, drifting 0.8 deg a day east")


def test_a_geostationary_satellite_half_a_degree_away_still_answers(valleys):
    old = valleys.file("elements").read_text(encoding="utf-8").splitlines()[-1]
    valleys.change("elements", old, geostationary(38.7, 40000, "STAR 1", drift_deg_day=-0.05))
    assert out(valleys, "star-1") == ""


def test_a_declared_slot_over_the_date_line_is_near_from_both_sides(valleys):
    old = valleys.file("elements").read_text(encoding="utf-8").splitlines()[-1]
    valleys.change("elements", old, geostationary(-179.9, 40000, "STAR 1"))
    valleys.change("satellites", "38.2", "179.9")
    assert out(valleys, "star-1") == ""


def test_elements_of_a_low_orbit_are_no_geostationary_satellite(valleys):
    old = valleys.file("elements").read_text(encoding="utf-8").splitlines()[-1]
    valleys.change("elements", old, old.replace(old.split(",")[3], "14.5"))
    assert out(valleys, "star-1") == (
        "Star 1 is declared at 38.2 E but its elements of 2026-08-21 are not those of a geostationary orbit"
    )


def test_a_station_or_a_wire_in_a_status_that_is_not_of_service_is_out(valleys):
    valleys.change("stations", "receives,in service", "receives,under construction")
    valleys.change("wires", "operational", "")
    corridor = valleys.read()
    assert str(corridor.pool["kashi"].out) == "under construction"
    assert str(corridor.pool["wire-1"].out) == "nobody says whether it is in service"


def test_elements_of_after_the_start_are_kept(valleys):
    valleys.change("elements", "2026-08-21T12:00:00", "2026-09-21T12:00:00")
    assert out(valleys, "eye-1") == ""
