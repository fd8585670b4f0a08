"""What was observed and not used is named with its reason, system by system and satellite by satellite."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.gnss.made_up import MARKER_M, esbc_text, messages

from serai.errors import Refused
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.not_used import used_satellites
from serai.gnss.output.told import position_json, position_text
from serai.gnss.positioning import Job

MORNING, NOON = slice(0, 20), slice(1440, 1460)


@pytest.fixture
def solved(shared_data, tmp_path):
    """A job over some epochs of ESBC, with what the test changes of files and options."""

    def run(which=MORNING, nav=None, header=None, **asked):
        file, whole = esbc_text(shared_data)
        some = file.some(which)
        (tmp_path / "a.obs").write_text(str(replace(some, header=header or some.header)))
        (tmp_path / "a.nav").write_text(nav(whole) if nav else whole)
        return Job(observations=tmp_path / "a.obs", navigation=[tmp_path / "a.nav"], **asked).track()

    return run


def without(system):
    """A navigation file without the messages whose first line is such."""

    def spoilt(text):
        start = text.index("\n", text.index("END OF HEADER")) + 1
        kept = [r for r in messages(text) if not system(r[0])]
        return text[:start] + "".join("\n".join(r) + "\n" for r in kept)

    return spoilt


def test_a_system_without_messages_one_not_asked_for_and_satellites_below_the_mask_are_told_apart(solved):
    track = solved(nav=without(lambda line: line[0] == "G"))
    told = {system: str(why) for system, why in track.not_used.systems.items()}
    assert told == {
        "G": "the navigation files hold no message of it",
        "S": "not asked for (--systems)",
    }
    low = [n for n, why in track.not_used.satellites.items() if str(why) == "below the mask"]
    assert low
    assert set(track.not_used.satellites).isdisjoint(used_satellites(track))
    assert track.not_used.messages is None
    said = position_text("a.obs", track, None)
    assert "not used    GPS: the navigation files hold no message of it\n" in said
    assert "            SBAS: not asked for (--systems)\n" in said
    plain = json.loads(json.dumps(position_json("a.obs", "spp", "GREC", track, None)))
    assert plain["not_used"]["systems"]["GPS"] == "the navigation files hold no message of it"
    assert plain["not_used"]["satellites"][low[0]] == "below the mask"


def test_every_satellite_observed_is_used_or_has_its_reason(solved, tmp_path):
    track = solved(dual=True)
    seen = set(read_observations(tmp_path / "a.obs").satellites)
    unused = {n for n in seen if n[0] in track.not_used.systems} | set(track.not_used.satellites)
    assert seen - unused <= used_satellites(track)
    assert str(track.not_used.satellites["C05"]) == "its codes make no pair of the bands used (2I, 7I)"


def test_one_satellite_without_messages_is_not_its_systems(solved):
    track = solved(nav=without(lambda line: line[:3] == "G05"))
    assert str(track.not_used.satellites["G05"]) == "the navigation files hold none of its messages"
    assert "G" not in track.not_used.systems


def test_messages_that_end_hours_before_are_named_with_their_age(solved):
    def to_nine(text):
        late = without(lambda line: line[9:14] == "06 25" and int(line[15:17]) >= 9)
        return late(text)

    with pytest.raises(Refused, match=r"because the messages are of another time: 8\d % of the ranges"):
        solved(NOON, to_nine)
    track = solved(slice(1280, 1300), to_nine, systems="GEC")  # 10:40: Galileo's still serve
    assert track.not_used.messages is not None
    assert "% of the ranges have no message of their time" in str(track.not_used.messages)
    why = track.not_used.systems["G"]
    assert why.key == "gnss.unused_stale"
    assert why.values["away_s"] > 7200.0
    assert str(why).startswith("its messages are of 2020-06-2")


def test_between_receivers_what_the_base_lacks_is_told(solved, shared_data, tmp_path):
    file = esbc_text(shared_data)[0].some(MORNING)
    bare = replace(file, epochs=tuple(_without(e, "E") for e in file.epochs))
    (tmp_path / "base.obs").write_text(str(bare))
    for mode in ("dgnss", "rtk"):
        track = solved(mode=mode, base=tmp_path / "base.obs", base_m=MARKER_M, systems="GEC")
        why = str(track.not_used.systems["E"])
        assert why == "the base has no range of it by the same carriers then", mode
        assert {name[0] for name in used_satellites(track)} == {"G", "C"}


def _without(epoch, system):
    """An epoch's text without a system's satellites, counted again."""
    head, *rows = epoch.splitlines(keepends=True)
    kept = [row for row in rows if row[0] != system]
    return head[:32] + f"{len(kept):3d}" + head[35:] + "".join(kept)
