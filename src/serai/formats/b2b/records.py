"""What PPP-B2b messages say, as plain records; ``second`` is the second of the BDT day they hold at.

BDS-SIS-ICD-PPP-B2b-1.0, section 6. IOD SSR ties messages of one state together, IODP those that count places
of a mask, IODN an orbit correction to the broadcast ephemeris, and IOD Corr clock to orbit corrections.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# table 6-7 and its like: the signal of a code bias, by system and mode
BIAS_CODES: Mapping[str, Mapping[int, str]] = {
    "C": {0: "C2I", 1: "C1D", 2: "C1P", 4: "C5D", 5: "C5P", 7: "C7D", 8: "C7P", 12: "C6I"},
    "G": {0: "C1C", 1: "C1P", 4: "C1L", 5: "C1X", 7: "C2L", 8: "C2X", 11: "C5I", 12: "C5Q", 13: "C5X"},
}


@dataclass(frozen=True, slots=True)
class Null:
    """Type 63: nothing."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A type that the ICD reserves, or a message whose counts go beyond its end; its bits as a number."""

    kind: int
    bits: int


@dataclass(frozen=True, slots=True)
class SatelliteMask:
    """Type 1: the slots that types 4 to 6 count, in order: place 0 is ``slots[0]``."""

    second: int
    iod_ssr: int
    iodp: int
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Orbit:
    """One satellite's orbit correction, metres, to be subtracted as the ICD 7.2.2 says; NaN for none."""

    slot: int
    iodn: int
    iod_corr: int
    radial_m: float
    along_m: float
    cross_m: float
    ura_class: int
    ura_value: int


@dataclass(frozen=True, slots=True)
class OrbitCorrections:
    """Type 2: up to six satellites."""

    second: int
    iod_ssr: int
    satellites: tuple[Orbit, ...]


@dataclass(frozen=True, slots=True)
class CodeBiases:
    """Type 3: per slot, pairs of signal mode (`BIAS_CODES`) and bias in metres, to be subtracted."""

    second: int
    iod_ssr: int
    satellites: tuple[tuple[int, tuple[tuple[int, float], ...]], ...]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Type 4, and parts of 6 and 7: (place in the mask or None, slot or None, IOD Corr, metres or NaN)."""

    second: int
    iod_ssr: int
    iodp: int | None
    satellites: tuple[tuple[int | None, int | None, int, float], ...]


@dataclass(frozen=True, slots=True)
class Accuracies:
    """Type 5: URA class and value of 70 satellites from a place of the mask on."""

    second: int
    iod_ssr: int
    iodp: int
    first: int
    ura: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Combined:
    """Types 6 and 7: clocks and orbits in one message."""

    clocks: Clocks | None
    orbits: OrbitCorrections | None


def satellite_of_slot(slot: int) -> str | None:
    """Name the satellite of a slot: BeiDou 1-63, GPS 64-100, Galileo 101-137, GLONASS 138-174."""
    for letter, first, last in (("C", 1, 63), ("G", 64, 100), ("E", 101, 137), ("R", 138, 174)):
        if first <= slot <= last:
            return f"{letter}{slot - first + 1:02d}"
    return None


def ura_m(ura_class: int, value: int) -> float:
    """The user range accuracy of a class and value, metres (ICD 7.3); NaN: unknown or not to be used."""
    if (ura_class, value) in ((0, 0), (7, 7)):
        return float("nan")
    return float((3**ura_class * (1 + 0.25 * value) - 1) / 1000.0)
