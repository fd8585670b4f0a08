"""`serai plan`: who looks when, which station takes which pass, and who gives way?"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.options import (
    At,
    Days,
    Folder,
    Json,
    Needs,
    Seed,
    Units,
    Wall,
    With,
    Zone,
    between,
    one_form,
)

if TYPE_CHECKING:
    from rich.table import Table

    from serai.questions.corridor_plan import CorridorPlan
    from serai.questions.plans.replan import CorridorReplan

SHOWN_AT_MOST = 300  # rows on the screen; --csv and --json give all


class By(StrEnum):
    """By what the plan is listed."""

    STATION = "station"
    SATELLITE = "satellite"
    NEED = "need"
    PARTY = "party"
    NATION = "nation"


ListedBy = Annotated[
    By, typer.Option("--by", help="List it by these; party and nation: who gave and got what.")
]
Against = Annotated[
    Path | None,
    typer.Option("--against", metavar="PLAN", help="Make this plan (its --json) again, changed little."),
]
Lost = Annotated[
    list[str] | None, typer.Option("--without", metavar="NAME ...", help="What is lost; with --against.")
]
Cancelled = Annotated[
    list[str] | None, typer.Option("--cancel", metavar="NEED ...", help="No longer asked; with --against.")
]
RefusedFor = Annotated[
    list[str] | None,
    typer.Option("--refuse", metavar="NEED:NAME ...", help="What an owner refuses a need; with --against."),
]
Urgent = Annotated[
    list[str] | None, typer.Option("--urgent", metavar="NEED ...", help="Comes first; with --against.")
]
Cloud = Annotated[
    Path | None,
    typer.Option("--cloud", metavar="FILE", help="A forecast (CSV; docs/schedule.md); with --against."),
]
Since = Annotated[
    str | None, typer.Option("--now", metavar="TIME", help="Since when; the plan's start when left out.")
]
Frozen = Annotated[
    float | None,
    typer.Option(
        "--frozen", metavar="HOURS", callback=between(0.0, 72.0), help="What begins so soon stays; 2."
    ),
]
SolvedBy = Annotated[
    str | None,
    typer.Option("--solver", metavar="NAME", help="greedy, mip, cp-sat or lns; the best one there is."),
]
ToPage = Annotated[
    Path | None, typer.Option("--page", metavar="FILE", help="Write it as a page with its days drawn.")
]
ToCalendar = Annotated[
    Path | None, typer.Option("--ical", metavar="FILE", help="Write it as a calendar (iCalendar).")
]
ToGeoJson = Annotated[
    Path | None, typer.Option("--geojson", metavar="FILE", help="Write the looks as GeoJSON.")
]
ToCzml = Annotated[
    Path | None, typer.Option("--czml", metavar="FILE", help="Write it as a scene for a globe (CZML).")
]


def plan(
    folder: Folder = None,
    at: At = None,
    days: Days = None,
    need: Needs = None,
    with_terms: With = None,
    by: ListedBy = By.STATION,
    against: Against = None,
    without: Lost = None,
    cancel: Cancelled = None,
    refuse: RefusedFor = None,
    urgent: Urgent = None,
    cloud: Cloud = None,
    now: Since = None,
    frozen: Frozen = None,
    solver: SolvedBy = None,
    units: Units = 60.0,
    seed: Seed = 1,
    wall: Wall = 300.0,
    page: ToPage = None,
    ical: ToCalendar = None,
    geojson: ToGeoJson = None,
    czml: ToCzml = None,
    tz: Zone = None,
    csv: Annotated[bool, typer.Option("--csv", help="A row for each look, as CSV.")] = False,
    json: Json = False,
) -> None:
    """Who looks when, which station takes which pass, and who gives way?

    Every look that a need can ask for is joined with the passes that can bring it down, and the best set is
    chosen: first priorities first, then the earliest down. Each need gets a result for every half of the
    interval it wants, where there is one. The plan tells how far from the best it can be, and two judges that
    share nothing with the solver look through it. Work is counted in units: the same corridor, seed and units
    give the same plan. Ctrl-C ends the search with what it has. --against makes an earlier plan again: what
    is near stays, no pass is half-changed, and no plan that serves as much differs in fewer bookings; what
    changed is a loss, a need cancelled or urgent, an owner's refusal, or a forecast of cloud.

    \b
    Examples:
      serai plan
      serai plan --by need --days 3
      serai plan --page day.html --czml day.czml
      serai plan corridors/belt-and-road --ical day.ics --json
      serai plan --against plan.json --without kashi --now 2026-08-22T12:00Z
      serai plan --against plan.json --cancel N10 --refuse N01:gaofen-3 --urgent N04
    """
    from serai.cli.input.parsing import begins, say_in_force
    from serai.cli.input.reference import reference_corridor
    from serai.cli.plan_shown import causes_of, made_again, refuse_idle
    from serai.cli.progress import planning
    from serai.outcome.outcome import open_corridor
    from serai.plan.scheduling import Effort
    from serai.questions.corridor_plan import corridor_plan

    one_form(csv=csv, json=json)
    alone = {
        "--without": without, "--cancel": cancel, "--refuse": refuse, "--urgent": urgent, "--cloud": cloud,
        "--now": now, "--frozen": frozen,
    }  # fmt: skip
    refuse_idle(against, alone, {"--at": at, "--days": days})
    corridor = open_corridor(folder or reference_corridor())
    say_in_force(corridor, tuple(with_terms or ()))
    corridor = corridor.with_terms(*(with_terms or ()))
    corridor = corridor.only(*need) if need else corridor
    effort, again = Effort(units=units, wall_s=wall, seed=seed), None
    with planning() as (tell, told):
        if against is not None:
            again = made_again(
                corridor, against, without=tuple(without or ()),
                causes=causes_of(corridor, cancel, refuse, urgent, cloud), now=now, frozen_h=frozen, tz=tz,
                solver=solver, effort=effort, progress=tell, told=told,
            )  # fmt: skip
            found = again.plan
        else:
            begin = begins(corridor, at, tz)
            found = corridor_plan(
                corridor, at=begin, days=days, solver=solver, effort=effort, progress=tell, told=told
            )
    _write(found, ical=ical, geojson=geojson, czml=czml, page=page, tz=tz)
    _print(found, again, by, csv=csv, json=json)


def _write(
    found: CorridorPlan,
    *,
    ical: Path | None,
    geojson: Path | None,
    czml: Path | None,
    page: Path | None,
    tz: str | None,
) -> None:
    from serai import __version__
    from serai.cli.input.parsing import zone
    from serai.files import put
    from serai.report.data.corridor_plan import plan_calendar, plan_geojson
    from serai.report.data.plan_scene import plan_czml
    from serai.report.page.plan import write_plan_page

    if ical is not None:
        put(ical, plan_calendar(found, made_by=f"serai {__version__}"))
    if geojson is not None:
        put(geojson, plan_geojson(found))
    if czml is not None:
        put(czml, plan_czml(found))
    if page is not None:
        write_plan_page(found, page, zone=zone(tz))


def _print(found: CorridorPlan, again: CorridorReplan | None, by: By, *, csv: bool, json: bool) -> None:
    from serai.cli.console import print_json, show
    from serai.cli.plan_shown import change_lines
    from serai.cli.rows.window_rows import write_csv
    from serai.report.data.corridor_plan import COLUMNS, plain, plan_answer, planned_looks
    from serai.report.data.plan_exchange import changes_answer, exchange_answer

    if json:
        changes = {} if again is None else {"changes": changes_answer(again)}
        print_json(plan_answer(found) | {"exchange": exchange_answer(found)} | changes)
        return
    if csv:
        rows = [plain(row) for row in planned_looks(found)]
        columns = [[row[name] for row in rows] for name in COLUMNS]
        write_csv(COLUMNS, [columns], lambda text: typer.echo(text, nl=False))
        return
    for line in () if again is None else change_lines(again):
        show(line)
    for view in _views(found, by):
        show(view)


def _views(found: CorridorPlan, by: By) -> Iterator[str | Table]:
    """What a duty officer reads: how good it is, the list, who gave way, who got nothing."""
    from serai.cli.plan_lists import plan_lists
    from serai.cli.plan_shown import exchange_view, shares_view, terms_view
    from serai.report.data.corridor_plan import planned_looks
    from serai.report.data.schedule import ended_in_words, gap_in_words
    from serai.wording import plural

    of, made, span = found.horizon.problem, found.schedule, found.horizon.span
    planned = len({of.option[name].task for name in made.chosen})
    wanted = plural(len(of.tasks), "result")
    yield f"{span.start.utc(0)} to {span.end.utc(0)}: {planned:,} of {wanted} planned"
    yield f"{ended_in_words(made)}; {gap_in_words(made)}\n"
    rows = planned_looks(found)
    if by in (By.PARTY, By.NATION):
        yield from exchange_view(found, nations=by is By.NATION)
        return
    for heading, table in plan_lists(found, rows[:SHOWN_AT_MOST], by.value):
        yield heading
        yield table
        yield ""
    if len(rows) > SHOWN_AT_MOST:
        yield f"and {len(rows) - SHOWN_AT_MOST:,} more looks; --csv or --json gives all"
    pool = found.corridor.pool
    if found.contests:
        yield "Wanted at once on too few antennas:"
        yield from (f"  {one.says(pool)}" for one in found.contests)
    if found.plan.left:
        yield "\nLeft without:"
        yield from (f"  {left.need}: {left.reason}" for left in found.plan.left)
    yield from terms_view(found)
    yield from shares_view(found)
    yield from (f"FAULT: {fault}" for fault in found.faults)
