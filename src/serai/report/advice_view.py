"""Which agreements would help, in a terminal: what each mends, and what no longer hangs on one loss."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from serai.outcome.study import Findings
from serai.report.terminal.lines import SOFT, wrapped


def advice_lines(found: Findings, width: int) -> Iterator[Text]:
    """A line or two for each candidate term that would help, the one that mends most first."""
    if found.agreements is None:
        return
    yield Text()
    yield Text("Which agreement would help (candidate terms, each tried alone: --with TERM)", style="bold")
    if not found.agreements:
        yield Text("  none of the candidate terms changes any need", style=SOFT)
    for one in found.agreements:
        first, *rest = wrapped(str(one.says(found.outcome.pool)), width, indent=6, hang=6)
        yield Text.assemble((f"{one.term.id:<6}", "bold"), first.plain.strip())
        yield from rest
