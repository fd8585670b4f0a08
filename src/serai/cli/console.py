"""Printing: for people at the terminal's own width, plain when piped; for programs as one JSON object."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from serai import JSON_VERSION
from serai.wording import harmless, harmless_json

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment
    from rich.text import Text

PIPED_WIDTH = 110  # columns of a page that is not shown on a terminal


def versioned(answer: Mapping[str, object]) -> dict[str, object]:
    """An answer for programs, headed by the version of its fields (docs/stable.md)."""
    return {"version": JSON_VERSION, **answer}


def print_json(answer: Mapping[str, object], *, indent: int | None = 2) -> None:
    """Print one JSON object on standard output; a NaN or an infinity in it would be a fault: refused."""
    text = json.dumps(versioned(answer), ensure_ascii=False, allow_nan=False, indent=indent)
    typer.echo(harmless_json(text))


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a line on standard output, or on standard error; nothing in it commands a terminal or hides."""
    typer.echo(harmless(str(text)), err=err, nl=nl)


def program() -> str:
    """How serai was called here: by its name, or by the path of the ./run that was typed."""
    return os.environ.get("SERAI_CALLED") or "serai"


def bear_with_the_terminal() -> None:
    """Let a terminal that is not of UTF-8 get a replacement for a letter that it does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def show(view: RenderableType) -> None:
    """Print a view on standard output."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPED_WIDTH
    Console(width=width, highlight=False, soft_wrap=False).print(_Harmless(view))


@dataclass(frozen=True)
class _Harmless:
    """A view in which no text commands the terminal; the styles that rich writes itself stay."""

    view: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for one in console.render(self.view, options):
            yield one if one.control else one._replace(text=harmless(one.text))


def name_cell(name: object) -> Text:
    """A name in a table, shortened with an ellipsis where its column (without ``no_wrap``) is narrow."""
    from rich.text import Text

    return Text(str(name), no_wrap=True, overflow="ellipsis")
