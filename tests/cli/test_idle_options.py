"""Options that would change nothing, or that are outside their limits: refused or said in one sentence."""

from __future__ import annotations

import pytest

from serai.cli import main
from serai.cli.input.parsing import say_in_force
from serai.cli.input.reference import reference_corridor
from serai.outcome.outcome import open_corridor
from serai.pool.pool import NotInPool

ONE_CASE = ["--lat", "24.9", "--lon", "67", "--frequency", "20", "--elevation", "42", "--percent", "0.5"]


@pytest.fixture(scope="module")
def corridor():
    return open_corridor(reference_corridor())


@pytest.mark.parametrize("command", ["passes", "looks", "revisit", "attenuation", "budget x.toml"])
def test_two_forms_of_one_answer_are_refused(capsys, command):
    assert main([*command.split(), "--csv", "--json"]) == 1
    assert capsys.readouterr() == ("", "serai: expected --csv or --json, got both; leave one out\n")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--lat", "5"), "--lat"),
        (("--lat", "5", "--polarisation", "45"), "--lat and --polarisation"),
    ],
)
def test_a_table_of_cases_takes_no_options_of_one_case(tmp_path, capsys, words, named):
    file = tmp_path / "cases.csv"
    assert main(["attenuation", str(file), *words]) == 1
    assert capsys.readouterr().err == (
        f"serai: expected cases.csv or the options of one case, got both; leave {named} out, "
        "or put the figures into cases.csv\n"
    )


def test_a_folder_without_maps_is_refused(tmp_path, capsys):
    assert main(["attenuation", *ONE_CASE, "--maps", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"serai: expected --maps as a folder with a manifest.json, got {tmp_path}, which has none; make one "
        "with serai fetch itu --from URL|PATH --to DIR\n"
    )


@pytest.mark.parametrize("sun", ["95", "-91", "nan"])
def test_the_sun_stands_nowhere_above_90_degrees(tmp_path, capsys, sun):
    points = tmp_path / "points.csv"
    points.write_text("id,lat_deg,lon_deg\nA,1,2\n")
    words = ["looks", "--points", str(points), "--off-nadir", "30", "--sun", sun]
    assert main(words) == 1
    assert capsys.readouterr().err == f"serai: expected --sun from -90 to 90 degrees, got {sun}\n"


def test_a_term_in_force_that_is_switched_on_is_said_to_change_nothing(corridor, capsys):
    say_in_force(corridor, ["t01", "T15"])
    assert capsys.readouterr() == ("", "T01 is in force already: --with T01 changes nothing\n")
    say_in_force(corridor, ["T15"])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("assess --days 0", "expected 0.01 to 14, got 0"),
        ("resilience --days 15", "expected 0.01 to 14, got 15"),
        ("passes --days 0", "expected 0.001 to 366, got 0"),
        ("looks --days nan", "expected 0.001 to 366, got nan"),
    ],
)
def test_a_length_outside_its_limits_is_told_what_came(capsys, words, limits):
    assert main(words.split()) == 2
    assert capsys.readouterr().err.endswith(f"Error: Invalid value for '--days': {limits}\n")


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_refused_with_what_to_do(corridor, name):
    for ask, what in (
        (corridor.without, "asset, group or party"),
        (corridor.with_terms, "term"),
        (corridor.only, "need"),
    ):
        with pytest.raises(NotInPool) as told:
            ask(name)
        assert str(told.value) == f"no {what} {name!r} in this corridor; name one, or leave the option out"
