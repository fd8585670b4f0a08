"""One self-contained page of an assessment: no outside request, readable without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from serai.files import made_folder, put
from serai.needs import State
from serai.outcome.change import compare
from serai.outcome.outcome import Outcome
from serai.pool import NotInPool, Pool
from serai.report.data.companions import write_companions
from serai.report.drawing.map import corridor_map
from serai.report.drawing.marks import chip, symbols
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.resources import resource
from serai.report.moments import ReaderClocks, clock, day
from serai.report.page.all_ask import all_ask_section
from serai.report.page.changes import changes_section
from serai.report.page.details import details_section
from serai.report.page.head import page_head
from serai.report.page.headline import headline_section
from serai.report.page.ladders import forget_ladders, write_ladders
from serai.report.page.lamps import lamp_cards
from serai.report.page.legend import map_legend
from serai.report.page.needs_table import needs_table
from serai.report.page.reduced import reduced_section
from serai.report.page.single_points import points_section
from serai.report.page.sources import sources_section
from serai.report.page.timeline import timeline_section
from serai.report.page.volumes import anchor, table_sections
from serai.report.readings.beside import PagesBeside, watched_pages
from serai.report.readings.changes import summary
from serai.report.readings.elements import rests_on_elements
from serai.report.readings.tables import shared_tables
from serai.wording import harmless, plural, sentence
from serai.wording.times import days

INDEX = "index.html"
STYLES = ("palette.css", "style.css", "drawing.css", "area.css", "narrow.css")


def write_report(
    outcome: Outcome,
    path: str | Path,
    *,
    before: Outcome | None = None,
    made_by: str = "serai",
    zone: ZoneInfo | None = None,
    ladders: bool = False,
) -> Path:
    """Write the page to a file, or as index.html into a folder with its tables as CSV, and say where it is.

    ``before`` is the same corridor before a loss or an agreement: the page then says what changed.
    ``made_by`` is the program with its version, for the page's sources; ``zone`` is the reader's, whose clock
    then stands beside that of UTC. ``ladders`` writes a page beside that of a folder for each connect need,
    with every service that reaches its place: about 0.1 s of CPU each. Pages that `serai monitor` wrote into
    folders beside it, called by their needs, are linked.
    """
    file = Path(path)
    if file.suffix.casefold() not in (".html", ".htm"):
        file = file / INDEX
    made_folder(file.parent)
    own = file.name == INDEX  # a folder of its own takes the tables too
    companions = write_companions(outcome, file.parent) if own else ()
    beside = PagesBeside(watched=watched_pages(outcome.corridor.needs, file.parent))
    if own:
        forget_ladders(outcome, file.parent)
        if ladders:
            beside = replace(beside, ladders=write_ladders(outcome, file.parent, back=INDEX))
    text = page(outcome, before=before, made_by=made_by, companions=companions, zone=zone, beside=beside)
    put(file, harmless(text))
    return file


def page(
    outcome: Outcome,
    *,
    before: Outcome | None = None,
    made_by: str = "serai",
    companions: Sequence[str] = (),
    zone: ZoneInfo | None = None,
    beside: PagesBeside | None = None,
) -> str:
    """The whole page as text: HTML that is well-formed XML too.

    ``companions`` are the files beside it, ``beside`` the pages of single needs.
    """
    clocks = ReaderClocks(outcome.at, zone)
    sections = [
        _header(outcome, before, clocks),
        lamp_cards(outcome),
        _contents(outcome, changed=before is not None),
        changes_section(before, outcome) if before is not None else None,
        _map_section(outcome, before),
        _needs_section(outcome),
        points_section(outcome),
        all_ask_section(outcome),
        reduced_section(outcome, clocks),
        timeline_section(outcome, clocks),
        *table_sections(outcome, clocks),
        details_section(outcome, clocks, beside or PagesBeside()),
        sources_section(outcome, made_by),
        _companions(companions),
    ]
    title = f"{outcome.corridor.name}, {day(outcome.at)}"
    head = page_head(title, STYLES)
    body = el("body", symbols(), el("main", joined(s for s in sections if s)), _script())
    return f"<!DOCTYPE html>\n{el('html', head, body, lang='en')}\n"


def _companions(names: Sequence[str]) -> Markup | None:
    """Links to the tables as files."""
    if not names:
        return None
    links = joined((el("a", name, href=name, download=True) for name in names), ", ")
    return el("p", "The tables for a spreadsheet, beside this page: ", links, ".", class_="lede companions")


def _script() -> Markup:
    """The script, fenced so that the page is well-formed XML too."""
    return el("script", Markup(f"//<![CDATA[\n{resource('script.js')}//]]>"))


def _header(outcome: Outcome, before: Outcome | None, clocks: ReaderClocks) -> Markup:
    corridor = outcome.corridor
    counts = outcome.verdicts()
    asked = len(outcome.assessments) - counts[State.OUT_OF_SEASON]
    met = f"{counts[State.MET]} of {plural(asked, 'need')} met"
    further = " and each of the 13 after it" if any(a.fortnight for a in outcome.assessments) else ""
    length = f"judged over {days(outcome.days)}{further}, or longer where a revisit is (two weeks at most)"
    return el(
        "header",
        el("p", "serai · corridor assessment", class_="brand"),
        el("h1", corridor.name),
        el("p", f"{day(outcome.at)}, {clock(outcome.at)[:5]} UTC{clocks.own(outcome.at)}", class_="when"),
        _situation(outcome, before),
        joined(el("p", sentence(str(c)), class_="caution") for c in outcome.cautions),
        headline_section(outcome),
        _changed(before, outcome) if before is not None else None,
        el("p", f"{met}; {length}; {rests_on_elements(outcome)}".rstrip("; ") + ".", class_="lede"),
    )


def _situation(outcome: Outcome, before: Outcome | None) -> Markup:
    """What was struck, added or switched on, or that nothing was."""
    whole, terms = (before or outcome).pool, outcome.pool.terms
    struck = (
        el("li", el("b", "Struck: "), loss_words(whole, name), class_="struck") for name in outcome.struck
    )
    agreed = (
        el("li", el("b", "Switched on: "), f"{t.id}: {t.what}", class_="agreed")
        for t in terms.rows
        if t.id in terms.switched_on
    )
    added = (el("li", el("b", "Your cable: "), name, class_="agreed") for name in outcome.corridor.added)
    clouds = outcome.corridor.weather.forecast
    cloud = (el("li", el("b", "Cloud by: "), clouds.file, class_="agreed"),) if clouds else ()
    items = [*struck, *added, *cloud, *agreed]
    if items:
        return el("ul", joined(items), class_="situations")
    return el("p", "As the corridor stands: nothing struck, no candidate term switched on.", class_="lede")


def loss_words(whole: Pool, name: str) -> str:
    """What was struck, in words: "Kashi", "corridor:red-sea (31 assets)"; the pool is the one before it."""
    if name in whole:
        return whole[name].name
    try:
        lost = whole.named(name)
    except NotInPool:
        return name
    return f"{name} ({plural(len(lost), 'asset')})"


def _changed(before: Outcome, outcome: Outcome) -> Markup:
    """One line with the needs that changed, each leading to its row."""
    found = compare(before, outcome)
    if not found:
        return el("p", sentence(summary(found)), class_="changed")
    chips = joined((chip(c.after) for c in found), " ")
    return el("p", el("a", f"{summary(found)}", href="#changes"), ": ", chips, class_="changed")


def _contents(outcome: Outcome, *, changed: bool) -> Markup:
    parts = [("changes", "What changed")] if changed else []
    parts += [
        ("map", "Map"),
        ("needs", "Needs"),
        ("points", "Single points"),
        *([("out", "Out of service")] if outcome.reduced else []),
        ("day", "The day"),
        *((anchor(table), str(table.title)) for _, table in shared_tables(outcome).values()),
        ("details", "Details"),
        ("sources", "Sources"),
    ]
    return el("nav", joined(el("a", words, href=f"#{to}") for to, words in parts), aria_label="On this page")


def _needs_section(outcome: Outcome) -> Markup:
    return el(
        "section",
        el("h2", "Needs"),
        el(
            "p",
            "Each row shows the figure that decides. The bar is the share of the judged time, or of its "
            "images, for which its threshold holds, the tick the share that is required. Point at a figure "
            "for its origin.",
            class_="lede",
        ),
        el("div", class_="tools", hidden=True),
        needs_table(outcome),
        id="needs",
    )


def _map_section(outcome: Outcome, before: Outcome | None) -> Markup:
    return el(
        "section",
        el("h2", "Map"),
        el("div", corridor_map(outcome, before=before), class_="map-frame", tabindex="0"),
        map_legend(outcome, lost=before is not None),
        id="map",
    )
