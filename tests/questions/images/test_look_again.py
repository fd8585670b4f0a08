"""An alarm of a watched place raises a need: where, how fine, by whom, until when; and it is one request."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.observe.series.made import BROKEN, dropped, written_stack

import serai
from serai.cli import main
from serai.corridor import Corridor
from serai.errors import Refused
from serai.observe.request import WatchRequest
from serai.observe.series.place import changed_box, pixel_box
from serai.outcome.outcome import open_corridor
from serai.questions.images.look_again import watch_of

REFERENCE = "corridors/belt-and-road"
WEST, SOUTH, EAST, NORTH = 63.0, 51.0, 63.1, 51.12


@pytest.fixture(scope="module")
def corridor() -> Corridor:
    return open_corridor(REFERENCE)


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    path = tmp_path_factory.mktemp("wheat") / "wheat.npz"
    return written_stack(path, {**dropped(), "bbox": np.array([WEST, SOUTH, EAST, NORTH])})


@pytest.mark.parametrize(
    ("need", "asks"),
    [
        ("N06", WatchRequest(layer="ndvi", changed=0.2, below=0.25, again_m=16.0, again_s=72 * 3600.0)),
        ("N17", WatchRequest(layer="water", changed=0.1, again_m=20.0, again_s=24 * 3600.0)),
        (
            "N21",
            WatchRequest(layer="turbidity", changed=0.05, above=10.0, again_m=10.0, again_s=168 * 3600.0),
        ),
        ("N23", WatchRequest(layer="ndvi", changed=0.2, below=0.2, again_m=16.0, again_s=72 * 3600.0)),
        ("N30", WatchRequest(layer="ndvi", changed=0.01, again_m=2.0, again_s=720 * 3600.0)),
    ],
)
def test_needs_of_land_and_water_say_what_is_watched(corridor, need, asks):
    assert watch_of(corridor, need) == asks


def test_a_need_that_watches_nothing_is_told_which_do(corridor):
    with pytest.raises(Refused) as told:
        watch_of(corridor, "N01")
    assert str(told.value).endswith("watch_layer): N06, N17, N21, N23 and N30")


def test_what_changed_lies_in_its_box(stack):
    found = serai.monitor(stack, alarm_share=0.05)
    (alarm,) = found.alarms
    box = changed_box(found, alarm.time)
    assert box.lon_min == pytest.approx(WEST + 0.1 * BROKEN[1].start / 10)
    assert box.lon_max == pytest.approx(WEST + 0.1 * BROKEN[1].stop / 10)
    assert box.lat_max == pytest.approx(NORTH - 0.12 * BROKEN[0].start / 12)
    assert box.lat_min == pytest.approx(NORTH - 0.12 * BROKEN[0].stop / 12)
    whole = changed_box(found, found.stack.times[0])  # nothing had been confirmed by then
    assert (whole.lon_min, whole.lat_min, whole.lon_max, whole.lat_max) == (WEST, SOUTH, EAST, NORTH)


@pytest.mark.parametrize("said", [[1.0, 2.0], [np.nan, 0.0, 1.0, 1.0]])
def test_a_place_that_is_none_is_refused(tmp_path, said):
    path = written_stack(tmp_path / "s.npz", {**dropped(), "bbox": np.array(said)})
    with pytest.raises(Refused, match="expected an array bbox of four numbers"):
        pixel_box(serai.monitor(path).stack, (0, 1), (0, 1))


@pytest.fixture(scope="module")
def watched(stack, tmp_path_factory):
    """The stack watched for the wheat of N23 twice, with a store: what was printed, and its folder."""
    folder = tmp_path_factory.mktemp("asked")
    base = str(folder / "s.db")
    assert main(["store", "init", "--database", base]) == 0
    words = ["monitor", str(stack), "--need", "N23", "--alarm-share", "5", "--out", str(folder / "o")]
    return words, base, folder / "o"


def test_an_alarm_asks_to_look_again_and_twice_is_one_request(watched, capsys):
    words, base, out = watched
    told = []
    for _ in range(2):
        assert main([*words, "--database", base, "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out)["asks"])
    (one,) = told[0]
    assert told[1] == told[0]
    assert one["request"] == {"id": "R1", "stage": "received", "offers": []}
    assert (one["need"], one["party"], one["resolution_m"], one["whole_need"]) == (
        "N23",
        "moa-kz",
        16.0,
        False,
    )
    assert one["wanted"].startswith("look again at 63.030, 51.070 to 63.070, 51.100 (N23), 16 m or finer: ")
    assert one["from"] == "2026-08-22T00:00:00Z"
    assert one["until"] == "2026-08-25T00:00:00Z"
    assert one["looks"]
    assert all(look["resolution_m"] <= 16.0 and look["in_hand"] for look in one["looks"])
    assert [look["rank"] for look in one["looks"]] == list(range(1, len(one["looks"]) + 1))
    assert json.loads((out / "asks.json").read_text(encoding="utf-8"))["asks"] == told[1]
    page = (out / "N23.html").read_text(encoding="utf-8")
    for part in (
        "N23 Kazakhstan wheat",
        "Request R1: received.",
        "Where and when",
        "Every date",
        "data:image/png",
    ):
        assert part in page
    assert "img-src data:" in page


def test_the_terminal_says_who_looks_first(watched, capsys):
    words, _, _ = watched
    assert main([*words[:-2], "--at", "2026-08-23"]) == 0
    said = capsys.readouterr().out
    assert "look again at 63.030, 51.070 to 63.070, 51.100 (N23), 16 m or finer" in said
    assert "first in hand 23 Aug 2026" in said


def test_a_stack_without_a_place_asks_for_the_whole_need(tmp_path, capsys):
    path = str(written_stack(tmp_path / "s.npz", dropped()))
    assert main(["monitor", path, "--need", "N23", "--alarm-share", "5", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["asks"]
    assert one["whole_need"]
    assert one["box"] == [60.5, 50.0, 72.0, 54.5]


@pytest.mark.parametrize("option", ["--corridor", "--at", "--database", "--by"])
def test_what_belongs_to_a_need_is_refused_without_one(stack, option, capsys):
    assert main(["monitor", str(stack), option, "x"]) == 1
    assert f"{option}" in capsys.readouterr().err
