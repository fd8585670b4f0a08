"""Printing: for people at the terminal's own width, plain when piped; for programs as one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from serai import JSON_VERSION

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

PIPED_WIDTH = 110  # columns of a page that is not shown on a terminal


def versioned(answer: Mapping[str, object]) -> dict[str, object]:
    """An answer for programs, headed by the version of its fields (docs/stable.md)."""
    return {"version": JSON_VERSION, **answer}


def print_json(answer: Mapping[str, object], *, indent: int | None = 2) -> None:
    """Print one JSON object on standard output; a NaN or an infinity in it would be a fault: refused."""
    typer.echo(json.dumps(versioned(answer), ensure_ascii=False, allow_nan=False, indent=indent))


def show(view: RenderableType) -> None:
    """Print a view on standard output."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPED_WIDTH
    Console(width=width, highlight=False, soft_wrap=False).print(view)


def name_cell(name: object) -> Text:
    """A name in a table, shortened with an ellipsis where its column (without ``no_wrap``) is narrow."""
    from rich.text import Text

    return Text(str(name), no_wrap=True, overflow="ellipsis")
