"""Text and bytes to plain records and back: element sets as OMM (CSV, JSON) and as two lines."""

from serai.formats.elements import read_elements
from serai.formats.omm import OMM_COLUMNS, BadElements, MeanElements, read_csv, read_json, write_csv
from serai.formats.tle import catalogue_number, read_tle

__all__ = [
    "OMM_COLUMNS",
    "BadElements",
    "MeanElements",
    "catalogue_number",
    "read_csv",
    "read_elements",
    "read_json",
    "read_tle",
    "write_csv",
]
