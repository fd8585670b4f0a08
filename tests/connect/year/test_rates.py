"""The table of fault and repair rates: what it may hold, what holds without one, and its rain."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from serai.connect.fittings import Beam, Messenger
from serai.connect.year.causes import Cause
from serai.connect.year.rain import feels
from serai.connect.year.rates import HOURS_A_YEAR, RATES, rates_of
from serai.connect.year.reduction import Tie
from serai.connect.year.reliability import joined_share
from serai.corridor import read
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import CorridorRefused


def test_the_reference_corridor_says_the_rates_that_others_get_without_a_table(root):
    corridor = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)
    own = rates_of(corridor.pool)
    assert own == RATES
    assert len([f for f in corridor.pool.facts if f in RATES.values()]) == len(RATES)


@pytest.fixture
def edited(root, tmp_path):
    """The sentence with which a corridor is refused whose one row of a kind says this."""

    def of(kind, **cells):
        folder = tmp_path / "corridor"
        shutil.copytree(root / "corridors" / "belt-and-road", folder)
        path = folder / "fault_rates.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        rows = [{**row, **cells} if row["id"] == kind else row for row in rows]
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        with pytest.raises(CorridorRefused) as refused:
            read(folder, SERVICES, SHARED_TABLES)
        return str(refused.value)

    return of


@pytest.mark.parametrize(
    ("kind", "cells", "says"),
    [
        (
            "landing",
            {"faults_a_year": "-1"},
            "column 'faults_a_year': expected a number of at least 0, got '-1'",
        ),
        ("landing", {"id": "pigeon"}, "column 'id': expected one of "),
        ("landing", {"id": "power"}, "column 'id': expected an id that no other row has"),
        ("landing", {"repair_h": ""}, "column 'repair_h'"),
        (
            "landing",
            {"faults_least": "0.3"},
            "with the least at most the usual and the usual at most the most, got usual 0.1, least 0.3",
        ),
        (
            "station",
            {"per_1000_km": "yes"},
            "station: expected no per_1000_km, which is for submarine, terrestrial and microwave",
        ),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_in_a_sentence(edited, kind, cells, says):
    said = edited(kind, **cells)
    assert "fault_rates.csv, line " in said
    assert says in said


def test_a_rate_of_its_own_replaces_the_one_that_others_have():
    mine = replace(RATES["landing"], faults=(9.0, 9.0, 9.0))
    found = rates_of(SimpleNamespace(facts_of=lambda _: (mine,)))
    assert found["landing"] is mine
    assert found["submarine"] is RATES["submarine"]


def test_rain_that_breaks_links_for_a_thousandth_of_a_year_is_17_fades_of_half_an_hour():
    rain = Cause(id="rain:here", rate=RATES["rain"], share=0.001, common=True)
    assert rain.unavailability(0) == 0.001
    assert rain.unavailability(2) == pytest.approx(0.0015)
    assert rain.faults_a_year(0) == pytest.approx(0.001 * HOURS_A_YEAR / 0.5)


def test_two_links_in_one_rain_are_no_better_than_one_and_multiplied_they_would_be_a_thousand_times():
    """Two satellites seen from one dish, each open for 99.9 % of a year: 99.9 %, not 99.9999 %."""
    shared = [Tie(a=0, b=1, causes=frozenset({0})), Tie(a=0, b=1, causes=frozenset({0}))]
    apart = [Tie(a=0, b=1, causes=frozenset({0})), Tie(a=0, b=1, causes=frozenset({1}))]
    assert joined_share(shared, 0, 1, np.array([0.999]), within=1e-12).value == pytest.approx(0.999)
    assert joined_share(apart, 0, 1, np.array([0.999, 0.999]), within=1e-12).value == pytest.approx(0.999999)


def budget(*lines):
    return SimpleNamespace(lines=[SimpleNamespace(name=name, value=value) for name, value in lines])


@pytest.mark.parametrize(
    ("budgets", "felt"),
    [
        ([budget(("rain", 3.0))], True),
        ([budget(("rain", 0.05)), budget(("rain", 0.2))], True),
        ([budget(("rain", 0.05))], False),
        ([budget(("rain", None))], True),
        ([budget(("gas", 3.0))], False),
    ],
)
def test_a_way_feels_rain_that_its_budget_counts(budgets, felt):
    way = SimpleNamespace(capability=SimpleNamespace(budgets=budgets), asset=None)
    assert feels(way) is felt


@pytest.mark.parametrize(
    ("bands", "felt"), [(("L",), False), (("Ku",), True), ((), True), (("L", "Ka"), True)]
)
def test_a_service_without_a_budget_feels_rain_unless_all_its_bands_are_dry(bands, felt):
    own = (Messenger(kinds=(), bands=bands),)
    service = SimpleNamespace(fitted=lambda kind: own if kind is Messenger else ())
    beams = (Beam(name="here", bands=bands), Beam(name="elsewhere", bands=("Ka",)))
    satellite = SimpleNamespace(fitted=lambda kind: beams if kind is Beam else ())
    for asset, beam in ((service, ""), (satellite, "here")):
        way = SimpleNamespace(capability=SimpleNamespace(budgets=()), asset=asset, beam=beam)
        assert feels(way) is felt
