"""`serai fetch`: newer outside data, from the public body that publishes it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from serai.cli.options import Folder, Json


class Kind(StrEnum):
    """What can be fetched."""

    ELEMENTS = "elements"
    ORIENTATION = "orientation"


def fetch(
    kind: Annotated[
        Kind,
        typer.Argument(
            help="elements: element sets of the corridor's satellites; orientation: Earth orientation."
        ),
    ],
    folder: Folder = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write here; into the corridor folder when left out."),
    ] = None,
    json: Json = False,
) -> None:
    """Fetch newer element sets or Earth orientation.

    Nothing is replaced unless the whole of what came could be read.

    \b
    Examples:
      serai fetch elements my-corridor
      serai fetch orientation --out finals2000A.all
    """
    run(kind=kind, folder=folder, out=out, json=json)


def run(*, kind: Kind, folder: Path | None, out: Path | None, json: bool) -> None:
    """Fetch, check and write what was asked for."""
    raise NotImplementedError
