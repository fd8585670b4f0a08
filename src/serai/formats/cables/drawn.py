"""One cable as a file draws it: its ends, its length, and what the file says of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from serai.formats.refusal import BadFile
from serai.wording import Reason, reason

KINDS = ("submarine", "terrestrial", "microwave")
MOST = 20_000  # cables in a file


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where a cable ends, with the name that the file gives the place, if any."""

    lat_deg: float
    lon_deg: float
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCable:
    """A cable between two ends; ``capacity_bps`` and ``owner`` are None and empty where nothing is said."""

    name: str
    kind: str
    a: End
    b: End
    length_km: float
    capacity_bps: float | None = None
    owner: str = ""


def refused(file: str, cable: str, expected: Reason, came: Reason | str) -> BadFile:
    """The refusal of one cable of a file."""
    return BadFile(file, 0, reason("formats.expected.cable.of", cable=cable, expected=expected), came)


def positive(file: str, cable: str, field: str, given: object) -> float | None:
    """A number above zero of a file; None where there is none."""
    if given is None or given == "":
        return None
    try:
        value = float(str(given))
    except ValueError:
        value = math.nan
    if not 0.0 < value < math.inf:
        raise refused(file, cable, reason("formats.expected.cable.positive", field=field), str(given)[:40])
    return value


def kind_of(file: str, cable: str, given: object, otherwise: str) -> str:
    """One of KINDS, ``otherwise`` where nothing is said."""
    if given in (None, ""):
        return otherwise
    if given not in KINDS:
        raise refused(file, cable, reason("formats.expected.cable.kind", kinds=KINDS), str(given)[:40])
    return str(given)
