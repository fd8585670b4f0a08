"""The range-error budget against what a receiver at Esbjerg measured on 2020-06-25 (open sky, quiet sun).

Positions of that day (broadcast orbits; final orbits for GLONASS) give the geometry every five minutes; the
budget gives an error ellipse for each; what is compared is the 95 % radius of all of them together.

Measured: single-point positioning with RTKLIB 2.4.3 b34, 10 deg mask, Klobuchar's ionosphere, survey
receiver (the project's data notes). The budget is not tuned to that day: only the ionosphere is that day's,
half of the 1.50 m at the zenith that its own broadcast Klobuchar coefficients give at 55 N (IS-GPS-200N,
20.3.3.5.2.5: the model leaves about half).
"""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from serai.access import Mask
from serai.earth import Place, geodetic
from serai.navigate.accuracy import horizontal_95_m, vertical_95_m
from serai.navigate.geometry import directions, normals, sky
from serai.navigate.range_errors import RangeErrorBudget

ESBJERG_ECEF_M = np.array([3582104.8043, 532590.2202, 5232755.0888])
THURSDAY_S = 4 * 86_400.0  # 2020-06-25 in its GPS week
ZENITH_M = 0.75
CLOCKS = {"G": 0, "C": 1, "E": 2, "R": 3}
GENERATION = {"G": "GPS", "E": "Galileo", "R": "GLONASS"}

# The published figures of range_errors.csv for a survey receiver under open sky; Klobuchar for every system.
SURVEY = RangeErrorBudget(
    orbit_clock_m={"GPS": 0.6, "Galileo": 0.2, "BeiDou-2": 1.0, "BeiDou-3": 0.5, "GLONASS": 2.0},
    model_ratio={},
    troposphere_m=0.12,
    multipath_m=0.4,
    noise_m=0.15,
    ionosphere_middle_m=ZENITH_M,
    ionosphere_crest_m=ZENITH_M,
    ionosphere_night_m=ZENITH_M,
    utc_offset_95_ns={},
)

# systems: measured H 95 %, V 95 % in metres
MEASURED = {
    "G": (2.282, 3.172),
    "C": (1.881, 2.996),
    "E": (4.614, 3.849),
    "R": (3.198, 5.092),
    "GC": (1.360, 1.442),
    "GCE": (1.414, 1.559),
    "GCER": (1.515, 1.569),
}
# The budget over the measurement. It is to be of the right size, on the safe side: not far below (that day's
# Galileo had errors that no such budget knows), nor more than 2.4 times above (errors that all satellites
# share go into the receiver clock, which independent sigmas do not know).
LEAST, MOST = 0.6, 2.4


@pytest.fixture(scope="module")
def day(shared_data, broadcast_orbits):
    """Positions (satellites, 288, 3) of the day and their numbers."""
    folder = shared_data / "gnss/esbc2020"
    orbits = broadcast_orbits(folder / "ESBC00DNK_R_20201770000_01D_MN.rnx.gz")
    seconds = np.arange(288) * 300.0
    found = {
        n: np.array(
            [orbits.position_m(n, THURSDAY_S + s, 14_400.0 if n[0] == "E" else 7_200.0) for s in seconds]
        )
        for n in orbits.numbers("G", "E", "C")
        if n not in ("C05", "E14", "E18")  # a GEO wants another formula; two Galileo flew eccentric orbits
    }
    final: dict[str, list[list[float]]] = {}
    with gzip.open(folder / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz", "rt") as lines:
        for line in lines:
            if line.startswith("PR"):
                final.setdefault(line[1:4], []).append(
                    [1e3 * float(line[4 + 14 * j : 18 + 14 * j]) for j in range(3)]
                )
    quarter_hours = np.arange(96) * 900.0
    found |= {n: CubicSpline(quarter_hours, p)(seconds) for n, p in final.items() if len(p) == 96}
    return list(found), np.array(list(found.values()))


def budget_of(day, systems: str) -> tuple[float, float]:
    """H and V 95 % of the budget over the day, metres: the quantile of all epochs' normal errors together."""
    numbers, positions = day
    kept = [k for k, n in enumerate(numbers) if n[0] in systems]
    generation = [
        GENERATION.get(n[0]) or ("BeiDou-2" if int(n[1:]) <= 18 else "BeiDou-3")
        for n in (numbers[k] for k in kept)
    ]
    lat, lon, height = (float(x) for x in geodetic(ESBJERG_ECEF_M))
    place = Place(lat_deg=lat, lon_deg=lon, height_m=height)
    above = sky(positions[kept], np.arange(288, dtype=np.int64), [place])
    sigma = SURVEY.sigma_m(generation, above.elevation_deg, np.full(288, ZENITH_M))
    clock = np.array([CLOCKS[numbers[k][0]] for k in kept], dtype=np.intp)
    found = normals(directions(above), above.above(Mask.constant(10.0)), 1 / sigma**2, clock, 4).solve()
    h, v = horizontal_95_m(found.q), vertical_95_m(found.q)
    good = np.isfinite(h)
    rng = np.random.default_rng(20_200_625)
    q = found.q[:, good]
    root = np.linalg.cholesky(
        np.array([[q[0], q[1], q[2]], [q[1], q[3], q[4]], [q[2], q[4], q[5]]]).transpose(2, 0, 1)
    )
    errors = np.einsum("nij,nkj->nki", root, rng.standard_normal((good.sum(), 300, 3)))
    pooled = (
        np.quantile(np.hypot(errors[..., 0], errors[..., 1]), 0.95),
        np.quantile(abs(errors[..., 2]), 0.95),
    )
    assert h[good].min() < pooled[0] < h[good].max()
    assert v[good].min() < pooled[1] < v[good].max()
    return float(pooled[0]), float(pooled[1])


@pytest.mark.parametrize("systems", list(MEASURED))
def test_the_budget_is_of_the_size_of_what_was_measured(day, systems):
    horizontal, vertical = budget_of(day, systems)
    measured_h, measured_v = MEASURED[systems]
    print(f"{systems:5s} H {horizontal:.2f} | {measured_h:.2f} m   V {vertical:.2f} | {measured_v:.2f} m")
    assert LEAST < horizontal / measured_h < MOST
    assert LEAST < vertical / measured_v < MOST


def test_more_systems_shrink_the_budget_as_they_shrank_the_errors(day):
    found = {s: budget_of(day, s)[0] for s in ("G", "GC", "GCE", "GCER")}
    assert found["G"] > found["GC"] > found["GCE"] > found["GCER"]
