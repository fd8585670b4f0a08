"""A lamp for each service: how the needs of its first priority stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serai.needs import Assessment, State
from serai.outcome.outcome import Outcome
from serai.services import SERVICES

FIRST = 1  # the priority that decides a lamp on its own
# What a lamp shows: (shown, the state of a need that is the cause, whether a need of any priority is one).
CAUSES = (
    (State.NOT_MET, State.NOT_MET, False),
    (State.DEGRADED, State.DEGRADED, False),
    (State.DEGRADED, State.UNKNOWN, False),
    (State.DEGRADED, State.NOT_MET, True),
    (State.DEGRADED, State.DEGRADED, True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """How one service stands, by the verdicts of its needs: the worst of day, fortnight and year.

    *Not met* when a need of the first priority is not met; *degraded* when one of them is degraded or
    unknown, or a lower one not met or degraded; otherwise *met*. *Unknown* when nothing could be judged,
    *out of season* when nothing is asked. ``because`` are the needs that decide it.
    """

    service: str
    state: State
    counts: tuple[tuple[State, int], ...]
    because: tuple[Assessment, ...]

    @property
    def sentence(self) -> str:
        """What decides the lamp, in words."""
        if self.state is State.OUT_OF_SEASON:
            return "nothing is asked of it in this month"
        if not self.because:
            return "every first-priority need is met"
        first = [a for a in self.because if a.need.priority == FIRST]
        which = (
            f"first-priority {'need' if len(first) == 1 else 'needs'}" if first else "lower-priority needs"
        )
        count = len(first) or len(self.because)
        if count == 1 and not first:
            which = "lower-priority need"
        return f"{count} {which} {self.because[0].verdict}"

    @property
    def counted(self) -> str:
        """The counts in words: "7 met, 1 degraded, 1 not met"."""
        return ", ".join(f"{n} {state}" for state, n in self.counts)


def lamps(outcome: Outcome) -> list[Lamp]:
    """One lamp for each service of which the corridor asks something, in the services' order."""
    return lamps_of(outcome.assessments)


def lamps_of(assessments: Sequence[Assessment]) -> list[Lamp]:
    """The same for needs that are judged otherwise: after a loss, say."""
    found = []
    for service in SERVICES:
        asked = [a for a in assessments if a.need.service == service.name]
        if asked:
            found.append(_lamp(service.name, asked))
    return found


def _lamp(service: str, asked: Sequence[Assessment]) -> Lamp:
    states = {a.verdict for a in asked}
    because: tuple[Assessment, ...] = ()
    if states <= {State.OUT_OF_SEASON}:
        state = State.OUT_OF_SEASON
    elif states <= {State.UNKNOWN, State.OUT_OF_SEASON}:
        state, because = State.UNKNOWN, tuple(a for a in asked if a.verdict is State.UNKNOWN)
    else:
        state, because = _decided(asked)
    counts = tuple((s, n) for s in State if (n := sum(a.verdict is s for a in asked)))
    return Lamp(service=service, state=state, counts=counts, because=because)


def _decided(asked: Sequence[Assessment]) -> tuple[State, tuple[Assessment, ...]]:
    """What the lamp shows by the first cause that holds, and the needs that are the cause."""
    for shown, cause, of_any_priority in CAUSES:
        because = tuple(
            a for a in asked if a.verdict is cause and (of_any_priority or a.need.priority == FIRST)
        )
        if because:
            return shown, because
    return State.MET, ()
