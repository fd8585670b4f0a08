"""Range error budget: one sigma of each range, fixed beforehand from published figures, not from any file.

The parts of a single code range's error, one sigma:
- orbit and clock: the signal-in-space range error by system (O. Montenbruck, P. Steigenberger, A. Hauschild,
  Adv. Space Res. 2018, doi 10.1016/j.asr.2018.03.041; BeiDou-3 as announced in GPS World, Directions 2021);
- group delay, single frequency: what a broadcast one leaves (N. Wang, Z. Li, O. Montenbruck, C. Tang, Adv.
  Space Res. 64 (2019) 1764, doi 10.1016/j.asr.2019.07.029: against differential code biases of four years);
- code noise and multipath: sqrt(0.15^2 + (0.13 + 0.53 exp(-el / 10 deg))^2) m for C/A (RTCA DO-229F,
  J.2.4 and J.2.5, range_errors.csv), and with the square root of the code's chip length for the others (the
  delay lock loop's variance grows with it: Kaplan, Hegarty, Understanding GPS/GNSS, 3rd ed., 8.9);
- ionosphere: the share of the modelled delay that its model leaves (`ionosphere`), alike along neighbouring
  rays: the correlation falls with the distance of the pierce points (`CORRELATION_LAT_M`);
- troposphere: 0.12 m at the zenith, alike for all (RTCA DO-229F, A.4.2.4).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.gnss.signals import BEIDOU_GEO, LAST_BEIDOU_2
from serai.jit import compiled

Floats = NDArray[np.float64]

ORBIT_CLOCK_M: Mapping[str, float] = MappingProxyType(
    {
        "G": 0.6,  # Montenbruck et al. 2018
        "E": 0.2,  # Montenbruck et al. 2018
        "C2": 1.0,  # BeiDou-2, Montenbruck et al. 2018
        "C2G": 2.5,  # its GEOs: as their orbits are 7.5 m wrong where its MEOs' are 3 m (range_errors.csv)
        "C3": 0.5,  # BeiDou-3, as announced: GPS World, Directions 2021
        "R": 2.0,  # Montenbruck et al. 2018
        "J": 1.3,  # 2.6 m at 95 %, PS-QZSS (recalled)
        "I": 2.0,  # assumed as GLONASS: no published figure is at hand
        "S": 4.0,  # assumed: a ranging GEO without its corrections
    }
)
GROUP_DELAY_M: Mapping[str, float] = MappingProxyType(
    {
        "G": 0.075,  # 0.25 ns, Wang et al. 2019
        "E": 0.09,  # 0.3 ns of the FOC satellites, Wang et al. 2019
        "C": 0.135,  # 0.45 ns of BeiDou-2 since July 2017, Wang et al. 2019; taken for BeiDou-3 too
    }
)
OTHER_GROUP_DELAY_M = 0.3  # assumed: of systems for which no figure is at hand
# What a range may be wrong by where no message sends a delay, and none is applied. GPS: rms of L1 C/A + L5
# against the clock of LNAV, by the ISCs of CNAV (25 satellites 2023-03-12: 3.3 m, 27 on 2026-03-09: 3.1 m; L5
# alone 2.3 and 2.5 m), files BRD400DLR. Galileo: scatter between satellites of the pairs E1+E5a and E1+E5b
# (0.2 m, in the BGDs and as received) and of E1 + E6 against E1 + E5b (1.9 m as a Trimble received it at
# Ny-Alesund, 2024-05-03). BeiDou's are metres (TGDs scatter by 4 to 6 m): such codes are not used.
UNKNOWN_DELAY_M: Mapping[tuple[str, str], float] = MappingProxyType(
    {("G", "5"): 3.3, ("J", "5"): 3.3, ("E", "5"): 0.2, ("E", "7"): 0.2, ("E", "8"): 0.2, ("E", "6"): 1.9}
)
# C/A against P(Y) where the file does not tell: rms of ISC L1C/A, CNAV of 25 satellites (2023-03-12: 0.25
# m) and of 27 (2026-03-09: 0.21 m), files BRD400DLR, doi 10.57677/BRD400DLR.
CA_M = 0.23
CHANNELS_M = 1.0  # assumed: GLONASS code delays differ between channels by metres
NOISE_M, MULTIPATH_M, LOW_MULTIPATH_M, LOW_DEG = 0.15, 0.13, 0.53, 10.0  # RTCA DO-229F, J.2.4 and J.2.5
# Correlation of electron content falls by 13 % (that halves the error of a forecast) over half the station
# spacings of 1600 km in latitude and 2400 km in longitude: J. A. Klobuchar, J. M. Johanson, AFGL-TR-77-0185
# (1977). As exp(-d / L) that is:
CORRELATION_LAT_M = 5.6e6  # 800 km / -ln 0.866
CORRELATION_LON_M = 8.3e6  # 1200 km / -ln 0.866
IONO_FINE = 0.1  # assumed: a tenth of the delay, alike for no two rays: structure finer than that
# Chip rates, Mchip/s, by system and band (the ICDs); BOC(1,1) has the slope of a code twice as fast.
CHIPS: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("G", "1"): 1.023,
        ("G", "2"): 1.023,
        ("G", "5"): 10.23,
        ("E", "1"): 2.046,
        ("E", "5"): 10.23,
        ("E", "7"): 10.23,
        ("E", "8"): 10.23,
        ("E", "6"): 5.115,
        ("C", "1"): 2.046,
        ("C", "2"): 2.046,
        ("C", "5"): 10.23,
        ("C", "7"): 10.23,
        ("C", "8"): 10.23,
        ("C", "6"): 10.23,
        ("R", "1"): 0.511,
        ("R", "2"): 0.511,
        ("R", "3"): 10.23,
        ("J", "1"): 1.023,
        ("J", "2"): 1.023,
        ("J", "5"): 10.23,
        ("I", "5"): 1.023,
        ("I", "9"): 1.023,
        ("S", "1"): 1.023,
        ("S", "5"): 10.23,
    }
)


def orbit_clock_m(satellite: str) -> float:
    """Range error (one sigma) of a broadcast orbit and clock, for a satellite such as 'C19'."""
    system = satellite[0]
    if system == "C":
        number = int(satellite[1:])
        if number > LAST_BEIDOU_2:
            return ORBIT_CLOCK_M["C3"]
        return ORBIT_CLOCK_M["C2G" if number in BEIDOU_GEO else "C2"]
    if system == "R":
        return float((ORBIT_CLOCK_M["R"] ** 2 + CHANNELS_M**2) ** 0.5)
    return ORBIT_CLOCK_M[system]


def group_delay_m(satellite: str) -> float:
    """Range error (one sigma) that a broadcast group delay leaves in a range on one frequency."""
    return GROUP_DELAY_M.get(satellite[0], OTHER_GROUP_DELAY_M)


def unknown_delay_m(system: str, codes: Sequence[str]) -> float:
    """One sigma of a range whose group delay no message sends, metres; infinite where it must not be used."""
    if system == "C":
        return math.inf
    return UNKNOWN_DELAY_M.get((system, codes[-1][0]), 0.0)


def code_factor(system: str, code: str) -> float:
    """Noise and multipath of a code such as '1C' over those of GPS C/A."""
    chips = CHIPS.get((system, code[0]), 1.023)
    return float((1.023 / chips) ** 0.5)


@compiled
def code_variance_m2(elevation: float) -> float:
    """Variance of a C/A code range by noise and multipath at an elevation (rad)."""
    multipath = MULTIPATH_M + LOW_MULTIPATH_M * np.exp(-np.degrees(elevation) / LOW_DEG)
    return float(NOISE_M * NOISE_M + multipath * multipath)


def code_variances_m2(elevation: Floats) -> Floats:
    """The same of many elevations."""
    multipath = MULTIPATH_M + LOW_MULTIPATH_M * np.exp(-np.degrees(elevation) / LOW_DEG)
    variances: Floats = NOISE_M * NOISE_M + multipath * multipath
    return variances
