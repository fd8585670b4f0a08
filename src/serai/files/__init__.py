"""The doors between serai and the disk: everything read is bounded, everything written is whole.

`content` and `text` read a file, unpacked; `toml_of`, `json_of`, `csv_rows`, `array_of` and `entries` make
data of it; `put`, `written` and `locked` write. No other room opens a file (tests/test_doors.py).
"""

from serai.files.archive import entries
from serai.files.arrays import array_of
from serai.files.data import BadData, csv_rows, json_of, toml_of
from serai.files.door import LARGEST_B, TABLE_B, NotRead, Source, content, digest, raw_bytes, text
from serai.files.lock import Busy, locked
from serai.files.npz import StoredArray, npz_array, npz_arrays, npz_bytes, npz_rows
from serai.files.packed import NotUnpacked, unpacked
from serai.files.whole import made_folder, put, written

__all__ = [
    "LARGEST_B",
    "TABLE_B",
    "BadData",
    "Busy",
    "NotRead",
    "NotUnpacked",
    "Source",
    "StoredArray",
    "array_of",
    "content",
    "csv_rows",
    "digest",
    "entries",
    "json_of",
    "locked",
    "made_folder",
    "npz_array",
    "npz_arrays",
    "npz_bytes",
    "npz_rows",
    "put",
    "raw_bytes",
    "text",
    "toml_of",
    "unpacked",
    "written",
]
