"""Today's bookings as a table: when, which satellite, which station, for which need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from serai.needs import Booking
from serai.outcome.outcome import Outcome
from serai.pool.naming import asset_name
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.moments import ReaderClocks
from serai.time import Instant
from serai.wording import duration, plural

OPEN = 12  # rows that are open at once; the others are folded
HEADINGS = ("When", "Lasts", "What", "Satellite", "Station", "For")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedRow:
    """One booking as a line of the day: from when to when, what is done, by which satellites and stations."""

    start: Instant
    end: Instant
    kind: str
    satellites: tuple[str, ...]
    stations: tuple[str, ...]
    needs: tuple[str, ...]
    reason: str


def booked_rows(outcome: Outcome) -> list[BookedRow]:
    """The plan's bookings by time, then by need; a pass names the satellite whose image it carries.

    One pass that brings the images of several needs is one row, which names them.
    """
    own = {b.opportunity.id: b for b in outcome.plan.bookings}
    found: dict[object, BookedRow] = {}
    for booking in sorted(outcome.plan.bookings, key=lambda b: b.need):
        row = _row(outcome, booking, own.get(booking.carries))
        same = (row.start.tai_ns, row.end.tai_ns, row.kind, row.satellites, row.stations)
        before = found.get(same)
        found[same] = row if before is None else replace(before, needs=(*before.needs, *row.needs))
    return sorted(found.values(), key=lambda r: (r.start.tai_ns, r.needs, r.kind, r.satellites, r.stations))


def _row(outcome: Outcome, booking: Booking, carried: Booking | None) -> BookedRow:
    uses = booking.opportunity.uses
    assets = [u.asset for u in uses]
    if carried is not None:
        assets += [u.asset for u in carried.opportunity.uses if _kind(outcome, u.asset) == "satellite"]
    return BookedRow(
        start=min(u.span.start for u in uses),
        end=max(u.span.end for u in uses),
        kind="pass" if booking.carries or _of(outcome, assets, "station") else "look",
        satellites=_of(outcome, assets, "satellite"),
        stations=_of(outcome, assets, "station"),
        needs=(booking.need,),
        reason=str(booking.reason),
    )


def _kind(outcome: Outcome, asset: str) -> str:
    return outcome.pool[asset].kind if asset in outcome.pool else ""


def _of(outcome: Outcome, assets: Iterable[str], kind: str) -> tuple[str, ...]:
    found = dict.fromkeys(a for a in assets if _kind(outcome, a) == kind)
    return tuple(asset_name(outcome.pool, a) for a in found)


def bookings_table(outcome: Outcome, clocks: ReaderClocks) -> Markup | None:
    """The table of all bookings, the later ones folded; nothing where the plan holds none."""
    rows = booked_rows(outcome)
    if not rows:
        return None
    rest = rows[OPEN:]
    folded = el("details", el("summary", f"{len(rest)} later ones"), _table(rest, clocks)) if rest else None
    return el(
        "div",
        el("h3", f"{plural(len(rows), 'booking')} of the day"),
        _table(rows[:OPEN], clocks),
        folded,
        class_="bookings",
        id="bookings",
    )


def _table(rows: Iterable[BookedRow], clocks: ReaderClocks) -> Markup:
    said = (f"{HEADINGS[0]}, {clocks.named}", *HEADINGS[1:])
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in said)))
    return table(head, el("tbody", joined(_line(r, clocks) for r in rows)), class_="booked sorts")


def _line(row: BookedRow, clocks: ReaderClocks) -> Markup:
    cells = (
        (clocks.says(row.start, seconds=True), row.start.utc(decimals=0)),
        (duration(row.end.seconds_since(row.start)), f"{row.end.seconds_since(row.start):.0f}"),
        (row.kind, ""),
        (", ".join(row.satellites), ""),
        (", ".join(row.stations), ""),
    )
    links = joined((el("a", n, href=f"#{n}", title=row.reason) for n in row.needs), ", ")
    return el(
        "tr",
        joined(
            el("td", said, data_sort=sort or None, data_label=h)
            for (said, sort), h in zip(cells, HEADINGS, strict=False)
        ),
        el("td", links, data_label=HEADINGS[-1]),
    )
