"""What changes between two assessments, in a sentence for each need that changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from serai.needs import Annual, Assessment, Figure, State, with_year
from serai.needs.naming import measure_name, nothing_mends, state_name
from serai.outcome.outcome import Outcome
from serai.pool import Pool
from serai.wording import ENGLISH, Reason, reason, say, sentence

SHARE_CHANGED = 0.005  # half a percent of the judged time: less is not worth an operator's minute
FIGURE_CHANGED = 0.1  # a tenth of a figure, or of what a year loses: less is not worth it either
YEAR_CHANGED = 1e-5  # of a year: five minutes, the least that is told of one


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One need before and after, in the pool it had before; ``now`` is the pool after where it has more."""

    before: Assessment
    after: Assessment
    pool: Pool
    now: Pool | None = None

    def __repr__(self) -> str:
        return f"Change({self.need}: {str(self.says)[:120]!r})"

    @property
    def need(self) -> str:
        """The need's id."""
        return self.before.need.id

    @property
    def stood(self) -> State:
        """How it stood before, on the day and over a year."""
        return _stands(self.before)

    @property
    def stands(self) -> State:
        """How it stands after, on the day and over a year."""
        return _stands(self.after)

    @property
    def worse(self) -> bool:
        """Whether the state went down."""
        return self.stands > self.stood

    @property
    def says(self) -> Reason:
        """What changes, without the reason."""
        moved = [*_moved(self.before, self.after), *_years_moved(self.before, self.after)]
        figures = reason("outcome.change.figures", moved=tuple(moved)) if moved else ""
        before, after = state_name(self.stood), state_name(self.stands)
        if self.stood is self.stands:
            return reason("outcome.change.stays", state=after, by=self._by(), figures=figures)
        return reason("outcome.change.goes", before=before, after=after, by=self._by(), figures=figures)

    @property
    def what(self) -> Reason:
        """The need, what changes of it, and why."""
        title, why = self.before.need.title, self.after.why
        return reason("outcome.change.what", need=self.need, title=title, says=self.says, why=why)

    @property
    def mends(self) -> Reason | None:
        """What would mend it, when it got worse; that nothing in the pool does, when nothing is known to."""
        if not self.worse:
            return None
        if self.after.beyond_mending:
            return nothing_mends()
        first = next(iter(self.after.remedies), None)
        return None if first is None else reason("outcome.change.mends", remedy=first)

    def said(self, language: str = ENGLISH) -> str:
        """What changes and what would mend it, in a language."""
        return " ".join(sentence(say(one, language)) for one in (self.what, self.mends) if one is not None)

    def __str__(self) -> str:
        return self.said()

    def _by(self) -> Reason | str:
        """By which path the need is served now, when it was served by another."""
        if self.before.path == self.after.path or not self.after.path or self.after.state > State.DEGRADED:
            return ""
        gone = _names((a for a in self.before.path if a not in self.after.path), self.pool)
        new = _names((a for a in self.after.path if a not in self.before.path), self.now or self.pool)
        if not new:
            return reason("outcome.change.without", gone=gone)
        if not gone:
            return reason("outcome.change.now_by", new=new)
        return reason("outcome.change.now_by_instead", new=new, gone=gone)


def compare(before: Outcome, after: Outcome) -> list[Change]:
    """The needs that changed, worst first.

    A need changed when its state did, on the day or over a year, when the share of time in which a threshold
    holds moved by half a percent, when a figure or what a year loses moved by a tenth, or when it is served
    by another path.
    """
    changes = []
    for old in before.assessments:
        new = after[old.need.id]
        if old.state is State.OUT_OF_SEASON:
            continue
        states = (old.state, _stands(old)) != (new.state, _stands(new))
        moved = [*_moved(old, new), *_years_moved(old, new)]
        if states or moved or (old.path != new.path and old.state <= State.DEGRADED):
            changes.append(Change(before=old, after=new, pool=before.pool, now=after.pool))
    changes.sort(key=lambda c: (int(c.stood) - int(c.stands), c.need))
    return changes


def _stands(one: Assessment) -> State:
    """The worse of the day and the year: what two assessments of one day have in common."""
    return with_year(one.state, one.annual)


def _years_moved(old: Assessment, new: Assessment) -> list[Reason]:
    """The shares of a year that moved; one that is unknown before or after has none to compare."""
    return [
        reason("outcome.change.year", measure=measure_name(a.measure), before=a.told, after=b.told)
        for a, b in zip(old.annual, new.annual, strict=False)
        if State.UNKNOWN not in (a.state, b.state) and _moves(a, b)
    ]


def _moves(a: Annual, b: Annual) -> bool:
    lost, most = abs(a.availability - b.availability), 1.0 - min(a.availability, b.availability)
    return lost > max(YEAR_CHANGED, FIGURE_CHANGED * most)


def _moved(old: Assessment, new: Assessment) -> list[Reason]:
    """The figures that moved, with the share of time in which they hold."""
    parts = []
    for a, b, share_a, share_b in zip(old.figures, new.figures, old.shares, new.shares, strict=False):
        if share_a is None or share_b is None:
            continue
        name, figure = measure_name(a.measure), _from_to(a, b)
        held = {"measure": name, "before": share_a, "after": share_b}
        if abs(share_a - share_b) > SHARE_CHANGED:
            if figure is None:
                parts.append(reason("outcome.change.share", **held))
            else:
                parts.append(reason("outcome.change.share_and_figure", **held, figure=figure))
        elif figure is not None:
            parts.append(reason("outcome.change.measure_figure", measure=name, figure=figure))
    return parts


def _from_to(a: Figure, b: Figure) -> Reason | None:
    if a.worst is None or b.worst is None:
        return None
    if abs(a.worst - b.worst) <= FIGURE_CHANGED * max(abs(a.worst), abs(b.worst)):
        return None
    unit = a.measure.unit
    return reason("outcome.change.figure", before=(float(a.worst), unit), after=(float(b.worst), unit))


def _names(ids: Iterable[str], pool: Pool) -> tuple[str, ...]:
    return tuple(pool[i].name if i in pool else i for i in ids)
