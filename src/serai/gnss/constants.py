"""Constants that the interface documents of the systems fix, each with its source."""

from __future__ import annotations

from types import MappingProxyType

C_MPS = 299_792_458.0  # speed of light, IS-GPS-200N 20.3.4.3 and every other ICD
GM_GPS = 3.986005e14  # m^3/s^2, IS-GPS-200N table 20-IV; IS-QZSS-PNT and the NavIC ICD take the same
GM_GALILEO = 3.986004418e14  # m^3/s^2, Galileo OS SIS ICD 2.1, table 66
GM_BEIDOU = 3.986004418e14  # m^3/s^2, BDS-SIS-ICD-B1I-3.0, table 5-11
GM_GLONASS = 3.986004418e14  # m^3/s^2, PZ-90.11, ICD GLONASS 5.1 (2008) / CDMA general description 1.0
EARTH_RATE_RADPS = 7.2921151467e-5  # IS-GPS-200N table 20-IV; Galileo, QZSS, NavIC the same
EARTH_RATE_BEIDOU_RADPS = 7.2921150e-5  # BDS-SIS-ICD-B1I-3.0, table 5-11
EARTH_RATE_GLONASS_RADPS = 7.2921151467e-5  # ICD GLONASS CDMA general description 1.0 (2016)
EARTH_RADIUS_GLONASS_M = 6_378_136.0  # PZ-90, ICD GLONASS 5.1, appendix A.3.1.2
J2_GLONASS = 1.08262575e-3  # -C20 of PZ-90, ICD GLONASS 5.1, appendix A.3.1.2
GPST_BEHIND_TAI_S = 19  # IS-GPS-200N 3.3.4; GST and the times of QZSS and NavIC the same
BDT_BEHIND_TAI_S = 33  # BDS-SIS-ICD-B1I-3.0, 3.3
WEEK_S = 604_800
SECOND_OF_WEEK_2000_S = 518_400  # 2000-01-01 was a Saturday: six days into the week that began on Sunday
GM: MappingProxyType[str, float] = MappingProxyType(
    {
        "G": GM_GPS,
        "J": GM_GPS,
        "I": GM_GPS,
        "E": GM_GALILEO,
        "C": GM_BEIDOU,
    }
)
EARTH_RATE: MappingProxyType[str, float] = MappingProxyType(
    {
        "G": EARTH_RATE_RADPS,
        "J": EARTH_RATE_RADPS,
        "I": EARTH_RATE_RADPS,
        "E": EARTH_RATE_RADPS,
        "C": EARTH_RATE_BEIDOU_RADPS,
    }
)


def second_of_week(tai_ns: int, system: str) -> float:
    """The second of the week, in the system's own time, of a moment in TAI nanoseconds since 2000."""
    behind = BDT_BEHIND_TAI_S if system == "C" else GPST_BEHIND_TAI_S
    whole, part = divmod(int(tai_ns), 1_000_000_000)
    return (whole - behind + SECOND_OF_WEEK_2000_S) % WEEK_S + part / 1e9
