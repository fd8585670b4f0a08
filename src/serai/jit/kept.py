"""Machine code kept on disk: beside the bytecode of its source, or in the user's cache folder."""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from pathlib import Path

from serai.files import NotRead, made_folder, put, raw_bytes
from serai.jit.machine_code import MachineCode

FORM = "serai machine code 1"
MOST_B = 16_000_000


def kept(source: Path, name: str, kinds: str) -> MachineCode | None:
    """The machine code of a function for arguments of some kinds, or None where none is kept."""
    for folder in _folders(source):
        file = folder / _file(name, kinds)
        if not file.is_file():
            continue
        with suppress(NotRead, OSError):
            head, _, raw = raw_bytes(file, MOST_B).partition(b"\n")
            words = head.decode("utf-8", "replace").split("\t")
            if len(words) == 5 and words[:2] == [FORM, kinds] and words[4] == _sum(raw):
                return MachineCode(words[2], tuple(words[3].split()), raw)
    return None


def keep(source: Path, name: str, kinds: str, code: MachineCode) -> None:
    """Keep machine code where it can be written; what was kept under the function's older stamps goes."""
    head = "\t".join((FORM, kinds, code.symbol, " ".join(code.answers), _sum(code.raw)))
    for folder in _folders(source):
        with suppress(OSError):
            made_folder(folder)
            put(folder / _file(name, kinds), head.encode() + b"\n" + code.raw)
            _forget(folder, name)
            return


def _sum(raw: bytes) -> str:
    return f"{len(raw)} {zlib.crc32(raw):08x}"


def _folders(source: Path) -> tuple[Path, ...]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return source.parent / "__pycache__", cache / "serai" / "compiled"


def _file(name: str, kinds: str) -> str:
    return f"{name}.{zlib.crc32(kinds.encode()):08x}.o"


def _forget(folder: Path, name: str) -> None:
    function = name.rpartition("_")[0]
    for old in folder.glob(f"{function}_????????.????????.o"):
        if not old.name.startswith(f"{name}."):
            old.unlink()
