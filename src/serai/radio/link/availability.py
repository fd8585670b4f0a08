"""A link in the weather of its ground ends: what is left of it, and for which share of the year it closes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from serai.radio.link.budget import Budget, Stated
from serai.radio.link.link import Carrier, Leg, way_budget
from serai.radio.propagation.attenuation import Ground, attenuation
from serai.radio.propagation.itu.p618 import HIGHEST_PERCENT, LOWEST_PERCENT
from serai.radio.propagation.itu.p618_total import sky_noise_k, total_db
from serai.tables import Basis

PARTS = ("gas_db", "rain_db", "cloud_db", "scintillation_db")
HALVINGS = 40  # of the logarithm of the percent: rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class LegWeather:
    """Where a leg meets the air: the figures of its ground end, for any share of the year."""

    ground: Ground
    lat_deg: float
    elevation_deg: float
    tilt_deg: float = 45.0
    diameter_m: float | None = None
    efficiency: float = 0.65

    def on(self, leg: Leg, percent: float) -> Leg:
        """The leg with the attenuation exceeded for a percent of the year, and the noise behind it.

        A part that the leg itself states is kept. One that is neither stated nor worked out stays unknown,
        with what it lacks named, and so do the sums behind it.
        """
        found = attenuation(
            self.ground,
            lat_deg=self.lat_deg,
            frequency_ghz=leg.frequency_hz / 1e9,
            elevation_deg=self.elevation_deg,
            percent=percent,
            tilt_deg=self.tilt_deg,
            diameter_m=self.diameter_m,
            efficiency=self.efficiency,
        )
        taken = dict(leg.losses)
        for key in PARTS:
            if key not in taken:
                value = float(getattr(found, key))
                known = math.isfinite(value)
                taken[key] = Stated(
                    value=value if known else None,
                    basis=Basis.DERIVED,
                    source=f"exceeded {percent:.3g} % of the year" if known else _lack(found.lacking),
                )
        parts = {key: taken[key].value for key in PARTS}
        if "combined_db" not in taken and None not in parts.values():
            gas, rain, cloud, twinkle = (v or 0.0 for v in parts.values())
            together = float(total_db(gas, cloud, rain, twinkle))
            taken["combined_db"] = Stated(
                value=together - gas - rain - cloud - twinkle,
                basis=Basis.DERIVED,
                source="P.618-14 section 2.5",
            )
        rise = leg.noise_rise_db
        if rise is None and leg.system_k is not None:
            rise = _noise_rise(parts["gas_db"], parts["cloud_db"], parts["rain_db"], leg.system_k)
        return replace(leg, losses=taken, noise_rise_db=rise)


def way_at(
    title: str,
    legs: tuple[Leg, ...],
    weather: tuple[LegWeather | None, ...],
    carrier: Carrier,
    percent: float,
    *,
    regenerative: bool = False,
) -> Budget:
    """A way in the weather exceeded for a percent of the year on every leg that meets it."""
    met = tuple(leg if w is None else w.on(leg, percent) for leg, w in zip(legs, weather, strict=True))
    return way_budget(title, met, carrier, regenerative=regenerative)


def availability_percent(
    legs: tuple[Leg, ...],
    weather: tuple[LegWeather | None, ...],
    carrier: Carrier,
    *,
    regenerative: bool = False,
    lowest_percent: float = LOWEST_PERCENT,
    highest_percent: float = HIGHEST_PERCENT,
) -> float | None:
    """The percent of an average year for which a way closes; None where a figure is unknown.

    Within what P.618 covers: 99.999 means *at least* that, 0 that it does not even close for 95 %. Both legs
    fade for the same percent at once here, which is the safe side where they do not.
    """

    def margin(percent: float) -> float | None:
        return way_at("", legs, weather, carrier, percent, regenerative=regenerative).value("margin")

    rare, often = margin(lowest_percent), margin(highest_percent)
    if rare is None or often is None:
        return None
    if rare >= 0.0:
        return 100.0 - lowest_percent
    if often < 0.0:
        return 0.0
    low, high = math.log(lowest_percent), math.log(highest_percent)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        closes = margin(math.exp(middle))
        low, high = (low, middle) if closes is not None and closes >= 0.0 else (middle, high)
    return 100.0 - math.exp(high)


def _lack(names: tuple[str, ...]) -> str:
    return f"needs {', '.join(names)} of its ground" if names else "beyond what its Recommendation covers"


def _noise_rise(
    gas_db: float | None, cloud_db: float | None, rain_db: float | None, system_k: float
) -> Stated:
    """How much hotter the receiver is in rain than in clear sky, by what the rain itself radiates."""
    if gas_db is None or cloud_db is None or rain_db is None:
        return Stated(value=None, source="P.618-14 section 3")
    clear = gas_db + cloud_db
    hotter = float(sky_noise_k(clear + rain_db)) - float(sky_noise_k(clear))
    return Stated(
        value=10.0 * math.log10(1.0 + hotter / system_k),
        basis=Basis.DERIVED,
        source=f"P.618-14 section 3, system {system_k:.0f} K in clear sky",
    )
