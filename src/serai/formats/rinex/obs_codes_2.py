"""RINEX 2 observation types as RINEX 3 codes, by system: what tracking version 2 leaves open is named.

RINEX 3.05, table A23 and section 5.2.17 give the choices; where it leaves several, the usual one of geodetic
receivers is taken, and `Observations.renamed` says which. P codes of GPS are W (Z-tracking of P(Y)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# type -> code without its first letter; C and P differ, L, D and S follow `phase`
_CODE: Mapping[str, Mapping[str, str]] = {
    "G": {"C1": "1C", "P1": "1W", "C2": "2X", "P2": "2W", "C5": "5X"},
    "R": {"C1": "1C", "P1": "1P", "C2": "2C", "P2": "2P", "C3": "3X"},
    "E": {"C1": "1X", "C5": "5X", "C6": "6X", "C7": "7X", "C8": "8X"},
    "S": {"C1": "1C", "C5": "5I"},
    "J": {"C1": "1C", "C2": "2X", "C5": "5X", "C6": "6X"},
    "C": {"C1": "2I", "C2": "2I", "C6": "6I", "C7": "7I"},
    "I": {"C5": "5A", "C9": "9A"},
}


def code_of(system: str, kind: str, declared: Sequence[str]) -> str | None:
    """Give the RINEX 3 code of a type, or None where the system has no such signal.

    A phase, Doppler or strength belongs to the code of its band that the file declares: on GPS and GLONASS
    L2 to P2 where there is one; elsewhere to the civil one, C, before P.
    """
    if kind in _CODE[system]:
        return "C" + _CODE[system][kind]
    letter, band = kind[:1], kind[1:]
    if letter not in "LDS":
        return None
    order = "PC" if system in "GR" and band == "2" else "CP"
    choices = [c + band for c in order if c + band in _CODE[system]]
    there = [c for c in choices if c in declared] or choices
    return letter + _CODE[system][there[0]] if there else None
