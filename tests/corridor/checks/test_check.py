"""What is not wrong in a folder, but doubtful, is said in a sentence with its row."""

from __future__ import annotations

import pytest
from tests.corridor.conftest import SERVICES, TOWNS, geostationary

from serai.corridor import RemarkKind, Report, check, read
from serai.wording import PSEUDO, say


def checked(valleys) -> Report:
    return check(valleys.path, SERVICES, [TOWNS])


def says(valleys, kind: RemarkKind) -> list[str]:
    report = checked(valleys)
    assert report.sound, [str(p) for p in report.problems]
    return [str(r) for r in report.disagreements if r.kind is kind]


def star(valleys) -> str:
    return valleys.file("elements").read_text(encoding="utf-8").splitlines()[-1]


def test_the_small_corridor_has_nothing_to_say(valleys):
    report = checked(valleys)
    assert report.sound
    assert [str(r) for r in report.disagreements] == []
    assert {t.file: t.rows for t in report.tables}["satellites.csv"] == 3


def test_problems_are_reported_and_nothing_else_is_judged(valleys):
    valleys.change("satellites", ",china,", ",chnia,")
    report = checked(valleys)
    assert not report.sound
    assert (len(report.problems), report.corridor, report.disagreements) == (1, None, ())


@pytest.mark.parametrize(
    ("longitude", "drift", "sentence"),
    [
        (38.7, 0.0, "put it at 38.7 E"),
        (38.2, -0.2, "put it at 38.2 E, drifting 0.2 deg a day west"),
        (27.9, -1.8, "put it at 27.9 E, drifting 1.8 deg a day west: it answers nothing"),
    ],
)
def test_a_slot_is_compared_with_the_elements(valleys, longitude, drift, sentence):
    valleys.change("elements", star(valleys), geostationary(longitude, 40000, "STAR 1", drift))
    assert says(valleys, RemarkKind.ELSEWHERE) == [
        f"satellites.csv, line 4: Star 1 is declared at 38.2 E but its elements of 2026-08-21 {sentence}"
    ]


def test_an_altitude_and_an_inclination_are_compared_with_the_elements(valleys):
    valleys.change("satellites", "630,98", "500,50")
    altitude, inclination = says(valleys, RemarkKind.ELSEWHERE)
    assert altitude.startswith(
        "satellites.csv, line 2: Eye 1 is declared at 500 km but its elements of 2026-08-21 say 62"
    )
    assert inclination == (
        "satellites.csv, line 2: Eye 1 is declared at 50.0 deg of inclination but its elements of 2026-08-21 "
        "say 98.0 deg"
    )


def test_an_orbit_is_compared_with_the_elements(valleys):
    valleys.change("satellites", "LEO,in service,,630", "MEO,in service,,")
    (said,) = says(valleys, RemarkKind.ELSEWHERE)
    assert "Eye 1 is declared in MEO but its elements of 2026-08-21 say 62" in said


def test_swapped_numbers_show_in_the_designators(valleys):
    valleys.change("satellites", "270001", "99002")
    valleys.change("satellites", "Eye 2,99002", "Eye 2,270001")
    first, second = says(valleys, RemarkKind.IDENTITY)
    assert first == (
        "satellites.csv, line 2: Eye 1 is declared as 2026-001A, but the elements of 99002 are those of "
        "2026-001B (EYE 2)"
    )
    assert second.endswith("but the elements of 270001 are those of 2026-001A (EYE 1)")


def test_missing_old_and_future_elements_are_named(valleys):
    valleys.change("elements", "2026-08-21T12", "2026-08-01T12")
    valleys.change("elements", "2026-08-21T13", "2026-08-25T13")
    valleys.add("satellites", "eye-3,Eye 3,300001,,china,,CN,images,LEO,in service,,,,")
    assert says(valleys, RemarkKind.ELEMENTS) == [
        "satellites.csv, line 2: the elements of Eye 1 are 20.5 days old at the start: a look bears 9",
        "satellites.csv, line 3: the elements of Eye 2 are of 2026-08-25, 3.5 days after the start",
        "satellites.csv, line 5: Eye 3: no elements in elements.csv",
    ]


def test_an_epoch_beyond_the_leap_seconds_is_read_by_the_last_offset(valleys):
    valleys.change("elements", "2026-08-21T12", "2099-08-21T12")
    newest = valleys.read().elements_as_of
    assert newest is not None
    assert newest.utc(decimals=0).startswith("2099-08-21T12")


def test_a_satellite_known_to_be_out_of_service_is_not_complained_about(valleys):
    valleys.change("satellites", "GEO,in service", "GEO,not in service")
    valleys.change("elements", star(valleys), geostationary(90.0, 40000, "STAR 1", 2.0))
    assert says(valleys, RemarkKind.ELSEWHERE) == []


