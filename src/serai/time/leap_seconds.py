"""How far UTC is behind TAI, and until when that is known.

The table is the IERS file ``Leap_Second.dat`` or ``leap-seconds.list`` (IERS Bulletin C).  It expires: after
its date nobody has announced yet whether a second is added.  UTC goes on there with the last offset, and
every answer that reaches so far says so (``caution``).
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import text
from serai.time.own import LEAP_FILE, LEAP_SECONDS, own_folder
from serai.wording import Reason, reason

S = 1_000_000_000  # nanoseconds in a second
DAY_S = 86_400
MJD_2000 = 51_544  # Modified Julian Date of 2000-01-01
_MJD_ZERO = date(1858, 11, 17)
_EXPIRES = re.compile(r"expires on\s+(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})")
_NTP_EXPIRES = re.compile(r"^#@\s*(\d+)", re.MULTILINE)
_NTP_MJD = 15_020  # of 1900-01-01, from which NTP counts its seconds (RFC 5905)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class BeforeLeapSeconds(Refused):
    """UTC was asked for a moment before whole leap seconds began."""

    def __init__(self, asked: date, begins: date) -> None:
        self.asked, self.begins = asked, begins
        super().__init__("time.before_leap_seconds", asked=str(asked), begins=str(begins))


@dataclass(frozen=True, slots=True)
class LeapSeconds:
    """The steps of TAI - UTC: ``steps`` holds (Modified Julian Date of the UTC midnight, TAI - UTC in s)."""

    steps: tuple[tuple[int, int], ...]
    expires: date
    source: str

    def __post_init__(self) -> None:
        days = [mjd for mjd, _ in self.steps]
        if not days or days != sorted(set(days)):
            raise Refused("time.leap_seconds_disordered", source=self.source)

    @classmethod
    def published(cls) -> LeapSeconds:
        """The table in force: SERAI_LEAP_SECONDS, else the user's own or the installed, whichever is longer.

        Read once per process. The user's own is what ``serai fetch leap-seconds`` wrote, the installed one
        the IERS table of the ``astropy-iers-data`` package.
        """
        return _published(os.environ.get(LEAP_FILE, ""))

    @classmethod
    def read(cls, path: str | Path) -> LeapSeconds:
        """Read a file in the form of the IERS ``Leap_Second.dat`` or ``leap-seconds.list``."""
        return cls.parse(text(path), source=Path(path).name)

    @classmethod
    def parse(cls, text: str, source: str) -> LeapSeconds:
        """Read its text: rows ``MJD day month year TAI-UTC``, or of NTP seconds, and an expiry line."""
        ends = _NTP_EXPIRES.search(text)
        if ends is not None:
            return cls(_ntp_steps(text, source), mjd_date(_NTP_MJD + int(ends[1]) // DAY_S), source)
        stated = _EXPIRES.search(text)
        if stated is None or stated[2].capitalize() not in _MONTHS:
            raise Refused("time.leap_seconds_without_end", source=source)
        expires = date(int(stated[3]), _MONTHS.index(stated[2].capitalize()) + 1, int(stated[1]))
        steps = []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                mjd, _, _, _, offset = line.split()
                steps.append((int(float(mjd)), int(offset)))
            except (ValueError, OverflowError):
                raise Refused("time.leap_seconds_row", source=source, line=number, got=line.strip()) from None
        return cls(tuple(steps), expires, source)

    def tai_starts_ns(self) -> NDArray[np.int64]:
        """When each step comes into force, TAI ns (the moment after the leap second itself)."""
        return np.array(_starts_ns(self.steps), dtype=np.int64)

    def offset_s(self, tai_ns: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """TAI - UTC in whole seconds at each moment; refused before the table, the last one after it.

        Inside a leap second (23:59:60) the offset of the day that is ending still holds.
        """
        moments = np.asarray(tai_ns, dtype=np.int64)
        offsets = np.array([offset for _, offset in self.steps], dtype=np.int64)
        row = np.searchsorted(self.tai_starts_ns(), moments, side="right") - 1
        if moments.size and int(row.min()) < 0:
            raise BeforeLeapSeconds(_utc_day(int(moments.min()), int(offsets[0])), mjd_date(self.steps[0][0]))
        found: NDArray[np.int64] = offsets[row]
        return found

    def offset_at(self, tai_ns: int) -> int:
        """The same for one moment."""
        row = bisect_right(_starts_ns(self.steps), tai_ns) - 1
        if row < 0:
            raise BeforeLeapSeconds(_utc_day(tai_ns, self.steps[0][1]), mjd_date(self.steps[0][0]))
        return self.steps[row][1]

    def offset_on(self, mjd: int) -> int:
        """TAI - UTC in seconds on one UTC day, given as a Modified Julian Date."""
        if mjd < self.steps[0][0]:
            raise BeforeLeapSeconds(mjd_date(mjd), mjd_date(self.steps[0][0]))
        return next(offset for start, offset in reversed(self.steps) if start <= mjd)

    def seconds_of_day(self, mjd: int) -> int:
        """How many seconds that UTC day has: 86,400, or 86,401 when it ends in a leap second."""
        after = dict(self.steps).get(mjd + 1)
        return DAY_S if after is None or mjd < self.steps[0][0] else DAY_S + after - self.offset_on(mjd)

    def caution(self, until_tai_ns: int) -> Reason | None:
        """What must be said of an answer in UTC that reaches to a moment; None within the table."""
        if until_tai_ns <= self._expiry_ns():
            return None
        return reason("time.past_leap_seconds", expires=str(self.expires), offset_s=self.steps[-1][1])

    def _expiry_ns(self) -> int:
        return ((date_mjd(self.expires) + 1 - MJD_2000) * DAY_S + self.steps[-1][1]) * S - 1


def utc_offset_s(tai_ns: NDArray[np.int64] | int, leap: LeapSeconds | None = None) -> NDArray[np.int64]:
    """TAI - UTC in whole seconds at each moment, from ``leap`` or else the published table."""
    return (leap or LeapSeconds.published()).offset_s(tai_ns)


def mjd_date(mjd: int) -> date:
    """The calendar date of a Modified Julian Date."""
    return _MJD_ZERO + timedelta(days=mjd)


def date_mjd(day: date) -> int:
    """The Modified Julian Date of a calendar date."""
    return (day - _MJD_ZERO).days


@lru_cache
def _starts_ns(steps: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    return tuple(((mjd - MJD_2000) * DAY_S + offset) * S for mjd, offset in steps)


def _utc_day(tai_ns: int, offset_s: int) -> date:
    return mjd_date((tai_ns // S - offset_s) // DAY_S + MJD_2000)


def _ntp_steps(text: str, source: str) -> tuple[tuple[int, int], ...]:
    """The steps of ``leap-seconds.list``: seconds since 1900-01-01 and TAI - UTC."""
    steps = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.split("#", 1)[0].split()
        if not said:
            continue
        try:
            seconds, offset = said
            steps.append((_NTP_MJD + int(seconds) // DAY_S, int(offset)))
        except ValueError:
            raise Refused("time.leap_seconds_ntp_row", source=source, line=number, got=line.strip()) from None
    return tuple(steps)


@cache
def _published(named: str) -> LeapSeconds:
    if named:
        return LeapSeconds.read(named)
    installed, own = _installed(), own_folder() / LEAP_SECONDS
    if not own.is_file():
        return installed
    mine = LeapSeconds.parse(text(own), source=str(own))
    return mine if mine.expires > installed.expires else installed


def _installed() -> LeapSeconds:
    from astropy_iers_data import (
        IERS_LEAP_SECOND_FILE,
        __version__,
    )  # a data package: loaded only when UTC is first asked for

    return LeapSeconds.parse(
        text(IERS_LEAP_SECOND_FILE),
        source=f"IERS Leap_Second.dat of astropy-iers-data {__version__}",
    )
