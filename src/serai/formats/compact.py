"""Compact RINEX expanded within the bounds of the door (Y. Hatanaka, Bulletin of the GSI 55, 2008).

Hatanaka's own program does it, as the `hatanaka` package carries it. A line of nothing may stand for an
epoch of thousands of numbers, so that a file swells without end unless what comes out is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib.resources import as_file, files
from subprocess import PIPE, Popen
from threading import Thread
from typing import IO

from serai.errors import Refused
from serai.files import LARGEST_B, NotUnpacked
from serai.files.packed import bound_b

_COMPACT = b"COMPACT RINEX FORMAT"
_PIECE_B = 1 << 20
_HEARD_B = 4_000  # of what the program says
_WARNED = 2  # its exit code where it has only warned


def expanded(raw: bytes, name: str, *, lenient: bool = False) -> bytes:
    """Expand Compact RINEX; anything else comes back as it is.

    Lenient salvages what it can: strange epochs are left out by the expander, as its option -s promises.
    Refused where the expander says anything else, and as `NotUnpacked` above the bound of packed files.
    """
    if _COMPACT not in raw[:80]:
        return raw
    most_b = bound_b(len(raw), LARGEST_B)
    code, out, said = _run(raw, ("-", "-s") if lenient else ("-",), most_b)
    if len(out) > most_b:
        raise NotUnpacked("files.swells", file=name, most=8.0 * most_b)
    if code not in (0, _WARNED) or (not lenient and (said or code)):
        raise Refused("formats.compact_rinex", file=name, said=said[:200] or f"crx2rnx {code}")
    return out


def _run(raw: bytes, options: tuple[str, ...], most_b: int) -> tuple[int, bytes, str]:
    """The exit code of the expander, what came out (one piece beyond the bound at most), what it said."""
    heard: list[bytes] = []
    with (
        as_file(files("hatanaka.bin") / "crx2rnx") as program,
        Popen(  # noqa: S603 (the program that the package carries)
            [str(program), *options], stdin=PIPE, stdout=PIPE, stderr=PIPE, bufsize=0
        ) as running,
    ):
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        beside = [
            Thread(target=_feed, args=(running.stdin, raw), daemon=True),
            Thread(target=_drain, args=(running.stderr, heard.append, _HEARD_B), daemon=True),
        ]
        for thread in beside:
            thread.start()
        pieces: list[bytes] = []
        if _drain(running.stdout, pieces.append, most_b, stop=True):
            running.kill()
        for thread in beside:
            thread.join()
        code = running.wait()
    return code, b"".join(pieces), " ".join(b"".join(heard).decode("ascii", "backslashreplace").split())


def _feed(into: IO[bytes], raw: bytes) -> None:
    with suppress(OSError), into:  # it may end before it has read all
        view = memoryview(raw)
        while view:
            view = view[into.write(view[:_PIECE_B]) :]


def _drain(out: IO[bytes], keep: Callable[[bytes], object], most_b: int, *, stop: bool = False) -> bool:
    """Read a pipe to its end; keep what is within the bound and the piece that passes it. True: it passed."""
    kept = 0
    while piece := out.read(_PIECE_B):
        if kept <= most_b:
            keep(piece)
            kept += len(piece)
        if stop and kept > most_b:
            return True
    return kept > most_b
