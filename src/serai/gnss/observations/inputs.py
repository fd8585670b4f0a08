"""What the estimators read, as the readers of `serai.formats` give it, and columns that may be absent.

Times are TAI nanoseconds since 2000.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.ephemerides import Ephemerides, IonosphereParameters, StateVectors
from serai.formats.rinex.navigation import Navigation
from serai.formats.rinex.observations import Observations

Floats = NDArray[np.float64]
Messages = Ephemerides | StateVectors

__all__ = ["Ephemerides", "Messages", "Navigation", "Observations", "StateVectors", "column", "merged"]


def column(table: Messages, name: str, missing: float = np.nan) -> Floats:
    """A named column of broadcast messages, or the same ``missing`` in every row when it has none."""
    return table[name] if name in table else np.full(len(table), missing)


def merged(navigations: Sequence[Navigation]) -> Navigation:
    """Several navigation files as one; a message in two of them stands twice, which changes nothing."""
    if not navigations:
        raise Refused("gnss.no_navigation_file")
    first = navigations[0]
    if len(navigations) == 1:
        return first
    keys = dict.fromkeys(key for navigation in navigations for key in navigation.tables)
    tables = {key: _joined([n.tables[key] for n in navigations if key in n.tables]) for key in keys}
    return replace(
        first,
        tables=tables,
        iono=tuple(message for n in navigations for message in _timed(n)),
        time_offsets=tuple(offset for n in navigations for offset in n.time_offsets),
        orientation=tuple(message for n in navigations for message in n.orientation),
    )


def _timed(navigation: Navigation) -> Iterator[IonosphereParameters]:
    """A file's ionosphere messages; those of a header, which tells no time, at the middle of its messages."""
    toes = [table.toe_tai_ns for table in navigation.tables.values() if len(table)]
    middle = int(np.median(np.concatenate(toes))) if toes else None
    for message in navigation.iono:
        yield message if message.tai_ns is not None else replace(message, tai_ns=middle)


def _joined(tables: Sequence[Messages]) -> Messages:
    if len(tables) == 1:
        return tables[0]
    names = dict.fromkeys(name for table in tables for name in table.columns)
    columns: Mapping[str, Floats] = {
        name: np.concatenate([column(t, name) for t in tables]) for name in names
    }
    whole: dict[str, NDArray[np.generic]] = {
        name: np.concatenate([getattr(t, name) for t in tables])
        for name in ("prn", "toe_tai_ns", "ttr_tai_ns")
    }
    head = tables[0]
    if isinstance(head, StateVectors):
        vectors = {
            name: np.concatenate([getattr(t, name) for t in tables]) for name in ("r_m", "v_mps", "a_mps2")
        }
        return replace(head, columns=columns, **whole, **vectors)  # type: ignore[arg-type]
    toc = np.concatenate([t.toc_tai_ns for t in tables if isinstance(t, Ephemerides)])
    return replace(head, columns=columns, toc_tai_ns=toc, **whole)  # type: ignore[arg-type]
