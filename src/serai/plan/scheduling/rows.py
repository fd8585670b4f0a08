"""A problem as rows of whole numbers, as every solver reads it: sums of what is chosen and what they may be.

Uses of one resource make an interval graph, so the rows of its maximal cliques (one for each moment at which
the most is held) say exactly what fits and bound more tightly than pairs (Golumbic 1980, chapter 8).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from serai.plan.scheduling.cliques import cover
from serai.plan.scheduling.nouns import Resource, ResourceUse
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.terms.rows import licensed, outside_kept_back, quota_rows

Terms = tuple[tuple[int, int], ...]  # (variable, coefficient)
Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """The sum of its terms is ``most`` at most."""

    terms: Terms
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRows:
    """Variables 0 ... options - 1 are the options; from there on ``variables``, shared uses.

    ``admissible`` says which options can be chosen at all. ``links`` (option, shared use): who takes the
    option holds the use. ``fixed`` options are chosen.
    """

    variables: int
    admissible: tuple[bool, ...]
    rows: tuple[CapacityRow, ...]
    links: tuple[tuple[int, int], ...]
    fixed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    """One use with the variable that holds it."""

    variable: int
    use: ResourceUse


def rows_of(problem: ScheduleProblem) -> ProblemRows:
    """The rows of a problem."""
    admissible = tuple(_fits_alone(problem, i) for i in range(len(problem.options)))
    held, links, variables = _held(problem, admissible)
    found: list[CapacityRow] = []
    edges: set[Edge] = set()
    for resource in problem.resources:
        mine = held.get(resource.id, [])
        found += _capacity(resource, mine)
        found += _closed(resource, mine)
        for limit in resource.limits:
            found += _limited(mine, limit.window, limit.at_most, energy=limit.of == "energy")
        pairs = _turning(resource, mine)
        found += [CapacityRow(((a, 1),), 0) for a, b in pairs if a == b]  # it cannot turn to itself in time
        edges |= {(a, b) for a, b in pairs if a != b}
    quotas, more, variables = quota_rows(problem, admissible, variables)
    for terms, most in quotas:
        found += _row(terms.items(), most)
    cliques = list(_of_tasks(problem, admissible, found))
    edges |= set(_apart(problem, admissible, found))
    found += [CapacityRow(tuple((i, 1) for i in clique), 1) for clique in cover(edges, cliques)]
    return ProblemRows(
        variables=variables,
        admissible=admissible,
        rows=tuple(dict.fromkeys(found)),
        links=(*links, *more),
        fixed=_places(problem, problem.fixed),
    )


def _places(problem: ScheduleProblem, names: Iterable[str]) -> tuple[int, ...]:
    place = {o.id: i for i, o in enumerate(problem.options)}
    return tuple(sorted({place[name] for name in names}))


def _of_tasks(
    problem: ScheduleProblem, admissible: tuple[bool, ...], found: list[CapacityRow]
) -> Iterator[tuple[int, ...]]:
    """The options of each task that gets one at most: cliques; rows for the others, into ``found``."""
    by_task: dict[str, list[int]] = defaultdict(list)
    for i, option in enumerate(problem.options):
        if admissible[i]:
            by_task[option.task].append(i)
    for name, mine_of in by_task.items():
        most = problem.task[name].at_most
        if most == 1 and len(mine_of) > 1:
            yield tuple(mine_of)
        elif len(mine_of) > most:
            found.append(CapacityRow(tuple((i, 1) for i in mine_of), most))


def _apart(
    problem: ScheduleProblem, admissible: tuple[bool, ...], found: list[CapacityRow]
) -> Iterator[Edge]:
    """The pairs that exclude each other; rows for larger sets, into ``found``."""
    for names in problem.never_together:
        places = _places(problem, names)
        if not all(admissible[i] for i in places):
            continue
        if len(places) == 2:
            yield places[0], places[1]
        else:
            found.append(CapacityRow(tuple((i, 1) for i in places), len(places) - 1))


def _fits_alone(problem: ScheduleProblem, place: int) -> bool:
    """Whether an option breaks no rule by itself."""
    option = problem.options[place]
    task = problem.task[option.task]
    down = (
        option.ready if option.ready is not None else max((u.end for u in option.uses), default=problem.start)
    )
    if task.due is not None and down + task.handling > task.due:
        return False
    if not (licensed(problem, place) and outside_kept_back(problem, place)):
        return False
    return all(
        problem.start <= use.start
        and use.end <= problem.end
        and use.end - use.start >= problem.resource[use.resource].least
        for use in option.uses
    )


def _held(
    problem: ScheduleProblem, admissible: tuple[bool, ...]
) -> tuple[dict[str, list[_Held]], tuple[tuple[int, int], ...], int]:
    """The uses of each resource with their variables; a use that several options share has one of its own."""
    held: dict[str, list[_Held]] = defaultdict(list)
    shared: dict[tuple[str, str], list[tuple[int, ResourceUse]]] = defaultdict(list)
    for i, option in enumerate(problem.options):
        if not admissible[i]:
            continue
        for use in option.uses:
            if use.serves:
                shared[use.resource, use.serves].append((i, use))
            else:
                held[use.resource].append(_Held(i, use))
    variables, links = len(problem.options), []
    for (resource, _), users in shared.items():
        who = sorted({i for i, _ in users})
        variable = who[0]
        if len(who) > 1:
            variable, variables = variables, variables + 1
            links += [(i, variable) for i in who]
        held[resource].append(_Held(variable, users[0][1]))
    return held, tuple(links), variables


def _capacity(resource: Resource, held: Iterable[_Held]) -> Iterator[CapacityRow]:
    """A row for each moment at which the most is held, set-up, teardown and switching included."""
    spans = [
        (
            h.use.start - resource.setup,
            h.use.end + resource.teardown + resource.switch,
            h.variable,
            h.use.units,
        )
        for h in held
    ]
    for at_once in _moments(spans):
        yield from _row(at_once, resource.units)


def _closed(resource: Resource, held: Iterable[_Held]) -> Iterator[CapacityRow]:
    """Rows for the moments at which a part of the units, or all, is closed; nobody switches to a closure."""
    spans = [
        (h.use.start - resource.setup, h.use.end + resource.teardown, h.variable, h.use.units) for h in held
    ]
    spans += [(start, end, -1, units) for start, end, units in resource.closed]
    for at_once in _moments(spans) if resource.closed else ():
        shut = sum(units for variable, units in at_once if variable < 0)
        if shut:
            yield from _row([t for t in at_once if t[0] >= 0], max(0, resource.units - shut))


def _moments(spans: list[tuple[int, int, int, int]]) -> Iterator[list[tuple[int, int]]]:
    """What is held (variable, units) at each moment at which nothing more can be held: maximal cliques."""
    events = [(start, 1, k) for k, (start, *_) in enumerate(spans)]
    events += [(end, 0, k) for k, (_, end, *_) in enumerate(spans)]
    now: dict[int, tuple[int, int]] = {}
    grew = False
    for _, begins, k in sorted(events):
        if begins:
            now[k] = spans[k][2:]
            grew = True
        else:
            if grew:
                yield list(now.values())
            grew = False
            del now[k]


def _row(terms: Iterable[tuple[int, int]], most: int) -> Iterator[CapacityRow]:
    """A row, where its terms could exceed what they may be; a variable's coefficients are added."""
    summed: dict[int, int] = defaultdict(int)
    for variable, units in terms:
        summed[variable] += units
    if sum(summed.values()) > most:
        yield CapacityRow(tuple(sorted(summed.items())), most)


