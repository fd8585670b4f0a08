"""What if these were lost and these terms agreed: states in a moment, then verdicts and remedies one by one.

The plan stands as it was made where only something is lost; terms call for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from serai.corridor import Corridor
from serai.errors import Refused
from serai.losses import Loss, LossKind, Scan, scan
from serai.needs import Answer, Assessment, Fortnight, Need, Plan, State, day_judged
from serai.outcome.change import Change
from serai.outcome.lamps import Lamp, lamps_of
from serai.outcome.outcome import Outcome, replanned
from serai.outcome.planned import Day, planned
from serai.questions.footprint import FILES, names_inside, names_lost
from serai.report.data.json import number
from serai.serve.worker.ahead import fortnights_after
from serai.serve.worker.asked import names, objects
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.wording import say

Told = dict[str, object]
SUPPOSED = "what-if"


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """A corridor with something lost and something agreed, the day's plan, and the answers before the loss.

    ``agreed`` is the corridor with its terms, ``corridor`` that after the loss.
    """

    agreed: Corridor
    corridor: Corridor
    loss: Loss
    plan: Plan
    before: Sequence[Answer]
    view: CallerView

    @classmethod
    def of(cls, warm: WarmCorridor, asked: Mapping[str, object]) -> Supposed:
        """What was asked, of the warm corridor; a name that nothing answers to is refused."""
        view, named, terms = CallerView.of(warm, asked), names(asked, "losses"), names(asked, "terms")
        outcome = view.outcome
        areas = [dict(one) for one in objects(asked, "areas")]
        if not named and not terms and not areas:
            raise Refused("serve.nothing_supposed")
        files = [name for name in named if name.casefold().endswith(FILES)]
        if files:
            raise Refused("serve.file_named", name=files[0])
        view.refuse_unseen(named)
        agreed = outcome.corridor.with_terms(*terms)
        hit = [name for area in areas for name in names_inside(view.corridor, area)]
        after = agreed.without(*dict.fromkeys((*names_lost(agreed, named), *hit)))
        gone = frozenset(a.id for a in agreed.pool.assets) - frozenset(a.id for a in after.pool.assets)
        plan = _planned_with(outcome, agreed) if terms else outcome.as_made or outcome.plan
        day = Day(world=outcome.world, pool=agreed.pool, length=outcome.days)
        return cls(
            corridor=after,
            loss=Loss(kind=LossKind.EVENT, id=SUPPOSED, name=SUPPOSED, assets=gone),
            plan=plan,
            before=[day.answer(a.need, plan) for a in outcome.answers] if terms else outcome.answers,
            agreed=agreed,
            view=view,
        )

    def scanned(self) -> Scan:
        """How every need in season stands without and with the loss, under one plan."""
        return scan(self.before, self.agreed.pool, [self.loss])

    def touched(self) -> list[Need]:
        """The needs whose answer rests on something lost, or that terms may change."""
        if self.agreed.agreed:
            return [a.need for a in self.before]
        places = [self.agreed.pool.place_of[name] for name in self.loss.assets]
        return [a.need for a in self.before if a.rests_on[places].any()]


def states_after(warm: WarmCorridor, asked: Mapping[str, object]) -> Iterator[Told]:
    """The day's state of every need before and after, under the plan as it stands."""
    yield _states(Supposed.of(warm, asked))


def verdicts_after(warm: WarmCorridor, asked: Mapping[str, object]) -> Iterator[Told]:
    """The states; then each need that is touched with its why and remedies; then the fortnight of each."""
    language, supposed = str(asked["language"]), Supposed.of(warm, asked)
    yield _states(supposed)
    outcome = supposed.view.outcome
    day = Day(world=outcome.world, pool=supposed.corridor.pool, length=outcome.days)
    judged: dict[str, Assessment] = {}
    for need in supposed.touched():
        judged[need.id] = day.judged(need, supposed.plan)[1]
        yield _verdict(outcome, judged[need.id], language)
    for again in replanned(day, list(judged.values()), supposed.corridor.needs).values():
        judged[again.need.id] = again
        yield _verdict(outcome, again, language)
    if bool(asked.get("fortnight", True)) and warm.ahead is not None:
        size = len(supposed.corridor.pool.assets)
        first = {n.id: day_judged(day.answer(n, supposed.plan), size, outcome.at) for n in supposed.touched()}
        ahead = fortnights_after(outcome, supposed.corridor, warm.ahead, list(judged), first)
        yield from (_fortnight(judged[name], found) for name, found in ahead.items())


def _planned_with(outcome: Outcome, agreed: Corridor) -> Plan:
    """The day's plan under other terms."""
    return planned(agreed.needs, agreed.pool.whole, outcome.world, lambda *_: None)


def _states(supposed: Supposed) -> Told:
    """The first part: how every need in season stood, stands, and with which share."""
    outcome, found = supposed.view.outcome, supposed.scanned()
    needs = [
        {
            "need": need.id,
            "before": str(outcome[need.id].state),
            "after": str(State(int(found.after[0, i]))),
            "share_before": number(outcome[need.id].share_met),
            "share_after": number(found.share_after[0, i]),
        }
        for i, need in enumerate(found.needs)
    ]
    return {
        "stage": "states",
        "corridor": outcome.corridor.id,
        "at": outcome.at.utc(),
        "lost": sorted(supposed.loss.assets & supposed.view.assets),
        "terms": list(supposed.agreed.agreed),
        "lamps": [
            {"service": one.service, "state": str(one.state), "because": [a.need.id for a in one.because]}
            for one in _lamps(outcome, found)
        ],
        "needs": needs,
        "worse": [n["need"] for n, (b, a) in zip(needs, _pairs(outcome, found), strict=True) if a > b],
        "better": [n["need"] for n, (b, a) in zip(needs, _pairs(outcome, found), strict=True) if a < b],
    }


def _lamps(outcome: Outcome, found: Scan) -> list[Lamp]:
    """The lamps with the day's states after the loss; the fortnight is as it was until it is judged again."""
    after = {need.id: State(int(found.after[0, i])) for i, need in enumerate(found.needs)}
    return lamps_of([replace(a, state=after.get(a.need.id, a.state)) for a in outcome.assessments])


def _pairs(outcome: Outcome, found: Scan) -> list[tuple[int, int]]:
    """The state of each need before and after, as numbers of which the larger is worse."""
    after = found.after[0].tolist()
    return [(int(outcome[n.id].state), a) for n, a in zip(found.needs, after, strict=True)]


def _verdict(outcome: Outcome, after: Assessment, language: str) -> Told:
    """One need that is touched: what changes of it, why, and what would mend it."""
    before = outcome[after.need.id]
    change = Change(before=before, after=after, pool=outcome.pool)
    return {
        "stage": "verdict",
        "need": after.need.id,
        "before": str(change.stood),
        "after": str(change.stands),
        "share_before": number(before.share_met),
        "share_after": number(after.share_met),
        "path": list(after.path),
        "says": say(change.says, language),
        "why": say(after.why, language),
        "remedies": [say(one, language) for one in after.remedies],
        "substitutes": [say(one, language) for one in after.substitutes],
        "flags": [say(one, language) for one in after.flags],
    }


def _fortnight(day: Assessment, fortnight: Fortnight) -> Told:
    """The fortnight of one need that is touched, and its verdict with it."""
    both = replace(day, fortnight=fortnight)
    return {
        "stage": "fortnight",
        "need": day.need.id,
        "state": str(fortnight.state),
        "share_met": number(fortnight.share),
        "days_met": fortnight.met,
        "verdict": str(both.verdict),
    }
