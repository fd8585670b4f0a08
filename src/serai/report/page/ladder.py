"""The ladder of a place as a page of its own: the picture, then every service with its figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from serai.connect.ladder import Rung
from serai.corridor import Corridor
from serai.files import made_folder, put
from serai.pool import Pool
from serai.questions.ladder import PlaceLadder
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.drawing.topology import SLIM, topology
from serai.report.moments import minute
from serai.report.page.head import page_head
from serai.report.readings.ladder import cables_end, figures, given, hangs
from serai.wording import harmless, plural, reason, sentence

STYLES = ("palette.css", "style.css", "topology.css", "narrow.css")
HEADINGS = ("Kind", "By", "What it gives", "What it hangs on")
LEDE = (
    "A line is a service, a dot what it hangs on; a filled dot is one thing under several lines. "
    "Dashed: there for a part of the day. Violet: a figure that nobody published is missing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The page of the assessment that a ladder stands beside, and what is to be known before any figure."""

    page: str
    cautions: tuple[str, ...] = ()


def write_ladder_page(asked: PlaceLadder, corridor: Corridor, path: Path) -> Path:
    """Write the page as one file that stands on its own."""
    made_folder(path.parent)
    put(path, harmless(ladder_page(asked, corridor)))
    return path


def ladder_page(asked: PlaceLadder, corridor: Corridor, beside: Beside | None = None) -> str:
    """The page as HTML that is well-formed XML too."""
    rungs, pool = asked.found.rungs, corridor.pool
    body = el(
        "main",
        _header(asked, corridor, beside),
        _picture(rungs, pool),
        _services(rungs, pool),
        _shut(asked),
    )
    head = page_head(f"{asked.name}: services", STYLES)
    return f"<!DOCTYPE html>\n{el('html', head, el('body', body), lang='en')}\n"


def _header(asked: PlaceLadder, corridor: Corridor, beside: Beside | None) -> Markup:
    """Whose place it is, over which time, and what was taken as lost."""
    period = f"{minute(asked.within.start)} to {minute(asked.within.end)} UTC"
    lost = f", without {', '.join(corridor.struck)}" if corridor.struck else ""
    lost += f", with {', '.join(corridor.added)}" if corridor.added else ""
    site, site_m = asked.found.site, asked.found.site_m
    lines = (
        asked.taken,
        given(asked.given, corridor.pool),
        cables_end(site, site_m) if site is not None else None,
        f"When all needs ask at once: {asked.shared.says}" if asked.shared else None,
    )
    return el(
        "header",
        el("p", el("a", "← the assessment", href=beside.page)) if beside else None,
        el("p", "serai connect", class_="brand"),
        el("h1", asked.name),
        el("p", f"{plural(len(asked.found.rungs), 'service')}, {period}{lost}.", class_="when"),
        joined(el("p", sentence(c), class_="caution") for c in beside.cautions) if beside else None,
        joined(el("p", sentence(str(line)), class_="lede") for line in lines if line),
    )


def _picture(rungs: tuple[Rung, ...], pool: Pool) -> Markup | None:
    """The services as lines, once for a screen and once for a phone; None where there are none."""
    if not rungs:
        return None
    return el(
        "section",
        el("h2", "The picture"),
        el("p", LEDE, class_="lede"),
        topology(rungs, pool),
        topology(rungs, pool, SLIM),
        id="picture",
    )


def _services(rungs: tuple[Rung, ...], pool: Pool) -> Markup:
    """Every service with its figures."""
    if not rungs:
        return el("section", el("p", sentence(str(reason("connect.ladder.none")))), id="services")
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in HEADINGS)))
    rows = joined(_row(rung, pool) for rung in rungs)
    return el(
        "section",
        el("h2", "Every service, best first"),
        table(head, el("tbody", rows), class_="rungs"),
        id="services",
    )


def _row(rung: Rung, pool: Pool) -> Markup:
    gives, on = ("; ".join(map(str, said)) for said in (figures(rung), hangs(rung, pool)))
    cells = (rung.service, el("strong", str(rung.by)), gives, on)
    return el("tr", joined(el("td", c, data_label=h) for c, h in zip(cells, HEADINGS, strict=True)))


def _shut(asked: PlaceLadder) -> Markup | None:
    """What reaches the place and may not be used, and why."""
    if not asked.found.shut:
        return None
    items = joined(el("li", el("strong", one.by), ": ", str(one.why)) for one in asked.found.shut)
    return el("section", el("h2", "May not be used here"), el("ul", items), id="shut")
