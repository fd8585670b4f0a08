"""The bytes of a file by the door of `serai.files`, and Compact RINEX expanded, told by its first line.

Compact RINEX (Y. Hatanaka, Bulletin of the GSI 55, 2008) is expanded by the `hatanaka` package.
"""

from __future__ import annotations

import warnings

import hatanaka

from serai.errors import Refused
from serai.files import Source, content
from serai.formats.salvage import CUT_SHORT, expanded_before_the_cut, salvaged

__all__ = ["CUT_SHORT", "Source", "bytes_of", "expanded", "plain_bytes"]

_COMPACT = b"COMPACT RINEX FORMAT"


def bytes_of(source: Source) -> tuple[bytes, str]:
    """Give the unpacked bytes of a file, or of bytes themselves, and the name for messages."""
    return content(source)


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
    except Refused:
        came = expanded_before_the_cut(packed, _lenient)
        if came is None:
            raise
        return came, name, 1


def expanded(raw: bytes, name: str, *, lenient: bool = False) -> bytes:
    """Expand Compact RINEX; anything else comes back as it is.

    Lenient salvages what it can: strange epochs are left out by the expander, as its option -s promises.
    """
    if _COMPACT not in raw[:80]:
        return raw
    try:
        return _lenient(raw) if lenient else _strict(raw)
    except (hatanaka.HatanakaException, ValueError, UserWarning) as wrong:
        said = " ".join(str(wrong).split())
        raise Refused("formats.compact_rinex", file=name, said=said[:200]) from None


def _strict(raw: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return bytes(hatanaka.crx2rnx(raw))


def _lenient(raw: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bytes(hatanaka.crx2rnx(raw, skip_strange_epochs=True))
