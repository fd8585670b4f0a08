"""Three lamps: how each service stands as a whole, which needs decide it, why, and what would help."""

from __future__ import annotations

from serai.needs import Assessment
from serai.needs.naming import WORST_FIRST
from serai.outcome.headline import headline
from serai.outcome.lamps import Lamp, lamps
from serai.outcome.outcome import Outcome
from serai.report.drawing.marks import chip, css_name, mark
from serai.report.drawing.markup import Markup, el, joined
from serai.report.page.headline import in_brief
from serai.wording import plural

NAMED = 2  # needs that a lamp names; the others are chips


def lamp_cards(outcome: Outcome) -> Markup:
    """The lamps as cards: state, what decides it, and how many needs are in each state."""
    worst = headline(outcome).worst
    cards = joined(_card(x, worst) for x in lamps(outcome))
    return el("section", cards, class_="lamps", aria_label="Lamps")


def _card(lamp: Lamp, worst: Assessment | None) -> Markup:
    total = sum(n for _, n in lamp.counts)
    shown = [(s, n) for s in WORST_FIRST for found, n in lamp.counts if found is s]
    bar = joined(el("i", class_=css_name(s), style=f"flex:{n}") for s, n in shown)
    counted = joined((el("span", el("b", n), f" {state}", class_=css_name(state)) for state, n in shown), " ")
    rest = joined((chip(a) for a in lamp.because[NAMED:]), " ")
    return el(
        "article",
        mark(lamp.state, size="large"),
        el(
            "div",
            el("h2", lamp.service.capitalize()),
            el("p", el("strong", str(lamp.state)), class_="verdict"),
            el("p", lamp.sentence, ":" if lamp.because else "", class_="because"),
            joined(_named(a, whole=a is not worst and k == 0) for k, a in enumerate(lamp.because[:NAMED])),
            el("p", "and ", rest, class_="because") if rest else None,
        ),
        el("div", bar, class_="counts-bar", aria_hidden="true"),
        el("p", f"{plural(total, 'need')}: ", counted, class_="counts"),
        class_=f"lamp {css_name(lamp.state)}",
    )


def _named(one: Assessment, *, whole: bool) -> Markup:
    """A need that decides a lamp; the first with its cause and a remedy, where they do not stand above."""
    name = el("a", f"{one.need.id} {one.need.title}", href=f"#{one.need.id}", class_="named")
    return el("div", name, in_brief(one) if whole else None, class_="decides")
