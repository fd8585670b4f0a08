"""The day hour by hour: when needs are met, what answers show over time, which station takes which pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.needs import Assessment, Booking, State, Use
from serai.needs.naming import measure_name
from serai.outcome.outcome import Outcome
from serai.pool.naming import asset_name
from serai.report.drawing.marks import chip, mark
from serai.report.drawing.markup import Markup, el, joined
from serai.report.moments import ReaderClocks, abbreviation, clock, day
from serai.report.page.bookings import bookings_table
from serai.report.page.quality import drawn_lane, lanes_of
from serai.report.readings.figures import deciding
from serai.report.readings.order import worst_first
from serai.time import Instant, Span
from serai.wording import percent, plural, sentence

DAY_S = 86_400.0
HOURS = (0, 3, 6, 9, 12, 15, 18, 21, 24)
WHOLE = 1.0 - 1e-9
SHOWN = 12  # lanes that are open at once; the others are folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a lane, from 0 to 1 of the day, with what it says when pointed at."""

    start: float
    end: float
    kind: str
    says: str


def timeline_section(outcome: Outcome, clocks: ReaderClocks) -> Markup:
    """The first 24 hours: needs, what answers show over time, passes at stations, looks of satellites."""
    span = Span(outcome.at, outcome.at.plus(seconds=DAY_S))
    parts = [
        bookings_table(outcome, clocks),
        _needs_block(outcome, span, clocks),
        *_shown_lanes(outcome, span, clocks),
        _block("Passes by station", PASSES_SAY, span, clocks, _asset_lanes(outcome, span, stations=True)),
        _block(
            "Looks and passes by satellite",
            LOOKS_SAY,
            span,
            clocks,
            _asset_lanes(outcome, span, stations=False),
        ),
    ]
    booked = len(outcome.plan.bookings)
    faults = outcome.plan_faults
    sound = "no fault found in it by the checker" if not faults else f"{plural(len(faults), 'fault')} in it"
    begins = f"From {day(span.start)} {clock(span.start)} UTC{clocks.own(span.start)}."
    lede = f"{begins} The plan holds {plural(booked, 'booking')}; {sound}."
    left = [f"{x.need}: {x.reason}" for x in outcome.plan.left]
    notes = [_notes("Faults of the plan", map(str, faults)), _notes("Left without", left)]
    return el(
        "section", el("h2", "The day"), el("p", lede, class_="lede"), joined(parts), joined(notes), id="day"
    )


NEEDS_SAY = (
    "The figure that decides each need: filled where its threshold holds. For images, the hour is that of "
    "the request or of the look."
)
PASSES_SAY = "Each mark is one booked pass; its satellite and need stand in the tooltip."
LOOKS_TITLE = "Looks and passes by satellite"
LOOKS_SAY = "Thin marks are looks, wider ones passes that bring images down."


def _notes(title: str, sentences: Iterable[str]) -> Markup | None:
    every = list(dict.fromkeys(sentences))
    if not every:
        return None
    return el("div", el("h3", title), el("ul", joined(el("li", sentence(s)) for s in every)), class_="notes")


def _block(title: str, says: str, span: Span, clocks: ReaderClocks, lanes: Sequence[Markup]) -> Markup | None:
    if not lanes:
        return None
    open_lanes, rest = lanes[:SHOWN], lanes[SHOWN:]
    folded = el("details", el("summary", f"{len(rest)} more"), joined(rest)) if rest else None
    return el(
        "div",
        el("h3", title),
        el("p", says, class_="lede"),
        axis(span, clocks),
        joined(open_lanes),
        folded,
        class_="lanes",
    )


def axis(span: Span, clocks: ReaderClocks) -> Markup:
    """The hours of a day above its lanes: UTC's, and under them those of the reader's zone."""
    rows = [("UTC", clock(span.start)[:5])]
    if clocks.zone is not None:
        there = span.start.datetime().astimezone(clocks.zone)
        rows.append((abbreviation(span.start, clocks.zone), f"{there:%H:%M}"))
    return joined(_hours(name, begins) for name, begins in rows)


def _hours(name: str, begins: str) -> Markup:
    """One clock's hours above the lanes, where each falls; a day from midnight to midnight ends at 24."""
    start_h, minutes = int(begins[:2]), begins[3:]
    past = "" if minutes == "00" else f":{minutes}"
    whole = not start_h and not past
    hours = (
        el("i", f"{24 if h == 24 and whole else (start_h + h) % 24:02d}{past}", style=f"left:{h / 24:.2%}")
        for h in HOURS
    )
    return el(
        "div",
        el("span", name, class_="lane-name"),
        el("div", joined(hours), class_="axis"),
        class_="lane",
        aria_hidden="true",
    )


def lane(name: Markup | str, pieces: Iterable[Piece], note: str, said: str) -> Markup:
    """One row of the day: a name, a strip with pieces, and a short note."""
    marks = joined(
        el(
            "i",
            class_=p.kind,
            style=f"left:{p.start * 100:.2f}%;width:{(p.end - p.start) * 100:.2f}%",
            title=p.says,
        )
        for p in pieces
    )
    return el(
        "div",
        el("span", name, class_="lane-name"),
        el("div", marks, class_="strip", role="img", aria_label=said),
        el("span", note, class_="lane-note"),
        class_="lane",
    )


