"""Why a satellite's corrections cannot be used: one word for code, one sentence for people."""

from __future__ import annotations

from enum import IntEnum


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
    def sentence(self) -> str:
        """The same for an operator."""
        return _SENTENCES[self]


_SENTENCES = (
    "usable",
    "not in the sender's satellite mask",
    "no correction was heard",
    "the correction has timed out",
    "not monitored by the sender",
    "the sender says: do not use",
    "the sender's degradation figures (types 7 and 10, or 37) are missing or have timed out",
    "the navigation files lack the broadcast message the correction belongs to, or it says unhealthy",
    "no bias was sent for a code that is used",
    "the ionosphere grid does not surround the ray",
    "the sender is under test (type 0); --under-test uses it all the same",
    "no satellite mask was heard until then, or it has timed out",
)
