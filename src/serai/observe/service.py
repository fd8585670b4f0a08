"""Observe: who can look at a place, when, and when the image is in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.ground import CONTACT_RULES
from serai.needs import (
    Figure,
    Map,
    Measure,
    MeasureKind,
    Need,
    Notes,
    Opportunity,
    Plan,
    Shares,
    State,
    state,
)
from serai.observe.answer import ObserveAnswer, both
from serai.observe.areas.drawn import area_picture
from serai.observe.areas.places import OverPlaces
from serai.observe.areas.told import AreaCovered, area_figure, clear_view_said
from serai.observe.bookable import bookable
from serai.observe.cautions import flags, weak
from serai.observe.clear_sky import clear_look
from serai.observe.constellations import CONSTELLATIONS
from serai.observe.explain import why
from serai.observe.fittings import SENSORS
from serai.observe.looks import too_short
from serai.observe.measures import (
    EachImage,
    MeasureJudge,
    QuickestImage,
    RepeatByRate,
    RequestToHand,
    RevisitByRate,
)
from serai.observe.next_looks import next_looks
from serai.observe.period import Period, judged_measures, unit_s
from serai.observe.reach import reaches
from serai.observe.remedies import decisive, remedies
from serai.observe.request import NEED_COLUMNS, ImageRequest, request
from serai.observe.rules import OBSERVE_RULES, ObserveRules
from serai.observe.scene import Scene
from serai.observe.timeliness import ServedLooks, in_hand_of_all
from serai.observe.volumes import volumes
from serai.pool import Pool, Right
from serai.tables import Columns, Row, TableSpec
from serai.time import Span
from serai.wording import Reason, reason
from serai.world import RuleSet, World

MEASURES: Mapping[str, MeasureKind] = MappingProxyType(
    {
        "revisit": MeasureKind(units=("h",), interval=True, sets_period=True, clear_view=True),
        "repeat_pass": MeasureKind(units=("h",), interval=True, sets_period=True),
        "request_to_hand": MeasureKind(units=("h",), interval=True),
        "image_to_hand": MeasureKind(units=("h",)),
        "resolution": MeasureKind(units=("m",)),
    }
)

Asked = Need[ImageRequest]
# What the share of a judge is a share of, where that is not the time.
SHARES_OF: Mapping[type, str] = MappingProxyType(
    {EachImage: "exhibit.images", RequestToHand: "exhibit.requests"}
)


@dataclass(frozen=True, slots=True)
class Observe:
    """The observation service: one of the three that answer needs."""

    name: str = "observe"

    @property
    def tables(self) -> Sequence[TableSpec]:
        """The corridor tables that only this service understands."""
        return (SENSORS, CONSTELLATIONS)

    @property
    def need_columns(self) -> Columns:
        """The columns of needs.csv that only this service understands."""
        return NEED_COLUMNS

    @property
    def measures(self) -> Mapping[str, MeasureKind]:
        """The measures that looks and images are judged by."""
        return MEASURES

    @property
    def rights(self) -> Sequence[Right]:
        """The rights whose terms can help its needs."""
        return (Right.IMAGE, Right.OPEN_DATA, Right.DOWNLINK)

    @property
    def rules(self) -> Sequence[RuleSet]:
        """Its sections of corridor.toml's rules."""
        return (OBSERVE_RULES, CONTACT_RULES)

    def request(self, row: Row) -> ImageRequest:
        """Which sensors would do, and how long data take on the ground."""
        return request(row)

    def on_map(self, pool: Pool) -> Map:
        """How far to its sides each sensor reaches; satellites and stations are drawn for all services."""
        return Map(reaches=reaches(pool))

    def bookable(self, need: Asked, pool: Pool, world: World, within: Span) -> list[Opportunity]:
        """The looks that can be asked for inside a span, each with the need to bring its image down."""
        return bookable(need, pool, world, within)

    def answer(self, need: Asked, pool: Pool, world: World, plan: Plan, within: Span) -> ObserveAnswer:
        """How often the need is seen and how soon images are in hand, on its area or its box's centre."""
        period = Period.of(need, within, world.rules)
        case = Scene.of(need, pool, world, plan, period)
        best = case.granting(world, plan, *case.at_best) if case.at_best else None
        rests = case.by.rests_on(len(pool.assets))
        if best is not None:
            rests |= best.by.rests_on(len(pool.assets))
        return ObserveAnswer(
            need=need,
            measures=tuple(judged_measures(need)),
            tell=lambda: _notes(case, best, world, plan),
            judges=case.judges,
            deliveries=case.by,
            hopeful=None if best is None else (best.judges, best.by),
            rests_on=rests,
        )


