"""Fair shares on the page of a plan: what each party has, was due, was owed and is owed now."""

from __future__ import annotations

from serai.plan.scheduling.terms.fairness import shares_of
from serai.pool.naming import party_name
from serai.questions.corridor_plan import CorridorPlan
from serai.report.drawing.markup import Markup, el, joined, table

HEADINGS = ("Party", "Has", "Due", "Spare", "Owed", "Owed after")
SAYS = (
    "Results. Due is what each would have if nobody were owed anything, spare what it has beyond that and "
    "nobody missed. Owed after is what shares.csv says as owed the next day."
)


def fair_shares(found: CorridorPlan) -> Markup | None:
    """The section; None where no parties share fairly."""
    problem, made, pool = found.horizon.problem, found.schedule, found.corridor.pool
    if not problem.partners:
        return None
    rows = [
        (party_name(pool, one.id), one.has, one.due, one.spare, one.owed, one.owed_after)
        for one in shares_of(problem, made.chosen, dict(made.dues))
    ]
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in HEADINGS)))
    cells = (
        el("tr", joined(el("td", str(c), data_label=h) for c, h in zip(row, HEADINGS, strict=True)))
        for row in rows
    )
    body = el("tbody", joined(cells))
    return el(
        "section", el("h2", "Fair shares"), el("p", SAYS, class_="lede"), table(head, body, class_="booked")
    )
