"""What single losses do: points of failure, every need after every loss, agreements that would help."""

from __future__ import annotations

from collections.abc import Iterator

from serai.needs import State
from serai.outcome.advice import advice
from serai.outcome.single_points import ranked_breaks, rehearsed_breaks
from serai.report.data.json import number, point
from serai.serve.worker.asked import Asked, text
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.wording import say

Told = dict[str, object]


def single_points(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """The losses of one asset, group or party that make needs worse, and the known outages rehearsed."""
    outcome = CallerView.of(warm, asked).told
    yield {
        **_of(warm),
        "losses_tried": len(outcome.scan.losses),
        "single_points": [point(one) for one in ranked_breaks(outcome)],
        "events": [point(one) for one in rehearsed_breaks(outcome)],
    }


def matrix(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """Every need after every single loss: the number of its state, and the share of time that is left."""
    found = CallerView.of(warm, asked).outcome.scan
    yield {
        **_of(warm),
        "states": [str(state) for state in State],
        "needs": [need.id for need in found.needs],
        "losses": [{"kind": x.kind.value, "id": x.id, "name": x.name} for x in found.losses],
        "before": found.before.tolist(),
        "after": found.after.tolist(),
        "share_before": [number(one) for one in found.share_before.tolist()],
        "share_after": [[number(one) for one in row] for row in found.share_after.tolist()],
    }


def agreements(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """The candidate terms that would help, those that mend most first."""
    language, pool = text(asked, "language"), warm.outcome.pool
    yield {
        **_of(warm),
        "agreements": [
            {
                "term": one.term.id,
                "what": one.term.what,
                "says": say(one.says(pool), language),
                "mends": [
                    {"need": old.need.id, "before": str(old.state), "after": str(new.state)}
                    for old, new in one.mends
                ],
                "relieves": {need: list(losses) for need, losses in one.relieves},
            }
            for one in advice(CallerView.of(warm, asked).outcome)
        ],
    }


def _of(warm: WarmCorridor) -> Told:
    return {"corridor": warm.corridor.id, "at": warm.outcome.at.utc()}
