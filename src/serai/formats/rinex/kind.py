"""What a RINEX file holds, told by its first line."""

from __future__ import annotations

from enum import StrEnum

from serai.errors import Refused
from serai.formats.source import Source, bytes_of

COMPACT = b"COMPACT RINEX FORMAT"  # Hatanaka's form is of observations only
VERSION = b"RINEX VERSION / TYPE"


class FileKind(StrEnum):
    """What is in a file, as far as positioning asks."""

    OBSERVATIONS = "observations"
    NAVIGATION = "navigation"
    OTHER = "something else"


def kind_of(source: Source) -> FileKind:
    """What a file holds, packed or not; one that cannot be unpacked is something else."""
    try:
        first = bytes_of(source)[0][:80]
    except Refused:
        return FileKind.OTHER
    if COMPACT in first:
        return FileKind.OBSERVATIONS
    if VERSION not in first:
        return FileKind.OTHER
    letter = first[20:21].upper()
    if letter == b"O":
        return FileKind.OBSERVATIONS
    return FileKind.NAVIGATION if letter in (b"N", b"G", b"H") else FileKind.OTHER
