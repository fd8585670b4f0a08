"""The judge of losses that knows nothing of losses: rows deleted from a copy of the folder.

What is lost is struck out of the tables, and what hangs on it by the tables' own rules goes too: rows of its
fittings, its name in every list, and a row whose list is then empty. What is left is read and answered as a
corridor that never had it, under the bookings of the day that it leaves whole. The judge uses nothing of
``Pool.losing``, ``lapsed`` or ``held`` after a loss; images that had been promised are put back by counting
them.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from serai.losses import Loss, alive_after
from serai.needs import Answer, Booking, Need, Plan, State, required_by, states
from serai.needs.judging import Shares
from serai.observe.answer import ObserveAnswer
from serai.observe.measures import EachImage
from serai.outcome.outcome import Outcome, open_corridor
from serai.outcome.planned import Day
from serai.outcome.recalled import Noted, Recalled
from serai.services import service
from serai.world import Almanac
from tests.losses.brute_force import Stands

Rows = list[dict[str, str]]
Tables = dict[str, Rows]

ASSETS = ("satellites", "stations", "links", "messengers", "services")
FITTED = {
    "sensors": ("satellite",),
    "beams": ("satellite",),
    "signals": ("satellite",),
    "carriers": ("satellite", "service"),
    "dishes": ("station",),
    "constellations": ("like",),
    "platforms": ("satellite",),
}
LISTS = {
    "beams": ("gateways",),
    "messengers": ("satellites",),
    "terms": ("assets", "stations"),
    "events": ("assets_lost",),
    "needs": ("given_lost",),
    "fault_seasons": ("group",),
    "quotas": ("assets",),
    "own_use": ("assets",),
    "constellations": ("satellites",),
}
GROUND = ("stations", "dishes")  # what observe and connect read together


@dataclass(frozen=True)
class Folder:
    """A corridor's tables as text, cell by cell."""

    path: Path
    tables: Tables
    header: Mapping[str, list[str]]

    @classmethod
    def of(cls, path: Path) -> Folder:
        """Read every table of a folder."""
        tables, header = {}, {}
        for file in sorted(path.glob("*.csv")):
            with file.open(encoding="utf-8-sig", newline="") as lines:
                reader = csv.DictReader(lines)
                tables[file.stem] = list(reader)
                header[file.stem] = list(reader.fieldnames or ())
        return cls(path, tables, header)

    def without(self, lost: frozenset[str], made: Path) -> Tables:
        """Write a copy without some assets; what is left in its tables."""
        left = deleted(self.tables, lost)
        shutil.copy(self.path / "corridor.toml", made / "corridor.toml")
        for area in self.path.glob("*.geojson"):
            shutil.copy(area, made / area.name)
        for name, rows in left.items():
            with (made / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, self.header[name])
                writer.writeheader()
                writer.writerows(rows)
        return left


def deleted(tables: Tables, lost: frozenset[str]) -> Tables:
    """The tables without the rows of some assets and without what hangs on them."""
    left = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    orbits = {r["norad"] for r in tables["satellites"] if r["id"] in lost}
    gone = lost | _services_off(tables, lost)
    for name in ASSETS:
        left[name] = [row for row in left[name] if row["id"] not in gone]
    left["elements"] = [row for row in left["elements"] if row["NORAD_CAT_ID"] not in orbits]
    for name, columns in FITTED.items():
        if name not in left:  # an optional table that this corridor has not
            continue
        left[name] = [row for row in left[name] if not any(row[c] in gone for c in columns)]
    struck = gone | (_groups(tables) - _groups(left))
    for name, columns in LISTS.items():
        if name not in left:  # an optional table that this corridor has not
            continue
        left[name] = [row for row in left[name] if _stays(name, row, columns, struck)]
        if name in ASSETS:  # a service without a satellite left is named nowhere either
            struck |= {row["id"] for row in tables[name]} - {row["id"] for row in left[name]}
    _internet_only(left, tables, lost)
    _no_calls(left, tables)
    return left


def _groups(tables: Tables) -> set[str]:
    """The shared-risk groups that any asset belongs to."""
    rows = [row for name in ASSETS for row in tables[name]]
    return {group for row in rows for group in row.get("groups", "").split(";") if group}


def _stays(name: str, row: dict[str, str], columns: Iterable[str], struck: frozenset[str] | set[str]) -> bool:
    """Strike names out of a row's lists; whether the row has lost none of its lists wholly."""
    for column in columns:
        named = [one for one in row[column].split(";") if one]
        kept = [one for one in named if one.removeprefix("group:") not in struck]
        row[column] = ";".join(kept)
        if named and not kept and name != "needs":
            return False
    return True


def _mute(tables: Tables, lost: frozenset[str]) -> set[str]:
    """The services whose listed carriers are all lost."""
    by: dict[str, set[str]] = {}
    for row in tables["carriers"]:
        by.setdefault(row["service"], set()).add(row["satellite"])
    return {name for name, carriers in by.items() if carriers <= lost}


def _services_off(tables: Tables, lost: frozenset[str]) -> frozenset[str]:
    """The services that nothing brings any more: no carrier, and no internet."""
    mute = _mute(tables, lost)
    return frozenset(r["id"] for r in tables["services"] if r["id"] in mute and "internet" not in r["link"])


def _internet_only(left: Tables, tables: Tables, lost: frozenset[str]) -> None:
    """Services without a carrier that still come by the internet are broadcast no more."""
    mute = _mute(tables, lost)
    for row in left["services"]:
        if row["id"] in mute:
            row["link"] = "internet"


