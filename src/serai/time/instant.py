"""One moment on the one time line that every part of a corridor shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from serai.errors import Refused
from serai.time.leap_seconds import DAY_S, MJD_2000, LeapSeconds, S, date_mjd, mjd_date

WEEK_S = 604_800
GPST_BEHIND_TAI_S = 19  # IS-GPS-200N 3.3.4: GPS time equalled UTC on 1980-01-06, when TAI - UTC was 19 s
BDT_BEHIND_TAI_S = 33  # BDS-SIS-ICD-B1C-1.0 3.3: BDT equalled UTC on 2006-01-01, when TAI - UTC was 33 s
GST_BEHIND_TAI_S = 19  # Galileo OS SIS ICD 2.1, 5.1.2: GST began 13 s before 1999-08-22T00:00:00 UTC
MOSCOW_AHEAD_S = (
    3 * 3600
)  # GLONASS ICD L1,L2 5.1 (2008) 3.3.3: system time = UTC(SU) + 3 h, leap seconds kept
_GPST_ZERO_S = (date_mjd(date(1980, 1, 6)) - MJD_2000) * DAY_S + GPST_BEHIND_TAI_S
_BDT_ZERO_S = (date_mjd(date(2006, 1, 1)) - MJD_2000) * DAY_S + BDT_BEHIND_TAI_S
_GST_ZERO_S = (date_mjd(date(1999, 8, 22)) - MJD_2000) * DAY_S + GST_BEHIND_TAI_S
_GLONASS_ZERO_MJD = date_mjd(
    date(1996, 1, 1)
)  # GLONASS ICD L1,L2 5.1, 4.4: four-year interval 1 began in 1996
_FOUR_YEARS_D = 1461
_UTC = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z")


@dataclass(frozen=True, order=True, slots=True)
class Instant:
    """A moment, counted in whole nanoseconds of TAI since 2000-01-01T00:00:00 TAI.

    An instant has no time scale; only its spellings do.  Two instants can therefore always be compared,
    subtracted, sorted and used as a key, and a BeiDou week number can never meet a UTC text in one
    expression.

    >>> a = Instant.from_utc("2026-03-01T00:00:00Z")
    >>> b = Instant.from_bdt(week=1052, second_of_week=4.0)
    >>> a == b, a.plus(seconds=90) > b
    (True, True)
    """

    tai_ns: int

    @classmethod
    def from_utc(cls, text: str) -> Instant:
        """Read ISO 8601 UTC: '2026-08-22T00:00:59.5Z'; ':60' is read where a leap second really was."""
        parts = _UTC.fullmatch(text.strip())
        if parts is None:
            raise Refused("time.utc_unreadable", text=text)
        try:
            mjd = date_mjd(date(int(parts[1]), int(parts[2]), int(parts[3])))
        except ValueError:
            raise Refused("time.no_such_day", text=text) from None
        hour, minute, second = int(parts[4]), int(parts[5]), int(parts[6] or 0)
        leap = LeapSeconds.published()
        of_day = hour * 3600 + minute * 60 + second
        if hour > 23 or minute > 59 or (second > 59 and of_day != DAY_S):
            raise Refused("time.no_such_time_of_day", text=text)
        if of_day >= leap.seconds_of_day(mjd):
            raise Refused("time.no_leap_second", text=text, day=str(mjd_date(mjd)))
        whole = (mjd - MJD_2000) * DAY_S + of_day + leap.offset_on(mjd)
        return cls(whole * S + int((parts[7] or "").ljust(9, "0")))

    @classmethod
    def from_gpst(cls, week: int, second_of_week: float) -> Instant:
        """Read GPS time: whole weeks (not rolled over) and seconds since 1980-01-06 00:00:00 UTC."""
        return cls._from_weeks(_GPST_ZERO_S, week, second_of_week)

    @classmethod
    def from_bdt(cls, week: int, second_of_week: float) -> Instant:
        """Read BeiDou time: weeks and seconds since 2006-01-01 00:00:00 UTC; always 33 s behind TAI."""
        return cls._from_weeks(_BDT_ZERO_S, week, second_of_week)

    @classmethod
    def from_gst(cls, week: int, second_of_week: float) -> Instant:
        """Read Galileo system time: weeks since 1999-08-22 00:00:00 GST (GPS week 1024), seconds of week."""
        return cls._from_weeks(_GST_ZERO_S, week, second_of_week)

    @classmethod
    def from_glonass(cls, four_year: int, day: int, second_of_day: float) -> Instant:
        """Read GLONASS time (UTC(SU) + 3 h): interval of four years from 1996 (1 ...), day in it, seconds.

        In the second after 03:00:00 Moscow time that follows a leap second the spelling repeats; it is read
        as the later of the two.
        """
        if four_year < 1 or not 1 <= day <= _FOUR_YEARS_D:
            raise Refused("time.glonass_day", most=_FOUR_YEARS_D, four_year=four_year, day=day)
        moscow_ns = (_GLONASS_ZERO_MJD + (four_year - 1) * _FOUR_YEARS_D + day - 1 - MJD_2000) * DAY_S * S
        utc_ns = moscow_ns + round(second_of_day * 1e9) - MOSCOW_AHEAD_S * S
        return cls(utc_ns + LeapSeconds.published().offset_on(utc_ns // (DAY_S * S) + MJD_2000) * S)

    @classmethod
    def from_datetime(cls, when: datetime) -> Instant:
        """Read an aware ``datetime``; one without a time zone is refused."""
        if when.tzinfo is None:
            raise Refused("time.no_time_zone", when=when.isoformat())
        return cls.from_utc(
            when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        )

    @classmethod
    def _from_weeks(cls, zero_s: int, week: int, second_of_week: float) -> Instant:
        return cls((zero_s + int(week) * WEEK_S) * S + round(second_of_week * 1e9))

    def utc(self, decimals: int | None = None) -> str:
        """Spell it in UTC; without ``decimals`` exactly (0, 3, 6 or 9 of them), else rounded to that many."""
        return _spelled(self.tai_ns, decimals, LeapSeconds.published())

    def gpst(self) -> tuple[int, float]:
        """GPS week (not rolled over) and second of week."""
        return self._weeks(_GPST_ZERO_S)

    def bdt(self) -> tuple[int, float]:
        """BeiDou week and second of week."""
        return self._weeks(_BDT_ZERO_S)

    def gst(self) -> tuple[int, float]:
        """Galileo week and second of week."""
        return self._weeks(_GST_ZERO_S)

    def glonass(self) -> tuple[int, int, float]:
        """GLONASS four-year interval, day in it and second of the (Moscow) day."""
        mjd, of_day_ns = _utc_day(self.tai_ns, LeapSeconds.published())
        moscow_ns = (mjd - _GLONASS_ZERO_MJD) * DAY_S * S + of_day_ns + MOSCOW_AHEAD_S * S
        days, ns = divmod(moscow_ns, DAY_S * S)
        intervals, day = divmod(days, _FOUR_YEARS_D)
        return intervals + 1, day + 1, ns / 1e9

    def datetime(self) -> datetime:
        """An aware UTC ``datetime``, to the microsecond; a leap second, which it cannot hold, is refused."""
        mjd, of_day_ns = _utc_day(self.tai_ns, LeapSeconds.published())
        if of_day_ns >= DAY_S * S:
            raise Refused("time.leap_second_in_datetime", at=self.utc())
        midnight = datetime.combine(mjd_date(mjd), datetime.min.time(), tzinfo=UTC)
        return midnight + timedelta(microseconds=of_day_ns // 1000)

    def plus(self, seconds: float) -> Instant:
        """The moment so many seconds later (earlier when negative), to the nanosecond."""
        return Instant(self.tai_ns + round(seconds * 1e9))

    def seconds_since(self, earlier: Instant) -> float:
        """Elapsed (SI) seconds since ``earlier``; leap seconds count."""
        return (self.tai_ns - earlier.tai_ns) / 1e9

    def _weeks(self, zero_s: int) -> tuple[int, float]:
        week, ns = divmod(self.tai_ns - zero_s * S, WEEK_S * S)
        return week, ns / 1e9

    def __str__(self) -> str:
        return self.utc()


@lru_cache(maxsize=1 << 14)  # the same moments are spelled again and again: rises, looks, bookings
def _spelled(tai_ns: int, decimals: int | None, table: LeapSeconds) -> str:
    """A moment in UTC by a table, with so many decimals or as many as it has."""
    if decimals is not None:
        unit = 10 ** (9 - decimals)
        tai_ns = (tai_ns + unit // 2) // unit * unit
    mjd, of_day_ns = _utc_day(tai_ns, table)
    of_day, ns = divmod(of_day_ns, S)
    minutes = min(of_day // 60, 1439)  # 23:59:60 belongs to the last minute
    shown = decimals if decimals is not None else next(d for d in (0, 3, 6, 9) if ns % 10 ** (9 - d) == 0)
    fraction = f".{ns:09d}"[: shown + 1] if shown else ""
    return f"{mjd_date(mjd)}T{minutes // 60:02d}:{minutes % 60:02d}:{of_day - minutes * 60:02d}{fraction}Z"


def _utc_day(tai_ns: int, table: LeapSeconds) -> tuple[int, int]:
    """The UTC day (MJD) and the nanoseconds since its midnight (past 86,400 s in a leap second)."""
    offset = table.offset_at(tai_ns)
    days, ns = divmod(tai_ns - offset * S, DAY_S * S)
    mjd = days + MJD_2000
    # the offset of the ending day still holds inside its leap second, so that second lands on the next day
    if table.offset_on(mjd) != offset:
        return mjd - 1, ns + DAY_S * S
    return mjd, ns
