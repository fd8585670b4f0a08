"""The fourteen days of a need on the page: a bar a day, height and colour by its state, and in words."""

from __future__ import annotations

from serai.needs import Assessment, DayJudged
from serai.report.drawing.marks import css_name
from serai.report.drawing.markup import Markup, el, joined
from serai.report.moments import day
from serai.wording import percent, sentence


def strip(one: Assessment) -> Markup | None:
    """The strip of a need's fortnight with its sentence; nothing where the day alone is judged."""
    found = one.fortnight
    if found is None:
        return None
    said = sentence(str(found.says(one.state)))
    bars = el(
        "span",
        joined(el("i", class_=css_name(d.state), title=_said(d)) for d in found.days),
        class_="fortnight",
        aria_hidden="true",
    )
    return joined((bars, el("small", said)))


def _said(one: DayJudged) -> str:
    return f"{day(one.at)}: {one.state}" + ("" if one.share is None else f", {percent(one.share)}")
