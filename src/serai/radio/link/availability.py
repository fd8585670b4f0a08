"""A link in the weather of its ground ends: what is left of it, and for which share of the year it closes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.radio.link.budget import Budget, Stated
from serai.radio.link.link import RAIN_CROSS, Carrier, Leg, way_budget
from serai.radio.link.transponder import LINEAR, Transponder
from serai.radio.propagation.attenuation import Ground, attenuation
from serai.radio.propagation.itu.p618 import HIGHEST_PERCENT, LOWEST_PERCENT
from serai.radio.propagation.itu.p618_total import (
    XPD_FREQUENCY,
    cross_polarisation_db,
    sky_noise_k,
    total_db,
)
from serai.tables import Basis

PARTS = ("gas_db", "rain_db", "cloud_db", "scintillation_db")
HALVINGS = 40  # of the logarithm of the percent: rounding
STEPS = 121  # of the percents of two independent grounds: doubling them moves no availability by 0.0005 %
NO_RAIN_DB = 0.01  # turns over less than 1 part in a million, and its logarithm ends nowhere
HIGHEST_XPD_DEG = 60.0
TOGETHER_KM = 500.0  # within which P.618-14, section 2.2.4.1, still correlates rain at two sites


@dataclass(frozen=True, slots=True, kw_only=True)
class LegWeather:
    """Where a leg meets the air: the figures of its ground end, for any share of the year."""

    ground: Ground
    lat_deg: float
    elevation_deg: float
    lon_deg: float | None = None
    tilt_deg: float = 45.0
    diameter_m: float | None = None
    efficiency: float = 0.65

    def on(self, leg: Leg, percent: float) -> Leg:
        """The leg with the attenuation exceeded for a percent of the year, and the noise behind it.

        A part that the leg itself states is kept. One that is neither stated nor worked out stays unknown,
        with what it lacks named, and so do the sums behind it.
        """
        return self.over(leg, np.array([percent]))[0]

    def over(
        self, leg: Leg, percents: NDArray[np.float64], elevation_deg: NDArray[np.float64] | None = None
    ) -> list[Leg]:
        """The same for several percents at once, each at an elevation where they are given."""
        found = attenuation(
            self.ground,
            lat_deg=self.lat_deg,
            frequency_ghz=leg.frequency_hz / 1e9,
            elevation_deg=self.elevation_deg if elevation_deg is None else elevation_deg,
            percent=percents,
            tilt_deg=self.tilt_deg,
            diameter_m=self.diameter_m,
            efficiency=self.efficiency,
        )
        worked = {key: np.broadcast_to(getattr(found, key), percents.shape).tolist() for key in PARTS}
        return [
            self._turned(_met(leg, {key: worked[key][k] for key in PARTS}, percent, found.lacking), percent)
            for k, percent in enumerate(percents.tolist())
        ]

    def _turned(self, leg: Leg, percent: float) -> Leg:
        """With what rain turns over of the twin in the other polarisation, of a leg that shares its band so.

        P.618-14, section 4: nothing below 4 GHz; above 60 degrees, of which it says nothing, as at 60.
        """
        if "cross_polar_db" not in leg.interference:
            return leg
        rain, ghz = leg.losses["rain_db"].value, leg.frequency_hz / 1e9
        source = f"P.618-14 section 4, for {percent:.3g} % of the year"
        value = None
        if rain is not None:
            if rain < NO_RAIN_DB or not XPD_FREQUENCY.holds(ghz):
                return leg
            steep = min(self.elevation_deg, HIGHEST_XPD_DEG)
            value = float(cross_polarisation_db(rain, ghz, steep, percent, self.tilt_deg))
        turned = Stated(value=value, basis=Basis.DERIVED, source=source)
        return replace(leg, interference={**leg.interference, RAIN_CROSS: turned})


def _met(leg: Leg, worked: Mapping[str, float], percent: float, lacking: tuple[str, ...]) -> Leg:
    """A leg with what the air takes, what does not add of it, and the noise behind it."""
    taken = dict(leg.losses)
    for key in PARTS:
        if key not in taken:
            known = math.isfinite(worked[key])
            taken[key] = Stated(
                value=worked[key] if known else None,
                basis=Basis.DERIVED,
                source=f"exceeded {percent:.3g} % of the year" if known else _lack(lacking),
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
        rise = noise_behind_rain(parts["gas_db"], parts["cloud_db"], parts["rain_db"], leg.system_k)
    return replace(leg, losses=taken, noise_rise_db=rise)


def way_at(
    title: str,
    legs: tuple[Leg, ...],
    weather: tuple[LegWeather | None, ...],
    carrier: Carrier,
    percent: float,
    *,
    regenerative: bool = False,
    transponder: Transponder = LINEAR,
) -> Budget:
    """A way in the weather exceeded for a percent of the year on every leg that meets it, all at once."""
    met = tuple(leg if w is None else w.on(leg, percent) for leg, w in zip(legs, weather, strict=True))
    return way_budget(title, met, carrier, regenerative=regenerative, transponder=transponder)


def availability_percent(
    legs: tuple[Leg, ...],
    weather: tuple[LegWeather | None, ...],
    carrier: Carrier,
    *,
    regenerative: bool = False,
    transponder: Transponder = LINEAR,
    lowest_percent: float = LOWEST_PERCENT,
    highest_percent: float = HIGHEST_PERCENT,
) -> float | None:
    """The percent of an average year for which a way closes; None where a figure is unknown.

    Within what P.618 covers: 99.999 means *at least* that, 0 that it does not even close for 95 %. Where both
    grounds have weather they are taken as independent, which adds their outages up; where they lie within
    ``TOGETHER_KM``, as the worse of that and of both fading for the same percent at once.
    """
    way = _Way(legs, weather, carrier, regenerative, transponder)
    bounds = (lowest_percent, highest_percent)
    if sum(w is not None for w in weather) < 2:
        return _at_once(way, bounds)
    apart = _independent(way, bounds)
    if apart is None or not together(weather):
        return apart
    at_once = _at_once(way, bounds)
    return None if at_once is None else min(apart, at_once)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way whose margin is asked for in any weather of its legs."""

    legs: tuple[Leg, ...]
    weather: tuple[LegWeather | None, ...]
    carrier: Carrier
    regenerative: bool
    transponder: Transponder

    def met(self, number: int, percent: float) -> Leg:
        """A leg in the weather exceeded for a percent."""
        air = self.weather[number]
        return self.legs[number] if air is None else air.on(self.legs[number], percent)

    def over(self, number: int, percents: NDArray[np.float64]) -> list[Leg]:
        """A leg in the weather exceeded for each of several percents."""
        air, leg = self.weather[number], self.legs[number]
        return [leg] * len(percents) if air is None else air.over(leg, percents)

    def margin(self, legs: tuple[Leg, ...]) -> float | None:
        """What is left with the legs as they are met."""
        regenerative, through = self.regenerative, self.transponder
        budget = way_budget("", legs, self.carrier, regenerative=regenerative, transponder=through)
        return budget.value("margin")


