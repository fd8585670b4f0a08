"""What `serai check` found, as a page for people and as an answer for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from serai.corridor import Corridor, RemarkKind, Report
from serai.pool import Asset
from serai.tables import Basis, Problem
from serai.wording import Reason

DAY_S = 86_400.0
WIDTH = 100  # columns: two panes beside each other on a common screen, or a page of print


class CheckView:
    """A report as grouped tables: problems first, then disagreements, then what is unknown."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the report out in at most 100 columns."""
        width = min(options.max_width, WIDTH)
        for part in self._parts():
            yield from console.render(part, options.update(width=width))

    def _parts(self) -> Iterator[Table | Text | Padding]:
        report = self.report
        yield Text(_headline(report), style="bold")
        if report.corridor is not None:
            yield Text(_about(report), style="dim")
        if report.problems:
            yield from _problems(report.problems)
            return
        yield from _remarks(report)
        yield from _out(report)
        yield from _unknown(report)
        yield from _tables(report)


def answer(report: Report) -> dict[str, object]:
    """The report as plain values for JSON."""
    corridor = report.corridor
    return {
        "folder": str(report.folder),
        "corridor": None if corridor is None else corridor.id,
        "sound": report.sound,
        "problems": [
            {
                "file": p.file,
                "line": p.line,
                "column": p.column,
                "expected": str(p.expected),
                "found": str(p.came) if isinstance(p.found, Reason) else p.found,
                "hint": str(p.hint),
                "says": str(p),
            }
            for p in report.problems
        ],
        "disagreements": [
            {"about": r.kind.value, "file": r.file, "line": r.line, "says": str(r.says)}
            for r in report.disagreements
        ],
        "out": [
            {"id": a.id, "name": a.name, "why": str(a.out)}
            for a in (corridor.pool.assets if corridor else ())
            if not a.usable
        ],
        "unknown": [
            {"file": u.file, "column": u.column, "empty": u.empty, "rows": u.rows} for u in report.unknown
        ],
        "tables": [
            {"file": t.file, "rows": t.rows} | {str(b): n for b, n in t.by_basis.items()}
            for t in report.tables
        ],
    }


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: '1 problem', '3 problems'."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def _headline(report: Report) -> str:
    if report.corridor is None:
        return f"{report.folder} cannot be read: {counted(len(report.problems), 'problem')}"
    doubts = counted(len(report.disagreements), "thing")
    return f"{report.corridor.name} can be read whole; {doubts} to look at"


def _about(report: Report) -> str:
    corridor = report.corridor
    assert corridor is not None
    pool = corridor.pool
    return (
        f"{counted(len(pool.assets), 'asset')}, {counted(len(corridor.needs), 'need')}, "
        f"{counted(len(pool.terms.rows), 'term')}, {counted(len(pool.parties), 'member')}, "
        f"{counted(len(corridor.elements), 'element set')}{_ages(corridor)}"
    )


def _ages(corridor: Corridor) -> str:
    """How old the element sets are at the corridor's start."""
    ages = sorted(corridor.start.seconds_since(e.epoch) / DAY_S for e in corridor.elements.values())
    if not ages:
        return ""
    middle = ages[len(ages) // 2]
    return (
        f" which at {corridor.start.utc(decimals=0)} are {ages[0]:.1f} to {ages[-1]:.1f} days old "
        f"(half of them less than {middle:.1f})"
    )


def _problems(problems: Sequence[Problem]) -> Iterator[Table | Text]:
    for file in dict.fromkeys(p.file for p in problems):  # each once, where its first problem stands
        found = [p for p in problems if p.file == file]
        yield _heading(file, len(found))
        table = _grid(("right", 4), ("left", 16), ("left", None))
        for one in found:
            table.add_row(str(one.line or ""), Text(one.column), Text(str(one.said)))
        yield table


def _remarks(report: Report) -> Iterator[Table | Text]:
    for kind in RemarkKind:
        found = [r for r in report.disagreements if r.kind is kind]
        if not found:
            continue
        yield _heading(_sentence(str(kind.heading)), len(found))
        table = _grid(("left", 19), ("left", None))
        for one in found:
            where = f"{one.file}:{one.line}" if one.line else one.file
            table.add_row(Text(where, style="dim"), Text(str(one.says)))
        yield table


def _out(report: Report) -> Iterator[Table | Text]:
    """How many assets answer nothing, by what keeps them from it."""
    assert report.corridor is not None
    reasons = Counter((a.kind, _reason(a)) for a in report.corridor.pool.assets if not a.usable)
    if not reasons:
        return
    yield _heading("Out of use, and kept in the pool with the reason", sum(reasons.values()))
    table = _grid(("left", 19), ("left", None))
    for kind in dict.fromkeys(kind for kind, _ in reasons):
        said = (f"{n}\u00a0{why}" for (k, why), n in reasons.most_common() if k == kind)
        table.add_row(Text(f"{kind}s", style="dim"), Text(", ".join(said)))
    yield table


def _reason(asset: Asset) -> str:
    """What keeps an asset from being used, in a word or two."""
    out = asset.out
    if not isinstance(out, Reason):
        return out.partition(": ")[0]
    if out.key == "corridor.status":
        return str(out.values["status"])
    if out.key in ("corridor.out_of_slot", "corridor.not_geostationary"):
        return "out of its slot"
    return "without elements that say where"


def _unknown(report: Report) -> Iterator[Table | Text]:
    if not report.unknown:
        return
    total = sum(u.empty for u in report.unknown)
    yield _heading("Figures that nobody published: an answer that needs one is unknown", total)
    table = _grid(("left", 19), ("left", None))
    for file, group in groupby(report.unknown, key=lambda u: u.file):
        columns = (f"{u.column}\u00a0{u.empty}\u00a0of\u00a0{u.rows}" for u in group)
        table.add_row(Text(file, style="dim"), Text(", ".join(columns)))
    yield table


def _tables(report: Report) -> Iterator[Table | Text]:
    yield _heading("Rows by what their figures rest on", sum(t.rows for t in report.tables))
    table = _grid(("left", 19), ("right", 8), *[("right", 10)] * len(Basis))
    table.add_row("", *(Text(h, style="dim") for h in ("rows", *map(str, Basis))))
    for one in report.tables:
        table.add_row(one.file, str(one.rows), *(str(one.by_basis[b] or "·") for b in Basis))
    yield table


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _heading(words: str, count: int) -> Text:
    return Text.assemble("\n", (words, "bold"), (f"  {count}", "dim"))


def _grid(*columns: tuple[str, int | None]) -> Table:
    table = Table.grid(padding=(0, 0, 0, 2), pad_edge=True)
    for justify, width in columns:
        table.add_column(
            justify="right" if justify == "right" else "left",
            min_width=width,
            ratio=None if width else 1,
            overflow="fold",
        )
    table.expand = any(width is None for _, width in columns)
    return table
