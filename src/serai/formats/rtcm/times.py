"""Times that RTCM gives within a week or a day, made absolute by a moment they are near to."""

from __future__ import annotations

from serai.time.instant import MOSCOW_AHEAD_S, Instant

WEEK_S, DAY_S = 604_800, 86_400


def near_week(second: float, near: Instant, system: str) -> int:
    """TAI ns of a second of the week of GPS time (BDT for 'C'), in the week that brings it nearest."""
    read, own = (Instant.from_bdt, near.bdt()) if system == "C" else (Instant.from_gpst, near.gpst())
    week, of_week = own
    return read(week + round((of_week - second) / WEEK_S), second).tai_ns


def near_moscow_day(second: float, near: Instant) -> int:
    """TAI ns of a second of GLONASS's day (UTC + 3 h), in the day that brings it nearest."""
    interval, day, of_day = near.glonass()
    start = Instant.from_glonass(interval, day, 0.0)
    return start.plus(second + DAY_S * round((of_day - second) / DAY_S)).tai_ns


def near_moscow_week(day: int, second: float, near: Instant) -> int:
    """TAI ns of a GLONASS day of week (0 Sunday, 7 unknown) and second of the day (DF416, DF034)."""
    if day > 6:
        return near_moscow_day(second, near)
    utc_second = day * DAY_S + second - MOSCOW_AHEAD_S
    week, of_week = near.plus(-_leap_s(near)).gpst()
    return (
        Instant.from_gpst(week + round((of_week - utc_second) / WEEK_S), utc_second)
        .plus(_leap_s(near))
        .tai_ns
    )


def _leap_s(near: Instant) -> float:
    """How far GPS time is ahead of UTC."""
    moscow = near.glonass()[2]
    gps = near.gpst()[1] % DAY_S
    return round((gps + MOSCOW_AHEAD_S - moscow) % DAY_S)
