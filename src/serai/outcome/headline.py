"""What a duty officer reads first: how many needs are lost, which one is worst, why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serai.needs import Assessment, State
from serai.needs.fortnight import day_named
from serai.needs.naming import WORST_FIRST, nothing_mends
from serai.outcome.lamps import FIRST
from serai.outcome.outcome import Outcome
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One sentence over everything that is asked, and the need that stands worst: None when all is met."""

    sentence: Reason
    worst: Assessment | None


def headline(outcome: Outcome) -> Headline:
    """The first sentence of an assessment, by verdict and priority; ties fall by id."""
    asked = [a for a in outcome.assessments if a.verdict is not State.OUT_OF_SEASON]
    short = sorted((a for a in asked if a.verdict is not State.MET), key=_gravest)
    if not asked:
        return Headline(sentence=reason("outcome.headline.nothing"), worst=None)
    if not short:
        return Headline(sentence=reason("outcome.headline.all_met", count=len(asked)), worst=None)
    first = [a for a in short if a.need.priority == FIRST]
    lost = [a for a in first if a.verdict is State.NOT_MET]
    for key, found in (("lost", lost), ("weak", first), ("lower", short)):
        if found:
            return Headline(sentence=_said(key, found), worst=found[0])
    raise AssertionError("a need that falls short is one of these")


def _gravest(one: Assessment) -> tuple[int, int, str]:
    return WORST_FIRST.index(one.verdict), one.need.priority, one.need.id


def _said(key: str, found: Sequence[Assessment]) -> Reason:
    names = tuple(f"{a.need.id} {a.need.title}" for a in found)
    if key == "lost":
        return reason("outcome.headline.lost", count=len(found), names=names)
    if key == "weak":
        return reason("outcome.headline.weak", count=len(found), names=names)
    return reason("outcome.headline.lower", count=len(found), names=names)


def cause(one: Assessment) -> Reason | str:
    """Why a need stands as it does: the day's reason, or that the other days or the year are worse."""
    if one.by_year is not None:
        return one.by_year.briefly(one.state)
    if one.fortnight is None or one.state is one.verdict:
        return one.why
    return one.fortnight.says(one.state)


def remedy(one: Assessment) -> Reason:
    """The first thing that would mend a need; else what would serve meanwhile; else that nothing mends it.

    A figure that is missing is named. Of a need that falls short on other days than the day asked it is said
    which command tells what would mend the worst of them; of one that only a year misses, by what most.
    """
    if one.remedies:
        return reason("outcome.headline.mends", what=one.remedies[0])
    if one.substitutes:
        return reason("outcome.headline.serves", what=one.substitutes[0])
    if one.beyond_mending:
        return nothing_mends()
    if one.missing:
        return reason("outcome.headline.missing", what=one.missing[0])
    if one.by_year is not None and one.by_year.causes:
        most = one.by_year.causes[0]
        return reason("outcome.headline.yearly", cause=most.id, lost=most.hours * 3600.0)
    if one.fortnight is not None and one.fortnight.worst:
        day = one.fortnight.worst[0]
        asked = day.at.utc(decimals=0).removesuffix("T00:00:00Z")
        return reason("outcome.headline.on_the_day", day=day_named(day), at=asked, need=one.need.id)
    return reason("outcome.headline.not_sought")
