"""Link budget: whether a link closes, by which lines, with what margin."""

from __future__ import annotations

from pathlib import Path

from serai.radio.link.budget_file import BudgetWay, read_budget


def budget(file: str | Path) -> tuple[BudgetWay, ...]:
    """The ways (forward, return) of a budget in TOML (docs/budgets.md), each with its lines and its margin.

    A way has its ``budget`` (lines by name, with basis and source), the percent of an average year for which
    it closes, and for a satellite that moves its pass, moment by moment.
    """
    return read_budget(Path(file))
