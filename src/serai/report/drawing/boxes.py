"""The boxes of the needs on the map, hatched by state, each with the ids of its needs as a tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serai.earth import Box
from serai.needs import Assessment, State
from serai.needs.naming import WORST_FIRST
from serai.outcome.outcome import Outcome
from serai.report.drawing.labels import Labels, Room, text_width
from serai.report.drawing.marks import css_name
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.projection import Projection

TAG, MARK = 10.0, 8.0  # of the ids and their marks, in the drawing's units
HATCHED = (State.NOT_MET, State.DEGRADED, State.UNKNOWN)
WIDE = 25_000.0  # square units: a box as large as a subcontinent is hatched more lightly


@dataclass(frozen=True, slots=True)
class BoxOnMap:
    """A box that one or more needs ask about, with its room on the drawing."""

    needs: tuple[Assessment, ...]
    room: Room

    @property
    def state(self) -> State:
        """The worst state among its needs."""
        return min((a.verdict for a in self.needs), key=WORST_FIRST.index)


def need_places(outcome: Outcome, projection: Projection) -> list[BoxOnMap]:
    """The boxes of all needs on the drawing; needs that ask about the same box share it."""
    boxes: dict[Box, list[Assessment]] = {}
    for one in outcome.assessments:
        boxes.setdefault(one.need.box, []).append(one)
    places = []
    for box, needs in boxes.items():
        x, y = projection.at(box.lon_min, box.lat_max)
        across = (box.lon_max - box.lon_min) % 360.0 * projection.per_deg_x
        down = (box.lat_max - box.lat_min) * projection.per_deg_y
        places.append(BoxOnMap(tuple(needs), Room(x, y, max(across, 3.0), max(down, 3.0))))
    return places


def beyond_map(outcome: Outcome, projection: Projection) -> list[Assessment]:
    """The needs whose boxes lie outside the map altogether, in the corridor's order."""
    sheet = Room(0.0, 0.0, projection.width, projection.height)
    return [
        a for place in need_places(outcome, projection) if not place.room.meets(sheet) for a in place.needs
    ]


def drawn_order(place: BoxOnMap) -> tuple[bool, float]:
    """Boxes that are not met last, on top; large ones before small ones."""
    return place.state is State.NOT_MET, -place.room.width * place.room.height


def need_box(place: BoxOnMap) -> Markup:
    """One box with its hatching and the names of its needs when pointed at."""
    room, name = place.room, css_name(place.state)
    said = "; ".join(f"{a.need.id} {a.need.title}: {a.verdict}" for a in place.needs)
    shape = {"x": room.x, "y": room.y, "width": room.width, "height": room.height, "rx": 1.5}
    hatch = (
        el("rect", class_="hatched", fill=f"url(#hatch-{name})", **shape) if place.state in HATCHED else None
    )
    wide = " wide" if room.width * room.height > WIDE else ""
    return el("g", el("title", said), hatch, el("rect", class_="edge", **shape), class_=f"box {name}{wide}")


def hatch(state: State) -> Markup:
    """Lines across for what is not met, sparser ones the other way for degraded, dots for unknown."""
    drawn = {
        State.NOT_MET: el("path", d="M-1 6L6 -1M1 8L8 1"),
        State.DEGRADED: el("path", d="M-1 1L8 10M-4 5L4 13"),
        State.UNKNOWN: el("circle", cx=2.0, cy=2.0, r=0.8),
    }[state]
    size = 9.0 if state is State.DEGRADED else 7.0
    return el(
        "pattern",
        drawn,
        id=f"hatch-{css_name(state)}",
        class_=f"hatch {css_name(state)}",
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
    )


def need_tags(places: Sequence[BoxOnMap], labels: Labels, *, links: bool) -> Markup:
    """The ids of the needs at their boxes, each with the mark of its state; every need has its tag."""
    tags = []
    for place in sorted(places, key=lambda p: p.room.width * p.room.height):
        one = MARK + 2 + text_width("N00", TAG) + 5
        width, height = one * len(place.needs) + 2, TAG + 3
        tags.append(_tag(place, labels.place(_rooms(place.room, width, height)), one, links=links))
    return el("g", joined(tags), class_="tags")


def _rooms(box: Room, width: float, height: float) -> list[Room]:
    right, bottom = box.x + box.width, box.y + box.height
    inside = [
        Room(box.x + 2, box.y + 2, width, height),
        Room(right - width - 2, box.y + 2, width, height),
        Room(box.x + 2, bottom - height - 2, width, height),
        Room(right - width - 2, bottom - height - 2, width, height),
    ]
    beside = [
        Room(box.x - 1, box.y - height - 1, width, height),
        Room(box.x - 1, bottom + 1, width, height),
        Room(right + 2, box.y, width, height),
        Room(box.x - width - 2, box.y, width, height),
        Room(right - width, box.y - height - 1, width, height),
        Room(right + 2, bottom - height, width, height),
    ]
    further = [
        Room(r.x + dx, r.y + dy, width, height)
        for dy in (-14, 14, -28, 28)
        for dx in (0, -30, 30)
        for r in beside
    ]
    fits = box.width > width + 4 and box.height > height + 4
    return (inside if fits else []) + beside + further


def _tag(place: BoxOnMap, room: Room | None, each: float, *, links: bool) -> Markup:
    where = room or Room(place.room.x, place.room.y, each * len(place.needs) + 2, TAG + 3)
    parts = [
        el("rect", x=where.x, y=where.y, width=where.width, height=where.height, rx=2.0, class_="ground"),
    ]
    for i, one in enumerate(place.needs):
        x = where.x + 3 + i * each
        name = css_name(one.verdict)
        use = el(
            "use", href=f"#mark-{name}", x=x, y=where.y + 2.5, width=MARK, height=MARK, class_=f"mark {name}"
        )
        text = el("text", one.need.id, x=x + MARK + 2, y=where.y + TAG, class_=name)
        title = el("title", f"{one.need.id} {one.need.title}: {one.verdict}")
        parts.append(
            el("a", title, use, text, href=f"#{one.need.id}") if links else el("g", title, use, text)
        )
    return el("g", joined(parts), class_="tag")
