"""The ranges that a Recommendation gives for its own method, and the one sentence when an input is outside.

The bulk functions answer NaN outside a range, so that one bad cell of a million does not stop the rest;
``refuse_outside`` is for the doors, where one case is asked for and a person reads the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.errors import Refused
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityRange:
    """One range of one quantity, with the Recommendation that states it."""

    of: str
    quantity: Reason
    low: float
    high: float
    unit: str | Reason

    def holds(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Where values lie inside; an unknown value does not."""
        array = np.asarray(values, dtype=float)
        return np.asarray((array >= self.low) & (array <= self.high))

    def says(self, value: float) -> Reason:
        """The sentence for a value outside."""
        return reason(
            "radio.outside",
            of=self.of,
            quantity=self.quantity,
            low=self.low,
            high=_with_unit(self.high, self.unit),
            asked=_with_unit(value, self.unit),
        )


def _with_unit(value: float, unit: str | Reason) -> Reason:
    if not unit:
        return reason("radio.pure_number", value=value)
    return reason("radio.amount", value=value, unit=unit)


class OutsideRecommendation(Refused):
    """An input lies outside the range that a Recommendation gives for its method."""

    def __init__(self, limit: ValidityRange, value: float, where: str | Reason = "") -> None:
        says: Reason = limit.says(value)
        if where:
            super().__init__("radio.outside_at", where=where, says=says)
        else:
            super().__init__(says)
        self.limit = limit
        self.value = value


def refuse_outside(limit: ValidityRange, values: ArrayLike, where: str | Reason = "") -> None:
    """Refuse the first value that lies outside a limit; ``where`` it stands comes first in the sentence."""
    array = np.atleast_1d(np.asarray(values, dtype=float))
    bad = ~limit.holds(array)
    if bad.any():
        raise OutsideRecommendation(limit, float(array[bad][0]), where)
