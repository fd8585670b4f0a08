"""The needs that get less than they ask because others ask too: beside the verdicts, never in them."""

from __future__ import annotations

from serai.outcome.outcome import Outcome
from serai.report.drawing.markup import Markup, el, joined
from serai.report.readings.shared import short_said
from serai.wording import sentence


def all_ask_section(outcome: Outcome) -> Markup | None:
    """A line for each of them; None where everyone has what it has alone."""
    found = short_said(outcome)
    if not found:
        return None
    lede = "Verdicts are those of each need by itself. When all ask: by priority, then in fair shares."
    items = joined(el("li", sentence(str(said))) for said in found)
    return el(
        "section",
        el("h2", "When all needs ask at once"),
        el("p", lede, class_="lede"),
        el("ul", items),
        id="all-ask",
    )
