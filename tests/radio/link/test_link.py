"""Whole links: forward and return, transparent and regenerative, with the weather behind them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from serai.cli.app import main
from serai.radio import Stated
from serai.radio.link.availability import LegWeather, availability_percent, way_at
from serai.radio.link.budget_file import read_budget
from serai.radio.link.budget_parts import BudgetRefused
from serai.radio.link.link import Carrier, Leg, added, as_csv, way_budget
from serai.radio.link.modcod import DVB_S2, FAMILIES
from serai.radio.propagation.attenuation import Ground

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "ku_vsat.toml"
GROUND = Ground(
    height_km=0.02,
    r001_mm_h=27.3,
    rain_height_km=5.07,
    pressure_hpa=1007.0,
    temperature_k=300.0,
    vapour_g_m3=15.0,
    liquid_kg_m2=0.3,
    wet_refractivity=90.0,
)
SINDH = LegWeather(ground=GROUND, lat_deg=25.4, elevation_deg=45.0, diameter_m=1.2)


def leg(**changes):
    given = {
        "name": "downlink",
        "frequency_hz": 11.7e9,
        "range_m": 37_200e3,
        "eirp_dbw": Stated(value=48.0),
        "g_over_t_dbk": Stated(value=20.0),
        "losses": {"other_db": Stated(value=3.0)},
    }
    return Leg(**{**given, **changes})


CARRIER = Carrier(bandwidth_hz=30e6, required_db=Stated(value=4.0))


def test_two_equal_legs_cost_three_decibels_when_the_satellite_is_transparent():
    up, down = leg(name="uplink"), leg()
    one = way_budget("one", (down,), CARRIER)
    both = way_budget("both", (up, down), CARRIER)
    assert both.value("margin") == pytest.approx(one.value("margin") - 3.0103, abs=1e-4)
    alone = way_budget("regenerated", (up, down), CARRIER, regenerative=True)
    assert alone.value("margin") == pytest.approx(one.value("margin"))


def test_interference_adds_to_noise():
    assert added(10.0, 10.0) == pytest.approx(6.9897, abs=1e-4)
    assert added(10.0, None) is None
    budget = way_budget("x", (leg(interference={"c_i_db": Stated(value=15.0)}),), CARRIER)
    assert budget.value("downlink: C/(N+I)") == pytest.approx(added(budget.value("downlink: C/N"), 15.0))


def test_an_unknown_leg_leaves_the_whole_unknown_and_is_named():
    budget = way_budget("x", (leg(eirp_dbw=Stated(value=None)), leg()), CARRIER)
    assert budget.value("margin") is None
    assert budget.missing == ("downlink: EIRP",)


def test_rarer_weather_takes_more_and_the_receiver_hears_it():
    dry = way_at("", (leg(system_k=150.0),), (SINDH,), CARRIER, 1.0)
    wet = way_at("", (leg(system_k=150.0),), (SINDH,), CARRIER, 0.01)
    assert wet.value("downlink: rain") > dry.value("downlink: rain")
    assert wet.value("downlink: noise behind rain") > dry.value("downlink: noise behind rain") > 0.0
    assert wet.value("margin") < dry.value("margin")


def test_a_link_closes_for_the_share_of_the_year_whose_rain_just_uses_up_its_margin():
    legs, carrier = (
        (leg(eirp_dbw=Stated(value=45.0)),),
        Carrier(bandwidth_hz=30e6, required_db=Stated(value=7.0)),
    )
    share = availability_percent(legs, (SINDH,), carrier)
    assert 95.0 < share < 99.999
    assert way_at("", legs, (SINDH,), carrier, 100.0 - share).value("margin") == pytest.approx(0.0, abs=1e-6)
    weak = (leg(eirp_dbw=Stated(value=20.0)),)
    assert availability_percent(weak, (SINDH,), carrier) == 0.0


def test_adaptive_modulation_falls_back_in_the_rain():
    carrier = Carrier(bandwidth_hz=30e6, symbol_rate_hz=30e6, family=DVB_S2, implementation_db=1.0)
    rates = [
        way_at("", (leg(),), (SINDH,), carrier, percent).value("throughput") for percent in (5.0, 0.1, 0.01)
    ]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > rates[-1]


def test_the_example_budget_reads_and_prints_forward_and_return(capsys):
    assert main(["budget", str(EXAMPLE)]) == 0
    told = capsys.readouterr().out
    assert "Ku VSAT, Sindh: forward" in told
    assert "== margin" in told
    assert "of an average year" in told
    assert main(["budget", str(EXAMPLE), "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert [w["way"] for w in plain["ways"]] == ["forward", "return"]
    assert all(w["closes"] for w in plain["ways"])
    rows = list(csv.DictReader(io.StringIO(as_csv(w.budget for w in read_budget(EXAMPLE)))))
    assert {"budget", "line", "kind", "value", "unit", "basis", "source"} == set(rows[0])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = 'x'", "x.toml: expected a table [forward.up], [forward.down] or [return...], found none"),
        (
            "[forward.up]\nfrequency_ghz = 'high'",
            "x.toml, forward.up, frequency_ghz: expected a number, got 'high'",
        ),
        (
            "[forward.up]\nfrequency_ghz = 14.0",
            (
                "x.toml, forward.up: expected range_km, free_space_db, or a ground with lon_deg under a "
                "satellite_lon_deg; got none"
            ),
        ),
        (
            "payload = 'bent'\n[forward.up]",
            "x.toml, payload: expected 'transparent' or 'regenerative', got 'bent'",
        ),
        (
            "[forward.up]\nfrequency_ghz = 14.0\nrange_km = 37000\n[forward.carrier]\nmodcod = 'QPSK 7/8'",
            "x.toml, forward.carrier: no modcod 'QPSK 7/8'; such as 'QPSK 1/2' of " + ", ".join(FAMILIES),
        ),
    ],
)
def test_a_budget_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, text, sentence):
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BudgetRefused) as refused:
        read_budget(file)
    assert str(refused.value) == sentence
