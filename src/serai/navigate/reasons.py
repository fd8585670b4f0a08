"""The reason for an answer in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from serai.navigate.corrected import Corrected
from serai.navigate.corrections import Candidate, Standing
from serai.navigate.fittings import SYSTEMS
from serai.navigate.rescue import Rescue
from serai.navigate.scene import Scene
from serai.navigate.verdicts import verdict
from serai.navigate.ways import OpenPositioning, Way
from serai.navigate.words import GIVES, asked, brief, called, listed, number, percent
from serai.needs import Figure

if TYPE_CHECKING:
    from serai.navigate.answer import Judged, NavigationQuality

MOST_NAMED = 3  # services named in one sentence
INTEGRITY = ("horizontal_protection", "vertical_protection", "time_to_alert")
ERRORS = ("horizontal_error_95", "vertical_error_95", "timing_error_95")


def why(
    scene: Scene,
    ways: tuple[Way, ...],
    measures: tuple[Judged, ...],
    figures: tuple[Figure, ...],
    quality: NavigationQuality,
) -> str:
    """The measure that falls shortest and its reason; when none does, what gives the first one."""
    if not measures:
        return f"{scene.need.id} asks for nothing that navigate can judge"
    short = [k for k, m in enumerate(measures) if m.missing or m.share() < m.required]
    if not short:
        return _met(scene, ways, measures[0], figures[0], quality)
    k = min(short, key=lambda i: (bool(measures[i].missing), measures[i].share() / measures[i].required))
    m = measures[k]
    if m.missing:
        what = GIVES.get(m.measure.name, m.measure.name)
        return f"{what} at {called(scene.need)} cannot be told: nobody published the {m.missing}"
    if m.measure.name in INTEGRITY:
        said = _no_promise(scene, ways, m)
    elif m.measure.name.startswith("beacon"):
        said = _no_rescue(ways, m)
    else:
        said = _no_accuracy(scene, ways, m, figures[k], quality)
    return f"{'; '.join(dict.fromkeys(said))} ({asked(m.measure)})"


def _met(scene: Scene, ways: tuple[Way, ...], m: Judged, figure: Figure, quality: NavigationQuality) -> str:
    used = m.which[m.which >= 0]
    by = _by(scene, ways[int(np.bincount(used).argmax())], quality)
    typical, worst = figure.typical or 0.0, figure.worst
    value = f"{number(typical)} {m.measure.unit}"
    if worst is not None and number(worst) != number(typical):
        share = m.measure.share_required
        often = "at worst" if share is None else f"within {percent(share)} of the time"
        value += f", {number(worst)} {m.measure.unit} {often}"
    what = GIVES.get(m.measure.name, m.measure.name)
    return f"{by} {what} at {called(scene.need)}: {value} ({asked(m.measure)})"


def _by(scene: Scene, way: Way, quality: NavigationQuality) -> str:
    if isinstance(way, OpenPositioning):
        systems = [s for s in SYSTEMS if s in quality.in_view and quality.in_view[s].any()]
        total = quality.satellites
        return (
            f"{listed(systems)} ({int(total.min())} to {int(total.max())} satellites above the sky mask) give"
        )
    if isinstance(way, Corrected):
        by = "over the internet" if way.candidate.internet else "by satellite"
        return f"{brief(way.name)}, received {by}, gives"
    if isinstance(way, Rescue):
        up = way.carried.sum(axis=0)[: len(scene.tai_ns)]
        return f"{brief(way.name)} ({int(up.min())} to {int(up.max())} repeaters in view) gives"
    return f"{way.name} gives"


def _no_accuracy(
    scene: Scene, ways: tuple[Way, ...], m: Judged, figure: Figure, quality: NavigationQuality
) -> list[str]:
    verdicts = [verdict(scene, w, m.measure) for w in ways if isinstance(w, Corrected)]
    near = [v for v in verdicts if v.near and v.says and v.figure is not None]
    near.sort(key=lambda v: (v.share >= m.required, v.figure or 0.0))
    said = [v.says for v in near[:MOST_NAMED]]
    if not said and m.measure.name in ERRORS:
        value = "no position" if figure.typical is None else f"{number(figure.typical)} {m.measure.unit}"
        often = (
            "" if figure.typical is None else f", within the threshold for {percent(m.share())} of the time"
        )
        said.append(f"{_by(scene, ways[0], quality)} {value} at {called(scene.need)}{often}")
    return said + [c.why for c in scene.candidates if _unknown_here(c)]


def _no_promise(scene: Scene, ways: tuple[Way, ...], m: Judged) -> list[str]:
    counted = [w for w in ways if isinstance(w, Corrected) and w.candidate.service.kind in ("SBAS", "GBAS")]
    promised = [w for w in counted if w.candidate.safe]
    said = [v.says for w in promised if (v := verdict(scene, w, m.measure)).says]
    if not promised:
        said.append(f"no service in operation promises integrity to this user at {called(scene.need)}")
    for way in counted:
        if not way.candidate.safe:
            heard = percent(float(way.served(None).mean()))
            said.append(
                f"{brief(way.name)} is heard there for {heard} of the time, but promises nothing there"
            )
    said += [
        c.why
        for c in scene.candidates
        if c.service.kind in ("SBAS", "GBAS") and c.inside.any() and c.service.status in ("test", "unknown")
    ]
    return said


def _no_rescue(ways: tuple[Way, ...], m: Judged) -> list[str]:
    found = [w for w in ways if isinstance(w, Rescue)]
    said = []
    for way in found:
        value = way.figures.get(m.measure.name)
        if value is not None:
            often = percent(float(way.served(None).mean()))
            said.append(f"{brief(way.name)} gives {number(value)} {m.measure.unit} for {often} of the time")
    return said or ["no search-and-rescue service is in operation here"]


def _unknown_here(candidate: Candidate) -> bool:
    here = bool(candidate.inside.any()) or candidate.service.area is None
    return candidate.standing is Standing.UNKNOWN and here
