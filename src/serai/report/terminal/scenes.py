"""Scenes of an area at the terminal: the archive, what came of what was planned, and who could look next."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from serai.observe.catalogue.planned import ACQUIRED, DELIVERED, PLANNED
from serai.observe.catalogue.search import FoundScene
from serai.questions.images.scenes import ScenesOfArea
from serai.report.moments import minute
from serai.report.terminal.lines import SOFT, TextCell, line
from serai.report.terminal.region import region_views
from serai.wording import listed, percent, reason

SHOWN = 20
STATES = (DELIVERED, ACQUIRED, PLANNED)
WIDTHS = (30, 18, 18, 8, 8, 8)
HEADS = ("scene", "taken", "platform", "metres", "covers", "cloud")


def scene_views(of: ScenesOfArea, clock: ZoneInfo | None = None) -> Iterator[RenderableType]:
    """One sentence on the archive, its newest scenes, planned looks by state, then the looks to come."""
    if of.archive:
        newest = of.archive[0]
        key = "catalogue.enough" if of.enough else "catalogue.some"
        yield Text(
            str(
                reason(
                    key,
                    scenes=len(of.archive),
                    shown=of.shown,
                    newest=newest.item.id,
                    at=newest.item.start.utc(0),
                    covered=newest.covered,
                )
            )
        )
        for k, row in enumerate((HEADS, *map(_cells, of.archive[:SHOWN]))):
            yield line(
                TextCell(c, w, "" if k else SOFT, right=i > 2)
                for i, (c, w) in enumerate(zip(row, WIDTHS, strict=True))
            )
        if len(of.archive) > SHOWN:
            yield Text(str(reason("catalogue.more", scenes=len(of.archive) - SHOWN)), style=SOFT)
    else:
        yield Text(str(reason("catalogue.nothing")))
    if of.planned:
        counts = Counter(one.state for one in of.planned)
        states = listed([f"{counts[s]} {reason(f'catalogue.state.{s}')}" for s in STATES if counts[s]])
        yield Text(str(reason("catalogue.planned", looks=len(of.planned), states=states)))
    yield ""
    yield from region_views(of.tasking, clock)


def _cells(one: FoundScene) -> tuple[str, ...]:
    item = one.item
    return (
        item.id if len(item.id) < WIDTHS[0] else f"{item.id[: WIDTHS[0] - 2]}…",
        minute(item.start),
        item.platform or "-",
        f"{item.gsd_m:g}" if math.isfinite(item.gsd_m) else "-",
        percent(one.covered),
        percent(item.cloud) if math.isfinite(item.cloud) else "-",
    )
