"""What an observation's answer rests on that nobody published, and what its reader must know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from serai.needs import Need, Weak
from serai.observe.fittings import STATION
from serai.observe.period import seconds, watched
from serai.observe.scene import Scene
from serai.observe.sensors import EligibleSensor
from serai.observe.timeliness import ServedLooks
from serai.orbit import Sgp4, fit_for, orbit_kind
from serai.pool import Asset
from serai.tables import Basis
from serai.wording import Reason, reason
from serai.world import World

WEAK_AT_MOST = 5
RADAR = "radar"
STEEP = ("valley", "mountain")  # environments of needs.csv where slopes hide ground from a radar
TIMELY_COLUMNS = (("processing", "processing_h"), ("last_mile", "last_mile_h"))


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A figure of one asset or need (``whose``) with its basis; ``term`` where it is that of a term."""

    what: str
    whose: str
    basis: Basis
    term: str = ""


def weak(case: Scene, served: ServedLooks) -> tuple[Weak, ...]:
    """The recalled and assumed figures that decide: the weakest first, and of those the most decisive."""
    together: dict[tuple[str, str, Basis], list[str]] = {}
    for doubt in (*_of_the_sky(case), *_of_sensors(case, served), *_of_the_ground(case, served)):
        if doubt.basis >= Basis.RECALLED:
            together.setdefault((doubt.what, doubt.term, doubt.basis), []).append(doubt.whose)
    ordered = sorted(together.items(), key=lambda kv: -int(kv[0][2]))
    return tuple(
        Weak(what=_doubted(what, term, whose), basis=basis)
        for (what, term, basis), whose in ordered[:WEAK_AT_MOST]
    )


def _doubted(what: str, term: str, whose: list[str]) -> Reason:
    if term:
        return reason("observe.weak.terms", term=term, whose=tuple(whose))
    return reason(f"observe.weak.{what}", whose=tuple(whose))


def _of_sensors(case: Scene, served: ServedLooks) -> Iterable[_Doubt]:
    """The terms and figures of the sensors that look, the satellites of most looks first."""
    place = {name: rank for rank, name in enumerate(served.satellites)}
    for eye in sorted(_used(case, served), key=lambda e: place[e.asset.id]):
        for way in eye.ways:
            if way.term is not None:
                yield _Doubt("terms", eye.asset.name, way.term.provenance.basis, way.term.id)
        for what, column in _decisive(eye, case.need):
            yield _Doubt(what, eye.asset.name, eye.sensor.provenance.of(column))


def _of_the_sky(case: Scene) -> Iterable[_Doubt]:
    """How often and how long the sky is clear, where a clear view is asked; the area as it was drawn."""
    need = case.need
    if any(m.clear_view for m in need.measures) and case.sky is not None:
        if case.sky.forecast < 1.0 and case.sky.basis is not None:
            yield _Doubt("clear_sky", need.id, case.sky.basis)
        yield _Doubt("sky_stays", need.id, Basis.ASSUMED)
    if need.area is not None:
        yield _Doubt("area", need.id, need.provenance.of("area"))


def _of_the_ground(case: Scene, served: ServedLooks) -> Iterable[_Doubt]:
    """How long data take on the ground, and where the station stands that takes most of them."""
    need = case.need
    if need.measure("request_to_hand") or need.measure("image_to_hand"):
        for what, column in TIMELY_COLUMNS:
            yield _Doubt(what, need.id, need.provenance.of(column))
    for station in served.stations[:1]:
        asset = case.pool[station]
        yield _Doubt("position", asset.name, asset.provenance.of("lat_deg"))


def _used(case: Scene, served: ServedLooks) -> list[EligibleSensor]:
    """The sensor by which each satellite looks most finely, of the satellites that look."""
    rows = np.flatnonzero(served.inside)
    first = {int(case.looks.satellite[row]): int(case.looks.eye[row]) for row in rows[::-1]}
    return [case.eligible.found[number] for number in first.values()]


def _decisive(eye: EligibleSensor, need: Need) -> Iterable[tuple[str, str]]:
    """The figures of a sensor that decide whether it looks, and their columns of sensors.csv."""
    if need.measure("resolution") is not None:
        yield "resolution", "resolution_m"
    if eye.stares:
        yield "scan_repeat", "image_every_min"
    elif eye.sensor.has_band:
        yield "incidence", "incidence_max_deg"
    else:
        yield "pointing", "off_nadir_max_deg"
    if need.area is not None and need.area.swept:
        yield "swath", "swath_km"
    if any(w.kind == STATION for w in eye.ways):
        yield "delivery", "delivery"


def flags(case: Scene, served: ServedLooks, world: World) -> tuple[Reason, ...]:
    """What a reader must know: old elements, revisit from a rate, sensors left out, purchases."""
    return (
        *_ages(case, served, world),
        *_by_rate(case),
        *_left_out(case.eligible.unknown),
        *_bought(case, set(served.satellites)),
        *_relief(case, served),
    )


def _ages(case: Scene, served: ServedLooks, world: World) -> Iterable[Reason]:
    """The satellites whose elements are too far from the time asked about for a look's second."""
    ages_s = {a.name: _unfit_age_s(a, world) for a in (case.pool[i] for i in served.satellites)}
    old = tuple(name for name, age_s in ages_s.items() if age_s > 0.0)
    new = tuple(name for name, age_s in ages_s.items() if age_s < 0.0)
    if old:
        yield reason("observe.flag.old_elements", satellites=old)
    if new:
        yield reason("observe.flag.early_elements", satellites=new)


def _unfit_age_s(asset: Asset, world: World) -> float:
    """The age of elements too far from the time asked about, below 0 where they are later; else 0."""
    motion = asset.motion
    if not isinstance(motion, Sgp4):
        return 0.0
    age_s = motion.age_s(world.at)
    return 0.0 if fit_for("look", orbit_kind(motion.elements), age_s) else age_s


def _by_rate(case: Scene) -> Iterable[Reason]:
    measure = case.need.measure("repeat_pass")
    repeat_s = None if measure is None else seconds(measure)
    if repeat_s is not None and not watched(repeat_s, case.period.within):
        yield reason("observe.flag.pairs_by_rate", period=case.period.within.duration_s)
    if case.period.by_rate:
        yield reason("observe.flag.by_rate", period=case.period.within.duration_s)


def _left_out(unknown: tuple[Reason, ...]) -> Iterable[Reason]:
    """The figures that nobody published and that keep sensors out."""
    if len(unknown) == 1:
        yield reason("observe.flag.left_out", figure=unknown[0])
    elif unknown:
        yield reason("observe.flag.left_out_more", figure=unknown[0], more=len(unknown) - 1)


def _relief(case: Scene, served: ServedLooks) -> Iterable[Reason]:
    """That a radar does not see all of steep ground, which is not counted."""
    if case.need.environment in STEEP and any(e.sensor.kind == RADAR for e in _used(case, served)):
        yield reason("observe.flag.layover")


def _bought(case: Scene, looking: set[str]) -> Iterable[Reason]:
    """The terms under which images of the satellites that look are bought."""
    terms = {
        way.term.id
        for eye in case.eligible.found
        if eye.asset.id in looking
        for way in eye.ways
        if way.term is not None and way.term.when.startswith("commercial")
    }
    if terms:
        yield reason("observe.flag.bought", terms=tuple(sorted(terms)))
