"""Attenuation: what rain, gases, clouds and scintillation take from a path (ITU-R P.618-14), by cause."""

from __future__ import annotations

from pathlib import Path

from serai.radio.propagation.attenuation_table import CaseAttenuation, PathCase, answers, check
from serai.radio.propagation.maps import Maps, maps_at_hand


def attenuation(
    *,
    lat_deg: float,
    lon_deg: float,
    frequency_ghz: float,
    elevation_deg: float,
    percent: float,
    height_m: float | None = None,
    polarisation_deg: float = 45.0,
    diameter_m: float = 1.2,
    efficiency: float = 0.65,
    maps: Maps | str | Path | None = None,
    older: bool = False,
) -> CaseAttenuation:
    """What the atmosphere takes from a path, exceeded for a percent of an average year.

    ``decibels`` has the causes and their total, None where a figure is lacking, which ``lacking`` names.
    ``maps`` are the digital maps or the folder of a bundle; the user's own when left out. ``older`` lets
    older maps stand in where those in force are missing; each figure's source says so.
    """
    case = PathCase(
        figures={
            "lat_deg": lat_deg,
            "lon_deg": lon_deg,
            "frequency_ghz": frequency_ghz,
            "elevation_deg": elevation_deg,
            "percent": percent,
            "height_m": height_m,
            "polarisation_deg": polarisation_deg,
            "diameter_m": diameter_m,
            "efficiency": efficiency,
        }
    )
    return attenuations([case], maps=maps, older=older)[0]


def attenuations(
    cases: list[PathCase] | tuple[PathCase, ...],
    *,
    maps: Maps | str | Path | None = None,
    older: bool = False,
) -> tuple[CaseAttenuation, ...]:
    """The same for cases of a table (`serai.radio.propagation.attenuation_table.read_cases`), all at once."""
    for case in cases:
        check(case)
    at_hand = maps if isinstance(maps, Maps) else maps_at_hand(None if maps is None else Path(maps))
    return answers(cases, at_hand, older=older)
