"""The sentence for each thing that can be wrong with an observation file's data."""

from __future__ import annotations

from collections.abc import Mapping

from serai.formats.rinex import obs_rows as k

# kind -> (name under which it is counted, what was expected)
FAULTS: Mapping[int, tuple[str, str]] = {
    k.NOT_AN_EPOCH: ("lines outside an epoch", "a line that opens an epoch"),
    k.BAD_EPOCH: ("epochs not read", "an epoch's time, flag and number of satellites"),
    k.CUT: ("epochs cut short", "as many lines as this epoch says"),
    k.BAD_SATELLITE: ("satellite lines not read", "a satellite such as G01 at the line's start"),
    k.UNKNOWN_SYSTEM: ("satellites of undeclared systems", "a system whose types the header lists"),
    k.BAD_NUMBER: ("numbers not read", "numbers in columns of 14 characters"),
    k.TWICE: ("satellites twice in an epoch", "each satellite once in an epoch"),
    k.NOT_LATER: ("epochs not later than the one before", "an epoch later than the one before"),
    k.BEYOND: ("lines with more than the types listed", "no more observations than types listed"),
    k.CUT_FIELD: ("numbers cut by the end of the line", "a whole number of 14 characters"),
    k.BAD_LOCK: ("loss-of-lock digits not read", "a digit or a blank for loss of lock"),
}
