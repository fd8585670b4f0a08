"""What changed between two assessments, and why, in a sentence for each need."""

from __future__ import annotations

from serai.outcome.change import Change, compare
from serai.outcome.outcome import Outcome
from serai.report.drawing.marks import css_name, state_words
from serai.report.drawing.markup import Markup, el, joined
from serai.report.readings.changes import summary


def changes_section(before: Outcome, after: Outcome) -> Markup:
    """Every need that changed, worst first, with its state before and after and the sentence."""
    found = compare(before, after)
    if not found:
        body = el("p", "No need changed its state, and none its share of time by half a percent or more.")
    else:
        body = el("ol", joined(_item(c) for c in found), class_="changes")
    return el(
        "section",
        el("h2", "What changed, and why"),
        el("p", f"{summary(found)}.", class_="lede"),
        body,
        id="changes",
    )


def _from_to(change: Change) -> tuple[Markup | str, ...]:
    if change.stood is change.stands:
        return "stays ", state_words(change.stands)
    return state_words(change.stood), " → ", state_words(change.stands)


def _item(change: Change) -> Markup:
    return el(
        "li",
        el("p", *_from_to(change), class_="from-to"),
        el(
            "p",
            el("a", change.need, class_="id", href=f"#{change.need}"),
            str(change).removeprefix(change.need),
        ),
        class_=css_name(change.stands),
    )
