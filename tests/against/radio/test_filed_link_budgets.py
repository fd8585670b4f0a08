"""Our budget lines beside link budgets that satellite operators filed, and two cases of 3GPP TR 38.821.

ours | theirs | tolerance | why: the filings print one decimal of a decibel, and our sum of their own lines
(their free-space loss included, since the filings round the range away) must fall within that rounding.
"""

from __future__ import annotations

import csv

import pytest

from serai.radio import Carrier, Leg, Stated, way_budget
from serai.radio.link.link import added

FILED = "connect/linkbudget/fcc_filing_link_budgets.csv"
STUDIED = "connect/linkbudget/tr38821_table_6.1.3.3-1_partial.csv"
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
