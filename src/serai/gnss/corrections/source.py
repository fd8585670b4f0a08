"""What a file of corrections is, by what it holds: an SBAS log, a PPP-B2b log, or an RTCM 3 stream."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.b2b.messages import B2bLog, read_b2b_log
from serai.formats.refusal import BadFile
from serai.formats.rinex.clocks import NO_TIME
from serai.formats.rtcm import SsrMessage, corrections, read_rtcm
from serai.formats.sbas import SbasLog, read_sbas_log
from serai.formats.source import Source, bytes_of
from serai.gnss.corrections.sbas_point import SbasSettings, sbas_point
from serai.gnss.corrections.state_point import (
    b2b_corrected,
    corrected_point,
    corrected_ppp,
    ssr_corrected,
)
from serai.gnss.estimators.ppp import PppSettings
from serai.gnss.estimators.single_point import PointSettings
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.solution import Track

Given = SbasLog | B2bLog | Sequence[SsrMessage]
STILL_NS = 600 * 10**9  # how long after it was heard the longest-lived correction may serve


def read_corrections(source: Source) -> Given:
    """Read a file of corrections (also packed), or refuse it in a sentence that says what would be taken."""
    raw, name = bytes_of(source)
    b2b = read_b2b_log(raw)
    if len(b2b):
        return b2b
    try:
        sbas = read_sbas_log(raw)
    except BadFile:
        sbas = None
    if sbas is not None and len(sbas):
        return sbas
    stream = _state_space(raw)
    if stream:
        return stream
    raise Refused("gnss.no_corrections", file=name)


def times_served(given: Given) -> NDArray[np.int64]:
    """When messages were heard (TAI, ns) and until when the last may serve; none of streams without times."""
    if not isinstance(given, SbasLog | B2bLog):
        return np.empty(0, np.int64)
    heard = given.tai_ns[given.tai_ns != NO_TIME]
    return np.append(heard, heard[-1:] + STILL_NS)


def corrected_track(
    given: Given,
    observations: Observations,
    navigation: Navigation,
    systems: str,
    *,
    mode: str = "spp",
    dual: bool = False,
    mask_deg: float = 10.0,
    sender: int | None = None,
    heed_test: bool = True,
    kinematic: bool = False,
) -> Track:
    """Positions with the corrections read, by codes alone (spp) or with phases (ppp)."""
    if mode not in ("spp", "ppp"):
        raise Refused("gnss.corrections_with_base", mode=mode)
    if isinstance(given, SbasLog):
        if mode == "ppp":
            raise Refused("gnss.sbas_for_codes")
        asked = SbasSettings(mask_deg=mask_deg, sender=sender, heed_test=heed_test)
        return sbas_point(observations, navigation, given, systems, asked, dual=dual)
    if isinstance(given, B2bLog):
        state = b2b_corrected(observations, navigation, given, sender)
    else:
        state = ssr_corrected(observations, navigation, given)
    if mode == "ppp":
        settings = PppSettings(mask_deg=mask_deg, kinematic=kinematic)
        return corrected_ppp(state, navigation, systems, settings)
    return corrected_point(state, navigation, systems, PointSettings(mask_deg=mask_deg), dual=dual)


def _state_space(raw: bytes) -> tuple[SsrMessage, ...]:
    try:
        return tuple(corrections(read_rtcm(raw)))
    except BadFile:
        return ()