def _limited(held: Iterable[_Held], window: int, most: int, *, energy: bool) -> Iterator[CapacityRow]:
    """Rows for what uses that begin within a window take together, one from the begin of each use."""
    uses = sorted(held, key=lambda h: (h.use.start, h.variable))
    for first, one in enumerate(uses):
        terms = []
        for other in uses[first:]:
            if other.use.start >= one.use.start + window:
                break
            terms.append((other.variable, other.use.energy if energy else other.use.end - other.use.start))
        yield from _row(terms, most)


def _turning(resource: Resource, held: Iterable[_Held]) -> set[Edge]:
    """The pairs of uses between which there is no time to turn."""
    law = resource.slew
    if law is None:
        return set()
    uses = sorted((h for h in held if h.use.pointing), key=lambda h: (h.use.start, h.variable))
    angles = [angle for h in uses for ends in h.use.pointing or () for angle in ends]
    longest = law.settle + (max(angles, default=0) - min(angles, default=0)) // law.per_second + 1
    edges = set()
    for k, one in enumerate(uses):
        for other in uses[k + 1 :]:
            if other.use.start >= one.use.end + longest:
                break
            assert one.use.pointing is not None
            assert other.use.pointing is not None
            (_, (roll, pitch)), ((to_roll, to_pitch), _) = one.use.pointing, other.use.pointing
            turn = max(abs(to_roll - roll), abs(to_pitch - pitch))
            needed = law.settle - (-turn // law.per_second) if turn else 0
            if other.use.start - one.use.end < needed:
                edges.add((min(one.variable, other.variable), max(one.variable, other.variable)))
    return edges
