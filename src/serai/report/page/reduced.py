"""The stretches of time in which something is out of service, and what that costs."""

from __future__ import annotations

from serai.outcome.outcome import Outcome
from serai.report.drawing.markup import Markup, el, joined
from serai.report.moments import ReaderClocks, period
from serai.report.readings.reduced import costs
from serai.wording import sentence


def reduced_section(outcome: Outcome, clocks: ReaderClocks) -> Markup | None:
    """Each stretch with its events and what it costs; None where nothing is out of service."""
    if not outcome.reduced:
        return None
    items = (
        el(
            "li",
            el(
                "p",
                el("b", period(one.span, clocks.zone)),
                ": ",
                ", ".join(f"{e.event.name} ({e.event.id})" for e in one.events),
            ),
            joined(el("p", sentence(str(said))) for said in costs(outcome, one)),
        )
        for one in outcome.reduced
    )
    lede = (
        "Maintenance and outages of events.csv in the time asked about: what they leave without a second way."
    )
    return el(
        "section", el("h2", "Out of service"), el("p", lede, class_="lede"), el("ol", joined(items)), id="out"
    )
