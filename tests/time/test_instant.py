"""One moment and its spellings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.errors import Refused
from serai.time import Instant

FROM_1972 = Instant.from_utc("1972-01-01T00:00:00Z").tai_ns
TO_2027 = Instant.from_utc("2027-06-01T00:00:00Z").tai_ns
moments = st.integers(FROM_1972, TO_2027).map(Instant)


@given(moments)
def test_every_nanosecond_has_one_utc_text_that_reads_back(moment):
    assert Instant.from_utc(moment.utc()) == moment


@given(moments)
def test_every_nanosecond_survives_its_week_and_second(moment):
    assert Instant.from_gpst(*moment.gpst()) == moment
    assert Instant.from_bdt(*moment.bdt()) == moment
    assert Instant.from_gst(*moment.gst()) == moment


@given(moments.filter(lambda moment: moment.tai_ns > Instant.from_utc("1996-01-02T00:00:00Z").tai_ns))
def test_glonass_time_reads_back_except_in_the_second_that_it_counts_twice(moment):
    four_year, day, second = moment.glonass()
    if second < 10_800.0 or second >= 10_801.0:
        assert Instant.from_glonass(four_year, day, second) == moment


@given(moments, st.floats(-1e6, 1e6))
def test_going_on_and_back_again_ends_within_a_nanosecond(moment, seconds):
    assert abs(moment.plus(seconds).seconds_since(moment) - seconds) <= 1e-9


def test_galileo_weeks_are_gps_weeks_less_1024():
    moment = Instant.from_utc("2026-08-22T06:00:00Z")
    week, second = moment.gst()
    assert moment.gpst() == (week + 1024, second)


def test_the_systems_began_when_their_documents_say():
    assert Instant.from_gpst(0, 0.0).utc() == "1980-01-06T00:00:00Z"
    assert Instant.from_bdt(0, 0.0).utc() == "2006-01-01T00:00:00Z"
    assert (
        Instant.from_gst(0, 0.0).utc() == "1999-08-21T23:59:47Z"
    )  # 13 s before midnight: Galileo OS SIS ICD
    assert Instant.from_glonass(1, 1, 10_800.0).utc() == "1996-01-01T00:00:00Z"


def test_a_leap_second_is_a_second_of_its_own():
    before, leap, after = (
        Instant.from_utc(text)
        for text in ("2016-12-31T23:59:59Z", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")
    )
    assert leap.seconds_since(before) == after.seconds_since(leap) == 1.0
    assert leap.plus(0.25).utc() == "2016-12-31T23:59:60.250Z"
    assert leap.plus(0.75).utc(decimals=0) == "2017-01-01T00:00:00Z"
    with pytest.raises(Refused, match="is a leap second, which a datetime cannot hold"):
        leap.datetime()


def test_a_text_shows_no_more_decimals_than_it_needs():
    moment = Instant.from_utc("2026-08-22T00:00:59Z")
    shown = [moment.plus(seconds).utc() for seconds in (0.0, 0.5, 0.25e-3, 125e-9)]
    assert shown == [
        "2026-08-22T00:00:59Z",
        "2026-08-22T00:00:59.500Z",
        "2026-08-22T00:00:59.000250Z",
        "2026-08-22T00:00:59.000000125Z",
    ]
    assert moment.plus(0.96).utc(decimals=1) == "2026-08-22T00:01:00.0Z"


def test_datetimes_of_any_zone_name_the_same_moment():
    in_pakistan = datetime(2026, 8, 22, 5, 0, tzinfo=timezone(timedelta(hours=5)))
    moment = Instant.from_datetime(in_pakistan)
    assert moment.utc() == "2026-08-22T00:00:00Z"
    assert moment.datetime() == in_pakistan
    assert moment.plus(1.5e-6).datetime() == datetime(2026, 8, 22, 0, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-08-22T00:00:00", "ISO 8601, ending in Z"),
        ("2026-08-22T00:00:00+05:00", "ISO 8601, ending in Z"),
        ("22.8.2026", "ISO 8601, ending in Z"),
        ("2026-02-30T00:00:00Z", "names a day that no calendar has"),
        ("2026-08-22T24:00:00Z", "names a time of day that no clock shows"),
        ("2026-08-22T12:00:60Z", "names a time of day that no clock shows"),
        ("2026-06-30T23:59:60Z", "none was inserted at the end of 2026-06-30"),
    ],
)
def test_a_time_that_is_none_is_refused_in_a_sentence(text, says):
    with pytest.raises(Refused, match=says):
        Instant.from_utc(text)


def test_a_datetime_without_a_zone_is_refused():
    with pytest.raises(Refused, match="has no time zone"):
        Instant.from_datetime(datetime(2026, 8, 22))  # noqa: DTZ001 (what is refused)
