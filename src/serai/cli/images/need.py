"""`serai monitor --need`: the alarms of a need's own thresholds, and the looks that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from serai.errors import Refused

if TYPE_CHECKING:
    from serai.corridor import Corridor
    from serai.observe.request import WatchRequest
    from serai.observe.series.record import Monitoring
    from serai.questions.images.look_again import LookAgain

WITH_NEED = ("--corridor", "--at", "--database", "--by")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedNeed:
    """The need that a place is watched for, of its corridor, and what is asked from when."""

    corridor: Corridor
    need: str
    at: str | None
    database: str | None
    by: str | None

    @classmethod
    def of(
        cls, need: str | None, corridor: Path | None, at: str | None, database: str | None, by: str | None
    ) -> WatchedNeed | None:
        """The options as they came; those that mean something only with a need are refused without one."""
        if need is None:
            for option, value in zip(WITH_NEED, (corridor, at, database, by), strict=True):
                if value is not None:
                    raise Refused("cli.only_with", option=option, needed="--need")
            return None
        from serai.cli.input.reference import reference_corridor
        from serai.outcome.outcome import open_corridor

        opened = open_corridor(corridor or reference_corridor())
        return cls(corridor=opened, need=need, at=at, database=database, by=by)

    @property
    def watch(self) -> WatchRequest:
        from serai.questions.images.look_again import watch_of

        return watch_of(self.corridor, self.need)

    @property
    def title(self) -> str:
        need = self.corridor.need(self.need)
        return f"{need.id} {need.title}"

    def asks(self, found: Monitoring) -> tuple[LookAgain, ...]:
        """What each alarm asks for, from a moment on; the corridor's start where none is given."""
        from serai.cli.input.parsing import begins
        from serai.questions.images.look_again import look_again

        return look_again(found, self.corridor, self.need, begins(self.corridor, self.at, None))

    def stands(self, asks: Sequence[LookAgain]) -> dict[str, dict[str, Any]]:
        """Each ask put on record at the store, and how its request stands; nothing without a database."""
        if self.database is None:
            return {}
        from serai.cli.orders.options import desk_at
        from serai.store.asked import NewRequest
        from serai.store.told import standings

        desk = desk_at(self.database, self.by)
        names = {
            one.key: desk.asks(NewRequest(one.key, one.need.party, str(one.wanted), one.need.id, one.until))
            for one in asks
        }
        desk.post()
        told = {}
        with desk.database.reading() as connection:
            for key, name in names.items():
                (state,) = standings(connection, name)
                ordered = [o for o in state.offers if o.stage != "offered"]
                told[key] = {
                    "id": state.id,
                    "stage": ordered[-1].stage if ordered else state.stage,
                    "offers": [o.id for o in state.offers],
                }
        return told
