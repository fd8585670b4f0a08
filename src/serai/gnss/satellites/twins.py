"""Twin messages: two of one satellite and toe that put it at two places, so that one of them is wrong.

Files merged from many receivers hold them. Each is judged by the satellite's other messages: halfway to the
toe of the one before or after, right messages agree to some metres. The twin that agrees worse by far is
outvoted; where there is no other message to judge by, the copies are counted, and a tie stays a tie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.gnss.observations.inputs import Messages, Navigation
from serai.gnss.satellites.broadcast import LARGEST_AGE_S, Broadcast
from serai.gnss.signals import SINGLE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

APART_M = 100.0  # twins nearer than this are one message, renewed: broadcast orbits and clocks err by metres
BETTER = 10.0  # times nearer to the neighbours must a message be than its twin
ROW = "row of the table"


def without_wrong_twins(navigation: Navigation) -> tuple[Navigation, int]:
    """The navigation without messages that their twins outvote, and how many these were."""
    tables, gone = dict(navigation.tables), 0
    for (system, message), table in navigation.tables.items():
        wrong = _outvoted(navigation, system, message) if _has_twins(table) else np.empty(0, np.int64)
        if len(wrong):
            tables[system, message] = _without(table, wrong)
            gone += len(wrong)
    return (replace(navigation, tables=MappingProxyType(tables)) if gone else navigation), gone


def _has_twins(table: Messages) -> bool:
    """Whether any satellite has two messages of one toe."""
    order = np.lexsort((table.toe_tai_ns, table.prn))
    prn, toe = table.prn[order], table.toe_tai_ns[order]
    return bool(((prn[1:] == prn[:-1]) & (toe[1:] == toe[:-1])).any())


def _outvoted(navigation: Navigation, system: str, message: str) -> Integers:
    """The rows of a table that are outvoted."""
    table = navigation.tables[system, message]
    columns = {**table.columns, ROW: np.arange(len(table), dtype=np.float64)}
    numbered = replace(table, columns=MappingProxyType(columns))
    laid = Broadcast.of(
        replace(navigation, tables=MappingProxyType({(system, message): numbered})),
        {system: tuple(SINGLE[system][:1])},
        unhealthy=True,
        messages={system: (message,)},
        issues={system: ROW},
    )
    whose = np.repeat(np.arange(len(laid.satellites)), np.diff(laid.start))
    first = np.flatnonzero((np.diff(whose) == 0) & (np.diff(laid.toe_ns) == 0))
    toe_ns = laid.toe_ns[first]
    apart = np.linalg.norm(_place_m(laid, first, toe_ns) - _place_m(laid, first + 1, toe_ns), axis=1)
    wrong: list[int] = []
    for pair in first[apart > APART_M].tolist():
        rows = np.arange(laid.start[whose[pair]], laid.start[whose[pair] + 1])
        wrong += _losers(laid, rows, int(laid.toe_ns[pair]), LARGEST_AGE_S[system]).tolist()
    return laid.issue[np.unique(np.array(wrong, dtype=np.int64))].astype(np.int64)


def _losers(laid: Broadcast, rows: Integers, toe: int, age_s: float) -> Integers:
    """Of a satellite's messages of one toe the rows that are outvoted."""
    twins = rows[laid.toe_ns[rows] == toe]
    others = rows[(laid.toe_ns[rows] != toe) & (np.abs(laid.toe_ns[rows] - toe) <= 2 * age_s * 1e9)]
    if not len(others):
        at_toe = _place_m(laid, twins, np.full(len(twins), toe))
        apart = np.linalg.norm(at_toe[:, None] - at_toe[None], axis=2)
        copies = (apart <= APART_M).sum(axis=1)
        fewer: Integers = twins[copies < copies.max()]
        return fewer
    off = np.array([_from_nearest_m(laid, int(twin), others) for twin in twins])
    worse: Integers = twins[off > np.maximum(BETTER * off.min(), APART_M)]
    return worse


def _from_nearest_m(laid: Broadcast, twin: int, others: Integers) -> float:
    """How far a message is, halfway to their toes, from the one of some others that it agrees with best."""
    halfway = (laid.toe_ns[twin] + laid.toe_ns[others]) // 2
    own = _place_m(laid, np.full(len(others), twin), halfway)
    return float(np.linalg.norm(own - _place_m(laid, others, halfway), axis=1).min())


def _place_m(laid: Broadcast, rows: Integers, tai_ns: Integers) -> Floats:
    """Where messages put their satellites at moments, and what their clocks show: (n, 4) metres."""
    r, _, clock = laid.states(rows, tai_ns, np.zeros(len(rows)))
    return np.column_stack([r, C_MPS * clock[:, 0]])


def _without(table: Messages, rows: Integers) -> Messages:
    """A table without some of its rows."""
    kept = np.setdiff1d(np.arange(len(table)), rows)
    taken: dict[str, object] = {}
    for each in fields(table):
        value = getattr(table, each.name)
        if isinstance(value, np.ndarray):
            taken[each.name] = value[kept]
        elif isinstance(value, Mapping):
            taken[each.name] = MappingProxyType({name: column[kept] for name, column in value.items()})
    return replace(table, **taken)  # type: ignore[arg-type]
