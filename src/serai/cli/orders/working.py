"""`serai sweep` and `serai jobs`: long work that is queued, taken by workers, resumed where one died."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.options import At, Folder, Json, Needs, With, between
from serai.cli.orders.options import Base, desk_at
from serai.errors import Refused

if TYPE_CHECKING:
    from rich.table import Table

    from serai.store.jobs import JobQueue, JobStanding, TakenJob


class JobAct(StrEnum):
    """What can be done with jobs."""

    LIST = "list"
    SHOW = "show"
    WORK = "work"
    CANCEL = "cancel"


def sweep(
    folder: Folder = None,
    at: At = None,
    days: Annotated[
        float, typer.Option("--days", metavar="N", callback=between(1, 400), help="How many days, 1 to 400.")
    ] = 30.0,
    need: Needs = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="ID|GROUP|PARTY ...", help="Leave these out on all days."),
    ] = None,
    with_terms: With = None,
    database: Base = None,
    json: Json = False,
) -> None:
    """Queue a sweep: how every need of a corridor stands on each day of a season, day by day.

    The corridor is put on record, and workers take it from there: serai jobs work, on any machine that has
    the database. A sweep that is asked for twice is one job.

    \b
    Examples:
      serai sweep --days 30
      serai sweep corridors/belt-and-road --at 2026-08-22 --days 92 --need N01 N10
    """
    from hashlib import sha256
    from json import dumps

    from serai.cli.console import echo
    from serai.cli.input.parsing import begins
    from serai.cli.input.reference import reference_corridor
    from serai.outcome.outcome import open_corridor
    from serai.store.documents.keeping import kept
    from serai.store.sweeps.days import KIND

    desk = desk_at(database)
    shared = open_corridor(folder or reference_corridor())
    shared.without(*(without or ())).with_terms(*(with_terms or ())).only(*(need or ()))  # refused now
    kept(desk, corridor=shared)
    first = begins(shared, at) or shared.start
    asked: Mapping[str, object] = {
        "corridor": shared.version, "start": first.utc(decimals=0), "days": int(days),
        "needs": list(need or ()), "without": list(without or ()), "with": list(with_terms or ()),
    }  # fmt: skip
    queue = _queue(desk.database)
    key = sha256(dumps(asked, sort_keys=True).encode()).hexdigest()
    number = queue.adds(KIND, asked, key)
    if json:
        _print([queue.stands(number)])
        return
    echo(f"job {number} is {_state(queue.stands(number))}; work on it with: serai jobs work")


def jobs(
    act: Annotated[
        JobAct,
        typer.Argument(
            help="list: how all stand; show: one and what came of it; work: take and do them, until none is "
            "left; cancel: take one back."
        ),
    ] = JobAct.LIST,
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="Which job.")] = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="N", callback=between(1, 256), help="Processes that do the pieces."
        ),
    ] = 2,
    database: Base = None,
    json: Json = False,
) -> None:
    """Long work: how it stands; work on it; take it back.

    Several workers, on several machines, may share a database: each job is with one of them. What is done is
    kept piece by piece: a job whose worker was killed or stopped is resumed by the next, a minute after its
    last word at most.

    \b
    Examples:
      serai jobs
      serai jobs work --workers 4
      serai jobs cancel 3
    """
    from serai.cli.console import echo, show

    queue = _queue(desk_at(database).database)
    if number is None and act in (JobAct.SHOW, JobAct.CANCEL):
        raise Refused("store.which_job", act=act.value)
    if act is JobAct.WORK:
        _work(queue, workers)
    elif act is JobAct.CANCEL and number is not None:
        state = queue.stands(number).state
        if state not in ("queued", "running"):
            raise Refused("store.job_over", job=number, state=state)
        queue.cancels(number)
    some = queue.all() if number is None else [queue.stands(number)]
    if json:
        _print(some)
        return
    show(_table(some) if some else "no job is on record")
    if act is JobAct.SHOW and some[0].result:
        for line in _result_lines(some[0].result):
            echo(line)


def _queue(database: object) -> JobQueue:
    from os import getpid
    from platform import node

    from serai.store.database import Database
    from serai.store.jobs import JobQueue

    assert isinstance(database, Database)
    return JobQueue(database, f"{node()}:{getpid()}")


def _work(queue: JobQueue, workers: int) -> None:
    """Take jobs until none is left, with processes of this machine."""
    from concurrent.futures import Executor, ProcessPoolExecutor
    from multiprocessing import get_context

    from serai.cli.console import echo
    from serai.store.sweeps.days import KIND, SweptDays
    from serai.store.sweeps.worker import JobWorker

    said: dict[int, float] = {}

    def tell(job: TakenJob, progress: float) -> None:
        if progress > said.get(job.id, -1.0):
            echo(f"job {job.id}: {progress:.0%}", err=True)
        said[job.id] = progress

    def executor() -> Executor:
        return ProcessPoolExecutor(workers, get_context("spawn"))  # threads of the pool forbid a fork

    taken = JobWorker(queue, {KIND: SweptDays()}, executor, workers + 1, tell).works()
    if not taken:
        echo("no job waits to be done", err=True)


def _print(some: Sequence[JobStanding]) -> None:
    from dataclasses import asdict

    from serai.cli.console import print_json

    print_json({"jobs": [asdict(one) for one in some]})


def _state(one: JobStanding) -> str:
    return f"{one.state}, {one.progress:.0%}" if one.state == "running" else one.state


def _table(some: Sequence[JobStanding]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("job", "state", "done", "worker", "asked"):
        table.add_column(head, no_wrap=head != "asked")
    for one in some:
        asked = one.asked or {}
        words = f"{asked.get('days')} days from {str(asked.get('start'))[:10]}"
        why = f": {(one.result or {}).get('why')}" if one.state == "failed" else ""
        table.add_row(str(one.id), one.state, f"{one.progress:.0%}", one.worker, f"{words}{why}")
    return table


def _result_lines(result: Mapping[str, object]) -> list[str]:
    """Each need: on how many days it is in which state, and its worst day."""
    lines = []
    needs = result.get("needs")
    for need, how in needs.items() if isinstance(needs, dict) else ():
        states = ", ".join(f"{state} {count}" for state, count in how["states"].items())
        share = "" if how["share_met"] is None else f", {how['share_met']:.1%} of the time on average"
        lines.append(f"  {need}: {states} (days){share}; worst on {how['worst_day'][:10]}")
    return lines
