"""The bytes of a file by the door of `serai.files`, and Compact RINEX expanded, told by its first line.

Compact RINEX (Y. Hatanaka, Bulletin of the GSI 55, 2008) is expanded by the `hatanaka` package.
"""

from __future__ import annotations

import warnings

import hatanaka

from serai.errors import Refused
from serai.files import Source, content

__all__ = ["Source", "bytes_of", "expanded"]

_COMPACT = b"COMPACT RINEX FORMAT"


def bytes_of(source: Source) -> tuple[bytes, str]:
    """Give the unpacked bytes of a file, or of bytes themselves, and the name for messages."""
    return content(source)


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
