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
from serai.world import SkyChance


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearLook:
    """The chance of a clear look and what it makes of the interval between looks."""

    words: Reason | str
    figures: Mapping[str, object]


def clear_look(case: Scene, served: ServedLooks) -> ClearLook | None:
    """How often a look is clear in the month asked about; None where cloud hides nothing."""
    eyes = case.eligible.found
    rows = np.flatnonzero(served.inside)
    optical = [row for row in rows if eyes[int(case.looks.eye[row])].sensor.needs_clear_sky]
    if not optical:
        return None
    sky, chance = case.sky, case.sky_chance
    if sky is None or chance is None:
        return ClearLook(words="", figures=MappingProxyType({"clear_look_chance": None}))
    mean_s = case.period.within.duration_s / len(optical)
    figures: dict[str, object] = {
        "clear_look_chance": chance,
        "clear_look_basis": "forecast" if sky.forecast >= 1.0 else str(sky.basis),
        "clear_look_forecast": sky.forecast,
    }
    said = {"chance": chance, "by": told_by(sky)}
    if chance <= 0.0:
        return ClearLook(words=reason("observe.sky.clear", **said), figures=MappingProxyType(figures))
    every_s = mean_s / chance
    figures["clear_look_every_h"] = round(every_s / 3600.0, 2)
    words = reason("observe.sky.clear_every", mean=every_s, **said)
    return ClearLook(words=words, figures=MappingProxyType(figures))


def told_by(sky: SkyChance) -> Reason:
    """What tells a chance of a clear look: a month's figure with its basis, a forecast, or both."""
    if sky.forecast >= 1.0:
        return reason("observe.sky.by_forecast")
    monthly = {"month": reason(f"needs.month.{sky.month}"), "basis": reason(f"needs.basis.{sky.basis}")}
    if not sky.forecast:
        return reason("observe.sky.by_month", **monthly)
    return reason("observe.sky.by_both", share=sky.forecast, **monthly)
