"""A watched place as a page for its need: pictures, dates, breaks, alarms and what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from serai.files import made_folder, put
from serai.observe.series.record import DatedBreak, DateRecord, Monitoring
from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import RegionRow
from serai.questions.images.look_again import LookAgain
from serai.report.data.watched import SHOWN, Standings
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.drawing.series import change_map, series_chart
from serai.report.moments import minute
from serai.report.page.head import page_head
from serai.wording import harmless, number, percent, plural, reason, sentence
from serai.wording.times import day

STYLES = ("palette.css", "style.css", "area.css", "station.css", "narrow.css")
LOOKS = ("In hand", "Look", "Satellite", "Owner", "Resolution", "Covers", "Clear")
BREAKS = ("Confirmed", "First disturbed", "Pixels", "Share", "Departure", "Confidence")
DATES = ("Date", "Sensor", "Valid", "Cause", "Value", "Expected", "95 % within")
NUMBERS = frozenset({"Resolution", "Covers", "Clear", "Pixels", "Share", "Departure", "Confidence", "Valid"})
LARGEST = 12


def write_watched_page(
    found: Monitoring, title: str, asks: Sequence[LookAgain], standing: Standings, path: Path
) -> Path:
    """Write the page as one file that stands on its own."""
    made_folder(path.parent)
    put(path, harmless(watched_page(found, title, asks, standing)))
    return path


def watched_page(found: Monitoring, title: str, asks: Sequence[LookAgain], standing: Standings) -> str:
    """The page as HTML that is well-formed XML too."""
    times = found.stack.times
    seen = sum(one.cause.key == "series.seen" for one in found.series)
    share = sum(one.share for one in found.breaks)
    about = (
        f"{found.stack.layer} of {found.stack.path.name}: {plural(found.stack.dates, 'date')} "
        f"from {day(times[0])} to {day(times[-1])}; history to {day(times[found.until - 1])}"
    )
    said = [
        f"{percent(share)} of what is watched has changed since, on {plural(len(found.breaks), 'date')}",
        f"{seen} dates show the place, {found.stack.dates - seen} little or nothing",
        *(str(note) for note in found.stack.source.notes),
    ]
    body = el(
        "main",
        el(
            "header",
            el("p", "serai monitor", class_="brand"),
            el("h1", title),
            el("p", about, class_="when"),
            el("p", sentence(_headline(found)), class_="headline first"),
            el("p", " ".join(sentence(one) for one in said), class_="lede"),
        ),
        _alarms(found, asks, standing),
        el(
            "section",
            el("h2", "The series"),
            el("figure", Markup(series_chart(found)), class_="figure-frame"),
            id="series",
        ),
        el(
            "section",
            el("h2", "Where and when"),
            el("div", el("figure", Markup(change_map(found))), class_="area-figures"),
            id="map",
        ),
        _part("Breaks", BREAKS, [_break(one) for one in _largest(found)], "breaks"),
        _part("Every date", DATES, [_date(one) for one in found.series], "dates"),
    )
    head = page_head(f"{title}: watched", STYLES, images=True)
    return f"<!DOCTYPE html>\n{el('html', head, el('body', body), lang='en')}\n"


def _headline(found: Monitoring) -> str:
    if not found.alarms:
        return "no alarm"
    return str(found.alarms[-1].why)


def _alarms(found: Monitoring, asks: Sequence[LookAgain], standing: Standings) -> Markup | None:
    """Each alarm with the look that it asks for, who could look, and how its request stands."""
    if not found.alarms:
        return None
    by = {one.alarm: one for one in asks}
    parts = [
        el(
            "article",
            el("h3", sentence(str(alarm.why))),
            _ask(by[alarm], standing) if alarm in by else None,
        )
        for alarm in found.alarms
    ]
    return el("section", el("h2", "Alarms, and what they ask for"), joined(parts), id="alarms")


def _ask(one: LookAgain, standing: Standings) -> Markup:
    rows = [row for row in one.looks.rows if row.rank][:SHOWN]
    state = standing.get(one.key)
    said = [
        str(one.wanted),
        f"of use until {minute(one.until)} UTC",
        "the stack tells no place, so that the whole of the need's is asked for" if one.whole else "",
        "" if state is None else f"request {state['id']}: {state['stage']}",
        "" if rows else str(reason("series.nobody")),
    ]
    return joined(
        (
            el("p", " ".join(sentence(text) for text in said if text), class_="lede"),
            _table(LOOKS, [_look(one, row) for row in rows]) if rows else None,
        )
    )


def _look(one: LookAgain, row: RegionRow) -> tuple[str, ...]:
    pool = one.looks.corridor.pool
    owner = pool.party(row.owner)
    return (
        "-" if row.in_hand is None else minute(row.in_hand),
        minute(row.start),
        asset_name(pool, row.satellite),
        owner.name if owner else row.owner,
        "-" if row.resolution_m is None else f"{number(row.resolution_m)} m",
        percent(row.covered),
        "-" if row.clear_chance is None else percent(row.clear_chance),
    )


def _largest(found: Monitoring) -> list[DatedBreak]:
    most = sorted(found.breaks, key=lambda one: (-one.pixels, one.time))[:LARGEST]
    return sorted(most, key=lambda one: one.time)


def _break(one: DatedBreak) -> tuple[str, ...]:
    return (
        day(one.time),
        day(one.first),
        f"{one.pixels:,}",
        percent(one.share),
        f"{'+' if one.departure > 0 else ''}{number(one.departure)}",
        percent(one.confidence),
    )


def _date(one: DateRecord) -> tuple[str, ...]:
    known = one.value == one.value
    return (
        day(one.time),
        one.sensor or "-",
        percent(one.valid),
        str(one.cause),
        number(one.value) if known else "-",
        number(one.expected),
        f"{number(one.low)} to {number(one.high)}",
    )


def _part(title: str, headings: tuple[str, ...], rows: list[tuple[str, ...]], name: str) -> Markup | None:
    if not rows:
        return None
    return el("section", el("h2", title), _table(headings, rows), id=name)


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> Markup:
    head = joined(el("th", h, scope="col", class_="number" if h in NUMBERS else None) for h in headings)
    body = joined(
        el(
            "tr",
            joined(
                el("td", cell, class_="number" if h in NUMBERS else None, data_label=h if k else None)
                for k, (h, cell) in enumerate(zip(headings, row, strict=True))
            ),
        )
        for row in rows
    )
    return table(el("thead", el("tr", head)), el("tbody", body), class_="exhibit")
