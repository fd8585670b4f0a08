"""A watched place in a terminal: what was seen and what not, what changed, since when, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from serai.observe.series.areas import PolygonRecord
from serai.observe.series.record import DatedBreak, Monitoring
from serai.observe.series.sensors import SensorOffset
from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import RegionRow
from serai.questions.images.look_again import LookAgain
from serai.report.terminal.lines import SOFT, WIDEST, TextCell, line, wrapped
from serai.wording import Reason, listed, number, percent, plural, reason

NARROW = 100  # of what is wrapped without knowing the terminal
SHOWN = 12  # breaks; all of them stand in the JSON


class MonitoringView:
    """What was found; rich prints it in the width there is."""

    def __init__(self, found: Monitoring) -> None:
        self.found = found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        found = self.found
        rows, columns = found.stack.shape
        head = f"{found.stack.layer} of {found.stack.path.name}"
        yield Text(head, style="bold")
        period = f"{found.stack.times[0][:10]} to {found.stack.times[-1][:10]}"
        history = found.stack.times[found.until - 1][:10]
        about = (
            f"{period}, {plural(found.stack.dates, 'date')}, {rows} x {columns} pixels; history to {history}"
        )
        yield from wrapped(about, width, style=SOFT)
        yield from wrapped(f"{percent(found.valid_share)} valid; {_causes(found)}", width)
        if found.not_watched:
            lost = reason("series.not_watched", pixels=found.not_watched, least=found.rules.least)
            yield from wrapped(str(lost), width, style="yellow")
        for note in found.stack.source.notes:
            yield from wrapped(str(note), width, hang=2)
        for one in found.sensors:
            yield from wrapped(str(told_sensor(found, one)), width, hang=2)
        yield Text()
        yield from _breaks(found, width)
        yield from _alarms(found, width)


def told_sensor(found: Monitoring, one: SensorOffset) -> Reason:
    """What a sensor shows more than the reference, or why that is not known."""
    if one.why is not None:
        return one.why
    step: Reason | str = ""
    if one.step_at >= 0:
        time = found.stack.times[one.step_at]
        step = reason(
            "series.sensor_step", step=one.step, step_sigma=one.step_sigma, time=time, of=one.step_of
        )
    return reason(
        "series.sensor_found",
        sensor=one.sensor,
        reference=one.reference,
        bias=one.bias,
        bias_sigma=one.bias_sigma,
        drift=one.drift,
        drift_sigma=one.drift_sigma,
        step=step,
    )


def polygon_lines(records: tuple[PolygonRecord, ...]) -> Iterator[Text]:
    """A table of the polygons."""
    widths = (20, 9, 8, 9, 15, 11)
    heads = ("polygon", "pixels", "valid", "changed", "first disturbed", "trend/year")
    rows = [
        (o.name, f"{o.pixels:,}", percent(o.valid), percent(o.changed), o.first[:10] or "-", number(o.trend))
        for o in records
    ]
    for k, row in enumerate((heads, *rows)):
        yield line(
            TextCell(c, w, "" if k else SOFT, right=i > 0)
            for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )


def ask_lines(asks: Sequence[LookAgain]) -> Iterator[Text]:
    """What each alarm asks for, and the first look in hand."""
    for one in asks:
        yield from wrapped(str(one.wanted), NARROW, hang=2)
        first = next((row for row in one.looks.rows if row.rank and row.in_hand is not None), None)
        said = reason("series.nobody") if first is None else _first(one, first)
        yield from wrapped(str(said), NARROW, indent=2, hang=4, style="" if first else "yellow")


def _first(one: LookAgain, row: RegionRow) -> Reason:
    pool = one.looks.corridor.pool
    return reason(
        "series.first_look",
        satellite=asset_name(pool, row.satellite),
        at=row.start.utc(0),
        in_hand="" if row.in_hand is None else row.in_hand.utc(0),
        covered=row.covered,
        looks=sum(1 for each in one.looks.rows if each.rank),
    )


def _causes(found: Monitoring) -> str:
    """Dates by what they show."""
    counts = Counter(str(one.cause) for one in found.series)
    return "dates: " + listed([f"{n} {cause}" for cause, n in counts.most_common()])


def _breaks(found: Monitoring, width: int) -> Iterator[Text]:
    if not found.breaks:
        yield Text("No break was confirmed.", style="cyan")
        return
    share = sum(one.share for one in found.breaks)
    said = f"Breaks confirmed in {percent(share)} of what is watched, by confirming date:"
    yield from wrapped(said, width, style="bold")
    heads = ("confirmed", "first disturbed", "pixels", "share", "departure", "confidence")
    yield _line(heads, SOFT)
    largest = sorted(found.breaks, key=lambda b: (-b.pixels, b.time))[:SHOWN]
    for one in sorted(largest, key=lambda b: b.time):
        yield _line(_cells(one))
    if len(found.breaks) > SHOWN:
        yield Text(f"  and {len(found.breaks) - SHOWN} more dates (--json)", style=SOFT)


def _cells(one: DatedBreak) -> tuple[str, ...]:
    return (
        one.time[:10],
        one.first[:10],
        f"{one.pixels:,}",
        percent(one.share),
        f"{'+' if one.departure > 0 else ''}{number(one.departure)}",
        percent(one.confidence),
    )


def _line(cells: tuple[str, ...], style: str = "") -> Text:
    widths = (12, 15, 9, 8, 10, 10)
    return line(
        TextCell(c, w, style, right=i > 1) for i, (c, w) in enumerate(zip(cells, widths, strict=True))
    )


def _alarms(found: Monitoring, width: int) -> Iterator[Text]:
    if not found.alarms:
        return
    yield Text()
    yield Text(f"{plural(len(found.alarms), 'alarm')}:", style="bold red")
    for alarm in found.alarms:
        yield from wrapped(str(alarm.why), width, indent=2, hang=4)
