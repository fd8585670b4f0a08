"""Observations from an RTCM 3 stream: dated by the navigation messages beside it, phases in cycles."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from serai.errors import Refused
from serai.formats.refusal import BadFile
from serai.formats.rtcm.as_observations import as_observations
from serai.formats.rtcm.frames import read_rtcm
from serai.gnss.constants import C_MPS
from serai.gnss.observations.clock_jumps import carriers_hz
from serai.gnss.observations.inputs import Navigation, Observations
from serai.time import Instant


def of_stream(raw: bytes, name: str, navigation: Navigation) -> Observations | None:
    """The observations of a stream; None where the bytes are something else.

    Refused where no message of ``navigation`` tells the date, or where the stream holds no ranges.
    """
    try:
        stream = read_rtcm(raw)
    except (BadFile, Refused):
        return None
    toes = [table.toe_tai_ns for table in navigation.tables.values() if len(table)]
    if not toes:
        raise Refused("gnss.rtcm_without_date", file=name)
    found = as_observations(stream, near=Instant(int(np.median(np.concatenate(toes)))))
    if not len(found.tai_ns):
        raise Refused("gnss.rtcm_without_ranges", file=name)
    return _in_cycles(found)


def _in_cycles(found: Observations) -> Observations:
    """Phases in cycles and range rates in Hz, as RINEX has them."""
    values = {
        name: column * carriers_hz(found, name[1:]) / C_MPS if name[0] in "LD" else column
        for name, column in found.values.items()
    }
    return replace(found, values=MappingProxyType(values))
