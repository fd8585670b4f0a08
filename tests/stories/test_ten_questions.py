"""The README's ten questions, asked by a duty officer in Karachi at nine in the morning of 22 August 2026.

Each answer is what the command prints: who, when by the officer's own clock, and what to do.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from serai.cli import main
from serai.time import Instant
from tests.store.played import played

NOW = ["--at", "2026-08-22T09:00+05:00", "--tz", "Asia/Karachi"]
ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "corridors" / "belt-and-road"
CLOCK = re.compile(r"(?:23 Aug )?(\d\d:\d\d) \((?:23 Aug )?(\d\d:\d\d) PKT\)")


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """What a command prints, in lines joined to one text; each is asked once."""
    kept: dict[tuple[str, ...], str] = {}
    folder = tmp_path_factory.mktemp("report")

    def ask(*words: str) -> str:
        if words not in kept:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("COLUMNS", "110")
                patch.chdir(folder)
                kept[words] = _printed([*words])
        return kept[words]

    return ask


def _printed(words: list[str]) -> str:
    from contextlib import redirect_stdout
    from io import StringIO

    out = StringIO()
    with redirect_stdout(out):
        assert main(words) == 0
    return out.getvalue()


def flat(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def test_1_what_is_red_in_the_next_day_and_which_single_thing_causes_it(asked):
    said = asked("assess", "--today", *NOW)
    head, _, rest = said.partition("Single points of failure, heaviest first")
    assert "22 Aug 2026 04:00 UTC (09:00 PKT), 1 day" in head
    assert re.search(r"\d first-priority needs are not met: N08 Khartoum/Port Sudan humanitarian", flat(head))
    why = flat(rest.partition("Why the first-priority needs are not met")[2])
    assert "N08 Khartoum reaches" in why  # the cause ...
    assert "with 9.04 Mbit/s only, 20 Mbit/s asked. would mend it: Arabsat-6A" in why  # ... and what to do
    first = rest.strip().splitlines()[0]
    assert first.split()[0] == "1"
    assert "Aerospace Information Research Institute" in first


def test_2_when_is_the_next_look_at_this_box_and_when_is_it_in_my_hands(asked):
    said = asked("assess", "--need", "N01", "--today", *NOW)
    table = said.partition("The next looks, UTC (PKT)")[2].strip().splitlines()
    assert table[0].split() == ["Look", "Satellite", "In", "hand", "By"]
    assert "HJ-2E" in table[1]
    assert "Kashi (Kashgar)" in table[1]
    look, in_hand = CLOCK.findall(table[1])
    assert look == ("12:41", "17:41")
    assert in_hand == ("13:19", "18:19")


def test_2_the_next_look_at_this_region_by_whom_in_hand_when_and_by_which_station(asked):
    """The same look and the same hour as the need's own table has, and how much of the region it covers."""
    words = ["--area", str(ROOT / "examples" / "flood.geojson"), "--need", "N01", "--start", NOW[1], *NOW[2:]]
    said = flat(asked("looks", *words, "--days", "1"))
    assert (
        "the next look: HJ-2E of Ministry of Emergency Management at 22 Aug 2026 12:40 UTC (17:40 PKT), "
        "in hand 22 Aug 2026 13:19 UTC (18:19 PKT) by Kashi (Kashgar); it covers 18 %"
    ) in said


def test_3_which_stations_take_which_passes_today(asked):
    begins = ["--start", *NOW[1:], "--days", "1"]
    said = asked("passes", "--station", "karachi", "--satellite", "prsc-eo1", *begins)
    rows = [line for line in said.splitlines() if "karachi" in line]
    assert rows
    assert all("PKT" in line for line in rows)


def test_3_which_passes_are_planned_and_who_gave_way(asked):
    """Passes wanted at once on one antenna: N10 by the first radar stays, the one behind it gives way."""
    said = flat(asked("plan", "--need", "N01", "N10", *NOW))
    assert "Kashi (Kashgar)" in said
    assert "no plan is better" in said
    assert "Wanted at once on too few antennas" in said
    assert "gives way" in said


def test_4_if_kashi_drops_out_which_needs_fail_for_how_long_and_what_replaces_it(asked):
    said = flat(asked("assess", "--without", "kashi", *NOW))
    assert "N01 Pakistan flood 2022: Sindh/Balochistan extent: goes from met to unknown" in said
    assert "down 7.1 h after the look (median; 95 %: 8.29 h, worst: 8.29 h), mostly at Mohe" in said
    assert "What would mend it: with T15 agreed (Karachi/Islamabad stations taking passes of Gaofen-3" in said


def test_5_which_are_the_single_points_and_which_agreement_mends_most(asked):
    said = asked("resilience", "--need", "N01", "N10", *NOW)
    points, _, advice = said.partition("Which agreement would help")
    assert re.search(r"\d  Kashi \(Kashgar\) +station +\?N01", points)
    first = advice.splitlines()[1:4]
    assert re.match(r"T\d+ ", first[0])
    assert "N01 no longer hangs on Kashi (Kashgar)" in flat(" ".join(first))


