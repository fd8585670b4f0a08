"""Served against published: each service met, not met, or unknown with the figure that is missing named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from serai.navigate.monitor.alarms import Alarm, between, joined
from serai.navigate.monitor.evaluation import GEOMETRY, FileEvaluation, Limits, SatelliteRanges
from serai.navigate.monitor.services import ServiceUse
from serai.navigate.monitor.statistics import Tally, total
from serai.needs import State
from serai.wording import Reason, reason

LEAST_HOURS = 0.9  # of watching, for a verdict on figures that are published for a day or more (assumed)
MOST_UNSEEN = 0.1  # of the observations: with more of them without its codes a service is not judged


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFigure:
    """One measure of a service: what was served, what is published (None: unknown) and what that rests on."""

    measure: Reason
    served: float
    published: float | None
    unit: str
    basis: str
    state: State
    missing: Reason | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """One service of a station: its figures and the state they make, worst first: not met, unknown, met."""

    service: ServiceUse
    tally: Tally
    figures: tuple[ServiceFigure, ...]
    state: State
    why: Reason | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """All that a station's files say together."""

    files: tuple[FileEvaluation, ...]
    verdicts: tuple[Conformance, ...]
    satellites: Mapping[str, SatelliteRanges]
    alarms: tuple[Alarm, ...]

    @property
    def begin(self) -> int:
        return self.files[0].begin

    @property
    def end(self) -> int:
        return max(one.end for one in self.files)


def watch(files: Iterable[FileEvaluation], services: Sequence[ServiceUse], limits: Limits) -> Watch:
    """Put files together, in order of time, and judge each service."""
    every = sorted(files, key=lambda one: one.begin)
    verdicts = []
    for served in services:
        own = [one.tallies[served.name] for one in every if served.name in one.tallies]
        if own:
            verdicts.append(verdict(served, total(own)))
    interval_s = max((one.interval_s for one in every), default=30.0)
    spans = [(one.begin, one.end) for one in every]
    alarms = [alarm for one in every for alarm in one.alarms]
    alarms += between(spans, interval_s, limits.outage_s)
    return Watch(
        files=tuple(every),
        verdicts=tuple(verdicts),
        satellites=_satellites(every),
        alarms=tuple(joined(alarms, round(interval_s * 1e9), every[-1].begin)) if alarms else (),
    )


def verdict(served: ServiceUse, found: Tally) -> Conformance:
    """Judge one service by its tally."""
    figures = (
        _figure(served, reason("monitor.horizontal"), found.h95_m, "h95_m", "m"),
        _figure(served, reason("monitor.vertical"), found.v95_m, "v95_m", "m"),
        _figure(served, reason("monitor.availability"), found.availability, "availability", ""),
    )
    state, why = _state(figures, found, served.unpromised)
    return Conformance(service=served, tally=found, figures=figures, state=state, why=why)


def _figure(served: ServiceUse, measure: Reason, value: float, column: str, unit: str) -> ServiceFigure:
    """One measure of a service, by the column of services.csv in which its promise stands."""
    limit: float | None = None if served.promised is None else getattr(served.promised, column)
    basis = "" if served.provenance is None or limit is None else str(served.provenance.of(column))
    return ServiceFigure(
        measure=measure,
        served=value,
        published=limit,
        unit=unit,
        basis=basis,
        state=_held(value, limit, column),
        missing=_missing(served, column) if limit is None else "",
    )


def _held(value: float, limit: float | None, column: str) -> State:
    """Whether a figure served keeps to the one published; no position at all keeps to no error."""
    if limit is None:
        return State.UNKNOWN
    if math.isnan(value):
        return State.UNKNOWN if column == "availability" else State.NOT_MET
    kept = value >= limit if column == "availability" else value <= limit
    return State.MET if kept else State.NOT_MET


def _missing(served: ServiceUse, column: str) -> Reason | str:
    """Which figure of whom nobody published."""
    if served.unpromised:
        return served.unpromised
    if served.promised_by:
        return reason("monitor.column_of", column=column, service=served.promised_by)
    return reason("monitor.all_together")


def _state(
    figures: Sequence[ServiceFigure], found: Tally, unpromised: Reason | str
) -> tuple[State, Reason | str]:
    if found.watched < LEAST_HOURS:
        return State.UNKNOWN, reason("monitor.watched_too_short", minutes=60 * found.watched)
    if found.seen < 1.0 - MOST_UNSEEN:
        return State.UNKNOWN, reason("monitor.codes_not_received", percent=100 * found.seen)
    missed = [f for f in figures if f.state == State.NOT_MET]
    if missed and found.tracked < 1.0 - MOST_UNSEEN and all(_by_few(f) for f in missed):
        share, least = found.tracked, 1.0 - MOST_UNSEEN
        return State.UNKNOWN, reason("monitor.receivers_limit", share=share, least=least)
    failed = tuple(_missed(f) for f in missed)
    if failed:
        return State.NOT_MET, reason("monitor.all_of", each=failed)
    if unpromised:
        return State.UNKNOWN, unpromised
    missing = tuple(f.missing for f in figures if f.missing)
    if missing:
        return State.UNKNOWN, reason("monitor.nothing_published", missing=missing)
    return State.MET, ""


def _by_few(figure: ServiceFigure) -> bool:
    """Whether a figure may be missed for want of satellites alone: no position, or geometry's errors."""
    if not figure.unit or math.isnan(figure.served):
        return True
    return figure.served <= GEOMETRY * (figure.published or 0.0)


def _missed(figure: ServiceFigure) -> Reason:
    if math.isnan(figure.served):
        return reason("monitor.no_position", measure=figure.measure)
    published = figure.published or 0.0
    if not figure.unit:
        said = {"served": figure.served, "published": published}
        return reason("monitor.misses_share", measure=figure.measure, **said)
    by = abs(figure.served - published)
    return reason(
        "monitor.misses", measure=figure.measure, published=published, by=by, unit=f" {figure.unit}"
    )


def _satellites(files: Sequence[FileEvaluation]) -> dict[str, SatelliteRanges]:
    names = sorted({name for one in files for name in one.satellites})
    found = {}
    for name in names:
        own = [one.satellites[name] for one in files if name in one.satellites]
        count = sum(s.count for s in own)
        found[name] = SatelliteRanges(
            count=count,
            rms_m=math.sqrt(sum(s.count * s.rms_m**2 for s in own) / count),
            largest_m=max(s.largest_m for s in own),
        )
    return found
