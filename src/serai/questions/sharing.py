"""What each need gets when all ask at once: the question of `serai connect --all`."""

from __future__ import annotations

from serai.connect.together.sharing import SharedRate, shared_rates
from serai.corridor import Corridor
from serai.time import Instant, Span


def rates_of_all(
    corridor: Corridor, *, at: Instant | None = None, days: float = 1.0
) -> tuple[SharedRate, ...]:
    """The rate of every need in season that asks for one, alone and when all ask."""
    begin = at or corridor.start
    within = Span(begin, begin.plus(seconds=86_400.0 * days))
    needs = [n for n in corridor.needs if n.service == "connect" and n.in_season(begin)]
    return shared_rates(needs, corridor.pool, corridor.world(begin), within)
