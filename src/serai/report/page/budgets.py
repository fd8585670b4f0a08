"""The link budgets of a need: rain on each link, the line on which it hangs, and the budgets in full."""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs import Answer, Assessment, Budgets, State, exhibits_of
from serai.needs.exhibit import BudgetLine, LineByLine
from serai.outcome.outcome import Outcome
from serai.pool.naming import asset_name
from serai.radio import LineKind
from serai.report.drawing.markup import Markup, el, joined, table
from serai.wording import number, plural

NOT_SIMPLY_MET = (State.NOT_MET, State.DEGRADED, State.UNKNOWN)
BUDGETS_OPEN = 2  # the others are folded
LINKS_OPEN = 6  # of the table of rain margins
RAIN = "rain"


def budgets(answer: Answer | None) -> tuple[LineByLine, ...]:
    """The link budgets that an answer shows; none of no answer (out of season)."""
    shown = () if answer is None else exhibits_of(Budgets, answer.notes.exhibits)
    return tuple(dict.fromkeys(budget for one in shown for budget in one.budgets))


def telling(outcome: Outcome, one: Assessment, answer: Answer | None) -> list[LineByLine]:
    """The budgets that tell how a need stands, the telling first.

    Of a need that is met, those of the assets on its path. Of another, all links: the least short of what is
    asked first, then unknown ones, then those that close; of each, the way that hinders it comes first.
    """
    found = budgets(answer)
    if one.state not in NOT_SIMPLY_MET:
        names = tuple(asset_name(outcome.pool, a) for a in one.path)
        return [b for b in found if b.title.startswith(names)]
    ways: dict[str, list[LineByLine]] = {}
    for budget in found:
        ways.setdefault(_link_name(budget), []).append(budget)
    ranked = sorted(ways.values(), key=lambda both: _turn(min(both, key=_far)))
    return [budget for both in ranked for budget in sorted(both, key=_far)]


def _link_name(budget: LineByLine) -> str:
    """What both ways of a link have in common."""
    return budget.title.replace(", down to ", ", ").replace(", up from ", ", ")


def _turn(hinders: LineByLine) -> tuple[int, float]:
    """When a link is told, by the way that hinders it: the least short, then unknown ones, then closed."""
    rank, margin = _far(hinders)
    return rank, -margin


def _far(budget: LineByLine) -> tuple[int, float]:
    """How far a way is from closing, the farthest first: short, unknown, closes."""
    margin = budget.value("margin")
    return {False: 0, None: 1, True: 2}[budget.closes], 0.0 if margin is None else margin


def margin_rows(answer: Answer | None) -> list[dict[str, object]]:
    """What rain takes from each link of a need (dB, None where unknown), what is left, and what decides."""
    rows: list[dict[str, object]] = []
    for budget in budgets(answer):
        rain, decides = budget.line(RAIN), budget.deciding
        if rain is not None:
            rows.append(
                {
                    "link": budget.title,
                    "rain_db": rain.value,
                    "margin_db": budget.value("margin"),
                    "decides": None if decides is None else decides.name,
                    "by": rain.source,
                }
            )
    return rows


def margin_words(budget: LineByLine) -> str:
    """What is left of a link after rain, or what decides: "2.8 dB left after 2.1 dB of rain"."""
    rain, margin, decides = budget.value(RAIN), budget.value("margin"), budget.deciding
    taken = "unknown rain" if rain is None else f"{rain:.1f} dB of rain"
    if margin is None:
        return f"unknown after {taken}" + (f": {decides.name} is unknown" if decides else "")
    if margin >= 0.0:
        return f"{margin:.1f} dB left after {taken}"
    if decides is not None and decides.name == RAIN:
        return f"{-margin:.1f} dB short, for {taken}"
    return f"{-margin:.1f} dB short after {taken}: {_blame(decides)}"


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
        el("td", "" if decides is None else _blame(decides), data_label="hangs on"),
        class_=None if budget.closes else ("unknown" if margin is None else "not-met"),
    )


def _blame(decides: BudgetLine | None) -> str:
    """The deciding line in words."""
    if decides is None:
        return ""
    if decides.value is None:
        return f"{decides.name}: unknown"
    if decides.kind is LineKind.TOTAL:
        return "EIRP or G/T; no single loss is to blame"
    return f"{decides.name}: {decides.value:.1f} {decides.unit}"


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
