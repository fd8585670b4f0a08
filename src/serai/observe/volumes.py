"""What the passes of a need's period bring to each station, and what rain takes from them there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from serai.observe.case import Case
from serai.observe.fittings import Sensor
from serai.orbit import Fixed
from serai.pool import Asset
from serai.radio import BANDS, UNKNOWN, RainHere, RainMargin, Stated, image_dishes, station_volumes
from serai.world import World

BAND = "X"  # in which images come down
PERCENT = 0.5  # of an average year: the margin that holds for 99.5 % of it


def volumes(case: Case, world: World) -> tuple[Mapping[str, object], ...]:
    """What the passes of the judged period bring to each station where a term lets the data come down."""
    rates = {s: _downlink(case.pool[s].fitted(Sensor)) for s in case.reach.satellites}
    found = station_volumes(case.reach, case.pool, rates, within=case.period.within, allowed=case.allowed)
    rows = []
    for v in found:
        if v.passes:
            rain = _rain(case.pool[v.station], world)
            rows.append(
                {
                    "station": v.station,
                    "passes": v.passes,
                    "seconds": round(v.seconds),
                    "known_passes": v.known_passes,
                    "bits_per_pass": v.bits_per_pass,
                    "known_bits": v.known_bits,
                    "at_most_bits": v.at_most_bits,
                    "basis": None if v.basis is None else str(v.basis),
                    "silent": list(v.silent),
                    "rain_db": None if rain is None else rain.margin_db,
                    "rain_by": "" if rain is None else rain.says(),
                }
            )
    return tuple(rows)


def _rain(station: Asset, world: World) -> RainMargin | None:
    """What rain takes in X band at the lowest elevation of a contact; None where rain or band is unknown."""
    bands = {b for dish in image_dishes(station) for b in dish.bands}
    if BAND not in bands or not isinstance(station.motion, Fixed):
        return None
    place = station.motion.place
    here = RainHere(rain=world.weather.rain_at(place), place=place, percent=PERCENT)
    return here.margin(elevation_deg=world.rules.contact_elevation_deg, frequency_hz=BANDS[BAND].down_hz)


def _downlink(sensors: Sequence[Sensor]) -> Stated:
    """The rate at which a satellite sends down, as one of its sensors' rows states it."""
    best = max(sensors, key=lambda s: s.rate_bps or 0.0, default=None)
    if best is None or best.rate_bps is None:
        return UNKNOWN
    return Stated(value=best.rate_bps, basis=best.provenance.of("rate_bps"))
