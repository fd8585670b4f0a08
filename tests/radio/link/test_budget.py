"""Link budgets: computed by hand, with unknown figures, and as a table."""

from __future__ import annotations

import pytest

from serai.radio import UNKNOWN, Carrier, Leg, LineKind, Stated, way_budget
from serai.radio.link.budget import Budget, Line
from serai.tables import Basis


def ku(*, required_c_n0_dbhz=73.05, **changes):
    """A Ku-band hub carrier to a 1.2 m terminal, 38,000 km away."""
    losses = {
        "gas_db": changes.pop("gas_db", Stated(value=0.5, basis=Basis.ASSUMED)),
        "rain_db": changes.pop("rain_db", Stated(value=3.0, basis=Basis.DERIVED)),
    }
    given = {
        "name": "downlink",
        "frequency_hz": 11.7e9,
        "range_m": 38_000e3,
        "elevation_deg": 40.0,
        "eirp_dbw": Stated(value=48.0),
        "g_over_t_dbk": Stated(value=19.9),
        "losses": losses,
    }
    carrier = Carrier(required_db=Stated(value=required_c_n0_dbhz))
    return way_budget("a Ku link", (Leg(**{**given, **changes}),), carrier).of_one_leg()


def test_a_ku_budget_by_hand():
    # 92.45 + 20 lg 11.7 + 20 lg 38000 = 205.41 dB; 48 - 205.41 - 0.5 - 3 + 19.9 + 228.60 = 87.59 dBHz
    budget = ku()
    assert budget.value("free-space loss") == pytest.approx(205.41, abs=0.01)
    assert budget.value("C/N0") == pytest.approx(87.59, abs=0.01)
    assert (budget.value("elevation"), budget.value("range")) == (40.0, 38_000.0)
    assert budget.value("margin") == pytest.approx(14.54, abs=0.01)
    assert budget.closes is True


def test_gains_less_losses_are_the_carrier_to_noise():
    budget = ku()
    upto = [line for line in budget.lines if line.kind in (LineKind.GAIN, LineKind.LOSS)]
    total = sum(line.value if line.kind is LineKind.GAIN else -line.value for line in upto)
    assert total == pytest.approx(budget.value("C/N0"))


def test_an_unknown_eirp_leaves_every_sum_behind_it_unknown():
    budget = ku(eirp_dbw=UNKNOWN)
    assert budget.missing == ("EIRP",)
    assert budget.value("C/N0") is None
    assert budget.closes is None
    assert budget.value("free-space loss") is not None


def test_too_much_rain_closes_the_link():
    assert ku(rain_db=Stated(value=20.0)).closes is False


def test_the_line_that_decides_is_the_unknown_one_or_the_loss_that_is_too_much():
    assert ku().deciding is None  # it closes
    assert ku(g_over_t_dbk=UNKNOWN).deciding.name == "G/T"
    wet = ku(rain_db=Stated(value=20.0))
    assert wet.value("margin") == pytest.approx(-2.46, abs=0.01)
    assert wet.deciding.name == "rain"  # without the rain it closes, without the gases it does not
    assert next(x for x in wet.table().splitlines() if x.endswith("decides")).startswith(" - rain")
    weak = ku(eirp_dbw=Stated(value=20.0))
    assert weak.deciding.name == "margin"  # no single loss makes up for 13 dB


def test_the_weakest_figure_gives_the_budget_its_basis():
    assert ku().basis is Basis.ASSUMED  # the gases
    clear = Stated(value=0.3, basis=Basis.PUBLISHED)
    assert ku(gas_db=clear).basis is Basis.DERIVED


def test_an_operator_reads_aligned_lines_with_unit_and_source():
    table = ku(eirp_dbw=UNKNOWN).table().splitlines()
    assert table[0] == "a Ku link"
    assert " + EIRP                  unknown dBW    decides" in table
    assert " - free-space loss        205.41 dB     derived: P.525-4" in table
    assert " + G/T                     19.90 dB/K   published" in table
    assert table[-1].startswith("== margin")


@pytest.mark.parametrize("columns", [60, 80, 110])
def test_a_table_keeps_to_the_columns_there_are(columns):
    """Figures are never cut; what they rest on is folded and nothing of it is lost."""
    long = Stated(value=50.0, basis=Basis.ASSUMED, source="a class of satellites of which nobody says more")
    budget = ku(eirp_dbw=long)
    folded = budget.table(columns)
    assert max(map(len, folded.splitlines())) <= columns
    assert folded.split() == budget.table().split()


def test_a_modems_loss_is_taken_off_the_margin():
    one = Leg(name="downlink", frequency_hz=11.7e9, range_m=38_000e3, eirp_dbw=Stated(value=48.0),
              g_over_t_dbk=Stated(value=19.9), losses={})  # fmt: skip
    required = Stated(value=73.05)
    without = way_budget("without", (one,), Carrier(required_db=required))
    with_it = way_budget("with", (one,), Carrier(required_db=required, implementation_db=1.5))
    assert with_it.value("margin") == pytest.approx(without.value("margin") - 1.5)


@pytest.mark.parametrize(("margin", "closes"), [(0.0, True), (-1e-9, False), (1e-9, True), (None, None)])
def test_a_link_closes_on_a_margin_of_nothing(margin, closes):
    line = Line(name="margin", value=margin, unit="dB", kind=LineKind.TOTAL)
    assert Budget(title="one", lines=(line,)).closes is closes


def test_the_smallest_loss_that_would_close_the_link_decides():
    def lost(name, value):
        return Line(name=name, value=value, unit="dB", kind=LineKind.LOSS)

    margin = Line(name="margin", value=-2.0, unit="dB", kind=LineKind.TOTAL)
    lines = (lost("rain", 6.0), lost("gases", 1.9), lost("clouds", 2.0), margin)
    assert Budget(title="short", lines=lines).deciding.name == "clouds"
    short = Budget(title="short of EIRP", lines=(lost("gases", 1.9), margin))
    assert short.deciding.name == "margin"