def test_what_is_fitted_to_or_granted_of_what_is_out_is_named(valleys):
    valleys.change("satellites", "LEO,in service", "LEO,not in service")
    valleys.change("stations", "0:5 90:10 180:3,receives,in service", "5,receives,ended")
    valleys.change("terms", "eye-1;eye-2,,corridor", "eye-1,,country:IR")
    assert says(valleys, RemarkKind.ENDED) == [
        "cameras.csv, line 2: 1 row fitted to what cannot be used: eye-1",
        "terms.csv, line 2: term T01 speaks only of what cannot be used: Eye 1 (not in service)",
        "terms.csv, line 2: term T01 speaks to IR, from where this corridor has no member",
        "terms.csv, line 3: term T02 lets data come down only where it cannot: Karachi (ended)",
    ]


def test_a_term_of_an_owner_without_assets_is_named(valleys):
    valleys.add("members", "nepal,Nepal,nation,NP,,")
    valleys.change("terms", "eye-1;eye-2", "owner:nepal")
    assert says(valleys, RemarkKind.ENDED) == [
        "terms.csv, line 2: term T01 speaks of no asset of this corridor (owner:nepal)"
    ]


def test_rows_that_nothing_uses_are_named(valleys):
    valleys.add("elements", geostationary(10.0, 11, "STRANGER"))
    valleys.add("towns", "ruin,Ruin,30,70")
    valleys.add("members", "nepal,Nepal,nation,NP,,")
    assert says(valleys, RemarkKind.UNUSED) == [
        "elements.csv, line 5: no satellite of satellites.csv has the number 11 (STRANGER)",
        "towns.csv: nothing names ruin",
        "members.csv: nothing is owned, asked or granted by or to nepal",
    ]


@pytest.mark.parametrize(
    ("box", "says_so"),
    [
        ("150.5,25,154.5,29", ["the box of N01 lies around 27, 152.5, outside the corridor's map"]),
        ("66.5,25,170.5,29", ["the box of N01, around 27, 118.5, reaches beyond the corridor's map"]),
    ],
)
def test_a_box_off_the_map_is_said(valleys, box, says_so):
    valleys.change("needs", "66.5,25,70.5,29", box)
    found = [s.partition(": ")[2] for s in says(valleys, RemarkKind.PLACE)]
    assert [s for s in found if "map" in s] == says_so


def test_a_box_across_the_date_line_is_read(valleys):
    valleys.change("needs", "66.5,25,70.5,29", "170,25,-170,29")
    assert read(valleys.path, SERVICES, [TOWNS]).needs[0].box.width_deg == 20.0


def test_a_place_that_is_on_the_map_only_with_its_axes_swapped_is_named(valleys):
    valleys.change("stations", "24.9,67.1", "67.1,24.9")
    valleys.change("needs", "66.5,25,70.5,29", "25,66.5,29,70.5")
    valleys.change("rain", "27,68.5", "-20,68.5")
    station, need, *weather = says(valleys, RemarkKind.PLACE)
    off = "off the corridor's map, but on it with latitude and longitude swapped"
    assert station == f"stations.csv, line 3: Karachi stands at 67.1, 24.9; {off} (24.9, 67.1)"
    assert need == f"needs.csv, line 2: the box of N01 lies around 68.5, 27; {off} (27, 68.5)"
    assert weather == [
        "rain.csv, line 2: N01 is asked elsewhere: -20, 68.5 lies outside its box",
        "clear_sky.csv, line 2: N01 is asked elsewhere: 27, 68.5 lies outside its box",
    ]


def test_rows_without_a_source_or_a_date_are_counted(valleys):
    valleys.change("rain", "a handbook,2026-08-22", ",lately")
    assert says(valleys, RemarkKind.UNSOURCED) == [
        "rain.csv: 1 of 1 rows name no source: lines 2",
        "rain.csv: 1 of 1 rows have no date (as_of, such as 2026-08-22): lines 2",
    ]


def test_empty_figures_are_counted_where_an_answer_may_need_them(valleys):
    valleys.change("cameras", "radar,10", "radar,")
    unknown = {(u.file, u.column): (u.empty, u.rows) for u in checked(valleys).unknown}
    assert unknown == {("cameras.csv", "resolution_m"): (1, 2), ("terms.csv", "delay_h"): (1, 2)}


def test_a_remark_can_be_said_in_another_language(valleys):
    valleys.change("satellites", "LEO,in service,,630", "LEO,in service,,330")
    (remark,) = [r for r in checked(valleys).disagreements if r.kind is RemarkKind.ELSEWHERE]
    assert say(remark.says, PSEUDO).startswith("Eye 1⟦ is declared at ⟧330⟦ km but its elements of ⟧2026-08-")
    assert say(remark.kind.heading, PSEUDO) == "⟦not where declared⟧"
