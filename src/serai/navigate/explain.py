"""What an answer says: the path, the reason, what would serve or mend, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from serai.navigate.corrected import COLUMN, CorrectedPositioning
from serai.navigate.fittings import OpenService
from serai.navigate.reasons import why
from serai.navigate.remedies import remedies, substitutes, worst_loss
from serai.navigate.rescue import Rescue
from serai.navigate.scene import Scene
from serai.navigate.ways import OpenPositioning, Way
from serai.needs import Lane, Notes, Series, Weak
from serai.needs.naming import old_elements
from serai.orbit import Sgp4, fit_for, orbit_kind
from serai.pool.naming import brief
from serai.tables import Basis
from serai.wording import Reason, reason

if TYPE_CHECKING:
    from serai.navigate.answer import JudgedMeasure, NavigationQuality

MOST_WEAK = 5
RULE_COLUMNS = ("carrier_mask_deg", "min_carriers", "min_corrected", "pdop_max")
NS_PER_S = 1e9


def notes(
    scene: Scene, ways: tuple[Way, ...], measures: tuple[JudgedMeasure, ...], quality: NavigationQuality
) -> Notes:
    """Put an answer into words."""
    figures = tuple(m.figure(scene.tai_ns) for m in measures)
    serving = _serving(ways, measures)
    return Notes(
        figures=figures,
        path=_path(scene, serving),
        why=why(scene, ways, measures, figures, quality),
        substitutes=substitutes(scene, measures),
        remedies=remedies(scene, ways, measures),
        worst_loss=worst_loss(scene, measures),
        weak=_weak(scene, serving, measures),
        flags=_flags(scene, serving),
        exhibits=(_quality_lane(quality),),
    )


def _quality_lane(quality: NavigationQuality) -> Lane:
    """Satellites in view as a line over the day, with the ranges of PDOP and of the horizontal error."""
    said = "exhibit.navigation_quality"
    satellites = quality.satellites.astype(np.float64)
    return Lane(
        title=reason(f"{said}.title"),
        about=reason(f"{said}.about"),
        tai_ns=quality.tai_ns,
        drawn=Series(name="", values=satellites, unit=reason(f"{said}.satellites"), decimals=0),
        beside=(
            Series(name="PDOP", values=quality.pdop),
            Series(name=reason(f"{said}.error"), values=quality.h95_m, unit="m"),
        ),
    )


def _serving(ways: tuple[Way, ...], measures: tuple[JudgedMeasure, ...]) -> tuple[Way, ...]:
    """The way that mostly serves each measure, each once."""
    found: dict[int, Way] = {}
    for m in measures:
        used = m.which[m.which >= 0]
        if used.size:
            k = int(np.bincount(used).argmax())
            found.setdefault(k, ways[k])
    return tuple(found.values())


def _path(scene: Scene, serving: tuple[Way, ...]) -> tuple[str, ...]:
    ids: list[str] = []
    for way in serving:
        if isinstance(way, OpenPositioning):
            ids += _open_services(scene)
        elif isinstance(way, CorrectedPositioning):
            ids.append(way.candidate.asset.id)
            if not way.candidate.internet and len(way.carriers) <= MOST_WEAK:
                ids += [scene.pool.assets[i].id for i in way.carriers[way.carried.any(axis=1)]]
        elif isinstance(way, Rescue):
            ids.append(way.asset.id)
    return tuple(dict.fromkeys(ids))


def _open_services(scene: Scene) -> list[str]:
    """The constellations' own services that work and have satellites in view."""
    in_view = {scene.satellites.system[i] for i in np.flatnonzero(scene.seen.any(axis=1))}
    return [
        asset.id
        for asset, service in scene.pool.fitted_with(OpenService)
        if service.works and in_view & set(service.systems)
    ]


def _weak(scene: Scene, serving: tuple[Way, ...], measures: tuple[JudgedMeasure, ...]) -> tuple[Weak, ...]:
    """The weakest figures of the ways that serve, at most five: the measured figure first, then the rule."""
    columns = [COLUMN[m.measure.name] for m in measures if m.measure.name in COLUMN]
    found: list[Weak] = []
    for way in serving:
        if isinstance(way, CorrectedPositioning):
            service = way.candidate.service
            for column in (*columns, *RULE_COLUMNS):
                value, basis = getattr(service, column), service.provenance.of(column)
                if value is not None and basis >= Basis.RECALLED:
                    what = f"{column} {value:g} of {brief(way.name)} (services.csv)"
                    found.append(Weak(what=what, basis=basis))
        elif isinstance(way, OpenPositioning):
            found += scene.budget.weak
        elif isinstance(way, Rescue):
            basis = way.asset.provenance.basis
            found.append(Weak(what=f"figures of {brief(way.name)} (services.csv)", basis=basis))
    return tuple(dict.fromkeys(found))[:MOST_WEAK]


def _flags(scene: Scene, serving: tuple[Way, ...]) -> tuple[Reason, ...]:
    flags = list(scene.flags)
    for way in serving:
        if isinstance(way, CorrectedPositioning):
            flags += _flags_of(way)
        elif isinstance(way, Rescue):
            flags.append(reason("navigate.flag.terminals", name=brief(way.name)))
    old = [a.name for a in scene.pool.assets if a.id in scene.row and _too_old(scene, a.motion)]
    if old:
        flags.append(old_elements(old))
    return tuple(flags)


def _flags_of(way: CorrectedPositioning) -> list[Reason]:
    """What a reader must know of a correction service that serves."""
    name, candidate = brief(way.name), way.candidate
    flags = []
    if candidate.outside_promise:
        flags.append(reason("navigate.flag.outside_promise", name=name))
    if candidate.unproven:
        carriers = tuple(a.name for a in candidate.unproven)
        flags.append(reason("navigate.flag.not_proven", name=name, carriers=carriers))
    if candidate.internet:
        flags.append(reason("navigate.flag.internet", name=name))
    return flags


def _too_old(scene: Scene, motion: object) -> bool:
    if not isinstance(motion, Sgp4) or not len(scene.tai_ns):
        return False
    age_s = float(scene.tai_ns[0] - motion.elements.epoch.tai_ns) / NS_PER_S
    return not fit_for("cover", orbit_kind(motion.elements), age_s)
