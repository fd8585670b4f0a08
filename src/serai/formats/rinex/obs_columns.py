"""Where observations go while a file is read: which column each type has, and the columns themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex import obs_kernel, obs_kernel_2
from serai.formats.rinex.header import Header, Text
from serai.formats.rinex.obs_events import SiteEvent
from serai.formats.rinex.obs_rows import KINDS, NO_TYPE, SYSTEMS, UNWANTED

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Tables = tuple[NDArray[np.int32], NDArray[np.int32], Floats]

FIRST_ROWS = 4096  # room to begin with where a file's rows cannot be counted beforehand


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationColumns:
    """The data as columns, times still civil: days since 2000-01-01 and ns of the day."""

    day: Integers
    ns: Integers
    flags: NDArray[np.uint8]
    clock: Floats
    epoch: NDArray[np.int32]
    code: NDArray[np.int32]
    codes: Mapping[str, list[str]]
    renamed: Mapping[tuple[str, str], str]
    values: Mapping[str, Floats]
    lli: Mapping[str, NDArray[np.uint8]]
    events: Sequence[SiteEvent] = ()


@dataclass(slots=True)
class Layout:
    """Which column each type of each system goes to; grows when a header within the file adds types."""

    column: dict[str, int] = field(default_factory=dict)
    lock: dict[str, int] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)

    def tables(
        self,
        codes: Mapping[str, Sequence[str | None]],
        spelled: Mapping[str, Sequence[str]],
        scales: Mapping[str, Mapping[str, float]],
    ) -> Tables:
        """Give per system letter and type: the value's column, the lock's or -1, and the scale factor.

        `codes` are today's (None: no code for it), `spelled` those of the file.
        """
        width = max([len(names) for names in codes.values()], default=0) + 1
        columns = np.full((SYSTEMS, width), NO_TYPE, dtype=np.int32)
        locks, factors = columns.copy(), np.ones((SYSTEMS, width))
        for system, names in codes.items():
            row = ord(system) - 65
            known = self.codes.setdefault(system, [])
            for k, (code, own) in enumerate(zip(names, spelled[system], strict=True)):
                if code is None or code in names[:k]:
                    columns[row, k] = UNWANTED
                    continue
                columns[row, k] = self.column.setdefault(code, len(self.column))
                if code.startswith("L"):
                    locks[row, k] = self.lock.setdefault(code, len(self.lock))
                factors[row, k] = scales.get(system, {}).get(own, 1.0)
                if own != code:
                    self.renamed[system, own] = code
                if code not in known:
                    known.append(code)
        return columns, locks, factors


@dataclass(slots=True)
class Store:
    """The columns being filled; `state` counts the epochs and rows so far, `skipped` faults by kind."""

    state: Integers
    skipped: Integers
    day: Integers
    ns: Integers
    flags: NDArray[np.uint8]
    clock: Floats
    epoch: NDArray[np.int32]
    code: NDArray[np.int32]
    values: Floats
    lli: NDArray[np.uint8]
    room: Integers  # for the satellites of one epoch and their lines

    @classmethod
    def of(cls, text: Text, header: Header, layout: Layout) -> Store:
        """Make room: in RINEX 3 lines that begin with '>' and with a letter bound epochs and rows."""
        heads = text.buffer[text.starts[header.lines : -1]] if len(text) > header.lines else text.buffer[:0]
        if header.version >= 3.0:
            epochs = int(np.count_nonzero(heads == obs_kernel.EPOCH_MARK))
            rows = int(np.count_nonzero((heads >= ord("A")) & (heads <= ord("Z"))))
        else:
            epochs, rows = len(heads), min(len(heads), FIRST_ROWS)
        return cls(
            state=np.zeros(2, dtype=np.int64),
            skipped=np.zeros(KINDS, dtype=np.int64),
            day=np.empty(epochs, dtype=np.int64),
            ns=np.empty(epochs, dtype=np.int64),
            flags=np.zeros(epochs, dtype=np.uint8),
            clock=np.full(epochs, np.nan),
            epoch=np.empty(rows, dtype=np.int32),
            code=np.empty(rows, dtype=np.int32),
            values=np.full((len(layout.column), rows), np.nan),
            lli=np.zeros((len(layout.lock), rows), dtype=np.uint8),
            room=np.empty((2, obs_kernel.MOST_IN_EPOCH), dtype=np.int64),
        )

    def go_on(
        self, text: Text, header: Header, line: int, types: int, tables: Tables, *, lenient: bool
    ) -> tuple[int, int, int]:
        """Read on from a line until the end, an event, a fault or the end of the room."""
        columns, locks, factors = tables
        if header.version >= 3.0:
            found = obs_kernel.epochs(
                text.buffer, text.starts, line, columns, locks, factors,
                lenient, self.state, self.skipped, self.day, self.ns,
                self.flags, self.clock, self.epoch, self.code, self.values, self.lli, self.room,
            )  # fmt: skip
        else:
            letter = ord(header.system if header.system not in ("", "M") else "G")
            found = obs_kernel_2.epochs_2(
                text.buffer, text.starts, line, letter, types, columns, locks, factors,
                lenient, self.state, self.skipped, self.day, self.ns,
                self.flags, self.clock, self.epoch, self.code, self.values, self.lli, self.room,
            )  # fmt: skip
        what, at, count = found
        return int(what), int(at), int(count)

    def widen(self, rows: int) -> None:
        """Make room for at least so many more rows, and twice as many as there are."""
        more = max(rows, len(self.epoch))
        self.epoch = np.concatenate([self.epoch, np.empty(more, dtype=np.int32)])
        self.code = np.concatenate([self.code, np.empty(more, dtype=np.int32)])
        self.values = np.concatenate([self.values, np.full((len(self.values), more), np.nan)], axis=1)
        self.lli = np.concatenate([self.lli, np.zeros((len(self.lli), more), dtype=np.uint8)], axis=1)

    def add_columns(self, layout: Layout) -> None:
        """Make room for types that a header within the file added."""
        width = self.values.shape[1]
        extra = len(layout.column) - len(self.values)
        self.values = np.concatenate([self.values, np.full((extra, width), np.nan)])
        extra = len(layout.lock) - len(self.lli)
        self.lli = np.concatenate([self.lli, np.zeros((extra, width), dtype=np.uint8)])

    def columns(self, layout: Layout) -> ObservationColumns:
        """Give what was read, cut to what was filled."""
        e, r = int(self.state[0]), int(self.state[1])
        return ObservationColumns(
            day=self.day[:e],
            ns=self.ns[:e],
            flags=self.flags[:e],
            clock=self.clock[:e],
            epoch=self.epoch[:r],
            code=self.code[:r],
            codes=layout.codes,
            renamed=layout.renamed,
            values={name: self.values[at, :r] for name, at in layout.column.items()},
            lli={name: self.lli[at, :r] for name, at in layout.lock.items()},
        )
