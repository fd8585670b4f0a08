"""Calendars: escaped, folded and whole, as RFC 5545 wants them."""

from __future__ import annotations

from serai.formats.ical import CalendarEvent, calendar
from serai.time import Instant

T0 = Instant.from_utc("2026-08-22T00:00:00.750Z")
EVENT = CalendarEvent(
    uid="1@serai",
    start=T0,
    end=T0.plus(seconds=600.0),
    summary="Gaofen-3 02; over Kashi, 74 deg",
    description="喀什 " * 40,
    lat_deg=39.5,
    lon_deg=75.93,
)


def lines() -> list[str]:
    text = calendar([EVENT], name="Passes", made_by="serai", as_of=T0)
    assert text.endswith("END:VCALENDAR\r\n")
    return text.split("\r\n")[:-1]


def test_no_line_is_longer_than_75_octets_and_folding_loses_nothing():
    assert max(len(line.encode()) for line in lines()) <= 75
    unfolded = "\r\n".join(lines()).replace("\r\n ", "")
    assert "DESCRIPTION:" + "喀什 " * 40 in unfolded


def test_commas_and_semicolons_are_text():
    assert "SUMMARY:Gaofen-3 02\\; over Kashi\\, 74 deg" in lines()


def test_a_pass_begins_no_later_and_ends_no_earlier_than_it_does():
    assert "DTSTART:20260822T000000Z" in lines()
    assert "DTEND:20260822T001001Z" in lines()
    assert "DTSTAMP:20260822T000000Z" in lines()
    assert "GEO:39.500000;75.930000" in lines()
