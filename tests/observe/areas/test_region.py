"""A region to hand: what each look covers, when it is in hand, by whom, and what all cover together."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

import serai
from serai.cli import main
from serai.questions.region import region
from serai.report.data.region import region_answer, region_geojson


@pytest.fixture(scope="module")
def corridor(root):
    return serai.open_corridor(root / "corridors" / "belt-and-road")


@pytest.fixture(scope="module")
def flood(root):
    return root / "examples" / "flood.geojson"


@pytest.fixture(scope="module")
def sindh(corridor, flood):
    return region(corridor, flood, need="N01", days=2.0)


def test_looks_come_in_the_order_in_which_they_are_in_hand(sindh):
    ranked = [row for row in sindh.rows if row.rank]
    assert [row.rank for row in ranked] == list(range(1, len(ranked) + 1))
    in_hand = [row.in_hand for row in ranked]
    assert in_hand == sorted(in_hand)
    assert all(row.in_hand > row.end for row in ranked)
    cumulative = [row.cumulative for row in ranked]
    assert cumulative == sorted(cumulative)
    assert cumulative[-1] <= 1.0
    assert ranked[0].cumulative == pytest.approx(ranked[0].covered)


def test_each_look_is_had_by_a_term_of_the_one_who_asks(sindh):
    pool = sindh.corridor.pool
    for row in sindh.rows:
        assert row.kind == "radar"  # what the need asks for
        if row.station:
            assert pool.terms.downlink(pool[row.satellite], pool[row.station]) is not None
        assert row.hangs_on[0] == row.satellite


def test_processing_and_the_last_mile_of_the_need_count(sindh, corridor, flood):
    bare = region(
        corridor, flood, party="ndma-pk", emergency=True, sensors=("radar",), resolution_m=20, days=2.0
    )
    with_ground = {(r.satellite, r.start): r.in_hand for r in sindh.rows if r.rank}
    for row in bare.rows:
        if row.rank:
            later = with_ground[row.satellite, row.start].seconds_since(row.in_hand)
            assert later == pytest.approx(0.6 * 3600.0, abs=1.0)


def test_nobody_in_particular_has_what_is_open_and_no_more(corridor, flood):
    found = region(corridor, flood, days=1.0)
    assert {row.way for row in found.rows if row.rank} == {"open"}
    assert "Gaofen-1 02" in found.barred


def test_without_the_station_the_looks_that_hang_on_it_come_later(sindh, corridor, flood):
    struck = region(corridor, flood, need="N01", days=2.0, without=("station:kashi",))
    before = {(r.satellite, r.start): r for r in sindh.rows}
    for row in struck.rows:
        was = before[row.satellite, row.start]
        assert row.covered == pytest.approx(was.covered)
        if row.in_hand is not None:
            late_s = row.in_hand.seconds_since(was.in_hand)
            assert late_s >= -1.0
            if "kashi" in was.hangs_on:
                assert late_s > 3 * 3600.0


def test_cloud_hides_from_cameras_and_not_from_radars(corridor, flood):
    for row in region(corridor, flood, party="ndma-pk", days=1.0).rows:
        assert row.clear_chance == (1.0 if row.kind == "radar" else pytest.approx(0.62, abs=0.2))


def test_a_satellite_without_a_swath_is_named_and_not_counted(corridor, flood):
    found = region(corridor, flood, party="ndma-pk", sensors=("radar",))
    assert found.without_swath == ("PRSC-S1",)
    assert all(row.satellite != "prsc-s1" for row in found.rows)


def test_the_answer_for_programs_has_the_promised_fields(sindh):
    answer = json.loads(json.dumps(region_answer(sindh)))
    promised = {
        "satellite", "start", "end", "owner", "covered_percent", "cumulative_percent", "clear_chance",
        "in_hand", "term",
    }  # fmt: skip
    assert promised <= answer["looks"][0].keys()
    drawn = json.loads(region_geojson(sindh))["features"]
    assert drawn[0]["properties"]["role"] == "area"
    assert len(drawn) == 1 + sum(1 for row in sindh.rows if row.rank)
    for feature in drawn[1:]:
        assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")


def test_the_command_fits_eighty_columns_and_names_who_brings_it_when(flood, capsys, monkeypatch):
    monkeypatch.setattr("serai.cli.console.PIPED_WIDTH", 80)
    words = ["looks", "--area", str(flood), "--need", "N01", "--days", "2"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert max(len(line.rstrip()) for line in said.splitlines()) <= 80
    assert said.startswith("flood.geojson: 71,786 km2; ")
    assert "Gaofen-3 02" in said
    assert "Kashi" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--party", "ndma-pk"], "--party means something only with --area"),
        (["--need", "N01", "--off-nadir", "30"], "--off-nadir does not go with an area"),
        (["--need", "N02"], "N02 asks for connect, not for images"),
        (["--need", "N01", "--sensor", "lidar"], "no kind of sensor is called 'lidar'"),
        (["--need", "N01", "--party", "atlantis"], "no party 'atlantis' in this corridor"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_sentence(words, says, capsys):
    assert main(["looks", *words]) == 1
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_what_each_owner_brings_lies_between_what_it_adds_and_what_it_covers_alone(sindh):
    assert len(sindh.members) > 1
    for one in sindh.members:
        assert sindh.covered - one.without <= one.alone + 0.02  # what it adds is no more than it covers alone
        assert one.alone <= sindh.covered + 0.02
        assert one.without <= sindh.covered + 0.02
    assert sum(one.looks for one in sindh.members) == sum(1 for row in sindh.rows if row.rank)


def test_strips_of_all_looks_are_counted_on_the_same_samples(sindh):
    found = sindh.found
    assert found.covered_share.max() <= 1.0 + 1e-9
    bits = np.unpackbits(found.strips.bits, axis=1, bitorder="little")[:, : len(found.samples)]
    assert bits @ found.samples.weight == pytest.approx(found.strips.covered, rel=1e-9)


def test_a_new_map_is_there_when_looks_taken_since_cover_enough(sindh):
    """By the samples of each look alone: what a union of whole strips gives is never there sooner."""
    found, share = sindh.found, 0.5
    asked_s = np.arange(0.0, 86_400.0, 3_600.0)
    waits_s = found.waits_s(share, asked_s)
    bits = np.unpackbits(found.strips.bits, axis=1)[:, : len(found.samples.weight)].astype(bool)
    taken_s = (found.strips.start_ns - found.span.start.tai_ns) / 1e9
    for at_s, wait_s in zip(asked_s, waits_s, strict=True):
        covered, whole = np.zeros(bits.shape[1], dtype=bool), np.inf
        for look in found.ranked:
            if taken_s[look] < at_s:
                continue
            covered |= bits[look]
            if found.samples.weight[covered].sum() >= share * found.samples.size:
                whole = found.arrivals_s[look] - at_s
                break
        assert wait_s <= whole + 1e-6
        single = [
            found.arrivals_s[k] - at_s
            for k in found.ranked
            if taken_s[k] >= at_s and found.covered_share[k] >= share
        ]
        assert wait_s <= min(single, default=np.inf) + 1e-6
        earliest = [found.arrivals_s[k] - at_s for k in found.ranked if taken_s[k] >= at_s]
        assert wait_s >= min(earliest, default=np.inf) - 1e-6


def test_more_of_an_area_is_waited_for_longer_and_a_look_before_one_asked_does_not_count(sindh):
    asked_s = np.arange(0.0, 86_400.0, 7_200.0)
    waits = [sindh.found.waits_s(share, asked_s) for share in (0.05, 0.3, 0.6, 0.9)]
    assert all((fewer <= more).all() for fewer, more in pairwise(waits))
    first = sindh.found.ranked[0]
    taken_s = (sindh.found.strips.start_ns[first] - sindh.span.start.tai_ns) / 1e9
    share = 0.99 * float(sindh.found.covered_share[first])
    before, at, after = sindh.found.waits_s(share, np.array([0.0, taken_s, taken_s + 1.0]))
    assert at == pytest.approx(before - taken_s)
    assert after > at - 1.0


def test_a_new_map_is_told_with_how_often_it_comes_together(corridor, flood, capsys):
    asked = region(corridor, flood, need="N01", days=2.0, new_map_share=0.5)
    told = region_answer(asked)["new_map"]
    assert told["percent"] == 50.0
    assert 0.0 < told["mean_h"] <= told["worst_h"]
    assert told["reached_percent"] == 100.0
    assert main(["looks", "--need", "N01", "--days", "2", "--percent", "50"]) == 0
    assert "a new map of 50 % of it: in hand" in " ".join(capsys.readouterr().out.split())
    none = region(corridor, flood, need="N01", days=0.5, new_map_share=1.0).new_map
    assert (none.mean_s, none.worst_s, none.reached) == (None, None, 0.0)
    for percent in ("0", "101", "nan"):
        assert main(["looks", "--need", "N01", "--percent", percent]) == 1
        assert "above 0 and at most 100 percent" in " ".join(capsys.readouterr().err.split())
