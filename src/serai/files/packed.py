"""Packed bytes, unpacked within a bound: gzip (RFC 1952), bzip2 and LZW, told by what they begin with."""

from __future__ import annotations

import bz2
import gzip
import io
import zlib

import ncompress

from serai.errors import Refused

GZIP, BZIP2, LZW = b"\x1f\x8b", b"BZh", b"\x1f\x9d"
LEAST_B = 1 << 26  # whatever a file's size, it may unpack to 64 MB
SWELLS = (
    200  # times its size, beyond that; observations swell 3 to 30 times, a bomb a thousand times and more
)
_WITH_GZIP_HEAD = 31  # zlib's window of 15 bits, and 16 for gzip


class NotUnpacked(Refused):
    """A packed file that is cut short, damaged, or unpacks to more than is sensible."""


class _Full(Exception):
    """More came out than may."""


def unpacked(raw: bytes, name: str, most_b: int) -> bytes:
    """The bytes that a file unpacks to, or those it has where it is not packed; refused as `NotUnpacked`."""
    most_b = bound_b(len(raw), most_b)
    try:
        if raw.startswith(GZIP):
            out = _gzip(raw, most_b)
        elif raw.startswith(BZIP2):
            out = _bzip2(raw, most_b)
        elif raw.startswith(LZW):
            out = _lzw(raw, most_b)
        else:
            return raw
    except _Full:
        raise NotUnpacked("files.swells", file=name, most=8.0 * most_b) from None
    except (OSError, EOFError, ValueError, zlib.error) as wrong:
        raise NotUnpacked("files.packed", file=name, said=" ".join(str(wrong).split())) from None
    return out


def begun(raw: bytes, most_b: int) -> bytes:
    """What cut gzip or bzip2 bytes unpack to before the cut; none of others, or beyond the bound."""
    most_b = bound_b(len(raw), most_b)
    try:
        if raw.startswith(GZIP):
            out = zlib.decompressobj(_WITH_GZIP_HEAD).decompress(raw, most_b + 1)
        elif raw.startswith(BZIP2):
            out = bz2.BZ2Decompressor().decompress(raw, most_b + 1)
        else:
            return b""
    except (OSError, EOFError, ValueError, zlib.error):
        return b""
    return out if len(out) <= most_b else b""


def bound_b(packed_b: int, most_b: int) -> int:
    """To how many bytes a file of that size may unpack, where no more than ``most_b`` are wanted."""
    return min(most_b, max(LEAST_B, SWELLS * packed_b))


def _gzip(raw: bytes, most_b: int) -> bytes:
    """All members of a gzip file. The first, in nearly all files the only one, is unpacked in one go."""
    first = zlib.decompressobj(_WITH_GZIP_HEAD)
    out = first.decompress(raw, most_b + 1)
    if len(out) > most_b:
        raise _Full
    if not first.eof:
        raise EOFError("it ends before its end-of-stream marker")
    if not first.unused_data.strip(b"\0"):
        return out
    with gzip.GzipFile(fileobj=io.BytesIO(first.unused_data)) as rest:
        return _joined(out, rest.read(most_b + 1 - len(out)), most_b)


def _bzip2(raw: bytes, most_b: int) -> bytes:
    first = bz2.BZ2Decompressor()
    out = first.decompress(raw, most_b + 1)
    if len(out) > most_b:
        raise _Full
    if not first.eof:
        raise EOFError("it ends before its end-of-stream marker")
    if not first.unused_data.startswith(BZIP2):
        return out  # what follows the last stream is passed over, as bzip2 does
    with bz2.BZ2File(io.BytesIO(first.unused_data)) as rest:
        return _joined(out, rest.read(most_b + 1 - len(out)), most_b)


def _lzw(raw: bytes, most_b: int) -> bytes:
    out = _Bounded(most_b)
    ncompress.decompress(_Fed(raw, out), out)
    if out.full:
        raise _Full
    return out.getvalue()


def _joined(first: bytes, rest: bytes, most_b: int) -> bytes:
    if len(first) + len(rest) > most_b:
        raise _Full
    return first + rest


class _Bounded(io.BytesIO):
    """A buffer that holds no more than its bound, and swallows what comes beyond.

    It raises nothing: the unpacker writes its rest as it ends, and an exception there ends the whole process.
    """

    def __init__(self, most_b: int) -> None:
        super().__init__()
        self._most_b = most_b
        self.full = False

    def write(self, some: bytes, /) -> int:  # type: ignore[override]  # only bytes come
        self.full = self.full or self.tell() + len(some) > self._most_b
        return len(some) if self.full else super().write(some)


class _Fed(io.BytesIO):
    """Bytes to be unpacked, which end early once the buffer they are unpacked into is full."""

    def __init__(self, raw: bytes, into: _Bounded) -> None:
        super().__init__(raw)
        self._into = into

    def read(self, size: int | None = -1, /) -> bytes:
        return b"" if self._into.full else super().read(size)
