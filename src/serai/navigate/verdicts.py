"""Why a correction service does or does not serve a measure here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.navigate.corrected import COLUMN, CorrectedPositioning
from serai.navigate.corrections import Candidate
from serai.navigate.fittings import NavSignal
from serai.navigate.geometry import Bools
from serai.navigate.phrases import figure as in_unit
from serai.navigate.scene import Scene
from serai.needs import Measure
from serai.needs.naming import measure_name, place_name
from serai.pool import Asset
from serai.pool.naming import brief
from serai.wording import Reason, reason
from serai.wording.places import longitude

GEO_RADIUS_M = (41_000_000.0, 43_500_000.0)  # a geosynchronous orbit's radius is 42,164 km
WORTH_A_WORD = 10.0  # a service whose error is more than ten times what is asked explains nothing
CARRIERS_NAMED = 4
ACCURACY = ("horizontal_error_95", "vertical_error_95")


@dataclass(frozen=True, kw_only=True)
class ServiceVerdict:
    """A service against a measure: its figure, how much of the time it would serve, and why not enough.

    ``says`` is None where it serves well enough.
    """

    candidate: Candidate
    share: float
    figure: float | None
    reaches: bool
    near: bool
    says: Reason | None


def verdict(scene: Scene, way: CorrectedPositioning, measure: Measure) -> ServiceVerdict:
    """How far a service that counts goes towards a measure at the worst place of the box.

    ``near`` says whether it is worth naming: something of it is in view, and its figure is not far off.
    """
    served = way.settled(None) if measure.name in ACCURACY else way.served(None)
    share = float(served.reshape(scene.sky.shape).all(axis=0).mean())
    figure = way.figure(measure.name) if measure.name in COLUMN else None
    close = figure is None or figure <= WORTH_A_WORD * measure.threshold
    return ServiceVerdict(
        candidate=way.candidate,
        share=share,
        figure=figure,
        reaches=_reaches(measure, figure),
        near=close and (share > 0.0 or bool(carriers_in_view(scene, way))),
        says=_says(scene, way, measure, share, figure),
    )


def _reaches(measure: Measure, figure: float | None) -> bool:
    return figure is not None and bool(measure.reached(np.array([figure]))[0])


def _says(
    scene: Scene, way: CorrectedPositioning, measure: Measure, share: float, figure: float | None
) -> Reason | None:
    """Why a service is not enough: too seldom, too coarse, of unknown figure, or several of these."""
    required = 1.0 if measure.share_required is None else measure.share_required
    name, coarse = brief(way.name), _coarse(measure, figure)
    if share >= required:
        if coarse is None:
            return None
        return reason(
            f"navigate.verdict.{'unpublished' if figure is None else 'coarse'}", name=name, coarse=coarse
        )
    said = {"seldom": _too_seldom(scene, way, share), "name": name, "share": required}
    if coarse is None:
        return reason("navigate.verdict.seldom", **said)
    key = "seldom_and_unpublished" if figure is None else "seldom_and_coarse"
    return reason(f"navigate.verdict.{key}", **said, coarse=coarse)


def _coarse(measure: Measure, figure: float | None) -> Reason | None:
    """That a service's figure is not the one asked, or not published; None where it reaches."""
    if figure is None:
        if measure.name not in COLUMN:
            return None
        return reason("navigate.verdict.nobody_published", measure=measure_name(measure))
    if _reaches(measure, figure):
        return None
    return reason(
        "navigate.verdict.not_asked",
        figure=in_unit(figure, measure),
        threshold=in_unit(measure.threshold, measure),
    )


def carriers_in_view(scene: Scene, way: CorrectedPositioning) -> list[tuple[Asset, Bools]]:
    """The satellites carrying a service that rise at the box's centre at all, and when high enough (n,)."""
    instants = len(scene.tai_ns)
    floor = way.candidate.service.carrier_mask_deg or 0.0
    found = []
    for asset in way.candidate.carriers:
        elevation = scene.sky.elevation_deg[scene.row[asset.id], :instants]
        with np.errstate(invalid="ignore"):
            if (elevation > 0.0).any():
                found.append((asset, elevation >= floor))
    return found


def _too_seldom(scene: Scene, way: CorrectedPositioning, share: float) -> Reason:
    service = way.candidate.service
    if not way.candidate.internet:
        carried = way.carried.sum(axis=0) >= way.least_carriers
        by_carriers = float(carried.reshape(scene.sky.shape).all(axis=0).mean())
        if by_carriers <= share + 0.01:  # the carriers alone explain it
            return _carriers(scene, way)
    limit = service.pdop_max
    return reason(
        "navigate.seldom.corrected",
        name=brief(way.name),
        least=max(service.min_corrected or 4, 4),
        pdop="" if limit is None else reason("navigate.seldom.pdop", pdop=limit),
        place=place_name(scene.need),
        share=share,
    )


def _carriers(scene: Scene, way: CorrectedPositioning) -> Reason:
    """For how much of the time the satellites that carry a service stand high enough, and which they are."""
    place = place_name(scene.need)
    in_view = carriers_in_view(scene, way)
    if not in_view:
        return reason(
            "navigate.seldom.none_rises", carriers=_what(scene, way, 2), name=brief(way.name), place=place
        )
    above = np.sum([up for _, up in in_view], axis=0) >= way.least_carriers
    names = tuple(f"{a.name}, {longitude(scene.longitude_deg(a))}" for a, _ in in_view[:CARRIERS_NAMED])
    said = {
        "place": place,
        "names": names,
        "floor": way.candidate.service.carrier_mask_deg or 0.0,
        "share": float(above.mean()),
        "masked": _masked(scene, way, above),
    }
    if len(in_view) == 1:
        return reason("navigate.seldom.one", carrier=_what(scene, way, 1), **said)
    return reason("navigate.seldom.several", count=len(in_view), carriers=_what(scene, way, 2), **said)


def _masked(scene: Scene, way: CorrectedPositioning, above: Bools) -> Reason | str:
    """What the sky mask takes of the time in which the carriers stand high enough; "" where nothing."""
    clear = way.carried.sum(axis=0)[: len(scene.tai_ns)] >= way.least_carriers
    if not clear.any() and above.any():
        return reason("navigate.seldom.never_above")
    if clear.mean() < above.mean() - 0.005:
        return reason("navigate.seldom.above", share=float(clear.mean()))
    return ""


def _what(scene: Scene, way: CorrectedPositioning, count: int) -> Reason:
    """What kind of satellites carry a service: "BeiDou GEO"."""
    systems = {s.system for a in way.candidate.carriers for s in a.fitted(NavSignal)}
    radius = [scene.radius_m(a) for a in way.candidate.carriers]
    geo = bool(radius) and all(GEO_RADIUS_M[0] < r < GEO_RADIUS_M[1] for r in radius)
    kind = "geo" if geo else "satellite"
    if len(systems) == 1:
        return reason(f"navigate.carriers.{kind}_of", system=systems.pop(), count=count)
    return reason(f"navigate.carriers.{kind}", count=count)
