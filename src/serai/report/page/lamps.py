"""Three lamps: how navigate, connect and observe stand as a whole."""

from __future__ import annotations

from serai.needs.naming import WORST_FIRST
from serai.outcome.lamps import Lamp, lamps
from serai.outcome.outcome import Outcome
from serai.report.drawing.marks import chip, css_name, mark
from serai.report.drawing.markup import Markup, el, joined
from serai.wording import plural


def lamp_cards(outcome: Outcome) -> Markup:
    """The lamps as cards: state, what decides it, and how many needs are in each state."""
    return el("section", joined(_card(x) for x in lamps(outcome)), class_="lamps", aria_label="Lamps")


def _card(lamp: Lamp) -> Markup:
    total = sum(n for _, n in lamp.counts)
    shown = [(s, n) for s in WORST_FIRST for found, n in lamp.counts if found is s]
    bar = joined(el("i", class_=css_name(s), style=f"flex:{n}") for s, n in shown)
    counted = joined((el("span", el("b", n), f" {state}", class_=css_name(state)) for state, n in shown), " ")
    because = joined((chip(a) for a in lamp.because), " ")
    return el(
        "article",
        mark(lamp.state, size="large"),
        el(
            "div",
            el("h2", lamp.service.capitalize()),
            el("p", el("strong", str(lamp.state)), class_="verdict"),
            el("p", lamp.sentence, ": " if lamp.because else "", because, class_="because"),
        ),
        el("div", bar, class_="counts-bar", aria_hidden="true"),
        el("p", f"{plural(total, 'need')}: ", counted, class_="counts"),
        class_=f"lamp {css_name(lamp.state)}",
    )
