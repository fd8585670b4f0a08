"""Files written whole: beside the old one under a name of their own, to the disk, and then in its place.

Whoever reads meets the old file or the new one, never half of either: after a full disk or a power cut.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

PERMISSIONS = 0o666  # less what the user's umask takes
STREAMS = ("/dev/std", "/dev/fd/", "/proc/")  # an open file's other name: what follows must go there too


def put(path: str | Path, what: str | bytes) -> None:
    """Put a text (in UTF-8, its line ends as they are) or bytes in the place of a file, whole."""
    raw = what.encode("utf-8", "replace") if isinstance(what, str) else what
    with written(path) as beside:
        beside.write_bytes(raw)


@contextmanager
def written(path: str | Path) -> Iterator[Path]:
    """A name to write a file under, that takes the place of ``path`` when all went well.

    A link is followed: what it points to is replaced. A stream or a pipe (/dev/stdout) is given
    itself, since nothing can take its place. The permissions of an old file are kept; one that may not be
    written is not replaced.
    """
    place = Path(path).resolve()
    old = _mode(place)
    if str(path).startswith(STREAMS) or (old is not None and not stat.S_ISREG(old)):
        yield Path(path)
        return
    if old is not None:
        os.close(os.open(place, os.O_WRONLY))  # the system's own refusal, where it may not be written
    beside = _free_name(place)
    try:
        yield beside
        _to_the_disk(beside)
        if old is not None:
            beside.chmod(stat.S_IMODE(old) & 0o777)
        beside.replace(place)
    except OSError as wrong:
        if wrong.filename is not None and Path(os.fsdecode(wrong.filename)) == beside:
            raise OSError(wrong.errno, wrong.strerror, str(path)) from None  # name what the user named
        raise
    finally:
        with suppress(OSError):
            beside.unlink()  # gone already where it took its place
    with suppress(OSError):  # the new name itself is to survive, where the system lets a folder be opened
        _to_the_disk(place.parent)


def made_folder(path: Path) -> Path:
    """A folder, made where it is missing with those above it."""
    path.mkdir(parents=True, exist_ok=True)
    return path


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _free_name(place: Path) -> Path:
    """A new, empty, hidden file beside a place; no two writers ever have the same one."""
    beside = place.with_name(f".{place.name[:200]}.{token_hex(8)}.new")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PERMISSIONS))
    return beside


def _to_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
