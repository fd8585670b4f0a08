"""The range-error budget: one sigma for each satellite by elevation, every figure from range_errors.csv.

Single-frequency code ranging with broadcast orbits. For a satellite at elevation e:

    sigma^2 = orbit and clock^2 + (model ratio * frequency scale * zenith ionosphere * slant(e))^2
            + (troposphere * mapping(e))^2 + multipath^2 + receiver noise^2

Errors of different satellites are taken as independent; what that costs is said in docs/accuracy-navigate.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.earth import LIGHT_MPS, Place
from serai.navigate.fittings import RangeError
from serai.navigate.ionosphere import (
    CREST_TO_DEG,
    MIDDLE_FROM_DEG,
    geomagnetic_latitude_deg,
    slant,
    zenith_residual_m,
)
from serai.needs import Weak
from serai.tables import Basis
from serai.wording import Reason, reason, word

Floats = NDArray[np.float64]

L1_MHZ = 1575.42  # IS-GPS-200N
# The carrier of the single-frequency range of each system, MHz, and the broadcast model it corrects with.
CARRIER_MHZ = MappingProxyType(
    {
        "GPS": L1_MHZ,
        "QZSS": L1_MHZ,
        "Galileo": L1_MHZ,  # E1, Galileo OS SIS ICD
        "BeiDou-3": L1_MHZ,  # B1C, BDS-SIS-ICD-B1C-1.0
        "BeiDou-3 GEO": 1561.098,  # B1I, BDS-SIS-ICD-B1I-3.0
        "BeiDou-2": 1561.098,  # the same
        "GLONASS": 1602.0,  # L1OF centre, GLONASS ICD 5.1
        "NavIC": 1176.45,  # L5, IRNSS SIS ICD for SPS 1.1
    }
)
MODEL = MappingProxyType(
    {"Galileo": "NeQuick-G", "BeiDou-3": "BDGIM"}
)  # all others: Klobuchar's, the reference
P95 = 1.959964  # a 95 % figure of a centred normal error over its sigma
ENVIRONMENT = MappingProxyType(
    {  # the words of needs.csv, and the row of range_errors.csv that stands for each
        "open": "open sky",
        "airport": "open sky",
        "sea": "open sky",
        "steppe": "open sky",
        "field": "open sky",
        "harbour": "harbour",
        "valley": "valley",
        "mountain": "valley",
        "road": "valley",
        "canopy": "tree canopy",
        "forest": "tree canopy",
        "street": "street",
        "city": "street",
    }
)
WITH_UTC = ("GPS", "BeiDou", "Galileo", "GLONASS", "NavIC")  # systems whose time is steered to UTC
SIGNAL_IN_SPACE = "signal-in-space range error"  # how items of range_errors.csv begin
LEFT_BY_KLOBUCHAR = "ionosphere residual after Klobuchar"
MAY_LACK = ("ionosphere_night",)  # the figure of the day then stands for the night too
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class RangeErrors:
    """The rows of range_errors.csv, found by the words they are about."""

    rows: tuple[RangeError, ...] = ()

    def find(self, item: str, *about: str) -> RangeError | None:
        """The row whose item starts with these words and whose other columns hold each of ``about``.

        Of several, the one on the strongest basis, of these the largest error, then the first by id.
        """
        return _best(
            row
            for row in self.rows
            if row.item.casefold().startswith(item.casefold())
            and all(a.casefold() in _about(row) for a in about)
        )

    def exactly(self, item: str) -> RangeError | None:
        """The row with exactly this item; of several as in `find`."""
        return _best(row for row in self.rows if row.item.casefold() == item.casefold())

    def of_system(self, item: str, system: str) -> RangeError | None:
        """The row of exactly this system whose item starts with these words; of several as in `find`."""
        return _best(
            row
            for row in self.rows
            if row.item.casefold().startswith(item.casefold()) and row.system.casefold() == system.casefold()
        )


def _about(row: RangeError) -> str:
    return f"{row.item} {row.system} {row.condition} {row.statistic}".casefold()


def _best(rows: Iterable[RangeError]) -> RangeError | None:
    """The row that a budget takes where several fit: known best, then the most careful, then by id."""

    def weight(row: RangeError) -> tuple[bool, Basis, float, str]:
        value = _value(row)
        return value is None, row.provenance.of("value_m"), -(value or 0.0), row.id

    return min(rows, key=weight, default=None)


@dataclass(frozen=True, kw_only=True)
class RangeErrorBudget:
    """The figures of one kind of receiver in one environment; a missing one is named in ``missing``.

    ``orbit_clock_m`` and ``model_ratio`` are by generation ("GPS", "BeiDou-3" ...); a generation without an
    orbit-and-clock figure has no sigma, so that its satellites do not count. ``utc_offset_95_ns`` is by
    system.
    """

    orbit_clock_m: dict[str, float]
    model_ratio: dict[str, float]
    troposphere_m: float
    multipath_m: float
    noise_m: float
    ionosphere_middle_m: float
    ionosphere_crest_m: float
    ionosphere_night_m: float
    utc_offset_95_ns: dict[str, float]
    missing: Reason | str = ""
    weak: tuple[Weak, ...] = ()

    def zenith_ionosphere_m(self, places: Sequence[Place], tai_ns: NDArray[np.int64]) -> Floats:
        """One-sigma vertical ionosphere error after Klobuchar, (cells,) as in geometry."""
        return np.concatenate(
            [
                zenith_residual_m(
                    place,
                    tai_ns,
                    middle_m=self.ionosphere_middle_m,
                    crest_m=self.ionosphere_crest_m,
                    night_m=self.ionosphere_night_m,
                )
                for place in places
            ]
        )

    def sigma_m(
        self, generation: Sequence[str], elevation_deg: Floats, zenith_ionosphere_m: Floats
    ) -> Floats:
        """One sigma of a range (satellites, cells), metres; NaN for a generation without a figure."""
        orbit = np.array([self.orbit_clock_m.get(g, np.nan) for g in generation])[:, None]
        scale = np.array([self.model_ratio.get(g, 1.0) * (L1_MHZ / CARRIER_MHZ[g]) ** 2 for g in generation])
        ionosphere = scale[:, None] * zenith_ionosphere_m * slant(elevation_deg)
        troposphere = self.troposphere_m * mapping(elevation_deg)
        fixed = self.multipath_m**2 + self.noise_m**2
        sigma: Floats = np.sqrt(orbit**2 + ionosphere**2 + troposphere**2 + fixed)
        return sigma


def mapping(elevation_deg: Floats) -> Floats:
    """Slant over vertical troposphere: 1.001 / sqrt(0.002001 + sin^2 e) (RTCA DO-229, app. A.4.2.4)."""
    factor: Floats = 1.001 / np.sqrt(0.002001 + np.sin(np.radians(elevation_deg)) ** 2)
    return factor


def budget(
    rows: Sequence[RangeError],
    environment: str,
    receiver: str = "mass-market",
    places: Sequence[Place] = (),
) -> RangeErrorBudget:
    """The budget of a receiver ("mass-market" or "survey") in a need's environment.

    ``places`` only decide which ionosphere figure is named among the weak ones.
    """
    table = RangeErrors(tuple(rows))
    place = ENVIRONMENT.get(environment.casefold(), environment)
    orbit = _orbit_and_clock(table)
    named = {
        "ionosphere_middle": table.find(LEFT_BY_KLOBUCHAR, "mid-latitude"),
        "ionosphere_crest": table.find(LEFT_BY_KLOBUCHAR, "crest"),
        "ionosphere_night": table.find(LEFT_BY_KLOBUCHAR, "night"),
        "troposphere": table.find("troposphere residual"),
        "multipath": table.find("code multipath", place),
        "noise": table.find("receiver code noise", receiver),
    }
    known = {what: _figure(row) for what, row in named.items()}
    missing = [what for what in named if np.isnan(known[what]) and what not in MAY_LACK]
    used = [row for row, _ in orbit.values()]
    used += [row for what, row in named.items() if row is not None and not np.isnan(known[what])]
    return RangeErrorBudget(
        orbit_clock_m={generation: sigma for generation, (_, sigma) in orbit.items()},
        model_ratio=_model_ratios(table),
        troposphere_m=known["troposphere"],
        multipath_m=known["multipath"],
        noise_m=known["noise"],
        ionosphere_middle_m=known["ionosphere_middle"],
        ionosphere_crest_m=known["ionosphere_crest"],
        ionosphere_night_m=known[
            "ionosphere_middle" if np.isnan(known["ionosphere_night"]) else "ionosphere_night"
        ],
        utc_offset_95_ns=_utc_offsets(table),
        missing=_named(missing[0], environment, receiver) if missing else "",
        weak=_weak_of(used, [abs(geomagnetic_latitude_deg(p)) for p in places]),
    )


def _orbit_and_clock(table: RangeErrors) -> dict[str, tuple[RangeError, float]]:
    """By generation, the row of its error of orbit and clock and that as one sigma, where it is known."""
    rows = {generation: table.of_system(SIGNAL_IN_SPACE, generation) for generation in CARRIER_MHZ}
    return {
        generation: (row, sigma)
        for generation, row in rows.items()
        if row is not None and (sigma := _value(row)) is not None
    }


def _figure(row: RangeError | None) -> float:
    """The figure of a row as one sigma or as a ratio; NaN where there is no row or no figure."""
    value = None if row is None else _value(row)
    return np.nan if value is None else value


def _named(what: str, environment: str, receiver: str) -> Reason:
    """The figure that nobody published, as a sentence names it."""
    which = word("navigate.receiver", receiver)
    return reason(f"navigate.missing.{what}", surroundings=environment, receiver=which)


def _model_ratios(table: RangeErrors) -> dict[str, float]:
    """By generation, the error of its broadcast ionosphere model over Klobuchar's, where it is known."""
    found = {g: table.find("ionosphere: error of " + model) for g, model in MODEL.items()}
    return {g: ratio for g, row in found.items() if row is not None and (ratio := _value(row)) is not None}


