"""A corridor folder: read whole or refused, checked, brought up to date, and written back."""

from serai.corridor.checks.check import Report, check
from serai.corridor.checks.remark import Remark, RemarkKind
from serai.corridor.corridor import Corridor
from serai.corridor.events import Event
from serai.corridor.fittings import Spacecraft
from serai.corridor.read import read
from serai.corridor.write import read_rows, write_rows

__all__ = [
    "Corridor",
    "Event",
    "Remark",
    "RemarkKind",
    "Report",
    "Spacecraft",
    "check",
    "read",
    "read_rows",
    "write_rows",
]
