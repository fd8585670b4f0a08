"""What the marks of the map mean."""

from __future__ import annotations

from serai.needs import State
from serai.outcome.outcome import Outcome
from serai.report.drawing.boxes import beyond_map
from serai.report.drawing.map import WIDTH
from serai.report.drawing.marks import chip, mark
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.projection import Projection

# Each sign as it stands on the map, drawn in a box of 22 x 12.
SIGNS = (
    ('<g class="station"><path d="M11 1.5l4.6 8h-9.2z"/></g>', "ground station in use or open by a term"),
    ('<g class="station other"><path d="M11 3l3.2 5.6H7.8z"/></g>', "other ground station"),
    ('<path class="geo used" d="M11 1.5l3 4.5-3 4.5-3-4.5z"/>', "geostationary satellite, on the day"),
    ('<circle class="site" cx="11" cy="6" r="3"/>', "landing site or city"),
    ('<path class="cable" d="M1 6h20"/>', "cable"),
    ('<path class="cable terrestrial" d="M1 6h20"/>', "land route"),
)
STRUCK = '<g class="station lost"><path d="M7 2l8 8m0-8l-8 8"/></g>'
NOTE = (
    "Boxes are the places that needs ask about; close hatching is not met, wide hatching degraded, dots "
    "unknown. Cables are drawn by the shortest way at sea, not as laid. No borders are drawn: maps of the "
    "region disagree. Land: Natural Earth, public domain. Point at anything for its name."
)


def map_legend(outcome: Outcome, *, lost: bool) -> Markup:
    """The key to the map, with ``lost`` also the sign of what was struck, and the needs off the map."""
    states = [el("span", mark(s), str(s)) for s in State]
    signs = [*SIGNS, (STRUCK, "struck")] if lost else SIGNS
    drawn = [
        el(
            "span",
            el(
                "svg",
                Markup(shape),
                class_="map",
                viewBox="0 0 22 12",
                width=22.0,
                height=12.0,
                aria_hidden="true",
            ),
            words,
        )
        for shape, words in signs
    ]
    return joined(
        (el("p", joined([*states, *drawn]), class_="key"), _beyond(outcome), el("p", NOTE, class_="legend"))
    )


def _beyond(outcome: Outcome) -> Markup | None:
    """The needs that ask about places off the map, by their chips."""
    away = beyond_map(outcome, Projection.of(outcome.corridor.map, WIDTH))
    if not away:
        return None
    return el("p", "Off this map: ", joined((chip(a) for a in away), " "), class_="legend")
