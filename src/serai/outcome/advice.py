"""Which partner agreement would mend most: every candidate term tried on the needs that it could help."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from serai.needs import Assessment, State
from serai.needs.naming import state_name
from serai.outcome.outcome import Outcome
from serai.outcome.processes import beside
from serai.outcome.trial import Tried, tried
from serai.pool import Pool, Term
from serai.pool.naming import asset_name
from serai.services import claiming
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What one candidate term would do if it were agreed.

    ``mends`` are the needs whose state gets better; ``relieves`` those that no longer hang on some single
    loss, with the losses that they no longer hang on.
    """

    term: Term
    mends: tuple[tuple[Assessment, Tried], ...]
    relieves: tuple[tuple[str, tuple[str, ...]], ...]

    def __repr__(self) -> str:
        mends = ", ".join(old.need.id for old, _ in self.mends) or "nothing"
        return f"Advice({self.term.id}: mends {mends}; removes {self.single_points_removed} single points)"

    @property
    def single_points_removed(self) -> int:
        """How many pairs of need and single loss it removes."""
        return sum(len(losses) for _, losses in self.relieves)

    def says(self, pool: Pool) -> Reason:
        """What the term is, and what agreeing it would do."""
        mends = [
            reason(
                "outcome.advice.mends",
                need=old.need.id,
                before=state_name(old.state),
                after=state_name(new.state),
            )
            for old, new in self.mends
        ]
        relieves = [
            reason("outcome.advice.relieves", need=need, losses=tuple(asset_name(pool, x) for x in losses))
            for need, losses in self.relieves
        ]
        return reason("outcome.advice.what", what=self.term.what, gains=(*mends, *relieves))


def advice(outcome: Outcome, progress: Callable[[str, int, int], None] | None = None) -> list[Advice]:
    """The candidate terms that would help, those that mend most first, then those that relieve most.

    Each is tried alone, against the needs that are not met or hang on something, over the same period and
    with the same positions, by shares alone. Terms that change nothing are left out. Raises RightUnclaimed
    for a term that no service knows what to do with.
    """
    terms = outcome.pool.terms.candidates()
    weak = {term.id: _weak(outcome, claiming(term.right)) for term in terms}
    worth_trying = [term for term in terms if weak[term.id]]
    half = (len(worth_trying) + 1) // 2
    others = beside(lambda: _tried(outcome, worth_trying[half:], weak, None))
    after = _tried(outcome, worth_trying[:half], weak, progress)
    after |= others()
    if progress is not None:
        progress("trying agreements", len(worth_trying), len(worth_trying))
    found = [_gain(term, weak[term.id], after[term.id]) for term in worth_trying]
    found = [a for a in found if a.mends or a.relieves]
    found.sort(key=lambda a: (-_weight(a), -a.single_points_removed, a.term.id))
    return found


def _weak(outcome: Outcome, services: Container[str]) -> list[Assessment]:
    """The needs of some services that are asked and not met, or hang on something."""
    asked = (a for a in outcome.assessments if a.state is not State.OUT_OF_SEASON)
    return [a for a in asked if a.need.service in services and (a.state is not State.MET or a.hangs_on)]


def _tried(
    outcome: Outcome,
    terms: Sequence[Term],
    weak: Mapping[str, Sequence[Assessment]],
    progress: Callable[[str, int, int], None] | None,
) -> dict[str, dict[str, Tried]]:
    """How the weak needs would stand once each of some terms is agreed alone, by term and need."""
    found = {}
    for i, term in enumerate(terms):
        pool = outcome.pool.with_terms(term.id)
        found[term.id] = tried(weak[term.id], outcome.corridor.needs, pool, outcome.world, outcome.days)
        if progress is not None:
            progress("trying agreements", i + 1, len(weak))
    return found


def _gain(term: Term, weak: list[Assessment], after: Mapping[str, Tried]) -> Advice:
    mends, relieves = [], []
    for old in weak:
        new = after[old.need.id]
        if new.state < old.state:
            mends.append((old, new))
        gone = tuple(loss for loss in old.hangs_on if loss not in new.hangs_on)
        if gone and new.state <= old.state:
            relieves.append((old.need.id, gone))
    return Advice(term=term, mends=tuple(mends), relieves=tuple(relieves))


def _weight(one: Advice) -> float:
    """Mended needs, those of the first priority counting three times those of the third."""
    return sum(4.0 - min(old.need.priority, 3) for old, _ in one.mends)
