"""What sensors sweep: the strip of each mode, and the sensors of which nobody can say how wide they sweep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from serai.access.strips import StripSensor
from serai.earth.outline import SAMPLES
from serai.observe.fittings import GENEROUS_INCIDENCE_DEG, Sensor
from serai.observe.sensors import EligibleSensor

ACROSS = 6  # samples across a strip: seams between strips are then counted to 1 % (docs/accuracy-observe.md)
MOST_SAMPLES = 16_384
SIDES = (("left", -1), ("right", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepingSatellite:
    """A satellite with the sensors that sweep for a need, the finest first.

    ``eyes`` are their places among the eligible sensors, ``strips`` what each sweeps.
    """

    id: str
    eyes: tuple[int, ...]
    strips: tuple[StripSensor, ...]


def sweeping(
    found: Sequence[EligibleSensor | None], *, at_best: bool = False
) -> tuple[SweepingSatellite, ...]:
    """The satellites that sweep strips, by the order of their sensors; places without one are passed over.

    Those whose swath or reach nobody published are left out, or taken ``at_best``.
    """
    by_id: dict[str, list[tuple[float, int, Sensor]]] = {}
    for number, eye in enumerate(found):
        if eye is None or eye.stares:
            continue
        if at_best or (eye.sensor.swath_km is not None and eye.sensor.reach_known):
            one = (_fineness(eye.sensor), number, eye.sensor)
            by_id.setdefault(eye.asset.id, []).append(one)
    ordered = {name: sorted(eyes, key=itemgetter(0, 1)) for name, eyes in by_id.items()}
    return tuple(
        SweepingSatellite(
            id=name,
            eyes=tuple(number for _, number, _ in eyes),
            strips=tuple(strip_sensor(sensor) for _, _, sensor in eyes),
        )
        for name, eyes in ordered.items()
    )


def strip_sensor(sensor: Sensor) -> StripSensor:
    """What one mode sweeps: its swath, anywhere within its reach; a radar on one side at a time.

    An unknown swath is all within reach at once, an unknown reach a generous one: what they are at best.
    """
    band = None if sensor.reach_known else (0.0, GENEROUS_INCIDENCE_DEG)
    if sensor.has_band:
        assert sensor.incidence_min_deg is not None
        assert sensor.incidence_max_deg is not None
        band = (sensor.incidence_min_deg, sensor.incidence_max_deg)
    radar = sensor.kind == "radar"
    return StripSensor(
        off_nadir_deg=None if band else sensor.off_nadir_max_deg,
        incidence_deg=band,
        side=dict(SIDES).get(sensor.sides, 0) if radar else 0,
        one_side=radar,
        daylight=sensor.needs_daylight,
        width_m=0.0 if sensor.swath_km is None else sensor.swath_km * 1e3,
    )


def samples_wanted(found: Sequence[EligibleSensor], size_km2: float) -> int:
    """How many samples of an area show the narrowest strip of these sensors six across, within limits."""
    widths = [eye.sensor.swath_km for eye in found if eye.sensor.swath_km is not None and not eye.stares]
    step_km = min(widths, default=60.0) / ACROSS
    return int(min(max(size_km2 / step_km**2, SAMPLES), MOST_SAMPLES))


def without_swath(found: Sequence[EligibleSensor]) -> tuple[str, ...]:
    """The satellites none of whose sensors has a published swath: how much they cover is unknown."""
    known = {eye.asset.id for eye in found if eye.sensor.swath_km is not None or eye.stares}
    return tuple({eye.asset.id: eye.asset.name for eye in found if eye.asset.id not in known}.values())


def _fineness(sensor: Sensor) -> float:
    return math.inf if sensor.resolution_m is None else sensor.resolution_m
