"""The schedule that is always at hand: options in order of what they are worth, each taken where it fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from serai.plan.scheduling.levels import OWN_USE, Level, levels
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import HEURISTIC, Effort, Schedule, Told, made
from serai.plan.scheduling.rows import ProblemRows, rows_of
from serai.plan.scheduling.terms.fairness import FAIRNESS, first_in_turn

NAME = "greedy"


class Filling:
    """How full each row is while options are taken; not shared between threads."""

    def __init__(self, rows: ProblemRows) -> None:
        self._rows = rows
        self._full = [0] * len(rows.rows)
        self._users: dict[int, int] = defaultdict(int)  # of each shared use
        self._in: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._shared: dict[int, list[int]] = defaultdict(list)
        for k, row in enumerate(rows.rows):
            for variable, coefficient in row.terms:
                self._in[variable].append((k, coefficient))
        for option, use in rows.links:
            self._shared[option].append(use)

    def take(self, option: int) -> bool:
        """Take an option where it fits; whether it did."""
        if not self._rows.admissible[option]:
            return False
        adds: dict[int, int] = defaultdict(int)
        for variable in self._new(option):
            for k, coefficient in self._in.get(variable, ()):
                adds[k] += coefficient
        if any(self._full[k] + more > self._rows.rows[k].most for k, more in adds.items()):
            return False
        for k, more in adds.items():
            self._full[k] += more
        for use in self._shared.get(option, ()):
            self._users[use] += 1
        return True

    def _new(self, option: int) -> Iterable[int]:
        """The variables that come in with an option."""
        return (option, *(use for use in self._shared.get(option, ()) if not self._users[use]))


def greedy_choice(rows: ProblemRows, order: Iterable[int], kept: Iterable[int] = ()) -> frozenset[int]:
    """The options that fit when they are tried in an order, after those ``kept`` are taken."""
    filling = Filling(rows)
    return frozenset([i for i in dict.fromkeys((*kept, *order)) if filling.take(i)])


def own_first(rows: ProblemRows, of: Sequence[Level], problem: ScheduleProblem) -> frozenset[int]:
    """Owners' own use as far as it is wanted, whatever else comes; then all by the other levels."""
    order, filling = by_worth(of, problem), Filling(rows)
    taken = {i for i in rows.fixed if filling.take(i)}
    for own in (level for level in of if level.name == OWN_USE):
        for i in order:
            if own.score({*taken, i}) > own.score(taken) and filling.take(i):
                taken.add(i)
    return greedy_choice(rows, by_worth([level for level in of if level.name != OWN_USE], problem), taken)


def by_worth(of: Sequence[Level], problem: ScheduleProblem) -> list[int]:
    """The options in the order in which they are tried: by worth, level by level; then by start and by id."""
    gains: list[list[int]] = []
    for level in of:
        gain = list(level.weights)
        if level.name.startswith(FAIRNESS):
            gains.append(first_in_turn(problem, level.goals))
            continue
        for goal, amounts, shared in level.toward:
            for i, amount in (*amounts.items(), *((i, one.amount) for one in shared for i in one.options)):
                gain[i] += goal.worth * amount
        gains.append(gain)
    starts = [min((u.start for u in o.uses), default=problem.start) for o in problem.options]
    places = range(len(problem.options))
    return sorted(places, key=lambda i: ([-g[i] for g in gains], starts[i], problem.options[i].id))


def plain_bound(level: Level, problem: ScheduleProblem, rows: ProblemRows) -> int:
    """What a level could be worth if nothing stood in the way of anything: the best of each task."""
    worth: dict[str, list[int]] = defaultdict(list)
    for i, option in enumerate(problem.options):
        if rows.admissible[i] and level.weights[i] > 0:
            worth[option.task].append(level.weights[i])
    most = sum(sum(sorted(w, reverse=True)[: problem.task[t].at_most]) for t, w in worth.items())
    for goal, amounts, shared in level.toward:
        once = sum(one.amount for one in shared if any(rows.admissible[i] for i in one.options))
        alone = sum(n for i, n in amounts.items() if rows.admissible[i])
        most += goal.worth * min(goal.up_to, once + alone)
    return most


def greedily(problem: ScheduleProblem, effort: Effort, told: Told | None = None) -> Schedule:
    """The greedy schedule; its bound is what all tasks would get if none stood in the way of another."""
    rows, of = rows_of(problem), levels(problem)
    chosen = own_first(rows, of, problem)
    bound = [plain_bound(level, problem, rows) for level in of]
    whole = made(problem, of, chosen, bound, solver=NAME, ended=HEURISTIC, effort=effort)
    for name, value, most in zip(whole.levels, whole.objective, bound, strict=True):
        if told is not None:
            told(name, value, most)
    return whole
