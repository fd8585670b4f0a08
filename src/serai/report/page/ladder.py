"""The ladder of a place as a page of its own: the picture, then every service with its figures."""

from __future__ import annotations

from pathlib import Path

from serai.connect.ladder import Rung
from serai.corridor import Corridor
from serai.files import made_folder, put
from serai.pool import Pool
from serai.questions.ladder import PlaceLadder
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.drawing.resources import resource
from serai.report.drawing.topology import topology
from serai.report.moments import minute
from serai.report.page.page import NO_REQUESTS
from serai.report.readings.ladder import figures, hangs
from serai.wording import harmless, plural, sentence

STYLES = ("palette.css", "style.css", "topology.css", "narrow.css")
HEADINGS = ("Kind", "By", "What it gives", "What it hangs on")
LEDE = (
    "A line is a service, a dot what it hangs on; a filled dot is one thing under several lines. "
    "Dashed: there for a part of the day. Violet: a figure that nobody published is missing."
)


def write_ladder_page(asked: PlaceLadder, corridor: Corridor, path: Path) -> Path:
    """Write the page as one file that stands on its own."""
    made_folder(path.parent)
    put(path, harmless(ladder_page(asked, corridor)))
    return path


def ladder_page(asked: PlaceLadder, corridor: Corridor) -> str:
    """The page as HTML that is well-formed XML too."""
    found, pool = asked.found, corridor.pool
    period = f"{minute(asked.within.start)} to {minute(asked.within.end)} UTC"
    struck = f", without {', '.join(corridor.struck)}" if corridor.struck else ""
    body = el(
        "main",
        el(
            "header",
            el("p", "serai connect", class_="brand"),
            el("h1", asked.name),
            el("p", f"{plural(len(found.rungs), 'service')}, {period}{struck}.", class_="when"),
            el("p", sentence(str(asked.taken)), class_="lede") if asked.taken else None,
            el("p", sentence(f"When all needs ask at once: {asked.shared.says}"), class_="lede")
            if asked.shared
            else None,
        ),
        el(
            "section",
            el("h2", "The picture"),
            el("p", LEDE, class_="lede"),
            topology(found.rungs, pool),
            id="picture",
        ),
        _services(found.rungs, pool),
        _shut(asked),
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", http_equiv="Content-Security-Policy", content=NO_REQUESTS),
        el("title", f"{asked.name}: services"),
        el("style", Markup("".join(resource(name) for name in STYLES))),
    )
    return f"<!DOCTYPE html>\n{el('html', head, el('body', body), lang='en')}\n"


def _services(rungs: tuple[Rung, ...], pool: Pool) -> Markup:
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in HEADINGS)))
    rows = joined(_row(rung, pool) for rung in rungs)
    return el("section", el("h2", "Every service, best first"), table(head, el("tbody", rows)), id="services")


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
