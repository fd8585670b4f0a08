"""Carriers and codes: what frequency a RINEX observation code has, which codes a receiver's position uses.

Codes are those of RINEX 3.05 and 4.01, tables 9 to 15. BeiDou's `C2I` is B1I at 1561.098 MHz (`C1I` in
RINEX 3.02), `C6I` is B3I, `C7I` is B2I of BeiDou-2 (BeiDou-3 sends B2b there: `C7D`, `C7P`, `C7Z`), `C1P`
and `C1D` are B1C, `C5P` and `C5D` are B2a.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from serai.errors import Refused

MHZ = 1e6
L1, L2, L5 = 1575.42 * MHZ, 1227.60 * MHZ, 1176.45 * MHZ  # IS-GPS-200N 3.3.1.1, IS-GPS-705J
E5B, E5, E6 = 1207.14 * MHZ, 1191.795 * MHZ, 1278.75 * MHZ  # Galileo OS SIS ICD 2.1, table 2
B1I, B3I = 1561.098 * MHZ, 1268.52 * MHZ  # BDS-SIS-ICD-B1I-3.0 4.2.1, BDS-SIS-ICD-B3I-1.0 4.2.1
S_BAND = 2492.028 * MHZ  # NavIC SPS ICD 1.1, table 1
G1, G1_STEP, G2, G2_STEP = 1602.0 * MHZ, 0.5625 * MHZ, 1246.0 * MHZ, 0.4375 * MHZ  # ICD GLONASS 5.1, 3.3.1.1
G3, G1A, G2A = 1202.025 * MHZ, 1600.995 * MHZ, 1248.06 * MHZ  # ICD GLONASS CDMA L3, L1, L2 1.0 (2016)

CARRIER_HZ: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("G", "1"): L1,
        ("G", "2"): L2,
        ("G", "5"): L5,
        ("E", "1"): L1,
        ("E", "5"): L5,
        ("E", "7"): E5B,
        ("E", "8"): E5,
        ("E", "6"): E6,
        ("C", "1"): L1,
        ("C", "2"): B1I,
        ("C", "5"): L5,
        ("C", "6"): B3I,
        ("C", "7"): E5B,
        ("C", "8"): E5,
        ("J", "1"): L1,
        ("J", "2"): L2,
        ("J", "5"): L5,
        ("J", "6"): E6,
        ("I", "1"): L1,
        ("I", "5"): L5,
        ("I", "9"): S_BAND,
        ("S", "1"): L1,
        ("S", "5"): L5,
        ("R", "3"): G3,
        ("R", "4"): G1A,
        ("R", "6"): G2A,
    }
)

# Attributes of a band's codes (RINEX 3.05 and 4.01, tables 9 to 15); of those that a receiver wrote the first
# is taken: that of the broadcast clock and group delays (ICDs), then the stronger. Codeless "N" has no range.
ATTRIBUTES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("G", "1"): "CWPYLXSM",
        ("G", "2"): "WPYLXSCDM",
        ("G", "5"): "QXI",
        ("E", "1"): "CXBAZ",
        ("E", "5"): "QXI",
        ("E", "7"): "QXI",
        ("E", "8"): "QXI",
        ("E", "6"): "CXBAZ",
        ("C", "2"): "IXQ",
        ("C", "1"): "PDX",
        ("C", "6"): "IXQ",
        ("C", "5"): "PDX",
        ("C", "7"): "DPZ",
        ("R", "1"): "CP",
        ("R", "2"): "CP",
        ("J", "1"): "CELXSZ",
        ("J", "2"): "LXS",
        ("J", "5"): "QXI",
        ("I", "5"): "AXBC",
        ("I", "9"): "AXBC",
        ("I", "1"): "PDX",
        ("S", "1"): "C",
        ("S", "5"): "IXQ",
    }
)
# In a pair the codes of the clock come first (GPS P(Y), GLONASS P); alone the stronger C/A.
PAIRED: Mapping[tuple[str, str], str] = MappingProxyType({("G", "1"): "WPYCLXSM", ("R", "1"): "PC"})
B2I = "IXQ"  # of band 7: BeiDou-2 alone sends it, BeiDou-3 has B2b there
# The bands that serve alone, and those that make an ionosphere-free pair: the first that was observed. The
# first pair is that of the broadcast clock. B1I goes with B3I, which every BeiDou satellite sends.
SINGLE_BANDS: Mapping[str, str] = MappingProxyType(
    {"G": "125", "E": "15786", "C": "21657", "R": "12", "J": "125", "I": "591", "S": "15"}
)
PAIR_BANDS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "G": ("12", "15"),
        "E": ("15", "17", "18", "16"),
        "C": ("26", "15", "17", "16", "25", "27"),
        "R": ("12",),
        "J": ("12", "15"),
        "I": ("59", "15"),
        "S": ("15",),
    }
)


def _of_band(system: str, band: str, ranks: Mapping[tuple[str, str], str]) -> list[str]:
    found = [band + attribute for attribute in ranks.get((system, band), ATTRIBUTES[system, band])]
    return [*found, "1I", "1Q"] if (system, band) == ("C", "2") else found  # B1I as RINEX 3.02 spells it


def _pairs(system: str) -> tuple[tuple[str, str], ...]:
    """Every pair of codes of a system's pairs of bands, by their attributes' ranks."""
    found = [
        (one, two)
        for bands in PAIR_BANDS[system]
        for one in _of_band(system, bands[0], PAIRED)
        for two in _of_band(system, bands[1], PAIRED)
    ]
    if system == "C":
        found += [(one, f"7{attribute}") for one in _of_band("C", "2", PAIRED) for attribute in B2I]
    return tuple(found)


# The codes a position uses alone, by system, best first; and the pairs of the ionosphere-free combination.
SINGLE: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        system: tuple(code for band in bands for code in _of_band(system, band, {}))
        for system, bands in SINGLE_BANDS.items()
    }
)
PAIRS: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType(
    {system: _pairs(system) for system in PAIR_BANDS}
)
SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        "G": "GPS",
        "R": "GLONASS",
        "E": "Galileo",
        "C": "BeiDou",
        "J": "QZSS",
        "I": "NavIC",
        "S": "SBAS",
    }
)
LAST_BEIDOU_2 = 18  # C01 to C18 are BeiDou-2, later numbers BeiDou-3 (BDS-SIS-ICD-B1I-3.0, ranging codes)
BEIDOU_GEO = (*range(1, 6), *range(59, 64))  # the same table: numbers kept for geostationary satellites


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes a solution uses, by system letter: one (single frequency) or two (ionosphere-free)."""

    codes: Mapping[str, Sequence[Sequence[str]]]

    @property
    def dual(self) -> bool:
        """Whether two frequencies are combined."""
        return any(len(option) == 2 for options in self.codes.values() for option in options)


