"""Our budget lines beside link budgets that satellite operators filed, and two cases of 3GPP TR 38.821.

ours | theirs | tolerance | why: the filings print one decimal of a decibel, and our sum of their own lines
(their free-space loss included, since the filings round the range away) must fall within that rounding.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from serai.radio import Carrier, Leg, Stated, way_budget
from serai.radio.link.budget_file import read_budget, ways_of
from serai.radio.link.link import added

FILED = "connect/linkbudget/fcc_filing_link_budgets.csv"
STUDIED = "connect/linkbudget/tr38821_table_6.1.3.3-1_partial.csv"
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "filed_carrier.toml"
PRINTED_DB = 0.06  # one decimal printed, so half of it, and a little for the sum of rounded lines
OVERALL = "connect/linkbudget/fcc_overall.csv"


def rows(shared_data, name):
    path = shared_data / name
    if not path.is_file():
        pytest.skip(f"needs ../shared/data/{name}, which is not there")
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def one_leg(case, width_hz, **figures):
    """The budget of a printed case: its EIRP, G/T and losses, in its bandwidth."""
    leg = Leg(
        name="downlink",
        frequency_hz=float(case["f_GHz"]) * 1e9,
        eirp_dbw=Stated(value=float(case["EIRP_dBW"])),
        g_over_t_dbk=Stated(value=float(case["GT_dBK"])),
        **figures,
    )
    return way_budget(case["case"], (leg,), Carrier(bandwidth_hz=width_hz)).of_one_leg()


def test_budgets_filed_by_operators_add_up_as_they_printed_them(shared_data):
    cases = rows(shared_data, FILED)
    assert len(cases) == 6
    for case in cases:
        width = case["noise_bw_Hz"]
        lost = {"gas_db": case["atm_loss_dB"], "other_db": case["other_margin_dB"]}
        budget = one_leg(
            case,
            float(width) if width else None,
            free_space_db=float(case["free_space_loss_dB"]),
            losses={name: Stated(value=float(db)) for name, db in lost.items()},
        )
        name = "C/N" if case["published_kind"] == "C/N" else "C/N0"
        assert budget.value(name) == pytest.approx(float(case["published_dB"]), abs=PRINTED_DB), case["case"]


def test_the_3gpp_study_cases_are_met_within_their_rounding(shared_data):
    for case in rows(shared_data, STUDIED):
        if not case["status"].startswith("transcribed"):
            continue
        # the copy prints the wrong frequency for one uplink; its own loss says which (see the status column)
        other = sum(float(case[k]) for k in ("shadow_margin_dB", "scint_dB", "pol_dB", "add_dB"))
        budget = one_leg(
            case,
            float(case["BW_MHz"]) * 1e6,
            range_m=float(case["slant_km_eq6.6-3"]) * 1e3,
            losses={"gas_db": Stated(value=float(case["atm_dB"])), "other_db": Stated(value=other)},
        )
        assert budget.value("free-space loss") == pytest.approx(float(case["FSPL_dB"]), abs=PRINTED_DB)
        assert budget.value("C/N") == pytest.approx(float(case["CNR_published_dB"]), abs=0.1)


def test_overall_carrier_to_noise_and_interference_is_as_filed(shared_data):
    """C/N with C/I, up and down, to the margin over what is required; one decimal, three sums deep."""
    for case in rows(shared_data, OVERALL):
        given = {k: float(v) if v else None for k, v in case.items() if k.endswith("_db")}
        legs = []
        for way in ("up", "down"):
            c_n, c_i = given[f"{way}_cn_db"], given[f"{way}_ci_db"]
            whole = c_n if c_i is None else added(c_n, c_i)
            if given[f"{way}_total_db"] is not None:
                assert whole == pytest.approx(given[f"{way}_total_db"], abs=0.1), case["case"]
            legs.append(whole)
        if given["up_ci_db"] is not None and given["down_ci_db"] is not None:
            assert added(*legs) == pytest.approx(given["overall_db"], abs=0.1), case["case"]
        else:  # the filing leaves its interference out of what was read: noise alone is an upper bound
            assert added(*legs) > given["overall_db"] - 0.1
        margin = given["overall_db"] - given["required_db"]
        assert margin == pytest.approx(given["margin_db"], abs=0.1), case["case"]


def filed(up, down, bandwidth_hz, required_db):
    """A filing entered as a budget file: EIRP, free space, G/T and C/I of each leg."""
    names = ("frequency_ghz", "eirp_dbw", "free_space_db", "g_over_t_dbk", "c_i_db")
    carrier = {"bandwidth_hz": bandwidth_hz, "required_db": required_db}
    legs = {leg: dict(zip(names, figures, strict=True)) for leg, figures in (("up", up), ("down", down))}
    (way,) = ways_of({"forward": {**legs, "carrier": carrier}}, Path("filed.toml"))
    return way.budget


PRINTED = {  # C/N and C/(N+I) of each leg, overall, margin
    "346KG7W": (16.4, 12.1, 10.8, 9.2, 7.4, 1.4),
    "8M25G7W": (16.1, 11.3, 12.2, 10.4, 7.9, 1.0),
}


@pytest.mark.parametrize("carrier", list(PRINTED))
def test_a_complete_filing_comes_out_of_its_fields_alone(carrier):
    """SAT-LOI-20081223-00238: every printed line of two carriers within a decimal, from its entered lines."""
    entered = {
        "346KG7W": ((5.97, 46.1, 199.7, -3.0, 14.1), (3.75, 11.4, 196.1, 22.5, 14.1), 364e3, 6.0),
        "8M25G7W": ((5.97, 58.6, 199.9, -2.0, 13.1), (3.75, 26.1, 195.9, 22.5, 15.3), 8.25e6, 6.9),
    }
    budget = filed(*entered[carrier])
    names = (
        "uplink: C/N",
        "uplink: C/(N+I)",
        "downlink: C/N",
        "downlink: C/(N+I)",
        "overall C/(N+I)",
        "margin",
    )
    for name, printed in zip(names, PRINTED[carrier], strict=True):
        assert budget.value(name) == pytest.approx(printed, abs=0.1), name


def test_the_example_is_the_filing():
    (way,) = read_budget(EXAMPLE)
    assert way.budget.value("overall C/(N+I)") == pytest.approx(7.4, abs=0.1)
    assert way.budget.value("margin") == pytest.approx(1.4, abs=0.1)
    assert way.budget.closes is True
