"""Fair shares as a table on the terminal, of a bare problem and of a corridor's plan alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from serai.plan.scheduling import Schedule, ScheduleProblem


def shares_table(made: Schedule, of: ScheduleProblem, called: Callable[[str], str] = str) -> Table:
    """What partners have and were due, and the debts before and after; each by what it is ``called``."""
    from rich.table import Table

    from serai.cli.console import name_cell
    from serai.plan.scheduling.terms.fairness import shares_of

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="bold")
    table.add_column("partner")
    for head in ("has", "due", "spare", "owed", "owed after"):
        table.add_column(head, justify="right", no_wrap=True)
    for one in shares_of(of, made.chosen, dict(made.dues)):
        told = (one.has, one.due, one.spare, one.owed, one.owed_after)
        table.add_row(name_cell(called(one.id)), *(f"{n:,}" for n in told))
    return table
