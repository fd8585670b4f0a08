"""The reason for an answer in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from serai.navigate.corrected import CorrectedPositioning
from serai.navigate.corrections import Candidate, ServiceStanding
from serai.navigate.fittings import SYSTEMS, UNKNOWN
from serai.navigate.phrases import asked, figure, gives
from serai.navigate.rescue import Rescue
from serai.navigate.scene import Scene
from serai.navigate.verdicts import verdict
from serai.navigate.ways import OpenPositioning, Way
from serai.needs import Figure
from serai.needs.naming import place_name
from serai.pool.naming import brief
from serai.wording import Reason, number, reason

if TYPE_CHECKING:
    from serai.navigate.answer import JudgedMeasure, NavigationQuality

MOST_NAMED = 3  # services named in one sentence
INTEGRITY = ("horizontal_protection", "vertical_protection", "time_to_alert")
ERRORS = ("horizontal_error_95", "vertical_error_95", "timing_error_95")
PROMISES = ("SBAS", "GBAS")  # kinds of service that promise integrity


def why(
    scene: Scene,
    ways: tuple[Way, ...],
    measures: tuple[JudgedMeasure, ...],
    figures: tuple[Figure, ...],
    quality: NavigationQuality,
) -> Reason:
    """The measure that falls shortest and its reason; when none does, what gives the first one."""
    if not measures:
        return reason("navigate.why.nothing_asked", need=scene.need.id)
    short = [k for k, m in enumerate(measures) if m.missing or m.share() < m.required]
    if not short:
        return _met(scene, ways, measures[0], figures[0], quality)
    k = min(short, key=lambda i: (bool(measures[i].missing), measures[i].share() / measures[i].required))
    m = measures[k]
    if m.missing and m.missing not in [c.lacks for c in scene.candidates]:
        what, place = gives(m.measure), place_name(scene.need)
        return reason("navigate.why.unknown", what=what, place=place, missing=m.missing)
    if m.measure.name in INTEGRITY:
        said = _no_promise(scene, ways, m)
    elif m.measure.name.startswith("beacon"):
        said = _no_rescue(ways, m)
    else:
        said = _no_accuracy(scene, ways, m, figures[k], quality)
    return reason("navigate.why.short", said=tuple(said), asked=asked(m.measure))


def _met(
    scene: Scene, ways: tuple[Way, ...], m: JudgedMeasure, one: Figure, quality: NavigationQuality
) -> Reason:
    used = m.which[m.which >= 0]
    return reason(
        "navigate.why.met",
        by=_by(scene, ways[int(np.bincount(used).argmax())], quality),
        what=gives(m.measure),
        place=place_name(scene.need),
        value=_value(m, one),
        asked=asked(m.measure),
    )


def _value(m: JudgedMeasure, one: Figure) -> Reason:
    """The typical value, and beside it the one within the share required where it reads differently."""
    typical = figure(one.typical or 0.0, m.measure)
    if one.worst is None or number(one.worst) == number(typical[0]):
        return reason("navigate.value.typical", typical=typical)
    worst, share = figure(one.worst, m.measure), m.measure.share_required
    if share is None:
        return reason("navigate.value.at_worst", typical=typical, worst=worst)
    return reason("navigate.value.within", typical=typical, worst=worst, share=share)


def _by(scene: Scene, way: Way, quality: NavigationQuality) -> Reason:
    if isinstance(way, OpenPositioning):
        systems = tuple(s for s in SYSTEMS if s in quality.in_view and quality.in_view[s].any())
        total = quality.satellites
        return reason("navigate.by.open", systems=systems, least=int(total.min()), most=int(total.max()))
    if isinstance(way, CorrectedPositioning):
        by = "internet" if way.candidate.internet else "satellite"
        return reason(f"navigate.by.{by}", name=brief(way.name))
    if isinstance(way, Rescue):
        up = way.carried.sum(axis=0)[: len(scene.tai_ns)]
        return reason("navigate.by.rescue", name=brief(way.name), least=int(up.min()), most=int(up.max()))
    return reason("navigate.by.other", name=way.name)


def _no_accuracy(
    scene: Scene, ways: tuple[Way, ...], m: JudgedMeasure, one: Figure, quality: NavigationQuality
) -> list[Reason]:
    verdicts = [verdict(scene, w, m.measure) for w in ways if isinstance(w, CorrectedPositioning)]
    near = [v for v in verdicts if v.near and v.says and v.figure is not None]
    near.sort(key=lambda v: (v.share >= m.required, v.figure or 0.0))
    said = [v.says for v in near[:MOST_NAMED] if v.says]
    if not said and m.measure.name in ERRORS:
        said.append(_open_error(scene, ways[0], m, one, quality))
    return said + [c.why for c in scene.candidates if c.why and _unknown_here(c)]


def _open_error(scene: Scene, way: Way, m: JudgedMeasure, one: Figure, quality: NavigationQuality) -> Reason:
    """The error of positioning without corrections, and how often it is within the threshold."""
    by, place = _by(scene, way, quality), place_name(scene.need)
    if one.typical is None:
        return reason("navigate.why.no_position", by=by, place=place)
    value = figure(one.typical, m.measure)
    return reason("navigate.why.error", by=by, value=value, place=place, share=m.share())


def _no_promise(scene: Scene, ways: tuple[Way, ...], m: JudgedMeasure) -> list[Reason]:
    counted = [
        w for w in ways if isinstance(w, CorrectedPositioning) and w.candidate.service.kind in PROMISES
    ]
    promised = [w for w in counted if w.candidate.safe]
    said = [says for w in promised if (says := verdict(scene, w, m.measure).says)]
    if not promised:
        said.append(reason("navigate.why.no_promise", place=place_name(scene.need)))
    for way in counted:
        if not way.candidate.safe:
            share = float(way.served(None).mean())
            said.append(reason("navigate.why.heard_only", name=brief(way.name), share=share))
    return said + [c.why for c in scene.candidates if c.why and _on_trial_here(c)]


def _no_rescue(ways: tuple[Way, ...], m: JudgedMeasure) -> list[Reason]:
    said = [
        reason(
            "navigate.why.seldom_rescue",
            name=brief(way.name),
            value=figure(value, m.measure),
            share=float(way.served(None).mean()),
        )
        for way in ways
        if isinstance(way, Rescue)
        and m.measure.name not in way.lacking
        and (value := way.figures.get(m.measure.name)) is not None
    ]
    return said or [reason("navigate.why.no_rescue")]


def _unknown_here(candidate: Candidate) -> bool:
    here = bool(candidate.inside.any()) or candidate.service.area is None
    return candidate.standing is ServiceStanding.UNKNOWN and here


def _on_trial_here(candidate: Candidate) -> bool:
    """Whether a service that would promise integrity here is on test, or nobody says whether it works."""
    service = candidate.service
    return service.kind in PROMISES and bool(candidate.inside.any()) and service.status in ("test", UNKNOWN)
