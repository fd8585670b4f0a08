"""Where the numbers come from: ages, tables with their dates and bases, and the weakest figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from serai.needs import Weak
from serai.outcome.outcome import Outcome
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.drawing.projection import read_land
from serai.report.moments import day
from serai.report.page.ages import element_ages, without_elements
from serai.report.page.links import linked
from serai.tables import Basis, Provenance
from serai.time import LeapSeconds
from serai.wording import number, plural, some

MOST_WEAK = 15  # the figures on which most needs rest; the others are folded


@dataclass(frozen=True, slots=True)
class Known:
    """How well the rows of one table are known."""

    table: str
    rows: int
    bases: Mapping[Basis, int]
    as_of: tuple[str, ...]
    sources: tuple[tuple[str, int], ...]


def sources_section(outcome: Outcome, made_by: str) -> Markup:
    """Ages of what was read, the tables' dates and bases, and the weakest figures."""
    return el(
        "section",
        el("h2", "Sources and ages"),
        _outside(outcome, made_by),
        _folded("Element sets", _elements(outcome)),
        _folded("Tables of the corridor", _tables(outcome)),
        _folded("The weakest figures that decide an answer", _weakest(outcome)),
        id="sources",
    )


def _folded(title: str, inside: object) -> Markup:
    """A part that few read on a screen: its heading, and the rest on demand."""
    return el("details", el("summary", el("h3", title)), inside, class_="part")


def known_tables(outcome: Outcome) -> list[Known]:
    """How well the rows of every table are known, from the provenance that each row carries."""
    rows: dict[str, list[Provenance]] = {}
    pool, corridor = outcome.pool, outcome.corridor
    for asset in pool.assets:
        rows.setdefault(_plural(asset.kind), []).append(asset.provenance)
        if asset.kind in ("satellite", "station"):
            _add(rows, asset.fittings)
    _add(rows, pool.facts)
    for name, found in (
        ("terms", pool.terms.rows),
        ("needs", corridor.needs),
        ("members", pool.parties.values()),
        ("rain", corridor.weather.rain),
        ("clear sky", corridor.weather.clear_sky),
    ):
        rows.setdefault(name, []).extend(p for x in found if (p := _provenance(x)) is not None)
    return [_known(table, found) for table, found in rows.items() if found]


def weakest_figures(outcome: Outcome) -> list[tuple[Weak, list[str]]]:
    """The recalled and assumed figures that decide answers, each with the needs that rest on it."""
    needs: dict[Weak, list[str]] = {}
    for one in outcome.assessments:
        for weak in one.weak:
            needs.setdefault(weak, []).append(one.need.id)
    return sorted(needs.items(), key=lambda pair: (-len(pair[1]), -pair[0].basis, str(pair[0].what)))


def _add(rows: dict[str, list[Provenance]], found: Iterable[object]) -> None:
    for one in found:
        provenance = _provenance(one)
        if provenance is not None:
            rows.setdefault(_plural(_spaced(type(one).__name__)), []).append(provenance)


def _provenance(one: Any) -> Provenance | None:
    found = getattr(one, "provenance", None)
    return found if isinstance(found, Provenance) else None


def _spaced(name: str) -> str:
    """A class's name in words: "NavSignal" is "nav signal"."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def _plural(noun: str) -> str:
    if noun.endswith(("ss", "sh", "ch")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") else noun if noun.endswith("s") else noun + "s"


def _known(table: str, found: list[Provenance]) -> Known:
    return Known(
        table=table,
        rows=len(found),
        bases=Counter(p.basis for p in found),
        as_of=tuple(sorted({p.as_of for p in found if p.as_of})),
        sources=tuple(Counter(p.source for p in found if p.source).most_common()),
    )


def _outside(outcome: Outcome, made_by: str) -> Markup:
    orientation, leap = outcome.world.orientation, LeapSeconds.published()
    until = orientation.measured_until
    measured = f", measured until {day(until)} and predicted from there" if until else ""
    facts = [
        ("Corridor", f"{outcome.corridor.name} ({outcome.corridor.id}), asked about {day(outcome.at)}"),
        ("Earth orientation", f"{orientation.source}: to {day(orientation.ends)}{measured}"),
        ("Leap seconds", f"{leap.source}: expires {leap.expires}"),
    ]
    said = [
        (name.replace("_", " ").capitalize(), "; ".join(f"{k}: {v}" for k, v in what.items()))
        for name, what in outcome.corridor.sources.items()
    ]
    own = [
        ("Land on the map", read_land().source),
        ("Computed by", f"{made_by}; the same inputs give the same page"),
    ]
    return el("dl", joined(joined((el("dt", k), el("dd", linked(v)))) for k, v in (*facts, *said, *own)))


def _elements(outcome: Outcome) -> Markup:
    headings = ("Kind of orbit", "Sets", "Median age", "Oldest", "Early or late, median", "90 %")
    rows = []
    for ages in element_ages(outcome):
        middle, most = ages.drift_s
        future = f" (newest {-ages.newest_days:.1f} d ahead of the day)" if ages.newest_days < 0 else ""
        rows.append(
            (
                ages.kind.value,
                f"{ages.count}",
                f"{ages.median_days:.1f} d{future}",
                f"{ages.oldest_days:.1f} d, {ages.oldest}",
                "not measured" if middle is None else f"{number(middle)} s",
                "not measured" if most is None else f"{number(most)} s",
            )
        )
    out = without_elements(outcome)
    silent = None
    if out:
        listed = joined(el("li", el("b", a.name), f": {a.out}") for a in out)
        silent = el("details", el("summary", f"Satellites that answer nothing: {len(out)}"), el("ul", listed))
    return joined((_grid(headings, rows), silent))


def _tables(outcome: Outcome) -> Markup:
    headings = ("Rows of", "Count", "As of", *(str(b) for b in Basis))
    rows, folds = [], []
    for known in known_tables(outcome):
        dates = known.as_of
        between = "" if not dates else dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        rows.append(
            (known.table, f"{known.rows}", between, *(f"{known.bases.get(b, 0) or ''}" for b in Basis))
        )
        if known.sources:
            listed = joined(
                el("li", linked(s), el("small", f" {plural(n, 'row')}")) for s, n in known.sources
            )
            folds.append((el("h4", known.table.capitalize()), el("ul", listed)))
    return joined(
        (_grid(headings, rows), el("details", el("summary", "Every source, table by table"), folds))
    )


def _weakest(outcome: Outcome) -> Markup:
    found = weakest_figures(outcome)
    if not found:
        return el("p", "No answer rests on a recalled or assumed figure.")
    rows = [(str(w.what), str(w.basis), some(needs, 8)) for w, needs in found]
    headings = ("Figure", "Basis", "Needs that rest on it")
    shown = [_grid(headings, rows[:MOST_WEAK])]
    if len(rows) > MOST_WEAK:
        summary = el("summary", f"{len(rows) - MOST_WEAK} more")
        shown.append(el("details", summary, _grid(headings, rows[MOST_WEAK:])))
    return joined(shown)


def _grid(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Markup:
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in headings)))
    body = joined(
        el("tr", joined(el("td", c, data_label=h) for h, c in zip(headings, row, strict=True)))
        for row in rows
    )
    return table(head, el("tbody", body), class_="grid")
