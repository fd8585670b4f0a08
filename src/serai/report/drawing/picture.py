"""The lamps and the map as one picture that stands on its own: for a slide, a message, a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from serai.files import put
from serai.outcome.lamps import Lamp, lamps
from serai.outcome.outcome import Outcome
from serai.report.drawing.map import corridor_map
from serai.report.drawing.marks import css_name, symbols
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.resources import resource
from serai.report.moments import clock, day
from serai.wording import harmless

EDGE, HEAD, LAMP = 16.0, 58.0, 44.0


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing; notebooks show it by themselves."""

    svg: str

    def write(self, path: str | Path) -> Path:
        """Write the drawing to a file and say where it is."""
        file = Path(path)
        put(file, harmless(self.svg))
        return file

    def _repr_svg_(self) -> str:
        return harmless(self.svg)


def plot(outcome: Outcome, *, before: Outcome | None = None, width: float = 1000.0) -> Picture:
    """Draw the corridor's name, its lamps and the map with every need's box in its state."""
    drawn = corridor_map(outcome, before=before, width=width - 2 * EDGE, links=False)
    height = float(drawn.partition('viewBox="0 0 ')[2].partition('"')[0].split()[1])
    found = lamps(outcome)
    each = (width - 2 * EDGE) / max(len(found), 1)
    whole = HEAD + LAMP + height + EDGE
    title = f"{outcome.corridor.name}, {day(outcome.at)} {clock(outcome.at)[:5]} UTC"
    struck = f" without {', '.join(outcome.struck)}" if outcome.struck else ""
    svg = el(
        "svg",
        el("style", Markup(resource("palette.css") + resource("drawing.css"))),
        symbols(),
        el("rect", width=width, height=whole, class_="ground"),
        el("text", title, x=EDGE, y=30.0, class_="title"),
        el("text", struck, x=EDGE, y=48.0, class_="struck") if struck else None,
        joined(_lamp(lamp, EDGE + i * each) for i, lamp in enumerate(found)),
        el("g", drawn, transform=f"translate({EDGE:g} {HEAD + LAMP:g})"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {whole:g}",
        width=width,
        height=whole,
        class_="picture",
    )
    return Picture(str(svg))


def _lamp(lamp: Lamp, x: float) -> Markup:
    name = css_name(lamp.state)
    mark = el("use", href=f"#mark-{name}", x=x, y=HEAD, width=28.0, height=28.0, class_=f"mark {name}")
    words = el("text", f"{lamp.service}: {lamp.state}", x=x + 38, y=HEAD + 12, class_=f"lamp-name {name}")
    counted = el("text", lamp.counted, x=x + 38, y=HEAD + 28, class_="lamp-counts")
    return el("g", mark, words, counted)
