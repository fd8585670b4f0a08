"""A sweep of days: every need of a corridor on record judged on each day by itself, for weeks or a season.

The corridor is taken out of the store by its version, so that a worker needs nothing but the database, and
the result names what it rests on.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serai.files import made_folder, put
from serai.outcome.outcome import assess, open_corridor
from serai.store.documents.bodies import packed, unpacked_files
from serai.store.documents.taking import corridor_files
from serai.time import Instant

if TYPE_CHECKING:
    from serai.store.database import Database
    from serai.store.sweeps.worker import Piece, Values

KIND = "days"
DAY_S = 86_400.0
WORST_FIRST = ("not met", "unknown", "degraded", "met")


@dataclass(frozen=True, slots=True)
class SweptDays:
    """The sweep, for a worker."""

    @property
    def piece(self) -> Piece:
        """A day."""
        return judged_day

    def pieces(self, asked: Values) -> Sequence[str]:
        """The beginning of each day, in UTC."""
        first = Instant.from_utc(str(asked["start"]))
        return [first.plus(DAY_S * day).utc(decimals=0) for day in range(int(str(asked["days"])))]

    def inputs(self, database: Database, asked: Values) -> Values:
        """The corridor's files, and what of it is asked."""
        with database.reading() as connection:
            files = corridor_files(connection, str(asked["corridor"]))
        return {**asked, "files": packed(files)}

    def result(self, asked: Values, done: Values) -> Values:
        """How many days each need has of each state, its mean share and its worst day; and all days."""
        days = {day: done[day] for day in sorted(done)}
        return {"corridor": asked["corridor"], "needs": _by_need(days), "days": days}


def judged_day(inputs: Values, day: str) -> dict[str, dict[str, object]]:
    """How each need stands on the day that begins then: its state, and the share that it is met."""
    with tempfile.TemporaryDirectory(prefix="serai-") as made:
        for name, raw in unpacked_files(str(inputs["files"]), "corridor").items():
            made_folder((Path(made) / name).parent)
            put(Path(made) / name, raw)
        corridor = open_corridor(made)
        corridor = corridor.without(*_names(inputs, "without")).with_terms(*_names(inputs, "with"))
        corridor = corridor.only(*_names(inputs, "needs"))
        found = assess(corridor, at=Instant.from_utc(day), days=1.0, losses=False)
    return {one.need.id: {"state": str(one.state), "share_met": one.share_met} for one in found.assessments}


def _names(inputs: Values, key: str) -> tuple[str, ...]:
    found = inputs.get(key, ())
    return tuple(str(one) for one in found) if isinstance(found, list | tuple) else ()


def _by_need(days: Values) -> dict[str, object]:
    of: dict[str, dict[str, Mapping[str, object]]] = {}
    for day, needs in days.items():
        if isinstance(needs, dict):
            for need, how in needs.items():
                of.setdefault(need, {})[day] = how
    return {need: _season(judged) for need, judged in of.items()}


def _season(judged: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    states = Counter(str(how["state"]) for how in judged.values())
    shares = [float(str(how["share_met"])) for how in judged.values() if how["share_met"] is not None]

    def badness(day: str) -> tuple[int, float]:
        state, share = str(judged[day]["state"]), judged[day]["share_met"]
        rank = WORST_FIRST.index(state) if state in WORST_FIRST else len(WORST_FIRST)
        return rank, float(str(share)) if share is not None else 0.0

    return {
        "states": dict(sorted(states.items())),
        "share_met": sum(shares) / len(shares) if shares else None,
        "worst_day": min(judged, key=badness),
    }
