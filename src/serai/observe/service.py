"""Observe: who can look at a place, when, and when the image is in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.needs import Figure, Map, Measure, Need, Notes, Opportunity, Plan
from serai.observe.answer import ObserveAnswer
from serai.observe.bookable import bookable
from serai.observe.case import Case, asked
from serai.observe.fittings import TABLES
from serai.observe.mend import decisive, remedies
from serai.observe.period import TIMELY, Period, judged_measures, unit_s
from serai.observe.requests import Judge
from serai.observe.served import Served
from serai.observe.sky import clear_look
from serai.observe.volumes import volumes
from serai.observe.wants import NEED_COLUMNS, ImageRequest, asked_of, request
from serai.observe.words import flags, weak, why
from serai.pool import Columns, Pool, Row, TableSpec
from serai.time import Span
from serai.world import World

MEASURES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "revisit": ("h",),
        "repeat_pass": ("h",),
        "request_to_hand": ("h",),
        "image_to_hand": ("h",),
        "resolution": ("m",),
    }
)
NOTHING = 1e-12  # a share below this is no service at all

Asked = Need[ImageRequest]


@dataclass(frozen=True, slots=True)
class Observe:
    """The observation service: one of the three that answer needs."""

    name: str = "observe"

    @property
    def tables(self) -> Sequence[TableSpec]:
        """The corridor tables that only this service understands."""
        return TABLES

    @property
    def need_columns(self) -> Columns:
        """The columns of needs.csv that only this service understands."""
        return NEED_COLUMNS

    @property
    def measures(self) -> Mapping[str, Sequence[str]]:
        """The measures that looks and images are judged by."""
        return MEASURES

    def request(self, row: Row) -> ImageRequest:
        """Which sensors would do, and how long data take on the ground."""
        return request(row)

    def on_map(self, pool: Pool) -> Map:  # noqa: ARG002 - satellites and stations are drawn for all services
        """Nothing of its own."""
        return Map()

    def bookable(self, need: Asked, pool: Pool, world: World, within: Span) -> list[Opportunity]:
        """The looks that can be asked for inside a span, each with the need to bring its image down."""
        return bookable(need, pool, world, within)

    def answer(self, need: Asked, pool: Pool, world: World, plan: Plan, within: Span) -> ObserveAnswer:
        """How often the need's place is seen and how soon images are in hand, judged at the box's centre."""
        period = Period.of(need, within, world.rules)
        case = Case.of(need, pool, world, plan, period)
        missing = _missing(case, world, plan)
        judges = tuple(None if lack else j for j, lack in zip(case.judges, missing, strict=True))
        figures = tuple(
            _figure(case, m, j, lack)
            for m, j, lack in zip(judged_measures(need), judges, missing, strict=True)
        )
        served = Served(case=case)
        sky = clear_look(case, served, world)
        extra: dict[str, object] = {"looks": int(served.inside.sum()), "satellites": served.satellites}
        if served.downlink is not None:
            extra["image_to_downlink_min"] = {
                "median": _minutes(served.downlink.median_s),
                "p95": _minutes(served.downlink.p95_s),
                "worst": _minutes(served.downlink.worst_s),
            }
        notes = Notes(
            figures=figures,
            path=served.path,
            why=why(case, served, figures, sky.words if sky else ""),
            remedies=remedies(case, world, plan),
            weak=weak(case, served),
            flags=flags(case, served, world),
            exhibits=(volumes(case, world),) if case.reach.stations else (),
            extra=MappingProxyType(extra | (dict(sky.figures) if sky else {})),
        )
        rests = case.by.rests_on(len(pool.assets))
        return ObserveAnswer(need=need, notes=notes, judges=judges, deliveries=case.by, rests_on=rests)


def _missing(case: Case, world: World, plan: Plan) -> tuple[str, ...]:
    """For each measure the figure without which it cannot be judged, or nothing.

    A sensor with an unknown figure is left out, and the need is judged by those that are known. Only
    where none of them serves it at all, and one left out might, is the measure unknown.
    """
    measures = judged_measures(case.need)
    on_ground = asked_of(case.need).on_ground_s is not None
    missing = [""] * len(measures)
    for i, (measure, judge) in enumerate(zip(measures, case.judges, strict=True)):
        if judge is None:
            missing[i] = f"meaning of the measure {measure.name!r} in {measure.unit!r} to the service observe"
        elif measure.name in TIMELY and not on_ground:
            missing[i] = f"time on the ground of {case.need.id} (needs.csv, processing_h and last_mile_h)"
    unserved = [i for i, share in enumerate(case.shares()) if share <= NOTHING and not missing[i]]
    for i in unserved:
        missing[i] = decisive(case, world, plan, i)
    return tuple(missing)


def _figure(case: Case, measure: Measure, judge: Judge | None, missing: str) -> Figure:
    scale = unit_s(measure)
    if judge is None or scale is None:
        nothing = np.empty(0)
        return Figure(measure=measure, tai_ns=nothing.astype(np.int64), values=nothing, missing=missing)
    arrivals_s, usable = case.arrivals()
    moments_s, values_s = judge.values_s(case.by.at_s, arrivals_s, usable)
    values = values_s / scale
    return Figure(
        measure=measure,
        tai_ns=case.period.within.start.tai_ns + np.rint(moments_s * 1e9).astype(np.int64),
        values=values,
        typical=_ranked(values, 0.5, served_only=True),
        worst=_ranked(values, asked(measure), served_only=False),
        missing=missing,
    )


def _ranked(values: NDArray[np.float64], share: float, *, served_only: bool) -> float | None:
    """The value that a share of the values is within; None when that is no service."""
    ranked = np.sort(values[~np.isnan(values)] if served_only else np.nan_to_num(values, nan=np.inf))
    if not len(ranked):
        return None
    value = float(ranked[max(0, int(np.ceil(share * len(ranked) - 1e-9)) - 1)])
    return value if np.isfinite(value) else None


def _minutes(seconds: float) -> float | None:
    return round(seconds / 60.0, 1) if np.isfinite(seconds) else None
