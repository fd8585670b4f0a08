"""Reference point, frame and epoch of positions, as they are asked for.

A position is in the frame of the orbits used, at the epoch of observation. Nothing is transformed unless
asked; then the frame's name and epoch are told with those it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.earth.realisations import FIXED_EPOCH, between, carried, realisation, wgs84_of
from serai.errors import Refused
from serai.gnss.solution import Track, enu

Floats = NDArray[np.float64]

SAME_EPOCH_YEARS = 0.01  # four days: a plate moves less than a millimetre
YEAR_NS = 365.25 * 86_400e9
PRECISE, BROADCAST = "(precise orbits)", "the frames broadcast"
_ASKED = re.compile(r"([^@]+?)(?:@(\d{4}(?:\.\d+)?))?")
_SHORT = re.compile(r"ITR(\d\d)")  # as SP3's five characters have it


@dataclass(frozen=True, kw_only=True)
class Placing:
    """What is asked: a frame such as 'ITRF2014@2020.48' or none, the plate that carries, the marker."""

    frame: str | None = None
    plate: str | None = None
    marker: bool = False

    def of(self, track: Track, antenna_delta_hen_m: Floats, point: str = "") -> Track:
        """The track so placed; ``point`` names what its positions are of, where it is not the antenna.

        The antenna's height, east and north over the marker are (3,), or (e, 3) where they change.
        """
        year = year_of(track)
        moved, words = track.position_m, f"{track.frame} at epoch {year:.2f}"
        if self.marker:
            east_north_up = np.atleast_2d(antenna_delta_hen_m)[:, [1, 2, 0]]
            moved, point = moved - east_north_up @ enu(np.nanmedian(moved, axis=0)), "the marker"
        if self.frame is not None:
            moved, words = self._transformed(moved, track.frame, year)
        return replace(track, position_m=moved, frame=words + (f"; of {point}" if point else ""))

    def _transformed(self, r_m: Floats, told: str, year: float) -> tuple[Floats, str]:
        match = _ASKED.fullmatch((self.frame or "").strip())
        if match is None:
            raise Refused("gnss.frame_form", frame=self.frame)
        target, source = match[1], source_of(told, year)
        to_year = float(match[2]) if match[2] else FIXED_EPOCH.get(target.upper(), year)
        realisation(target)
        here, plate = r_m, ""
        if abs(to_year - year) > SAME_EPOCH_YEARS:
            if self.plate is None:
                raise Refused("gnss.needs_plate", frame=target, at=to_year, year=year)
            here, plate = carried(r_m, source, self.plate, year, to_year), f", carried with {self.plate}"
        else:
            to_year = year
        found = between(here, source, target, to_year)
        return found, f"{target} at epoch {to_year:.2f}, from {source} at {year:.2f}{plate}"


def year_of(track: Track) -> float:
    """The middle of a track as a decimal year."""
    return 2000.0 + float(np.mean(track.tai_ns[[0, -1]])) / YEAR_NS


def source_of(told: str, year: float) -> str:
    """The frame of a track by name; refused where only the base station's coordinates know it."""
    if told.startswith(BROADCAST):
        return wgs84_of(year)
    if not told.endswith(PRECISE):
        raise Refused("gnss.nameless_frame", frame=told)
    name = told.removesuffix(PRECISE).strip()
    short = _SHORT.fullmatch(name.upper())
    if short is not None:
        return f"ITRF{'19' if int(short[1]) > 80 else '20'}{short[1]}".replace("ITRF19", "ITRF")
    if name.upper() == "WGS84":
        return wgs84_of(year)
    realisation(name)
    return name
