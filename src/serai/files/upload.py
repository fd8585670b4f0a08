"""A folder that somebody sends as a zip archive: its files by name, or one sentence why it is not taken.

Nothing is written, and no name is followed, before all has been looked at. Refused are names that lead out of
the folder, links and devices, names that a system takes for one another, archives in the archive, kinds of
files that the folder has no use for, and more or larger files than it may have (zip bombs: by what comes out,
whatever the archive says of itself).
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Collection
from pathlib import PurePosixPath
from unicodedata import normalize

from serai.errors import Refused
from serai.files.archive import entries

UPLOAD_B = 1 << 25  # 32 MB as it is sent, 64 MB unpacked: the reference corridor is 1.5 MB
UNPACKED_B = 1 << 26
MOST_FILES = 200
DEEPEST_FOLDER = 4
NAME = re.compile(r"[\w][\w. +()-]{0,99}")  # of each folder and file: no separator, no drive, no hidden one
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class NotTaken(Refused):
    """An upload that is not taken; nothing of it is kept."""


def uploaded(raw: bytes, kinds: Collection[str], most_b: int = UPLOAD_B) -> dict[str, bytes]:
    """The files of an archive by their names; refused (`NotTaken`) whole where one is not as it must be.

    ``kinds`` are the endings that may come (".csv"). A single folder that holds all is taken off.
    """
    if len(raw) > most_b:
        raise NotTaken("files.upload_large", size=8.0 * len(raw), most=8.0 * most_b)
    try:
        listed = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise NotTaken("files.upload_no_archive") from None
    if len(listed) > MOST_FILES:
        raise NotTaken("files.upload_many", count=len(listed), most=MOST_FILES)
    seen: set[str] = set()
    for one in listed:
        _refuse_wrong(one, kinds, seen)
    found: dict[str, bytes] = {}
    for name, content in entries(raw, "upload", UNPACKED_B) or ():
        if content[:4] in (b"PK\x03\x04", b"PK\x05\x06") or content[:3] == b"\x1f\x8b\x08":
            raise NotTaken("files.upload_nested", name=name)
        found[name] = content
    if not found:
        raise NotTaken("files.upload_empty")
    return _without_root(found)


def _refuse_wrong(one: zipfile.ZipInfo, kinds: Collection[str], seen: set[str]) -> None:
    """Refuse an entry whose name or kind is none of a plain file or folder below the root."""
    name = one.filename
    if one.orig_filename != name:
        raise NotTaken("files.upload_name", name=one.orig_filename)
    _refuse_path(name)
    mode = one.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise NotTaken("files.upload_link", name=name)
    if one.flag_bits & 0x1:
        raise NotTaken("files.upload_locked", name=name)
    same = normalize("NFKC", name.rstrip("/")).casefold()
    if same in seen:
        raise NotTaken("files.upload_twice", name=name)
    seen.add(same)
    if not one.is_dir():
        _refuse_kind(name, kinds)


def refuse_names(names: Collection[str], kinds: Collection[str]) -> None:
    """Refuse (`NotTaken`) names of files that lead out of a folder, are one on some system, or of no use."""
    seen: set[str] = set()
    for name in names:
        _refuse_path(name)
        _refuse_kind(name, kinds)
        same = normalize("NFKC", name).casefold()
        if same in seen:
            raise NotTaken("files.upload_twice", name=name)
        seen.add(same)


def _refuse_path(name: str) -> None:
    parts = name.rstrip("/").split("/")
    plain = all(NAME.fullmatch(part) and not part.endswith((".", " ")) for part in parts)
    if not plain or len(parts) > DEEPEST_FOLDER or any(RESERVED.fullmatch(part) for part in parts):
        raise NotTaken("files.upload_name", name=name)


def _refuse_kind(name: str, kinds: Collection[str]) -> None:
    if PurePosixPath(name).suffix.lower() not in kinds:
        raise NotTaken("files.upload_kind", name=name, known=tuple(sorted(kinds)))


def _without_root(found: dict[str, bytes]) -> dict[str, bytes]:
    roots = {name.partition("/")[0] for name in found}
    if len(roots) != 1 or any("/" not in name for name in found):
        return found
    return {name.partition("/")[2]: content for name, content in found.items()}
