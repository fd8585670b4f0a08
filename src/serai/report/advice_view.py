"""Which agreements would help, in a terminal: what each mends, and what no longer hangs on one loss."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from serai.outcome.advice import Advice
from serai.outcome.study import Findings
from serai.pool.naming import asset_name
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
        first, *rest = wrapped(_says(one, found), width, indent=6, hang=6)
        yield Text.assemble((f"{one.term.id:<6}", "bold"), first.plain.strip())
        yield from rest


def _says(one: Advice, found: Findings) -> str:
    parts = [f"{old.need.id} from {old.state} to {new.state}" for old, new in one.mends]
    for need, losses in one.relieves:
        names = ", ".join(asset_name(found.outcome.pool, x) for x in losses)
        parts.append(f"{need} no longer hangs on {names}")
    return f"{one.term.what}: {'; '.join(parts)}"
