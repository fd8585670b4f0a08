"""What an answer says: the path, the reason, what would do instead, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from serai.navigate.corrected import COLUMN, Corrected
from serai.navigate.exhibits import quality_lane
from serai.navigate.fittings import OpenService
from serai.navigate.instead import remedies, substitutes, worst_loss
from serai.navigate.reasons import why
from serai.navigate.rescue import Rescue
from serai.navigate.scene import Scene
from serai.navigate.ways import OpenPositioning, Way
from serai.navigate.words import brief
from serai.needs import Notes, Weak
from serai.orbit import Sgp4, fit_for, orbit_kind
from serai.pool import Basis

if TYPE_CHECKING:
    from serai.navigate.answer import Judged, NavigationQuality

MOST_WEAK = 5
RULE_COLUMNS = ("carrier_mask_deg", "min_carriers", "min_corrected", "pdop_max")
NS_PER_S = 1e9


def notes(
    scene: Scene, ways: tuple[Way, ...], measures: tuple[Judged, ...], quality: NavigationQuality
) -> Notes:
    """Put an answer into words."""
    figures = tuple(m.figure(scene.tai_ns) for m in measures)
    serving = _serving(ways, measures)
    return Notes(
        figures=figures,
        path=_path(scene, serving),
        why=why(scene, ways, measures, figures, quality),
        substitutes=substitutes(measures),
        remedies=remedies(scene, ways, measures),
        worst_loss=worst_loss(scene, measures),
        weak=_weak(scene, serving, measures),
        flags=_flags(scene, serving),
        exhibits=(quality_lane(quality),),
    )


def _serving(ways: tuple[Way, ...], measures: tuple[Judged, ...]) -> tuple[Way, ...]:
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
    in_view = {scene.satellites.system[i] for i in np.flatnonzero(scene.seen.any(axis=1))}
    for way in serving:
        if isinstance(way, OpenPositioning):
            ids += [
                asset.id
                for asset in scene.pool.assets
                for service in asset.fitted(OpenService)
                if service.works and asset.usable and in_view & set(service.systems)
            ]
        elif isinstance(way, Corrected):
            ids.append(way.candidate.asset.id)
            if not way.candidate.internet and len(way.carriers) <= MOST_WEAK:
                ids += [scene.pool.assets[i].id for i in way.carriers[way.carried.any(axis=1)]]
        elif isinstance(way, Rescue):
            ids.append(way.asset.id)
    return tuple(dict.fromkeys(ids))


def _weak(scene: Scene, serving: tuple[Way, ...], measures: tuple[Judged, ...]) -> tuple[Weak, ...]:
    """The weakest figures of the ways that serve, at most five: the measured figure first, then the rule."""
    columns = [COLUMN[m.measure.name] for m in measures if m.measure.name in COLUMN]
    found: list[Weak] = []
    for way in serving:
        if isinstance(way, Corrected):
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


def _flags(scene: Scene, serving: tuple[Way, ...]) -> tuple[str, ...]:
    flags = list(scene.flags)
    for way in serving:
        if isinstance(way, Corrected):
            if way.candidate.outside_promise:
                flags.append(f"{brief(way.name)} is used outside the area its provider declares")
            if way.candidate.unproven:
                names = ", ".join(a.name for a in way.candidate.unproven)
                flags.append(f"{brief(way.name)}: not proven to be sent by {names}, which are not counted")
            if way.candidate.internet:
                flags.append(
                    f"{brief(way.name)} comes over the internet, whose own failures are not counted here"
                )
        if isinstance(way, Rescue):
            flags.append(f"the ground terminals that {brief(way.name)} needs are not in the pool")
    old = [a.name for a in scene.pool.assets if a.id in scene.row and _too_old(scene, a.motion)]
    if old:
        more = f" and {len(old) - 4} more" if len(old) > 4 else ""
        flags.append(f"element sets older than their use allows: {', '.join(old[:4])}{more}")
    return tuple(flags)


def _too_old(scene: Scene, motion: object) -> bool:
    if not isinstance(motion, Sgp4) or not len(scene.tai_ns):
        return False
    age_s = float(scene.tai_ns[0] - motion.elements.epoch.tai_ns) / NS_PER_S
    return not fit_for("cover", orbit_kind(motion.elements), age_s)
