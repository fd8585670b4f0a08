"""The two questions that every service answers, and what it declares: tables, measures, rights, rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from serai.needs.answer import Answer
from serai.needs.exhibit import Map
from serai.needs.measure import MeasureKind
from serai.needs.need import Need, R
from serai.needs.opportunity import Opportunity
from serai.needs.plan import Plan
from serai.needs.shared_rate import SharedRate
from serai.pool import Pool, Right
from serai.tables import Columns, Row, TableSpec
from serai.time import Span
from serai.world import RuleSet, World


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
    def measures(self) -> Mapping[str, MeasureKind]:
        """The measures that this service can judge, and what it understands of each."""
        ...

    @property
    def rights(self) -> Sequence[Right]:
        """The rights whose terms can help its needs; several services may claim one, or declare their own."""
        ...

    @property
    def rules(self) -> Sequence[RuleSet]:
        """Its sections of corridor.toml's rules; parts that several services share may stand with each."""
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


def shared_by(
    service: Service, needs: Sequence[Need], pool: Pool, world: World, within: Span
) -> tuple[SharedRate, ...]:
    """What each need of a service gets when all ask at once; nothing by one whose needs share nothing.

    A service that knows of sharing says it by a function ``when_all_ask`` of these arguments.
    """
    ask: Callable[..., tuple[SharedRate, ...]] | None = getattr(service, "when_all_ask", None)
    return () if ask is None else ask(needs, pool, world, within)
