"""Printing for people: the terminal's own width, plain when piped."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

PIPED_WIDTH = 110  # columns of a page that is not shown on a terminal


def show(view: RenderableType) -> None:
    """Print a view on standard output."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPED_WIDTH
    Console(width=width, highlight=False, soft_wrap=False).print(view)


def name_cell(name: object) -> Text:
    """A name in a table, shortened with an ellipsis where its column (without ``no_wrap``) is narrow."""
    from rich.text import Text

    return Text(str(name), no_wrap=True, overflow="ellipsis")
