"""The one door to the bytes of a file: regular files only, of a bounded size, without waiting for a pipe."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from serai.errors import Refused, why_not
from serai.files.packed import unpacked
from serai.wording import Reason, reason

Source = str | Path | bytes

LARGEST_B = 1 << 30  # one day of one receiver at 1 Hz, five systems, unpacked: 0.7 GB
TABLE_B = 1 << 26  # 64 MB: the element sets of all that flies, with their names, are 20 MB as JSON


class NotRead(Refused):
    """A file that is not read: it is not there, is no regular file, is too large, or is not text."""

    def __init__(self, path: str | Path, why: Reason | str) -> None:
        self.path, self.why = str(path), why
        super().__init__("errors.cannot_read", path=self.path, why=why)


def raw_bytes(path: str | Path, most_b: int = LARGEST_B) -> bytes:
    """The bytes of a regular file as they lie there; refused (`NotRead`) above ``most_b``."""
    with _opened(path, most_b) as file:
        size_b = os.fstat(file.fileno()).st_size
        raw = file.read(min(size_b, most_b) + 1)  # room for the file, not for the largest: 15 times faster
        if len(raw) > size_b:  # it grew since it was opened, or is one whose size the system does not say
            raw += file.read(most_b + 1 - len(raw))
    if len(raw) > most_b:
        raise NotRead(path, _too_large(len(raw), most_b))
    return raw


def content(source: Source, most_b: int = LARGEST_B) -> tuple[bytes, str]:
    """The unpacked bytes of a file, or of bytes themselves, and the name for messages.

    How it is packed (gzip, bzip2, LZW) is told by its first bytes, not by its name.
    """
    if isinstance(source, bytes):
        return unpacked(source, "bytes", most_b), "bytes"
    name = Path(source).name
    return unpacked(raw_bytes(source, most_b), name, most_b), name


def text(source: Source, most_b: int = TABLE_B) -> str:
    """The text of a file in UTF-8, unpacked, without a byte order mark; refused with the line of others."""
    raw, name = content(source, most_b)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise NotRead(name, reason("files.not_utf_8", line=line)) from None


def digest(path: str | Path, most_b: int = LARGEST_B) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with _opened(path, most_b) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(path: str | Path, most_b: int) -> Iterator[BufferedReader]:
    """A regular file, open for reading; every fault of the system is a refusal."""
    try:
        # without O_NONBLOCK, opening a pipe waits until somebody writes into it
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise NotRead(path, _kind(about.st_mode))
            if about.st_size > most_b:
                raise NotRead(path, _too_large(about.st_size, most_b))
            yield file
    except OSError as wrong:
        raise NotRead(path, why_not(wrong)) from None
    except Refused:
        raise
    except ValueError:  # a name that holds a NUL
        raise NotRead(path, reason("files.no_name")) from None


def _kind(mode: int) -> Reason:
    if stat.S_ISDIR(mode):
        return reason("errors.is_a_folder")
    return reason("files.pipe") if stat.S_ISFIFO(mode) else reason("files.device")


def _too_large(size_b: int, most_b: int) -> Reason:
    return reason("files.too_large", size=8.0 * size_b, most=8.0 * most_b)
