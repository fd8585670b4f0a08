"""SBAS L1 fast corrections: range rate, degradation with age, and time-outs.

RTCA DO-229F, A.4.4.3 (range-rate), A.4.5.1 (degradation), table A-8 and A.4.6 (time-outs). The tables'
figures not printed by public decoders are recalled.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.formats.sbas.records import Degradation
from serai.formats.sbas.tables import FAST_DEGRADATION_MPS2

# Seconds after which a fast correction may not be used, by the index of message 7 (DO-229F, table A-8).
TIMEOUT_NON_PRECISION_S = (180, 180, 153, 135, 135, 117, 99, 81, 63, 45, 45, 27, 27, 27, 18, 18)
TIMEOUT_PRECISION_S = (120, 120, 102, 90, 90, 78, 66, 54, 42, 30, 30, 18, 18, 18, 12, 12)
WITHOUT_ISSUE = 3  # an IODF that belongs to no other message: alarms (DO-229F, A.4.4.3)
ISSUES = 3


@dataclass(slots=True)
class Fast:
    """A satellite's last two fast corrections (m, TAI s), their issues, and its UDREI with its own time."""

    correction_m: float = 0.0
    time_s: float = float("-inf")
    iodf: int = 0
    before_m: float = 0.0
    before_s: float = float("-inf")
    before_iodf: int = 0
    udrei: int = 14
    udre_s: float = float("-inf")
    block: int = field(default=-1)

    def hear(self, correction_m: float, iodf: int, udrei: int, time_s: float, block: int) -> None:
        """Take a new correction; the last becomes the one before."""
        self.before_m, self.before_s, self.before_iodf = self.correction_m, self.time_s, self.iodf
        self.correction_m, self.time_s, self.iodf = correction_m, time_s, iodf
        self.udrei, self.udre_s, self.block = udrei, time_s, block

    def rate_mps(self, ai: int, timeout_s: float) -> float:
        """The range-rate correction; none where the index says that ranges do not drift."""
        step = self.time_s - self.before_s
        if ai == 0 or not 0.0 < step <= timeout_s:
            return 0.0
        return (self.correction_m - self.before_m) / step

    def extra_m(self, now_s: float, ai: int, latency_s: float, timeout_s: float, by: Degradation) -> float:
        """What age adds to sigma: fast correction and range rate (A.4.5.1.1 and A.4.5.1.2), metres."""
        a = FAST_DEGRADATION_MPS2[ai]
        since_udre = max(0.0, now_s - self.udre_s + latency_s)
        fast = 0.5 * a * since_udre**2
        step = self.time_s - self.before_s
        if ai == 0 or not 0.0 < step <= timeout_s:
            return fast
        interval = timeout_s / 2.0
        if WITHOUT_ISSUE in (self.iodf, self.before_iodf):
            regular = abs(step - interval) == 0.0
        else:
            regular = (self.iodf - self.before_iodf) % ISSUES == 1
        growth = a * interval / 4.0 if regular else a * abs(step - interval / 2.0) / 2.0
        return fast + (growth + by.b_rrc_m / step) * max(0.0, now_s - self.time_s)
