"""The pictures of an area: its swaths, what is in hand by when, and how that adds up."""

from __future__ import annotations

from serai.needs import Answer, AreaPicture, exhibits_of
from serai.report.drawing.area_map import TimeClasses, sum_map, swath_map, time_classes
from serai.report.drawing.area_sum import sum_chart
from serai.report.drawing.markup import Markup, el, joined
from serai.report.moments import ReaderClocks

SWATHS = (
    "Swaths. Filled: it adds to what is in hand, numbered in the order in which they come; "
    "grey lines: what it covers was in hand before."
)
FIRST = "When each part is first in hand. White: not within the period."
RISES = "How much of the area is in hand, by the time since the start."


def need_pictures(answer: Answer | None, clocks: ReaderClocks) -> Markup | None:
    """The pictures of a need that is judged on its area; nothing of another."""
    if answer is None:
        return None
    shown = exhibits_of(AreaPicture, answer.notes.exhibits)
    parts = [
        el("h4", "The area on a map"),
        *(area_figures(one, clocks, answer.need.id) for one in shown),
    ]
    return joined(parts) if shown else None


def area_figures(shown: AreaPicture, clocks: ReaderClocks, about: str) -> Markup:
    """Two maps, a chart, and what their colours mean; ``about`` names them on the page."""
    classes = time_classes(shown)
    figures = (
        (swath_map(shown, classes, about), SWATHS),
        (sum_map(shown, classes, about), FIRST),
        (sum_chart(shown, classes), RISES),
    )
    drawn = joined(el("figure", picture, el("figcaption", said)) for picture, said in figures)
    return joined((el("div", drawn, class_="area-figures"), _legend(shown, classes, clocks)))


def _legend(shown: AreaPicture, classes: TimeClasses, clocks: ReaderClocks) -> Markup | None:
    """The moment at which each colour ends."""
    if not classes.ends_s:
        return None
    items = joined(
        el(
            "li",
            el("i", style=f"background:{classes.colour(k)}"),
            clocks.says(shown.within.start.plus(seconds=end_s)),
        )
        for k, end_s in enumerate(classes.ends_s)
    )
    return joined(
        (el("p", f"In hand by, {clocks.named}:", class_="lede"), el("ul", items, class_="area-key"))
    )
