"""The answers that other programs read: plain values, ids instead of names, and never a NaN."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from serai.losses import Partner
from serai.needs import Answer as NeedAnswer
from serai.needs import Assessment, Figure, SharedRate, Table, TableRow, required
from serai.outcome.advice import Advice
from serai.outcome.change import compare
from serai.outcome.outcome import Outcome
from serai.outcome.reduced import Reduced
from serai.outcome.single_points import Breaks, ranked_breaks
from serai.outcome.study import Findings
from serai.report.readings.budgets import margin_rows
from serai.report.readings.tables import path_rows, shared_tables, tables_of
from serai.wording import ENGLISH, harmless_json, say

Answer = dict[str, object]
# Tables that programs may count on: there whatever is asked, and empty where no answer shows them.
PROMISED = ("station_volumes",)


def assess_answer(
    outcome: Outcome,
    *,
    before: Outcome | None = None,
    report: Path | None = None,
    needs: Sequence[str] = (),
    language: str = ENGLISH,
) -> Answer:
    """The answer of `serai assess`: how every need (or only some) stands, the single points, what changed.

    Its sentences are said in ``language``.
    """
    wanted = {n.casefold() for n in needs}
    shown = [a for a in outcome.assessments if not wanted or a.need.id.casefold() in wanted]
    answer: Answer = {
        "corridor": outcome.corridor.id,
        "at": outcome.at.utc(),
        "days": outcome.days,
        "inputs": {"corridor": outcome.corridor.version},
        "struck": list(outcome.struck),
        "switched_on": sorted(outcome.pool.terms.switched_on),
        "own_cables": list(outcome.corridor.added),
        "clouds": forecast.file if (forecast := outcome.corridor.weather.forecast) else "",
        "cautions": [say(c, language) for c in outcome.cautions],
        "out_of_service": [_reduced(one) for one in outcome.reduced],
        "counts": {str(state): n for state, n in outcome.counts().items()},
        "verdicts": {str(state): n for state, n in outcome.verdicts().items()},
        "needs": [
            _need(a, outcome.answer(a.need.id), outcome.shared.get(a.need.id), language) for a in shown
        ],
        "single_points": [point(b) for b in ranked_breaks(outcome)],
        "plan": {
            "bookings": len(outcome.plan.bookings),
            "left": [{"need": x.need, "reason": say(x.reason, language)} for x in outcome.plan.left],
            "faults": [say(fault, language) for fault in outcome.plan_faults],
        },
        **_shared(outcome),
        "report": None if report is None else str(report),
    }
    if before is not None:
        answer["changes"] = [
            {
                "need": c.need,
                "before": str(c.stood),
                "after": str(c.stands),
                "worse": c.worse,
                "sentence": c.said(language),
            }
            for c in compare(before, outcome)
        ]
    return answer


def _reduced(one: Reduced) -> Answer:
    """One stretch of time in which events take assets away, and what it costs."""
    return {
        "start": one.span.start.utc(),
        "end": one.span.end.utc(),
        "events": [e.event.id for e in one.events],
        "lost": sorted(frozenset[str]().union(*(e.lost for e in one.events))),
        "worse": {n: {"before": str(one.before[n]), "after": str(s)} for n, s in one.after.items()},
        "without_redundancy": {n: [x.id for x in on] for n, on in one.hangs_on.items()},
    }


def resilience_answer(found: Findings, language: str = ENGLISH) -> Answer:
    """The answer of `serai resilience`: single points, losses survived, substitutes, partners."""
    redundancy = found.redundancy
    return {
        "corridor": found.outcome.corridor.id,
        "at": found.outcome.at.utc(),
        "days": found.outcome.days,
        "cautions": [say(c, language) for c in found.outcome.cautions],
        "losses_tried": len(found.outcome.scan.losses),
        "pairs_tried": found.pairs,
        "single_points": [point(b) for b in found.points],
        "events": [point(b) for b in found.rehearsed],
        "agreements": [_agreement(a) for a in found.agreements or ()],
        "cpr": {r.need: r.with_groups for r in redundancy},
        "cpr_assets": {r.need: r.assets for r in redundancy},
        "cpr_at_least": [r.need for r in redundancy if r.at_least],
        "pairs": {r.need: list(r.pair) for r in redundancy if r.pair},
        "substitution": [
            {"need": s.need, "lost": s.lost, "by": s.by, "share": number(s.share)} for s in found.substitution
        ],
        "partners": [_partner(p) for p in found.partners],
    }


def _agreement(one: Advice) -> Answer:
    return {
        "term": one.term.id,
        "what": one.term.what,
        "mends": [
            {"need": old.need.id, "before": str(old.state), "after": str(new.state)} for old, new in one.mends
        ],
        "relieves": {need: list(losses) for need, losses in one.relieves},
    }


def _partner(one: Partner) -> Answer:
    return {
        "party": one.party,
        "name": one.name,
        "gives": list(one.gives),
        "gets": list(one.gets),
        "gain": number(one.gain),
    }


def json_text(answer: Answer) -> str:
    """An answer as text; a NaN or an infinity in it would be a fault and is refused."""
    return harmless_json(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2))


def number(value: float | None) -> float | None:
    """A figure as JSON can hold it: None where there is none, or where it is no number."""
    return None if value is None or not math.isfinite(value) else float(value)


def point(one: Breaks) -> Answer:
    """One single point of failure: the asset, group or party, the needs it breaks, the time they lose."""
    return {
        one.loss.kind.value: one.loss.id,
        "name": one.name,
        "breaks": list(one.after),
        "states": {need: str(state) for need, state in one.after.items()},
        "loss": number(one.share_lost),
        "weight": number(one.weight),
        "within": list(one.within),
        "strike": one.strike,
    }


def _shared(outcome: Outcome) -> Answer:
    """The tables about the corridor, each over the shortest period judged; None where no answer shows one."""
    found = {
        key: {
            "start": one.within.start.utc(),
            "end": one.within.end.utc(),
            table.of: [_plain(row.values) for row in table.rows],
        }
        for key, (one, table) in shared_tables(outcome).items()
    }
    return {**dict.fromkeys(PROMISED), **found}


def _tables(one: Assessment, answer: NeedAnswer | None) -> Answer:
    """The tables of a need: of a shared one the rows about its path, of its own ones all rows."""
    found = {table.key: [_plain(row.values) for row in _rows(one, table)] for table in tables_of(answer)}
    return {**{key: [] for key in PROMISED}, **found}


def _rows(one: Assessment, table: Table) -> Sequence[TableRow]:
    return path_rows(one, table) if table.shared else table.rows


def _plain(row: Mapping[str, object]) -> Answer:
    return {k: number(v) if isinstance(v, float) else v for k, v in row.items()}


def _need(one: Assessment, answer: NeedAnswer | None, all_ask: SharedRate | None, language: str) -> Answer:
    return {
        "id": one.need.id,
        "title": one.need.title,
        "service": one.need.service,
        "priority": one.need.priority,
        "state": str(one.state),
        "would_be": None if one.would_be is None else str(one.would_be),
        "share_met": number(one.share_met),
        "n": one.n,
        "verdict": str(one.verdict),
        "fortnight": _fortnight(one, language),
        "premise": _premise(one),
        "figures": {f.measure.name: _figure(f, s) for f, s in zip(one.figures, one.shares, strict=True)},
        "path": list(one.path),
        "hangs_on": list(one.hangs_on),
        "why": say(one.why, language),
        "substitutes": [say(s, language) for s in one.substitutes],
        "remedies": [say(r, language) for r in one.remedies],
        "worst_loss": say(one.worst_loss, language) or None,
        "missing": [say(m, language) for m in one.missing],
        "flags": [say(f, language) for f in one.flags],
        "confidence": str(one.confidence),
        "rests_on": [{"what": say(w.what, language), "basis": str(w.basis)} for w in one.weak],
        "rain_margins": [_plain(row) for row in margin_rows(answer)],
        **_tables(one, answer),
        "annual": _annual(one, language),
        "shared": None if all_ask is None else shared_rate(all_ask, language),
        "judged": {"start": one.within.start.utc(), "end": one.within.end.utc()},
    }


def _fortnight(one: Assessment, language: str) -> Answer | None:
    """The fourteen days of a need, in their order; None where the day alone is judged."""
    found = one.fortnight
    if found is None:
        return None
    return {
        "state": str(found.state),
        "share_met": number(found.share),
        "days_met": found.met,
        "starts": [d.at.utc() for d in found.days],
        "shares": [number(d.share) for d in found.days],
        "states": [str(d.state) for d in found.days],
        "says": say(found.says(one.state), language),
    }


def _annual(one: Assessment, language: str) -> Answer | None:
    """What a year gives of the share asked of one; None where none is asked or it cannot be worked out."""
    if not one.annual:
        return None
    found = one.annual[0]
    return {
        "measure": found.measure.name,
        "state": str(found.state),
        "share_required": number(required(found.measure)),
        "availability": number(found.availability),
        "range": [number(found.least), number(found.most)],
        "state_in_range": [str(found.state_at(found.least)), str(found.state_at(found.most))],
        "hopeful": number(found.hopeful),
        "independent": number(found.independent),
        "outage_h": number(found.outage_s / 3600.0),
        "outages": number(found.outages),
        "longest_h": number(found.longest_s / 3600.0),
        "changes": number(found.changes),
        "causes": [{"cause": c.id, "hours": number(c.hours)} for c in found.causes],
        "causes_alone": [{"cause": c.id, "hours": number(c.hours)} for c in found.causes_alone],
        "basis": str(found.basis),
        "drawn": found.drawn
        and {"draws": found.drawn.draws, "range_99": [number(found.drawn.low), number(found.drawn.high)]},
        "worst_months": found.worst_months
        and {
            "months": sorted(found.worst_months.months),
            "availability": number(found.worst_months.availability),
        },
        "says": say(found.says(), language),
    }


def shared_rate(one: SharedRate, language: str = ENGLISH) -> Answer:
    """What a need gets of its rate when all needs ask at once."""
    return {
        "asked_bps": number(one.asked_bps),
        "alone_bps": number(one.alone_bps),
        "shared_bps": number(one.shared_bps),
        "short": one.short,
        "over": list(one.over),
        "full": one.full or None,
        "shared_with": list(one.with_),
        "says": say(one.says, language),
    }


def _premise(one: Assessment) -> Answer | None:
    """What the need takes as lost, and how it would stand without; None where it takes nothing."""
    if one.premise is None:
        return None
    return {
        "given_lost": list(one.premise.lost),
        "state_without": str(one.premise.state_without),
        "share_without": number(one.premise.share_without),
        "availability_without": next((number(a.availability) for a in one.premise.annual_without), None),
    }


def _figure(figure: Figure, share: float | None) -> Answer:
    measure = figure.measure
    return {
        "value": number(figure.worst),
        "typical": number(figure.typical),
        "unit": measure.unit,
        "better": "lower" if measure.lower_is_better else "higher",
        "threshold": number(measure.threshold),
        "breakthrough": number(measure.breakthrough),
        "goal": number(measure.goal),
        "share": number(share),
        "share_required": number(measure.share_required),
        "share_over": measure.share_over or None,
        "by_rate": figure.by_rate,
        "basis": str(measure.basis),
        "n": figure.n,
        "share_of_all": None if figure.of_all is None else number(figure.of_all[0]),
        "n_of_all": None if figure.of_all is None else figure.of_all[1],
        "missing": str(figure.missing) or None,
    }
