"""An assessment in a terminal: all needs in two lines each, the single points, and what to try next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from serai.needs import Assessment, State
from serai.needs.naming import state_means
from serai.outcome.change import compare
from serai.outcome.headline import cause, headline, remedy
from serai.outcome.lamps import FIRST, lamps
from serai.outcome.outcome import Outcome
from serai.outcome.single_points import Breaks, ranked_breaks
from serai.pool.naming import asset_name
from serai.report.drawing.marks import SIGNS
from serai.report.moments import ReaderClocks, beside, period
from serai.report.readings.budgets import margin_words, telling
from serai.report.readings.changes import summary
from serai.report.readings.elements import rests_on_elements
from serai.report.readings.figures import YEAR, deciding, reading
from serai.report.readings.helps import mends
from serai.report.readings.order import by_state, worst_first
from serai.report.readings.premises import premise_briefly, premise_said
from serai.report.readings.shared import shared_said, short_said
from serai.report.readings.tables import told_tables
from serai.report.terminal.lines import SOFT, STYLES, WIDEST, TextCell, cut, line, widest, wrapped
from serai.report.terminal.reduced import out_lines
from serai.report.terminal.tables import own_table_lines
from serai.wording import Reason, reason, sentence
from serai.wording.times import days

RANKED = 10  # single points shown; all of them stand in the report
LINKS = 4  # link budgets told; all of them stand in the report
TOLD = 14  # of what is told of a need under its headings, "would mend" the longest
NARROWEST = 16  # of a need's title beside its figures
INDENT = 7  # of what belongs to the line above: the sign, the id and their gaps


class AssessmentView:
    """All needs, or with ``needs`` only these and in full; rich prints it in the width there is.

    With ``before``, the same corridor before a loss or an agreement, it tells what changed instead.
    """

    def __init__(
        self,
        outcome: Outcome,
        *,
        before: Outcome | None = None,
        report: Path | None = None,
        needs: Sequence[str] = (),
        next_command: str = "",
        zone: ZoneInfo | None = None,
    ) -> None:
        self.outcome, self.before, self.needs = outcome, before, tuple(needs)
        self.report, self.next_command, self.zone = report, next_command, zone

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        yield from _head(self.outcome, width, self.zone)
        if self.needs:
            yield from out_lines(self.outcome, width, self.zone)
            for need in self.needs:
                yield Text()
                yield from _in_full(self.outcome, self.outcome[need], width, self.zone)
        elif self.before is None:
            yield Text()
            yield from wrapped(sentence(str(headline(self.outcome).sentence)), width, style="bold")
            yield from _table(self.outcome, width)
            yield from _points(ranked_breaks(self.outcome), width)
            yield from _short(self.outcome, width)
            yield from out_lines(self.outcome, width, self.zone)
            yield from _reasons(self.outcome, width)
        if self.before is not None:
            yield ChangesView(self.before, self.outcome)
        if not self.needs:
            yield from _lamps(self.outcome, width)
        yield from _foot(self.report, self.next_command)


class ChangesView:
    """What changed between two assessments, in a sentence for each need."""

    def __init__(self, before: Outcome, after: Outcome) -> None:
        self.before, self.after = before, after

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        found = compare(self.before, self.after)
        yield Text()
        yield Text("What changed, and why", style="bold")
        yield Text(cut(summary(found), width), style=SOFT)
        for change in found:
            first, *rest = wrapped(str(change), width, indent=4, hang=4)
            state = change.stands
            yield Text()
            yield Text.assemble((SIGNS[state], STYLES[state]), "   ", first.plain.strip())
            yield from rest


def _head(outcome: Outcome, width: int, zone: ZoneInfo | None) -> Iterator[Text]:
    yield Text(cut(outcome.corridor.name, width), style="bold")
    further = any(a.fortnight for a in outcome.assessments)
    length = f"{days(outcome.days)}{' and each of the 13 after it' if further else ''}"
    yield from wrapped(f"{beside(outcome.at, zone)}, {length}; longer where a need asks it", width)
    changed = outcome.pool.terms.switched_on or outcome.corridor.added or outcome.corridor.weather.forecast
    if not further and (outcome.struck or changed):
        yield from wrapped(sentence(str(reason("outcome.day_alone"))), width, style=SOFT)
    yield from wrapped(str(rests_on_elements(outcome)), width, style=SOFT)
    for caution in outcome.cautions:
        yield from wrapped(sentence(str(caution)), width, style=STYLES[State.DEGRADED])
    for name in outcome.struck:
        yield Text.assemble(("struck       ", STYLES[State.NOT_MET]), cut(name, width - 13))
    for name in outcome.corridor.added:
        yield Text.assemble(("your cable   ", STYLES[State.MET]), cut(name, width - 13))
    if (clouds := outcome.corridor.weather.forecast) is not None:
        yield Text.assemble(("cloud by     ", STYLES[State.MET]), cut(clouds.file, width - 13))
    for term in sorted(outcome.pool.terms.switched_on):
        what = next((t.what for t in outcome.pool.terms.rows if t.id == term), "")
        yield Text.assemble(("switched on  ", STYLES[State.MET]), cut(f"{term} {what}".strip(), width - 13))


def _table(outcome: Outcome, width: int) -> Iterator[Text]:
    shown = {a.need.id: _figure(a) for a in outcome.assessments}
    widths = [widest([row[k] for row in shown.values()], most) for k, most in ((0, 11), (1, 13), (2, 17))]
    ids = widest([a.need.id for a in outcome.assessments], 8)
    headings = ("figure", "threshold", "share")
    widths = [max(w, cell_len(h)) for w, h in zip(widths, headings, strict=True)]
    title = width - ids - sum(widths) - 2 * 4 - 2
    stacked = title < NARROWEST  # then the figures stand under the title
    head = (
        TextCell("", ids + title + 4),
        *(TextCell(h, w, SOFT, k != 1) for k, (h, w) in enumerate(zip(headings, widths, strict=True))),
    )
    yield Text()
    if not stacked:
        yield line(head)
    for i, (state, found) in enumerate(by_state(outcome.assessments)):
        if i:
            yield Text()
        heading = f"{str(state).upper()}  {len(found)}"
        yield Text.assemble(
            (heading, STYLES[state]), (cut(f"  {state_means(state)!s}", width - len(heading)), SOFT)
        )
        for one in found:
            value, limit, share = shown[one.need.id]
            named = TextCell(one.need.id, ids)
            figures = (
                TextCell(value, widths[0], right=True),
                TextCell(limit, widths[1]),
                TextCell(share, widths[2], right=True),
            )
            row = line((named, TextCell(one.need.title, title), *figures))
            if stacked:
                row = line((named, TextCell(one.need.title, width - ids - 4)))
            yield Text.assemble((SIGNS[state], STYLES[state]), " ", row, no_wrap=True)
            if stacked:
                said = "  ".join(filter(None, (value, limit, share)))
                yield Text(" " * INDENT + cut(said, width - INDENT)) if said else Text()
            below = _below(outcome, one, width)
            if below is not None:
                yield below


def _figure(one: Assessment) -> tuple[str, str, str]:
    index = deciding(one)
    if index is None or one.state is State.OUT_OF_SEASON:
        return "", "", ""
    read = reading(one, index)
    return (
        read.value,
        read.limit,
        read.share_text + (f" of {one.figures[index].n}" if read.of not in ("time", YEAR) else ""),
    )


def _below(outcome: Outcome, one: Assessment, width: int) -> Text | None:
    """The second line of a need: its fourteen days, where they are judged, and what else is to be said."""
    days = strip(one)
    if days.cell_len:
        days.append(f" {one.fortnight.met}/{len(one.fortnight.asked)}  " if one.fortnight else "", style=SOFT)
    under = _under(outcome, one, width - INDENT - days.cell_len)
    if not under and not days.cell_len:
        return None
    return Text.assemble(" " * INDENT, days, (under, SOFT))


def strip(one: Assessment) -> Text:
    """A need's fourteen days as a sign each, the first being the day itself; empty where there are none."""
    days = one.fortnight.days if one.fortnight else ()
    return Text.assemble(*((SIGNS[d.state], STYLES[d.state]) for d in days), no_wrap=True)


