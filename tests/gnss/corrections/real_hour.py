"""A real hour of SBAS and PPP-B2b messages, and made-up observations of its satellites.

The truth is what the Korean system makes of the hour's satellites and ionosphere, so that Japan's and China's
are judged by a system that knows nothing of them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tests.formats.rinex_text import epoch_3, header_3

from serai.earth import azimuth_elevation_range, places_ecef_m
from serai.formats.rinex.navigation import read_navigation
from serai.formats.sbas import read_sbas_log
from serai.gnss.atmosphere.troposphere import mapping, zenith_delays_m
from serai.gnss.corrections.orbits import CorrectedOrbits
from serai.gnss.corrections.sbas_ionosphere import pierce_point, slant
from serai.gnss.corrections.sbas_l1 import l1_table
from serai.gnss.corrections.sbas_point import L1_ISSUES, L1_MESSAGES, heard_from
from serai.gnss.estimators.single_point import day_of_year

C = 299_792_458.0
TURN = 7.2921151467e-5
LAT, LON, HEIGHT = 33.0, 129.0, 40.0
PLACE = places_ecef_m(LAT, LON, HEIGHT)
LOG, NAV, B2B = "gnss/sbas/046r_sbas.txt.gz", "gnss/sbas/046r_rnx.nav.gz", "gnss/b2b/046r_bdsb2b.txt.gz"
SECOND = 1_000_000_000
EPOCHS, STEP_S = 40, 30
CLOCK_M = 900.0


def write_hour(shared_data: Path, folder: Path, epochs: int = EPOCHS) -> tuple[Path, Path, Path, Path]:
    """Write the observations; they, the navigation file, the SBAS log and the PPP-B2b log."""
    nav, log = read_navigation(shared_data / NAV), read_sbas_log(shared_data / LOG)
    start = (int(log.tai_ns[0]) // SECOND + 600) * SECOND
    times = start + np.arange(epochs) * STEP_S * SECOND
    korea = l1_table(heard_from(log, 134, dfmc=False), times)
    kinds = {"codes": {"G": ("1C",)}, "messages": L1_MESSAGES, "issues": L1_ISSUES, "delayed": "G"}
    orbits = CorrectedOrbits.of(nav, korea.corrections, **kinds)
    written = [epoch(e, t, orbits, korea) for e, t in enumerate(times.tolist())]
    (folder / "site.obs").write_text(header_3({"G": ["C1C"]}) + "".join(written), encoding="ascii")
    return folder / "site.obs", shared_data / NAV, shared_data / LOG, shared_data / B2B


def epoch(e, tai_ns, orbits, korea):
    """One epoch's ranges, the signal's flight iterated in an inertial frame."""
    names = [n for n in orbits.corrections.satellites if n[0] == "G"]
    when = np.full(len(names), tai_ns)
    chosen = orbits.select(names, np.arange(len(names)), when)
    flight = np.full(len(names), 0.075)
    for _ in range(5):
        r, _, clock = orbits.states(chosen, when, -CLOCK_M / C - flight)
        c, s = np.cos(TURN * flight), np.sin(TURN * flight)
        turned = np.column_stack([c * r[:, 0] + s * r[:, 1], c * r[:, 1] - s * r[:, 0], r[:, 2]])
        flight = np.linalg.norm(turned - PLACE, axis=1) / C
    az, el, _ = azimuth_elevation_range(PLACE, LAT, LON, r)
    dry, wet = zenith_delays_m(np.radians(LAT), HEIGHT, float(day_of_year(np.array([tai_ns]))[0]))
    rows = []
    for k in np.flatnonzero((chosen >= 0) & (el > 10.0)):
        sky = np.radians([LAT, LON, az[k], el[k]])
        ray = slant(korea.points[e], korea.listed[e], korea.degradation[e], tai_ns * 1e-9, pierce_point(*sky))
        air = (dry + wet) * mapping(sky[3]) + ray.delay_m
        late = C * (orbits.delays_s(chosen)[k, 0] - clock[k, 0])
        if np.isfinite(air):
            rows.append((names[k], [flight[k] * C + CLOCK_M + late + air]))
    gpst = np.datetime64("2000-01-01") + np.timedelta64(tai_ns // SECOND - 19, "s")
    return epoch_3(
        str(gpst.astype("datetime64[s]")).translate(str.maketrans("-T:", "   ")) + ".0000000", rows
    )
