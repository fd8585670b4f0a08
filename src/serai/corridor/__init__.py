"""A corridor folder: read whole or refused, checked, brought up to date, and written back."""

from serai.corridor.ask import AskedAlready, FetchRefused
from serai.corridor.check import Report, check
from serai.corridor.corridor import Corridor
from serai.corridor.events import Event
from serai.corridor.fetch import CELESTRAK, Fetched, Renewal, fetch_elements
from serai.corridor.fittings import Horizon, Spacecraft
from serai.corridor.orientation import OrientationAtHand, orientation_at_hand
from serai.corridor.read import read
from serai.corridor.remark import Kind, Remark
from serai.corridor.write import read_rows, replace_file, write_rows

__all__ = [
    "CELESTRAK",
    "AskedAlready",
    "Corridor",
    "Event",
    "FetchRefused",
    "Fetched",
    "Horizon",
    "Kind",
    "OrientationAtHand",
    "Remark",
    "Renewal",
    "Report",
    "Spacecraft",
    "check",
    "fetch_elements",
    "orientation_at_hand",
    "read",
    "read_rows",
    "replace_file",
    "write_rows",
]
