"""How needs stand: each with all that an assessment says of it, and the verdicts in short."""

from __future__ import annotations

from collections.abc import Iterator

from serai.outcome.headline import cause, headline
from serai.outcome.lamps import lamps
from serai.outcome.outcome import Outcome
from serai.report.data.json import assess_answer, number
from serai.serve.worker.asked import Asked, text
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.wording import say

Answer = dict[str, object]


def needs_standing(warm: WarmCorridor, asked: Asked) -> Iterator[Answer]:
    """Every need as `serai assess --json` tells it."""
    language = text(asked, "language")
    yield {"whole": warm.whole, **assess_answer(CallerView.of(warm, asked).told, language=language)}


def verdicts_standing(warm: WarmCorridor, asked: Asked) -> Iterator[Answer]:
    """Every need's verdict in a line, the lamps, and what a reader must know before any figure."""
    language, outcome = text(asked, "language"), CallerView.of(warm, asked).told
    yield {
        "corridor": outcome.corridor.id,
        "at": outcome.at.utc(),
        "whole": warm.whole,
        "version": outcome.corridor.version,
        "cautions": [say(c, language) for c in outcome.cautions],
        "headline": _headline(outcome, language),
        "lamps": [
            {"service": one.service, "state": str(one.state), "because": [a.need.id for a in one.because]}
            for one in lamps(outcome)
        ],
        "verdicts": [
            {
                "need": one.need.id,
                "title": one.need.title,
                "service": one.need.service,
                "priority": one.need.priority,
                "party": one.need.party,
                "state": str(one.state),
                "verdict": str(one.verdict),
                "fortnight": None if one.fortnight is None else str(one.fortnight.state),
                "share_met": number(one.share_met),
                "why": say(one.why, language),
                "hangs_on": list(one.hangs_on),
            }
            for one in outcome.assessments
        ],
    }


def need_standing(warm: WarmCorridor, asked: Asked) -> Iterator[Answer]:
    """One need by its id, in any case; NotInPool where the corridor has none such."""
    view = CallerView.of(warm, asked)
    need = view.need(text(asked, "need"))
    found = assess_answer(view.told, needs=(need.id,), language=text(asked, "language"))["needs"]
    assert isinstance(found, list)
    yield found[0]


def _headline(outcome: Outcome, language: str) -> Answer:
    """What a duty officer reads first: one sentence, the worst need, its cause and the nearest remedy."""
    first = headline(outcome)
    worst = first.worst
    remedies = worst.remedies if worst is not None else ()
    return {
        "says": say(first.sentence, language),
        "need": None if worst is None else worst.need.id,
        "why": None if worst is None else say(cause(worst), language),
        "remedy": say(remedies[0], language) if remedies else None,
    }
