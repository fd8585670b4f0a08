"""Why a satellite's corrections cannot be used: one word for code, one sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from serai.wording import Reason, reason


class Why(IntEnum):
    """The state of one satellite's corrections at one moment."""

    USABLE = 0
    NOT_IN_MASK = 1
    NO_CORRECTION = 2
    TIMED_OUT = 3
    NOT_MONITORED = 4
    DO_NOT_USE = 5
    NO_DEGRADATION = 6
    NO_MESSAGE = 7
    NO_BIAS = 8
    NO_IONOSPHERE = 9
    UNDER_TEST = 10
    NO_MASK = 11

    @property
    def sentence(self) -> Reason:
        """The same for an operator."""
        return _SENTENCES[self]


_SENTENCES: Mapping[Why, Reason] = {
    Why.USABLE: reason("gnss.why.usable"),
    Why.NOT_IN_MASK: reason("gnss.why.not_in_mask"),
    Why.NO_CORRECTION: reason("gnss.why.no_correction"),
    Why.TIMED_OUT: reason("gnss.why.timed_out"),
    Why.NOT_MONITORED: reason("gnss.why.not_monitored"),
    Why.DO_NOT_USE: reason("gnss.why.do_not_use"),
    Why.NO_DEGRADATION: reason("gnss.why.no_degradation"),
    Why.NO_MESSAGE: reason("gnss.why.no_message"),
    Why.NO_BIAS: reason("gnss.why.no_bias"),
    Why.NO_IONOSPHERE: reason("gnss.why.no_ionosphere"),
    Why.UNDER_TEST: reason("gnss.why.under_test"),
    Why.NO_MASK: reason("gnss.why.no_mask"),
}
