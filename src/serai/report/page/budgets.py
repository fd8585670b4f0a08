"""The link budgets of a need: rain on each link, the line on which it hangs, and the budgets in full."""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs import Answer, Assessment
from serai.needs.exhibit import BudgetLine, LineByLine
from serai.outcome.outcome import Outcome
from serai.radio import LineKind
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.readings.budgets import RAIN, blame, telling
from serai.wording import number, plural

BUDGETS_OPEN = 2  # the others are folded
LINKS_OPEN = 6  # of the table of rain margins


def budgets_block(outcome: Outcome, one: Assessment, answer: Answer | None) -> Markup | None:
    """Rain on each link as a table, then the budgets line by line, the deciding line of each marked."""
    found = telling(outcome, one, answer)
    if not found:
        return None
    rest = found[BUDGETS_OPEN:]
    folded = el(
        "details", el("summary", f"{plural(len(rest), 'link budget')} more"), joined(map(_budget, rest))
    )
    return joined((_margins(found), *map(_budget, found[:BUDGETS_OPEN]), folded if rest else None))


def _margins(found: Sequence[LineByLine]) -> Markup | None:
    """The rain margin of each link and what is left after it."""
    wet = [b for b in found if b.line(RAIN) is not None]
    if not wet:
        return None
    shown, rest = _links(wet[:LINKS_OPEN]), wet[LINKS_OPEN:]
    more = el("details", el("summary", f"{plural(len(rest), 'link')} more"), _links(rest)) if rest else None
    return joined((el("h4", "Rain on each link"), shown, more))


def _links(found: Sequence[LineByLine]) -> Markup:
    headings = ("Link", "Rain takes", "Left", "Hangs on")
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in headings)))
    return table(head, el("tbody", joined(map(_link, found))), class_="margins")


def _link(budget: LineByLine) -> Markup:
    rain, margin, decides = budget.line(RAIN), budget.value("margin"), budget.deciding
    taken = "unknown" if rain is None or rain.value is None else f"{rain.value:.1f} dB"
    left = "unknown" if margin is None else f"{margin:.1f} dB"
    return el(
        "tr",
        el("td", el("strong", budget.title)),
        el("td", taken, title=rain.source if rain else None, class_="number", data_label="rain takes"),
        el("td", left, class_="number", data_label="left"),
        el("td", "" if decides is None else blame(decides), data_label="hangs on"),
        class_=None if budget.closes else ("unknown" if margin is None else "not-met"),
    )


def _budget(budget: LineByLine) -> Markup:
    """The lines of a link budget, each with its basis and source; the one that decides is marked."""
    decides = budget.deciding
    rows = joined(_line(line, line is decides) for line in budget.lines)
    return table(el("caption", budget.title), el("tbody", rows), class_="budget")


def _line(line: BudgetLine, decides: bool) -> Markup:
    total = "sum" if line.kind in (LineKind.SUBTOTAL, LineKind.TOTAL) else ""
    classes = " ".join(filter(None, (total, "decides" if decides else "")))
    said = (el("b", "decides", class_="verdict"), " ") if decides else None
    rests_on = line.source if line.value is None else f"{line.basis}: {line.source}".removesuffix(": ")
    return el(
        "tr",
        el("td", line.kind.value.strip(), class_="sign"),
        el("td", line.name),
        el("td", "unknown" if line.value is None else _decibels(line.value, line.unit), class_="number"),
        el("td", line.unit),
        el("td", said, el("small", rests_on) if rests_on else None),
        class_=classes or None,
    )


def _decibels(value: float, unit: str) -> str:
    return f"{value:.1f}" if unit.startswith("dB") else number(value)
