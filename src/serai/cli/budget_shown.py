"""How budgets are shown: their lines, a size found, a table of places."""

from __future__ import annotations

import csv as csv_
import io
from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

from serai.cli.console import echo, print_json
from serai.wording import csv_cell

if TYPE_CHECKING:
    from serai.radio.link.budget_file import BudgetWay
    from serai.radio.link.budget_sizing import SiteBudget, Sized

PIPED = 110  # columns where there is no terminal
MOMENTS = 9  # of a pass shown; all of them stand in --json
SITE_COLUMNS = ("site", "way", "elevation_deg", "margin_db", "closes", "available_percent", "decides")


def show_ways(file: Path, ways: tuple[BudgetWay, ...], *, csv: bool, json: bool) -> None:
    """The ways of a budget, line by line."""
    from serai.radio.link.link import as_csv

    if json:
        print_json({"file": str(file), "ways": [_plain(w) for w in ways]})
        return
    if csv:
        echo(as_csv(w.budget for w in ways), nl=False)
        _beware(ways)
        return
    columns = get_terminal_size((PIPED, 24)).columns
    for number, w in enumerate(ways):
        echo(("\n" if number else "") + w.budget.table(columns))
        for line in (*_closing(w), *_pass(w), *_cautions([w], columns, "   ")):
            echo(line)


def show_size(file: Path, size: str, percent: float, found: Sized, *, csv: bool, json: bool) -> None:
    """The least figure that closes a way, and the budget with it."""
    if json:
        plain = {"figure": size, "for_percent": percent, "value": found.value, "most": found.most}
        print_json({"file": str(file), "size": plain, "ways": [_plain(found.way)]})
        return
    show_ways(file, (found.way,), csv=csv, json=False)
    if csv:
        return
    if found.value is not None:
        echo(f"\n{size} of {found.value:.4g} closes for {percent:g} % of an average year")
        return
    best = found.way.available_percent
    echo(
        f"\nno {size} closes for {percent:g} % of an average year; "
        f"the most, {found.most:.4g}, closes for {0.0 if best is None else best:.3f} %"
    )


def show_sites(file: Path, found: Sequence[SiteBudget], *, csv: bool, json: bool) -> None:
    """A budget at each place of a table, a row a place and way."""
    if json:
        plain = [{"site": one.site, "ways": [_plain(w) for w in one.ways]} for one in found]
        print_json({"file": str(file), "sites": plain})
        return
    rows = [_site_row(one, way) for one in found for way in one.ways]
    if csv:
        out = io.StringIO()
        writer = csv_.writer(out, lineterminator="\n")
        writer.writerow(SITE_COLUMNS)
        for row in rows:
            writer.writerow([csv_cell(row[c]) if isinstance(row[c], str) else row[c] for c in SITE_COLUMNS])
        echo(out.getvalue(), nl=False)
        _beware([way for one in found for way in one.ways])
        return
    width = max(len("site"), *(len(str(row["site"])) for row in rows))
    echo(f"{'site':<{width}}  {'way':<8} {'elevation':>10} {'margin':>9}  {'closes for':>12}  decides")
    for row in rows:
        echo(
            f"{row['site']!s:<{width}}  {row['way']!s:<8} {_figure(row['elevation_deg'], '.1f', ' deg'):>10} "
            f"{_figure(row['margin_db'], '.2f', ' dB'):>9}  "
            f"{_figure(row['available_percent'], '.3f', ' %'):>12}  {row['decides'] or ''}"
        )
    columns = get_terminal_size((PIPED, 24)).columns
    for line in _cautions([way for one in found for way in one.ways], columns, ""):
        echo(line)


def _cautions(ways: Sequence[BudgetWay], columns: int, indent: str) -> list[str]:
    """What must be said of the element sets of passes, each once, in lines."""
    said = dict.fromkeys(str(one) for way in ways for one in way.cautions)
    return [
        line for one in said for line in wrap(one, columns, initial_indent=indent, subsequent_indent=indent)
    ]


def _beware(ways: Sequence[BudgetWay]) -> None:
    """The same beside a table of CSV, on standard error."""
    for one in dict.fromkeys(str(one) for way in ways for one in way.cautions):
        echo(f"serai: {one}", err=True)


def _figure(value: object, how: str, unit: str) -> str:
    return f"{value:{how}}{unit}" if isinstance(value, float) else "unknown"


def _site_row(one: SiteBudget, way: BudgetWay) -> dict[str, object]:
    elevations = [line.value for line in way.budget.lines if line.name.endswith(": elevation")]
    plain = _plain(way)
    shown = {name: plain[name] for name in ("way", "margin_db", "closes", "available_percent", "decides")}
    return {"site": one.site, "elevation_deg": min((e for e in elevations if e), default=None), **shown}


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
        "joint_weather": way.joint or None,
        "without_weather": list(way.without_weather),
        "missing": list(way.budget.missing),
        "cautions": [str(one) for one in way.cautions],
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
    """For how much of the year a way closes, in words, and whose weather that is."""
    percent = way.available_percent
    said = []
    if percent is not None:
        least = "at least " if percent >= 99.999 else ""
        how = ", by the modcod the weather leaves," if way.adaptive else ""
        said.append(f"   closes{how} for {least}{percent:.3f} % of an average year")
        if percent <= 0.0:
            said = ["   does not close for 95 % of an average year, the least that P.618 covers"]
        if way.joint:
            how = "each independent of the other" if way.joint == "independent" else "coming together"
            said.append(f"   the weather of both grounds is in it, {how}")
    for leg in way.without_weather:
        said.append(f"   the {leg}link's weather is in no figure: its ground is not given")
    return said


def _pass(way: BudgetWay) -> list[str]:
    """The pass in a few moments, and what it brings."""
    if way.path is None:
        return []
    if way.over is None:
        return ["   the pass is unknown: a figure it needs is"]
    import numpy as np

    shown = np.unique(np.linspace(0, len(way.path.since_s) - 1, MOMENTS).round().astype(int)).tolist()
    path, over = way.path, way.over
    names = [(name if way.adaptive else "") if name else "none closes" for name in over.named()]
    rows = ["", "   time  elevation    range    Es/N0   margin      rate" + "  modcod" * way.adaptive]
    rows += [
        f"{path.since_s[k]:5.0f} s {path.elevation_deg[k]:6.1f} deg {path.range_m[k] / 1e3:5.0f} km "
        f"{over.es_n0_db[k]:5.1f} dB {over.margin_db[k]:5.1f} dB "
        f"{over.rate_bps[k] / 1e6:6.1f} M  {names[k]}".rstrip()
        for k in shown
    ]
    minutes, gigabytes = path.since_s[-1] / 60.0, over.volume_bits / 8e9
    rows.append(f"   in {minutes:.1f} min the pass brings {gigabytes:.2f} GB ({gigabytes * 8.0:.1f} Gbit)")
    return rows
