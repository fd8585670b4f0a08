"""What would mend a need: candidate terms, each tried on the same contacts, or a coarser image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from serai.needs import Need, Plan, Shares, State, required, state
from serai.observe.delivery import deliveries
from serai.observe.explain import downlink_words, named
from serai.observe.fittings import Sensor
from serai.observe.period import judged_measures
from serai.observe.request import asked_of
from serai.observe.scene import Case
from serai.observe.timeliness import Served
from serai.pool import Pool, Right, Term
from serai.world import World

Floats = NDArray[np.float64]

BETTER_BY = 0.005  # half a percent of the time: less is not worth a sentence
TERMS_AT_MOST = 5  # candidate terms that are named, the best first
UNKNOWN_AT_MOST = 6  # unknown figures that are tried
COARSER_AT_MOST = 6  # steps up the ladder of resolutions that are tried


def remedies(case: Case, world: World, plan: Plan) -> tuple[str, ...]:
    """What would raise a measure that is not reached: candidate terms, coarser images, unknown figures."""
    wanted = np.array([required(m) for m in judged_measures(case.need)])
    before = case.shares()
    if np.all(np.nan_to_num(before, nan=0.0) >= wanted - 1e-12):
        return ()
    tried: list[tuple[float, str, str]] = []
    for term in _candidates(case.need, case.pool):
        after = _with(case, term, world, plan)
        gain = _worst_ratio(after, wanted) - _worst_ratio(case, wanted)
        if gain > BETTER_BY or np.any(after.shares() > before + BETTER_BY):
            tried.append((-gain, term.id, _sentence(case, after, term)))
    return (
        *(sentence for _, _, sentence in sorted(tried)[:TERMS_AT_MOST]),
        *_coarser(case, world, plan, wanted),
        *_if_known(case, world, plan, wanted),
    )


def decisive(case: Case, world: World, plan: Plan, column: int) -> str:
    """The first figure that nobody published and that alone would lift a measure; else all of them."""
    measure = judged_measures(case.need)[column]
    for name in case.unknown:
        alone = Shares.known(case.granting(world, plan, name).shares()[column])
        if state(alone, measure) is not State.NOT_MET:
            return name
    return "; ".join(case.unknown)


def _if_known(case: Case, world: World, plan: Plan, wanted: Floats) -> list[str]:
    """What the first decisive figure that nobody published would give at its best."""
    for name in case.unknown[:UNKNOWN_AT_MOST]:
        best = case.granting(world, plan, name)
        if _worst_ratio(best, wanted) > _worst_ratio(case, wanted) + BETTER_BY:
            return [f"nobody published the {name}; at its best, {_raised(case, best)}"]
    return []


def _coarser(case: Case, world: World, plan: Plan, wanted: Floats) -> list[str]:
    """The finest resolution above the one asked at which the need would stand better, if there is one."""
    asked_for = case.need.measure("resolution")
    kinds = asked_of(case.need).sensors
    if asked_for is None:
        return []
    ladder = {
        s.resolution_m
        for _, s in case.pool.fitted_with(Sensor)
        if s.kind in kinds and s.resolution_m is not None and s.resolution_m > asked_for.threshold
    }
    now = _worst_ratio(case, wanted)
    for limit_m in sorted(ladder)[:COARSER_AT_MOST]:
        measures = tuple(
            replace(m, threshold=limit_m) if m.name == "resolution" else m for m in case.need.measures
        )
        relaxed = Case.of(replace(case.need, measures=measures), case.pool, world, plan, case.period)
        if _worst_ratio(relaxed, wanted) > now + BETTER_BY:
            new = [i for i in Served(case=relaxed).satellites if i not in Served(case=case).satellites]
            raised = _raised(case, relaxed)
            by = f" ({named(case.pool, new)})" if new else ""
            return [f"at {limit_m:g} m instead of {asked_for.threshold:g} m{by}, {raised}"]
    return []


def _worst_ratio(case: Case, wanted: Floats) -> float:
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
            speaks = right is Right.DOWNLINK or term.grants(party)
            if speaks and any(term.covers(a) for a in able):
                found.append(term)
    return found


def _with(case: Case, term: Term, world: World, plan: Plan) -> Case:
    """The case once a candidate term is agreed."""
    pool = case.pool.with_terms(term.id)
    if term.right is not Right.DOWNLINK:
        return Case.of(case.need, pool, world, plan, case.period)
    covers = np.array([term.covers(pool[s]) for s in case.reach.satellites], dtype=bool)
    takes = np.array([term.receives_at(pool[s]) for s in case.reach.stations], dtype=bool)
    allowed = case.allowed | (covers[:, None] & takes)
    by = deliveries(case.looks, case.reach, pool, world, case.by.start, case.by.on_ground_s, allowed)
    return replace(case, pool=pool, allowed=allowed, by=by)


def _sentence(before: Case, after: Case, term: Term) -> str:
    said = f"with {term.id} agreed ({term.what or term.right.value}), {_raised(before, after)}"
    down = Served(case=after).downlink
    if down is not None:
        said += f", and an image is down {downlink_words(down)}"
    return said


def _raised(before: Case, after: Case) -> str:
    """Which measures would hold more of the time."""
    return " and ".join(
        f"{m.name.replace('_', ' ')} holds {100 * b:.0f} % of the time instead of {100 * a:.0f} %"
        for m, a, b in zip(judged_measures(before.need), before.shares(), after.shares(), strict=True)
        if b > a + BETTER_BY
    )
