"""The two questions that every service answers, and the tables that it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from serai.needs.answer import Answer
from serai.needs.exhibit import Map
from serai.needs.need import Need, R
from serai.needs.opportunity import Opportunity
from serai.needs.plan import Plan
from serai.pool import Pool
from serai.tables import Columns, Row, TableSpec
from serai.time import Span
from serai.world import World


class Service(Protocol[R]):
    """Navigate, connect and observe are each one of these, and so would a fourth be."""

    @property
    def name(self) -> str:
        """The name that a need's ``service`` column calls it by."""
        ...

    @property
    def tables(self) -> Sequence[TableSpec]:
        """The corridor tables that only this service understands."""
        ...

    @property
    def need_columns(self) -> Columns:
        """The columns of needs.csv that only this service understands."""
        ...

    @property
    def measures(self) -> Mapping[str, Sequence[str]]:
        """The measures that this service can judge, each with the units it understands."""
        ...

    def request(self, row: Row) -> R:
        """This service's own reading of a row of needs.csv, kept in ``Need.request``."""
        ...

    def on_map(self, pool: Pool) -> Map:
        """What of the pool only this service knows how to draw on the corridor's map: its cables, say."""
        ...

    def bookable(self, need: Need[R], pool: Pool, world: World, within: Span) -> list[Opportunity]:
        """What must be reserved to meet a need (looks, passes, beam slots), inside a span."""
        ...

    def answer(self, need: Need[R], pool: Pool, world: World, plan: Plan, within: Span) -> Answer:
        """What a need gets from the pool over a span, when the plan's bookings stand."""
        ...
