"""`serai budget`: a link budget that an operator can audit, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.budget_shown import show_sites, show_size, show_ways
from serai.cli.input.attenuation_options import Maps, Older
from serai.cli.input.options import Json, between, one_form
from serai.errors import Refused


def budget(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A budget in TOML; see docs/budgets.md and examples/.")
    ],
    size: Annotated[
        str | None,
        typer.Option("--size", metavar="FIGURE", help="Find the least, such as forward.down.diameter_m."),
    ] = None,
    for_: Annotated[
        float,
        typer.Option(
            "--for", metavar="PERCENT", callback=between(95.0, 99.999), help="Of the year, for --size."
        ),
    ] = 99.9,
    sites: Annotated[
        Path | None,
        typer.Option(
            "--sites", metavar="CSV", help="The budget at each place of a table: id, lat_deg, lon_deg."
        ),
    ] = None,
    place: Annotated[
        str, typer.Option("--place", metavar="NAME", help="Which place of the file --sites puts them for.")
    ] = "site",
    maps: Maps = None,
    older: Older = False,
    max_age: Annotated[
        float,
        typer.Option(
            "--max-age",
            metavar="DAYS",
            callback=between(0.01, 100_000.0),
            help="Refuse a pass by elements that are farther than this from their epoch.",
        ),
    ] = 180.0,
    csv: Annotated[
        bool, typer.Option("--csv", help="The lines, or with --sites the places, as CSV.")
    ] = False,
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
      serai budget examples/ku_vsat.toml --size return.up.power_w --for 99.9
      serai budget examples/x_band_pass.toml --json
    """
    from serai.radio.link.budget_sizing import at_sites, sized
    from serai.radio.propagation.maps import maps_at_hand

    one_form(csv=csv, json=json)
    if size is not None and sites is not None:
        raise Refused("cli.size_or_sites")
    at_hand = maps_at_hand(maps)
    if sites is not None:
        found = at_sites(file, sites, place, at_hand, older=older, max_age_days=max_age)
        show_sites(file, found, csv=csv, json=json)
        return
    if size is not None:
        least = sized(file, size, for_, at_hand, older=older, max_age_days=max_age)
        show_size(file, size, for_, least, csv=csv, json=json)
        return
    from serai.questions.budget import budget as answered

    show_ways(file, answered(file, maps=at_hand, older=older, max_age_days=max_age), csv=csv, json=json)
