"""What one beam carries to one place."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from serai.connect import Beam
from serai.connect.link_budgets import Link, Look, both_ways
from serai.connect.links import smallest_that_carries, trunk, user
from serai.earth import Place
from serai.radio import DATA_MODEM, PayloadClass, RainHere, Terminal, least_carrier
from serai.radio.link.budget_file import ways_of
from serai.tables import Basis, Provenance
from serai.world import Rain

THAR = Place(lat_deg=25.0, lon_deg=70.25)
DRY = RainHere(rain=Rain(place="N36", at=THAR, r001_mm_h=0.0, rain_height_km=5.1), place=THAR, percent=1.0)
MEASURED = Provenance(basis=Basis.PUBLISHED)
SMALL = Terminal(
    id="vsat-1-2", name="VSAT 1.2 m", bands=("Ku",), eirp_dbw=48.7, g_over_t_dbk=19.9, provenance=MEASURED
)
LARGE = Terminal(
    id="vsat-1-8", name="VSAT 1.8 m", bands=("Ku",), eirp_dbw=55.2, g_over_t_dbk=23.5, provenance=MEASURED
)
KU = PayloadClass(
    id="ku", name="Ku transponder", bands=("Ku",), eirp_dbw=48.0, g_over_t_dbk=2.4, bandwidth_hz=36e6
)
KNOWN = Beam(
    name="ku", bands=("Ku",), eirp_dbw=48.0, g_over_t_dbk=2.4, provenance=Provenance(basis=Basis.DERIVED)
)


@pytest.fixture
def link(small):
    asset = small.satellite("paksat", "PakSat-MM1", 38.2)
    return Link(
        asset=asset,
        beam=KNOWN,
        terminal=SMALL,
        proxy=None,
        look=Look(elevation_deg=44.0, range_m=37_490e3),
        rain=DRY,
    )


def test_the_weaker_direction_is_what_a_terminal_gets(link):
    # up by hand: 48.7 - (92.45 + 20 lg 14.25 + 20 lg 37490) - 0.45 + 2.4 + 228.6 = 72.2 dBHz; 0.45 dB of
    # clear air at 44 degrees: 0.15 of gases in the low summer of P.835-6, 0.3 of clouds. In any width QPSK
    # 13/45 takes least per bit: Es/N0 -2.03 dB with 0.567805 bit/s per symbol, and 2 dB for the modem.
    by_hand = 48.7 - (92.4478 + 20 * math.log10(14.25) + 20 * math.log10(37_490)) - 0.449 + 2.4 + 228.599
    carried = user(link, 10e6)
    expected = 0.567805 * 10 ** ((by_hand + 2.03 - 2.0) / 10)
    assert carried.certain_bps == pytest.approx(expected, rel=1e-3)
    assert carried.certain_bps == carried.hopeful_bps
    assert [b.closes for b in carried.budgets] == [True, False]  # down it closes, up it does not


def test_a_need_reads_the_lines_of_a_budget_file(link):
    """The same leg and carrier written as a budget file come to the same margin, line by line."""
    down = both_ways(link, 10e6)[0].budget
    sent = least_carrier(10e6, DATA_MODEM)
    told = {
        "forward": {
            "down": {
                "frequency_ghz": 11.7,
                "range_km": 37_490.0,
                "eirp_dbw": 48.0,
                "g_over_t_dbk": 19.9,
                "gas_db": down.value("gases"),
                "rain_db": 0.0,
                "cloud_db": 0.3,
            },
            "carrier": {
                "symbol_rate_hz": sent.symbol_rate_hz,
                "modcod": sent.modcod.name,
                "implementation_db": 2.0,
            },
        }
    }
    (way,) = ways_of(told, Path("told.toml"))
    filed = way.budget.of_one_leg()
    for name in ("EIRP", "free-space loss", "G/T", "C/N0", "C/N", "Es/N0", "required", "margin"):
        assert filed.value(name) == pytest.approx(down.value(name), abs=1e-9), name


def test_what_a_terminals_row_loses_is_taken_off_both_ways(link):
    held = replace(SMALL, other_losses_db=7.5)
    for plain, less in zip(both_ways(link, 1e6), both_ways(replace(link, terminal=held), 1e6), strict=True):
        assert plain.budget.value("margin") - less.budget.value("margin") == pytest.approx(7.5)
        assert plain.budget.line("other losses") is None
        assert less.budget.line("other losses").source == "VSAT 1.2 m"


def test_the_noise_behind_rain_counts_where_the_terminals_own_noise_is_known(link):
    wet = replace(link, rain=replace(DRY, rain=replace(DRY.rain, r001_mm_h=40.0), percent=0.1))
    warm = replace(wet, terminal=replace(SMALL, system_k=150.0))
    (down, up), (plain_down, plain_up) = both_ways(warm, 1e6), both_ways(wet, 1e6)
    hotter = down.budget.value("noise behind rain")
    rain, clear = down.budget.value("rain"), down.budget.value("gases") + 0.3
    behind = 275.0 * (10 ** (-clear / 10) - 10 ** (-(clear + rain) / 10))  # P.618-14 section 3, 275 K
    assert hotter == pytest.approx(10 * math.log10(1 + behind / 150.0), abs=0.02)
    assert plain_down.budget.value("margin") - down.budget.value("margin") == pytest.approx(hotter)
    assert plain_up.budget.value("margin") == up.budget.value("margin")  # the satellite looks at warm ground


def test_back_off_and_intermodulation_of_the_transponder_count_where_they_are_known(link):
    backed = replace(link, beam=replace(KNOWN, obo_db=3.0))
    (down, up), (plain_down, plain_up) = both_ways(backed, 1e6), both_ways(link, 1e6)
    assert plain_down.budget.value("margin") - down.budget.value("margin") == pytest.approx(3.0)
    assert up.budget.value("margin") == plain_up.budget.value("margin")
    assert "less 3 dB of output back-off" in down.budget.line("EIRP").source
    noisy = replace(link, beam=replace(KNOWN, c_im_db=10.0))
    for way, plain in zip(both_ways(noisy, 1e6), both_ways(link, 1e6), strict=True):
        assert way.by_power_bps < plain.by_power_bps
        least = way.by_power_bps
        assert both_ways(noisy, least)[("down" not in way.budget.title)].budget.value("margin") == (
            pytest.approx(0.0, abs=1e-9)
        )
    of_class = replace(link, proxy=replace(KU, obo_db=3.0, c_im_db=10.0))
    assert both_ways(of_class, 1e6)[0].budget.value("EIRP") == pytest.approx(45.0)


def test_intermodulation_falls_on_with_a_carrier_that_rain_weakens(link):
    noisy = replace(link, beam=replace(KNOWN, c_im_db=20.0))
    wet = replace(noisy, rain=replace(DRY, rain=replace(DRY.rain, r001_mm_h=40.0), percent=0.1))
    (down, up), (wet_down, wet_up) = both_ways(noisy, 1e6), both_ways(wet, 1e6)
    assert wet_down.budget.value("C/IM") == down.budget.value("C/IM") == 20.0
    fallen = up.budget.value("C/IM") - wet_up.budget.value("C/IM")
    assert fallen == pytest.approx(wet_up.budget.value("rain"))
    just = both_ways(wet, wet_up.by_power_bps)[1].budget  # the rate is that of the fallen ratio
    assert just.value("margin") == pytest.approx(0.0, abs=1e-9)


def test_an_eirp_that_nobody_published_is_named_and_nothing_is_certain(link):
    carried = user(replace(link, beam=replace(KNOWN, eirp_dbw=None)), 10e6)
    assert carried.certain_bps == 0.0
    assert str(carried.missing) == "EIRP of PakSat-MM1 (ku) (beams.csv, eirp_dbw)"
    assert carried.hopeful_bps > 1e6  # the way up is known, and bounds the hope


def test_a_payload_class_stands_in_and_says_so(link):
    bare = replace(KNOWN, eirp_dbw=None, g_over_t_dbk=None)
    carried = user(replace(link, beam=bare, proxy=KU), 1e6)
    assert carried.certain_bps > 1e6
    assert [str(w.what) for w in carried.weak] == [
        "payload of PakSat-MM1: taken as a Ku transponder",
        "gateway's leg of PakSat-MM1: its weather and noise are in no budget",
    ]
    assert {w.basis for w in carried.weak} == {Basis.ASSUMED}


def test_the_transponder_is_no_wider_than_it_is(link):
    carried = user(replace(link, proxy=KU, terminal=LARGE), 1e6)
    # by hand up: 55.2 - 207.00 - 0.45 + 2.4 + 228.6 = 78.75 dBHz; QPSK 3/5 with 2 dB for the modem fills 28.3
    # of the 30 MHz of symbols, and brings more than QPSK 11/20 in all of them
    by_hand = 1.188304 * 10 ** ((78.75 - 2.23 - 2.0) / 10)
    assert 1.088581 * 30e6 < carried.certain_bps == pytest.approx(by_hand, rel=5e-3)
    strong = replace(LARGE, eirp_dbw=100.0, g_over_t_dbk=60.0)
    full = user(replace(link, proxy=KU, terminal=strong), 1e6)
    assert full.certain_bps == pytest.approx(DATA_MODEM.family[-1].bits_per_symbol * 30e6)


def test_a_stated_rate_per_user_goes_before_any_budget(link):
    beam = replace(KNOWN, user_rate_bps=384e3, provenance=Provenance(basis=Basis.RECALLED))
    carried = user(replace(link, beam=beam), 10e6)
    assert carried.certain_bps == 384e3
    assert [str(w.basis) for w in carried.weak] == ["recalled"]


def test_a_trunk_is_certain_of_one_carrier_and_may_hope_for_what_its_own_power_allows(link):
    carried = trunk(link, 20e6)
    assert carried.certain_bps == pytest.approx(user(link, 20e6).certain_bps)
    up = both_ways(link, 20e6)[1]
    assert carried.hopeful_bps == pytest.approx(up.by_power_bps)


def test_a_satellites_whole_capacity_is_a_hope_and_no_certainty_for_one_place(link):
    wide = replace(KNOWN, capacity_bps=20e9)
    carried = trunk(replace(link, beam=wide, terminal=None), 1e9)
    assert (carried.certain_bps, carried.hopeful_bps) == (0.0, 20e9)
    assert str(carried.missing) == "share of PakSat-MM1's 20 Gbit/s that one place can have"


def test_a_larger_dish_is_found_where_the_small_one_fails(link):
    terminal, carried_bps = smallest_that_carries(link, 20e6, (LARGE, SMALL))
    assert terminal.id == "vsat-1-8"
    assert carried_bps >= 20e6
    assert smallest_that_carries(link, 1e9, (LARGE, SMALL)) is None


def test_the_calls_of_a_phone_payload_share_its_power(link):
    alone = both_ways(link, 4000.0)[0].budget.value("EIRP")
    shared = both_ways(link, 4000.0, one_of=1000)[0].budget.value("EIRP")
    assert alone - shared == pytest.approx(30.0)


def test_terminal_and_beam_of_different_bands_have_no_budget(link):
    deaf = replace(SMALL, bands=("Ka",))
    assert both_ways(replace(link, terminal=deaf), 1e6) == ()


def test_unknown_rain_leaves_the_link_unknown(link):
    nowhere = RainHere(rain=None, place=THAR, percent=1.0)
    carried = user(replace(link, rain=nowhere), 1e6)
    assert carried.certain_bps == 0.0
    assert str(carried.missing) == "rain at this place (rain.csv)"
