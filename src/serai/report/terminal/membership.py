"""What each satellite of a constellation adds to how often places are seen, at the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from serai.questions.revisit import Revisit
from serai.report.readings.local_hours import local_hours
from serai.wording import reason

SHOWN = 40
FIGURES = ("mean_revisit_h", "longest_gap_h", "expected_wait_h")


def membership_views(of: Revisit) -> Iterator[RenderableType]:
    """When by the mean Sun places are seen, and the figures without each satellite in turn."""
    yield Text(str(local_hours(of.local_times)))
    members = of.members
    if len(members) < 2:
        return
    yield ""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for head in ("satellite", "looks", *FIGURES):
        table.add_column(
            str(reason(f"exhibit.membership.{head}")),
            justify="left" if head == "satellite" else "right",
            no_wrap=head != "satellite",
        )
    for one in members[:SHOWN]:
        figures = (one.without[name] for name in FIGURES)
        told = ("-" if figure is None else f"{figure:.2f} h" for figure in figures)
        table.add_row(one.name, str(one.looks), *told)
    yield table
    if len(members) > SHOWN:
        yield str(reason("exhibit.membership.more", count=len(members) - SHOWN))
    yield Text(str(reason("exhibit.membership.how")))
