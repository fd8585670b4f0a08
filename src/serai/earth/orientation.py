"""How the Earth is turned: UT1 and the pole, from the IERS, as an argument and never a global."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.earth.finals import DailyOrientation, parse_eop_csv, parse_finals
from serai.errors import Refused
from serai.files import TABLE_B, content
from serai.time.instant import Instant
from serai.time.leap_seconds import DAY_S, MJD_2000, LeapSeconds, S, mjd_date, utc_offset_s
from serai.time.own import FINALS, own_folder
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]
ARCSEC_RAD = np.pi / 648_000
NO_END = "2200-01-01T00:00:00Z"  # of what needs no table
NOON_S = 43_200  # J2000.0 is the noon of 2000-01-01


class OrientationEnds(Refused):
    """Earth orientation was asked for a moment outside its table."""

    def __init__(self, asked: Instant, begins: Instant, ends: Instant, advice: Reason) -> None:
        self.asked, self.begins, self.ends = asked, begins, ends
        if asked < begins:
            super().__init__("earth.orientation_begins", begins=_day(begins), asked=_day(asked))
        else:
            super().__init__("earth.orientation_ends", ends=_day(ends), asked=_day(asked), advice=advice)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Orientation:
    """UT1 and the pole over time: daily nodes, linear between them.

    Linear interpolation of the daily values leaves out at most 0.03 ms of UT1 (1.4 cm at the equator): the
    fortnightly tide inside a day.  ``measured_until`` is None when nothing was measured (``none()``).
    """

    source: str
    begins: Instant
    ends: Instant
    measured_until: Instant | None
    node_ns: Nanoseconds  # TAI ns of the daily nodes; empty for none()
    ut1_tai_s: Floats  # UT1 - TAI at the nodes, s: smooth, as UT1 - UTC is not
    xp_rad: Floats
    yp_rad: Floats
    advice: Reason = field(default_factory=lambda: reason("earth.fetch_orientation"))

    @classmethod
    def published(cls, predicted: bool = True) -> Orientation:
        """IERS finals2000A: the user's own (of ``serai fetch``) or the installed, whichever is longer.

        Without its predictions when asked so. Read once per process.
        """
        return _published() if predicted else _published().measured()

    @classmethod
    def none(cls) -> Orientation:
        """UT1 = UTC and no polar motion: good to 0.9 s of rotation; what the fixed benchmark jobs use."""
        first, last = _utc_bounds()
        no = np.empty(0)
        return cls(
            source="none (UT1 = UTC, no polar motion)",
            begins=first,
            ends=last,
            measured_until=None,
            node_ns=np.empty(0, np.int64),
            ut1_tai_s=no,
            xp_rad=no,
            yp_rad=no,
        )

    @classmethod
    def read(cls, path: str | Path) -> Orientation:
        """Read a file in the form of the IERS ``finals2000A.all`` or of CelesTrak's ``EOP-All.csv``."""
        raw, name = content(path, TABLE_B)
        if raw.startswith(b"DATE,MJD"):
            return cls.of_days(parse_eop_csv(raw.decode("utf-8", "replace"), name), source=name)
        return cls.of_days(parse_finals(raw, name), source=name)

    @classmethod
    def of_days(cls, days: DailyOrientation, source: str, leap: LeapSeconds | None = None) -> Orientation:
        """Build it from daily values at 0 h UTC."""
        table = leap or LeapSeconds.published()
        starts = np.array([mjd for mjd, _ in table.steps])
        offsets = np.array([offset for _, offset in table.steps])
        # predictions run past the leap-second table's expiry; they are written against its last step
        offset = offsets[np.searchsorted(starts, days.mjd, side="right") - 1]
        nodes = ((days.mjd - MJD_2000) * DAY_S + offset) * S
        measured = np.flatnonzero(~days.predicted)
        return cls(
            source=source,
            begins=Instant(int(nodes[0])),
            ends=Instant(int(nodes[-1])),
            measured_until=Instant(int(nodes[measured[-1]])) if len(measured) else None,
            node_ns=nodes,
            ut1_tai_s=days.ut1_utc_s - offset,
            xp_rad=days.xp_arcsec * ARCSEC_RAD,
            yp_rad=days.yp_arcsec * ARCSEC_RAD,
        )

    def measured(self) -> Orientation:
        """The same table without its predictions."""
        if self.measured_until is None:
            raise Refused("earth.nothing_measured", source=self.source)
        keep = self.node_ns <= self.measured_until.tai_ns
        return replace(
            self,
            ends=self.measured_until,
            node_ns=self.node_ns[keep],
            ut1_tai_s=self.ut1_tai_s[keep],
            xp_rad=self.xp_rad[keep],
            yp_rad=self.yp_rad[keep],
            advice=reason("earth.fetch_orientation_or_predict"),
        )

    def is_predicted(self, at: Instant) -> bool:
        """Whether the values at that moment are predictions of the IERS and not measurements."""
        return self.measured_until is not None and at > self.measured_until

    def ut1_minus_tai_s(self, tai_ns: Nanoseconds) -> Floats:
        """UT1 - TAI in seconds at each moment."""
        if not len(self.node_ns):
            return -utc_offset_s(tai_ns).astype(np.float64)
        return self._between(tai_ns, self.ut1_tai_s)

    def polar_motion_rad(self, tai_ns: Nanoseconds) -> tuple[Floats, Floats]:
        """The pole's coordinates (xp, yp), radians, at each moment."""
        if not len(self.node_ns):
            still = np.zeros(np.shape(tai_ns))
            return still, still
        return self._between(tai_ns, self.xp_rad), self._between(tai_ns, self.yp_rad)

    def ut1_days(self, tai_ns: Nanoseconds) -> tuple[Floats, Floats]:
        """UT1 as whole days and a fraction (0 ... 1) since J2000.0 (noon of 2000-01-01); exact to 1e-11 s."""
        moments = np.asarray(tai_ns, dtype=np.int64)
        days, rest_ns = np.divmod(moments - NOON_S * S, DAY_S * S)
        fraction = rest_ns / (DAY_S * 1e9) + self.ut1_minus_tai_s(moments) / DAY_S
        carry = np.floor(fraction)
        whole: Floats = days + carry
        return whole, fraction - carry

    def _between(self, tai_ns: Nanoseconds, values: Floats) -> Floats:
        moments = np.asarray(tai_ns, dtype=np.int64)
        if moments.size:
            for extreme in (int(moments.min()), int(moments.max())):
                if not self.begins.tai_ns <= extreme <= self.ends.tai_ns:
                    raise OrientationEnds(Instant(extreme), self.begins, self.ends, self.advice)
        zero = self.node_ns[0]
        # seconds from the first node: a float64 holds a century of them to 1e-6 s, and UT1 moves 1e-8 s in a
        # second
        return np.asarray(np.interp((moments - zero) / 1e9, (self.node_ns - zero) / 1e9, values))


def _day(instant: Instant) -> str:
    """The UTC day, also where UTC itself is not known any more: for a sentence that says so."""
    leap = LeapSeconds.published()
    row = max(0, int(np.searchsorted(leap.tai_starts_ns(), instant.tai_ns, side="right")) - 1)
    return str(mjd_date((instant.tai_ns // S - leap.steps[row][1]) // DAY_S + MJD_2000))


def _utc_bounds() -> tuple[Instant, Instant]:
    first = Instant(int(LeapSeconds.published().tai_starts_ns()[0]))
    return first, Instant.from_utc(NO_END)


@cache
def _published() -> Orientation:
    installed, own = _installed(), own_folder() / FINALS
    if not own.is_file():
        return installed
    mine = Orientation.read(own)
    return replace(mine, source=str(own)) if mine.ends > installed.ends else installed


def _installed() -> Orientation:
    from astropy_iers_data import (
        IERS_A_FILE,
        __version__,
    )  # a data package: loaded only when orientation is first asked for

    source = f"IERS finals2000A of astropy-iers-data {__version__}"
    return Orientation.of_days(parse_finals(content(IERS_A_FILE)[0], source), source)
