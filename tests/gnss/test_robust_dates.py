"""The same sky at other dates: week rollovers, a leap second, midnight. Only the calendar may differ."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.made_up import EPOCH, esbc_text, moved_navigation, moved_observations

from serai.formats.rinex.navigation import read_navigation
from serai.gnss.positioning import Job
from serai.time import LeapSeconds, utc_texts

NOON = np.datetime64("2020-06-25T12:00:00", "s")  # GPS time, taken to the moment of interest
AROUND = slice(1420, 1461, 4)  # 20 minutes on both sides
BEYOND = "2038-11-21T00:00:00"  # GPS week 3072: the third rollover
# Ranges free of the ionosphere differ by the season of the standard atmosphere alone; with GLONASS by the
# Moon and Sun of its message too, which move with it.
ALIKE_M = 0.3
MJD_2000 = 51_544


@pytest.fixture(scope="module")
def day(shared_data):
    return esbc_text(shared_data)


def track(tmp_path, obs, nav, systems="GEC"):
    (tmp_path / "a.obs").write_text(str(obs), encoding="ascii")
    (tmp_path / "a.nav").write_text(nav, encoding="ascii")
    job = Job(observations=tmp_path / "a.obs", navigation=[tmp_path / "a.nav"], systems=systems, dual=True)
    return job.track()


def seconds(to):
    return int((np.datetime64(to, "s") - NOON) / np.timedelta64(1, "s"))


@pytest.mark.parametrize(
    "midnight",
    [
        "2019-04-07T00:00:00",  # GPS week 2048: the second rollover of ten bits
        "2020-12-27T00:00:00",  # an ordinary change of week, Galileo's 1113, BeiDou's 782
        "2021-01-01T00:00:00",  # a change of year
        "2024-02-29T00:00:00",  # a leap day
        BEYOND,
    ],
)
def test_a_change_of_week_or_year_changes_nothing(day, tmp_path, midnight):
    obs, nav = day[0].some(AROUND), day[1]
    there = track(tmp_path, obs, nav)
    by_s = seconds(midnight)
    # beyond the table of leap seconds GLONASS, which counts UTC, would be refused
    here = track(tmp_path, moved_observations(obs, by_s), moved_navigation(nav, by_s, systems="GEC"))
    assert here.solved.all()
    assert (here.tai_ns - there.tai_ns == by_s * 10**9).all()
    assert np.abs(here.position_m - there.position_m).max() < ALIKE_M


def test_glonass_beyond_the_table_of_leap_seconds_goes_by_the_last_offset(day):
    there, by_s = read_navigation(day[1].encode()), seconds(BEYOND)
    here = read_navigation(moved_navigation(day[1], by_s).encode())
    ((table, moved),) = ((there.tables[k], here.tables[k]) for k in there.tables if k[0] == "R")
    assert len(table) == len(moved) > 0


def test_weeks_as_broadcast_in_ten_bits_or_in_galileos_own_count_are_the_same_weeks(day):
    nav = day[1]
    short = nav.replace(" 2.111000000000e+03", " 6.300000000000e+01")  # 2111 modulo 2048
    assert short != nav
    own = short.replace(" 6.300000000000e+01", " 1.087000000000e+03")  # 2111 - 1024
    for text in (short, own):
        for key, table in read_navigation(text.encode()).tables.items():
            assert (table.toe_tai_ns == read_navigation(nav.encode()).tables[key].toe_tai_ns).all()


def test_a_leap_second_passes_with_glonass_in_the_sky(day, tmp_path):
    """2016-12-31T23:59:60 UTC: GLONASS messages count UTC, the observations count GPS time."""
    obs, nav = day[0].some(AROUND), day[1]
    by_s = seconds("2017-01-01T00:00:18")  # GPS time of the UTC midnight
    leap = LeapSeconds.published()

    def utc(seconds_2000):  # UTC without a name for second 60: no message of a quarter of an hour falls there
        tai = seconds_2000 + 37 + by_s
        for offset in (37, 36):
            day_of = (tai - offset) // 86_400
            if leap.offset_on(day_of + MJD_2000) == offset:
                return tai - offset
        raise AssertionError(seconds_2000)

    there = track(tmp_path, obs, nav, "GR")
    here = track(
        tmp_path, moved_observations(obs, by_s), moved_navigation(nav, by_s, utc_by_s=utc), systems="GR"
    )
    told = utc_texts(here.tai_ns, decimals=0)
    assert told[0] == "2016-12-31T23:50:01Z"  # 17 s behind GPS time before, 18 s after
    assert told[-1] == "2017-01-01T00:10:00Z"
    assert np.abs(here.position_m - there.position_m).max() < ALIKE_M
    alone = track(tmp_path, moved_observations(obs, by_s), moved_navigation(nav, by_s, utc_by_s=utc), "R")
    assert alone.solved.all()


def test_two_files_meet_at_midnight(day, tmp_path):
    by_s = seconds("2019-04-07T00:00:00")
    obs = moved_observations(day[0].some(AROUND), by_s)
    nav = moved_navigation(day[1], by_s)
    (tmp_path / "a.nav").write_text(nav, encoding="ascii")
    middle = len(obs.epochs) // 2
    assert obs.epochs[middle].startswith("> 2019 04 07 00 00 00")
    for name, which in (("sat.obs", slice(0, middle)), ("sun.obs", slice(middle, None))):
        (tmp_path / name).write_text(str(obs.some(which)), encoding="ascii")
    both = Job(
        observations=tmp_path / "sat.obs", further=[tmp_path / "sun.obs"], navigation=[tmp_path / "a.nav"]
    ).track()
    assert len(both) == len(obs.epochs)
    assert both.solved.all()
    first = EPOCH + np.timedelta64(int(both.tai_ns[middle]) - 19 * 10**9, "ns")
    assert first == np.datetime64("2019-04-07T00:00:00", "ns")
