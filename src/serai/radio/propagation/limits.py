"""The ranges that a Recommendation gives for its own method, and the one sentence when an input is outside.

The bulk functions answer NaN outside a range, so that one bad cell of a million does not stop the rest;
``refuse_outside`` is for the doors, where one case is asked for and a person reads the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One range of one quantity, with the Recommendation that states it."""

    of: str
    quantity: str
    low: float
    high: float
    unit: str

    def holds(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Where values lie inside; an unknown value does not."""
        array = np.asarray(values, dtype=float)
        return np.asarray((array >= self.low) & (array <= self.high))

    def says(self, value: float) -> str:
        """The sentence for a value outside."""
        return (
            f"{self.of} holds for {_a(self.quantity)} from {self.low:g} to {self.high:g} {self.unit}, "
            f"but {value:g} {self.unit} was asked for"
        )


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


class OutsideRecommendation(Refused):
    """An input lies outside the range that a Recommendation gives for its method."""

    key: ClassVar[str] = "outside_recommendation"

    def __init__(self, limit: Limit, value: float, where: str = "") -> None:
        super().__init__(f"{where}: {limit.says(value)}" if where else limit.says(value))
        self.limit = limit
        self.value = value


def refuse_outside(limit: Limit, values: ArrayLike, where: str = "") -> None:
    """Refuse the first value that lies outside a limit; ``where`` it stands comes first in the sentence."""
    array = np.atleast_1d(np.asarray(values, dtype=float))
    bad = ~limit.holds(array)
    if bad.any():
        raise OutsideRecommendation(limit, float(array[bad][0]), where)
