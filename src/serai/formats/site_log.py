"""IGS site logs: which receiver and antenna stood at a station when, and how high over the marker.

The IGS's blank site log: sections 1 (identification), 2 (place), 3 (receivers), 4 (antennas), lines of name
and value with a colon between under headings 3.1, 3.2 ...; the template's own blocks (3.x, 4.x) say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import LARGEST_B, text
from serai.time import Instant

HEADING = re.compile(r"^(\d{1,2})\.(\d{1,3}|x)?\s+(.*)$")
LONGEST_NS = 2**62  # an end that has not come


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A receiver or an antenna from ``begin`` to ``end`` (TAI ns).

    ``delta_une_m`` is an antenna's reference point up, north and east of the marker, NaN where not told.
    """

    kind: str
    begin: int
    end: int
    radome: str = ""
    delta_une_m: tuple[float, float, float] = (float("nan"),) * 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLog:
    """A station's log: its four-character name, place (Earth-fixed m, or None), receivers and antennas."""

    name: str
    position_m: NDArray[np.float64] | None
    receivers: tuple[Installed, ...]
    antennas: tuple[Installed, ...]


def read_site_log(path: Path) -> SiteLog:
    """Read a site log; refused where it holds neither a receiver nor an antenna."""
    whole = text(path, LARGEST_B)
    sections = list(_sections(whole))
    site = {k: v for number, fields in sections if number in ("1", "2") for k, v in fields.items()}
    receivers, antennas = (
        tuple(_installed(fields, kind) for of, fields in sections if of == number and kind in fields)
        for number, kind in (("3", "Receiver Type"), ("4", "Antenna Type"))
    )
    if not receivers and not antennas:
        raise Refused("gnss.no_site_log", file=path.name)
    name = site.get("Four Character ID", site.get("Nine Character ID", ""))[:4].upper()
    place = [_metres(site.get(f"{axis} coordinate (m)", "")) for axis in "XYZ"]
    known = all(np.isfinite(v) and v != 0.0 for v in place)
    return SiteLog(
        name=name,
        position_m=np.array(place) if known else None,
        receivers=receivers,
        antennas=antennas,
    )


def installed_at(installed: tuple[Installed, ...], tai_ns: int) -> Installed | None:
    """What stood there at a moment; None where the log says nothing of it."""
    return next((one for one in installed if one.begin <= tai_ns < one.end), None)


def _sections(whole: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The number before the dot and the fields of every numbered block; the template's are left out."""
    fields: dict[str, str] = {}
    number, template = "", False
    for line in whole.splitlines():
        heading = HEADING.match(line)
        if heading:
            if fields and not template:
                yield number, fields
            number, fields, template = heading[1], {}, heading[2] == "x"
            line = heading[3]
        name, colon, value = line.partition(":")
        if colon and name.strip():
            fields.setdefault(name.strip(), value.strip())
    if fields and not template:
        yield number, fields


def _installed(fields: Mapping[str, str], kind: str) -> Installed:
    up = _metres(fields.get("Marker->ARP Up Ecc. (m)", ""))
    north, east = (_metres(fields.get(f"Marker->ARP {k} Ecc(m)", "")) for k in ("North", "East"))
    return Installed(
        kind=fields[kind],
        begin=_moment(fields.get("Date Installed", ""), -LONGEST_NS),
        end=_moment(fields.get("Date Removed", ""), LONGEST_NS),
        radome=fields.get("Antenna Radome Type", ""),
        delta_une_m=(up, east, north),
    )


def _moment(written: str, otherwise: int) -> int:
    """A date with or without a time of day; ``otherwise`` where none is written."""
    found = re.match(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?", written)
    return Instant.from_utc(f"{found[1]}T{found[2] or '00:00'}:00Z").tai_ns if found else otherwise


def _metres(written: str) -> float:
    found = re.match(r"[-+]?\d+(?:\.\d*)?", written)
    return float(found[0]) if found else float("nan")
