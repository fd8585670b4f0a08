"""How far UTC is behind TAI, and until when that is known.

The table is the IERS file ``Leap_Second.dat`` (IERS Bulletin C).  It expires: after its date nobody has
announced yet whether a second is added, so UTC is refused there instead of being guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import text

S = 1_000_000_000  # nanoseconds in a second
DAY_S = 86_400
MJD_2000 = 51_544  # Modified Julian Date of 2000-01-01
_MJD_ZERO = date(1858, 11, 17)
_EXPIRES = re.compile(r"expires on\s+(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})")
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


class LeapSecondsExpired(Refused):
    """UTC was asked for a moment later than the leap-second table reaches."""

    def __init__(self, asked: date, expires: date) -> None:
        self.asked, self.expires = asked, expires
        super().__init__("time.leap_seconds_expired", asked=str(asked), expires=str(expires))


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
        """The IERS table that the ``astropy-iers-data`` package carries (read once per process)."""
        return _published()

    @classmethod
    def read(cls, path: str | Path) -> LeapSeconds:
        """Read a file in the form of the IERS ``Leap_Second.dat``."""
        return cls.parse(text(path), source=Path(path).name)

    @classmethod
    def parse(cls, text: str, source: str) -> LeapSeconds:
        """Read the text of ``Leap_Second.dat``: rows ``MJD day month year TAI-UTC`` and an expiry line."""
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
        return np.array(
            [((mjd - MJD_2000) * DAY_S + offset) * S for mjd, offset in self.steps], dtype=np.int64
        )

    def offset_s(self, tai_ns: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """TAI - UTC in whole seconds at each moment; refused outside the table.

        Inside a leap second (23:59:60) the offset of the day that is ending still holds.
        """
        moments = np.asarray(tai_ns, dtype=np.int64)
        offsets = np.array([offset for _, offset in self.steps], dtype=np.int64)
        row = np.searchsorted(self.tai_starts_ns(), moments, side="right") - 1
        if moments.size:
            if int(row.min()) < 0:
                raise BeforeLeapSeconds(
                    _utc_day(int(moments.min()), int(offsets[0])), mjd_date(self.steps[0][0])
                )
            last = int(moments.max())
            if last > self._expiry_ns():
                raise LeapSecondsExpired(_utc_day(last, int(offsets[-1])), self.expires)
        found: NDArray[np.int64] = offsets[row]
        return found

    def offset_on(self, mjd: int) -> int:
        """TAI - UTC in seconds on one UTC day, given as a Modified Julian Date."""
        if mjd < self.steps[0][0]:
            raise BeforeLeapSeconds(mjd_date(mjd), mjd_date(self.steps[0][0]))
        if mjd > date_mjd(self.expires):
            raise LeapSecondsExpired(mjd_date(mjd), self.expires)
        return next(offset for start, offset in reversed(self.steps) if start <= mjd)

    def seconds_of_day(self, mjd: int) -> int:
        """How many seconds that UTC day has: 86,400, or 86,401 when it ends in a leap second."""
        after = dict(self.steps).get(mjd + 1)
        return DAY_S if after is None or mjd < self.steps[0][0] else DAY_S + after - self.offset_on(mjd)

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


def _utc_day(tai_ns: int, offset_s: int) -> date:
    return mjd_date((tai_ns // S - offset_s) // DAY_S + MJD_2000)


@cache
def _published() -> LeapSeconds:
    from importlib.metadata import version

    from astropy_iers_data import (
        IERS_LEAP_SECOND_FILE,
    )  # a data package: loaded only when UTC is first asked for

    return LeapSeconds.parse(
        text(IERS_LEAP_SECOND_FILE),
        source=f"IERS Leap_Second.dat of astropy-iers-data {version('astropy-iers-data')}",
    )
