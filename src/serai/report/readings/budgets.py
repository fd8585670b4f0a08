"""What the link budgets of a need say: which tell how it stands, and what rain leaves of each link."""

from __future__ import annotations

from serai.needs import Answer, Assessment, Budgets, State, exhibits_of
from serai.needs.exhibit import BudgetLine, LineByLine
from serai.outcome.outcome import Outcome
from serai.pool.naming import asset_name
from serai.radio import LineKind

NOT_SIMPLY_MET = (State.NOT_MET, State.DEGRADED, State.UNKNOWN)
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
    return f"{-margin:.1f} dB short after {taken}: {blame(decides)}"


def blame(decides: BudgetLine | None) -> str:
    """The deciding line in words."""
    if decides is None:
        return ""
    if decides.value is None:
        return f"{decides.name}: unknown"
    if decides.kind is LineKind.TOTAL:
        return "EIRP or G/T; no single loss is to blame"
    return f"{decides.name}: {decides.value:.1f} {decides.unit}"
