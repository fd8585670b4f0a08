"""One self-contained page of an assessment: no outside request, readable without JavaScript."""

from __future__ import annotations

from pathlib import Path

from serai.files import made_folder, put
from serai.needs import State
from serai.outcome.change import compare
from serai.outcome.outcome import Outcome
from serai.pool import NotInPool, Pool
from serai.report.drawing.map import corridor_map
from serai.report.drawing.marks import chip, symbols
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.resources import resource
from serai.report.moments import clock, day
from serai.report.page.changes import changes_section, summary
from serai.report.page.details import details_section
from serai.report.page.lamps import lamp_cards
from serai.report.page.legend import map_legend
from serai.report.page.needs_table import needs_table
from serai.report.page.reduced import reduced_section
from serai.report.page.single_points import points_section
from serai.report.page.sources import sources_section
from serai.report.page.timeline import timeline_section
from serai.report.page.volumes import anchor, shared_tables, table_sections
from serai.wording import harmless, plural, sentence
from serai.wording.times import days

INDEX = "index.html"
# The page holds all that it needs; a browser that keeps to this fetches nothing, whatever a table may say.
NO_REQUESTS = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
STYLES = ("palette.css", "style.css", "drawing.css", "narrow.css")


def write_report(
    outcome: Outcome, path: str | Path, *, before: Outcome | None = None, made_by: str = "serai"
) -> Path:
    """Write the page to a file, or as index.html into a folder, and say where it is.

    ``before`` is the same corridor before a loss or an agreement: the page then says what changed.
    ``made_by`` is the program with its version, for the page's sources.
    """
    file = Path(path)
    if file.suffix.casefold() not in (".html", ".htm"):
        file = file / INDEX
    made_folder(file.parent)
    put(file, harmless(page(outcome, before=before, made_by=made_by)))
    return file


def page(outcome: Outcome, *, before: Outcome | None = None, made_by: str = "serai") -> str:
    """The whole page as text: HTML that is well-formed XML too."""
    sections = [
        _header(outcome, before),
        lamp_cards(outcome),
        _contents(outcome, changed=before is not None),
        _needs_section(outcome),
        changes_section(before, outcome) if before is not None else None,
        points_section(outcome),
        reduced_section(outcome),
        _map_section(outcome, before),
        timeline_section(outcome),
        *table_sections(outcome),
        details_section(outcome),
        sources_section(outcome, made_by),
    ]
    title = f"{outcome.corridor.name}, {day(outcome.at)}"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", http_equiv="Content-Security-Policy", content=NO_REQUESTS),
        el("title", title),
        el("style", Markup("".join(resource(name) for name in STYLES))),
    )
    body = el("body", symbols(), el("main", joined(s for s in sections if s)), _script())
    return f"<!DOCTYPE html>\n{el('html', head, body, lang='en')}\n"


def _script() -> Markup:
    """The script, fenced so that the page is well-formed XML too."""
    return el("script", Markup(f"//<![CDATA[\n{resource('script.js')}//]]>"))


def _header(outcome: Outcome, before: Outcome | None) -> Markup:
    corridor = outcome.corridor
    counts = outcome.counts()
    asked = len(outcome.assessments) - counts[State.OUT_OF_SEASON]
    met = f"{counts[State.MET]} of {plural(asked, 'need')} met"
    length = f"judged over {days(outcome.days)}, or longer where a revisit is (two weeks at most)"
    return el(
        "header",
        el("p", "serai · corridor assessment", class_="brand"),
        el("h1", corridor.name),
        el("p", f"{day(outcome.at)}, {clock(outcome.at)[:5]} UTC", class_="when"),
        el("p", f"{met}; {length}.", class_="lede"),
        joined(el("p", sentence(str(c)), class_="caution") for c in outcome.cautions),
        _situation(outcome, before),
        _changed(before, outcome) if before is not None else None,
    )


def _situation(outcome: Outcome, before: Outcome | None) -> Markup:
    """What was struck, what was switched on, or that neither was."""
    whole, terms = (before or outcome).pool, outcome.pool.terms
    struck = (
        el("li", el("b", "Struck: "), loss_words(whole, name), class_="struck") for name in outcome.struck
    )
    agreed = (
        el("li", el("b", "Switched on: "), f"{t.id}: {t.what}", class_="agreed")
        for t in terms.rows
        if t.id in terms.switched_on
    )
    items = [*struck, *agreed]
    if items:
        return el("ul", joined(items), class_="situations")
    said = "As the corridor stands: nothing struck, no candidate term switched on."
    return el("p", said, class_="situation")


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
    parts = [("needs", "Needs"), ("changes", "What changed")] if changed else [("needs", "Needs")]
    parts += [
        ("points", "Single points"),
        *([("out", "Out of service")] if outcome.reduced else []),
        ("map", "Map"),
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
        map_legend(lost=before is not None),
        id="map",
    )
