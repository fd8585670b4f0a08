"""A place and its services as a picture: a line for each, with what it hangs on as dots.

What several lines hang on is a filled dot: the one thing that takes them all. A dashed line is a service that
comes and goes over the day, a violet one a service of which a figure is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from serai.connect.ladder import Rung
from serai.pool import Pool
from serai.report.drawing.markup import Markup, el, joined
from serai.report.readings.ladder import figures, named

WIDTH, ROW, HEAD = 1000.0, 46.0, 30.0
NAME_X, LINE_X, END_X = 40.0, 330.0, 790.0
SHOWN = 6  # of each kind: a picture of forty lines tells nobody anything
DOTS = 3  # things a line hangs on, whose names have room under it
LETTERS = 26  # of a name under a dot
WHOLE = 0.9999
UNSAID = "not published"


def topology(rungs: Sequence[Rung], pool: Pool) -> Markup:
    """The picture of the services whose rate is known, the best of each kind."""
    shown = shown_rungs(rungs)
    times = Counter(one for rung in shown for one in set(rung.hangs_on))
    parts: list[Markup] = []
    y, kind = 0.0, ""
    for rung in shown:
        if rung.service != kind:
            kind, y = rung.service, y + HEAD
            parts.append(el("text", kind, x=NAME_X - 12.0, y=y, class_="class"))
        y += ROW
        parts.append(_line(rung, y - ROW / 2.0, times, pool))
    spine = el("line", x1=16.0, x2=16.0, y1=12.0, y2=max(y, HEAD), class_="place", stroke="currentColor")
    return el(
        "svg",
        spine,
        joined(parts),
        viewBox=f"0 0 {WIDTH:g} {y + 16.0:g}",
        class_="topology",
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


def _line(rung: Rung, y: float, times: Counter[str], pool: Pool) -> Markup:
    look = "way" + (" at-times" if rung.today < WHOLE else "") + (" unsure" if rung.missing else "")
    dots = rung.hangs_on[:DOTS]
    step = (END_X - LINE_X) / (len(dots) + 1)
    said = UNSAID if rung.missing else next((str(one) for one in figures(rung)), "")
    return el(
        "g",
        el("title", "; ".join(map(str, figures(rung)))),
        el("text", _cut(str(rung.by), 42), x=NAME_X, y=y + 4.0),
        el("line", x1=LINE_X, x2=END_X, y1=y, y2=y, class_=look),
        joined(_dot(one, LINE_X + (k + 1) * step, y, times, pool) for k, one in enumerate(dots)),
        el("text", said, x=END_X + 12.0, y=y + 4.0),
    )


def _dot(one: str, x: float, y: float, times: Counter[str], pool: Pool) -> Markup:
    shared = times[one] > 1
    under = _cut(str(named(one, pool)), LETTERS) + (f" ×{times[one]}" if shared else "")
    return joined(
        (
            el("circle", cx=x, cy=y, r=6.0, class_="on shared" if shared else "on"),
            el("text", under, x=x, y=y + 20.0, class_="under", text_anchor="middle"),
        )
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
