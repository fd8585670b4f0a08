"""What a station may take: by terms in force, and by a dish for images."""

from __future__ import annotations

import csv
import io
import json

import pytest

from serai import open_corridor, passes
from serai.cli import main
from serai.cli.input.reference import reference_corridor
from serai.errors import Refused
from serai.ground import image_dishes
from serai.pool.terms import Right
from serai.questions.takes import takes


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
        "passes that the station may take by terms and dish; --all lists every pass"
        in capsys.readouterr().out
    )
