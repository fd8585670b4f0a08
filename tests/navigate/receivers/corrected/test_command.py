"""`serai position --corrections` with the logs and messages of a real hour.

The observations are simulated: the truth is what the Korean system makes of the hour's satellites and
ionosphere, so that Japan's and China's are judged by a system that knows nothing of them.
"""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from tests.formats.rinex_text import epoch_3, header_3

from serai.cli.app import main
from serai.earth import azimuth_elevation_range, places_ecef_m
from serai.formats.rinex_nav import read_navigation
from serai.formats.rinex_obs import read_observations
from serai.formats.sbas import read_sbas_log
from serai.navigate.receivers.corrected.orbits import Corrected
from serai.navigate.receivers.corrected.sbas_ionosphere import pierce_point, slant
from serai.navigate.receivers.corrected.sbas_l1 import l1_table
from serai.navigate.receivers.corrected.sbas_point import L1_ISSUES, L1_MESSAGES, heard_from
from serai.navigate.receivers.signals import single_frequency
from serai.navigate.receivers.single_point import PointSettings, day_of_year, single_point
from serai.navigate.receivers.troposphere import mapping, zenith_delays_m

C = 299_792_458.0
TURN = 7.2921151467e-5
LAT, LON, HEIGHT = 33.0, 129.0, 40.0
PLACE = places_ecef_m(LAT, LON, HEIGHT)
LOG, NAV, B2B = "gnss/sbas/046r_sbas.txt.gz", "gnss/sbas/046r_rnx.nav.gz", "gnss/b2b/046r_bdsb2b.txt.gz"
SECOND = 1_000_000_000
EPOCHS, STEP_S = 40, 30
CLOCK_M = 900.0
APART_M = 1.5  # two ionosphere grids and corrections in steps of 0.125 m, times DOP of six satellites


@pytest.fixture(scope="module")
def files(shared_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hour")
    nav, log = read_navigation(shared_data / NAV), read_sbas_log(shared_data / LOG)
    start = (int(log.tai_ns[0]) // SECOND + 600) * SECOND
    epochs = start + np.arange(EPOCHS) * STEP_S * SECOND
    korea = l1_table(heard_from(log, 134, dfmc=False), epochs)
    kinds = {"codes": {"G": ("1C",)}, "messages": L1_MESSAGES, "issues": L1_ISSUES, "delayed": "G"}
    orbits = Corrected.of(nav, korea.corrections, **kinds)
    written = [epoch(e, t, orbits, korea) for e, t in enumerate(epochs.tolist())]
    (folder / "site.obs").write_text(header_3({"G": ["C1C"]}) + "".join(written), encoding="ascii")
    return folder / "site.obs", shared_data / NAV, shared_data / LOG, shared_data / B2B


def epoch(e, tai_ns, orbits, korea):
    """One epoch's ranges, the signal's flight iterated in an inertial frame."""
    names = [n for n in orbits.corrections.satellites if n[0] == "G"]
    when = np.full(len(names), tai_ns)
    chosen = orbits.select(names, np.arange(len(names)), when)
    flight = np.full(len(names), 0.075)
    for _ in range(5):
        r, _, clock = orbits.states(chosen, when, -CLOCK_M / C - flight)
        c, s = np.cos(TURN * flight), np.sin(TURN * flight)
        turned = np.column_stack([c * r[:, 0] + s * r[:, 1], c * r[:, 1] - s * r[:, 0], r[:, 2]])
        flight = np.linalg.norm(turned - PLACE, axis=1) / C
    az, el, _ = azimuth_elevation_range(PLACE, LAT, LON, r)
    dry, wet = zenith_delays_m(np.radians(LAT), HEIGHT, float(day_of_year(np.array([tai_ns]))[0]))
    rows = []
    for k in np.flatnonzero((chosen >= 0) & (el > 10.0)):
        sky = np.radians([LAT, LON, az[k], el[k]])
        ray = slant(korea.points[e], korea.listed[e], korea.degradation[e], tai_ns * 1e-9, pierce_point(*sky))
        air = (dry + wet) * mapping(sky[3]) + ray.delay_m
        late = C * (orbits.delays_s(chosen)[k, 0] - clock[k, 0])
        if np.isfinite(air):
            rows.append((names[k], [flight[k] * C + CLOCK_M + late + air]))
    gpst = np.datetime64("2000-01-01") + np.timedelta64(tai_ns // SECOND - 19, "s")
    return epoch_3(
        str(gpst.astype("datetime64[s]")).translate(str.maketrans("-T:", "   ")) + ".0000000", rows
    )


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
