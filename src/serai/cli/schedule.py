"""`serai schedule`: which options of a problem are best chosen together, and how sure is that?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.options import Json, Seed, Units, Wall, between
from serai.errors import Refused

if TYPE_CHECKING:
    from rich.table import Table

    from serai.plan.scheduling import Schedule, ScheduleProblem
    from serai.plan.scheduling.result import Told

SHOWN_AT_MOST = 200  # options and tasks on the screen; --json gives all


def schedule(
    problem: Annotated[
        Path, typer.Argument(metavar="PROBLEM", help="A problem in JSON; see docs/schedule.md and examples/.")
    ],
    solver: Annotated[
        str | None,
        typer.Option("--solver", metavar="NAME", help="greedy, mip, cp-sat or lns; the best one there is."),
    ] = None,
    units: Units = 60.0,
    seed: Seed = 1,
    gap: Annotated[
        float,
        typer.Option(
            "--gap",
            metavar="SHARE",
            callback=between(0.0, 1.0),
            help="Proven to this is enough; 0.01 is 1 %.",
        ),
    ] = 0.0,
    wall: Wall = 300.0,
    check: Annotated[
        Path | None,
        typer.Option("--check", metavar="PLAN", help="Judge this schedule (JSON) instead of making one."),
    ] = None,
    alternatives: Annotated[
        bool,
        typer.Option("--alternatives", help="What would do for each task that is left or late."),
    ] = False,
    json: Json = False,
) -> None:
    """Which options of a scheduling problem are best chosen together, and how far from the best at most?

    Every schedule tells its value, its bound and its gap, and is judged by rules that no solver shares. Work
    is counted in units: the same problem, seed and units give the same schedule, to the byte. Ctrl-C ends the
    search with what it has.

    \b
    Examples:
      serai schedule examples/two_antennas.json
      serai schedule examples/two_antennas.json --solver greedy --json > plan.json
      serai schedule examples/two_antennas.json --check plan.json
      serai schedule examples/two_antennas.json --alternatives
    """
    from serai.plan.scheduling import Effort, read_problem, read_schedule, schedule_faults, scheduled

    of = read_problem(problem)
    if check is not None:
        made = read_schedule(check)
        faults = schedule_faults(made, of)
        if faults:
            raise Refused("schedule.merged", file=str(check), count=len(faults), first=faults[0])
    else:
        effort = Effort(units=units, wall_s=wall, seed=seed, gap=gap)
        with _watched() as told:
            made = scheduled(of, solver=solver, effort=effort, told=told)
    _print(made, of, alternatives=alternatives, json=json)


def _print(made: Schedule, of: ScheduleProblem, *, alternatives: bool, json: bool) -> None:
    from serai.cli.console import print_json, show
    from serai.report.data.schedule import schedule_answer

    if json:
        print_json(schedule_answer(made, of, alternatives=alternatives))
    else:
        for view in _views(made, of, alternatives=alternatives):
            show(view)


@contextmanager
def _watched() -> Iterator[Told | None]:
    """Value, bound and gap as they come, on standard error and only where somebody watches."""
    import sys

    from serai.cli.progress import bound_line

    if not sys.stderr.isatty():
        yield None
        return

    def told(level: str, value: int, bound: int) -> None:
        typer.echo(f"\r\x1b[K{bound_line(level, value, bound)}", err=True, nl=False)

    yield told
    typer.echo("\r\x1b[K", err=True, nl=False)


def _views(made: Schedule, of: ScheduleProblem, *, alternatives: bool) -> Iterator[str | Table]:
    """What a person reads: how it ended, the levels, what is chosen when, what is left and why."""
    from serai.cli.shares_table import shares_table
    from serai.report.data.schedule import ended_in_words
    from serai.wording import plural

    tasks = {of.option[name].task for name in made.chosen}
    yield (
        f"{ended_in_words(made)}: {plural(len(made.chosen), 'option')} chosen, "
        f"{len(tasks):,} of {plural(len(of.tasks), 'task')} served\n"
    )
    yield _levels(made)
    yield ""
    if of.partners:
        yield shares_table(made, of)
        yield ""
    yield _chosen(made.chosen[:SHOWN_AT_MOST], of)
    if len(made.chosen) > SHOWN_AT_MOST:
        yield f"and {len(made.chosen) - SHOWN_AT_MOST:,} more; --json gives all"
    left = list(_left(made, of, alternatives=alternatives))
    if left:
        yield f"\n{plural(len(left), 'task')} without:"
    yield from (f"  {one}" for one in left[:SHOWN_AT_MOST])
    if len(left) > SHOWN_AT_MOST:
        yield f"and {len(left) - SHOWN_AT_MOST:,} more; --json gives all"
    for number, line in enumerate(_late(made, of) if alternatives else ()):
        yield f"  {line}" if number else f"\nLater than need be:\n  {line}"


def _left(made: Schedule, of: ScheduleProblem, *, alternatives: bool) -> Iterator[str]:
    """A line for each task that got nothing: why, and what would do where that is asked for."""
    from serai.plan.scheduling.left import left_tasks
    from serai.plan.scheduling.terms.alternatives import refused_requests, way_in_words

    if alternatives:
        yield from (f"{one.task}: {one.why}; {way_in_words(one, of)}" for one in refused_requests(made, of))
    else:
        yield from (f"{one.task}: {one.why}" for one in left_tasks(made, of))


def _late(made: Schedule, of: ScheduleProblem) -> Iterator[str]:
    """A line for each task that could be served earlier: what stands in the way, and what it takes."""
    from serai.plan.scheduling.terms.alternatives import late_requests, way_in_words

    yield from (f"{one.task}: {one.why}; {way_in_words(one, of)}" for one in late_requests(made, of))


def _table(*columns: tuple[str, bool]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head, right in columns:
        table.add_column(head, justify="right" if right else "left")
    return table


def _levels(made: Schedule) -> Table:
    """The levels; of heights of fair shares in a row that are all proven, the last one alone."""
    from serai.plan.scheduling.terms.fairness import FAIRNESS

    table = _table(("level", False), ("value", True), ("at most", True), ("gap", True))
    rows = list(zip(made.levels, made.objective, made.bound, made.gaps, strict=True))
    first = ""
    for (name, value, bound, gap), then in zip(rows, [*rows[1:], None], strict=True):
        proven = name.startswith(FAIRNESS) and value == bound
        if proven and then is not None and then[0].startswith(FAIRNESS) and then[1] == then[2]:
            first = first or name
            continue
        shown = f"{first} to {name.removeprefix(FAIRNESS).strip()}" if first else name
        table.add_row(shown, f"{value:,}", f"{bound:,}", "?" if gap is None else f"{gap:.2%}")
        first = ""
    return table


def _chosen(names: Sequence[str], of: ScheduleProblem) -> Table:
    from serai.cli.console import name_cell
    from serai.report.data.schedule import moment

    table = _table(("start", True), ("end", True), ("option", False), ("task", False), ("holds", False))
    for name in names:
        option = of.option[name]
        held = ", ".join(dict.fromkeys(u.resource for u in option.uses))
        start = min((u.start for u in option.uses), default=None)
        end = max((u.end for u in option.uses), default=None)
        table.add_row(
            _short(moment(start, of)), _short(moment(end, of)), *map(name_cell, (name, option.task, held))
        )
    return table


def _short(told: str) -> str:
    """A moment without its year, where it is UTC."""
    return told[5:19].replace("T", " ") if told.endswith("Z") else told
