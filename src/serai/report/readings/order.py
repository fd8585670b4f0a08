"""The order in which a duty officer reads needs: worst first, then by priority, then by id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from serai.needs import Assessment, State
from serai.needs.naming import WORST_FIRST


def worst_first(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Needs with the worst state first, those of the first priority before others."""
    return sorted(assessments, key=lambda a: (WORST_FIRST.index(a.verdict), a.need.priority, a.need.id))


def by_state(assessments: Sequence[Assessment]) -> list[tuple[State, list[Assessment]]]:
    """The needs of each state that occurs, worst state first."""
    ordered = worst_first(assessments)
    return [(s, found) for s in WORST_FIRST if (found := [a for a in ordered if a.verdict is s])]
