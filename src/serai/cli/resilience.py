"""`serai resilience`: which single losses break which needs, and what would mend them?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.console import print_json, program, show
from serai.cli.input.options import At, Days, Folder, Json, Needs, With, Zone
from serai.cli.input.parsing import begins, say_in_force
from serai.cli.input.reference import reference_corridor
from serai.cli.progress import watched


def resilience(
    folder: Folder = None,
    at: At = None,
    days: Days = None,
    need: Needs = None,
    with_terms: With = None,
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="Try every pair of losses too, where no single one breaks a need."),
    ] = False,
    tz: Zone = None,
    json: Json = False,
) -> None:
    """Which single loss breaks which needs, and what mends it?

    Also how many losses each need survives, who can stand in for whom, and what each partner gives and gets.

    \b
    Examples:
      serai resilience
      serai resilience --pairs --need N01
      serai resilience --with karachi-kashi --json
    """
    run(
        folder=folder,
        at=at,
        days=days,
        needs=tuple(need or ()),
        with_terms=tuple(with_terms or ()),
        pairs=pairs,
        tz=tz,
        json=json,
    )


def run(
    *,
    folder: Path | None,
    at: str | None,
    days: float | None,
    needs: tuple[str, ...],
    with_terms: tuple[str, ...],
    pairs: bool,
    tz: str | None,
    json: bool,
) -> None:
    """Try the losses as asked and print what they break."""
    from serai import report as views
    from serai.outcome.advice import advice
    from serai.outcome.outcome import assess as judge
    from serai.outcome.outcome import open_corridor
    from serai.outcome.study import findings, studied

    corridor = open_corridor(folder or reference_corridor())
    begin = begins(corridor, at, tz)
    say_in_force(corridor, with_terms)
    corridor = corridor.with_terms(*with_terms)
    if needs:
        corridor = corridor.only(*needs)
    with watched() as tell:
        outcome = judge(corridor, at=begin, days=days, asks=(studied(pairs=pairs),), progress=tell)
        found = findings(outcome, pairs=pairs, agreements=advice(outcome, tell))
    if json:
        print_json(views.resilience_answer(found))
        return
    show(views.ResilienceView(found, next_command=f"{program()} assess --without NAME"))
