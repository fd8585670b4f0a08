"""Where UTC is known, and where it is refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from serai.errors import Refused
from serai.time import BeforeLeapSeconds, Instant, LeapSeconds, LeapSecondsExpired, utc_offset_s


def test_tai_has_been_37_seconds_ahead_since_2017():
    moments = [Instant.from_utc(text).tai_ns for text in ("1972-01-01T00:00:00Z", "2016-12-31T23:59:60Z")]
    assert utc_offset_s(np.array(moments)).tolist() == [10, 36]
    assert int(utc_offset_s(moments[1] + 10**9)) == 37


def test_a_day_with_a_leap_second_is_longer():
    leap = LeapSeconds.published()
    assert [leap.seconds_of_day(mjd) for mjd in (57_752, 57_753, 57_754)] == [86_400, 86_401, 86_400]


def test_utc_after_the_tables_expiry_is_refused_in_a_sentence():
    table = LeapSeconds.published()
    last_day = Instant.from_utc(f"{table.expires}T23:59:59Z")
    with pytest.raises(
        LeapSecondsExpired, match=f"known until {table.expires}, but UTC was asked for"
    ) as told:
        last_day.plus(1.0).utc()
    assert told.value.expires == table.expires
    with pytest.raises(LeapSecondsExpired):
        Instant.from_utc("2100-01-01T00:00:00Z")


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
