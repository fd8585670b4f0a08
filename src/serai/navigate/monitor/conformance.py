"""Served against published: each service met, not met, or unknown with the figure that is missing named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from serai.navigate.monitor.alarms import Alarm, between, joined
from serai.navigate.monitor.evaluation import Judged, Limits, SatelliteRanges
from serai.navigate.monitor.services import Served
from serai.navigate.monitor.statistics import Tally, total
from serai.needs import State
from serai.wording import reason

LEAST_HOURS = 0.9  # of watching, for a verdict on figures that are published for a day or more (assumed)
MOST_UNSEEN = 0.1  # of the observations: with more of them without its codes a service is not judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of a service: what was served, what is published (None: unknown) and what that rests on."""

    measure: str
    served: float
    published: float | None
    unit: str
    basis: str
    state: State
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One service of a station: its figures and the state they make, worst first: not met, unknown, met."""

    service: Served
    tally: Tally
    figures: tuple[Figure, ...]
    state: State
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """All that a station's files say together."""

    files: tuple[Judged, ...]
    verdicts: tuple[Verdict, ...]
    satellites: Mapping[str, SatelliteRanges]
    alarms: tuple[Alarm, ...]

    @property
    def begin(self) -> int:
        return self.files[0].begin

    @property
    def end(self) -> int:
        return max(one.end for one in self.files)


def watch(files: Iterable[Judged], services: Sequence[Served], limits: Limits) -> Watch:
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


def verdict(served: Served, found: Tally) -> Verdict:
    """Judge one service by its tally."""
    promised, basis = served.promised, served.provenance
    figures = []
    for measure, value, column, unit in (
        ("horizontal error, 95 %", found.h95_m, "h95_m", "m"),
        ("vertical error, 95 %", found.v95_m, "v95_m", "m"),
        ("availability", found.availability, "availability", ""),
    ):
        limit = None if promised is None else getattr(promised, column)
        missing = ""
        if limit is None:
            of = f" of {served.promised_by}" if served.promised_by else ""
            missing = served.unpromised or (f"{column}{of}" if of else "a service of all systems together")
            state = State.UNKNOWN
        elif math.isnan(value):
            state = State.NOT_MET if measure != "availability" else State.UNKNOWN
        else:
            state = (
                State.MET
                if (value >= limit if column == "availability" else value <= limit)
                else State.NOT_MET
            )
        figures.append(
            Figure(
                measure=measure,
                served=value,
                published=limit,
                unit=unit,
                basis="" if basis is None or limit is None else str(basis.of(column)),
                state=state,
                missing=missing,
            )
        )
    state, why = _state(figures, found, served.unpromised)
    return Verdict(service=served, tally=found, figures=tuple(figures), state=state, why=why)


def _state(figures: Sequence[Figure], found: Tally, unpromised: str) -> tuple[State, str]:
    if found.watched < LEAST_HOURS:
        minutes = f"{60 * found.watched:.0f} minutes"
        return State.UNKNOWN, f"watched for {minutes} only; a verdict takes an hour"
    if found.seen < 1.0 - MOST_UNSEEN:
        share = f"{100 * found.seen:.0f} %"
        return State.UNKNOWN, f"only {share} of the observations have these codes: the receiver's limit"
    failed = [f for f in figures if f.state == State.NOT_MET]
    if failed and found.tracked < 1.0 - MOST_UNSEEN and all(_by_satellites(f) for f in failed):
        limit = reason("monitor.receivers_limit", share=found.tracked, least=1.0 - MOST_UNSEEN)
        return State.UNKNOWN, str(limit)
    if failed:
        return State.NOT_MET, "; ".join(_missed(f) for f in failed)
    if unpromised:
        return State.UNKNOWN, unpromised
    missing = list(dict.fromkeys(f.missing for f in figures if f.missing))
    if missing:
        return State.UNKNOWN, "no published figure: " + ", ".join(missing)
    return State.MET, ""


def _by_satellites(figure: Figure) -> bool:
    """Whether a figure is missed for want of satellites, not by errors of the positions that there were."""
    return figure.measure == "availability" or math.isnan(figure.served)


def _missed(figure: Figure) -> str:
    unit = f" {figure.unit}" if figure.unit else ""
    if math.isnan(figure.served):
        return f"{figure.measure}: no position at all"
    by = abs(figure.served - (figure.published or 0.0))
    return f"{figure.measure} misses the published {figure.published:g}{unit} by {by:.3g}{unit}"


def _satellites(files: Sequence[Judged]) -> dict[str, SatelliteRanges]:
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
