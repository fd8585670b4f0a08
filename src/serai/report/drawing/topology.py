"""A place and its services as a picture: a line for each, with what it hangs on as dots.

What several lines hang on is a filled dot: the one thing that takes them all. A dashed line is a service that
comes and goes over the day, a violet one a service of which a figure is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from serai.connect.ladder import Rung
from serai.pool import Pool
from serai.report.drawing.markup import Markup, el, joined
from serai.report.readings.ladder import figures, named

HEAD = 30.0  # above the first line of a kind
SHOWN = 6  # of each kind: a picture of forty lines tells nobody anything
DOTS = 3  # things a line hangs on, whose names have room under it
WHOLE = 0.9999
UNSAID = "not published"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLayout:
    """Where the parts of a line stand: its name, the line itself, what it gives.

    ``name_dy`` is how far the name and the figure stand from the line, downwards; ``said_x`` is where the
    figure begins, or ends (``said_ends``). ``letters`` are those of a name, ``under`` those under a dot.
    """

    look: str
    width: float
    row: float
    name_x: float
    line_x: float
    end_x: float
    said_x: float
    name_dy: float
    letters: int
    under: int
    said_ends: bool = False


WIDE = LineLayout(
    look="wide",
    width=1000.0,
    row=46.0,
    name_x=40.0,
    line_x=330.0,
    end_x=790.0,
    said_x=802.0,
    name_dy=4.0,
    letters=42,
    under=26,
)
# A phone's width: the name and the figure above the line, so that letters stay as large as those of the text
SLIM = LineLayout(
    look="slim",
    width=380.0,
    row=66.0,
    name_x=26.0,
    line_x=26.0,
    end_x=374.0,
    said_x=374.0,
    name_dy=-14.0,
    letters=36,
    under=19,
    said_ends=True,
)


def topology(rungs: Sequence[Rung], pool: Pool, layout: LineLayout = WIDE) -> Markup:
    """The picture of the services whose rate is known, the best of each kind."""
    shown = shown_rungs(rungs)
    times = Counter(one for rung in shown for one in set(rung.hangs_on))
    parts: list[Markup] = []
    y, kind = 0.0, ""
    for rung in shown:
        if rung.service != kind:
            kind, y = rung.service, y + HEAD
            parts.append(el("text", kind, x=28.0, y=y, class_="class"))
        y += layout.row
        parts.append(_line(rung, y - 23.0, times, pool, layout))
    spine = el("line", x1=16.0, x2=16.0, y1=12.0, y2=max(y, HEAD), class_="place", stroke="currentColor")
    return el(
        "svg",
        spine,
        joined(parts),
        viewBox=f"0 0 {layout.width:g} {y + 16.0:g}",
        class_=f"topology {layout.look}",
        role="img",
        aria_label="The services of this place, each with what it hangs on",
    )


def shown_rungs(rungs: Sequence[Rung]) -> list[Rung]:
    """The first of each kind; data whose rate nobody published is left to the table."""
    kept: list[Rung] = []
    for rung in rungs:
        unknown = rung.service == "data" and rung.rate_bps is None
        if not unknown and sum(r.service == rung.service for r in kept) < SHOWN:
            kept.append(rung)
    return kept


def _line(rung: Rung, y: float, times: Counter[str], pool: Pool, layout: LineLayout) -> Markup:
    look = "way" + (" at-times" if rung.today < WHOLE else "") + (" unsure" if rung.missing else "")
    dots = rung.hangs_on[:DOTS]
    step = (layout.end_x - layout.line_x) / max(1, len(dots))
    said = UNSAID if rung.missing else next((str(one) for one in figures(rung)), "")
    beside, ends = y + layout.name_dy, "end" if layout.said_ends else None
    return el(
        "g",
        el("title", "; ".join(map(str, figures(rung)))),
        el("text", _cut(str(rung.by), layout.letters), x=layout.name_x, y=beside),
        el("line", x1=layout.line_x, x2=layout.end_x, y1=y, y2=y, class_=look),
        joined(
            _dot(one, (layout.line_x + (k + 0.5) * step, y), times, pool, layout, crowded=len(dots) == DOTS)
            for k, one in enumerate(dots)
        ),
        el("text", said, x=layout.said_x, y=beside, text_anchor=ends),
    )


def _dot(
    one: str,
    at: tuple[float, float],
    times: Counter[str],
    pool: Pool,
    layout: LineLayout,
    *,
    crowded: bool,
) -> Markup:
    shared = times[one] > 1
    under = _cut(str(named(one, pool)), layout.under - (3 if crowded else 0)) + (
        f" ×{times[one]}" if shared else ""
    )
    x, y = at
    return joined(
        (
            el("circle", cx=x, cy=y, r=6.0, class_="on shared" if shared else "on"),
            el("text", under, x=x, y=y + 20.0, class_="under", text_anchor="middle"),
        )
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
