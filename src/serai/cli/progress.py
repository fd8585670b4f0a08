"""Progress of long work, on standard error and only where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serai.outcome.planned import Progress


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A line that says what is being done and how far it is; None when standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    # drawn when told, not by a thread of its own: beside threads no process is forked (outcome/fortnight.py)
    with Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of, refresh=True)

        yield tell


@contextmanager
def watched() -> Iterator[Progress | None]:
    """Progress of long work, and one line when what it works with has to be compiled first."""
    from serai.cli.console import echo
    from serai.jit import announced

    with announced(lambda says: echo(f"serai: {says}", err=True)), progress() as tell:
        yield tell
