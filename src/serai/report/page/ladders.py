"""The ladders beside an assessment's page: for every connect need, all that reaches its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from serai.files import put
from serai.needs import Need
from serai.outcome.outcome import Outcome
from serai.outcome.planned import DAY_S
from serai.questions.ladder import need_ladder
from serai.report.page.ladder import Beside, ladder_page
from serai.report.readings.beside import need_file
from serai.time import Span
from serai.wording import harmless

CONNECT = "connect"


def write_ladders(outcome: Outcome, folder: Path, *, back: str) -> Mapping[str, str]:
    """Write a page for each connect need into a folder; the files' names by need.

    ``back`` is the page of the assessment, beside them. The first day is told, from the world that the
    assessment was judged in: its sky is known, so that a ladder costs a tenth of one asked for by itself.
    """
    within = Span.of(outcome.at, seconds=min(1.0, outcome.days) * DAY_S)
    out = (one.says(outcome.pool) for one in outcome.events.inside if one.span.overlaps(within))
    cautions, written = tuple(map(str, out)), dict[str, str]()
    for need in _connected(outcome):
        found = need_ladder(need, outcome.pool, outcome.world, within, shared=outcome.shared.get(need.id))
        beside = Beside(page=f"{back}#details-{need.id}", cautions=cautions)
        text = ladder_page(found, outcome.corridor, beside)
        put(folder / file_name(need), harmless(text))
        written[need.id] = file_name(need)
    return MappingProxyType(written)


def forget_ladders(outcome: Outcome, folder: Path) -> None:
    """Take away the pages of an earlier assessment: the one that is written now says nothing of them."""
    for need in _connected(outcome):
        (folder / file_name(need)).unlink(missing_ok=True)


def file_name(need: Need) -> str:
    """The file of a need's ladder; an id may hold what no file's name may."""
    return f"ladder-{need_file(need.id)}.html"


def _connected(outcome: Outcome) -> list[Need]:
    return [need for need in outcome.corridor.needs if need.service == CONNECT]
