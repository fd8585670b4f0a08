"""The ranked single points of failure, with the needs that each one breaks."""

from __future__ import annotations

from collections.abc import Sequence

from serai.outcome.outcome import Outcome
from serai.outcome.single_points import Breaks, ranked_breaks
from serai.report.drawing.marks import chip
from serai.report.drawing.markup import Markup, el, joined, table
from serai.wording import listed, number, percent

SHOWN = 15  # the rest is there, folded


def points_section(outcome: Outcome) -> Markup:
    """Which single losses make needs worse, heaviest first."""
    found = ranked_breaks(outcome)
    lede = (
        f"{len(outcome.scan.losses)} losses were tried, one at a time: every asset, every group that shares "
        f"a risk, every party. {len(found)} of them make at least one need worse. The weight adds up the "
        "needs broken: 4, 2 or 1 by priority, and twice that when a need becomes not met."
    )
    shown = [_table(outcome, found[:SHOWN], 1, found[0].weight)] if found else []
    if len(found) > SHOWN:
        rest = _table(outcome, found[SHOWN:], SHOWN + 1, found[0].weight)
        shown.append(el("details", el("summary", f"{len(found) - SHOWN} lighter ones"), rest))
    return el(
        "section",
        el("h2", "Single points of failure"),
        el("p", lede, class_="lede"),
        joined(shown),
        id="points",
    )


def _table(outcome: Outcome, found: Sequence[Breaks], first: int, heaviest: float) -> Markup:
    headings = ("", "If this is lost", "These needs get worse (state after)", "Weight", "Time lost, mean")
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in headings)))
    rows = joined(_row(outcome, b, rank, heaviest) for rank, b in enumerate(found, start=first))
    return table(head, el("tbody", rows), class_="points sorts")


def _row(outcome: Outcome, one: Breaks, rank: int, heaviest: float) -> Markup:
    lost = f"{one.share_lost:.6g}: the shares of judged time lost, added up over the needs it breaks"
    bar = el("span", el("i", style=f"width:{100 * one.weight / heaviest:.0f}%"), class_="weight")
    return el(
        "tr",
        el("td", str(rank), class_="rank"),
        el("td", el("strong", one.name, title=one.loss.id), el("small", _where(one)), class_="lost"),
        el("td", joined((chip(outcome[n], s) for n, s in one.after.items()), " "), class_="breaks"),
        el("td", bar, el("b", number(one.weight)), class_="number", data_label="weight"),
        el(
            "td",
            percent(one.share_lost / len(one.after)),
            class_="number",
            title=lost,
            data_label="share of time lost, mean",
        ),
    )


def _where(one: Breaks) -> str:
    """What is lost at once, and the groups and parties that it stands in."""
    return f"{one.kind}; within {listed(one.within)}" if one.within else one.kind
