"""The page of a plan: its days hour by hour for each station and satellite, who gave way, who got nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from serai.files import made_folder, put
from serai.plan.contests import WantedPass
from serai.plan.scheduling.terms.fairness import shares_of
from serai.pool.naming import asset_name, party_name
from serai.questions.corridor_plan import CorridorPlan
from serai.report.data.corridor_plan import PlannedLook, planned_looks
from serai.report.data.plan_limits import not_counted_lines
from serai.report.data.plan_own_use import own_use_lines
from serai.report.data.plan_terms import quota_lines, refused_lines
from serai.report.data.schedule import ended_in_words, gap_in_words
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.drawing.resources import resource
from serai.report.moments import ReaderClocks, clock, day, period
from serai.report.page.head import NO_REQUESTS
from serai.report.page.timeline import DAY_S, Piece, axis, lane
from serai.time import Instant, Span
from serai.wording import harmless, plural, sentence

STYLES = ("palette.css", "style.css", "drawing.css", "plan.css", "narrow.css")
HEADINGS = ("Look", "Satellite", "For", "Down", "Station")
STATIONS_SAY = (
    "Filled: a pass that is planned. Outlined: one that was wanted and gave way. Hatched: the station "
    "keeps the time back, or is out of service."
)
SHARES = ("Party", "Has", "Due", "Spare", "Owed", "Owed after")
SHARES_SAY = (
    "Results. Due is what each would have if nobody were owed anything, spare what it has beyond that and "
    "nobody missed. Owed after is what shares.csv says as owed the next day."
)
SATELLITES_SAY = "Thin marks are looks, wider ones the passes that bring their images down."


def write_plan_page(found: CorridorPlan, path: Path, *, zone: ZoneInfo | None = None) -> Path:
    """Write the page as one file that stands on its own."""
    made_folder(path.parent)
    put(path, harmless(plan_page(found, zone=zone)))
    return path


def plan_page(found: CorridorPlan, *, zone: ZoneInfo | None = None) -> str:
    """The page as HTML that is well-formed XML too."""
    span, name = found.horizon.span, found.corridor.name
    clocks = ReaderClocks(span.start, zone)
    title = f"{name}: plan from {day(span.start)}"
    contests = (str(one.says(found.corridor.pool)) for one in found.contests)
    body = el(
        "main",
        el(
            "header",
            el("p", "serai plan", class_="brand"),
            el("h1", name),
            el("p", _lede(found, zone), class_="lede"),
        ),
        _sentences("Faults of the plan", (str(fault) for fault in found.faults)),
        _sentences("Wanted at once on too few antennas", contests),
        _sentences("Left without", (f"{x.need}: {x.reason}" for x in found.plan.left)),
        _sentences("Refused or late, and what would do", refused_lines(found)),
        _sentences("Quotas of owners", quota_lines(found)),
        _sentences("Own use of owners", map(str, own_use_lines(found))),
        _sentences("Limits on board", map(str, not_counted_lines(found))),
        _fair_shares(found),
        joined(_day(found, one, clocks) for one in _days(span)),
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=NO_REQUESTS),
        el("title", title),
        el("style", Markup("".join(resource(one) for one in STYLES))),
    )
    return f"<!doctype html>{el('html', head, el('body', body), lang='en')}\n"


def _lede(found: CorridorPlan, zone: ZoneInfo | None) -> str:
    of, made = found.horizon.problem, found.schedule
    planned = len({of.option[name].task for name in made.chosen})
    judged = "the judges find no fault in it" if not found.faults else plural(len(found.faults), "fault")
    said = (
        period(found.horizon.span, zone),
        f"{planned:,} of {plural(len(of.tasks), 'result')} planned",
        f"{ended_in_words(made)}; {gap_in_words(made)}",
        judged,
    )
    return " ".join(sentence(one) for one in said)


def _sentences(title: str, said: Iterable[str]) -> Markup | None:
    every = list(dict.fromkeys(said))
    if not every:
        return None
    rows = joined(el("li", sentence(one)) for one in every)
    return el("section", el("h2", title), el("ul", rows), class_="notes")


def _fair_shares(found: CorridorPlan) -> Markup | None:
    """The section; None where no parties share fairly."""
    problem, made, pool = found.horizon.problem, found.schedule, found.corridor.pool
    if not problem.partners:
        return None
    rows = [
        (party_name(pool, one.id), one.has, one.due, one.spare, one.owed, one.owed_after)
        for one in shares_of(problem, made.chosen, dict(made.dues))
    ]
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in SHARES)))
    cells = (
        el("tr", joined(el("td", str(c), data_label=h) for c, h in zip(row, SHARES, strict=True)))
        for row in rows
    )
    body = el("tbody", joined(cells))
    return el(
        "section",
        el("h2", "Fair shares"),
        el("p", SHARES_SAY, class_="lede"),
        table(head, body, class_="booked"),
    )


def _days(span: Span) -> Iterator[Span]:
    """A span in stretches of 24 hours from its start on; the last one is drawn whole."""
    start = span.start
    while start < span.end:
        yield Span(start, start.plus(seconds=DAY_S))
        start = start.plus(seconds=DAY_S)


def _day(found: CorridorPlan, within: Span, clocks: ReaderClocks) -> Markup:
    rows = [r for r in planned_looks(found) if within.contains(r.look_start)]
    begins = f"{day(within.start)}, from {clock(within.start)[:5]} UTC{clocks.own(within.start)}"
    return el(
        "section",
        el("h2", begins),
        _lanes("By station", STATIONS_SAY, within, clocks, list(_station_lanes(found, within))),
        _lanes("By satellite", SATELLITES_SAY, within, clocks, list(_satellite_lanes(found, within))),
        _table(found, rows, clocks),
    )


def _lanes(
    title: str, says: str, within: Span, clocks: ReaderClocks, lanes: Sequence[Markup]
) -> Markup | None:
    if not lanes:
        return None
    lede = el("p", says, class_="lede")
    return el("div", el("h3", title), lede, axis(within, clocks), joined(lanes), class_="lanes")


def _station_lanes(found: CorridorPlan, within: Span) -> Iterator[Markup]:
    """A lane for each station that a pass is planned or wanted at."""
    pool = found.corridor.pool
    planned: dict[str, dict[tuple[Instant, str], tuple[Span, set[str]]]] = defaultdict(dict)
    for row in planned_looks(found):
        if row.station is not None and row.start is not None and row.end is not None:
            key = (row.start, row.satellite)
            planned[row.station].setdefault(key, (Span(row.start, row.end), set()))[1].add(row.need)
    gave_way: dict[str, list[WantedPass]] = defaultdict(list)
    for contest in found.contests:
        gave_way[contest.station] += contest.gave_way
    for station in sorted({*planned, *gave_way}, key=lambda s: asset_name(pool, s)):
        closed = pool[station].not_free if station in pool else ()
        lost = [(one.span, _for(found, one.satellite, one.needs)) for one in gave_way[station]]
        won = [
            (span, _for(found, satellite, sorted(needs)))
            for (_, satellite), (span, needs) in sorted(planned[station].items())
        ]
        pieces = [
            *(_piece(within, span, "closed", "not free") for span in closed),
            *(_piece(within, span, "gave-way", f"{says} gave way") for span, says in lost),
            *(_piece(within, span, "pass", says) for span, says in won),
        ]
        drawn = [piece for piece in pieces if piece is not None]
        count = sum(piece.kind == "pass" for piece in drawn)
        if any(piece.kind != "closed" for piece in drawn):
            name = asset_name(pool, station)
            yield lane(name, drawn, str(count), f"{name}: {plural(count, 'pass', 'passes')} planned")


def _satellite_lanes(found: CorridorPlan, within: Span) -> Iterator[Markup]:
    """A lane for each satellite that looks or comes down."""
    pool = found.corridor.pool
    rows: dict[str, list[PlannedLook]] = defaultdict(list)
    for row in planned_looks(found):
        rows[row.satellite].append(row)
    for satellite in sorted(rows, key=lambda s: asset_name(pool, s)):
        pieces = [piece for row in rows[satellite] for piece in _of_look(found, row, within)]
        looks = sum(piece.kind == "look" for piece in pieces)
        if pieces:
            name = asset_name(pool, satellite)
            yield lane(name, pieces, str(looks), f"{name}: {plural(looks, 'look')} planned")


def _of_look(found: CorridorPlan, row: PlannedLook, within: Span) -> Iterator[Piece]:
    """A look and its pass on the lane of their satellite."""
    pieces = [_piece(within, Span(row.look_start, row.look_end), "look", f"looks for {row.need}")]
    if row.station is not None and row.start is not None and row.end is not None:
        says = f"at {asset_name(found.corridor.pool, row.station)} for {row.need}"
        pieces.append(_piece(within, Span(row.start, row.end), "pass", says))
    yield from (piece for piece in pieces if piece is not None)


def _piece(within: Span, span: Span, kind: str, says: str) -> Piece | None:
    """A stretch of a day's lane; None where it lies outside of the day."""
    if not span.overlaps(within):
        return None
    start, end = (at.seconds_since(within.start) / within.duration_s for at in (span.start, span.end))
    told = f"{clock(span.start)} to {clock(span.end)} UTC: {says}"
    return Piece(start=max(start, 0.0), end=min(end, 1.0), kind=kind, says=told)


def _for(found: CorridorPlan, satellite: str, needs: Iterable[str]) -> str:
    return f"{asset_name(found.corridor.pool, satellite)} for {', '.join(needs)}"


def _table(found: CorridorPlan, rows: Sequence[PlannedLook], clocks: ReaderClocks) -> Markup:
    """The looks of a day, by time."""
    if not rows:
        return el("p", "No look is planned.", class_="lede")
    said = (f"{HEADINGS[0]}, {clocks.named}", *HEADINGS[1:])
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in said)))
    body = el("tbody", joined(_line(found, row, clocks) for row in rows))
    return joined((el("h3", plural(len(rows), "look")), table(head, body, class_="booked")))


def _line(found: CorridorPlan, row: PlannedLook, clocks: ReaderClocks) -> Markup:
    pool = found.corridor.pool
    cells = (
        clocks.says(row.look_start, seconds=True),
        asset_name(pool, row.satellite),
        f"{row.need} {found.corridor.need(row.need).title}",
        clocks.says(row.down, seconds=True),
        asset_name(pool, row.station) if row.station is not None else "",
    )
    return el("tr", joined(el("td", c, data_label=h) for c, h in zip(cells, HEADINGS, strict=True)))
