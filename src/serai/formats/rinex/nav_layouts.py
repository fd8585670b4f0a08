"""Which number of a broadcast message stands where, for each message that RINEX carries.

RINEX 4.02 (IGS/RTCM, 2024), tables A9 to A34; 3.05 and 2.11 hold the older ones in the same order. Each
name stands for one number of 19 characters; '-' is unused. The first three stand on the line of the
epoch. Units are those of the file: seconds, metres, radians, and the indices of the messages.
"""

from __future__ import annotations

from collections.abc import Mapping

Key = tuple[str, str]

_ORBIT = (
    "cuc e cus sqrt_a",
    "toe cic omega0 cis",
    "i0 crc omega omega_dot",
)


def _layout(*lines: str) -> tuple[str, ...]:
    return tuple(name for line in lines for name in line.split())


_CLOCK = "af0 af1 af2"
_LNAV = _layout(
    _CLOCK,
    "iode crs delta_n m0",
    *_ORBIT,
    "idot l2_codes week l2p_flag",
    "ura_m health tgd_s iodc",
    "ttr fit_h - -",
)
_GALILEO = _layout(
    _CLOCK,
    "iode crs delta_n m0",
    *_ORBIT,
    "idot data_sources week -",
    "ura_m health bgd_e5a_e1_s bgd_e5b_e1_s",
    "ttr - - -",
)
_BEIDOU_D = _layout(
    _CLOCK,
    "aode crs delta_n m0",
    *_ORBIT,
    "idot - week -",
    "ura_m health tgd1_b1i_s tgd2_b2i_s",
    "ttr aodc - -",
)
_NAVIC = _layout(
    _CLOCK,
    "iode crs delta_n m0",
    *_ORBIT,
    "idot - week -",
    "ura_m health tgd_s -",
    "ttr - - -",
)
_CNAV_HEAD = (
    _CLOCK,
    "a_dot crs delta_n m0",
    "cuc e cus sqrt_a",
    "top cic omega0 cis",
    "i0 crc omega omega_dot",
    "idot delta_n_dot urai_ned0 urai_ned1",
    "urai_ed health tgd_s urai_ned2",
    "isc_l1ca_s isc_l2c_s isc_l5i5_s isc_l5q5_s",
)
_CNAV = _layout(*_CNAV_HEAD, "ttr wn_op flags -")
_CNAV2 = _layout(*_CNAV_HEAD, "isc_l1cd_s isc_l1cp_s - -", "ttr wn_op flags -")
_BEIDOU_C_HEAD = (
    _CLOCK,
    "a_dot crs delta_n m0",
    *_ORBIT,
    "idot delta_n_dot satellite_type top",
    "sisai_oe sisai_ocb sisai_oc1 sisai_oc2",
)
_CNV1 = _layout(
    *_BEIDOU_C_HEAD, "isc_b1cd_s - tgd_b1cp_s tgd_b2ap_s", "sismai health integrity iodc", "ttr - - iode"
)
_CNV2 = _layout(
    *_BEIDOU_C_HEAD, "- isc_b2ad_s tgd_b1cp_s tgd_b2ap_s", "sismai health integrity iodc", "ttr - - iode"
)
_CNV3 = _layout(*_BEIDOU_C_HEAD, "sismai health integrity tgd_b2bi_s", "ttr - - -")

KEPLER: Mapping[Key, tuple[str, ...]] = {
    ("G", "LNAV"): _LNAV,
    ("J", "LNAV"): _LNAV,
    ("G", "CNAV"): _CNAV,
    ("J", "CNAV"): _CNAV,
    ("G", "CNV2"): _CNAV2,
    ("J", "CNV2"): _CNAV2,
    ("E", "INAV"): _GALILEO,
    ("E", "FNAV"): _GALILEO,
    ("C", "D1"): _BEIDOU_D,
    ("C", "D2"): _BEIDOU_D,
    ("C", "CNV1"): _CNV1,
    ("C", "CNV2"): _CNV2,
    ("C", "CNV3"): _CNV3,
    ("I", "LNAV"): _NAVIC,
}
# Positions in km, velocities in km/s, accelerations in km/s^2. The fifth line of GLONASS is of 3.05 on.
STATES: Mapping[Key, tuple[str, ...]] = {
    ("R", "FDMA"): _layout(
        "minus_tau_n gamma_n ttr",
        "x vx ax health",
        "y vy ay channel",
        "z vz az age",
        "status delta_tau_n urai health_flags",
    ),
    ("S", "SBAS"): _layout("af0 af1 ttr", "x vx ax health", "y vy ay ura_m", "z vz az iodn"),
}
LINES: Mapping[Key, tuple[int, ...]] = {
    **{key: ((len(names) - 3) // 4,) for key, names in KEPLER.items()},
    ("R", "FDMA"): (3, 4),
    ("S", "SBAS"): (3,),
}
WIDTH = 3 + 4 * 9  # numbers of the longest message

# What each message must give for a position; blank there, the record is no ephemeris.
NEEDED = _layout("af0 af1 af2 crs delta_n m0 cuc e cus sqrt_a cic omega0 cis i0 crc omega omega_dot idot")
BEIDOU_GEOS = (*range(1, 6), *range(59, 64))  # BDS-SIS-ICD-2.1, 4.3.1, and CSNO's list: GEOs send D2
GALILEO_FNAV = 0b10  # bit 1 of the data sources; bits 0 and 2 are I/NAV
GALILEO_SOURCES = 0b111
GALILEO_E1_E5A_CLOCK = 1 << 8  # the clock of F/NAV
GALILEO_E1_E5B_CLOCK = 1 << 9  # that of I/NAV
