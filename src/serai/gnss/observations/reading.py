"""A receiver's observations from a RINEX file or an RTCM 3 stream, told by what the file holds."""

from __future__ import annotations

from pathlib import Path

from serai.errors import Refused
from serai.files import content
from serai.formats.refusal import BadFile
from serai.formats.rinex.observations import read_observations
from serai.gnss.observations.inputs import Navigation, Observations

RINEX = b"RINEX"
PREAMBLE = b"\xd3"  # of an RTCM 3 frame (serai.formats.rtcm.frames), said again so that RINEX does without it


def read_receiver(path: Path, navigation: Navigation, *, lenient: bool = False) -> Observations:
    """The observations of a file; ``navigation`` tells an RTCM stream's date, which it does not itself."""
    raw = _perhaps_rtcm(path)
    if raw is not None:
        from serai.gnss.observations.of_stream import of_stream

        found = of_stream(raw, path.name, navigation)
        if found is not None:
            return found
    return read_observations(path, lenient=lenient)


def _perhaps_rtcm(path: Path) -> bytes | None:
    """What a file holds, where that may be an RTCM 3 stream."""
    try:
        raw = content(path)[0]
    except (BadFile, Refused):  # cut short: its own reader says so, or reads what came
        return None
    return None if RINEX in raw[:80] or PREAMBLE not in raw else raw
