"""Every question that the warm corridor answers, by name: a new one is a function and a line here.

A question is given the warm corridor and what was asked (plain values, checked at the door), and gives its
answer in parts: one for most, several for what takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from serai.serve.worker import day, losses, places, tables, together
from serai.serve.worker.asked import Asked
from serai.serve.worker.lanes import lanes_over_the_day
from serai.serve.worker.standing import need_standing, needs_standing, verdicts_standing
from serai.serve.worker.warm import WarmCorridor
from serai.serve.worker.what_if import states_after, verdicts_after

Answer = Iterable[Mapping[str, object] | bytes]
Question = Callable[[WarmCorridor, Asked], Answer]

QUESTIONS: Mapping[str, Question] = {
    "needs": needs_standing,
    "need": need_standing,
    "verdicts": verdicts_standing,
    "lanes": lanes_over_the_day,
    "what-if-states": states_after,
    "what-if": verdicts_after,
    "single-points": losses.single_points,
    "matrix": losses.matrix,
    "advice": losses.agreements,
    "ladder": places.ladder_at,
    "passes": places.passes_over,
    "passes-calendar": places.passes_calendar,
    "looks": places.looks_at,
    "region": places.region_to_hand,
    "region-strips": places.region_strips,
    "need-at": places.need_at,
    "plan": day.plan_of,
    "plan-calendar": day.plan_events,
    "plan-geojson": day.plan_features,
    "plan-czml": day.plan_scene,
    "needs-geojson": day.needs_features,
    "corridor-geojson": day.corridor_features,
    "positions": day.positions,
    "tracks": day.tracks,
    "corridor": tables.about,
    "table": tables.table,
    "check": tables.checked,
    "check-folder": tables.checked_folder,
    "ages": tables.ages,
    "assets": tables.assets,
    "tasked": tables.tasked,
}


def several(warm: WarmCorridor, asked: Asked) -> Answer:
    """Several questions of one asker in one process, its view first."""
    return together.several(answered, warm, asked)


def answered(warm: WarmCorridor, asked: Asked) -> Answer:
    """The parts of the answer to one question."""
    name = str(asked["question"])
    return several(warm, asked) if name == "several" else QUESTIONS[name](warm, asked)