def test_6_which_positioning_works_in_the_harbour(asked):
    said = flat(asked("assess", "--need", "N03", "N11", "N02", "--today", *NOW))
    assert "N03 Pakistan flood: boat navigation/drop points" in said
    boats = said.partition("N03 Pakistan")[2].partition("N11 Gwadar")[0]
    assert re.search(r"horizontal error \(95 %\) 3\.\d+ m ≤ 10 m 100 / 99 %", boats)
    harbour = said.partition("N11 Gwadar")[2].partition("N02 Pakistan")[0]
    assert "No service in operation promises integrity to this user" in harbour
    assert "would do with Galileo High Accuracy Service" in harbour


def test_7_can_teams_talk_by_which_satellite_and_what_else(asked):
    said = flat(asked("assess", "--need", "N03", "N11", "N02", "--today", *NOW))
    teams = said.partition("N02 Pakistan")[2]
    assert "delivers in 30 s (median) through Tiantong-1 01 at 36 deg" in teams
    assert "Thuraya-2 has 13,750 voice channels over its whole area" in teams
    others = teams.partition("would do ")[2]
    assert "Tiantong-1 03 phone and messages delivers in 30 s (median)" in others
    assert "with another terminal (Iridium handset) Iridium short burst data" in others


def test_7_the_ladder_of_the_same_place_by_elevation_margin_calls_and_texts(asked):
    said = asked("connect", "--need", "N02", *NOW)
    data, _, rest = said.partition("\nvoice\n")
    voice, _, texts = rest.partition("\nmessage\n")
    assert "services at Pakistan flood: relief teams on the net, 22 Aug 2026" in flat(data)
    assert "Intelsat 20: 5.03 Mbit/s, 500 ms there and back, today 100 %, a year 99.886 %" in data
    assert "58 deg up; margin 7.01 dB at 1 Mbit/s; hangs on Intelsat 20 and rain" in data
    assert "Thuraya-2 phone and messages: 13,750 calls at once" in voice
    assert "40 deg up; margin 9.05 dB at 4 kbit/s" in voice
    assert "Tiantong-1 01 phone and messages: in 30 s" in texts


def test_8_what_does_planned_maintenance_remove_while_it_lasts(tmp_path, asked):
    folder = tmp_path / "corridor"
    shutil.copytree(REFERENCE, folder)
    events = folder / "events.csv"
    names = events.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = dict.fromkeys(names, "") | {
        "id": "M1",
        "name": "Kashi overhaul",
        "start": "2026-08-22T12:00:00Z",
        "end": "2026-08-22T15:00:00Z",
        "assets_lost": "kashi",
        "kind": "maintenance",
        "what_failed": "antenna overhaul",
        "source": "a test",
        "as_of": "2026-08-22",
        "basis": "published",
    }
    with events.open("a", encoding="utf-8") as file:
        file.write(",".join(row[n] for n in names) + "\n")
    said = flat(asked("assess", str(folder), "--need", "N01", "--today", *NOW))
    assert "22 Aug 2026 12:00 to 22 Aug 2026 15:00 UTC (17:00 PKT to 20:00 PKT): Kashi overhaul (M1)" in said
    plain = json.loads(asked("assess", str(folder), "--need", "N01", "--today", *NOW, "--json"))
    (out,) = plain["out_of_service"]
    assert [e["id"] if isinstance(e, dict) else e for e in out["events"]] == ["M1"]
    (need,) = plain["needs"]
    kashi = [look for look in need["next_looks"] if look["station"] == "kashi"]
    for look in kashi:  # nothing comes down at Kashi while it is overhauled
        down = Instant.from_utc(look["in_hand"])
        assert not Instant.from_utc("2026-08-22T12:05:00Z") < down < Instant.from_utc("2026-08-22T15:00:00Z")
    assert need["state"] != "met"


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    """What the store tells in the evening of a day that was played through with its commands."""
    folder = tmp_path_factory.mktemp("evening")
    played(folder, lambda words: _printed([*words]), str(folder / "serai.db"))
    return _printed(["report", "--database", str(folder / "serai.db")])


def test_9_what_was_promised_and_did_it_come(evening):
    kept = evening.partition("Promised and delivered")[2].partition("Given and got")[0]
    head, italy = kept.strip().splitlines()
    assert head.split()[:5] == ["owner", "promised", "delivered", "on", "time"]
    assert italy.split() == ["Italy", "1", "1", "1", "0", "0", "30", "min", "early"]


def test_10_who_gave_and_got_and_whose_images_may_be_forwarded(evening):
    shared = flat(evening.partition("Given and got")[2])
    assert "Italy 1 0 0 Pakistan 0 1 0" in shared
    assert shared.endswith("What may be forwarded R1-2 (delivered) Italy: no")


def test_10_what_does_each_partner_give_and_get(asked):
    said = asked("resilience", "--need", "N01", "N10", *NOW)
    partners = said.partition("What each partner gives and gets")[2]
    assert re.search(r"China National Space Administration +N01 ", partners)
