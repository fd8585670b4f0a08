"""What would serve in place of what does, what would mend a need, what the next loss would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from serai.navigate.corrected import Corrected
from serai.navigate.corrections import Standing
from serai.navigate.fittings import SYSTEMS, RangeError
from serai.navigate.scene import INDEPENDENT, Scene
from serai.navigate.ways import Loss, OpenPositioning, Way
from serai.navigate.words import GIVES, brief, listed, number, percent
from serai.pool import Right

if TYPE_CHECKING:
    from serai.navigate.answer import Judged

NEWS = 0.1  # a tenth of a figure: a loss that costs less and breaks no threshold is no news
ERRORS = ("horizontal_error_95", "vertical_error_95", "timing_error_95")
OWN_BASE = "an own base station within 10 km and a radio link (RTK)"
OWN_CHECK = (
    "a receiver's own check (RAIM, in every type-approved maritime receiver) raises an alarm within 10 s"
    " without any service, where enough satellites are in view"
)


def substitutes(measures: tuple[Judged, ...]) -> tuple[str, ...]:
    """What would serve now in place of what serves, a sentence each."""
    said: list[str] = []
    for m in measures:
        name = m.measure.name
        if name == "time_to_alert" and _short(m):
            said.append(OWN_CHECK)
        elif name in ERRORS and not _short(m) and any(isinstance(w, OpenPositioning) for w in m.ways):
            said += _better(m)
    return tuple(dict.fromkeys(said))


def remedies(scene: Scene, ways: tuple[Way, ...], measures: tuple[Judged, ...]) -> tuple[str, ...]:
    """What would mend the measures that fall short, a sentence each, most telling first."""
    said: list[str] = []
    for m in measures:
        if _short(m) and m.measure.name in ("horizontal_error_95", "vertical_error_95"):
            said += _mending(scene, m) + _terms(scene)
        elif _short(m):
            said += _terms(scene) + _if_promised(ways, m)
    return tuple(dict.fromkeys(said))


def worst_loss(scene: Scene, measures: tuple[Judged, ...]) -> str:
    """What is left after the next loss that takes most: a constellation, or the service that serves."""
    if any(_short(m) for m in measures):
        return ""
    found: list[tuple[float, str]] = []
    for m in measures:
        if m.measure.name not in ERRORS:
            continue
        if any(isinstance(w, OpenPositioning) for w in m.ways):
            found += _without_systems(scene, scene.open, m)
        else:
            found += _without_services(scene, m)
    return min(found, default=(0.0, ""), key=lambda f: f[0])[1]


def _short(m: Judged) -> bool:
    """Whether a measure falls short of the share required, or cannot be judged."""
    return bool(m.missing) or m.share() < m.required


def _without_systems(scene: Scene, way: Way, m: Judged) -> list[tuple[float, str]]:
    """What is left for a measure when one constellation is gone, where that is news: (how good, in words)."""
    said = []
    satellites = scene.satellites
    in_view = scene.seen.any(axis=1)
    present = [s for s in SYSTEMS if (satellites.of_systems([s]) & in_view).any()]
    now = float(np.nanmedian(m.worst_place()))
    for system in present:
        if system not in INDEPENDENT:
            continue
        alive = np.ones(len(scene.pool.assets), dtype=bool)
        alive[satellites.asset[satellites.of_systems([system])]] = False
        values = way.values(m.measure, Loss(alive, satellites))
        assert values is not None
        worst = values.reshape(scene.sky.shape).max(axis=0)
        if np.isnan(worst).all():
            said.append((-np.inf, f"without {system}: no position is left"))
            continue
        share, typical = float(m.measure.reached(worst).mean()), float(np.nanmedian(worst))
        if share >= m.required and typical < now * (1.0 + NEWS):
            continue
        unit = m.measure.unit
        left = listed([s for s in present if s != system])
        kept = f"{left} {'keep' if len(present) > 2 else 'keeps'} {number(typical)} {unit}"
        often = (
            ""
            if share >= 1.0
            else f", within {number(m.measure.threshold)} {unit} for {percent(share)} of the time"
        )
        said.append((share / m.required - typical / m.measure.threshold, f"without {system}: {kept}{often}"))
    return said


def _better(m: Judged) -> list[str]:
    """A correction service that would reach the breakthrough or goal which open positioning does not."""
    typical = float(np.nanmedian(m.worst_place()))
    better = [
        (figure, way)
        for way in m.ways
        if isinstance(way, Corrected)
        and (figure := way.figure(m.measure.name)) is not None
        and figure < typical
    ]
    if not better:
        return []
    figure, way = min(better, key=lambda b: b[0])
    gives = f"{number(figure)} {m.measure.unit}"
    return [f"with {brief(way.name)}: {gives} for {percent(m.share_of(way))} of the time"]


def _without_services(scene: Scene, m: Judged) -> list[tuple[float, str]]:
    """What the other services keep when the one that serves is gone: (how good, in words)."""
    reaching = [w for w in m.ways if isinstance(w, Corrected)]
    if not reaching:
        return []
    first, rest = reaching[0], reaching[1:]
    kept = [
        f"{brief(w.name)} keeps {number(figure)} {m.measure.unit} for {percent(m.share_of(w))} of the time"
        for w in rest
        if (figure := w.figure(m.measure.name)) is not None
    ]
    if kept:
        return [
            (max(m.share_of(w) for w in rest) / m.required, f"without {brief(first.name)}: {'; '.join(kept)}")
        ]
    typical = scene.open.values(m.measure, None)
    plain = ""
    if typical is not None and not np.isnan(typical).all():
        plain = f"; open positioning gives {number(float(np.nanmedian(typical)))} {m.measure.unit}"
    asked = f"{number(m.measure.threshold)} {m.measure.unit}"
    return [(0.0, f"without {brief(first.name)}: nothing else in the pool reaches {asked}{plain}")]


def _mending(scene: Scene, m: Judged) -> list[str]:
    """What would bring an accuracy that falls short within reach."""
    said = [
        f"{brief(c.asset.name)} would do if in operation and open to this user; nothing citable says so"
        for c in scene.candidates
        if c.standing is Standing.UNKNOWN and c.service.kind in ("CORS", "PPP-RTK") and c.inside.any()
    ]
    own = next(
        (r for r in scene.pool.facts_of(RangeError) if r.item.casefold().startswith("own base station")), None
    )
    if own is None or own.value_m is None or m.measure.name != "horizontal_error_95":
        return [*said, OWN_BASE]
    value = own.value_m
    if value > m.measure.threshold:
        return said  # what does not reach what is asked mends nothing
    return [*said, f"{OWN_BASE}: {number(value)} m (95 %, {own.provenance.of('value_m')})"]


def _if_promised(ways: tuple[Way, ...], m: Judged) -> list[str]:
    """What a service that is heard but promises nothing here would protect to, by typical sigmas."""
    said = []
    for way in ways:
        if isinstance(way, Corrected) and not way.candidate.safe and "protection" in m.measure.name:
            levels = way.protection(m.measure, None)
            if levels is None or np.isnan(levels).all():
                continue
            worst = levels.reshape(m.shape).max(axis=0)
            typical, share = float(np.nanmedian(worst)), float(m.measure.reached(worst).mean())
            said.append(
                f"were the promise of {brief(way.name)} extended to this place, its typical sigmas would give"
                f" {GIVES[m.measure.name]} of {number(typical)} {m.measure.unit}, within"
                f" {number(m.measure.threshold)} {m.measure.unit} for {percent(share)} of the time"
            )
    return said


def _terms(scene: Scene) -> list[str]:
    """Candidate terms that would open a service to this user."""
    party = scene.pool.party(scene.need.party)
    return [
        f"term {t.id} would open {brief(c.asset.name)} to this user ({t.what})"
        for c in scene.candidates
        for t in scene.pool.terms.candidates(Right.SIGNAL)
        if c.inside.any() and t.covers(c.asset) and t.grants(party)
    ]
