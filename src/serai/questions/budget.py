"""Link budget: whether a link closes, by which lines, with what margin."""

from __future__ import annotations

from pathlib import Path

from serai.errors import Refused
from serai.orbit import MOST_AGE_DAYS
from serai.radio.link.budget_file import BudgetWay, read_budget
from serai.radio.propagation.maps import Maps, maps_at_hand


def budget(
    file: str | Path,
    *,
    maps: Maps | str | Path | None = None,
    older: bool = False,
    max_age_days: float = MOST_AGE_DAYS,
) -> tuple[BudgetWay, ...]:
    """The ways (forward, return) of a budget in TOML (docs/budgets.md), each with its lines and its margin.

    A way has its ``budget`` (lines by name, with basis and source), the percent of an average year for which
    it closes, and for a satellite that moves its pass, moment by moment. What a ground with a longitude
    leaves out is read from ``maps`` (or the folder of a bundle; the user's own when left out); ``older`` lets
    older ones stand in. A pass by elements farther than ``max_age_days`` from their epoch is refused, and
    what must be said of them stands in the way's ``cautions``.
    """
    at_hand = maps if isinstance(maps, Maps) else maps_at_hand(None if maps is None else Path(maps))
    if not max_age_days > 0.0:
        raise Refused("questions.max_age", got=max_age_days)
    return read_budget(Path(file), at_hand, older=older, max_age_days=max_age_days)
