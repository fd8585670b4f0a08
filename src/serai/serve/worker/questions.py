"""Every question that the warm corridor answers, by name: a new one is a function and a line here.

A question is given the warm corridor and what was asked (plain values, checked at the door), and gives its
answer in parts: one for most, several for what takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from serai.serve.worker.asked import Asked
from serai.serve.worker.standing import need_standing, needs_standing, verdicts_standing
from serai.serve.worker.warm import WarmCorridor
from serai.serve.worker.what_if import states_after, verdicts_after

Question = Callable[[WarmCorridor, Asked], Iterable[Mapping[str, object]]]

QUESTIONS: Mapping[str, Question] = {
    "needs": needs_standing,
    "need": need_standing,
    "verdicts": verdicts_standing,
    "what-if-states": states_after,
    "what-if": verdicts_after,
}


def answered(warm: WarmCorridor, asked: Asked) -> Iterable[Mapping[str, object]]:
    """The parts of the answer to one question."""
    return QUESTIONS[str(asked["question"])](warm, asked)
