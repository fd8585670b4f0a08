"""`serai connect`: what a relief team asks for a place, and what comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from serai.cli import main

KARACHI = ["connect", "--lat", "24.9", "--lon", "67.0"]
FIELDS = {
    "service",
    "by",
    "id",
    "rate_bps",
    "latency_ms",
    "delivery_s",
    "calls",
    "elevation_deg",
    "margin_db",
    "margin_at_bps",
    "availability_today",
    "availability_year",
    "hangs_on",
    "missing",
    "tariff",
}


@pytest.fixture
def answer(capsys):
    """The object that a command answers with --json."""

    def of(*words):
        assert main([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return of


def test_karachi_has_cables_first_then_satellites_calls_texts_and_alerts(answer):
    found = answer(*KARACHI)
    assert found["place"]["countries"] == ["PK"]
    assert found["place"]["site"] == "karachi"
    rungs = found["ladder"]
    assert set(rungs[0]) == FIELDS
    assert (rungs[0]["service"], rungs[0]["id"]) == ("data", "karachi")
    assert "landing:karachi" in rungs[0]["hangs_on"]
    assert 0.999 < rungs[0]["availability_year"] < 0.9999
    assert list(dict.fromkeys(r["service"] for r in rungs)) == ["data", "voice", "message", "alert"]
    rates = [r["rate_bps"] or 0.0 for r in rungs if r["service"] == "data"]
    assert rates == sorted(rates, reverse=True)
    assert all(0.0 <= r["availability_today"] <= 1.0 for r in rungs)
    assert not {r["by"] for r in rungs} & {s["by"] for s in found["shut"]}


def test_the_country_decides_which_services_are_licensed_and_none_is_said_at_sea(answer, capsys):
    dhaka = ["connect", "--lat", "23.8", "--lon", "90.4"]
    home = {r["id"]: r for r in answer(*dhaka, "--country", "BD")["ladder"] if r["service"] == "data"}
    assert (home["starlink-bd"]["rate_bps"], home["starlink-bd"]["latency_ms"]) == (1e8, 40.0)
    assert "rain" in home["starlink-bd"]["hangs_on"]
    abroad = answer(*dhaka, "--country", "in")
    assert "starlink-bd" not in {r["id"] for r in abroad["ladder"]}
    assert {"by": "Starlink in Bangladesh", "why": "not licensed in IN"} in abroad["shut"]
    assert main(["connect", "--lat", "-20", "--lon", "80"]) == 0
    assert "no country is known here" in capsys.readouterr().out


def test_without_the_landing_the_cables_are_gone_and_the_satellites_stay(answer):
    rungs = answer(*KARACHI, "--without", "landing:karachi")["ladder"]
    assert not any(r["id"] == "karachi" and r["rate_bps"] for r in rungs)
    assert any(r["id"] == "alphasat" for r in rungs)


def test_a_terminal_draws_the_budgets_and_rain_joins_what_ku_hangs_on(answer):
    of = {r["id"]: r for r in answer(*KARACHI, "--terminal", "vsat-ku-1-2")["ladder"]}
    ku = of["intelsat-20"]
    assert ku["rate_bps"] > 1e6
    assert ku["margin_db"] > 0.0
    assert "rain" in ku["hangs_on"]
    assert "alphasat" not in {i for i, r in of.items() if r["service"] == "data" and "rain" in r["hangs_on"]}


def test_what_is_told_fits_80_columns_and_names_what_is_missing(capsys, monkeypatch):
    monkeypatch.setattr("serai.cli.console.PIPED_WIDTH", 80)
    assert main(KARACHI) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 80
    assert said.startswith("36 services at 24.9 N 67.0 E, 22 Aug 2026, 24 h")
    assert "taken as in PK, as Karachi is, 3.22 km away" in said
    assert "might carry data too, but nobody published the rate of one user: " in said
    assert "services may not be used here: " in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "say where: --lat DEG and --lon DEG, or --need ID"),
        (("--lat", "24"), "say where: --lat DEG and --lon DEG, or --need ID"),
        (("--lat", "24", "--lon", "67", "--need", "N02"), "say where: --lat DEG and --lon DEG, or --need ID"),
        (("--need", "N99"), "no need 'N99' in this corridor; did you mean 'N29'?"),
        (
            ("--lat", "24", "--lon", "67", "--party", "nobody-at-all"),
            "no party 'nobody-at-all' in this corridor",
        ),
        (
            ("--lat", "24", "--lon", "67", "--terminal", "bgan-7"),
            "no terminal 'bgan-7' in this corridor; did you ",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(capsys, words, says):
    assert main(["connect", *words]) == 1
    assert capsys.readouterr().err.startswith(f"serai: {says}")


@pytest.mark.parametrize("option", [("--lat", "91"), ("--lon", "-181")])
def test_a_place_off_the_earth_is_wrong_usage(capsys, option):
    assert main([*KARACHI, *option]) == 2
    assert "got" in capsys.readouterr().err


def test_a_corridor_without_anything_that_connects_has_an_empty_ladder(capsys):
    small = Path(__file__).resolve().parents[2] / "examples" / "smallest_corridor"
    assert main(["connect", str(small), "--lat", "26", "--lon", "68"]) == 0
    assert "nothing that is in order reaches this place" in capsys.readouterr().out