def holds(tai_ns: NDArray[np.int64], held: NDArray[np.bool_], span: Span) -> list[tuple[float, float]]:
    """Where in a span something sampled holds, from 0 to 1; each sample counts until the next one."""
    inside = (tai_ns >= span.start.tai_ns) & (tai_ns < span.end.tai_ns)
    times, here = tai_ns[inside], held[inside]
    if not len(times):
        return []
    step = int(np.median(np.diff(times))) if len(times) > 1 else span.end.tai_ns - span.start.tai_ns
    edges = np.flatnonzero(np.diff(np.concatenate([[0], here.astype(np.int8), [0]])))
    whole = span.end.tai_ns - span.start.tai_ns
    runs = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        last = int(times[after]) if after < len(times) else int(times[-1]) + step
        runs.append(
            (
                (int(times[first]) - span.start.tai_ns) / whole,
                min((last - span.start.tai_ns) / whole, 1.0),
            )
        )
    return runs


def _needs_block(outcome: Outcome, span: Span, clocks: ReaderClocks) -> Markup:
    """A lane for each need that holds for a part of the day; the others in two lines."""
    lanes, all_day, never = [], [], []
    for one in worst_first(outcome.assessments):
        strip = need_strip(one, span)
        if strip is None:
            continue
        held = sum(p.end - p.start for p in strip[0])
        if held >= WHOLE:
            all_day.append(one)
        elif held <= 0.0:
            never.append(one)
        else:
            name = joined(
                (mark(one.verdict), el("a", one.need.id, href=f"#{one.need.id}"), " ", one.need.title)
            )
            lanes.append(lane(name, *strip))
    lines = [
        el("p", el("b", f"{words}: "), joined((chip(a) for a in found), " "), class_="all-or-nothing")
        for words, found in (("Holds all day", all_day), ("Never holds", never))
        if found
    ]
    drawn = (axis(span, clocks), joined(lanes)) if lanes else None
    return el(
        "div",
        el("h3", "When each threshold holds"),
        el("p", NEEDS_SAY, class_="lede"),
        drawn,
        joined(lines),
        class_="lanes",
    )


def need_strip(one: Assessment, span: Span) -> tuple[list[Piece], str, str] | None:
    """When the figure that decides a need holds: the pieces, the share in short, and both in words."""
    index = deciding(one)
    if index is None or one.state in (State.UNKNOWN, State.OUT_OF_SEASON):
        return None
    figure = one.figures[index]
    tai_ns = np.asarray(figure.tai_ns)
    if figure.missing or len(tai_ns) < 2 or tai_ns.shape != figure.values.shape:
        return None
    runs = holds(tai_ns, figure.measure.reached(figure.values), span)
    share = sum(end - start for start, end in runs)
    name = str(measure_name(figure.measure))
    pieces = [
        Piece(start=a, end=b, kind="holds", says=f"{name} holds {_from_to(span, a, b)}") for a, b in runs
    ]
    said = f"{one.need.id} {name}: holds for {percent(share)} of the first day"
    return pieces, percent(share), said


def _shown_lanes(outcome: Outcome, span: Span, clocks: ReaderClocks) -> list[Markup | None]:
    """The lanes that answers show, those of one title under one heading."""
    blocks: dict[tuple[str, str], list[Markup]] = {}
    for answer in outcome.answers:
        for shown in lanes_of(answer):
            drawn = drawn_lane(answer.need, shown, span)
            if drawn is not None:
                blocks.setdefault((str(shown.title), str(shown.about)), []).append(drawn)
    return [_block(title, about, span, clocks, lanes) for (title, about), lanes in blocks.items()]


def _asset_lanes(outcome: Outcome, span: Span, *, stations: bool) -> list[Markup]:
    """A lane for each station, or for each satellite, that the plan books within the day."""
    lanes: dict[str, list[tuple[Use, Booking]]] = {}
    for booking in outcome.plan.bookings:
        for use in booking.opportunity.uses:
            if use.asset not in outcome.pool:
                continue  # the checker's sentence says so below
            is_station = outcome.pool[use.asset].kind == "station"
            if is_station is stations and use.span.overlaps(span):
                lanes.setdefault(use.asset, []).append((use, booking))
    out = []
    for asset, held in sorted(lanes.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        pieces = [_booked(outcome, use, booking, span) for use, booking in held]
        name = asset_name(outcome.pool, asset)
        count = plural(len(held), "booking")
        out.append(lane(name, pieces, str(len(held)), f"{name}: {count}"))
    return out


def _booked(outcome: Outcome, use: Use, booking: Booking, span: Span) -> Piece:
    others = [asset_name(outcome.pool, u.asset) for u in booking.opportunity.uses if u.asset != use.asset]
    name = " with ".join([asset_name(outcome.pool, use.asset), *others])
    kind = "pass" if booking.carries or others else "look"
    start, end = _part(span, use.span.start), _part(span, use.span.end)
    says = f"{name} for {booking.need}, {_from_to(span, start, end)}: {booking.reason}"
    return Piece(start=max(start, 0.0), end=min(end, 1.0), kind=kind, says=says)


def _part(span: Span, at: Instant) -> float:
    return at.seconds_since(span.start) / span.duration_s


def _from_to(span: Span, start: float, end: float) -> str:
    begin, finish = (span.start.plus(seconds=part * span.duration_s) for part in (start, end))
    return f"{clock(begin)} to {clock(finish)} UTC"
