"""What a station may take: by terms in force, by band, and by a dish for images."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest

from serai import open_corridor, passes
from serai.cli import main
from serai.cli.input.reference import reference_corridor
from serai.corridor import read_rows, write_rows
from serai.errors import Refused
from serai.ground import Dish, image_dishes
from serai.pool.terms import Right
from serai.questions.takes import image_bands, takes


@pytest.fixture(scope="module")
def corridor():
    return open_corridor(reference_corridor())


def test_passes_of_a_station_are_those_it_may_take(corridor, capsys):
    """Judged row by row by the terms themselves."""
    assert main(["passes", "--station", "kashi", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["all"] is False
    by_name = {asset.name: asset for asset in corridor.pool.assets}
    kashi = corridor.pool["kashi"]
    assert image_dishes(kashi)
    taken = {row["satellite"] for row in told["passes"]}
    assert len(taken) > 5
    assert all(corridor.pool.terms.downlink(by_name[name], kashi) is not None for name in taken)
    everything = passes(corridor, only_stations=["kashi"], everything=True)
    assert taken == {
        row["satellite"]
        for row in everything
        if corridor.pool.terms.downlink(by_name[row["satellite"]], kashi) is not None
    }
    assert len({row["satellite"] for row in everything}) > 3 * len(taken)


def test_the_rows_that_stay_are_the_same_rows(corridor):
    some = list(passes(corridor, only_stations=["kashi", "sanya"]))
    everything = list(passes(corridor, only_stations=["kashi", "sanya"], everything=True))
    assert len(some) < len(everything)
    assert [row for row in everything if row in some] == some


def test_each_station_has_its_own_satellites(corridor):
    """A pair counts by itself: what one of two stations may take is not told of the other."""
    may = takes(corridor, ["kashi", "karachi"])
    pairs = may.pairs(may.satellites).reshape(-1, 2)
    for row, name in enumerate(may.satellites):
        for column, station in enumerate(("kashi", "karachi")):
            term = corridor.pool.terms.downlink(corridor.pool[name], corridor.pool[station])
            assert pairs[row, column] == (term is not None and bool(image_dishes(corridor.pool[station])))


def test_a_station_that_may_take_nothing_says_so_and_all_lists_every_pass(corridor, capsys):
    none = next(
        asset.id
        for asset in corridor.pool.assets
        if asset.kind == "station" and not takes(corridor, [asset.id]).taken
    )
    with pytest.raises(Refused, match="may take no satellite by a term in force and a dish for images"):
        passes(corridor, only_stations=[none])
    assert main(["passes", "--station", none, "--all", "--csv"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) > 100


def test_a_satellite_that_is_named_is_told_whatever_the_terms(corridor, capsys):
    out = next(
        asset
        for asset in corridor.pool.assets
        if asset.name.startswith("Iridium")
        and corridor.pool.terms.downlink(asset, corridor.pool["kashi"]) is None
    )
    assert main(["passes", "--station", "kashi", "--satellite", out.id, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["all"] is True
    assert told["passes"]


def test_a_candidate_term_takes_nothing_until_it_is_agreed(corridor):
    candidates = corridor.pool.terms.candidates(Right.DOWNLINK)
    assert candidates
    stations = [asset.id for asset in corridor.pool.assets if asset.kind == "station"]
    may = takes(corridor, stations)
    assert not (may.now & may.candidates).any()
    assert may.candidates.any()
    agreed = corridor.pool.with_terms(*(term.id for term in candidates))
    assert takes_of(agreed, may) == int((may.now | may.candidates).sum())


def takes_of(pool, may):
    """How many pairs the terms of a pool allow, one by one."""
    return sum(
        pool.terms.downlink(pool[satellite], pool[station]) is not None and bool(image_dishes(pool[station]))
        for satellite in may.satellites
        for station in may.stations
    )


def test_the_screen_says_which_passes_are_told(capsys):
    assert main(["passes", "--station", "kashi"]) == 0
    assert (
        "passes that the station may take by terms, band and dish; --all lists every pass"
        in capsys.readouterr().out
    )


@pytest.fixture
def changed(tmp_path):
    """The reference corridor with some cells changed, opened: ``(table, row's first cell, column, cell)``."""

    def change(*cells):
        shutil.copytree(reference_corridor(), tmp_path, dirs_exist_ok=True)
        for table, name, column, cell in cells:
            columns, rows = read_rows(tmp_path / table)
            for row in rows:
                if row[columns[0]] == name:
                    row[column] = cell
            write_rows(tmp_path / table, columns, rows)
        return open_corridor(tmp_path)

    return change


@pytest.mark.parametrize(
    ("sent", "heard", "fits"),
    [
        (("X",), ("S", "X"), True),
        (("L", "X"), ("X", "Ka"), True),
        (("Ka",), ("S", "X"), False),
        (("X",), ("optical",), False),
        ((), ("S",), True),
        (("X",), (), True),
        ((), (), True),
    ],
)
def test_a_dish_hears_what_is_sent_in_one_of_its_bands_and_the_unknown_is_taken(sent, heard, fits):
    assert Dish(station="s", bands=heard).hears(sent) is fits


def test_a_station_without_a_dish_in_the_band_takes_nothing_of_the_satellite(corridor, changed):
    """A band that no dish of Kashi hears: the satellite goes from its passes, and no other does."""
    before = takes(corridor, ["kashi"]).taken
    assert "gaofen-3" in before
    other = takes(changed(("satellites.csv", "gaofen-3", "image_bands", "Ka")), ["kashi"])
    assert set(before) - set(other.taken) == {"gaofen-3"}
    assert set(other.taken) <= set(before)
    assert not other.candidates[other.satellites.index("gaofen-3")].any()
    again = takes(
        changed(
            ("satellites.csv", "gaofen-3", "image_bands", "Ka"), ("dishes.csv", "kashi", "bands", "X;Ka")
        ),
        ["kashi"],
    )
    assert again.taken == before


def test_a_telescope_hears_no_radio(corridor):
    """Pamir takes light alone: agreed terms would not let it take an X-band satellite."""
    pool = corridor.pool
    (telescope,) = image_dishes(pool["pamir"])
    assert telescope.bands == ("optical",)
    assert not takes(corridor, ["pamir"]).candidates.any()


def test_an_unknown_band_is_taken_and_said_in_every_form(changed, capsys, tmp_path):
    changed(("satellites.csv", "gaofen-3", "image_bands", ""), ("dishes.csv", "mohe", "bands", ""))
    words = ["passes", str(tmp_path), "--days", "0.5", "--station", "mohe"]
    assert main(words) == 0
    screen = " ".join(capsys.readouterr().out.split())
    assert main([*words, "--csv"]) == 0
    beside = capsys.readouterr().err
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    for text in (screen, beside, " ".join(told["cautions"])):
        assert "band unknown: in which Gaofen-3" in text
        assert "band unknown: which the dishes of mohe hear is in no table" in text
    assert "Gaofen-3" in {row["satellite"] for row in told["passes"]}


def test_named_satellites_and_all_passes_ask_for_no_band(changed, capsys, tmp_path):
    changed(("satellites.csv", "gaofen-3", "image_bands", ""))
    words = ["passes", str(tmp_path), "--days", "0.5", "--station", "kashi", "--json"]
    for more in (["--all"], ["--satellite", "41727"]):
        assert main([*words, *more]) == 0
        assert "band unknown" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [("satellites.csv", "gaofen-3", "image_bands"), ("dishes.csv", "kashi", "bands")],
)
def test_a_band_that_is_none_is_refused(changed, table, row, column):
    with pytest.raises(Refused, match=rf"{table}, line \d+, column '?{column}'?.*x-band"):
        changed((table, row, column, "x-band"))


def test_every_band_of_the_reference_corridor_says_what_it_rests_on(corridor):
    rows = read_rows(reference_corridor() / "satellites.csv")[1]
    known = [row for row in rows if row["image_bands"]]
    assert len(known) > 70
    for row in known:
        assert re.search(r"image_bands=(recalled|assumed|published|derived)", row["basis_of"]), row["id"]
        assert image_bands(corridor.pool[row["id"]]) == tuple(row["image_bands"].split(";"))
