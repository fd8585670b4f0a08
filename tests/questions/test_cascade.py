"""A duty officer's question: this is cut; whose images are late, whose calls stop?"""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from serai.cli import main
from serai.corridor import read
from serai.needs import State
from serai.outcome.outcome import assess
from serai.questions.cut.cascade import cascade
from serai.questions.footprint import NothingStruck, event_named, feet, names_lost
from serai.services import SERVICES, SHARED_TABLES

ASKED = ("N01", "N02", "N10", "N28", "N29")


@pytest.fixture(scope="module")
def corridor(root):
    return read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)


@pytest.fixture(scope="module")
def day(corridor):
    return assess(corridor.only(*ASKED), losses=False)


def late_of(found, need_id):
    return next(one for one in found.late if one.need.id == need_id)


def test_without_its_back_haul_kashi_is_as_if_it_were_lost(day):
    """The station hears the radars as before; Sindh's maps wait for another, as when Kashi itself fails."""
    silent, gone = cascade(day, ("backhaul:kashi",)), cascade(day, ("station:kashi",))
    assert [(one.asset, one.own) for one, _ in silent.cut] == [("kashi", True)]
    assert silent.late == gone.late
    assert silent.stopped == gone.stopped
    assert gone.cut == ()
    sindh = late_of(silent, "N01")
    assert 0 < sindh.late <= sindh.images
    assert 3600.0 < sindh.median_s <= sindh.most_s < 86_400.0
    assert "kashi" not in sindh.by
    assert sindh.by


def test_lateness_is_the_difference_of_two_arrivals_of_the_same_look(day):
    found = late_of(cascade(day, ("station:kashi",)), "N01")
    found_here = day.answer("N01")
    by = getattr(found_here, "answer", found_here).deliveries
    alive = np.ones((2, len(day.pool.assets)), dtype=bool)
    alive[1, day.pool.place_of["kashi"]] = False
    before, after = by.arrivals_s(alive)
    inside = [k for k, at in enumerate(by.at_s) if 0.0 <= at < 86_400.0 and before[k] < np.inf]
    waits = sorted(after[k] - before[k] for k in inside if after[k] - before[k] > 60.0)
    assert found.images == len(inside)
    assert found.late == len(waits)
    assert found.most_s == waits[-1]
    assert found.never == 0


def test_a_cut_at_karachi_takes_the_corridors_bandwidth_and_no_image(day):
    found = cascade(day, ("landing:karachi",))
    assert [one.need.id for one in found.stopped] == ["N28"]
    assert found.stopped[0].before is State.MET
    assert found.stopped[0].after > State.MET
    assert found.late == ()
    assert found.cut == ()


def test_sudans_images_are_down_in_china_and_do_not_come_through_the_red_sea(day):
    found = cascade(day, ("corridor:red-sea",))
    assert {"kashi", "miyun"} <= {one.asset for one, needs in found.cut if "N29" in needs}
    home = late_of(found, "N29")
    assert home.never == home.late > 0
    assert home.by == ()


def test_both_ways_into_pakistan_cut_stop_the_images_and_the_calls_from_gateways_abroad(day):
    found = cascade(day, ("landing:karachi", "corridor:karakoram-highway"))
    assert late_of(found, "N01").never == late_of(found, "N01").late
    silent = {one.asset for one, needs in found.cut if "N02" in needs}
    assert "thuraya-2-phone" in silent
    assert next(one for one in found.stopped if one.need.id == "N02").after > State.MET


def test_what_touches_no_need_is_told_as_that(day):
    found = cascade(day, ("landing:mombasa",))
    assert (found.cut, found.late, found.stopped) == ((), (), ())
    assert found.judged == len(day.answers)


@pytest.mark.parametrize("event", ["E06", "E07", "E17", "E18", "E19"])
def test_no_dated_cable_event_changes_a_need_today_whatever_is_on_record(corridor, day, event):
    """The docs say that this is too rosy, and why."""
    struck = feet(corridor, (event,))
    assert struck
    found = cascade(day, struck)
    assert (found.cut, found.late, found.stopped) == ((), (), ())
    assert [rate.kind for rate in found.struck.repairs] == (
        ["terrestrial"] if event == "E06" else ["submarine"]
    )


def test_an_event_is_struck_by_its_id_as_what_it_took_and_one_of_unknown_assets_is_refused(corridor):
    assert feet(corridor, ("e11", "kashi")) == ("corridor:red-sea", "kashi")
    assert set(feet(corridor, ("E17",))) == {"aae1-jeddah-djibouti"}
    assert corridor.without(*names_lost(corridor, ("E10",))).pool.place_of.get("kashi") is None
    with pytest.raises(NothingStruck, match=r"E04 .*: nobody published what it took away"):
        feet(corridor, ("E04",))
    assert event_named(corridor, "E07").name == "Red Sea cables near Jeddah"
    assert event_named(corridor, "karachi") is None
    assert event_named(corridor, "E99") is None
    called_so = replace(corridor.pool.assets[0], id="E07", name="E07")
    ours = replace(corridor, pool=replace(corridor.pool, assets=(*corridor.pool.assets, called_so)))
    assert event_named(ours, "E07") is None


