"""What came whole of a packed or Compact RINEX file that is cut short, for lenient reading.

gzip and bzip2 give everything before the cut; its last line, which is only a part, is left out. A Compact
RINEX file is expanded up to an epoch before the cut (each epoch is told by what changed since the last).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from serai.errors import Refused
from serai.files import LARGEST_B, NotUnpacked, Source, content, raw_bytes
from serai.files.packed import begun
from serai.formats.compact import expanded

TRIES = 8  # epochs given up before a Compact RINEX file is refused
CUT_SHORT = "files cut short"
EPOCH_STARTS = (b">", b"&", b" " * 10)  # whole, whole in version 1, and what changed since the last


def plain_bytes(source: Source, *, lenient: bool) -> tuple[bytes, str, int]:
    """The bytes of a RINEX file unpacked and expanded, its name, and (lenient) how often it was cut short.

    Lenient keeps what came before the cut of a packed or Compact RINEX file, which is refused otherwise.
    """
    if not lenient:
        packed, name = content(source)
        return expanded(packed, name), name, 0
    packed, name, cut = salvaged(source)
    try:
        return expanded(packed, name, lenient=True), name, int(cut)
    except NotUnpacked:
        raise
    except Refused:
        came = _expanded_before_the_cut(packed, name)
        if came is None:
            raise
        return came, name, 1


def salvaged(source: Source) -> tuple[bytes, str, bool]:
    """The unpacked bytes, the name for messages, and whether it was cut short; refused where nothing came."""
    try:
        return (*content(source), False)
    except NotUnpacked:
        raw = source if isinstance(source, bytes) else raw_bytes(source, LARGEST_B)
        out = begun(raw, LARGEST_B)
        came = out[: out.rfind(b"\n") + 1]
        if not came:
            raise
        return came, "bytes" if isinstance(source, bytes) else Path(source).name, True


def _expanded_before_the_cut(raw: bytes, name: str) -> bytes | None:
    """Compact RINEX expanded up to the last whole epoch; None where that is not among the last few."""
    for end in _epochs_from_the_end(raw):
        try:
            return expanded(raw[:end], name, lenient=True)
        except NotUnpacked:
            raise
        except Refused:
            continue
    return None


def _epochs_from_the_end(raw: bytes) -> Iterator[int]:
    """Where lines begin that look like an epoch's first, the last one first."""
    end, tried = len(raw), 0
    begin = raw.find(b"END OF HEADER")
    while tried < TRIES:
        end = raw.rfind(b"\n", 0, end)
        if begin < 0 or end <= begin:
            return
        if raw[end + 1 : end + 12].startswith(EPOCH_STARTS):
            tried += 1
            yield end + 1
