"""Budget files as operators write them: what is worked out, what stays unknown, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from serai.cli.app import main
from serai.earth import Orientation, Place
from serai.earth.look import elevation_deg
from serai.errors import Refused
from serai.formats import read_elements
from serai.orbit import Sgp4
from serai.radio.link.budget_file import read_budget
from serai.radio.link.pass_geometry import next_pass, overhead
from serai.radio.propagation.itu.p531 import scintillation_fade_db
from serai.radio.propagation.itu.p681 import tree_shadowing_db
from serai.tables import Basis
from serai.time import Instant

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
LEG = "frequency_ghz = 12\nrange_km = 36000\neirp_dbw = 40\ng_over_t_dbk = 20\ndiameter_m = 1.2\n"
GROUND = """lat_deg = 25
elevation_deg = 45
height_km = 0.02
r001_mm_h = 30
rain_height_km = 5
pressure_hpa = 1007
temperature_k = 300
vapour_g_m3 = 15
liquid_kg_m2 = 0.3
wet_refractivity = 90
"""
CARRIER = "[forward.carrier]\nsymbol_rate_hz = 1e6\nmodcod = 'QPSK 1/2'\n"
EARTH_KM = 6378.137
CORRIDOR = EXAMPLES.parent / "corridors" / "belt-and-road" / "elements.csv"


@pytest.fixture
def read(tmp_path):
    def of(text):
        file = tmp_path / "x.toml"
        file.write_text(text, encoding="utf-8")
        return read_budget(file)

    return of


def test_what_the_ground_lacks_leaves_the_weather_the_margin_and_the_availability_unknown(read):
    dry = GROUND.replace("height_km = 0.02\n", "", 1)
    (way,) = read(f"[forward.down]\n{LEG}[forward.down.ground]\n{dry}{CARRIER}")
    rain = way.budget.line("downlink: rain")
    assert rain.value is None
    assert rain.source == "needs height_km of its ground"
    assert way.budget.value("margin") is None
    assert way.available_percent is None
    assert way.budget.deciding.name == "downlink: rain"


def test_a_part_that_the_file_states_stands_in_place_of_the_one_worked_out(read):
    (worked,) = read(f"[forward.down]\n{LEG}[forward.down.ground]\n{GROUND}{CARRIER}")
    (stated,) = read(f"[forward.down]\n{LEG}cloud_db = 2\n[forward.down.ground]\n{GROUND}{CARRIER}")
    assert stated.budget.value("downlink: clouds") == 2.0
    assert stated.budget.value("downlink: rain") == worked.budget.value("downlink: rain")
    assert stated.budget.value("margin") < worked.budget.value("margin") - 1.0


def test_a_figure_with_a_source_counts_as_published_and_without_one_as_assumed(read):
    (bare,) = read(f"[forward.down]\n{LEG}")
    (said,) = read(f"[forward.down]\n{LEG}source = 'a filing'")
    (recalled,) = read(f"[forward.down]\n{LEG}basis = 'recalled'")
    bases = [w.budget.line("downlink: EIRP").basis for w in (bare, said, recalled)]
    assert bases == [Basis.ASSUMED, Basis.PUBLISHED, Basis.RECALLED]


def test_away_from_its_axis_a_dish_an_array_and_a_beam_lose(read):
    (way,) = read(
        f"[forward.down]\n{LEG}pointing_deg = 0.2\nscan_deg = 60\nscan_power = 1\n"
        "beam_off_deg = 2\nbeam_edge_deg = 4\nedge_eirp_dbw = 34\n"
    )
    value = way.budget.value
    # the 1.2 m dish is 70 x 0.02498 / 1.2 = 1.457 deg wide at half power: 12 (0.2 / 1.457)^2
    assert value("downlink: pointing loss") == pytest.approx(0.226, abs=1e-3)
    assert value("downlink: scan loss of the array") == pytest.approx(3.0103, abs=1e-4)
    assert value("downlink: EIRP") == pytest.approx(38.5)  # a quarter of the way down the 6 dB contour


def test_a_neighbouring_satellite_interferes_through_the_dish_s_side_lobe(read):
    (way,) = read(f"[forward.down]\n{LEG}neighbour_deg = 3\nneighbour_eirp_dbw = 44\n{CARRIER}")
    # 41.4 dBi on the axis, 32 - 25 lg 3 = 20.1 dBi at 3 degrees; the neighbour is 4 dB stronger
    assert way.budget.value("downlink: C/I of the satellite beside") == pytest.approx(
        40.0 - 44.0 + 41.35 - 20.07, abs=0.02
    )
    assert way.budget.value("downlink: C/(N+I)") < way.budget.value("downlink: C/N")


def test_a_handheld_loses_behind_roadside_trees_and_in_a_disturbed_ionosphere():
    forward, _ = read_budget(EXAMPLES / "s_band_handheld.toml")
    trees = forward.budget.line("downlink: roadside trees")
    assert trees.value == pytest.approx(float(tree_shadowing_db(2.185, 45.0, 10.0)))
    assert 5.0 < trees.value < 12.0
    assert forward.budget.value("downlink: ionospheric scintillation") == pytest.approx(
        float(scintillation_fade_db(0.3, 1.0))
    )


def test_a_pass_rises_and_sets_at_its_lowest_elevation_and_climbs_to_its_highest():
    path = overhead(600e3, 50.0, 10.0)
    assert path.elevation_deg[[0, -1]] == pytest.approx([10.0, 10.0], abs=1e-6)
    assert path.elevation_deg.max() == pytest.approx(50.0, abs=0.02)
    sine, radius = np.sin(np.radians(path.elevation_deg)), EARTH_KM + 600.0
    slant = np.sqrt((EARTH_KM * sine) ** 2 + radius**2 - EARTH_KM**2) - EARTH_KM * sine
    np.testing.assert_allclose(path.range_m / 1e3, slant, rtol=1e-9)
    over_the_top = overhead(600e3, 90.0, 0.0)
    period_s = 2.0 * np.pi * np.sqrt((radius * 1e3) ** 3 / 3.986004418e14)
    seen = np.arccos(EARTH_KM / radius) / np.pi  # the share of the orbit above the horizon
    assert over_the_top.since_s[-1] == pytest.approx(seen * period_s, rel=1e-9)


def test_the_example_pass_steps_through_modcods_and_brings_data(capsys):
    file = EXAMPLES / "x_band_pass.toml"
    assert main(["budget", str(file)]) == 0
    told = capsys.readouterr().out
    assert "at 5 deg, the lowest of the pass" in told
    assert "in 10.7 min the pass brings" in told
    assert main(["budget", str(file), "--json"]) == 0
    (way,) = json.loads(capsys.readouterr().out)["ways"]
    found = way["pass"]
    assert len(set(found["modcod"])) > 5
    assert found["volume_bits"] == pytest.approx(np.trapezoid(found["rate_bps"], found["since_s"]))
    assert found["es_n0_db"][0] == pytest.approx(
        next(x["value"] for x in way["lines"] if x["line"] == "Es/N0"), abs=1e-9
    )


def test_the_pass_of_fengyun_rests_on_published_ends_and_fits_eighty_columns(capsys, monkeypatch):
    """46 dBm and 22.7 dB/K at 5 degrees leave 3.8 dB in the rain of 0.5 % of the year."""
    monkeypatch.setenv("COLUMNS", "80")
    (way,) = read_budget(EXAMPLES / "fengyun_pass.toml")
    ends = [way.budget.line(f"downlink: {name}") for name in ("EIRP", "G/T", "pointing loss")]
    assert [(x.value, x.basis) for x in ends] == [
        (16.0, Basis.PUBLISHED),
        (22.7, Basis.PUBLISHED),
        (1.0, Basis.PUBLISHED),
    ]
    assert way.budget.value("margin") == pytest.approx(3.84, abs=0.05)
    assert way.budget.value("throughput") == pytest.approx(18.7 * 223 / 255)
    assert main(["budget", str(EXAMPLES / "fengyun_pass.toml")]) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    assert told.count("QPSK convolutional") == 2  # of the lines; its pass does not repeat it


REAL = f"""
elements = "{CORRIDOR}"
satellite = "GAOFEN-3"
lat_deg = 24.9
lon_deg = 67.0
after = "2026-08-22T00:00:00Z"
"""


def real(text):
    """The example pass with other words in place of its altitude and highest elevation."""
    example = (EXAMPLES / "x_band_pass.toml").read_text(encoding="utf-8")
    return re.sub(r"altitude_km.*?\nhighest_elevation_deg.*?\n", lambda _: text, example)


def test_the_next_pass_of_real_elements_is_above_the_lowest_elevation_from_rise_to_set(read):
    (way,) = read(real(REAL))
    path = way.path
    assert path.elevation_deg[[0, -1]] == pytest.approx([5.0, 5.0], abs=1e-3)
    assert (path.elevation_deg[1:-1] > 5.0).all()
    assert path.rise.utc(decimals=0) == "2026-08-22T00:29:38Z"
    assert "the pass of GAOFEN-3 from 2026-08-22T00:29:38Z, elements 0.4 d old" in way.budget.title
    assert way.over.volume_bits > 1e11
    a_second_before = Instant(path.rise.tai_ns - 1_000_000_000)
    place = Place(lat_deg=24.9, lon_deg=67.0)
    satellite = next(e for e in read_elements(CORRIDOR) if e.object_name == "GAOFEN-3")
    where = Sgp4(satellite).state(np.array([a_second_before.tai_ns]), Orientation.published())[0]
    assert elevation_deg(place.ecef_m(), 24.9, 67.0, where)[0] < 5.0


PLANNED = 0.03  # of a pass's length: the Earth turns under a sun-synchronous satellite, 0.02 measured


def test_a_planner_s_pass_lasts_as_long_as_real_ones_of_a_sun_synchronous_satellite():
    satellite = Sgp4(next(e for e in read_elements(CORRIDOR) if e.object_name == "GAOFEN-3"))
    turn, karachi = Orientation.published(), Place(lat_deg=24.9, lon_deg=67.0)
    after, compared = Instant.from_utc("2026-08-22T00:00:00Z"), 0
    for _ in range(8):
        path = next_pass(satellite, karachi, 5.0, after, turn)
        after = path.rise.plus(seconds=float(path.since_s[-1]))
        if path.elevation_deg.max() > 8.0:
            altitude_m = satellite.mean_altitude_km * 1e3
            planned = overhead(altitude_m, float(path.elevation_deg.max()), 5.0)
            assert planned.since_s[-1] == pytest.approx(path.since_s[-1], rel=PLANNED)
            compared += 1
    assert compared > 4


def test_a_pass_with_an_unknown_figure_is_unknown(read, tmp_path, capsys):
    text = (EXAMPLES / "x_band_pass.toml").read_text(encoding="utf-8").replace("eirp_dbw = 14.0\n", "")
    (way,) = read(text)
    assert way.over is None
    assert main(["budget", str(tmp_path / "x.toml")]) == 0
    assert "the pass is unknown" in capsys.readouterr().out


def test_the_example_handheld_closes_up_and_says_what_nobody_published_down():
    forward, back = read_budget(EXAMPLES / "s_band_handheld.toml")
    assert back.budget.value("uplink: C/N0") == pytest.approx(46.5, abs=0.06)  # as filed
    assert back.budget.closes is True
    assert forward.budget.missing == ("downlink: EIRP",)
    assert forward.budget.line("required").basis is Basis.ASSUMED


LEG_AND_GROUND = f"[forward.down]\n{LEG}[forward.down.ground]\n{GROUND}"
PASS = (
    "[return.down]\nfrequency_ghz = 8\neirp_dbw = 10\ng_over_t_dbk = 30\n[return.carrier]\n"
    "symbol_rate_hz = 1e6\nmodcod = 'QPSK 1/2'\n"
    "[return.pass]\naltitude_km = 600\nhighest_elevation_deg = 40\n"
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("percent = 'much'\n[forward.up]", "x.toml, percent: expected a number, got 'much'"),
        ("forward = 3", "x.toml, forward: expected a table of figures, got 3"),
        ("[forward]\nup = 3", "x.toml, forward.up: expected a table of figures, got 3"),
        (
            "colour = 1\n[forward.up]",
            "x.toml: 'colour' is not known; expected one of title, payload, percent",
        ),
        (
            "[forward.middle]\n",
            "x.toml, forward: 'middle' is not known; expected up, down, carrier, transponder or pass",
        ),
        (
            f"[forward.down]\n{LEG}".replace("36000", "-5"),
            "x.toml, forward.down, range_km: expected 100 to 500000, got -5",
        ),
        (
            f"[forward.down]\n{LEG}power_w = 0",
            "x.toml, forward.down, power_w: expected 1e-06 to 1e+06, got 0",
        ),
        (
            "[forward.up]\nfrequency_ghz = 14\nrange_km = 37000\npower_w = 4",
            "x.toml, forward.up: power_w needs diameter_m, got nothing",
        ),
        (
            f"[forward.down]\n{LEG}[forward.carrier]\nsymbol_rate_hz = -3",
            "x.toml, forward.carrier, symbol_rate_hz: expected 1 to 1e+12, got -3",
        ),
        (
            f"[forward.down]\n{LEG}[forward.carrier]\nfamily = 'DVB-S2'",
            "x.toml, forward.carrier: family needs symbol_rate_hz, got nothing",
        ),
        (
            f"[forward.down]\n{LEG}{CARRIER}required_db = 3",
            "x.toml, forward.carrier: required_db and modcod both say what is required; leave one",
        ),
        (
            f"[forward.down]\n{LEG}basis = 'rumour'",
            "x.toml, forward.down, basis: expected published, derived, recalled, assumed, got 'rumour'",
        ),
        (
            LEG_AND_GROUND.replace("elevation_deg = 45", "elevation_deg = 3"),
            (
                "x.toml, forward.down.ground: ITU-R P.618-14, section 2.4.1, and P.840-9 holds for an "
                "elevation from 5 to 90 degrees, but 3 degrees was asked for"
            ),
        ),
        (
            LEG_AND_GROUND.replace("frequency_ghz = 12", "frequency_ghz = 60"),
            "x.toml, forward.down.ground: ITU-R P.618-14, section 2.2.1.1 holds for a frequency from 1 to 55",
        ),
        (
            f"[forward.down]\n{LEG}rain_db = 3\n[forward.down.ground]\n{GROUND}",
            "x.toml, forward.down.ground: rain_db is given, and r001_mm_h to work it out; leave one out",
        ),
        (
            f"[forward.down]\n{LEG}trees_percent = 10\nelevation_deg = 3",
            (
                "x.toml, forward.down: ITU-R P.681-11, section 4.1 holds for an elevation from 7 to 90 "
                "degrees, but 3 degrees was asked for"
            ),
        ),
        (
            f"[forward.down]\n{LEG}pointing_deg = 1\npointing_loss_db = 1",
            "x.toml, forward.down: pointing_loss_db is given, and worked out too (1 deg off a 1.2 m dish)",
        ),
        (
            f"[forward.down]\n{LEG}neighbour_deg = 3",
            "x.toml, forward.down: neighbour_deg needs neighbour_eirp_dbw, got nothing",
        ),
        (f"percent = 50\n[forward.down]\n{LEG}", "x.toml: ITU-R P.618-14, section 2.2.1.1 holds for a share"),
        (
            f"{PASS}lowest_elevation_deg = 40",
            "x.toml, return.pass: the satellite climbs to 40 deg, not above the lowest elevation of 40 deg",
        ),
        (
            real(REAL.replace("GAOFEN-3", "GAOFEN-99")),
            "x.toml, return.pass: no satellite 'GAOFEN-99' in ",
        ),
        (
            real(REAL.replace("GAOFEN-3", "APSTAR-7")).replace(
                "lowest_elevation_deg = 5", "lowest_elevation_deg = 80"
            ),
            "x.toml, return.pass: APSTAR-7 does not rise above 80 deg there in the week after 2026-08-22",
        ),
        (
            real(REAL.replace('after = "2026-08-22T00:00:00Z"', "")),
            "x.toml, return.pass: elements needs after, got nothing",
        ),
        (
            f"[return.up]\n{LEG}{PASS}",
            "x.toml, return: a pass is of one leg, but up and down are given",
        ),
        (
            PASS.replace("modcod = 'QPSK 1/2'", "required_db = 3"),
            "x.toml, return.carrier: a pass needs symbol_rate_hz and a modcod or a family",
        ),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused_by_its_table_and_figure(read, text, sentence):
    with pytest.raises(Refused) as refused:
        read(text)
    assert str(refused.value).startswith(sentence)


BARE = "[return.down]\nfrequency_ghz = 12\nrange_km = 37000\neirp_dbw = 40\n"


@pytest.mark.parametrize(
    "parts",
    ["", "diameter_m = 1.2\n", "antenna_k = 40\nfeed_db = 0.3\n", "lnb_gain_db = 55\ncable_db = 3\n"],
)
def test_a_leg_without_a_receiver_is_refused_in_one_sentence_that_names_its_table(read, parts):
    """Whatever else it says of its ground end: parts of a chain are no receiver."""
    with pytest.raises(Refused) as refused:
        read(BARE + parts)
    said = str(refused.value)
    assert said.startswith("x.toml, return.down: no receiver; give g_over_t_dbk, or diameter_m with system_k")
    assert "\n" not in said


def test_each_leg_of_a_way_needs_a_receiver_of_its_own(read):
    """The satellite's on the way up, too."""
    up = "[return.up]\nfrequency_ghz = 14\nrange_km = 37000\neirp_dbw = 40\n"
    with pytest.raises(Refused, match=r"^x.toml, return.up: no receiver"):
        read(f"{up}{BARE}g_over_t_dbk = 20\n")
    with pytest.raises(Refused, match=r"^x.toml, return.down: no receiver"):
        read(f"{up}g_over_t_dbk = 2\n{BARE}")


