"""Each need in full: every figure and its origin, the day, link budgets, what it rests on and hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from serai.needs import Answer, Assessment
from serai.outcome.outcome import Outcome
from serai.pool.naming import asset_name
from serai.report.drawing.marks import css_name, state_words
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.moments import ReaderClocks, period
from serai.report.page.areas.figures import need_pictures
from serai.report.page.budgets import budgets_block
from serai.report.page.fortnight import strip
from serai.report.page.timeline import DAY_S, axis, lane, need_strip
from serai.report.page.volumes import own_tables
from serai.report.readings.beside import PagesBeside
from serai.report.readings.figures import limit, reading, share_of
from serai.report.readings.helps import mends
from serai.report.readings.order import worst_first
from serai.report.readings.premises import premise_said
from serai.report.readings.shared import shared_said
from serai.report.readings.tables import told_tables
from serai.time import Span
from serai.wording import Reason, exact, required_percent, sentence

WATCHED = "what its images show over the years: breaks, alarms, and where to look again"
LADDER = "every service that reaches it, best first, as a picture with what each hangs on"
Fact = tuple[str, Markup | str | None]  # what it is, and what there is; an empty one is left out


def details_section(outcome: Outcome, clocks: ReaderClocks, beside: PagesBeside) -> Markup:
    """A part for every need, folded, with links to the pages of its own."""
    answers = {a.need.id: a for a in outcome.answers}
    found = worst_first(outcome.assessments)
    parts = joined(_part(outcome, one, answers.get(one.need.id), clocks, beside) for one in found)
    return el("section", el("h2", "Every need in full"), parts, id="details", class_="details")


def _part(
    outcome: Outcome,
    one: Assessment,
    answer: Answer | None,
    clocks: ReaderClocks,
    beside: PagesBeside,
) -> Markup:
    need = one.need
    facts = [*_asked(one, clocks), *_told(outcome, one, answer), *_own_pages(need.id, beside)]
    summary = (state_words(one.verdict), " ", el("span", need.id, class_="id"), " ", el("strong", need.title))
    return el(
        "details",
        el("summary", *summary),
        el("p", sentence(str(one.why)), class_="why") if one.why else None,
        _figures(one),
        _first_day(one, clocks),
        el("dl", joined(joined((el("dt", k), el("dd", v))) for k, v in facts if v)),
        budgets_block(outcome, one, answer),
        need_pictures(answer, clocks),
        joined(own_tables(answer, clocks)),
        id=f"details-{need.id}",
        class_=css_name(one.verdict),
    )


def _asked(one: Assessment, clocks: ReaderClocks) -> list[Fact]:
    """Who asks, what, over which period and under which sky."""
    need = one.need
    return [
        ("Asked by", need.who or None),
        ("Asked", need.what or None),
        ("Judged over", period(one.within, clocks.zone)),
        ("Fortnight", strip(one)),
        ("Source", _source(one)),
        ("Sky", f"{need.environment}; nothing below {need.mask.lowest_deg:g}°"),
    ]


def _told(outcome: Outcome, one: Assessment, answer: Answer | None) -> list[Fact]:
    """What serves, what would mend or serve it, and what the answer rests on."""
    return [
        ("A year", _listed(sentence(str(a.says())) for a in one.annual)),
        ("Given", str(premise_said(one, outcome.pool))),
        ("When all ask", sentence(str(shared_said(outcome, one))) if one.need.id in outcome.shared else None),
        ("Path", _names(outcome, one.path, " → ")),
        ("Hangs on", _names(outcome, one.hangs_on, ", ")),
        ("Would mend it", _listed(mends(one))),
        ("Would serve now", _listed(one.substitutes)),
        ("The next loss", str(one.next_loss)),
        ("Missing", _listed(one.missing)),
        ("Rests on", _listed(f"{w.what} ({w.basis})" for w in one.weak)),
        *((label, "; ".join(said)) for label, said in told_tables(one, answer)),
        ("To know", _listed(one.flags)),
    ]


def _own_pages(need: str, beside: PagesBeside) -> list[Fact]:
    """The pages with every service that reaches its place, and of the watch over it, where there are any."""
    pages = (
        ("At its place", LADDER, beside.ladders.get(need)),
        ("Watched", WATCHED, beside.watched.get(need)),
    )
    return [(what, el("a", says, href=quote(page)) if page else None) for what, says, page in pages]


def _names(outcome: Outcome, ids: Iterable[str], between: str) -> str:
    return between.join(asset_name(outcome.pool, a) for a in ids)


def _first_day(one: Assessment, clocks: ReaderClocks) -> tuple[Markup, Markup] | None:
    """The first day as a strip, where the need is served for a part of it."""
    span = Span(one.within.start, one.within.start.plus(seconds=min(DAY_S, one.within.duration_s)))
    strip = need_strip(one, span)
    if strip is None or not 0.0 < sum(p.end - p.start for p in strip[0]) < 1.0 - 1e-9:
        return None
    return axis(span, clocks), lane("First day", *strip)


def _source(one: Assessment) -> Markup:
    """Where the need and its thresholds come from."""
    known = one.need.provenance
    return joined((known.source or "no source given", el("small", f" {known.as_of} {known.basis}")))


def _listed(items: Iterable[Reason | str]) -> Markup | None:
    every = [str(i) for i in items]
    if len(every) < 2:
        return el("span", every[0]) if every else None
    return el("ul", joined(el("li", i) for i in every))


def _figures(one: Assessment) -> Markup | None:
    """Every measure that is judged over time: levels asked for, and what the pool gives."""
    if not one.figures:
        return None
    headings = ("Measure", "Given", "Threshold", "Breakthrough", "Goal", "Share", "Required")
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in headings)))
    rows = []
    for i, figure in enumerate(one.figures):
        read, measure = reading(one, i), figure.measure
        given = f"{read.value}, {read.qualifier}".removesuffix(", ")
        cells: list[tuple[str, str]] = [
            (read.name, ""),
            (joined((given, el("small", read.origin))), ""),
            (read.limit, f"{exact(measure.threshold)} {measure.unit}, {measure.basis}"),
            (
                "" if measure.breakthrough is None else limit(measure, measure.breakthrough),
                str(measure.basis),
            ),
            ("" if measure.goal is None else limit(measure, measure.goal), str(measure.basis)),
            (joined((share_of(read), el("small", read.beside) if read.beside else None)), ""),
            (required_percent(read.required), str(measure.basis)),
        ]
        rows.append(
            el(
                "tr",
                joined(
                    el("td", t, title=o or None, data_label=h)
                    for (t, o), h in zip(cells, headings, strict=True)
                ),
            )
        )
    return table(head, el("tbody", joined(rows)), class_="figures")