def _no_calls(left: Tables, tables: Tables) -> None:
    """Beams whose phone services are all gone carry no calls: nobody is there to switch them."""
    had, has = _phoned(tables, tables), _phoned(left, tables)
    for row in left["beams"]:
        if row["satellite"] in had - has:
            row["services"] = ";".join(s for s in row["services"].split(";") if s != "voice")


def _phoned(left: Tables, tables: Tables) -> set[str]:
    """The satellites through which a phone service comes."""
    groups = {r["id"]: {f"group:{g}" for g in r["groups"].split(";")} for r in tables["satellites"]}
    named = {n for r in left["messengers"] if r["kind"] == "voice" for n in r["satellites"].split(";")}
    return {satellite for satellite, its in groups.items() if satellite in named or its & named}


def bookings_left(plan: Plan, lost: frozenset[str]) -> Plan:
    """The day's plan without what uses a lost asset, and without what carries down such a look."""
    dead = {_key(b) for b in plan.bookings if {u.asset for u in b.opportunity.uses} & lost}
    kept = tuple(b for b in plan.bookings if _key(b) not in dead and (b.need, b.carries) not in dead)
    return Plan(bookings=kept, left=plan.left, span=plan.span)


def _key(booking: Booking) -> tuple[str, str]:
    return booking.need, booking.opportunity.id


def asked_again(day: Outcome, tables: Tables, left: Tables) -> list[Need]:
    """The needs of the services that read any table that changed, or may use a term that did."""
    changed = {name for name in left if left[name] != tables[name]}
    kept = {row["id"]: row for row in left["terms"]}
    rights = {row["right"] for row in tables["terms"] if row != kept.get(row["id"])}
    found = []
    for need in day.corridor.needs:
        one = service(need.service)
        reads = {spec.name for spec in one.tables} | ({"needs"} if one.name == "connect" else set())
        reads |= set(GROUND) if one.name != "navigate" else set()
        touched = changed & reads or rights & {right.value for right in one.rights}
        if touched and need.in_season(day.at):
            found.append(need)
    return found


def judged_without(
    day: Outcome, folder: Folder, lost: frozenset[str], made: Path, *, every: bool = False
) -> dict[str, Stands]:
    """How needs stand in the corridor without the rows of what is lost, images promised put back.

    Only needs of services whose tables changed, or all of them (``every``). The sky is shared: where a
    satellite is depends on its own elements alone.
    """
    left = folder.without(lost, made)
    corridor = open_corridor(made)
    needs = asked_again(day, folder.tables, left)
    if every:
        needs = [n for n in day.corridor.needs if n.in_season(day.at)]
    almanac = Almanac(day.world.almanac._motions, day.world.orientation)
    almanac._kept = dict(day.world.almanac._kept)  # what is found for this loss goes with it
    world = replace(corridor.world(day.at, day.world.orientation), almanac=almanac)
    own = {n.id: n for n in corridor.needs}
    plan = bookings_left(day.plan, lost)
    today = Day(world=world, pool=corridor.pool, length=day.days)
    found = {}
    for need in needs:
        before = day.answer(need.id)
        assert before is not None
        if isinstance(before, Noted | Recalled):
            before = before.answer  # what images it counts is not told from one process to another
        found[need.id] = _put_back(today.answer(own[need.id], plan), before, len(corridor.pool.assets))
    return found


def _put_back(after: Answer, before: Answer, assets: int) -> Stands:
    """How a need stands, its shares of images counted of those that had been promised before."""
    held = after.held(np.ones((1, assets), dtype=bool))
    certain, hopeful = held.certain[0].copy(), held.hopeful[0].copy()
    if isinstance(after, ObserveAnswer) and isinstance(before, ObserveAnswer):
        for k, judge in enumerate(after.judges):
            if isinstance(judge, EachImage):
                certain[k] *= _promised(after, k, False) / max(_promised(before, k, False), 1)
                best = hopeful[k] * _promised(after, k, True) / max(_promised(before, k, True), 1)
                hopeful[k] = max(certain[k], best)
    wanted = required_by(after)
    shares = Shares(certain[None], hopeful[None])
    return Stands(State(int(states(shares, wanted)[0])), tuple(certain.tolist()), tuple(hopeful.tolist()))


def _promised(answer: ObserveAnswer, k: int, best: bool) -> int:
    """How many images a measure counts, by figures that are known or with all at their best."""
    judge = answer.hopeful[0][k] if best and answer.hopeful is not None else answer.judges[k]
    assert isinstance(judge, EachImage)
    return int(judge.counted.sum()) + len(judge.lost_s)


def by_the_scan(day: Outcome, losses: Sequence[Loss]) -> list[dict[str, Stands]]:
    """How every need stands after every loss, as ``held`` says it, all losses at once."""
    alive = alive_after(losses, day.pool)
    found: list[dict[str, Stands]] = [{} for _ in losses]
    for answer in day.answers:
        held = answer.held(alive)
        state = states(held, required_by(answer))
        for row in range(len(losses)):
            certain, hopeful = held.certain[row].tolist(), held.hopeful[row].tolist()
            found[row][answer.need.id] = Stands(State(int(state[row])), tuple(certain), tuple(hopeful))
    return found


def disagreements(
    before: dict[str, Stands], said: dict[str, Stands], found: dict[str, Stands], loss: str
) -> list[str]:
    """Where the scan and the deleted rows differ after a loss, or it betters a need."""
    wrong = []
    for need, was in before.items():
        if not said[need].agrees(found[need]):
            wrong.append(f"{need} without {loss}: scan {said[need]}, rows deleted {found[need]}")
        if said[need].better_than(was) or found[need].better_than(was):
            wrong.append(f"{need} without {loss}: better than before")
    return wrong
