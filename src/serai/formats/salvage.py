"""What came whole of a packed or Compact RINEX file that is cut short: for lenient reading only.

gzip and bzip2 give everything before the cut; its last line, which is only a part, is left out. A Compact
RINEX file is expanded up to an epoch before the cut (each epoch is told by what changed since the last).
"""

from __future__ import annotations

import bz2
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import hatanaka

from serai.files import LARGEST_B, NotUnpacked, Source, content, raw_bytes

GZIP, BZIP2 = b"\x1f\x8b", b"BZh"
WITH_GZIP_HEAD = 31  # zlib's window of 15 bits, and 16 for gzip
SWELLS = 200  # times its size at most, as for whole files
TRIES = 8  # epochs given up before a Compact RINEX file is refused
CUT_SHORT = "files cut short"
EPOCH_STARTS = (b">", b"&", b" " * 10)  # whole, whole in version 1, and what changed since the last


def salvaged(source: Source) -> tuple[bytes, str, bool]:
    """The unpacked bytes, the name for messages, and whether it was cut short; refused where nothing came."""
    try:
        return (*content(source), False)
    except NotUnpacked:
        raw = source if isinstance(source, bytes) else raw_bytes(source, LARGEST_B)
        came = _came(raw)
        if not came:
            raise
        return came, "bytes" if isinstance(source, bytes) else Path(source).name, True


def _came(raw: bytes) -> bytes:
    """The whole lines that come out of cut bytes; none where they are not of a form that gives any."""
    most = SWELLS * len(raw)
    try:
        if raw.startswith(GZIP):
            out = zlib.decompressobj(WITH_GZIP_HEAD).decompress(raw, most)
        elif raw.startswith(BZIP2):
            out = bz2.BZ2Decompressor().decompress(raw, most)
        else:
            return b""
    except (OSError, EOFError, ValueError, zlib.error):
        return b""
    return out[: out.rfind(b"\n") + 1]


def expanded_before_the_cut(raw: bytes, expand: Callable[[bytes], bytes]) -> bytes | None:
    """Compact RINEX expanded up to the last whole epoch; None where that is not among the last few."""
    for end in _epochs_from_the_end(raw):
        try:
            return expand(raw[:end])
        except (hatanaka.HatanakaException, ValueError):
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
