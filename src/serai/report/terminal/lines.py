"""Lines of a terminal: cells of fixed widths side by side, cut with an ellipsis where they do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from serai.needs import State

WIDEST = 132  # a line longer than this is harder to follow than to wrap
STYLES: Mapping[State, str] = {
    State.MET: "cyan",
    State.DEGRADED: "yellow",
    State.NOT_MET: "bold red",
    State.UNKNOWN: "magenta",
    State.OUT_OF_SEASON: "dim",
}
SOFT = "dim"


@dataclass(frozen=True, slots=True)
class TextCell:
    """A text with its width in columns, on its left edge unless ``right``."""

    text: str
    width: int
    style: str = ""
    right: bool = False


def line(cells: Iterable[TextCell], gap: int = 2) -> Text:
    """Cells side by side."""
    out = Text(no_wrap=True, overflow="ellipsis")
    for i, cell in enumerate(cells):
        if i:
            out.append(" " * gap)
        shown = cut(cell.text, cell.width)
        space = " " * (cell.width - cell_len(shown))
        out.append(space + shown if cell.right else shown + space, style=cell.style)
    out.rstrip()
    return out


def cut(text: str, width: int) -> str:
    """A text that fits into a width, with an ellipsis where something is left out."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for character in text:
        if cell_len(kept) + cell_len(character) >= width:
            break
        kept += character
    return kept.rstrip() + "…"


def wrapped(
    text: str, width: int, *, indent: int = 0, hang: int = 0, most: int = 0, style: str = ""
) -> list[Text]:
    """A text as lines of words; the first is indented, the others hang. ``most`` lines, when given."""
    lines: list[str] = []
    words = text.split()
    now = ""
    for word in words:
        room = width - (hang if lines else indent)
        longer = f"{now} {word}" if now else word
        if cell_len(longer) <= room or not now:
            now = longer
        else:
            lines.append(now)
            now = word
    lines.append(now)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [
        Text(" " * (hang if i else indent) + cut(t, width - (hang if i else indent)), style=style)
        for i, t in enumerate(lines)
    ]


def widest(texts: Sequence[str], most: int) -> int:
    """The width of the widest text, within bounds."""
    return min(max((cell_len(t) for t in texts), default=0), most)
