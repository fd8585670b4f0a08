"""The logs of corrections among a station's files: whose messages they hold, from when to when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from serai.errors import Refused
from serai.formats.b2b.messages import B2bLog
from serai.formats.rinex.clocks import NO_TIME
from serai.formats.sbas import SbasLog
from serai.gnss.corrections.source import read_corrections
from serai.navigate.monitor.digest import digest_of

Log = SbasLog | B2bLog
Kind = TypeVar("Kind", SbasLog, B2bLog)
BEFORE_NS = 600 * 10**9  # messages this long before an epoch still serve it: masks live ten minutes


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log by its content: the digest, and the times (TAI ns) of its first and last message."""

    path: Path
    digest: str
    begin: int
    end: int

    def reaches(self, begin: int, end: int) -> bool:
        """Whether its messages may serve epochs of a time."""
        return self.begin <= end and self.end + BEFORE_NS >= begin


class Hearing:
    """Logs of SBAS and PPP-B2b messages; those last used stay at hand."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.files: list[LogFile] = []
        self.left: list[Path] = []
        self._at_hand: dict[Path, Log] = {}
        for path in paths:
            log = _read(path)
            times = log.tai_ns[log.tai_ns != NO_TIME] if log is not None else np.empty(0, np.int64)
            if log is not None and len(times):
                self._at_hand = {path: log}  # a shelf of one while the files are looked through
                self.files.append(LogFile(path, digest_of(path), int(times.min()), int(times.max())))
            else:
                self.left.append(path)

    def digests(self, begin: int, end: int) -> tuple[str, ...]:
        """What tells the logs of a time from others."""
        return tuple(sorted(one.digest for one in self.files if one.reaches(begin, end)))

    def of_no(self, spans: Iterable[tuple[int, int]]) -> tuple[Path, ...]:
        """The logs that reach none of some times."""
        every = list(spans)
        return tuple(log.path for log in self.files if not any(log.reaches(*span) for span in every))

    def around(self, begin: int, end: int, apart: Collection[str] = ()) -> tuple[Log, ...]:
        """One log of each kind with the messages of all files that reach a time; not of those ``apart``."""
        wanted = [one.path for one in self.files if one.reaches(begin, end) and one.digest not in apart]
        self._at_hand = {path: self._at_hand.get(path) or _must(path) for path in wanted}
        sbas = [log for log in self._at_hand.values() if isinstance(log, SbasLog)]
        b2b = [log for log in self._at_hand.values() if isinstance(log, B2bLog)]
        return (*_joined(sbas), *_joined(b2b))


def _read(path: Path) -> Log | None:
    """The log a file holds, or none: other files may lie beside a station's own."""
    try:
        found = read_corrections(path)
    except Refused:
        return None
    return found if isinstance(found, SbasLog | B2bLog) else None


def _must(path: Path) -> Log:
    found = _read(path)
    if found is None:
        raise Refused("monitor.log_gone", file=path.name)
    return found


def _joined(logs: Sequence[Kind]) -> tuple[Kind, ...]:
    """Several logs of one kind as one, in order of time; none of none."""
    if len(logs) < 2:
        return tuple(logs)
    columns = [f.name for f in fields(logs[0]) if isinstance(getattr(logs[0], f.name), np.ndarray)]
    whole: dict[str, Any] = {name: np.concatenate([getattr(log, name) for log in logs]) for name in columns}
    order = np.argsort(whole["tai_ns"], kind="stable")
    return (replace(logs[0], **{name: values[order] for name, values in whole.items()}),)