def _notes(case: Scene, best: Scene | None, world: World, plan: Plan) -> Notes:
    """The figures and the words of an answer; ``best`` has every unknown figure at its best."""
    missing = _missing(case, best, world, plan)
    figures = tuple(
        _figure(case, m, j, lack)
        for m, j, lack in zip(judged_measures(case.need), case.judges, missing, strict=True)
    )
    served = ServedLooks(case=case)
    sky = None if any(m.clear_view for m in case.need.measures) else clear_look(case, served)
    covered = AreaCovered(case=case) if case.need.area is not None else None
    extra: dict[str, object] = {"looks": int(served.inside.sum()), "satellites": served.satellites}
    if served.downlink is not None:
        extra["image_to_downlink_min"] = {
            "median": _minutes(served.downlink.median_s),
            "p95": _minutes(served.downlink.p95_s),
            "worst": _minutes(served.downlink.worst_s),
        }
    return Notes(
        figures=figures,
        path=served.path,
        why=why(case, served, figures, [*_of_area(covered), *_of_sky(case), *((sky.words,) if sky else ())]),
        remedies=remedies(case, world, plan),
        weak=weak(case, served),
        flags=(*flags(case, served, world), *_short(case, world)),
        exhibits=(
            next_looks(case, served),
            *((covered.by_day(),) if covered else ()),
            *((area_picture(covered, world),) if covered and covered.swept else ()),
            *((volumes(case, world),) if case.reach.stations else ()),
        ),
        extra=MappingProxyType(extra | (dict(sky.figures) if sky else {})),
    )


def _of_area(covered: AreaCovered | None) -> tuple[Reason, ...]:
    """How much of the need's area looks in hand cover; nothing for a need judged at a point."""
    return () if covered is None else (covered.said(),)


def _of_sky(case: Scene) -> tuple[Reason, ...]:
    """The chance of a clear view of each measure that asks for one, where somebody published it."""
    judged = zip(judged_measures(case.need), case.judges, strict=True)
    return tuple(
        clear_view_said(case, measure, judge)
        for measure, judge in judged
        if isinstance(judge, OverPlaces) and judge.clear is not None and case.sky_chance is not None
    )


def _short(case: Scene, world: World) -> tuple[Reason, ...]:
    """What a reader must know of looks that are too short to count."""
    names = tuple(dict.fromkeys(eye.asset.name for eye in too_short(case.eligible.found, world)))
    least_s = world.rules_of(ObserveRules).look_min_s
    return (reason("rules.short_looks", least=least_s, names=names),) if names else ()


def _missing(case: Scene, best: Scene | None, world: World, plan: Plan) -> tuple[Reason | str, ...]:
    """For each measure the figure that nobody published and on which it turns, or nothing.

    A sensor with an unknown figure gives nothing for certain; with ``best`` every such figure is at its best.
    """
    measures = judged_measures(case.need)
    held = both(case.shares(), (best or case).shares())
    missing: list[Reason | str] = [""] * len(measures)
    for i, (measure, judge) in enumerate(zip(measures, case.judges, strict=True)):
        if judge is None:
            missing[i] = reason("observe.missing.measure", measure=measure.name, unit=measure.unit)
        elif state(Shares(held.certain[i], held.hopeful[i]), measure) is State.UNKNOWN:
            missing[i] = decisive(case, world, plan, i)
    return tuple(missing)


def _figure(case: Scene, measure: Measure, judge: MeasureJudge | None, missing: Reason | str) -> Figure:
    scale = unit_s(measure)
    if judge is None or scale is None:
        nothing = np.empty(0)
        return Figure(measure=measure, tai_ns=nothing.astype(np.int64), values=nothing, missing=missing)
    if isinstance(judge, OverPlaces):
        of_all = in_hand_of_all(case) if isinstance(judge.of, QuickestImage) else None
        return area_figure(case, measure, judge, missing, of_all)
    arrivals_s, usable = case.arrivals()
    moments_s, values_s = judge.values_s(case.by.at_s, arrivals_s, usable)
    return Figure.of(
        measure,
        case.period.within.start.tai_ns + np.rint(moments_s * 1e9).astype(np.int64),
        values_s / scale,
        missing=missing,
        by_rate=isinstance(judge, (RevisitByRate, RepeatByRate)),
        share_of=reason(share_of) if (share_of := SHARES_OF.get(type(judge), "")) else "",
        counted=_counted(judge, case.by.at_s, arrivals_s, usable),
        of_all=in_hand_of_all(case) if isinstance(judge, QuickestImage) else None,
    )


def _counted(
    judge: MeasureJudge, at_s: NDArray[np.float64], arrivals_s: NDArray[np.float64], usable: NDArray[np.bool_]
) -> int | None:
    """How many looks (or pairs of them) a rate was found from; None where the values themselves count."""
    if not isinstance(judge, (RevisitByRate, RepeatByRate)):
        return None
    return judge.looks(at_s, arrivals_s, usable)


def _minutes(seconds: float) -> float | None:
    return round(seconds / 60.0, 1) if np.isfinite(seconds) else None
