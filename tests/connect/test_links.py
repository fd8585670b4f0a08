"""What one beam carries to one place."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from serai.connect import Beam
from serai.connect.links import (
    BIT_PER_S_PER_HZ,
    REQUIRED_EB_N0_DB,
    Link,
    Look,
    attainable_bps,
    both_ways,
    smallest_that_carries,
    trunk,
    user,
)
from serai.earth import Place
from serai.radio import PayloadClass, RainHere, Terminal
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
    # up by hand: 48.7 - (92.45 + 20 lg 14.25 + 20 lg 37490) - 0.45 + 2.4 + 228.6 = 72.2 dBHz, less Eb/N0;
    # 0.45 dB of clear air at 44 degrees: 0.15 of gases in the low summer of P.835-6, 0.3 of clouds
    by_hand = 48.7 - (92.4478 + 20 * math.log10(14.25) + 20 * math.log10(37_490)) - 0.449 + 2.4 + 228.599
    carried = user(link, 10e6)
    assert carried.certain_bps == pytest.approx(10 ** ((by_hand - REQUIRED_EB_N0_DB) / 10), rel=1e-3)
    assert carried.certain_bps == carried.hopeful_bps
    assert [b.closes for b in carried.budgets] == [True, False]  # down it closes, up it does not


def test_an_eirp_that_nobody_published_is_named_and_nothing_is_certain(link):
    carried = user(replace(link, beam=replace(KNOWN, eirp_dbw=None)), 10e6)
    assert carried.certain_bps == 0.0
    assert str(carried.missing) == "EIRP of PakSat-MM1 (ku) (beams.csv, eirp_dbw)"
    assert carried.hopeful_bps > 1e6  # the way up is known, and bounds the hope


def test_a_payload_class_stands_in_and_says_so(link):
    bare = replace(KNOWN, eirp_dbw=None, g_over_t_dbk=None)
    carried = user(replace(link, beam=bare, proxy=KU), 1e6)
    assert carried.certain_bps > 1e6
    assert [str(w.what) for w in carried.weak] == ["payload of PakSat-MM1: taken as a Ku transponder"]
    assert {w.basis for w in carried.weak} == {Basis.ASSUMED}


def test_the_transponder_is_no_wider_than_it_is(link):
    carried = user(replace(link, proxy=KU, terminal=LARGE), 1e6)
    assert carried.certain_bps == pytest.approx(BIT_PER_S_PER_HZ * 36e6)


def test_a_stated_rate_per_user_goes_before_any_budget(link):
    beam = replace(KNOWN, user_rate_bps=384e3, provenance=Provenance(basis=Basis.RECALLED))
    carried = user(replace(link, beam=beam), 10e6)
    assert carried.certain_bps == 384e3
    assert [str(w.basis) for w in carried.weak] == ["recalled"]


def test_a_trunk_is_certain_of_one_carrier_and_may_hope_for_what_its_own_power_allows(link):
    carried = trunk(link, 20e6)
    assert carried.certain_bps == pytest.approx(user(link, 20e6).certain_bps)
    up = both_ways(link, 20e6)[1]
    assert carried.hopeful_bps == pytest.approx(attainable_bps(up))


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
    alone = both_ways(link, 4000.0)[0].value("EIRP")
    shared = both_ways(link, 4000.0, one_of=1000)[0].value("EIRP")
    assert alone - shared == pytest.approx(30.0)


def test_terminal_and_beam_of_different_bands_have_no_budget(link):
    deaf = replace(SMALL, bands=("Ka",))
    assert both_ways(replace(link, terminal=deaf), 1e6) == ()


def test_unknown_rain_leaves_the_link_unknown(link):
    nowhere = RainHere(rain=None, place=THAR, percent=1.0)
    carried = user(replace(link, rain=nowhere), 1e6)
    assert carried.certain_bps == 0.0
    assert str(carried.missing) == "rain at this place (rain.csv)"
