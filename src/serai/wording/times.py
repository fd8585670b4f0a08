"""Moments as an operator reads them, from their UTC spelling in ISO 8601 ("2026-08-22T04:17:09Z")."""

from __future__ import annotations

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(utc: str) -> str:
    """The date of a moment.

    >>> day("2026-08-22T04:17:09Z")
    '22 Aug 2026'
    """
    return f"{int(utc[8:10])} {MONTHS[int(utc[5:7]) - 1]} {utc[:4]}"


def clock(utc: str) -> str:
    """The time of day of a moment.

    >>> clock("2026-08-22T04:17:09Z")
    '04:17:09'
    """
    return utc[11:19]


def minute(utc: str) -> str:
    """A moment to the minute.

    >>> minute("2026-08-22T04:17:09Z")
    '22 Aug 2026 04:17'
    """
    return f"{day(utc)} {clock(utc)[:5]}"


def days(length: float) -> str:
    """A number of days in words.

    >>> days(1.0), days(2.5)
    ('1 day', '2.5 days')
    """
    return "1 day" if length == 1.0 else f"{length:g} days"