def _under(outcome: Outcome, one: Assessment, width: int) -> str:
    """The second line of a need: what is missing, or its path and what it hangs on."""
    if one.state is State.OUT_OF_SEASON:
        return ""
    if one.missing:
        return cut(f"missing: {'; '.join(str(m) for m in one.missing)}", width)
    year = "over a year" if one.by_year is not None else ""
    premise = str(premise_briefly(one, outcome.pool))
    path = " | ".join(filter(None, (year, premise, short_path(outcome, one) or "no path")))
    if not one.hangs_on:
        return cut(path, width)
    hangs_on = " | hangs on " + ", ".join(asset_name(outcome.pool, a) for a in one.hangs_on)
    path = cut(path, max(width - cell_len(hangs_on), width // 2))
    return cut(path + hangs_on, width)


def short_path(outcome: Outcome, one: Assessment, most: int = 4) -> str:
    """The path in names, its ends only where it is long."""
    names = [asset_name(outcome.pool, a) for a in one.path]
    if len(names) > most:
        names[1:-1] = [f"{len(names) - 2} more"]
    return " → ".join(names)


def _points(found: Sequence[Breaks], width: int) -> Iterator[Text]:
    yield Text()
    yield Text("Single points of failure, heaviest first", style="bold")
    if not found:
        yield Text("no single loss makes any need worse", style=SOFT)
        return
    yield from points_lines(found[:RANKED], width)
    if len(found) > RANKED:
        yield Text(f"    and {len(found) - RANKED} lighter ones", style=SOFT)


def points_lines(found: Sequence[Breaks], width: int) -> Iterator[Text]:
    """One line for each loss: its rank, what is lost, and the needs it makes worse with their state after."""
    names = widest([b.name for b in found], max(24, width // 2 - 8))
    kinds = widest([b.kind for b in found], 24 if width > 100 else 0)
    for rank, one in enumerate(found, start=1):
        cells = [TextCell(str(rank), 2, SOFT, right=True), TextCell(one.name, names)]
        if kinds:
            cells.append(TextCell(one.kind, kinds, SOFT))
        row = line(cells)
        row.pad_right(max(0, 4 + names + (2 + kinds if kinds else 0) - row.cell_len))
        room = width - row.cell_len - 2
        row.append("  ")
        ids = list(one.after)
        fits = max(1, (room - 4) // (len(ids[0]) + 2)) if len(ids) * (len(ids[0]) + 2) > room else len(ids)
        for need in ids[:fits]:
            state = one.after[need]
            row.append(f"{SIGNS[state]}{need} ", style=STYLES[state])
        if len(ids) > fits:
            row.append(f"+{len(ids) - fits}", style=SOFT)
        yield row


def _reasons(outcome: Outcome, width: int) -> Iterator[Text]:
    """Why the needs that turn a lamp red are not met, in two lines each."""
    red = [
        a for a in worst_first(outcome.assessments) if a.verdict is State.NOT_MET and a.need.priority == FIRST
    ]
    if not red:
        return
    yield Text()
    yield Text("Why the first-priority needs are not met", style="bold")
    for one in red:
        first, *rest = wrapped(sentence(str(cause(one))), width, indent=INDENT, hang=INDENT, most=2)
        yield Text.assemble(
            (SIGNS[one.verdict], STYLES[one.verdict]), f" {one.need.id} ", first.plain.strip()
        )
        yield from rest
        yield Text(" " * INDENT + cut(str(remedy(one)), width - INDENT), style=SOFT)


def _short(outcome: Outcome, width: int) -> Iterator[Text]:
    """The needs that get less than they ask because others ask too."""
    found = short_said(outcome)
    if found:
        yield Text()
        yield Text("When all needs ask at once", style="bold")
    for said in found:
        yield from wrapped(str(said), width, indent=2, hang=4)


def _lamps(outcome: Outcome, width: int) -> Iterator[Text]:
    yield Text()
    for lamp in lamps(outcome):
        state = Text.assemble((f"{SIGNS[lamp.state]} {lamp.state}", STYLES[lamp.state]))
        state.pad_right(max(0, 11 - state.cell_len))
        yield Text.assemble(
            (f"{lamp.service:<10}", "bold"), state, (cut(f"  {lamp.counted}", width - 21), ""), no_wrap=True
        )


def _foot(report: Path | None, next_command: str) -> Iterator[Text]:
    if report is None and not next_command:
        return
    yield Text()
    if report is not None:
        yield Text(f"report  {report}", overflow="fold")  # whole, however long: it is there to be opened
    if next_command:
        yield Text.assemble("next    ", (next_command, "bold"), overflow="fold")


def _in_full(outcome: Outcome, one: Assessment, width: int, zone: ZoneInfo | None) -> Iterator[Text]:
    """One need with everything that is known of it."""
    state = one.verdict
    yield Text.assemble(
        (f"{SIGNS[state]} {state}", STYLES[state]), f"  {one.need.id} ", (one.need.title, "bold")
    )
    about = [f"priority {one.need.priority}", one.need.who, period(one.within, zone)]
    yield from wrapped(", ".join(a for a in about if a), width, indent=2, hang=2, style=SOFT)
    yield from _readings(one, width)
    if one.fortnight is not None:
        yield Text.assemble(("  fortnight ", SOFT), strip(one), "  ", str(one.fortnight.says(one.state)))
    for label, items in _told(outcome, one):
        for k, item in enumerate(i for i in map(str, items) if i):
            first, *rest = wrapped(item, width, indent=TOLD, hang=TOLD)
            yield Text.assemble((f"  {'' if k else label:<{TOLD - 2}}", SOFT), first.plain.strip())
            yield from rest
    yield from own_table_lines(outcome.answer(one.need.id), width, ReaderClocks(outcome.at, zone))


def _readings(one: Assessment, width: int) -> Iterator[Text]:
    """Every figure of a need against its threshold, a line each."""
    readings = [reading(one, i) for i in range(len(one.figures))]
    names = widest([r.name for r in readings], 28)
    values = widest([r.value for r in readings], 16)
    limits = widest([r.limit for r in readings], 14)
    room = max(34, width - names - values - limits - 8)
    for read in readings:
        text = f"{read.share_text} of a year" if read.of == YEAR else read.share_text
        share = ", ".join(filter(None, (text, read.qualifier, read.beside)))
        yield line(
            (
                TextCell("", 0),
                TextCell(read.name, names),
                TextCell(read.value, values, "bold", right=True),
                TextCell(read.limit, limits),
                TextCell(share, room),
            )
        )


def _told(outcome: Outcome, one: Assessment) -> Iterator[tuple[str, Iterable[Reason | str]]]:
    """What is said of a need under its headings: why, what mends it, what serves, what it rests on."""
    yield "year", [sentence(str(a.says())) for a in one.annual]
    yield "given", [premise_said(one, outcome.pool)]
    yield "all ask", [shared_said(outcome, one)]
    yield "why", [sentence(str(one.why))]
    yield "would mend", mends(one)
    yield "would do", one.substitutes
    yield "next loss", [one.next_loss]
    yield "missing", one.missing
    yield "path", [" → ".join(_names(outcome, one.path))]
    yield "hangs on", [", ".join(_names(outcome, one.hangs_on))]
    yield "links", _links(outcome, one)
    yield from ((label.lower(), said) for label, said in told_tables(one, outcome.answer(one.need.id)))
    yield "rests on", [f"{w.what} ({w.basis})" for w in one.weak]
    yield "to know", one.flags


def _names(outcome: Outcome, ids: Iterable[str]) -> list[str]:
    return [asset_name(outcome.pool, i) for i in ids]


def _links(outcome: Outcome, one: Assessment) -> list[str]:
    """What rain leaves of the links that tell how a need stands, a sentence each."""
    found = telling(outcome, one, outcome.answer(one.need.id))
    said = [f"{b.title}: {margin_words(b)}" for b in found[:LINKS]]
    more = len(found) - LINKS
    return [*said, f"and {more} more in the report"] if more > 0 else said