def _utc_offsets(table: RangeErrors) -> dict[str, float]:
    """By system, how far its time is from UTC (95 %), nanoseconds, where it is known."""
    found = {s: table.of_system("offset of system time from UTC", s) for s in WITH_UTC}
    return {
        s: row.value_m / LIGHT_MPS * 1e9
        for s, row in found.items()
        if row is not None and row.value_m is not None
    }


def _value(row: RangeError) -> float | None:
    """The figure as one sigma (metres) or as a ratio; a 95 % figure is taken as 1.96 sigma."""
    statistic = row.statistic.casefold()
    value = row.value_m
    if value is None and "ratio" in statistic:
        number = _NUMBER.search(statistic)
        return float(number.group()) if number else None
    if value is not None and "95" in statistic and "ratio" not in statistic:
        return value / P95
    return value


def _weak_of(used: Sequence[RangeError], magnetic_deg: Sequence[float]) -> tuple[Weak, ...]:
    """The recalled and assumed figures, those that weigh most first."""
    rows = [r for r in used if r.provenance.of("value_m") >= Basis.RECALLED]
    if magnetic_deg:
        if min(magnetic_deg) > MIDDLE_FROM_DEG:
            rows = [r for r in rows if "crest" not in r.system]
        if max(magnetic_deg) < CREST_TO_DEG:
            rows = [r for r in rows if "mid-latitude" not in r.system]
    weight = ("ionosphere", "code multipath", "receiver", "troposphere")
    rows.sort(key=lambda r: next((k for k, w in enumerate(weight) if r.item.startswith(w)), len(weight)))
    return tuple(_weak(r) for r in rows)


def _weak(row: RangeError) -> Weak:
    what = row.item if not row.system else f"{row.item}, {row.system}"
    figure = "" if row.value_m is None else f" {row.value_m:g} m"
    return Weak(what=f"{what}:{figure} (range_errors.csv)", basis=row.provenance.of("value_m"))
