"""How the Earth is turned, until when that is known, and what is said beyond."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import Orientation, OrientationEnds
from serai.errors import Refused
from serai.time import Instant, Span, grid

ARCSEC = np.pi / 648_000


def finals(*rows: tuple[int, str, float, float, float]) -> bytes:
    """Lines of finals2000A from (MJD, flag, xp, yp, UT1 - UTC)."""
    lines = [
        f"000000 {mjd:8.2f} {flag} {xp:9.6f}{0:9.6f} {yp:9.6f}{0:9.6f}  {flag}{ut1:10.7f}".ljust(187)
        for mjd, flag, xp, yp, ut1 in rows
    ]
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def four_days(tmp_path):
    """UT1 - UTC steps up by the leap second at the end of 2016; UT1 itself goes on smoothly."""
    path = tmp_path / "finals2000A.all"
    path.write_bytes(
        finals(
            (57_752, "I", 0.1, 0.3, -0.406),
            (57_753, "I", 0.1, 0.3, -0.407),
            (57_754, "I", 0.2, 0.3, 0.592),
            (57_755, "P", 0.2, 0.3, 0.591),
        )
    )
    return Orientation.read(path)


def test_values_are_those_of_the_file_at_midnight_utc(four_days):
    midnight = np.array([Instant.from_utc("2017-01-01T00:00:00Z").tai_ns])
    assert four_days.ut1_minus_tai_s(midnight) + 37 == pytest.approx(0.592, abs=1e-12)
    xp, yp = four_days.polar_motion_rad(midnight)
    assert (xp / ARCSEC, yp / ARCSEC) == (pytest.approx(0.2), pytest.approx(0.3))


def test_ut1_runs_on_through_a_leap_second(four_days):
    minutes = grid(
        Span(Instant.from_utc("2016-12-31T23:00:00Z"), Instant.from_utc("2017-01-01T01:00:00Z")), 60.0
    )
    whole, fraction = four_days.ut1_days(minutes)
    steps_s = np.diff(whole + fraction) * 86_400
    assert steps_s == pytest.approx(60.0, abs=1e-4)  # a sum of days keeps 1e-5 s; a leap second would be 1


def test_predictions_are_told_apart(four_days):
    assert four_days.measured_until == Instant.from_utc("2017-01-01T00:00:00Z")
    assert four_days.is_predicted(four_days.measured_until.plus(1.0))
    assert not four_days.is_predicted(four_days.begins)
    assert four_days.measured().ends == four_days.measured_until


def test_asking_beyond_the_table_is_refused_in_a_sentence(four_days):
    after = np.array([four_days.ends.tai_ns + 86_400 * 10**9])
    with pytest.raises(
        OrientationEnds, match=r"ends on 2017-01-02, but 2017-01-03 was asked for; fetch a newer table"
    ):
        four_days.ut1_minus_tai_s(after)
    with pytest.raises(OrientationEnds, match="or pass --predicted"):
        four_days.measured().ut1_minus_tai_s(after)
    with pytest.raises(OrientationEnds, match="begins on 2016-12-30, but 2016-12-29 was asked for"):
        four_days.polar_motion_rad(np.array([four_days.begins.tai_ns - 10**9]))


def test_the_published_table_says_what_it_is_and_how_far_it_was_measured():
    table = Orientation.published()
    assert table.source.startswith("IERS finals2000A of astropy-iers-data")
    assert table.begins < table.measured_until < table.ends
    assert Orientation.published(predicted=False).ends == table.measured_until
    moments = np.array([table.begins.tai_ns, table.measured_until.tai_ns, table.ends.tai_ns])
    assert np.isfinite(table.ut1_minus_tai_s(moments)).all()


def test_ut1_stays_within_nine_tenths_of_a_second_of_utc():
    table = Orientation.published(predicted=False)
    assert table.measured_until is not None
    days = table.node_ns[table.node_ns >= Instant.from_utc("1973-02-01T00:00:00Z").tai_ns]
    apart = table.ut1_minus_tai_s(days) - Orientation.none().ut1_minus_tai_s(days)
    assert np.abs(apart).max() < 0.9  # what leap seconds are for (ITU-R TF.460-6)


def test_without_orientation_ut1_is_utc_and_the_pole_stands_still():
    none = Orientation.none()
    moments = np.array([Instant.from_utc("2026-08-22T00:00:00Z").tai_ns])
    assert none.ut1_minus_tai_s(moments).tolist() == [-37.0]
    assert [pole.tolist() for pole in none.polar_motion_rad(moments)] == [[0.0], [0.0]]
    assert none.measured_until is None
    with pytest.raises(Refused, match="holds no measured values"):
        none.measured()


def test_final_values_are_taken_where_they_have_been_issued(tmp_path):
    rows = finals((57_752, "I", 0.1, 0.3, -0.406), (57_753, "I", 0.1, 0.3, -0.407)).splitlines()
    rows[0] = rows[0][:134] + b"  0.110000  0.310000 -0.4100000" + rows[0][165:]
    path = tmp_path / "finals2000A.all"
    path.write_bytes(b"\n".join(rows) + b"\n")
    table = Orientation.read(path)
    assert table.ut1_minus_tai_s(table.node_ns) + 36 == pytest.approx([-0.41, -0.407])
    assert table.polar_motion_rad(table.node_ns)[0] / ARCSEC == pytest.approx([0.11, 0.1])


def test_the_table_of_celestrak_says_the_same(shared_data):
    theirs = Orientation.read(shared_data / "orbits" / "EOP_2018_on.csv")
    ours = Orientation.published()
    assert theirs.measured_until is not None
    days = theirs.node_ns[theirs.node_ns <= theirs.measured_until.tai_ns]
    # another combination of the same observations (the C04 series), and rapid values at its end
    assert theirs.ut1_minus_tai_s(days) == pytest.approx(ours.ut1_minus_tai_s(days), abs=6e-4)
    for mine, pole in zip(ours.polar_motion_rad(days), theirs.polar_motion_rad(days), strict=True):
        assert mine / ARCSEC == pytest.approx(pole / ARCSEC, abs=2e-3)


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a table\n")
    with pytest.raises(Refused, match=r"notes.txt is not a finals2000A file"):
        Orientation.read(path)
    path.write_bytes(finals((57_752, "I", 0, 0, 0), (57_754, "I", 0, 0, 0)))
    with pytest.raises(Refused, match="every day in a row"):
        Orientation.read(path)
    path.write_text("DATE,MJD,X\n2018-01-01,58119,0.05\n")
    with pytest.raises(Refused, match="is not Earth orientation in CSV: expected columns MJD, X, Y"):
        Orientation.read(path)
    with pytest.raises(Refused, match=r"cannot read .*nowhere"):
        Orientation.read(tmp_path / "nowhere")
