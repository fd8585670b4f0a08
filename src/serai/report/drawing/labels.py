"""Putting names on a drawing so that they do not lie on one another."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.report.drawing.projection import Point

CHARACTER = 0.56  # of the font size: the mean width of a character in the sans-serif faces of today's systems


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle on the drawing."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Room) -> bool:
        """Whether two rectangles overlap."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(slots=True)
class Labels:
    """The rooms taken so far on a drawing of a given size."""

    width: float
    height: float
    taken: list[Room] = field(default_factory=list)

    def take(self, room: Room) -> None:
        """Keep a rectangle free of labels."""
        self.taken.append(room)

    def place(self, rooms: list[Room]) -> Room | None:
        """The first of several rooms that is free, which is then taken; None when none is."""
        for room in rooms:
            inside = (
                room.x >= 2
                and room.y >= 2
                and room.x + room.width <= self.width - 2
                and room.y + room.height <= self.height - 2
            )
            if inside and not any(room.meets(t) for t in self.taken):
                self.taken.append(room)
                return room
        return None


def text_width(text: str, size: float) -> float:
    """About how wide a text is."""
    return len(text) * size * CHARACTER


def around(point: Point, width: float, height: float, gap: float) -> list[Room]:
    """Rooms for a label beside a point: right, left, above, below, then the four corners."""
    x, y = point
    return [
        Room(x + gap, y - height / 2, width, height),
        Room(x - gap - width, y - height / 2, width, height),
        Room(x - width / 2, y - gap - height, width, height),
        Room(x - width / 2, y + gap, width, height),
        Room(x + gap, y - gap - height, width, height),
        Room(x + gap, y + gap, width, height),
        Room(x - gap - width, y - gap - height, width, height),
        Room(x - gap - width, y + gap, width, height),
    ]
