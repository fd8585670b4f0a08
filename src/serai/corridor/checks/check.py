"""Can a corridor folder be read, and what in it is missing, old or in disagreement?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from serai.corridor.checks.disagreements import disagreements
from serai.corridor.checks.gaps import TableCount, Unknown, counts, unknowns, unsourced
from serai.corridor.checks.leftovers import leftovers
from serai.corridor.checks.places import places
from serai.corridor.checks.remark import Remark
from serai.corridor.corridor import Corridor
from serai.corridor.folder import read_folder
from serai.corridor.read import build
from serai.needs import Service
from serai.tables import Problem, TableSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in a folder.

    With ``problems`` it cannot be read, and nothing else is judged. ``disagreements`` keep nothing from being
    answered but what they say; ``unknown`` counts the empty figures that make answers unknown.
    """

    folder: Path
    corridor: Corridor | None
    problems: tuple[Problem, ...] = ()
    disagreements: tuple[Remark, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    tables: tuple[TableCount, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the folder can be read."""
        return not self.problems


def check(folder: str | Path, services: Sequence[Service], tables: Sequence[TableSpec] = ()) -> Report:
    """Everything that is wrong, doubtful or unknown in a corridor folder."""
    found = read_folder(Path(folder), services, tables)
    corridor, problems = build(found, services)
    if corridor is None:
        return Report(
            folder=Path(folder), corridor=None, problems=tuple(problems), tables=tuple(counts(found))
        )
    remarks: list[Remark] = [
        *disagreements(corridor, found.of("satellites")),
        *leftovers(corridor, found),
        *places(corridor.map, found),
        *unsourced(found),
    ]
    return Report(
        folder=Path(folder),
        corridor=corridor,
        disagreements=tuple(remarks),
        unknown=tuple(unknowns(found, services)),
        tables=tuple(counts(found)),
    )
