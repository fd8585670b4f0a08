"""The ranked single points of failure, with the needs that each one breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serai.needs import State
from serai.outcome import Outcome
from serai.report.marks import chip
from serai.report.markup import Markup, el, joined, table
from serai.report.words import asset_name, number, plural
from serai.resilience import Loss, LossKind, Scan, single_points

SHOWN = 15  # the rest is there, folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """One loss that makes needs worse: what people call it, and the state of each need after it.

    ``kind`` is what is lost at once: "station", "shared risk, 9 assets", "party, 31 assets".
    ``share_lost`` adds up the shares of judged time that the needs lose.
    """

    loss: Loss
    name: str
    kind: str
    after: Mapping[str, State]
    weight: float
    share_lost: float


def ranked_breaks(outcome: Outcome) -> list[Breaks]:
    """The single points of failure, heaviest first, in the words of a page."""
    return _breaks(outcome, outcome.scan)


def rehearsed_breaks(outcome: Outcome) -> list[Breaks]:
    """What the known outages and what-ifs would break, heaviest first, in the words of a page."""
    return _breaks(outcome, outcome.rehearsal)


def _breaks(outcome: Outcome, scan: Scan) -> list[Breaks]:
    row_of = {(x.kind, x.id): i for i, x in enumerate(scan.losses)}
    place = {n.id: i for i, n in enumerate(scan.needs)}
    found = []
    for point in single_points(scan):
        row, loss = row_of[point.loss.kind, point.loss.id], point.loss
        name = asset_name(outcome.pool, loss.id) if loss.kind is LossKind.GROUP else loss.name
        after = {n: State(int(scan.after[row, place[n]])) for n in point.breaks}
        found.append(
            Breaks(
                loss=loss,
                name=name,
                kind=_kind(outcome, loss),
                after=after,
                weight=point.weight,
                share_lost=point.share_lost,
            )
        )
    return found


def _kind(outcome: Outcome, loss: Loss) -> str:
    if loss.kind is LossKind.ASSET:
        return outcome.pool[loss.id].kind
    what = {LossKind.GROUP: "shared risk", LossKind.PARTY: "party", LossKind.EVENT: "event"}[loss.kind]
    return f"{what}, {plural(len(loss.assets), 'asset')}"


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
    return table(head, el("tbody", rows), class_="points")


def _row(outcome: Outcome, one: Breaks, rank: int, heaviest: float) -> Markup:
    lost = f"{one.share_lost:.6g}: the shares of judged time lost, added up over the needs it breaks"
    bar = el("span", el("i", style=f"width:{100 * one.weight / heaviest:.0f}%"), class_="weight")
    return el(
        "tr",
        el("td", str(rank), class_="rank"),
        el("td", el("strong", one.name, title=one.loss.id), el("small", one.kind), class_="lost"),
        el("td", joined((chip(outcome[n], s) for n, s in one.after.items()), " "), class_="breaks"),
        el("td", bar, el("b", number(one.weight)), class_="number", data_label="weight"),
        el(
            "td",
            f"{100 * one.share_lost / len(one.after):.0f} %",
            class_="number",
            title=lost,
            data_label="share of time lost, mean",
        ),
    )
