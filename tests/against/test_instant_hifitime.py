"""Spellings of a moment, ours and those of hifitime: equal to the nanosecond.

ours | theirs | tolerance | why
from_utc, from_gpst, from_bdt, from_gst, utc | hifitime.Epoch | 0 ns | both count integers
"""

from __future__ import annotations

from datetime import datetime

import hifitime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.time import Instant

ZERO = hifitime.Epoch("2000-01-01T00:00:00 TAI")
# whole leap seconds began in 1972; the leap-second table must not have expired
seconds_of_utc = st.datetimes(
    min_value=datetime(1972, 1, 1),  # noqa: DTZ001 (hypothesis wants bounds without a zone)
    max_value=datetime(2027, 6, 1),  # noqa: DTZ001
)


def tai_ns(epoch: hifitime.Epoch) -> int:
    return epoch.to_time_scale(hifitime.TimeScale.TAI).timedelta(ZERO).total_nanoseconds()


@given(seconds_of_utc)
def test_utc_reads_and_writes_as_hifitime_does(when):
    text = when.isoformat(timespec="microseconds")
    ours, theirs = Instant.from_utc(text + "Z"), hifitime.Epoch(text + " UTC")
    assert ours.tai_ns == tai_ns(theirs)
    assert hifitime.Epoch(ours.utc().replace("Z", " UTC")) == theirs


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Instant.from_gpst, hifitime.Epoch.init_from_gpst_nanoseconds),
        (Instant.from_bdt, hifitime.Epoch.init_from_bdt_nanoseconds),
        (Instant.from_gst, hifitime.Epoch.init_from_gst_nanoseconds),
    ],
    ids=["GPST", "BDT", "GST"],
)
@pytest.mark.parametrize(("week", "second"), [(0, 0.0), (587, 345_600.5), (1076, 518_404.0), (1370, 0.001)])
def test_weeks_and_seconds_are_those_of_hifitime(ours, theirs, week, second):
    assert ours(week, second).tai_ns == tai_ns(theirs(week * 604_800 * 10**9 + round(second * 1e9)))
