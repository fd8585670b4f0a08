"""`serai budget`: a link budget that an operator can audit, line by line."""

from __future__ import annotations

from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.console import echo, print_json
from serai.cli.input.options import Json, one_form

if TYPE_CHECKING:
    from serai.radio.link.budget_file import BudgetWay

PIPED = 110  # columns where there is no terminal
MOMENTS = 9  # of a pass shown; all of them stand in --json


def budget(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A budget in TOML; see docs/budgets.md and examples/.")
    ],
    csv: Annotated[bool, typer.Option("--csv", help="The lines as CSV.")] = False,
    json: Json = False,
) -> None:
    """Does a link close, by which lines, with what margin and for how much of the year?

    Forward and return, each with its uplink and downlink, through a transparent or regenerative satellite;
    C/N with C/I, the modcod that carries most, and the share of an average year for which it closes where
    the place's figures are given. For a satellite that moves, its pass: margin and modcod over time and the
    data it brings. A figure left out that a sum needs is unknown, and so is the sum.

    \b
    Examples:
      serai budget examples/ku_vsat.toml
      serai budget examples/x_band_pass.toml --json
    """
    from serai.questions.budget import budget as answered
    from serai.radio.link.link import as_csv

    one_form(csv=csv, json=json)
    ways = answered(file)
    if json:
        print_json({"file": str(file), "ways": [_plain(w) for w in ways]})
        return
    if csv:
        echo(as_csv(w.budget for w in ways), nl=False)
        return
    columns = get_terminal_size((PIPED, 24)).columns
    for number, w in enumerate(ways):
        echo(("\n" if number else "") + w.budget.table(columns))
        for line in (*_closing(w), *_pass(w)):
            echo(line)


def _plain(way: BudgetWay) -> dict[str, object]:
    from serai.radio.link.link import as_rows

    decides = way.budget.deciding
    plain: dict[str, object] = {
        "way": way.name,
        "title": way.budget.title,
        "margin_db": way.budget.value("margin"),
        "closes": way.budget.closes,
        "decides": None if decides is None else decides.name,
        "available_percent": way.available_percent,
        "missing": list(way.budget.missing),
        "lines": as_rows([way.budget]),
    }
    if way.path is not None:
        plain["pass"] = None if way.over is None else _moments(way)
    return plain


def _moments(way: BudgetWay) -> dict[str, object]:
    assert way.path is not None
    assert way.over is not None
    return {
        "rise": None if way.path.rise is None else way.path.rise.utc(),
        "volume_bits": way.over.volume_bits,
        "since_s": way.path.since_s.tolist(),
        "elevation_deg": way.path.elevation_deg.tolist(),
        "range_km": (way.path.range_m / 1e3).tolist(),
        "es_n0_db": way.over.es_n0_db.tolist(),
        "margin_db": way.over.margin_db.tolist(),
        "modcod": list(way.over.named()),
        "rate_bps": way.over.rate_bps.tolist(),
    }


def _closing(way: BudgetWay) -> list[str]:
    """For how much of the year a way closes, in words."""
    percent = way.available_percent
    if percent is None:
        return []
    if percent <= 0.0:
        return ["   does not close for 95 % of an average year, the least that P.618 covers"]
    least = "at least " if percent >= 99.999 else ""
    how = ", by the modcod the weather leaves," if way.adaptive else ""
    return [f"   closes{how} for {least}{percent:.3f} % of an average year"]


def _pass(way: BudgetWay) -> list[str]:
    """The pass in a few moments, and what it brings."""
    if way.path is None:
        return []
    if way.over is None:
        return ["   the pass is unknown: a figure it needs is"]
    import numpy as np

    shown = np.unique(np.linspace(0, len(way.path.since_s) - 1, MOMENTS).round().astype(int)).tolist()
    path, over, names = way.path, way.over, way.over.named()
    rows = ["", "   time  elevation    range    Es/N0   margin      rate  modcod"]
    rows += [
        f"{path.since_s[k]:5.0f} s {path.elevation_deg[k]:6.1f} deg {path.range_m[k] / 1e3:5.0f} km "
        f"{over.es_n0_db[k]:5.1f} dB {over.margin_db[k]:5.1f} dB "
        f"{over.rate_bps[k] / 1e6:6.1f} M  {names[k] or 'none closes'}"
        for k in shown
    ]
    minutes, gigabytes = path.since_s[-1] / 60.0, over.volume_bits / 8e9
    rows.append(f"   in {minutes:.1f} min the pass brings {gigabytes:.2f} GB ({gigabytes * 8.0:.1f} Gbit)")
    return rows
