"""The corridor's element sets: read whole, one for each NORAD number, and whether each can be propagated."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from serai.errors import Refused
from serai.formats import BadElements, MeanElements, read_csv
from serai.orbit import Sgp4, errors_of, sgp4_error
from serai.tables import Problem
from serai.tables.rows import text_of
from serai.time import Instant, tai_ns_array
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True)
class ElementTable:
    """Element sets by NORAD number, with the line each stands on."""

    file: str = ""
    by_norad: Mapping[int, MeanElements] = field(default_factory=lambda: MappingProxyType({}))
    line: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))


def read_element_table(path: Path) -> tuple[ElementTable, list[Problem]]:
    """The element sets of a CSV file in CelesTrak's OMM columns, and every problem in it."""
    name = path.name
    text = text_of(path)
    if isinstance(text, Problem):
        return ElementTable(name), [text]
    try:
        sets = read_csv(text if "\n" in text else text + "\n")
    except BadElements as bad:
        try:
            return ElementTable(name), _every_problem(name, text)
        except csv.Error:  # what cannot be split into cells has no rows to be told by
            return ElementTable(name), [Problem(name, bad.line, bad.column, bad.expected, bad.got)]
    lines = _lines(text)
    problems = []
    by_norad: dict[int, MeanElements] = {}
    line: dict[int, int] = {}
    for one, at in zip(sets, lines, strict=True):
        if one.norad in by_norad:
            expected = reason("corridor.one_element_set", line=line[one.norad], norad=one.norad)
            problems.append(Problem(name, at, "NORAD_CAT_ID", expected, str(one.norad)))
            continue
        by_norad[one.norad], line[one.norad] = one, at
    return ElementTable(
        name, MappingProxyType(dict(sorted(by_norad.items()))), MappingProxyType(line)
    ), problems


def out_of_elements(motion: Sgp4, start: Instant) -> Reason | str:
    """Why a satellite's elements cannot say where it is at the start; empty when they can."""
    return _failed(motion, start, int(motion.errors(tai_ns_array([start]))[0]))


def motions_of(elements: Sequence[MeanElements], start: Instant) -> list[tuple[Sgp4 | None, Reason | str]]:
    """The motion that each set of elements describes and, when it describes none at the start, why."""
    made = [_motion(one) for one in elements]
    motions = [motion for motion, _ in made if motion is not None]
    codes = iter(errors_of(motions, tai_ns_array([start]))[:, 0].tolist())
    return [
        (motion, unusable if motion is None else _failed(motion, start, next(codes)))
        for motion, unusable in made
    ]


def _failed(motion: Sgp4, start: Instant, code: int) -> Reason | str:
    if not code:
        return ""
    return reason(
        "corridor.not_propagated",
        of=day(motion.elements.epoch),
        to=start.utc(decimals=0),
        why=sgp4_error(code),
    )


def _motion(elements: MeanElements) -> tuple[Sgp4 | None, Reason | str]:
    try:
        return Sgp4(elements), ""
    except Refused as failed:
        return None, reason("corridor.elements_unusable", of=day(elements.epoch), why=failed.reason)


def day(at: Instant) -> str:
    """The UTC date of an instant."""
    return at.utc(decimals=0)[:10]


def _lines(text: str) -> list[int]:
    """The line of each row of values, as serai.formats counts rows."""
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows, None)
    return [rows.line_num for row in rows if any(row)]


def _every_problem(name: str, text: str) -> list[Problem]:
    """What is wrong in each row of a file that as a whole cannot be read."""
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, [])
    problem = _problem(name, 1, header, [])
    if problem:
        return [problem]
    found = (_problem(name, rows.line_num, header, row) for row in rows if any(row))
    return [p for p in found if p]


def _problem(name: str, line: int, header: list[str], row: list[str]) -> Problem | None:
    alone = io.StringIO()
    csv.writer(alone, lineterminator="\n").writerows([header, row])
    try:
        read_csv(alone.getvalue())
    except BadElements as bad:
        return Problem(name, line, bad.column, bad.says or bad.expected, "" if bad.says else bad.got)
    return None
