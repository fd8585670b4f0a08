"""What several of navigate's sentences have in common."""

from __future__ import annotations

from serai.needs import Measure
from serai.wording import Reason, reason, word


def asked(measure: Measure) -> Reason:
    """What a measure asks: "asked: 10 cm for 95 % of the time"."""
    threshold = (measure.threshold, measure.unit)
    if measure.share_required is None:
        return reason("navigate.asked.whole", threshold=threshold)
    return reason("navigate.asked.share", threshold=threshold, share=measure.share_required)


def gives(measure: Measure) -> Reason | str:
    """What stands after "gives" for a measure: "a horizontal error (95 %)"."""
    return word("navigate.gives", measure.name)


def figure(value: float, measure: Measure) -> tuple[float, str]:
    """A figure with its measure's unit, as a sentence takes it."""
    return (float(value), measure.unit)
