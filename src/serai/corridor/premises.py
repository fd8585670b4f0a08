"""Whether what needs take as lost (``given_lost`` of needs.csv) names one thing each that can be lost."""

from __future__ import annotations

from collections.abc import Iterable

from serai.pool import Ambiguous, NotInPool, Pool
from serai.tables import Problem, Row
from serai.wording import Reason, reason

COLUMN = "given_lost"


def wrong_premises(rows: Iterable[Row], pool: Pool) -> list[Problem]:
    """The names that nothing in the pool answers to, that several things do, or that hold nothing."""
    problems = []
    for row in rows:
        for named in row.list(COLUMN):
            says = _wrong(named, pool)
            if says is not None:
                expected, hint = says
                problems.append(Problem(row.file, row.line, COLUMN, expected, named, hint))
    return problems


def _wrong(named: str, pool: Pool) -> tuple[Reason, Reason | str] | None:
    """What was expected in place of a name, and what was likely meant; None where the name is right."""
    expected = reason("corridor.to_lose")
    try:
        return None if pool.named(named) else (reason("corridor.to_lose_any"), "")
    except Ambiguous as error:
        return reason("corridor.one_thing_to_lose", choices=error.choices), ""
    except NotInPool as error:
        return expected, reason("tables.did_you_mean", name=error.near) if error.near else ""
