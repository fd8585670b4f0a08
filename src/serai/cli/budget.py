"""`serai budget`: a link budget that an operator can audit, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.options import Json


def budget(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A budget in TOML; see examples/ku_vsat.toml.")
    ],
    csv: Annotated[bool, typer.Option("--csv", help="The lines as CSV.")] = False,
    json: Json = False,
) -> None:
    """Does a link close, by which lines, with what margin and for how much of the year?

    Forward and return, each with its uplink and downlink, through a transparent or regenerative satellite;
    C/N with C/I, the modcod that carries most, and the share of an average year for which it closes where
    the place's figures are given. A figure left out that a sum needs is unknown, and so is the sum.

    \b
    Examples:
      serai budget examples/ku_vsat.toml
      serai budget examples/ku_vsat.toml --json
    """
    from serai.radio.budget_file import read_budget
    from serai.radio.chain import as_csv, as_rows

    ways = read_budget(file)
    if json:
        from json import dumps

        plain = [
            {
                "way": w.name,
                "title": w.budget.title,
                "margin_db": w.budget.value("margin"),
                "closes": w.budget.closes,
                "available_percent": w.available_percent,
                "missing": list(w.budget.missing),
                "lines": as_rows([w.budget]),
            }
            for w in ways
        ]
        typer.echo(dumps({"file": str(file), "ways": plain}, ensure_ascii=False, indent=2))
        return
    if csv:
        typer.echo(as_csv(w.budget for w in ways), nl=False)
        return
    for number, w in enumerate(ways):
        typer.echo(("\n" if number else "") + w.budget.table())
        if w.available_percent is not None:
            typer.echo(f"   closes for {w.available_percent:.3f} % of an average year")
