"""What `serai plan` says besides its lists: what differs from an earlier plan, and who gave and got what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from serai.errors import Refused

if TYPE_CHECKING:
    from rich.table import Table

    from serai.corridor import Corridor
    from serai.outcome.planned import Progress
    from serai.plan.scheduling import Effort
    from serai.plan.scheduling.result import Told
    from serai.questions.corridor_plan import CorridorPlan
    from serai.questions.plans.causes import ReplanCauses
    from serai.questions.plans.replan import CorridorReplan


def made_again(
    corridor: Corridor,
    against: Path,
    *,
    without: tuple[str, ...],
    causes: ReplanCauses,
    now: str | None,
    frozen_h: float | None,
    tz: str | None,
    solver: str | None,
    effort: Effort,
    progress: Progress | None,
    told: Told | None = None,
) -> CorridorReplan:
    """The plan of a file made again, without what is lost and with what else changed."""
    from serai.cli.input.parsing import instant
    from serai.questions.footprint import names_lost
    from serai.questions.plans.earlier import read_earlier
    from serai.questions.plans.replan import FROZEN_H, corridor_replan

    return corridor_replan(
        corridor,
        read_earlier(against, corridor),
        without=names_lost(corridor, without),
        causes=causes,
        now=instant(now, tz),
        frozen_h=FROZEN_H if frozen_h is None else frozen_h,
        solver=solver,
        effort=effort,
        progress=progress,
        told=told,
    )


def causes_of(
    corridor: Corridor,
    cancel: list[str] | None,
    refuse: list[str] | None,
    urgent: list[str] | None,
    cloud: Path | None,
) -> ReplanCauses:
    """What changed beside a loss, as the options say it."""
    from serai.questions.plans.causes import ReplanCauses, read_clouds, refusal_of

    return ReplanCauses(
        cancelled=tuple(cancel or ()),
        refused=tuple(pair for text in refuse or () for pair in refusal_of(text, corridor)),
        urgent=tuple(urgent or ()),
        clouds=() if cloud is None else read_clouds(cloud),
    )


def refuse_idle(against: Path | None, alone: Mapping[str, object], with_it: Mapping[str, object]) -> None:
    """Refuse options that mean nothing without --against, and those that it makes idle."""
    for option, value in (alone if against is None else with_it).items():
        if value is not None and against is None:
            raise Refused("plan.remade.alone", option=option)
        if value is not None:
            raise Refused("plan.remade.not_with", option=option)


def change_lines(of: CorridorReplan) -> Iterator[str]:
    """How many bookings differ, how many must, and each difference."""
    from serai.wording import plural

    new, least = of.new, of.new.changed_at_least
    kept = len(new.earlier) - len(new.given_up)
    proven = "no plan that serves as much changes fewer"
    told = proven if new.changed == least else f"at least {least:,} must"
    yield (
        f"Of {plural(len(new.earlier), 'booking')} {kept:,} stay, {len(new.given_up):,} are given up, "
        f"{len(new.new):,} are new; {told}."
    )
    yield f"From {of.now.utc(0)} on; what begins before {of.frozen_until.utc(0)} stays.\n"
    yield from (f"  {line}" for line in of.says())
    yield ""


def exchange_view(found: CorridorPlan, *, nations: bool) -> Iterator[str | Table]:
    """A row a day and a party (or nation): images and passes given to others, got from them, and its own."""
    from rich.table import Table

    from serai.questions.plans.exchange import GiveAndGet, by_nation, by_party

    days: dict[str, list[GiveAndGet]] = defaultdict(list)
    for row in by_nation(found) if nations else by_party(found):
        days[row.day].append(row)
    for day, rows in days.items():
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="bold")
        table.add_column("nation" if nations else "party", no_wrap=True)
        for head in ("images given", "got", "own", "passes given (min)", "got", "own"):
            table.add_column(head, justify="right")
        for row in rows:
            passes = (row.passes_given_s, row.passes_got_s, row.passes_own_s)
            images = (row.images_given, row.images_got, row.images_own)
            table.add_row(row.who, *(f"{n:,}" for n in images), *(f"{s / 60.0:.1f}" for s in passes))
        yield day
        yield table
        yield ""


def shares_view(found: CorridorPlan) -> Iterator[str | Table]:
    """What parties have of the plan where they share fairly, and what each is owed after it."""
    from serai.cli.shares_table import shares_table
    from serai.pool.naming import party_name

    pool, problem = found.corridor.pool, found.horizon.problem
    if problem.partners:
        yield "\nFair shares (results):"
        yield shares_table(found.schedule, problem, lambda party: party_name(pool, party))


def terms_view(found: CorridorPlan) -> Iterator[str]:
    """What is refused or late with what would do, how full the quotas are, and what is not counted."""
    from serai.report.data.plan_limits import not_counted_lines
    from serai.report.data.plan_own_use import own_use_lines
    from serai.report.data.plan_terms import quota_lines, refused_lines

    said = {
        "Refused or late, and what would do:": refused_lines(found),
        "Quotas of owners:": quota_lines(found),
        "Own use of owners:": map(str, own_use_lines(found)),
        "Limits on board:": map(str, not_counted_lines(found)),
    }
    for heading, lines in said.items():
        for number, line in enumerate(lines):
            yield f"  {line}" if number else f"\n{heading}\n  {line}"