POLAR = {
    "stations.csv": {
        "id": "svalbard",
        "name": "Svalbard",
        "country": "NO",
        "owner": "ksat",
        "lat_deg": "78.23",
        "lon_deg": "15.39",
        "mask": "5",
        "role": "EO receive",
        "status": "in service",
    },
    "dishes.csv": {"station": "svalbard", "bands": "S;X", "antennas": "20", "uses": "image receive"},
    "sites.csv": {
        "id": "harstad",
        "name": "Harstad",
        "country": "NO",
        "lat_deg": "68.8",
        "lon_deg": "16.5",
        "kind": "landing",
    },
    "terms.csv": {
        "id": "T-polar",
        "right": "downlink",
        "owner": "ksat",
        "what": "radars come down at Svalbard",
        "assets": "gaofen-3;gaofen-3-02;gaofen-3-03;hj-2e;hj-2f",
        "stations": "svalbard",
        "for": "corridor;cnsa;mem",
        "when": "standing",
        "state": "in force",
    },
}
NORTH = [
    {"id": f"svalbard-{k}", "asset": "svalbard", "site": "harstad", "kind": "submarine", "through": "harstad"}
    for k in (1, 2)
]


@pytest.fixture(scope="module")
def polar(root, tmp_path_factory):
    """The reference corridor with a polar station behind two cables, whose data are worked on in Norway.

    A cable on from there to Karachi stands for the rest of the world's.
    """
    folder = tmp_path_factory.mktemp("polar") / "corridor"
    shutil.copytree(root / "corridors" / "belt-and-road", folder)
    on = {
        "id": "norway-karachi",
        "name": "Norway - Karachi",
        "system": "north",
        "kind": "terrestrial",
        "owner": "peace",
        "a": "harstad",
        "b": "karachi",
        "length_km": "9000",
        "status": "in service",
    }
    more = {**{name: [row] for name, row in POLAR.items()}, "backhauls.csv": NORTH, "links.csv": [on]}
    for name, rows in more.items():
        path = folder / name
        with path.open(encoding="utf-8", newline="") as lines:
            old = list(csv.DictReader(lines))
        told = {"source": "a test", "as_of": "2026-11-29", "basis": "assumed"}
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, old[0].keys(), restval="")
            writer.writeheader()
            writer.writerows([*old, *({k: v for k, v in {**r, **told}.items() if k in old[0]} for r in rows)])
    return assess(read(folder, SERVICES, SHARED_TABLES).only("N01", "N10"), losses=False)


def test_one_of_a_polar_stations_two_cables_is_no_loss_and_both_make_images_late(polar):
    one, both = (cascade(polar, names) for names in (("backhaul:svalbard-1",), ("backhaul:svalbard",)))
    assert (one.cut, one.late, one.stopped) == ((), (), ())
    assert [(c.asset, c.own) for c, _ in both.cut] == [("svalbard", True)]
    assert [rate.kind for rate in both.struck.repairs] == ["submarine"]
    assert any(late.late for late in both.late)
    assert all("svalbard" not in late.by for late in both.late)


def test_the_command_tells_it_in_80_columns_and_for_programs(capsys, monkeypatch):
    monkeypatch.setattr("serai.cli.console.PIPED_WIDTH", 80)
    assert main(["connect", "--without", "backhaul:kashi"]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 80
    lines = said.splitlines()
    assert lines[0] == "Without backhaul:kashi, 22 Aug 2026, 24 h"
    assert lines[1] == "cut: 1 back-haul (kashi-town)"
    assert lines[2] == "repair: terrestrial 12 h (6 h to 48 h, recalled)"
    assert "Cut off: it works, and nobody gets what it takes" in lines
    assert "its own back-haul cut" in " ".join(said.split())
    assert "  N01 Pakistan flood 2022: Sindh/Balochistan extent: " in said
    assert main(["connect", "--without", "backhaul:kashi", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["cut_off"][0]["asset"] == "kashi"
    assert found["backhauls_cut"] == ["kashi-town"]
    assert {one["need"] for one in found["late"]} >= {"N01", "N10"}
    assert next(w for w in found["worse"] if w["need"] == "N01")["state"] == "unknown"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--without", "backhaul:kashgar"), "serai: no back-haul 'kashgar' in this corridor"),
        (
            ("--without", "power:karachy"),
            "serai: no site or station whose power could fail 'karachy' in",
        ),
        (
            ("--without", "kashi", "--country", "PK"),
            "serai: expected --without by itself, for what it takes down, or a place; got --country too",
        ),
    ],
)
def test_what_cannot_be_struck_is_refused_before_the_day_is_judged(capsys, words, says):
    assert main(["connect", *words]) == 1
    assert capsys.readouterr().err.startswith(says)
