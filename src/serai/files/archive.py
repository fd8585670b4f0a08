"""The files of a zip archive, unpacked one after the other within bounds."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from serai.files.packed import NotUnpacked, bound_b

MOST_ENTRIES = 10_000
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    IndexError,
    RuntimeError,  # encrypted; NotImplementedError, which is one: packed by a method that is not known
)


def entries(raw: bytes, name: str, most_b: int) -> Iterator[tuple[str, bytes]] | None:
    """The files of an archive by their paths in it, folders left out; None where it is no zip archive.

    All together may unpack to ``most_b``, and to no more than files of that size do; refused (`NotUnpacked`)
    beyond that, and where an entry is damaged or locked.
    """
    return _entries(raw, name, bound_b(len(raw), most_b)) if zipfile.is_zipfile(io.BytesIO(raw)) else None


def _entries(raw: bytes, name: str, left_b: int) -> Iterator[tuple[str, bytes]]:
    most_b = left_b
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except _DAMAGE as wrong:
        raise _damaged(name, wrong) from None
    with archive:
        listed = archive.infolist()
        if len(listed) > MOST_ENTRIES:
            raise NotUnpacked("files.many_entries", file=name, count=len(listed), most=MOST_ENTRIES)
        for one in listed:
            if one.is_dir():
                continue
            try:
                with archive.open(one) as file:
                    content = file.read(left_b + 1)
            except _DAMAGE as wrong:
                raise _damaged(name, wrong) from None
            left_b -= len(content)
            if left_b < 0:
                raise NotUnpacked("files.swells", file=name, most=8.0 * most_b)
            yield one.filename, content


def _damaged(name: str, wrong: BaseException) -> NotUnpacked:
    return NotUnpacked("files.packed", file=name, said=" ".join(str(wrong).split())[:200])
