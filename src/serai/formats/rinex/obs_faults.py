"""The sentence for each thing that can be wrong with an observation file's data."""

from __future__ import annotations

from collections.abc import Mapping

from serai.formats.rinex import obs_rows as k
from serai.wording import Reason, reason

# kind -> (name under which it is counted, what was expected)
FAULTS: Mapping[int, tuple[str, Reason]] = {
    k.NOT_AN_EPOCH: ("lines outside an epoch", reason("formats.expected.epoch_line")),
    k.BAD_EPOCH: ("epochs not read", reason("formats.expected.epoch_head")),
    k.CUT: ("epochs cut short", reason("formats.expected.lines_of_epoch")),
    k.BAD_SATELLITE: ("satellite lines not read", reason("formats.expected.satellite_at_start")),
    k.UNKNOWN_SYSTEM: ("satellites of undeclared systems", reason("formats.expected.declared_system")),
    k.BAD_NUMBER: ("numbers not read", reason("formats.expected.columns_of_14")),
    k.TWICE: ("satellites twice in an epoch", reason("formats.expected.once_in_epoch")),
    k.NOT_LATER: ("epochs not later than the one before", reason("formats.expected.later_epoch")),
    k.BEYOND: ("lines with more than the types listed", reason("formats.expected.types_listed")),
    k.CUT_FIELD: ("numbers cut by the end of the line", reason("formats.expected.uncut_number")),
    k.BAD_LOCK: ("loss-of-lock digits not read", reason("formats.expected.lock_digit")),
}
