"""Which table of Earth orientation and leap seconds is installed, and how to have a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from serai.earth import Orientation
from serai.time import Instant, LeapSeconds

UPDATE = "python -m pip install --upgrade astropy-iers-data"
_EPOCH = date(2000, 1, 1)
_TAI_AHEAD_S = 37  # since 2017; a day is told, and must be tellable past the leap-second table's expiry
_DAY_NS = 86_400_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientationAtHand:
    """The installed tables: where from, and the days until which they are measured, predicted, valid."""

    source: str
    begins: date
    measured_until: date | None
    predicted_until: date
    leap_seconds_until: date
    update: str = UPDATE


def orientation_at_hand(table: Orientation | None = None) -> OrientationAtHand:
    """What is installed, or what a given table holds; nothing is downloaded."""
    table = Orientation.published() if table is None else table
    return OrientationAtHand(
        source=table.source,
        begins=_day(table.begins),
        measured_until=_day(table.measured_until) if table.measured_until else None,
        predicted_until=_day(table.ends),
        leap_seconds_until=LeapSeconds.published().expires,
    )


def _day(at: Instant) -> date:
    return _EPOCH + timedelta(days=(at.tai_ns - _TAI_AHEAD_S * 1_000_000_000) // _DAY_NS)
