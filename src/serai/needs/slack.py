"""Where a threshold can hardly fail: a figure many times better than what is asked tests little."""

from __future__ import annotations

from collections.abc import Iterable

from serai.needs.answer import Figure
from serai.needs.naming import measure_name
from serai.wording import Reason, reason

WORTH_TELLING = (
    20.0  # times better than asked: from here on nothing that happens in a day fails it (own choice)
)


def slack(figures: Iterable[Figure]) -> tuple[Reason, ...]:
    """The figures that are so much better than their thresholds, a sentence each."""
    return tuple(
        reason("needs.slack", measure=measure_name(f.measure), times=times)
        for f in figures
        if (times := better_by(f)) is not None and times >= WORTH_TELLING
    )


def better_by(figure: Figure) -> float | None:
    """How many times better than its threshold a figure is; None where either is 0 or unknown."""
    given, asked = figure.worst, figure.measure.threshold
    if figure.missing or given is None or given <= 0.0 or asked <= 0.0:
        return None
    return asked / given if figure.measure.lower_is_better else given / asked
