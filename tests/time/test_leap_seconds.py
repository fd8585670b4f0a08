"""Where UTC is known, and where it is refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from serai.errors import Refused
from serai.time import BeforeLeapSeconds, Instant, LeapSeconds, leap_seconds, utc_offset_s, utc_texts


def test_tai_has_been_37_seconds_ahead_since_2017():
    moments = [Instant.from_utc(text).tai_ns for text in ("1972-01-01T00:00:00Z", "2016-12-31T23:59:60Z")]
    assert utc_offset_s(np.array(moments)).tolist() == [10, 36]
    assert int(utc_offset_s(moments[1] + 10**9)) == 37


def test_a_day_with_a_leap_second_is_longer():
    leap = LeapSeconds.published()
    assert [leap.seconds_of_day(mjd) for mjd in (57_752, 57_753, 57_754)] == [86_400, 86_401, 86_400]


def test_utc_goes_on_after_the_tables_expiry_with_the_last_offset_and_a_caution():
    table = LeapSeconds.published()
    last = Instant.from_utc(f"{table.expires}T23:59:59.999999999Z")
    assert table.caution(last.tai_ns) is None
    beyond = Instant(last.tai_ns + 1)
    said = str(table.caution(beyond.tai_ns))
    assert said.startswith(
        f"leap seconds are known until {table.expires}; beyond it UTC goes on 37 s behind TAI"
    )
    assert said.endswith("serai fetch leap-seconds")
    far = Instant.from_utc("2100-01-01T00:00:00Z")
    assert far.utc() == "2100-01-01T00:00:00Z" == utc_texts(np.array([far.tai_ns]))[0]
    assert int(utc_offset_s(far.tai_ns)) == table.steps[-1][1] == table.offset_on(88_069)
    with pytest.raises(Refused, match="none was inserted"):
        Instant.from_utc("2099-12-31T23:59:60Z")


def test_a_list_by_ntp_seconds_is_the_same_table(shared_data):
    theirs = LeapSeconds.read(shared_data / "orbits" / "leap-seconds.list")
    ours = LeapSeconds.published()
    assert theirs.steps == ours.steps
    assert theirs.expires == date(2020, 12, 28)


@pytest.fixture(autouse=True)
def no_table_of_another_test():
    """No table kept from before, nor after."""
    leap_seconds._published.cache_clear()
    yield
    leap_seconds._published.cache_clear()


def test_the_table_that_is_named_counts_and_else_the_one_that_lasts_longest(tmp_path, monkeypatch):
    rows = "".join(f" {mjd}.0 1 1 2000 {offset}\n" for mjd, offset in LeapSeconds.published().steps)
    own = tmp_path / "own" / "Leap_Second.dat"
    own.parent.mkdir()
    monkeypatch.setenv("SERAI_EARTH", str(own.parent))
    for year, mine in ((2020, False), (2050, True)):
        own.write_text(f"#  File expires on 28 June {year}\n{rows}")
        leap_seconds._published.cache_clear()
        assert (LeapSeconds.published().source == str(own)) is mine
    named = tmp_path / "named.dat"
    named.write_text(f"#  File expires on 28 June 2020\n{rows} 62502.0 1 1 2030 38\n")
    monkeypatch.setenv("SERAI_LEAP_SECONDS", str(named))
    assert LeapSeconds.published().source == "named.dat"
    assert Instant.from_utc("2029-12-31T23:59:60Z").plus(1.0).utc() == "2030-01-01T00:00:00Z"


def test_utc_before_whole_leap_seconds_is_refused():
    with pytest.raises(BeforeLeapSeconds, match="from 1972-01-01"):
        Instant.from_utc("1971-12-31T23:59:59Z")
    with pytest.raises(BeforeLeapSeconds):
        Instant(Instant.from_utc("1972-01-01T00:00:00Z").tai_ns - 1).utc()


def test_a_table_of_ones_own_is_read(tmp_path):
    path = tmp_path / "Leap_Second.dat"
    path.write_text(
        "#  File expires on 28 June 2030\n 41317.0    1  1 1972       10\n 41499.0  1  7 1972  11\n"
    )
    table = LeapSeconds.read(path)
    assert (table.steps, table.expires) == (((41_317, 10), (41_499, 11)), date(2030, 6, 28))
    assert int(table.offset_s(Instant.from_utc("2026-01-01T00:00:00Z").tai_ns)) == 11


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" 41317.0 1 1 1972 10\n", "does not say when it expires"),
        (
            "# File expires on 28 June 2030\n 41317.0 1 1 1972\n",
            "line 2: expected 'MJD day month year TAI-UTC'",
        ),
        ("# File expires on 28 June 2030\n", "in order of date"),
    ],
)
def test_a_broken_table_is_refused(text, says):
    with pytest.raises(Refused, match=says):
        LeapSeconds.parse(text, source="mine.dat")
