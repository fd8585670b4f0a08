"""The transponder between two legs: back-offs, sharing, drive, level control, and what falls in the rain."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from serai.cli.app import main
from serai.errors import Refused
from serai.radio.link.budget_file import read_budget
from serai.radio.link.transponder import Transponder

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CLEAR = """
title = "transparent return"
[return.up]
frequency_ghz = 14.25
range_km = 38000
eirp_dbw = 45.0
g_over_t_dbk = 4.0
rain_db = 0.0
[return.down]
frequency_ghz = 11.7
range_km = 38000
eirp_dbw = 12.0
g_over_t_dbk = 30.0
[return.carrier]
symbol_rate_hz = 2e5
modcod = "QPSK 1/2"
"""
AVAILABLE = """
title = "hub return"
[return.up]
frequency_ghz = 14.25
range_km = 37200
power_w = 2
diameter_m = 1.2
efficiency = 0.65
g_over_t_dbk = 6.0
[return.up.ground]
lat_deg = 25.4
elevation_deg = 45.0
height_km = 0.02
r001_mm_h = 45
rain_height_km = 5.07
pressure_hpa = 1007.0
temperature_k = 300.0
vapour_g_m3 = 15.0
liquid_kg_m2 = 0.3
wet_refractivity = 90.0
[return.down]
frequency_ghz = 11.7
range_km = 37500
eirp_dbw = 14.0
g_over_t_dbk = 31.0
[return.carrier]
symbol_rate_hz = 1.4e6
modcod = "QPSK 3/4"
implementation_db = 1.0
"""
OUTLINK = """
[forward.up]
frequency_ghz = 14.25
range_km = 37800
power_w = {power}
diameter_m = 6.0
efficiency = 0.65
g_over_t_dbk = 6.0
rain_db = {rain}
[forward.transponder]
sfd_dbw_m2 = -86.0
saturated_eirp_dbw = 51.0
ibo_db = 1.0
obo_db = 0.5
alc_db = {alc}
[forward.down]
frequency_ghz = 12.5
range_km = 37800
diameter_m = 1.2
efficiency = 0.65
system_k = 120
[forward.carrier]
symbol_rate_hz = 29.27e6
modcod = "QPSK 3/4"
"""
RETURN = """
[return.up]
frequency_ghz = 14.25
range_km = 37800
power_w = 0.25
diameter_m = 1.2
efficiency = 0.65
g_over_t_dbk = 6.0
rain_db = {rain}
upc_db = {upc}
[return.transponder]
saturated_eirp_dbw = 54.0
ibo_db = 7.0
obo_db = 2.0
carriers = 180
c_im_db = 21.0
[return.down]
frequency_ghz = 12.5
range_km = 37800
diameter_m = 6.0
efficiency = 0.65
system_k = 120
{more}
[return.carrier]
symbol_rate_hz = 140e3
bandwidth_hz = 168e3
modcod = "QPSK 3/4"
"""
UP = "[return.up]\nfrequency_ghz = 14\nrange_km = 37000\neirp_dbw = 40\ng_over_t_dbk = 4\n"
BESIDE = "neighbour_deg = 3\nneighbour_power_dbw = 5\nneighbour_diameter_m = 2.4\n"
DOWN = "[return.down]\nfrequency_ghz = 12\nrange_km = 37000\ng_over_t_dbk = 30\n"


@pytest.fixture
def read(tmp_path):
    def of(text):
        file = tmp_path / "x.toml"
        file.write_text(text, encoding="utf-8")
        return read_budget(file)[0]

    return of


def test_rain_on_the_uplink_takes_as_much_from_the_downlink_of_a_linear_transponder(read):
    """11.06 dB in clear sky; in 6 dB of rain both legs lose 6 dB, not the uplink alone (8.80 dB)."""
    clear, wet = read(CLEAR), read(CLEAR.replace("rain_db = 0.0", "rain_db = 6.0"))
    assert clear.budget.value("overall C/(N+I)") == pytest.approx(11.06, abs=0.005)
    assert wet.budget.value("overall C/(N+I)") == pytest.approx(5.06, abs=0.005)
    assert wet.budget.value("downlink: EIRP") == pytest.approx(6.0)
    assert wet.budget.value("transponder: carrier falls with its drive") == pytest.approx(6.0)


def test_the_year_counts_the_rain_of_the_uplink_twice_and_its_gas_once(read):
    """97.9 % where the EIRP is that of the clear sky, gas included; 97.2 % were it without atmosphere."""
    way = read(AVAILABLE)
    assert way.available_percent == pytest.approx(97.9, abs=0.05)
    gas = way.budget.value("uplink: gases")
    below = read(AVAILABLE.replace("eirp_dbw = 14.0", f"eirp_dbw = {14.0 - gas}"))
    assert below.available_percent == pytest.approx(97.2, abs=0.05)
    assert way.without_weather == ("down",)


def test_a_carrier_of_a_shared_transponder_by_its_line_up_alone(read):
    """The figures that satsig.net works out by hand for 180 carriers of 200 kHz."""
    budget = read(RETURN.format(rain=0, upc=0, more="")).budget
    assert budget.value("transponder: carrier EIRP in clear sky") == pytest.approx(29.45, abs=0.01)
    assert budget.value("transponder: flux density") == pytest.approx(-125.36, abs=0.01)
    assert budget.value("overall C/(N+I)") == pytest.approx(11.86, abs=0.01)


def test_what_disturbs_a_carrier_does_not_fall_with_it(read):
    more = "c_i_db = 24.0\nneighbour_deg = 3\nneighbour_eirp_dbw = 25\npattern = 'S.580'"
    dry, wet = (read(RETURN.format(rain=rain, upc=0, more=more)).budget for rain in (0.0, 4.0))
    for line in (
        "transponder: C/IM",
        "downlink: C/I",
        "downlink: C/I of the satellite beside",
        "downlink: EIRP",
        "uplink: C/N",
    ):
        assert wet.value(line) == pytest.approx(dry.value(line) - 4.0), line
    beside = dry.value("downlink: EIRP") - 25.0 + 56.0 - (29.0 - 25.0 * math.log10(3.0))
    assert dry.value("downlink: C/I of the satellite beside") == pytest.approx(beside, abs=0.05)


def test_an_uplink_is_disturbed_by_who_looks_at_the_satellite_beside(read):
    """40 dBW of ours over 5 dBW into a dish 3 degrees aside, 29 - 25 lg 3 = 17.1 dBi (S.580)."""
    beside = f"{BESIDE}pattern = 'S.580'\n"
    name = "uplink: C/I of the satellite beside"
    expected = 40.0 - 5.0 - (29.0 - 25.0 * math.log10(3.0))
    carrier = "[return.carrier]\nsymbol_rate_hz = 1e6\nmodcod = 'QPSK 1/2'"
    assert read(f"{UP}{beside}{carrier}").budget.value(name) == pytest.approx(expected, abs=1e-6)
    wet = read(f"{UP}{beside}rain_db = 4\n{carrier}").budget
    assert wet.value(name) == pytest.approx(expected - 4.0, abs=1e-6)


@pytest.mark.parametrize(
    ("figures", "name"),
    [("c_i_db = 20", "c_i_db"), ("cross_polar_db = 20", "cross_polar_db"), (BESIDE, "neighbour_deg")],
)
def test_interference_without_a_width_to_weigh_it_in_is_refused(read, figures, name):
    """Without a bandwidth the sums are of C/N0, and who disturbs would be in none of them."""
    with pytest.raises(Refused) as refused:
        read(f"{UP}{figures}\n")
    assert str(refused.value) == (
        f"x.toml, return.carrier: {name} needs bandwidth_hz or symbol_rate_hz, got nothing"
    )


def test_intermodulation_without_a_width_is_refused_too(read):
    with pytest.raises(Refused, match=r"return\.carrier: c_im_db needs bandwidth_hz or symbol_rate_hz"):
        read(f"{UP}{DOWN}eirp_dbw = 12\n[return.transponder]\nc_im_db = 20\n")


def test_power_control_gives_back_what_rain_takes_up_to_its_range(read):
    of = {upc: read(RETURN.format(rain=4.0, upc=upc, more="")).budget for upc in (0, 3, 5)}
    assert of[3].value("uplink: power control") == 3.0
    assert of[5].value("uplink: power control") == 4.0
    assert of[3].value("transponder: carrier falls with its drive") == pytest.approx(1.0)
    assert of[5].line("transponder: carrier falls with its drive") is None
    clear = read(RETURN.format(rain=0.0, upc=0, more="")).budget
    assert of[5].value("overall C/(N+I)") == pytest.approx(clear.value("overall C/(N+I)"))
    assert of[0].value("uplink: C/N") == pytest.approx(clear.value("uplink: C/N") - 4.0)


def test_a_hub_beyond_saturation_is_refused_with_by_how_much(read):
    """200 W into 6 m come in at -82.36 dBW/m2 of -86: 3.64 dB too much, 43 % of the power would do."""
    with pytest.raises(Refused) as refused:
        read(OUTLINK.format(power=200, rain=0, alc=0))
    assert str(refused.value) == (
        "x.toml, forward.up: drives the transponder 3.64 dB beyond saturation (flux density -82.36 dBW/m2 "
        "of -86); lower its EIRP to 76.5 dBW at most (43 % of its power)"
    )
    assert read(OUTLINK.format(power=86, rain=0, alc=0)).budget.value("downlink: EIRP") == pytest.approx(
        51.0, abs=0.02
    )


def test_a_carrier_alone_follows_the_curve_and_level_control_holds_it(read):
    power = 86.3 * 10.0**-0.1  # one decibel below saturation
    at = {
        (rain, alc): read(OUTLINK.format(power=power, rain=rain, alc=alc)).budget.value("downlink: EIRP")
        for rain, alc in ((0, 0), (3, 0), (3, 2), (3, 5))
    }
    assert at[0, 0] == pytest.approx(50.5, abs=0.02)
    assert at[3, 0] == pytest.approx(47.5, abs=0.03)
    assert at[3, 2] == pytest.approx(49.5, abs=0.03)
    assert at[3, 5] == pytest.approx(at[0, 0])


def test_a_curve_begins_at_saturation_and_goes_on_straight():
    transponder = Transponder(curve=((2.0, 0.4), (6.0, 2.0)))
    assert [transponder.back_off_db(x) for x in (0.0, 1.0, 2.0, 4.0, 6.0, 9.0)] == pytest.approx(
        [0.0, 0.2, 0.4, 1.2, 2.0, 5.0]
    )
    assert Transponder().back_off_db(3.0) is None


def test_many_carriers_that_together_saturate_are_refused(read):
    text = RETURN.format(rain=0, upc=0, more="").replace("ibo_db = 7.0", "ibo_db = 7.0\nsfd_dbw_m2 = -103.0")
    with pytest.raises(Refused, match=r"0\.19 dB beyond saturation .* 180 equal carriers adding 22\.6 dB"):
        read(text)
    driven = read(text.replace("-103.0", "-96.0")).budget
    assert driven.value("transponder: input back-off of the carrier") == pytest.approx(29.36, abs=0.01)
    assert driven.value("downlink: EIRP") == pytest.approx(54.0 - 29.36 + 7.0 - 2.0, abs=0.01)


def test_many_carriers_without_a_stated_back_off_stand_where_they_drive_it_together(read):
    """Flux -125.36 of -96 dBW/m2: 29.36 dB for one, 6.81 for the 180; the curve gives 3.72 dB out."""
    line_up = "sfd_dbw_m2 = -96.0\ncurve = [[3, 1], [10, 6]]"
    text = RETURN.format(rain="{rain}", upc=0, more="").replace("ibo_db = 7.0\nobo_db = 2.0", line_up)
    budget = read(text.format(rain=0)).budget
    assert budget.value("transponder: input back-off in all") == pytest.approx(6.81, abs=0.01)
    assert budget.value("transponder: output back-off in all") == pytest.approx(3.72, abs=0.01)
    assert budget.value("downlink: EIRP") == pytest.approx(54.0 - 29.36 + 6.81 - 3.72, abs=0.02)
    wet = read(text.format(rain=3)).budget  # one of many rides on the others: dB for dB, not by the curve
    assert wet.value("transponder: carrier falls with its drive") == pytest.approx(3.0)


def test_without_its_back_off_a_carriers_eirp_is_unknown(read):
    way = read(RETURN.format(rain=0, upc=0, more="").replace("ibo_db = 7.0\nobo_db = 2.0\n", ""))
    assert way.budget.value("downlink: EIRP") is None
    assert (
        way.budget.line("downlink: EIRP").source
        == "needs obo_db, or a curve and the drive, of x.toml, return.transponder"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ibo_db = -1", "x.toml, return.transponder, ibo_db: expected 0 to 60, got -1"),
        (
            "ibo_db = 2\nobo_db = 3",
            "x.toml, return.transponder: obo_db 3 lies above ibo_db 2; a transponder's",
        ),
        ("carriers = 0.5", "x.toml, return.transponder, carriers: expected 1 to 1e+06, got 0.5"),
        (
            "carriers = 3\nalc_db = 6",
            "x.toml, return.transponder: alc_db holds the level of one carrier alone",
        ),
        ("curve = [[3, 1], [2, 0.5]]", "x.toml, return.transponder, curve: expected pairs"),
        ("curve = [[3]]", "x.toml, return.transponder, curve: expected pairs"),
        ("curve = 3", "x.toml, return.transponder, curve: expected pairs"),
        ("gain_db = 3", "x.toml, return.transponder: 'gain_db' is not a figure of it; expected one of satur"),
    ],
)
def test_a_line_up_that_cannot_be_is_refused_by_its_line(read, text, sentence):
    with pytest.raises(Refused) as refused:
        read(f"{UP}{DOWN}[return.transponder]\n{text}\n")
    assert str(refused.value).startswith(sentence)


def test_a_transponder_stands_between_two_legs_of_a_transparent_satellite(read):
    with pytest.raises(Refused, match=r"a transponder stands between two legs, but down is missing"):
        read(f"{UP}[return.transponder]\nibo_db = 1\n")
    with pytest.raises(Refused, match=r"a regenerative satellite has no transponder's line-up"):
        read(f"payload = 'regenerative'\n{UP}{DOWN}[return.transponder]\nibo_db = 1\n")
    with pytest.raises(Refused, match=r"worked out from saturated_eirp_dbw, and down.eirp_dbw gives it"):
        read(f"{UP}{DOWN}eirp_dbw = 3\n[return.transponder]\nsaturated_eirp_dbw = 50\n")


def test_a_receiving_chain_adds_up_by_friis(read):
    """40 K of sky through 0.3 dB at 290 K, an LNB of 70 K, 12 dB of cable and 10 dB of noise behind 55 dB."""
    chain = (
        "antenna_k = 40\nfeed_db = 0.3\nlnb_k = 70\nlnb_gain_db = 55\ncable_db = 12\nreceiver_nf_db = 10\n"
    )
    lost, figure = 10**0.03, 10**2.2
    flange = 40 + (lost - 1) * 290 + lost * (70 + 290 * (figure - 1) / 10**5.5)
    dish = "diameter_m = 6\nefficiency = 0.65\n"
    down = DOWN.replace("g_over_t_dbk = 30\n", f"eirp_dbw = 40\n{dish}")
    chained = read(f"{down}{chain}").budget.value("downlink: G/T")
    assert chained == pytest.approx(read(f"{down}system_k = {flange}").budget.value("downlink: G/T"))
    figure_k = 290 * (10**0.07 - 1)
    stated, told = (
        read(f"{down}antenna_k = 40\n{lnb}").budget.value("downlink: G/T")
        for lnb in ("lnb_nf_db = 0.7", f"lnb_k = {figure_k}")
    )
    assert stated == pytest.approx(told)
    with pytest.raises(Refused, match="lnb_k and lnb_nf_db both say"):
        read(f"{down}antenna_k = 40\nlnb_k = 50\nlnb_nf_db = 0.7")
    with pytest.raises(Refused, match="lnb_k needs antenna_k, got nothing"):
        read(f"{down}lnb_k = 50")
    with pytest.raises(Refused, match="cable_db or receiver_nf_db needs lnb_gain_db"):
        read(f"{down}antenna_k = 40\nlnb_k = 50\ncable_db = 3")


def test_the_examples_say_whose_weather_is_in_them(capsys):
    assert main(["budget", str(EXAMPLES / "ku_vsat.toml")]) == 0
    told = capsys.readouterr().out
    assert told.count("the weather of both grounds is in it, each independent of the other") == 2
    assert main(["budget", str(EXAMPLES / "leased_carrier.toml")]) == 0
    assert "the weather of both grounds is in it, coming together" in capsys.readouterr().out
