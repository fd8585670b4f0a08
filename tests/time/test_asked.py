"""A moment is read as it is typed, and what could mean two moments is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from serai.errors import Refused
from serai.time import Instant
from serai.time.asked import moment_asked, present, zone_named

KARACHI, BERLIN = ZoneInfo("Asia/Karachi"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-08-22", "2026-08-22T00:00:00Z"),
        ("2026-08-22T05:00+05:00", "2026-08-22T00:00:00Z"),
        ("2026-08-22 05:00:30 +0500", "2026-08-22T00:00:30Z"),
        ("2026-08-21T19:00-05", "2026-08-22T00:00:00Z"),
        ("2026-08-22T00:00Z", "2026-08-22T00:00:00Z"),
        ("2026-08-22t00:00z".upper(), "2026-08-22T00:00:00Z"),
        ("2026-08-22+05:30", "2026-08-21T18:30:00Z"),
        ("2026-08-22T00:00:00.250000+00:00", "2026-08-22T00:00:00.25Z"),
        ("2026-08-22T14:00+14:00", "2026-08-22T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),  # a leap second exists in UTC alone
    ],
)
def test_each_spelling_is_the_moment_that_it_names(typed, utc):
    assert moment_asked(typed) == Instant.from_utc(utc)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-08-22", "2026-08-21T19:00:00Z"),  # midnight on the wall in Karachi
        ("2026-08-22T05:00", "2026-08-22T00:00:00Z"),
        ("2026-08-22T05:00Z", "2026-08-22T05:00:00Z"),  # what is said counts, whatever the zone
        ("2026-08-22T05:00+01:00", "2026-08-22T04:00:00Z"),
    ],
)
def test_a_zone_reads_what_has_no_offset(typed, utc):
    assert moment_asked(typed, KARACHI) == Instant.from_utc(utc)


@pytest.mark.parametrize(
    ("typed", "zone", "says"),
    [
        ("2026-08-22T05:00", None, "by whose clock"),
        ("tomorrow", None, "expected 'now', a date"),
        ("2026-02-30", None, "no calendar"),
        ("2026-02-01T24:00+00:00", None, "no clock shows"),
        ("2026-02-01T05:00+14:01", None, "14 hours"),
        ("2026-02-01T05:00+05:60", None, "14 hours"),
        ("2026-03-29T02:30", BERLIN, "twice or never"),  # the hour that summer time leaves out
        ("2026-10-25T02:30", BERLIN, "twice or never"),  # the hour that comes twice
        ("2026-08-22Z", None, "UTC time"),
    ],
)
def test_what_names_no_single_moment_is_refused_in_a_sentence(typed, zone, says):
    with pytest.raises(Refused, match=says):
        moment_asked(typed, zone)


def test_now_is_the_present_minute():
    before = datetime.now(UTC)
    found = moment_asked(" Now ").datetime()
    assert found.second == found.microsecond == 0
    assert before - timedelta(minutes=1) < found <= datetime.now(UTC)
    assert present().tai_ns % 1_000_000_000 == 0


def test_a_zone_is_known_by_its_name_in_any_case():
    assert zone_named("asia/karachi").key == "Asia/Karachi"


@pytest.mark.parametrize(("typed", "meant"), [("Karachi", "Asia/Karachi"), ("Asia/Karachy", "Asia/Karachi")])
def test_a_zone_that_is_misspelled_is_refused_with_the_likely_one(typed, meant):
    with pytest.raises(Refused, match=meant):
        zone_named(typed)
