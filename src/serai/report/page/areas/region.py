"""A region to hand as a page of its own: maps of swaths and of what is in hand by when, and every look."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from serai.files import made_folder, put
from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import RegionRow, RegionToHand
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.moments import ReaderClocks, period
from serai.report.page.areas.figures import area_figures
from serai.report.page.head import page_head
from serai.report.readings.region import by, by_day, headline, new_map, next_look, notes, picture, told
from serai.wording import harmless, percent, sentence

STYLES = ("palette.css", "style.css", "area.css", "narrow.css")
LOOKS = ("", "In hand", "Look", "Covers", "Sum", "Resolution", "Clear", "Satellite", "By", "Terms")
DAYS = ("Day from", "Looks", "Adds", "In hand at its end")
OWNERS = ("Owner", "Looks", "By itself", "The others without it")
NUMBERS = frozenset(
    {"Covers", "Sum", "Resolution", "Clear", "Looks", "Adds", "By itself", *OWNERS[3:], *DAYS[3:]}
)


def write_region_page(of: RegionToHand, path: Path, zone: ZoneInfo | None = None) -> Path:
    """Write the page as one file that stands on its own."""
    made_folder(path.parent)
    put(path, harmless(region_page(of, zone)))
    return path


def region_page(of: RegionToHand, zone: ZoneInfo | None = None) -> str:
    """The page as HTML that is well-formed XML too; ``zone`` is the reader's clock beside UTC."""
    clocks, rows = ReaderClocks(of.span.start, zone), told(of)
    struck = f", without {', '.join(of.corridor.struck)}" if of.corridor.struck else ""
    said = [
        headline(of, named=not of.name),
        *([next_look(of, zone), new_map(of)] if any(r.rank for r in of.rows) else []),
    ]
    body = el(
        "main",
        el(
            "header",
            el("p", "serai looks", class_="brand"),
            el("h1", of.name or of.corridor.name),
            el("p", f"{period(of.span, zone)}{struck}", class_="when"),
            el("p", sentence(str(said[0])), class_="headline first"),
            el("p", " ".join(sentence(str(one)) for one in said[1:]), class_="lede") if said[1:] else None,
        ),
        el("section", el("h2", "The area on a map"), area_figures(picture(of), clocks, "area"), id="map"),
        _looks(of, rows, clocks),
        _part("Day by day", DAYS, _days(of, clocks), "days"),
        _part("What each owner brings", OWNERS, _owners(of), "owners"),
        el(
            "section",
            el("h2", "To know"),
            el("ul", joined(el("li", sentence(str(note))) for note in notes(of)), class_="notes"),
        ),
    )
    head = page_head(f"{of.name or of.corridor.name}: looks", STYLES)
    return f"<!DOCTYPE html>\n{el('html', head, el('body', body), lang='en')}\n"


def _part(title: str, headings: tuple[str, ...], rows: list[tuple[str, ...]], name: str) -> Markup | None:
    """A table under its heading; nothing without rows."""
    if not rows:
        return None
    head = joined(el("th", h, scope="col", class_="number" if h in NUMBERS else None) for h in headings)
    body = joined(
        el("tr", joined(_cell(k, h, cell) for k, (h, cell) in enumerate(zip(headings, row, strict=True))))
        for row in rows
    )
    drawn = table(el("thead", el("tr", head)), el("tbody", body), class_="exhibit")
    return el("section", el("h2", title), drawn, id=name)


def _cell(k: int, heading: str, text: str) -> Markup:
    """A cell with its heading for narrow screens."""
    return el(
        "td",
        el("strong", text) if k == 0 else text,
        class_="number" if heading in NUMBERS else None,
        data_label=heading if k else None,
    )


def _looks(of: RegionToHand, rows: list[RegionRow], clocks: ReaderClocks) -> Markup | None:
    """Every look; the chance of a clear view stands there where cloud hides the ground from one."""
    cells = [_look(of, row, clocks) for row in rows]
    at = LOOKS.index("Clear")
    if not any(row[at] for row in cells):
        cells = [(*row[:at], *row[at + 1 :]) for row in cells]
        return _part("Every look, as it comes into hand", (*LOOKS[:at], *LOOKS[at + 1 :]), cells, "looks")
    return _part("Every look, as it comes into hand", LOOKS, cells, "looks")


def _look(of: RegionToHand, row: RegionRow, clocks: ReaderClocks) -> tuple[str, ...]:
    assert row.in_hand is not None  # it is ranked
    hidden = row.clear_chance != 1.0
    clear = "" if not hidden else "?" if row.clear_chance is None else percent(row.clear_chance)
    return (
        str(row.rank),
        clocks.says(row.in_hand),
        clocks.says(row.start),
        percent(row.covered),
        percent(row.cumulative),
        "?" if row.resolution_m is None else f"{row.resolution_m:g} m",
        clear,
        asset_name(of.corridor.pool, row.satellite),
        str(by(of, row)),
        " ".join(dict.fromkeys(term for term in (row.term, row.downlink_term) if term)),
    )


def _days(of: RegionToHand, clocks: ReaderClocks) -> list[tuple[str, ...]]:
    return [
        (clocks.says(one.start), str(one.looks), percent(one.added), percent(one.cumulative))
        for one in by_day(of)
    ]


def _owners(of: RegionToHand) -> list[tuple[str, ...]]:
    party = of.corridor.pool.party
    return [
        (
            owner.name if (owner := party(one.owner)) else one.owner,
            str(one.looks),
            percent(one.alone),
            percent(one.without),
        )
        for one in of.members
    ]
