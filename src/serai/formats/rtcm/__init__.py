"""RTCM 3: frames with their parity checked, observations (MSM), ephemerides and SSR corrections.

The fields are parsed by the `pyrtcm` library; here they get their units, times and columns.
"""

from serai.formats.rtcm.ephemerides import ephemerides
from serai.formats.rtcm.frames import RtcmStream, read_rtcm
from serai.formats.rtcm.msm import MsmObservations, observations
from serai.formats.rtcm.ssr import SsrMessage, SsrSatellite, corrections

__all__ = [
    "MsmObservations",
    "RtcmStream",
    "SsrMessage",
    "SsrSatellite",
    "corrections",
    "ephemerides",
    "observations",
    "read_rtcm",
]
