"""Of two messages of one satellite and toe the wrong one is outvoted by the satellite's other messages."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.made_up import esbc_text, messages

from serai.formats.rinex.navigation import read_navigation
from serai.gnss.output.told import position_text
from serai.gnss.positioning import OUTVOTED, Job
from serai.gnss.satellites.twins import without_wrong_twins


def twinned(text, wrong, whose, *, before=False, only=None, copies=1):
    """The file with a spoilt message beside each of some satellites' (or of those that ``only`` takes)."""
    start = text.index("\n", text.index("END OF HEADER")) + 1
    out = []
    for record in messages(text):
        name = record[0][:3]
        if only is not None and not only(record):
            out += [] if name in whose else record
            continue
        spoilt = wrong(list(record)) * copies if name in whose else []
        out += [*spoilt, *record] if before else [*record, *spoilt]
    return text[:start] + "\n".join(out) + "\n"


def axis(record):
    record[2] = record[2][:61] + " 5.150000000000e+03" + record[2][80:]
    return record


def clock(record):
    hour = int(record[0][15:17])  # another fault in each: twins that agree among themselves are no fault told
    record[0] = record[0][:23] + f" 1.{hour:02d}0000000000e-03" + record[0][42:]
    return record


def place(record):
    record[1] = record[1][:4] + " 1.234567890000e+04" + record[1][23:]
    return record


@pytest.fixture(scope="module")
def day(shared_data):
    return esbc_text(shared_data)


@pytest.mark.parametrize(
    ("wrong", "whose"), [(axis, ("G05", "G07")), (clock, ("G05",)), (axis, ("E01",)), (place, ("R01",))]
)
@pytest.mark.parametrize("before", [True, False], ids=["wrong one first", "wrong one last"])
def test_the_wrong_twin_goes_and_the_right_one_stays(day, wrong, whose, before):
    right = read_navigation(day[1].encode())
    spoilt = read_navigation(twinned(day[1], wrong, whose, before=before).encode())
    found, gone = without_wrong_twins(spoilt)
    count = sum(len(t) for t in spoilt.tables.values()) - sum(len(t) for t in right.tables.values())
    assert gone == count > 0
    for key, table in right.tables.items():
        assert len(found.tables[key]) == len(table)
        name = "sqrt_a" if "sqrt_a" in table else "tau_n_s"
        if name in table:
            assert np.array_equal(np.sort(found.tables[key][name]), np.sort(table[name]), equal_nan=True)


def test_a_file_without_faults_loses_nothing(day):
    whole = read_navigation(day[1].encode())
    assert without_wrong_twins(whole) == (whole, 0)
    twice = read_navigation(twinned(day[1], lambda record: record, ("G05", "E01", "R01")).encode())
    assert without_wrong_twins(twice)[1] == 0


def test_with_no_other_message_copies_are_counted_and_a_tie_stays_a_tie(day):
    def single(record):
        return record[0][:3] == "G05" and record[0][4:23] == "2020 06 25 02 00 00"

    def table(copies):
        return read_navigation(twinned(day[1], axis, ("G05",), only=single, copies=copies).encode())

    tie, lost = table(1), table(2)
    assert np.count_nonzero(tie.tables["G", "LNAV"].prn == 5) == 2
    assert without_wrong_twins(tie)[1] == 0
    found, gone = without_wrong_twins(lost)
    assert gone == 1
    assert set(found.tables["G", "LNAV"]["sqrt_a"][found.tables["G", "LNAV"].prn == 5]) == {5150.0}


def test_positions_with_wrong_twins_are_those_without_and_the_answer_counts_them(day, tmp_path):
    (tmp_path / "a.obs").write_text(str(day[0].some(slice(0, 10))))
    tracks = []
    for text in (day[1], twinned(day[1], axis, ("G05", "G07"))):
        (tmp_path / "a.nav").write_text(text)
        job = Job(observations=tmp_path / "a.obs", navigation=[tmp_path / "a.nav"], systems="G")
        tracks.append(job.track())
    assert np.array_equal(tracks[0].position_m, tracks[1].position_m)
    assert OUTVOTED not in tracks[0].passed_over
    assert tracks[1].passed_over[OUTVOTED] == 18
    assert f"passed over 18 {OUTVOTED}" in position_text("a.obs", tracks[1], None)
