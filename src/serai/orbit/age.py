"""How far an old element set may be trusted: the drift along the track that grows with its age."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.omm import MeanElements

Floats = NDArray[np.float64]

DAY_S = 86_400.0


class OrbitKind(Enum):
    """Kinds of orbit that age alike; the value is its name in words."""

    LEO = "low Earth orbit"
    STARLINK = "Starlink"
    ONEWEB_IRIDIUM = "OneWeb or Iridium"
    MEO = "medium Earth orbit"
    GEOSYNCHRONOUS = "geosynchronous orbit"
    OTHER = "other orbit"


# Along-track drift in seconds, median and 90 %, of element sets 1, 8 and 33 days old, measured on catalogues
# of 2026 against later ones; None: not measured. At 7 days it was found again within a factor of 2.1
# (tests/against/test_age_drift.py). Geosynchronous: chained from weeks, for each week has its station-keeping
# manoeuvres (the same test).
AGES_DAYS = (1.0, 8.0, 33.0)
MEASURED_DAYS = AGES_DAYS[-1]  # older sets were never measured
MOST_AGE_DAYS = 180.0  # half a year: no operator books by older elements; --max-age says otherwise
_MEASURED: Mapping[OrbitKind, tuple[tuple[float, float, float], tuple[float, float, float] | None]] = {
    OrbitKind.LEO: ((0.02, 2.4, 78.0), (0.2, 33.0, 492.0)),
    OrbitKind.STARLINK: ((1.2, 23.0, 386.0), None),
    OrbitKind.ONEWEB_IRIDIUM: ((0.05, 0.4, 7.0), None),
    OrbitKind.MEO: ((0.3, 1.0, 1.5), None),
    OrbitKind.GEOSYNCHRONOUS: ((0.3, 7.3, 108.0), None),
}
# No edge is surer than this, however fresh the set: looks of altimeters on sets less than half a day old were
# early or late by 0.2 s; the 90 % is that of a normal error with such a median
FLOOR_S, FLOOR_90_S = 0.2, 0.5
# How much along-track drift (median, s) each use bears; assumed, to be agreed with operators:
# a look moves 7 km on the ground each second; an antenna finds its satellite within a pass's first seconds;
# coverage over a day is about when and how often, not about the second
BEARABLE_S: Mapping[str, float] = {"look": 3.0, "pass": 10.0, "cover": 60.0}


def orbit_kind(elements: MeanElements) -> OrbitKind:
    """Which kind of orbit an element set describes, from its name and its revolutions per day."""
    name, n, e = elements.object_name.upper(), elements.mean_motion_rev_day, elements.eccentricity
    if name.startswith("STARLINK"):
        return OrbitKind.STARLINK
    if name.startswith(("ONEWEB", "IRIDIUM")):
        return OrbitKind.ONEWEB_IRIDIUM
    if n > 11.25 and e < 0.05:  # periods below 128 minutes: mean altitude below 2,000 km
        return OrbitKind.LEO
    if 0.9 <= n <= 1.1 and e < 0.2:
        return OrbitKind.GEOSYNCHRONOUS
    if 1.7 <= n <= 2.5 and e < 0.05:  # navigation orbits
        return OrbitKind.MEO
    return OrbitKind.OTHER


def timing_uncertainty_s(kind: OrbitKind, age_s: float) -> tuple[float | None, float | None]:
    """How many seconds early or late such a satellite comes: median and 90 %.

    Between the measured ages a straight line in the logarithms; younger than a day as at one day; never below
    0.2 s (median) and 0.5 s (90 %). None where
    it was not measured: other orbits, element sets older than 33 days, and the 90 % of all but
    Earth-observation orbits.
    """
    days = abs(age_s) / DAY_S
    measured = _MEASURED.get(kind)
    if measured is None or not days <= AGES_DAYS[-1]:
        return None, None
    median, most = measured
    late = max(FLOOR_S, _between(days, median))
    return late, None if most is None else max(FLOOR_90_S, _between(days, most))


def timing_uncertainties_s(kind: OrbitKind, age_s: Floats) -> tuple[Floats, Floats]:
    """The same for many ages at once: median and 90 %, NaN where it was not measured."""
    days = np.abs(np.asarray(age_s, dtype=np.float64)) / DAY_S
    unknown = np.full(days.shape, np.nan)
    measured = _MEASURED.get(kind)
    if measured is None:
        return unknown, unknown.copy()
    ages, known = np.log(AGES_DAYS), days <= AGES_DAYS[-1]
    at = np.log(np.maximum(days, AGES_DAYS[0]))
    median, most = (
        unknown if row is None else np.where(known, np.exp(np.interp(at, ages, np.log(row))), np.nan)
        for row in measured
    )
    return np.maximum(median, FLOOR_S), np.maximum(most, FLOOR_90_S)  # NaN stays


def largest_age_s(use: str, kind: OrbitKind) -> float:
    """The age beyond which answers of that use are flagged: where the median drift passes what it bears.

    At most the 33 days that were measured; 0 for kinds never measured (always flagged).
    """
    if use not in BEARABLE_S:
        raise Refused("orbit.no_such_use", use=use, known=tuple(BEARABLE_S))
    measured = _MEASURED.get(kind)
    if measured is None:
        return 0.0
    bears, drift = math.log(BEARABLE_S[use]), [math.log(s) for s in measured[0]]
    ages = [math.log(days) for days in AGES_DAYS]
    if drift[-1] <= bears:
        return AGES_DAYS[-1] * DAY_S
    if drift[0] >= bears:
        return AGES_DAYS[0] * DAY_S * BEARABLE_S[use] / measured[0][0]
    k = next(k for k in range(1, len(drift)) if drift[k] > bears)
    share = (bears - drift[k - 1]) / (drift[k] - drift[k - 1])
    return math.exp(ages[k - 1] + share * (ages[k] - ages[k - 1])) * DAY_S


def fit_for(use: str, kind: OrbitKind, age_s: float) -> bool:
    """Whether an element set of that age is young enough for 'look', 'pass' or 'cover'."""
    return abs(age_s) <= largest_age_s(use, kind)


def _between(days: float, values: tuple[float, float, float]) -> float:
    if days <= AGES_DAYS[0]:
        return values[0]
    k = next(k for k in range(1, len(AGES_DAYS)) if days <= AGES_DAYS[k])
    share = math.log(days / AGES_DAYS[k - 1]) / math.log(AGES_DAYS[k] / AGES_DAYS[k - 1])
    return values[k - 1] * math.exp(share * math.log(values[k] / values[k - 1]))
