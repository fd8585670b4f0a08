"""Several element sets of one satellite, sets that cannot be read, and sets that are too old."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from serai.cli import main
from serai.earth import Place
from serai.errors import Refused
from serai.formats import MeanElements, catalogue_number, read_elements, write_csv
from serai.formats.tle import checksum
from serai.questions.looks import looks
from serai.questions.passes import passes
from serai.questions.revisit import revisit
from serai.questions.sky import sky_of
from serai.time import Instant

DAY_S = 86_400.0
START = Instant.from_utc("2026-08-20T00:00:00Z")
SITES = {"north": Place(lat_deg=67.9, lon_deg=21.0), "south": Place(lat_deg=-34.6, lon_deg=-58.4)}
TLE = """\
OWN SAT
1 44444U 20001A   26233.50000000  .00001000  00000-0  50000-4 0  9994
2 44444  97.5000 100.0000 0010000  90.0000 270.0000 14.80000000123451
"""


def edition(epoch: Instant, *, norad: int = 44_444, name: str = "OWN SAT", anomaly_deg: float = 0.0):
    return MeanElements(
        object_name=name,
        object_id="2020-001A",
        norad=norad,
        epoch=epoch,
        mean_motion_rev_day=14.8,
        eccentricity=0.001,
        inclination_deg=97.5,
        raan_deg=100.0 + (epoch.seconds_since(START) / DAY_S),
        arg_perigee_deg=90.0,
        mean_anomaly_deg=(270.0 + 14.8 * 360.0 * epoch.seconds_since(START) / DAY_S + anomaly_deg) % 360.0,
        bstar=5e-5,
    )


OLD, NEW = edition(START), edition(START.plus(seconds=2 * DAY_S), anomaly_deg=0.3)
SWITCH = START.plus(seconds=DAY_S)


def ask(sets, **more):
    return passes(sets, SITES, start=START, days=2.0, mask=5.0, orientation="none", **more)


def edges(found):
    table = found.part.table
    return table.pair, table.start_ns, table.end_ns, table.best_ns, table.best


def test_two_sets_are_one_satellite_and_each_moment_has_the_nearest_epoch():
    both = ask([NEW, OLD])
    assert len(both.search.sky) == 1
    alone = {name: ask([one]) for name, one in (("old", OLD), ("new", NEW))}
    table = both.part.table
    before, after = table.end_ns < SWITCH.tai_ns, table.start_ns > SWITCH.tai_ns
    assert before.sum() > 3
    assert after.sum() > 3
    assert (~before & ~after).sum() <= 2  # at most a pass over each station
    for rows, found, holds in (
        (before, alone["old"], lambda t: t.end_ns < SWITCH.tai_ns),
        (after, alone["new"], lambda t: t.start_ns > SWITCH.tai_ns),
    ):
        theirs = holds(found.part.table)
        for mine, other in zip(edges(both), edges(found), strict=True):
            assert np.array_equal(mine[rows], other[theirs])


def test_a_pass_in_which_the_epoch_changes_is_one_pass():
    table = ask([OLD, NEW]).part.table
    inner = table.start_ns + (table.end_ns - table.start_ns) // 2
    k = int(np.argmin(np.abs(inner - SWITCH.tai_ns)))
    # move the sets so that the moment between their epochs is the middle of that pass
    shift = (int(inner[k]) - SWITCH.tai_ns) / 1e9
    newer = replace(NEW, epoch=NEW.epoch.plus(seconds=2 * shift))
    newer = replace(newer, mean_anomaly_deg=(NEW.mean_anomaly_deg + 14.8 * 360.0 * 2 * shift / DAY_S) % 360.0)
    both = ask([OLD, newer])
    switch_ns = (OLD.epoch.tai_ns + newer.epoch.tai_ns) // 2
    table = both.part.table
    around = (table.start_ns < switch_ns) & (table.end_ns > switch_ns) & (table.pair == table.pair[k])
    assert around.sum() == 1
    row = int(np.flatnonzero(around)[0])
    old, new = ask([OLD]).part.table, ask([newer]).part.table
    assert table.start_ns[row] in old.start_ns
    assert table.end_ns[row] in new.end_ns
    assert not table.cut_start[row]
    assert not table.cut_end[row]
    assert table.start_ns[row] <= table.best_ns[row] <= table.end_ns[row]


def test_looks_abeam_neither_double_nor_vanish_where_the_epoch_changes():
    points = {"north": SITES["north"]}
    for at_s in np.arange(0.0, 2 * DAY_S, 1_111.0):
        newer = replace(NEW, epoch=OLD.epoch.plus(seconds=float(at_s) + 1.0))
        newer = replace(newer, mean_anomaly_deg=(270.3 + 14.8 * 360.0 * (at_s + 1.0) / DAY_S) % 360.0)
        asked = {"start": START, "days": 1.0, "incidence_deg": (5.0, 75.0), "orientation": "none"}
        both, alone = (looks(sets, points, **asked) for sets in ([OLD, newer], [OLD]))
        assert abs(len(both) - len(alone)) <= 1
        assert np.diff(both.part.table.start_ns).min() > 3_000 * 10**9


def test_a_set_that_is_the_nearest_at_no_moment_is_not_searched_but_said():
    far = edition(START.plus(seconds=-60 * DAY_S))
    found = ask([far, OLD])
    assert len(found.search.sky.motions) == 1
    said = [str(one) for one in found.search.sky.cautions]
    assert said == ["1 satellite has several element sets (OWN SAT); at each moment the nearest epoch counts"]


def test_the_age_of_each_window_is_that_of_the_set_it_is_worked_out_from():
    rows = list(ask([OLD, NEW]))
    ages = [row["age_days"] for row in rows]
    assert min(ages) < -0.5  # before the newer epoch
    assert max(abs(age) for age in ages) <= 1.0
    assert all(abs(age) <= 1.0 for age in ages)


def test_objects_without_a_number_of_their_own_are_told_apart_by_name():
    unnumbered = [edition(START, norad=0, name=name) for name in ("OBJECT A", "OBJECT B")]
    assert len(ask(unnumbered).search.sky) == 2


def test_past_33_days_it_is_said_and_past_the_limit_refused_unless_told_otherwise():
    for days, said, left in ((31.9, 0, 0), (32.1, 1, 0), (178.9, 1, 0), (179.1, 0, 1)):
        old = edition(START.plus(seconds=-days * DAY_S))
        sky = sky_of([old, edition(START, norad=2)], start=START, days=1.0, orientation="none")
        assert (len(sky.cautions), len(sky.left_out)) == (said, left), days
    old = edition(START.plus(seconds=-181 * DAY_S))
    with pytest.raises(
        Refused, match="OWN SAT is left out: its elements are 183 days from their epoch, and 180"
    ):
        ask([old])
    found = ask([old], max_age_days=200.0)
    assert "more than 33 days from their epoch" in str(found.search.sky.cautions[0])
    assert all(row["uncertainty_s"] is None for row in found)
    with pytest.raises(Refused, match="without --strict it is left out"):
        ask([old, edition(START, norad=2)], strict=True)


@pytest.fixture
def one_bad(tmp_path):
    """Three sets, the second with a wrong checksum, and two places."""
    lines = TLE.splitlines()
    bad = ["BAD", lines[1], lines[2][:8] + " 97.6000" + lines[2][16:]]
    other = [line.replace("44444", "44446") for line in lines[1:]]
    third = ["THIRD", *(f"{line[:68]}{checksum(line)}" for line in other)]
    file = tmp_path / "three.tle"
    file.write_text("\n".join([*lines, *bad, *third]) + "\n")
    (tmp_path / "places.csv").write_text("id,lat_deg,lon_deg,mask\nA,39.5,76,5\nB,-34.6,-58.4,5\n")
    return file


@pytest.mark.parametrize("command", ["passes", "looks", "revisit"])
def test_one_bad_set_is_left_out_and_named_and_strict_refuses(one_bad, capsys, command):
    places = ["--stations" if command == "passes" else "--points", str(one_bad.parent / "places.csv")]
    words = [command, "--elements", str(one_bad), *places, "--start", "2026-08-22T00:00:00Z", "--days", "1"]
    words += ["--orientation", "none", *(() if command == "passes" else ("--off-nadir", "50"))]
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["satellites"] == 2
    assert [one["satellite"] for one in answer["left_out"]] == ["BAD"]
    assert "line 6, column '69': expected the checksum" in answer["left_out"][0]["says"]
    for form in ((), ("--csv",)):
        assert main([*words, *form]) == 0
        told = capsys.readouterr()
        said = " ".join((told.err if form else told.out).split())
        assert "BAD is left out: " in said
        assert "elements 0.5 to 1.5 days from their epoch" in said
    assert main([*words, "--strict"]) == 1
    assert "BAD is left out" in capsys.readouterr().err


def test_the_bad_set_matters_only_to_who_asks_for_it(one_bad):
    where = {"start": "2026-08-22T00:00:00Z", "days": 1.0, "orientation": "none"}
    assert not sky_of(one_bad, satellites=("THIRD",), **where).left_out
    with pytest.raises(Refused, match="no satellite is left to answer for: BAD is left out"):
        sky_of(one_bad, satellites=("BAD",), **where)


NO_BREAK = "line 2, column '2': expected a plain space .*, got a no-break space"
SHORT = "line 2, column '3-7': expected .* of a letter and four .alpha-5., got 'A444 '"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.replace("1 44444U", "1\u00a044444U"), NO_BREAK),
        (lambda text: text.replace("44444", "A444 "), SHORT),
        (lambda text: "1 44445U junk\n" + text, None),  # a name, for all that is known
        (lambda text: text.splitlines()[1] + "\n" + text, "expected line 2 of an element set"),
        (lambda text: text + text.splitlines()[1] + "\n" + text, "expected line 2 of an element set"),
        (lambda text: text.splitlines()[2] + "\n" + text, "got '2 44444"),
    ],
)
def test_what_spoils_a_set_is_said_by_what_it_is_and_the_next_is_read(spoil, says):
    told = []
    assert read_elements(_summed(spoil(TLE)) + TLE, told.append)[-1] == read_elements(TLE)[0]
    assert bool(told) == bool(says)
    if says:
        with pytest.raises(Refused, match=says):
            read_elements(_summed(spoil(TLE)) + TLE)


def _summed(text: str) -> str:
    """The lines of elements without their checksums, which spoiling would break."""
    return "".join(line[:68] + "\n" for line in text.splitlines())


@pytest.mark.parametrize("text", ["A001", "A 001", "I0001", "O0001", "1_000", "١٢٣", "", "-1", "a0001"])
def test_a_number_that_is_neither_five_digits_nor_alpha_5_is_refused(text):
    with pytest.raises(ValueError, match=r"^$"):
        catalogue_number(text)


def test_alpha_5_and_padded_numbers_are_read():
    numbers = {"A0001": 100_001, "Z9999": 339_999, "   12": 12, "00012": 12}
    assert {text: catalogue_number(text) for text in numbers} == numbers


def test_a_catalogue_with_a_bad_row_serves_the_rest():
    good = edition(START)
    rows = write_csv([good, edition(START, norad=2)])
    spoilt = rows.replace("44444,", "none,", 1)
    told = []
    assert [one.norad for one in read_elements(spoilt, told.append)] == [2]
    assert [one.of for one in told] == ["OWN SAT"]
    header, first, second = rows.splitlines()
    told.clear()
    assert len(read_elements("\n".join([header, first + ",x", second]) + "\n", told.append)) == 1
    assert [one.of for one in told] == ["OWN SAT"]


def test_revisit_counts_one_satellite_of_two_sets():
    found = revisit([OLD, NEW], SITES, start=START, days=2.0, off_nadir_deg=60.0, orientation="none")
    alone = revisit([OLD], SITES, start=START, days=2.0, off_nadir_deg=60.0, orientation="none")
    assert np.abs(found.coverage.looks - alone.coverage.looks).max() <= 1
    assert found.coverage.covered_share(2) == 0.0


def test_a_calendar_keeps_its_entries_when_elements_are_renewed(tmp_path, capsys):
    (tmp_path / "s.csv").write_text("id,lat_deg,lon_deg,mask\nnorth,67.9,21.0,5\nsouth,-34.6,-58.4,5\n")
    names = []
    for k, one in enumerate((OLD, edition(START, anomaly_deg=0.1))):  # 6 s of drift
        write_csv([one], tmp_path / "gp.csv")
        words = ["passes", "--elements", str(tmp_path / "gp.csv"), "--stations", str(tmp_path / "s.csv")]
        words += ["--start", START.utc(), "--days", "7", "--orientation", "none", "--csv"]
        assert main([*words, "--ical", str(tmp_path / f"{k}.ics")]) == 0
        capsys.readouterr()
        text = (tmp_path / f"{k}.ics").read_text().replace("\r\n ", "")
        names.append([line for line in text.splitlines() if line.startswith("UID:")])
        assert "days old" in text
    assert len(set(names[0])) == len(names[0]) > 50
    assert len(set(names[0]) ^ set(names[1])) <= 4  # 2 of the passes rose on the edge of a slot, or grazed


def test_designed_satellites_of_one_number_and_one_epoch_are_told_apart_by_name():
    plane = [edition(START, name=f"DESIGN {k}", anomaly_deg=60.0 * k) for k in range(6)]
    found = ask(plane)
    alone = [row for one in plane for row in ask([one])]
    assert len(found.search.sky) == 6
    assert list(found) == alone
    assert found.search.sky.cautions == ()


@pytest.mark.parametrize("norad", [0, 99_999])
def test_objects_that_share_no_number_are_two_whatever_their_epochs(norad):
    two = [replace(OLD, norad=norad, object_name="A"), replace(NEW, norad=norad, object_name="B")]
    assert len(ask(two).search.sky) == 2


def test_one_name_number_and_epoch_for_two_orbits_is_refused():
    with pytest.raises(
        Refused, match=r"two element sets of OWN SAT \(44444\) at 2026-08-20T00:00:00Z describe"
    ):
        ask([OLD, edition(START, anomaly_deg=60.0)])


def test_one_orbit_worked_out_twice_is_one_satellite_and_the_later_counts():
    later = edition(START, anomaly_deg=0.3)
    found = ask([OLD, later])
    assert len(found.search.sky) == 1
    assert list(found) == list(ask([later]))


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("iss", "ISS (ZARYA)"),
        ("issa", "ISSAT"),
        ("space-station", "ISS (ZARYA)"),
        ("zarya", "ISS (ZARYA)"),
        ("tiangong", "CSS (TIANHE)"),
        ("gaofen", "GAOFEN-1"),
        ("ssc", "SSC-1"),
        ("gaofn-1", "GAOFEN-1"),
    ],
)
def test_a_satellite_that_is_not_there_by_that_name_is_hinted_at(word, hint):
    names = {
        "ISSAT": 90_002,
        "SSC-1": 90_001,
        "GAOFEN-1": 39_150,
        "ISS (ZARYA)": 25_544,
        "CSS (TIANHE)": 48_274,
    }
    sets = [edition(START, name=name, norad=norad) for name, norad in names.items()]
    with pytest.raises(Refused, match=f"did you mean '{re.escape(hint)}'"):
        ask(sets, satellites=[word])
