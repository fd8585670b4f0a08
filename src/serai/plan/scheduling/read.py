"""Problems and schedules as JSON: every field is known, and whole numbers are whole (docs/schedule.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from serai.errors import Refused
from serai.files import Source, json_of, text
from serai.plan.scheduling.nouns import Goal, Resource, ResourceUse, SlewLaw, Task, TaskOption, UseLimit
from serai.plan.scheduling.problem import ProblemRefused, ScheduleProblem
from serai.plan.scheduling.result import Effort, Schedule
from serai.plan.scheduling.terms.nouns import Licence, OwnUse, SharingPartner, UseQuota
from serai.time import Instant
from serai.wording import Reason, reason

Read = Callable[[Any, str], Any]  # the value of a field, and where it stands


def read_problem(source: Source) -> ScheduleProblem:
    """The problem of a JSON file; refused (`ProblemRefused`) with the file and what is wrong in it."""
    name = "bytes" if isinstance(source, bytes) else str(source)
    found = json_of(text(source), name)
    try:
        return problem_of(found)
    except ProblemRefused as wrong:
        raise ProblemRefused("schedule.in_file", file=name, says=wrong.reason) from None


def problem_of(found: object) -> ScheduleProblem:
    """The problem of plain data, as JSON has it."""
    whole: ScheduleProblem = _built(ScheduleProblem, found, "")
    return whole


def read_schedule(source: Source) -> Schedule:
    """The schedule of a JSON file that `serai schedule --json` wrote; no judgement of it."""
    name = "bytes" if isinstance(source, bytes) else str(source)
    found = json_of(text(source), name)
    try:
        levels, chosen = found["levels"], found["chosen"]
        return Schedule(
            problem=str(found["problem"]),
            solver=str(found["solver"]),
            levels=tuple(str(one["name"]) for one in levels),
            chosen=tuple(str(one["option"]) for one in chosen),
            objective=tuple(_whole(one["objective"], "objective") for one in levels),
            bound=tuple(_whole(one["bound"], "bound") for one in levels),
            ended=str(found["ended"]),
            effort=Effort(),
            dues=tuple((str(one["id"]), _whole(one["due"], "due")) for one in found.get("partners", ())),
        )
    except (KeyError, TypeError):
        raise ProblemRefused("schedule.no_schedule", file=name) from None


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unlike(where, reason("schedule.expected.whole"), value)
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _unlike(where, reason("schedule.expected.text"), value)
    return value


def _utc(value: Any, where: str) -> str:
    """A UTC as text, or nothing."""
    told = _text(value, where)
    try:
        if told:
            Instant.from_utc(told)
    except Refused:
        raise _unlike(where, reason("schedule.expected.utc"), value) from None
    return told


def _yes_or_no(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _unlike(where, reason("schedule.expected.yes_or_no"), value)
    return value


def _several(read: Read) -> Read:
    def found(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _unlike(where, reason("schedule.expected.list"), value)
        return tuple(read(one, f"{where}[{k}]") for k, one in enumerate(value))

    return found


def _row(read: Read, *counts: int) -> Read:
    """A list of a set length."""

    def found(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) not in counts:
            raise _unlike(where, reason("schedule.expected.row", count=counts[0]), value)
        return tuple(read(one, where) for one in value)

    return found


def _closure(value: Any, where: str) -> tuple[Any, ...]:
    """A span, and how many units are closed; all where it is not said."""
    row = _row(_whole, 2, 3)(value, where)
    return row if len(row) == 3 else (*row, 2**31)


def _counts(value: Any, where: str) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, dict):
        raise _unlike(where, reason("schedule.expected.object"), value)
    return tuple((name, _whole(amount, f"{where}.{name}")) for name, amount in value.items())


def _of(kind: type[Any]) -> Read:
    return lambda value, where: _built(kind, value, where)


_OWN: Mapping[str, Read] = {
    "start": _whole, "end": _whole, "units": _whole, "setup": _whole, "teardown": _whole, "switch": _whole,
    "least": _whole, "priority": _whole, "at_most": _whole, "handling": _whole, "due": _whole,
    "value": _whole, "chance": _whole, "ready": _whole, "up_to": _whole, "worth": _whole,
    "settle": _whole, "per_second": _whole, "energy": _whole, "id": _text, "task": _text,
    "resource": _text, "serves": _text, "of": _text, "epoch": _utc,
    "closed": _several(_closure), "slew": _of(SlewLaw), "limits": _several(_of(UseLimit)),
    "pointing": _row(_row(_whole, 2), 2), "uses": _several(_of(ResourceUse)), "counts": _counts,
    "resources": _several(_of(Resource)), "tasks": _several(_of(Task)),
    "options": _several(_of(TaskOption)), "goals": _several(_of(Goal)),
    "never_together": _several(_several(_text)), "before": _several(_text),
    "party": _text, "owner": _text, "nation": _text, "state": _text, "area": _whole, "data": _whole,
    "taken": _whole, "at_least": _whole, "debt": _whole, "urgent": _whole, "least_change": _yes_or_no,
    "on": _several(_text), "parties": _several(_text), "priorities": _several(_whole),
    "needs": _several(_text), "kept_back": _several(_row(_whole, 2)), "firm": _several(_text),
    "fixed": _several(_text), "quotas": _several(_of(UseQuota)), "own_uses": _several(_of(OwnUse)),
    "licences": _several(_of(Licence)), "partners": _several(_of(SharingPartner)),
}  # fmt: skip
_WINDOW: Mapping[type[Any], Read] = {ResourceUse: _row(_whole, 2), UseLimit: _whole}


def _built(kind: type[Any], value: Any, where: str) -> Any:
    """A record from an object; every field is one that it has, and those without a default are there."""
    if not isinstance(value, dict):
        raise _unlike(where, reason("schedule.expected.object"), value)
    known = {f.name: f for f in fields(kind)}
    given: dict[str, Any] = {}
    for name, inner in value.items():
        at = f"{where}.{name}" if where else name
        if name == "version" and not where:
            continue
        if name not in known:
            raise ProblemRefused("schedule.no_field", where=at, known=tuple(known))
        if inner is None:
            continue
        given[name] = (_WINDOW[kind] if name == "window" else _OWN[name])(inner, at)
    missing = [f.name for f in known.values() if f.name not in given and f.default is MISSING]
    if missing:
        raise ProblemRefused("schedule.missing", where=where, fields=tuple(missing))
    return kind(**given)


def _unlike(where: str, expected: Reason, got: Any) -> ProblemRefused:
    shown = repr(got) if len(repr(got)) <= 60 else repr(got)[:57] + "..."
    return ProblemRefused("schedule.unlike", where=where, expected=expected, got=shown)