def single_frequency(systems: str) -> Choice:
    """The first code observed of each system, alone; letters as RINEX has them ("GREC")."""
    return Choice({system: tuple((code,) for code in SINGLE[system]) for system in _known(systems)})


def ionosphere_free(systems: str, pairs: Mapping[str, Sequence[tuple[str, str]]] = PAIRS) -> Choice:
    """The first pair of codes observed of each system, combined so that the ionosphere falls out."""
    return Choice({system: tuple(pairs[system]) for system in _known(systems)})


def carrier_hz(system: str, code: str, channel: int | None = None) -> float:
    """The carrier, Hz, of a code such as "1C" of a system's letter; GLONASS FDMA needs its channel."""
    if system == "R" and code[0] in "12":
        if channel is None:
            raise Refused("gnss.glonass_channel", code=code)
        return G1 + channel * G1_STEP if code[0] == "1" else G2 + channel * G2_STEP
    if system == "C" and code[:2] in ("1I", "1Q"):
        return B1I  # as RINEX 3.02 spelled B1I
    try:
        return CARRIER_HZ[system, code[0]]
    except KeyError:
        raise Refused("gnss.no_carrier", code=code, system=system) from None


def _known(systems: str) -> str:
    for letter in systems:
        if letter not in SYSTEMS:
            known = tuple(f"{k} {v}" for k, v in SYSTEMS.items())
            raise Refused("gnss.no_such_system", letter=letter, known=known)
    if not systems:
        raise Refused("gnss.no_system_asked")
    return "".join(dict.fromkeys(systems))
