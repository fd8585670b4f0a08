"""Quotas as rows; what several options share of one (a pass for two images) has a variable of its own."""

from __future__ import annotations

from collections import defaultdict

from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.terms.counting import charges
from serai.plan.scheduling.terms.nouns import REFUSED, UseQuota

Row = tuple[dict[int, int], int]  # coefficients by variable, and the most


def quota_rows(
    problem: ScheduleProblem, admissible: tuple[bool, ...], variables: int
) -> tuple[list[Row], list[tuple[int, int]], int]:
    """The rows of the quotas that are known, links of options to what they share, and the variables then."""
    rows: list[Row] = []
    links: list[tuple[int, int]] = []
    for quota in problem.quotas:
        if quota.left is not None:
            row, more, variables = _row(quota, problem, admissible, variables)
            rows.append((row, quota.left))
            links += more
    return rows, links, variables


def _row(
    quota: UseQuota, problem: ScheduleProblem, admissible: tuple[bool, ...], variables: int
) -> tuple[dict[int, int], list[tuple[int, int]], int]:
    row: dict[int, int] = defaultdict(int)
    shared: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    links: list[tuple[int, int]] = []
    for charge in charges(quota, problem):
        if not admissible[charge.option]:
            continue
        if charge.serves is None:
            row[charge.option] += charge.amount
        else:
            shared[charge.serves][charge.option] = charge.amount
    for users in shared.values():
        first = min(users)
        if len(users) == 1:
            row[first] += users[first]
            continue
        row[variables] += users[first]
        links += [(option, variables) for option in users]
        variables += 1
    return row, links, variables


def licensed(problem: ScheduleProblem, place: int) -> bool:
    """Whether no licence that an option needs is refused."""
    refused = {one.id for one in problem.licences if one.state == REFUSED}
    return refused.isdisjoint(problem.options[place].needs)


def outside_kept_back(problem: ScheduleProblem, place: int) -> bool:
    """Whether an option leaves alone what owners keep for themselves."""
    option = problem.options[place]
    party = problem.task[option.task].party
    for use in option.uses:
        resource = problem.resource[use.resource]
        if resource.kept_back and (not party or party != resource.owner):
            start, end = use.start - resource.setup, use.end + resource.teardown
            if any(begin < end and start < until for begin, until in resource.kept_back):
                return False
    return True
