"""What is out of service in the time asked about, in a terminal: when, and which needs it costs something."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.text import Text

from serai.outcome.outcome import Outcome
from serai.report.moments import period
from serai.report.readings.reduced import costs
from serai.report.terminal.lines import SOFT, wrapped


def out_lines(outcome: Outcome, width: int, zone: ZoneInfo | None) -> Iterator[Text]:
    """A stretch of time after the other, with its events and what it costs; nothing where nothing is out."""
    if not outcome.reduced:
        return
    yield Text()
    yield Text("Out of service, and what hangs on less meanwhile", style="bold")
    for one in outcome.reduced:
        names = ", ".join(f"{e.event.name} ({e.event.id})" for e in one.events)
        yield from wrapped(f"{period(one.span, zone)}: {names}", width, indent=2, hang=4)
        for said in costs(outcome, one):
            yield from wrapped(str(said), width, indent=4, hang=4, style=SOFT)
