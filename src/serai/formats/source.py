"""The bytes of a file, unpacked: gzip, bzip2, LZW and Compact RINEX, told by what they begin with.

Compact RINEX (Y. Hatanaka, Bulletin of the GSI 55, 2008) is expanded by the `hatanaka` package.
"""

from __future__ import annotations

import bz2
import gzip
import warnings
import zlib
from pathlib import Path

import hatanaka

from serai.errors import Refused, cannot_read

Source = str | Path | bytes

_GZIP, _BZIP2, _LZW = b"\x1f\x8b", b"BZh", b"\x1f\x9d"
_COMPACT = b"COMPACT RINEX FORMAT"


def bytes_of(source: Source) -> tuple[bytes, str]:
    """Give the unpacked bytes of a file, or of bytes themselves, and the name for messages."""
    if isinstance(source, bytes):
        raw, name = source, "bytes"
    else:
        path = Path(source)
        try:
            raw, name = path.read_bytes(), path.name
        except OSError as wrong:
            raise cannot_read(path, wrong) from None
    return _unpacked(raw, name), name


def expanded(raw: bytes, name: str, *, lenient: bool = False) -> bytes:
    """Expand Compact RINEX; anything else comes back as it is.

    Lenient salvages what it can: strange epochs are left out by the expander, as its option -s promises.
    """
    if _COMPACT not in raw[:80]:
        return raw
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore" if lenient else "error")
            return bytes(hatanaka.crx2rnx(raw, skip_strange_epochs=lenient))
    except (hatanaka.HatanakaException, ValueError, UserWarning) as wrong:
        said = " ".join(str(wrong).split())
        raise Refused("formats.compact_rinex", file=name, said=said[:200]) from None


def _unpacked(raw: bytes, name: str) -> bytes:
    try:
        if raw.startswith(_GZIP):
            return gzip.decompress(raw)
        if raw.startswith(_BZIP2):
            return bz2.decompress(raw)
        if raw.startswith(_LZW):
            return bytes(hatanaka.decompress(raw))
    except (OSError, EOFError, ValueError, zlib.error, hatanaka.HatanakaException) as wrong:
        raise Refused("formats.packed", file=name, said=str(wrong)) from None
    return raw
