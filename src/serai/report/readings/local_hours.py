"""How looks are spread over the day by the mean Sun, wherever it is said."""

from __future__ import annotations

from serai.questions.constellations.membership import LocalTimes
from serai.wording import Reason, reason

PARTS_H = ((0, 6), (6, 12), (12, 18), (18, 24))  # of the day by the mean Sun


def local_hours(times: LocalTimes) -> Reason:
    """How the looks are spread over the day by the mean Sun."""
    parts = tuple(
        reason("exhibit.remapping.hours", begin=begin, end=end, count=times.within(begin, end))
        for begin, end in PARTS_H
    )
    return reason("exhibit.remapping.local", parts=parts, gap=times.gap_h * 3_600.0)