def _at_once(way: _Way, bounds: tuple[float, float]) -> float | None:
    """The percent for which a way closes when its legs fade for the same percent at once."""

    def margin(percent: float) -> float | None:
        return way.margin(tuple(way.met(k, percent) for k in range(len(way.legs))))

    rare, often = margin(bounds[0]), margin(bounds[1])
    if rare is None or often is None:
        return None
    if rare >= 0.0:
        return 100.0 - bounds[0]
    if often < 0.0:
        return 0.0
    low, high = math.log(bounds[0]), math.log(bounds[1])
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        closes = margin(math.exp(middle))
        low, high = (low, middle) if closes is not None and closes >= 0.0 else (middle, high)
    return 100.0 - math.exp(high)


def _independent(way: _Way, bounds: tuple[float, float]) -> float | None:
    """The percent for which a way closes when each ground has weather of its own, independent of the other.

    The outage is the mean, over the weather of the first ground, of the percent of the second one's weather
    that breaks the way. Weather more frequent than P.618 covers counts as the mildest that it does.
    """
    percents = np.exp(np.linspace(math.log(bounds[0]), math.log(bounds[1]), STEPS))
    second = way.over(1, percents)
    if way.margin((way.met(0, bounds[0]), second[0])) is None:
        return None
    begins = _begins_to_close(way, second[-1], bounds)
    if begins is None:
        return 0.0
    # The share jumps where the first ground alone breaks the way: the steps start there.
    onwards = np.exp(np.linspace(math.log(begins), math.log(bounds[1]), STEPS))
    broken = np.zeros(STEPS)
    edge = STEPS - 1  # the rarest of the second ground's weather that still closes; rarer as the first clears
    for k, leg in enumerate(way.over(0, onwards)):
        broken[k], edge = _broken_percent(way, leg, second, percents, edge)
    always = 100.0 if begins > bounds[0] else float(broken[0])
    outage = always * begins + float(np.trapezoid(broken, onwards))
    outage += float(broken[-1]) * (100.0 - float(onwards[-1]))
    return min(100.0 - outage / 100.0, 100.0 - bounds[0])


def _begins_to_close(way: _Way, mildest: Leg, bounds: tuple[float, float]) -> float | None:
    """The rarest weather of the first ground (percent) that closes under the second's mildest, or None."""

    def closes(percent: float) -> bool:
        return (way.margin((way.met(0, percent), mildest)) or 0.0) >= 0.0

    if closes(bounds[0]):
        return bounds[0]
    if not closes(bounds[1]):
        return None
    low, high = math.log(bounds[0]), math.log(bounds[1])
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if closes(math.exp(middle)) else (middle, high)
    return math.exp(high)


def _broken_percent(
    way: _Way, leg: Leg, others: list[Leg], percents: NDArray[np.float64], edge: int
) -> tuple[float, int]:
    """The percent of the other leg's weather in which a way with this leg does not close, and where it
    begins to: sought from ``edge`` on towards rarer weather.
    """
    before = after = way.margin((leg, others[edge])) or 0.0
    if after < 0.0:
        return 100.0 if edge == len(others) - 1 else float(percents[edge]), edge
    while edge > 0:
        before = way.margin((leg, others[edge - 1])) or 0.0
        if before < 0.0:
            share = before / (before - after)
            return float(percents[edge - 1] * (percents[edge] / percents[edge - 1]) ** share), edge
        edge, after = edge - 1, before
    return 0.0, 0


def together(weather: tuple[LegWeather | None, ...]) -> bool:
    """Whether both grounds are known to lie so near that their rain comes together."""
    places = [(w.lat_deg, w.lon_deg) for w in weather if w is not None and w.lon_deg is not None]
    if len(places) < 2:
        return False
    (lat, lon), (other_lat, other_lon) = np.radians(places[0]), np.radians(places[1])
    half = np.sin((lat - other_lat) / 2) ** 2
    half += np.cos(lat) * np.cos(other_lat) * np.sin((lon - other_lon) / 2) ** 2
    return bool(2.0 * 6371.0 * np.arcsin(np.sqrt(half)) < TOGETHER_KM)


def _lack(names: tuple[str, ...]) -> str:
    return f"needs {', '.join(names)} of its ground" if names else "beyond what its Recommendation covers"


def noise_behind_rain(
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
