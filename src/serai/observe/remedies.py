"""What would mend a need: candidate terms, each tried on the same contacts, or a coarser image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from serai.needs import Measure, Need, Plan, Shares, State, required, state
from serai.needs.area import NeedArea
from serai.observe.explain import downlink_words
from serai.observe.fittings import Sensor
from serai.observe.period import judged_measures
from serai.observe.request import asked_of
from serai.observe.scene import Scene
from serai.observe.timeliness import ServedLooks
from serai.pool import Pool, Right, Term
from serai.wording import Reason, reason
from serai.world import World

Floats = NDArray[np.float64]

BETTER_BY = 0.005  # half a percent of the time: less is not worth a sentence
TERMS_AT_MOST = 5  # candidate terms that are named, the best first
UNKNOWN_AT_MOST = 6  # unknown figures that are tried
COARSER_AT_MOST = 6  # steps up the ladder of resolutions that are tried


def remedies(case: Scene, world: World, plan: Plan) -> tuple[Reason, ...]:
    """What would raise a measure that is not reached: candidate terms, coarser images, unknown figures."""
    wanted = np.array([required(m) for m in judged_measures(case.need)])
    before = case.shares()
    if np.all(np.nan_to_num(before, nan=0.0) >= wanted - 1e-12):
        return ()
    tried: list[tuple[float, str, Reason]] = []
    for term in _candidates(case.need, case.pool):
        if not _betters(case, _with(case, term, world, Plan()), wanted):
            continue  # not even with all to itself: no plan need be made
        after = _with(case, term, world, _planned_with(term, plan))
        if _betters(case, after, wanted):
            gain = _worst_ratio(after, wanted) - _worst_ratio(case, wanted)
            tried.append((-gain, term.id, _sentence(case, after, term, plan)))
    return (
        *(said for _, _, said in sorted(tried, key=lambda one: one[:2])[:TERMS_AT_MOST]),
        *_coarser(case, world, plan, wanted),
        *_if_known(case, world, plan, wanted),
    )


def decisive(case: Scene, world: World, plan: Plan, column: int) -> Reason:
    """The first figure that nobody published and that alone would lift a measure; else all of them."""
    measure = judged_measures(case.need)[column]
    for figure in case.at_best:
        alone = Shares.known(case.granting(world, plan, figure).shares()[column])
        if state(alone, measure) is not State.NOT_MET:
            return figure
    return reason("observe.missing.all", figures=case.unknown or case.at_best)


def _if_known(case: Scene, world: World, plan: Plan, wanted: Floats) -> list[Reason]:
    """What the first decisive figure that nobody published would give at its best."""
    for figure in case.unknown[:UNKNOWN_AT_MOST]:
        best = case.granting(world, plan, figure)
        if _worst_ratio(best, wanted) > _worst_ratio(case, wanted) + BETTER_BY:
            return [reason("observe.remedy.if_known", figure=figure, raised=_raised(case, best))]
    return []


def _coarser(case: Scene, world: World, plan: Plan, wanted: Floats) -> list[Reason]:
    """The finest resolution above the one asked at which the need would stand better, if there is one."""
    asked_for = case.need.measure("resolution")
    if asked_for is None:
        return []
    now = _worst_ratio(case, wanted)
    for limit_m in _ladder(case, asked_for.threshold)[:COARSER_AT_MOST]:
        measures = tuple(
            replace(m, threshold=limit_m) if m.name == "resolution" else m for m in case.need.measures
        )
        relaxed = case.asking(replace(case.need, measures=measures), case.pool, world, plan)
        if _worst_ratio(relaxed, wanted) > now + BETTER_BY:
            new = [
                i for i in ServedLooks(case=relaxed).satellites if i not in ServedLooks(case=case).satellites
            ]
            return [
                reason(
                    "observe.remedy.coarser_by" if new else "observe.remedy.coarser",
                    coarser=(limit_m, asked_for.unit),
                    asked=(asked_for.threshold, asked_for.unit),
                    satellites=tuple(case.pool[i].name for i in new),
                    raised=_raised(case, relaxed),
                )
            ]
    return []


def _ladder(case: Scene, beyond_m: float) -> list[float]:
    """The resolutions coarser than one asked that sensors of an accepted kind have, the finest first."""
    kinds = asked_of(case.need).sensors
    own = (s.resolution_m for _, s in case.pool.fitted_with(Sensor) if s.kind in kinds)
    return sorted({m for m in own if m is not None and m > beyond_m})


def _worst_ratio(case: Scene, wanted: Floats) -> float:
    ratio = np.nan_to_num(case.shares(), nan=0.0) / np.maximum(wanted, 1e-12)
    return float(np.minimum(ratio, 1.0).min(initial=1.0))


def _candidates(need: Need, pool: Pool) -> list[Term]:
    """The candidate terms that speak of satellites with a sensor that the need accepts."""
    kinds = asked_of(need).sensors
    able = [a for a, s in pool.fitted_with(Sensor) if s.kind in kinds]
    party = pool.party(need.party)
    found = []
    for right in (Right.DOWNLINK, Right.IMAGE, Right.OPEN_DATA):
        for term in pool.terms.candidates(right):
            speaks = right == Right.DOWNLINK or term.grants(party)
            if speaks and any(term.covers(a) for a in able):
                found.append(term)
    return found


def _with(case: Scene, term: Term, world: World, plan: Plan) -> Scene:
    """The case once a candidate term is agreed, under a plan."""
    pool = case.pool.once(("once agreed", term.id), lambda: case.pool.with_terms(term.id))
    return Scene.of(case.need, pool, world, plan, case.period)


def _planned_with(term: Term, plan: Plan) -> Plan:
    """The day planned with a term agreed; as it is booked where nobody can plan it again."""
    return plan if plan.planned_with is None else plan.planned_with(term.id)


def _betters(case: Scene, after: Scene, wanted: Floats) -> bool:
    """Whether a need stands better, or any of its measures does."""
    gain = _worst_ratio(after, wanted) - _worst_ratio(case, wanted)
    return gain > BETTER_BY or bool(np.any(after.shares() > case.shares() + BETTER_BY))


def _sentence(before: Scene, after: Scene, term: Term, plan: Plan) -> Reason:
    said = {
        "term": term.id,
        "what": term.what or reason(f"observe.right.{term.right.value}"),
        "day": reason(f"observe.remedy.{'as_booked' if plan.planned_with is None else 'planned_with'}"),
        "raised": _raised(before, after),
    }
    down = ServedLooks(case=after).downlink
    if down is None:
        return reason("observe.remedy.term", **said)
    return reason("observe.remedy.term_down", **said, wait=downlink_words(down))


def _raised(before: Scene, after: Scene) -> Reason:
    """Which measures would hold more of the time."""
    shares = zip(judged_measures(before.need), before.shares(), after.shares(), strict=True)
    area = before.need.area
    better = tuple(
        _holds(m, float(then), float(now), area) for m, then, now in shares if now > then + BETTER_BY
    )
    return reason("observe.remedy.raised", measures=better)


def _holds(measure: Measure, before: float, after: float, area: NeedArea | None) -> Reason:
    """How much more a measure would hold: of the time, or of the need's area or sites and the time."""
    said = {"measure": reason(f"needs.measure.{measure.name}"), "before": before, "after": after}
    if area is not None and not area.swept:
        return reason("observe.remedy.holds_sites", **said)
    if area is not None:
        return reason("observe.remedy.holds_area", **said)
    return reason("observe.remedy.holds", **said)
