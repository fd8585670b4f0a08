"""Navigate: who can fix a position here, how well, and how safely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from serai.navigate.answer import NavigationAnswer, judged
from serai.navigate.explain import notes
from serai.navigate.request import NEED_COLUMNS, PositionRequest, request
from serai.navigate.scene import scene
from serai.navigate.tables import TABLES
from serai.navigate.ways import Interrupted, Way
from serai.needs import Answer, Map, MeasureKind, Need, Opportunity, Plan
from serai.pool import Pool, Right
from serai.tables import Columns, Row, TableSpec
from serai.time import Span
from serai.world import RuleSet, World

MEASURES: Mapping[str, MeasureKind] = MappingProxyType(
    {
        "horizontal_error_95": MeasureKind(units=("m",)),
        "vertical_error_95": MeasureKind(units=("m",)),
        "convergence": MeasureKind(units=("min",)),
        "time_to_alert": MeasureKind(units=("s",)),
        "horizontal_protection": MeasureKind(units=("m",)),
        "vertical_protection": MeasureKind(units=("m",)),
        "beacon_location": MeasureKind(units=("m",)),
        "beacon_delay": MeasureKind(units=("s",)),
        "timing_error_95": MeasureKind(units=("ns",)),
    }
)

Asked = Need[PositionRequest]


@dataclass(frozen=True, slots=True)
class Navigate:
    """The positioning service: satisfies ``serai.needs.Service``."""

    name: str = "navigate"

    @property
    def tables(self) -> Sequence[TableSpec]:
        return TABLES

    @property
    def need_columns(self) -> Columns:
        return NEED_COLUMNS

    @property
    def measures(self) -> Mapping[str, MeasureKind]:
        return MEASURES

    @property
    def rights(self) -> Sequence[Right]:
        """The rights whose terms can help its needs."""
        return (Right.SIGNAL,)

    @property
    def rules(self) -> Sequence[RuleSet]:
        """Its sections of corridor.toml's rules."""
        return ()

    def request(self, row: Row) -> PositionRequest:
        return request(row)

    def on_map(self, pool: Pool) -> Map:  # noqa: ARG002 - what moves is drawn for all services alike
        return Map()

    def bookable(self, need: Asked, pool: Pool, world: World, within: Span) -> list[Opportunity]:  # noqa: ARG002 - signals are there for everyone
        """Nothing: navigation signals need no booking."""
        return []

    def answer(self, need: Asked, pool: Pool, world: World, plan: Plan, within: Span) -> Answer:  # noqa: ARG002 - nor can anyone book them away
        """Positioning for a need at its box's centre and corners, every ``positioning_step_s``."""
        view = scene(need, pool, world, within)
        interrupted = Interrupted(view.outages, view.satellites, len(view.sky.places))
        ways: tuple[Way, ...] = (view.open, *view.corrections, *view.rescues)
        every = (*ways, *view.unpublished)  # the last ones give nothing for certain
        measures = tuple(judged(m, every, view.sky.shape, interrupted) for m in need.measures)
        return NavigationAnswer(
            scene=view, ways=every, judged=measures, tell=lambda good: notes(view, ways, measures, good)
        )
