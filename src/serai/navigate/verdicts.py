"""Why a correction service does or does not serve a measure here, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.navigate.corrected import COLUMN, Corrected
from serai.navigate.corrections import Candidate
from serai.navigate.fittings import NavSignal
from serai.navigate.geometry import Bools
from serai.navigate.scene import Scene
from serai.navigate.words import brief, called, listed, longitude, number, percent
from serai.needs import Measure
from serai.pool import Asset

GEO_RADIUS_M = (41_000_000.0, 43_500_000.0)  # a geosynchronous orbit's radius is 42,164 km
WORTH_A_WORD = 10.0  # a service whose error is more than ten times what is asked explains nothing


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A service against a measure: its figure, how much of the time it would serve, and why not enough."""

    candidate: Candidate
    share: float
    figure: float | None
    reaches: bool
    near: bool
    says: str


def verdict(scene: Scene, way: Corrected, measure: Measure) -> Verdict:
    """How far a service that counts goes towards a measure at the worst place of the box.

    ``near`` says whether it is worth naming: something of it is in view, and its figure is not far off.
    """
    accuracy = measure.name in ("horizontal_error_95", "vertical_error_95")
    served = way.settled(None) if accuracy else way.served(None)
    share = float(served.reshape(scene.sky.shape).all(axis=0).mean())
    figure = way.figure(measure.name) if measure.name in COLUMN else None
    reaches = figure is not None and bool(measure.reached(np.array([figure]))[0])
    required = 1.0 if measure.share_required is None else measure.share_required
    named = brief(way.name)
    seldom = _too_seldom(scene, way, share) if share < required else ""
    coarse = ""
    if figure is None:
        if measure.name in COLUMN:
            coarse = f"nobody published its {measure.name.removesuffix('_95').replace('_', ' ')}"
    elif not reaches:
        coarse = f"{number(figure)} {measure.unit}, not the {number(measure.threshold)} {measure.unit} asked"
    if seldom:
        says = f"{seldom}; {named} needs {percent(required)}"
        says += f" and {'would give ' if figure is not None else ''}{coarse}" if coarse else ""
    elif coarse:
        says = f"{named}{' gives' if figure is not None else ':'} {coarse}"
    else:
        says = ""
    in_view = share > 0.0 or bool(carriers_in_view(scene, way))
    close = figure is None or figure <= WORTH_A_WORD * measure.threshold
    return Verdict(
        candidate=way.candidate,
        share=share,
        figure=figure,
        reaches=reaches,
        near=in_view and close,
        says=says,
    )


def carriers_in_view(scene: Scene, way: Corrected) -> list[tuple[Asset, Bools]]:
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


def _too_seldom(scene: Scene, way: Corrected, share: float) -> str:
    service = way.candidate.service
    if not way.candidate.internet:
        carried = way.carried.sum(axis=0) >= way.least_carriers
        by_carriers = float(carried.reshape(scene.sky.shape).all(axis=0).mean())
        if by_carriers <= share + 0.01:  # the carriers alone explain it
            return _carriers(scene, way)
    limit = "" if service.pdop_max is None else f" and a PDOP of at most {number(service.pdop_max)}"
    least = max(service.min_corrected or 4, 4)
    return (
        f"{brief(way.name)} has at least {least} corrected satellites{limit} over {called(scene.need)}"
        f" for {percent(share)} of the time"
    )


def _carriers(scene: Scene, way: Corrected) -> str:
    place, what = called(scene.need), _what(scene, way)
    in_view = carriers_in_view(scene, way)
    floor = way.candidate.service.carrier_mask_deg or 0.0
    if not in_view:
        return f"none of the {what}s that carry {brief(way.name)} rises at {place}"
    above = np.sum([up for _, up in in_view], axis=0) >= way.least_carriers
    masked = way.carried.sum(axis=0)[: len(scene.tai_ns)] >= way.least_carriers
    names = listed([f"{a.name}, {longitude(scene.longitude_deg(a))}" for a, _ in in_view[:4]])
    if len(in_view) == 1:
        subject = f"the one {what} in view of {place} ({names}) is"
    else:
        subject = f"the {len(in_view)} {what}s in view of {place} ({names}) are"
    says = f"{subject} above {number(floor)} deg for {percent(float(above.mean()))} of the time"
    if not masked.any() and above.any():
        says += " and never above the sky mask there"
    elif masked.mean() < above.mean() - 0.005:
        says += f", above the sky mask there for {percent(float(masked.mean()))}"
    return says


def _what(scene: Scene, way: Corrected) -> str:
    systems = {s.system for a in way.candidate.carriers for s in a.fitted(NavSignal)}
    radius = [scene.radius_m(a) for a in way.candidate.carriers]
    geo = bool(radius) and all(GEO_RADIUS_M[0] < r < GEO_RADIUS_M[1] for r in radius)
    kind = "GEO" if geo else "satellite"
    return f"{systems.pop()} {kind}" if len(systems) == 1 else kind
