"""The chance that a look is clear, beside the figures and never multiplied into them.

The monthly fractions are of the whole day and of any hour of it, so that they say how often the sky is clear
over a season, not on a given pass; looks close in time see the same cloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from serai.observe.scene import Scene
from serai.observe.timeliness import ServedLooks
from serai.wording import Reason, reason
from serai.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearLook:
    """The chance of a clear look and what it makes of the interval between looks."""

    words: Reason | str
    figures: Mapping[str, object]


def clear_look(case: Scene, served: ServedLooks, world: World) -> ClearLook | None:
    """How often a look is clear in the month asked about; None where cloud hides nothing."""
    eyes = case.eligible.found
    rows = np.flatnonzero(served.inside)
    optical = [row for row in rows if eyes[int(case.looks.eye[row])].sensor.needs_clear_sky]
    if not optical:
        return None
    sky = world.weather.clear_sky_for(case.need.id)
    if sky is None:
        return ClearLook(words="", figures=MappingProxyType({"clear_look_chance": None}))
    start = case.period.within.start.datetime()
    chance = sky.in_month(start.month)
    mean_s = case.period.within.duration_s / len(optical)
    basis = str(sky.provenance.basis)
    figures: dict[str, object] = {"clear_look_chance": chance, "clear_look_basis": basis}
    said = {
        "chance": chance,
        "month": reason(f"needs.month.{start.month}"),
        "basis": reason(f"needs.basis.{basis}"),
    }
    if chance <= 0.0:
        return ClearLook(words=reason("observe.sky.clear", **said), figures=MappingProxyType(figures))
    every_s = mean_s / chance
    figures["clear_look_every_h"] = round(every_s / 3600.0, 2)
    words = reason("observe.sky.clear_every", mean=every_s, **said)
    return ClearLook(words=words, figures=MappingProxyType(figures))
