"""A receiver's observations from a RINEX file or an RTCM 3 stream, told by what the file holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from serai.errors import Refused
from serai.files import content
from serai.formats.refusal import BadFile
from serai.formats.rinex.observations import read_observations
from serai.formats.rtcm.as_observations import as_observations
from serai.formats.rtcm.frames import PREAMBLE, RtcmStream, read_rtcm
from serai.gnss.constants import C_MPS
from serai.gnss.observations.clock_jumps import carriers_hz
from serai.gnss.observations.inputs import Navigation, Observations
from serai.time import Instant

RINEX = b"RINEX"


def read_receiver(path: Path, navigation: Navigation, *, lenient: bool = False) -> Observations:
    """The observations of a file; ``navigation`` tells an RTCM stream's date, which it does not itself."""
    stream = _stream(path)
    if stream is None:
        return read_observations(path, lenient=lenient)
    toes = [table.toe_tai_ns for table in navigation.tables.values() if len(table)]
    if not toes:
        raise Refused("gnss.rtcm_without_date", file=path.name)
    found = as_observations(stream, near=Instant(int(np.median(np.concatenate(toes)))))
    if not len(found.tai_ns):
        raise Refused("gnss.rtcm_without_ranges", file=path.name)
    return _in_cycles(found)


def _stream(path: Path) -> RtcmStream | None:
    """The file as an RTCM 3 stream; None where it is something else."""
    try:
        raw = content(path)[0]
        return None if RINEX in raw[:80] or PREAMBLE not in raw else read_rtcm(raw)
    except BadFile:
        return None
    except Refused:  # cut short: its own reader says so, or reads what came
        return None


def _in_cycles(found: Observations) -> Observations:
    """Phases in cycles and range rates in Hz, as RINEX has them."""
    values = {
        name: column * carriers_hz(found, name[1:]) / C_MPS if name[0] in "LD" else column
        for name, column in found.values.items()
    }
    return replace(found, values=MappingProxyType(values))
