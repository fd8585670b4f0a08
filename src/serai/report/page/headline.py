"""The first thing on the page: one sentence, and the need that stands worst with its cause and a remedy."""

from __future__ import annotations

import re

from serai.needs import Assessment
from serai.outcome.headline import cause, headline, remedy
from serai.outcome.outcome import Outcome
from serai.report.drawing.marks import css_name, mark
from serai.report.drawing.markup import Markup, el, joined
from serai.wording import sentence


def headline_section(outcome: Outcome) -> Markup:
    """The sentence and, where something falls short, the worst need in three lines."""
    found = headline(outcome)
    return el(
        "div",
        el("p", sentence(str(found.sentence)), class_="headline"),
        _worst(found.worst) if found.worst else None,
        class_="first",
    )


def _worst(one: Assessment) -> Markup:
    return el(
        "article",
        mark(one.verdict, size="large"),
        el(
            "div",
            el("h2", el("a", f"{one.need.id} {one.need.title}", href=f"#{one.need.id}")),
            el("p", f"{one.need.service}, {one.verdict}", class_="verdict"),
            in_brief(one),
        ),
        class_=f"worst {css_name(one.verdict)}",
    )


def in_brief(one: Assessment) -> tuple[Markup, Markup]:
    """Why a need stands as it does, and one thing that would help: each cut to a few lines by the page."""
    return (
        el("p", sentence(str(cause(one))), class_="brief cause"),
        el("p", with_options_whole(sentence(str(remedy(one)))), class_="brief remedy"),
    )


def with_options_whole(text: str) -> Markup:
    """A text in which no line ends inside an option of a command: ``--at`` stays together."""
    parts = re.split(r"(--[a-z][a-z-]*)", text)
    return joined(el("span", part, class_="whole") if k % 2 else part for k, part in enumerate(parts))
