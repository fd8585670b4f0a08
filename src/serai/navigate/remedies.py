"""What would serve in place of what does, what would mend a need, what the next loss would leave."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from serai.navigate.corrected import CorrectedPositioning
from serai.navigate.corrections import Candidate, ServiceStanding, candidates
from serai.navigate.fittings import SYSTEMS, RangeError
from serai.navigate.phrases import figure, gives
from serai.navigate.range_errors import RangeErrors
from serai.navigate.request import asked_of
from serai.navigate.scene import INDEPENDENT, Scene
from serai.navigate.ways import Floats, OpenPositioning, SatellitesLeft, Way
from serai.needs import Measure
from serai.needs.naming import basis_name
from serai.pool import Right, Term
from serai.pool.naming import brief
from serai.wording import Reason, reason

if TYPE_CHECKING:
    from serai.navigate.answer import JudgedMeasure

NEWS = 0.1  # a tenth of a figure: a loss that costs less and breaks no threshold is no news
GAINED = 0.005  # half a percent of the time: what gains less mends nothing
ACCURACY = ("horizontal_error_95", "vertical_error_95")
ERRORS = (*ACCURACY, "timing_error_95")
SURVEYS: Mapping[str, str] = MappingProxyType(
    {  # what a survey may do beside the pool, by the item of range_errors.csv that gives its figure
        "static survey with an own base station": "navigate.survey.base",
        "post-processed ppp": "navigate.survey.ppp",
    }
)
NETWORKS = ("CORS", "PPP-RTK")  # kinds whose stations would reach what surveying asks

# What is left after a loss: the share over the one required, the typical value over the threshold (turned
# round, so that more is better), and the sentence. The least is the worst loss.
Left = tuple[float, float, Reason]


def substitutes(scene: Scene, measures: tuple[JudgedMeasure, ...]) -> tuple[Reason, ...]:
    """What would serve now in place of what serves, a sentence each."""
    said: list[Reason] = []
    for m in measures:
        if m.measure.name == "time_to_alert" and _short(m):
            said.append(reason("navigate.substitute.raim"))
        elif m.measure.name in ERRORS and not _short(m):
            said += _others(m)
        elif m.measure.name == "horizontal_error_95" and asked_of(scene.need).still:
            said += _surveys(scene, m.measure)
    return tuple(dict.fromkeys(said))


def _surveys(scene: Scene, measure: Measure) -> list[Reason]:
    """The ways of surveying a point that the pool does not give and that would reach what is asked."""
    said = []
    for item, means in SURVEYS.items():
        row = _row(scene, item)
        if row is not None and row.value_m is not None and row.value_m <= measure.threshold:
            value, basis = figure(row.value_m, measure), basis_name(row.provenance.of("value_m"))
            says = reason("navigate.substitute.survey", means=reason(means), value=value, basis=basis)
            said.append(says)
    return said


def _row(scene: Scene, item: str) -> RangeError | None:
    """The figure of range_errors.csv whose item begins so; of several the one known best."""
    return RangeErrors(scene.pool.facts_of(RangeError)).find(item)


def remedies(scene: Scene, ways: tuple[Way, ...], measures: tuple[JudgedMeasure, ...]) -> tuple[Reason, ...]:
    """What would mend the measures that fall short, a sentence each: what gains nothing is left out."""
    short = [m for m in measures if _short(m)]
    said: list[Reason] = []
    for m in short:
        if m.measure.name in ACCURACY:
            said += _stations(scene, m)
    opened = _terms(scene, short)
    said += opened.values()
    said += _promises(ways, short, without={name for name, _ in opened})
    return tuple(dict.fromkeys(said))


def worst_loss(scene: Scene, measures: tuple[JudgedMeasure, ...]) -> Reason | str:
    """What is left after the loss that takes most, of a constellation or of the service that serves.

    Nothing where a measure falls short already, or where no such loss is news.
    """
    if any(_short(m) for m in measures):
        return ""
    left: list[Left] = []
    for m in measures:
        if m.measure.name not in ERRORS:
            continue
        if any(isinstance(w, OpenPositioning) for w in m.ways):
            left += _without_systems(scene, m)
        else:
            left += _without_services(scene, m)
    return min(left, key=lambda one: one[:2])[2] if left else ""


def _short(m: JudgedMeasure) -> bool:
    """Whether a measure falls short of the share required, or cannot be judged."""
    return bool(m.missing) or m.share() < m.required


def _others(m: JudgedMeasure) -> list[Reason]:
    """The services that would serve too: one that betters open positioning, or all but the first."""
    able = [
        (value, w)
        for w in m.ways
        if isinstance(w, CorrectedPositioning) and (value := w.figure(m.measure.name)) is not None
    ]
    if any(isinstance(w, OpenPositioning) for w in m.ways):
        typical = float(np.nanmedian(m.worst_place()))
        able = sorted((one for one in able if one[0] < typical), key=lambda one: one[0])[:1]
    else:
        able = able[1:]
    return [
        reason(
            "navigate.substitute.service",
            name=brief(w.name),
            value=figure(value, m.measure),
            share=m.share_of(w),
        )
        for value, w in able
    ]


def _without_systems(scene: Scene, m: JudgedMeasure) -> list[Left]:
    """What is left for a measure when one constellation is gone, where that is news."""
    satellites, in_view = scene.satellites, scene.seen.any(axis=1)
    present = [s for s in SYSTEMS if (satellites.of_systems([s]) & in_view).any()]
    now = float(np.nanmedian(m.worst_place()))
    found: list[Left] = []
    for system in (s for s in present if s in INDEPENDENT):
        worst = _after(scene, m, system)
        if np.isnan(worst).all():
            found.append((0.0, -np.inf, reason("navigate.loss.no_position", system=system)))
            continue
        share, typical = float(m.measure.reached(worst).mean()), float(np.nanmedian(worst))
        if share >= m.required and typical < now * (1.0 + NEWS):
            continue
        threshold = figure(m.measure.threshold, m.measure)
        says = reason(
            "navigate.loss.system",
            system=system,
            left=tuple(s for s in present if s != system),
            value=figure(typical, m.measure),
            within="" if share >= 1.0 else reason("navigate.loss.within", threshold=threshold, share=share),
        )
        found.append((share / m.required, -typical / m.measure.threshold, says))
    return found


def _after(scene: Scene, m: JudgedMeasure, system: str) -> Floats:
    """(n,) a measure by open positioning at the worst place of the box without one constellation."""
    satellites = scene.satellites
    alive = np.ones(len(scene.pool.assets), dtype=bool)
    alive[satellites.asset[satellites.of_systems([system])]] = False
    values = scene.open.values(m.measure, SatellitesLeft(alive, satellites))
    assert values is not None  # open positioning speaks to every error
    worst: Floats = values.reshape(scene.sky.shape).max(axis=0)
    return worst


def _without_services(scene: Scene, m: JudgedMeasure) -> list[Left]:
    """What is left for a measure when the correction service that serves is gone, where that is news."""
    reaching = [w for w in m.ways if isinstance(w, CorrectedPositioning)]
    if not reaching:
        return []
    first, rest = brief(reaching[0].name), reaching[1:]
    if any(m.share_of(w) >= m.required for w in rest):
        return []  # another serves as well: it is told among the substitutes
    kept = [
        reason("navigate.loss.keeps", name=brief(w.name), value=figure(value, m.measure), share=m.share_of(w))
        for w in rest
        if (value := w.figure(m.measure.name)) is not None
    ]
    if kept:
        share = max(m.share_of(w) for w in rest)
        return [(share / m.required, -1.0, reason("navigate.loss.service", name=first, kept=tuple(kept)))]
    threshold, plain = figure(m.measure.threshold, m.measure), scene.open.values(m.measure, None)
    if plain is None or np.isnan(plain).all():
        return [(0.0, -np.inf, reason("navigate.loss.nothing_else", name=first, threshold=threshold))]
    typical = float(np.nanmedian(plain))
    given = figure(typical, m.measure)
    says = reason("navigate.loss.open_only", name=first, threshold=threshold, value=given)
    return [(0.0, -typical / m.measure.threshold, says)]


def _stations(scene: Scene, m: JudgedMeasure) -> list[Reason]:
    """The networks of stations, of others or an own, that would bring an accuracy within reach."""
    said = [
        reason("navigate.remedy.network", name=brief(c.asset.name))
        for c in scene.candidates
        if c.standing is ServiceStanding.UNKNOWN and c.service.kind in NETWORKS and c.inside.any()
    ]
    own = _row(scene, "own base station")
    if own is None or own.value_m is None or m.measure.name != "horizontal_error_95":
        return [*said, reason("navigate.remedy.own_base")]
    if own.value_m > m.measure.threshold:
        return said  # what does not reach what is asked mends nothing
    value, basis = figure(own.value_m, m.measure), basis_name(own.provenance.of("value_m"))
    return [*said, reason("navigate.remedy.own_base_gives", value=value, basis=basis)]


def _terms(scene: Scene, short: list[JudgedMeasure]) -> dict[tuple[str, str], Reason]:
    """The candidate terms that would open a service to this user which then betters a measure, by service."""
    party = scene.pool.party(scene.need.party)
    found: dict[tuple[str, str], Reason] = {}
    for term in scene.pool.terms.candidates(Right.SIGNAL):
        if not term.grants(party):
            continue
        for candidate in _opened(scene, term):
            way = scene.build.corrected(candidate)
            gains = tuple(said for m in short if (said := _gain(m, way.values(m.measure, None))) is not None)
            if gains:
                name = brief(candidate.asset.name)
                says = reason("navigate.remedy.term", term=term.id, name=name, what=term.what, gives=gains)
                found[name, term.id] = says
    return found


def _opened(scene: Scene, term: Term) -> list[Candidate]:
    """The services that count for this user once a term is agreed, and did not before or without promise."""
    before = {c.asset.id: (c.counts, c.safe) for c in scene.candidates}
    return [
        c
        for c in candidates(scene.need, scene.pool.with_terms(term.id))
        if c.counts and term.covers(c.asset) and (c.counts, c.safe) != before.get(c.asset.id)
    ]


def _promises(ways: tuple[Way, ...], short: list[JudgedMeasure], without: set[str]) -> list[Reason]:
    """What a service that is heard but promises nothing here would protect to, by typical sigmas."""
    said = []
    for way in ways:
        if not isinstance(way, CorrectedPositioning) or way.candidate.safe or brief(way.name) in without:
            continue
        gains = tuple(
            gain
            for m in short
            if "protection" in m.measure.name
            and (gain := _gain(m, way.protection(m.measure, None))) is not None
        )
        if gains:
            said.append(reason("navigate.remedy.promise", name=brief(way.name), gives=gains))
    return said


def _gain(m: JudgedMeasure, values: Floats | None) -> Reason | None:
    """What a way would give for a measure that falls short, when it holds for more of the time; else None."""
    if values is None or np.isnan(values).all():
        return None
    worst = values.reshape(m.shape).max(axis=0)
    share = float(m.measure.reached(worst).mean())
    if share <= (0.0 if m.missing else m.share()) + GAINED:
        return None
    return _gives(m.measure, float(np.nanmedian(worst)), share)


def _gives(measure: Measure, typical: float, share: float) -> Reason:
    what, value = gives(measure), figure(typical, measure)
    if share >= 1.0:
        return reason("navigate.remedy.gives_always", what=what, value=value)
    threshold = figure(measure.threshold, measure)
    return reason("navigate.remedy.gives", what=what, value=value, threshold=threshold, share=share)
