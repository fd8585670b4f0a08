"""The warm corridor as one caller sees it: its needs, and the assets that terms in force show it.

What is said of a need that is seen names what that need uses, as its answer does. What is asked anew (passes,
looks, a ladder, positions) knows of no asset that is not seen, and a name of one is refused as one that is
not there. The plan, single points, the matrix and what-ifs tell of needs that are seen alone. The operator of
the machine, and the host, see all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import numpy as np

from serai.corridor import Corridor, Event
from serai.losses import Loss, LossKind, Scan
from serai.needs import Need, Plan
from serai.outcome.outcome import Outcome
from serai.outcome.reduced import Reduced
from serai.pool import NotInPool, Pool
from serai.pool.terms import Term
from serai.serve.trust.caller import NOBODY, Caller, CallerRole
from serai.serve.trust.rules import Kind
from serai.serve.trust.shared import member_of, seen_assets, seen_needs
from serai.serve.worker.asked import Asked
from serai.serve.worker.warm import WarmCorridor

ALL_SEEING = frozenset({CallerRole.HOST})


@dataclass(frozen=True)
class CallerView:
    """What one caller sees of a warm corridor; ``caller`` is None for whoever sees all."""

    warm: WarmCorridor
    caller: Caller | None
    edits: bool = True

    @classmethod
    def of(cls, warm: WarmCorridor, asked: Asked) -> CallerView:
        """The view of whoever asked: the door puts into each question who it is (``viewer``)."""
        said = asked.get("viewer")
        if not isinstance(said, Mapping):
            return cls(warm, None)
        role = CallerRole(str(said["role"]))
        caller = replace(NOBODY, organisation=str(said["organisation"]), role=role)
        who = (caller.organisation, role, bool(said["edits"]))
        if who not in warm.views:  # several questions of one process are often one organisation's
            warm.views[who] = cls(warm, None if role in ALL_SEEING else caller, bool(said["edits"]))
        found: CallerView = warm.views[who]
        return found

    @cached_property
    def name(self) -> str:
        """A name of all that the view hangs on: who has the same is answered alike. Empty for all of it."""
        if self.caller is None:
            return ""
        pool, terms = self.warm.corridor.pool, self.warm.corridor.pool.terms
        who = member_of(self.caller, pool)
        own = [a.id for a in pool.assets if who is not None and a.owner == who.id]
        counts = [t.id for t in terms.rows if terms.counts(t) and t.grants(who)]
        said = (
            self.edits, sorted(self.need_ids), sorted(self.assets), own, counts,
            [t.id for t in self.terms()],
        )  # fmt: skip
        return sha256(repr(said).encode()).hexdigest()

    @property
    def whole(self) -> bool:
        """Whether nothing is kept from the caller."""
        return self.caller is None

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """The needs of which the caller sees what is said."""
        corridor = self.warm.corridor
        if self.caller is None:
            return corridor.needs
        return seen_needs(self.caller, corridor.needs, corridor.pool, Kind.ASSESSMENT)

    @cached_property
    def need_ids(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(need.id for need in self.needs)

    @cached_property
    def assets(self) -> frozenset[str]:
        """The ids of the assets that the caller sees."""
        pool = self.warm.corridor.pool
        return frozenset(
            a.id for a in (pool.assets if self.caller is None else seen_assets(self.caller, pool))
        )

    @cached_property
    def corridor(self) -> Corridor:
        """The corridor to ask anew: without what is not seen, as if it were not there."""
        corridor = self.warm.corridor
        if self.caller is None:
            return corridor
        pool = corridor.pool
        gone = frozenset(a.id for a in pool.assets) - self.assets
        return replace(
            corridor,
            pool=replace(pool.losing(gone), before=None),
            needs=self.needs,
            unasked=(),
            events=tuple(one for one in corridor.events if self._sees_event(one)),
            elements={name: one for name, one in corridor.elements.items() if name in self.assets},
        )

    @cached_property
    def outcome(self) -> Outcome:
        """The assessment of the needs that are seen; the plan is the whole day's."""
        whole = self.warm.outcome
        if self.caller is None:
            return whole
        mine = replace(
            whole,
            assessments=tuple(one for one in whole.assessments if one.need.id in self.need_ids),
            answers=tuple(one for one in whole.answers if one.need.id in self.need_ids),
        )
        return self._with_found(mine)

    @cached_property
    def told(self) -> Outcome:
        """The same to be told: with those bookings and events alone that the caller sees."""
        if self.caller is None:
            return self.warm.outcome
        events = self.outcome.events
        applied = tuple(one for one in events.applied if one.lost & self.assets)
        mine = replace(
            self.outcome,
            plan=self.plan(self.outcome.plan),
            events=replace(events, applied=applied, not_applied=()),
        )
        return self._with_found(mine)

    def plan(self, whole: Plan) -> Plan:
        """The part of a plan that is for needs that are seen."""
        return replace(
            whole,
            bookings=tuple(one for one in whole.bookings if one.need in self.need_ids),
            left=tuple(one for one in whole.left if one.need in self.need_ids),
        )

    def need(self, name: str) -> Need:
        """A need that is seen, by its id in any case; refused (NotInPool) as one that is not there."""
        return self.corridor.need(name)

    def terms(self) -> tuple[Term, ...]:
        """The terms that speak to the caller, or are its own."""
        rows = self.warm.corridor.pool.terms.rows
        if self.caller is None or self.edits:
            return rows
        who = member_of(self.caller, self.warm.corridor.pool)
        return tuple(t for t in rows if t.grants(who) or (who is not None and t.owner == who.id))

    def refuse_unseen(self, names: tuple[str, ...]) -> None:
        """Refuse (NotInPool) a name of losses that stands for nothing that is seen."""
        if self.caller is not None:
            self.corridor.without(*names)

    def _with_found(self, mine: Outcome) -> Outcome:
        """An outcome with what was found once for all needs, cut to those that are seen."""
        whole = self.warm.outcome
        vars(mine)["scan"] = self._cut(whole.scan)
        vars(mine)["rehearsal"] = self._cut(whole.rehearsal)
        vars(mine)["shared"] = {k: v for k, v in whole.shared.items() if k in self.need_ids}
        vars(mine)["reduced"] = tuple(filter(None, map(self._less, whole.reduced)))
        return mine

    def _cut(self, whole: Scan) -> Scan:
        """The scan of the needs that are seen, and of the losses of which something is seen."""
        columns = [i for i, need in enumerate(whole.needs) if need.id in self.need_ids]
        rows = [i for i, loss in enumerate(whole.losses) if loss.assets & self.assets]
        both = np.ix_(rows, columns)
        return Scan(
            needs=tuple(whole.needs[i] for i in columns),
            losses=tuple(self._seen_of(whole.losses[i]) for i in rows),
            before=whole.before[columns],
            after=whole.after[both],
            share_before=whole.share_before[columns],
            share_after=whole.share_after[both],
        )

    def _seen_of(self, loss: Loss) -> Loss:
        return loss if loss.kind is LossKind.ASSET else replace(loss, assets=loss.assets & self.assets)

    def _less(self, one: Reduced) -> Reduced | None:
        """A stretch with reduced redundancy, of the needs and events that are seen; None where none is."""
        events = tuple(replace(e, lost=e.lost & self.assets) for e in one.events if e.lost & self.assets)
        if not events:
            return None
        return replace(
            one,
            events=events,
            before={k: v for k, v in one.before.items() if k in self.need_ids},
            after={k: v for k, v in one.after.items() if k in self.need_ids},
            hangs_on={k: v for k, v in one.hangs_on.items() if k in self.need_ids},
        )

    def _sees_event(self, event: Event) -> bool:
        pool = self.warm.corridor.pool
        lost = frozenset[str]().union(*(_stands_for(pool, name) for name in event.lost))
        return bool(lost & self.assets)


def _stands_for(pool: Pool, name: str) -> frozenset[str]:
    try:
        return pool.exactly(name)
    except NotInPool:
        return frozenset()
