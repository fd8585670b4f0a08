"""Progress of long work, on standard error and only where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from serai.outcome.planned import Progress
    from serai.plan.scheduling.result import Told


def bound_line(level: str, value: int, bound: int) -> str:
    """How far a search has come on a level: its value, what it could be at most, and the gap between them."""
    gap = f", gap {(bound - value) / abs(value):.2%}" if value else ""
    return f"{level}: {value:,}, at most {bound:,}{gap}"


@contextmanager
def _bar() -> Iterator[Bar | None]:
    """Lines on standard error, drawn when told; None when it is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    # drawn when told, not by a thread of its own: beside threads no process is forked (outcome/fortnight.py)
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        yield bar


def _telling(bar: Bar) -> Progress:
    tasks: dict[str, TaskID] = {}

    def tell(what: str, done: int, of: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=of)
        bar.update(tasks[what], completed=done, total=of, refresh=True)

    return tell


def _bounding(bar: Bar) -> Told:
    tasks: list[TaskID] = []

    def told(level: str, value: int, bound: int) -> None:
        if not tasks:
            tasks.append(bar.add_task("", total=None))
        bar.update(tasks[0], description=bound_line(level, value, bound), refresh=True)

    return told


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A line that says what is being done and how far it is; None when standard error is not a terminal."""
    with _bar() as bar:
        yield None if bar is None else _telling(bar)


@contextmanager
def planning() -> Iterator[tuple[Progress | None, Told | None]]:
    """Progress of looking for opportunities, and bound and gap of the search that follows; as `watched`."""
    from serai.cli.console import echo
    from serai.jit import announced

    with announced(lambda says: echo(f"serai: {says}", err=True)), _bar() as bar:
        yield (None, None) if bar is None else (_telling(bar), _bounding(bar))


@contextmanager
def watched() -> Iterator[Progress | None]:
    """Progress of long work, and one line when what it works with has to be compiled first."""
    from serai.cli.console import echo
    from serai.jit import announced

    with announced(lambda says: echo(f"serai: {says}", err=True)), progress() as tell:
        yield tell
