"""Warn: which sirens reach a district, and how soon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from serai.needs import Answer, Figure, Map, MeasureKind, Need, Notes, Opportunity, Plan
from serai.pool import Pool, Right
from serai.tables import Columns, Row, TableSpec
from serai.time import Span
from serai.warn.answer import WarnAnswer, counting, delays, siren_map, siren_table
from serai.warn.fittings import SIREN, SIRENS, WARN_RULES, WarnRules
from serai.warn.request import NEED_COLUMNS, WarnRequest, request
from serai.world import RuleSet, World

MEASURES: Mapping[str, MeasureKind] = MappingProxyType({"alert_delay": MeasureKind(units=("s",))})
Asked = Need[WarnRequest]


@dataclass(frozen=True, slots=True)
class Warn:
    """The fourth service: satisfies ``serai.needs.Service``."""

    name: str = "warn"

    @property
    def tables(self) -> Sequence[TableSpec]:
        return (SIRENS,)

    @property
    def need_columns(self) -> Columns:
        return NEED_COLUMNS

    @property
    def measures(self) -> Mapping[str, MeasureKind]:
        return MEASURES

    @property
    def rights(self) -> Sequence[Right]:
        return (SIREN,)

    @property
    def rules(self) -> Sequence[RuleSet]:
        return (WARN_RULES,)

    def request(self, row: Row) -> WarnRequest:
        return request(row)

    def on_map(self, pool: Pool) -> Map:
        return siren_map(pool)

    def bookable(self, need: Asked, pool: Pool, world: World, within: Span) -> list[Opportunity]:  # noqa: ARG002
        """Nothing: a siren that may be sounded is always there."""
        return []

    def answer(self, need: Asked, pool: Pool, world: World, plan: Plan, within: Span) -> Answer:  # noqa: ARG002
        """How soon the first siren sounds that counts for a need."""
        found = list(counting(need, pool, world.rules_of(WarnRules).reach_min))
        certain, hopeful = delays(pool, found)
        at = np.array([within.start.tai_ns])
        soonest = np.array([certain.min(initial=np.inf)])
        unknown = [a.name for a, s in found if s.delay_s is None]
        missing = f"delay of {unknown[0]} (sirens.csv, delay_s)" if unknown else ""
        reached = all(m.reached(soonest)[0] for m in need.measures)
        first = pool.assets[int(certain.argmin())] if np.isfinite(soonest[0]) else None
        why = "no siren that counts may be sounded here"
        if first is not None:
            why = f"the soonest siren, {first.name}, sounds after {soonest[0]:g} s"
        notes = Notes(
            figures=tuple(
                Figure.of(m, at, soonest, missing="" if reached else missing) for m in need.measures
            ),
            path=() if first is None else (first.id,),
            why=why,
            exhibits=(siren_table(found),),
        )
        return WarnAnswer(need=need, notes=notes, delay_s=certain, hopeful_s=hopeful)
