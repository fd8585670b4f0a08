"""The data part of an observation file into columns: who drives the compiled passes, and what they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from serai.formats.refusal import BadFile, FaultJudge
from serai.formats.rinex import obs_kernel, obs_kernel_2
from serai.formats.rinex.header import LABEL, Header, Record, Text
from serai.formats.rinex.obs_codes_2 import code_of
from serai.formats.rinex.obs_columns import Layout, ObservationColumns, Store, Tables
from serai.formats.rinex.obs_events import SiteEvent, site_event
from serai.formats.rinex.obs_faults import FAULTS
from serai.formats.rinex.obs_header import scales_of, types_of, types_of_2
from serai.formats.rinex.obs_rows import UNKNOWN_SYSTEM
from serai.wording import Reason, reason


def read_epochs(text: Text, header: Header, judge: FaultJudge) -> ObservationColumns:
    """Read everything after the header."""
    types = _types(header, header.records, judge)
    if not types:
        expected = reason("formats.expected.some_types")
        raise BadFile(text.file, header.lines, expected, reason("formats.came.none"))
    layout = Layout()
    tables = _tables(layout, types, header, header.records, judge)
    store = Store.of(text, header, layout)
    line, events = header.lines, list[SiteEvent]()
    while True:
        what, line, count = store.go_on(text, header, line, _count(types), tables, lenient=judge.lenient)
        if what == obs_kernel.DONE:
            break
        if what == obs_kernel.FAULT:
            _refuse(text, line, count, judge)
        if what == obs_kernel_2.GROW:
            store.widen(count)
            continue
        records = [_record(text, i) for i in range(line, line + count)]
        event = site_event(text.line(line - 1), header.version, records, int(store.state[0]))
        if event is not None:
            events.append(event)
        if changed := _types(header, records, judge):
            types = {**types, **changed}
            tables = _tables(layout, types, header, [*header.records, *records], judge)
            store.add_columns(layout)
        line += count
    for kind in np.flatnonzero(store.skipped).tolist():
        judge.skipped[FAULTS[kind][0]] += int(store.skipped[kind])
    return replace(store.columns(layout), events=tuple(events))


def _types(header: Header, records: Iterable[Record], judge: FaultJudge) -> dict[str, list[str]]:
    if header.version < 3.0:
        return types_of_2(header.system, records, judge)
    return types_of(records, judge)


def _count(types: Mapping[str, list[str]]) -> int:
    """How many types each satellite's lines hold; in RINEX 2 they are those of every system."""
    return max(map(len, types.values()))


def _tables(
    layout: Layout,
    types: Mapping[str, list[str]],
    header: Header,
    records: Iterable[Record],
    judge: FaultJudge,
) -> Tables:
    scales = scales_of(records, types, judge)
    if header.version < 3.0:
        spelled = {s: [code_of(s, kind, kinds) for kind in kinds] for s, kinds in types.items()}
    else:
        spelled = {s: [*_today(s, codes, header.version)] for s, codes in types.items()}
    return layout.tables(spelled, types, scales)


def _today(system: str, codes: list[str], version: float) -> list[str | None]:
    """Spell codes as RINEX 3.03 and later do: BeiDou's B1I was band 1 in 3.02 and is band 2 since.

    Band 1 is B1C now, with the attributes D, P, X (RINEX 3.05, table A9); I and Q never are.
    """
    if system != "C":
        return [*codes]
    old = "IQX" if 3.015 < version < 3.025 else "IQ"
    return [c[0] + "2" + c[2] if c[1:2] == "1" and c[2:3] and c[2] in old else c for c in codes]


def _record(text: Text, index: int) -> Record:
    line = text.line(index)
    return Record(line[LABEL:].strip(), line[:LABEL].ljust(LABEL), index + 1)


def _refuse(text: Text, line: int, kind: int, judge: FaultJudge) -> None:
    got = text.line(line)
    came: str | Reason = got
    if "RINEX VERSION / TYPE" in got:
        came = reason("formats.came.second_header")
    elif kind == UNKNOWN_SYSTEM and got[:1].isalpha():
        came = reason("formats.came.system", system=got[:1], satellite=got[:3])
    raise BadFile(judge.file, line + 1, FAULTS[kind][1], came)