def test_a_figure_that_nobody_published_is_said_to_be_unknown_and_stays_so(read):
    dark = BARE.replace("eirp_dbw = 40", "eirp_dbw = 'unknown'")
    (way,) = read(f"{dark}g_over_t_dbk = 'unknown'\n")
    budget = way.budget
    assert budget.missing == ("downlink: EIRP", "downlink: G/T")
    assert budget.line("downlink: G/T").source == "nobody published it, says x.toml, return.down"
    assert budget.deciding.name == "downlink: EIRP"
    with pytest.raises(Refused, match=r"return.down, g_over_t_dbk: expected a number, got 'secret'"):
        read(f"{BARE}g_over_t_dbk = 'secret'\n")
    nowhere = BARE.replace("range_km = 37000", "range_km = 'unknown'")
    with pytest.raises(Refused, match=r"return.down, range_km: expected a number, got 'unknown'"):
        read(f"{nowhere}g_over_t_dbk = 20\n")


def test_a_leg_without_a_transmitter_is_unknown_and_its_line_says_what_it_needs(read):
    silent = BARE.replace("eirp_dbw = 40\n", "")
    (way,) = read(f"{silent}g_over_t_dbk = 20\n")
    assert way.budget.line("downlink: EIRP").source == (
        "needs eirp_dbw, or power_w and diameter_m, of x.toml, return.down"
    )


def test_a_file_that_is_no_text_is_refused(tmp_path, capsys):
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xff\xfe\x00\x01")
    assert main(["budget", str(file)]) == 1
    assert "x.toml: line 1 is not UTF-8 text" in capsys.readouterr().err
