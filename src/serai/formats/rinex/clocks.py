"""Civil times of a named time system to TAI: GPS, Galileo, QZSS, NavIC, BeiDou, GLONASS, UTC.

RINEX writes GLONASS times in UTC (RINEX 3.05, 4.1.2), so they need the leap seconds; the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from serai.time.instant import BDT_BEHIND_TAI_S, GPST_BEHIND_TAI_S, GST_BEHIND_TAI_S
from serai.time.leap_seconds import DAY_S, MJD_2000, LeapSeconds, S

Integers = NDArray[np.int64]

NO_TIME = np.iinfo(np.int64).min  # stands for a time that is not known
BEHIND_TAI_S: Mapping[str, int] = {
    "GPS": GPST_BEHIND_TAI_S,
    "GAL": GST_BEHIND_TAI_S,
    "QZS": GPST_BEHIND_TAI_S,  # IS-QZSS-PNT: QZSST is kept to GPST
    "IRN": GPST_BEHIND_TAI_S,  # NavIC ICD 1.1: IRNWT began 13 s before 1999-08-22T00:00:00 UTC
    "BDT": BDT_BEHIND_TAI_S,
    "TAI": 0,
}
UTC_KEPT = ("GLO", "UTC")
OF_SYSTEM: Mapping[str, str] = {
    "G": "GPS",
    "R": "GLO",
    "E": "GAL",
    "C": "BDT",
    "J": "QZS",
    "I": "IRN",
    "S": "GPS",
    "M": "GPS",
    "": "GPS",
}


def tai_of(days: Integers, ns_of_day: Integers, system: str) -> Integers:
    """TAI of days since 2000-01-01 and nanoseconds of the day in a time system; 86,400 s and more in UTC
    only inside a leap second.
    """
    civil = days * (DAY_S * S) + ns_of_day
    if system in BEHIND_TAI_S:
        return civil + BEHIND_TAI_S[system] * S
    leap = LeapSeconds.published()
    unique, place = np.unique(days, return_inverse=True)
    offsets = np.array([leap.offset_on(int(day) + MJD_2000) for day in unique], dtype=np.int64)
    out: Integers = civil + (offsets[place] if len(unique) else civil) * S
    return out


def no_such_second(days: Integers, ns_of_day: Integers, system: str) -> NDArray[np.bool_]:
    """Which times name a second 60 that their time system does not have."""
    late = ns_of_day >= DAY_S * S
    if not late.any() or system in BEHIND_TAI_S:
        return late
    leap = LeapSeconds.published()
    for place in np.flatnonzero(late):
        late[place] = leap.seconds_of_day(int(days[place]) + MJD_2000) == DAY_S
    return late
