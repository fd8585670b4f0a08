"""`serai position --corrections` with the logs and messages of a real hour; the observations are made up."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from tests.gnss.corrections.real_hour import EPOCHS, PLACE, write_hour

from serai.cli.app import main
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.signals import single_frequency

APART_M = 1.5  # two ionosphere grids and corrections in steps of 0.125 m, times DOP of six satellites


@pytest.fixture(scope="module")
def files(shared_data, tmp_path_factory):
    return write_hour(shared_data, tmp_path_factory.mktemp("hour"))


def uncorrected_m(obs, nav):
    """How far off the same observations are without any correction (the file carries no ionosphere)."""
    given = read_observations(obs), read_navigation(nav), single_frequency("G"), "G"
    track = single_point(*given, PointSettings(ionosphere="none", limit=99.0))
    return np.linalg.norm(track.position_m - PLACE, axis=1)


def told(capsys, *words):
    code = main(["position", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(("prn", "more"), [(137, []), (130, ["--under-test"])])
def test_a_real_hour_is_corrected_within_its_protection_levels(files, capsys, prn, more):
    obs, nav, log, _ = files
    words = [obs, "--nav", nav, "--systems", "G", "--corrections", log, "--sender", prn, "--csv", *more]
    code, out, err = told(capsys, *words)
    assert code == 0, err
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) > 0.6 * EPOCHS
    assert {row["mode"] for row in rows} == {"sbas"}
    off = np.array([[float(row[c]) for c in ("x_m", "y_m", "z_m")] for row in rows]) - PLACE
    levels = np.array([[float(row["hpl_m"]), float(row["vpl_m"])] for row in rows])
    size = np.linalg.norm(off, axis=1)
    print(f"PRN {prn}: {len(rows)} of {EPOCHS} epochs, error {size.mean():.2f} m mean, {size.max():.2f} m at")
    print(f"most; levels {np.median(levels, axis=0).round(1)} m")
    assert (size < np.hypot(*levels.T)).all()
    assert np.median(size) < APART_M
    plain = uncorrected_m(obs, nav)
    print(f"uncorrected {plain.mean():.2f} m mean")
    assert plain.mean() > 3.0 * size.mean()
    assert "corrected by 046r_sbas.txt.gz" in err
    assert "median protection levels, precision approach: HPL" in err


def test_the_json_answer_says_what_share_was_corrected_and_why_the_rest_was_not(files, capsys):
    obs, nav, log, _ = files
    words = [obs, "--nav", nav, "--systems", "G", "--corrections", log, "--sender", "137", "--json"]
    code, out, _ = told(capsys, *words)
    answer = json.loads(out)
    assert code == 0
    assert answer["corrections"]["sender"] == 137
    assert answer["corrections"]["share"] == pytest.approx(answer["solved"] / answer["epochs"], abs=1e-4)
    assert len(answer["corrections"]["without"]) == answer["epochs"] - answer["solved"]
    assert {"hpl_m", "vpl_m"} <= set(answer["positions"][0])


def test_ppp_b2b_is_recognised_by_its_content(files, capsys):
    """One frequency needs an ionosphere beside it, which this navigation file does not carry."""
    obs, nav, _, log = files
    code, _, err = told(capsys, obs, "--nav", nav, "--systems", "G", "--corrections", log, "--sender", "59")
    assert code == 1
    assert "carry no ionosphere parameters" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--corrections", "LOG"], "has L1 messages of 122, 130, 134, 137, 143, 144: name one"),
        (["--corrections", "NAV"], "no corrections were found in it"),
        (["--corrections", "LOG", "--sender", "130"], "under test"),
        (
            ["--corrections", "LOG", "--sender", "137", "--mode", "ppp"],
            "SBAS corrections are for codes alone",
        ),
        (["--corrections", "B2B"], "has messages of C59, C60, C62: name one"),
        (["--mode", "dgnss"], "dgnss needs a base"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(files, capsys, words, says):
    obs, nav, log, b2b_log = files
    place = {"LOG": log, "NAV": nav, "B2B": b2b_log}
    code, out, err = told(capsys, obs, "--nav", nav, "--systems", "G", *(place.get(w, w) for w in words))
    assert (code, out) == (1, "")
    assert says in err.replace("\n", " ")
