"""The marks of the five states: a shape, a word and a colour each, so that no one of them is needed alone."""

from __future__ import annotations

from collections.abc import Mapping

from serai.needs import Assessment, State
from serai.report.drawing.markup import Markup, el, joined

# A shape of its own for each state, drawn in a 16 x 16 box; "hole" is cut out in the page's own colour.
SHAPES: Mapping[State, str] = {
    State.MET: '<circle cx="8" cy="8" r="7.2"/><path class="hole" d="M4.6 8.3l2.3 2.4 4.5-5"/>',
    State.DEGRADED: '<path d="M8 1.1l7.3 13.1H.7z"/><path class="hole" d="M8 5.9v3.7M8 12.1v.1"/>',
    State.NOT_MET: '<path d="M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5z"/>'
    '<path class="hole" d="M5.2 5.2l5.6 5.6m0-5.6l-5.6 5.6"/>',
    State.UNKNOWN: '<path d="M8 .4L15.6 8 8 15.6.4 8z"/>'
    '<path class="hole" d="M6.1 6.1c0-1.2.8-1.9 1.9-1.9s2 .7 2 1.8c0 1.5-2 1.6-2 3.1M8 11.4v.2"/>',
    State.OUT_OF_SEASON: '<circle class="ring" cx="8" cy="8" r="6.4"/><path class="dash" d="M4.9 8h6.2"/>',
}
SIGNS: Mapping[State, str] = {  # the same in one character, for a terminal and for a list of ids
    State.MET: "●",
    State.DEGRADED: "▲",
    State.NOT_MET: "✕",
    State.UNKNOWN: "?",
    State.OUT_OF_SEASON: "○",
}


def css_name(state: State) -> str:
    """The state as a class of the style sheet: "not-met"."""
    return str(state).replace(" ", "-")


def symbols() -> Markup:
    """The shapes, once for the whole page; marks refer to them."""
    shapes = joined(
        el("symbol", Markup(shape), id=f"mark-{css_name(state)}", viewBox="0 0 16 16")
        for state, shape in SHAPES.items()
    )
    return el("svg", shapes, class_="symbols", width="0", height="0", aria_hidden="true")


def mark(state: State, *, size: str = "") -> Markup:
    """The shape of a state, silent for those who hear the page: the word stands beside it."""
    use = el("use", href=f"#mark-{css_name(state)}")
    return el(
        "svg", use, class_=f"mark {css_name(state)} {size}".rstrip(), viewBox="0 0 16 16", aria_hidden="true"
    )


def state_words(state: State) -> Markup:
    """The shape with the word."""
    return el("span", mark(state), el("span", str(state)), class_=f"state {css_name(state)}")


def chip(one: Assessment, state: State | None = None) -> Markup:
    """A need by its id, with a state's shape, leading to its row; the state is its verdict unless given."""
    shown = one.verdict if state is None else state
    said = f"{one.need.id} {one.need.title}: {shown}"
    return el(
        "a",
        mark(shown),
        one.need.id,
        el("span", f" {shown}", class_="heard"),
        class_=f"chip {css_name(shown)}",
        href=f"#{one.need.id}",
        title=said,
    )
