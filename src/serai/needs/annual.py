"""A measure asked of a year, judged by the year: its availability, its outages, and what they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serai.needs.judging import State, required
from serai.needs.measure import Measure
from serai.needs.naming import measure_name
from serai.needs.season import spelled
from serai.tables import Basis
from serai.wording import Reason, reason

YEAR_S = 31_557_600.0  # Julian
SELDOM = 0.01  # changes of path in a year: less is not worth saying
TEN_TIMES = 10.0  # the outage allowed, within which a year's target is degraded and not missed


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualCause:
    """A thing, by its id or group, and the hours a year that would not be lost if it never failed."""

    id: str
    hours: float


@dataclass(frozen=True, slots=True)
class DrawnShare:
    """How many states were drawn for a figure, and between what it lies at 99 %."""

    draws: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WorstMonths:
    """The months (1 to 12) in which most is lost, and the availability in one of them."""

    months: frozenset[int]
    availability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Annual:
    """The year's figure of a measure.

    ``availability`` is by the usual rates of failure and repair, between ``least`` and ``most`` over their
    range; ``hopeful`` with every unknown capacity at its best; ``independent`` if nothing failed together,
    and ``causes_alone`` what then costs most, as ``causes`` with what fails together.
    ``outages`` is their number in a year, ``longest_s`` how long the slowest repair behind them takes;
    ``changes`` how often the path in use fails while another stands. ``drawn`` is there where only links
    together carry what is asked, ``worst_months`` where months differ.
    """

    measure: Measure
    availability: float
    least: float
    most: float
    hopeful: float
    independent: float
    outages: float
    causes: tuple[AnnualCause, ...]
    basis: Basis
    changes: float = 0.0
    longest_s: float = 0.0
    causes_alone: tuple[AnnualCause, ...] = ()
    drawn: DrawnShare | None = None
    worst_months: WorstMonths | None = None

    @property
    def told(self) -> float:
        """The availability as it is told: to a thousandth of a percent, near the whole by what is lost."""
        return _exact(self.availability)

    @property
    def outage_s(self) -> float:
        """Seconds a year without."""
        return (1.0 - self.availability) * YEAR_S

    @property
    def state(self) -> State:
        """Met by the year, degraded within ten times the outage allowed, else not met; unknown between."""
        sure, open_ = self.state_at(self.availability), self.state_at(self.hopeful)
        return State.UNKNOWN if sure is State.NOT_MET and open_ is not State.NOT_MET else sure

    def state_at(self, availability: float) -> State:
        """The state of an availability against the share asked."""
        allowed = 1.0 - required(self.measure)
        lost = 1.0 - availability
        if lost <= allowed:
            return State.MET
        return State.DEGRADED if lost <= TEN_TIMES * allowed else State.NOT_MET

    @property
    def flips(self) -> bool:
        """Whether it stands otherwise somewhere within the range of the rates."""
        return self.state_at(self.least) is not self.state_at(self.most)

    def briefly(self, today: State) -> Reason:
        """Today and the year in a few words."""
        return reason(
            "needs.annual.both",
            today=_named(today),
            state=_named(self.state),
            availability=_exact(self.availability),
            share=required(self.measure),
            turns=self._turns(),
            drawn=self._drawn(),
            season=self._season(),
        )

    def _drawn(self) -> Reason | str:
        """That it was drawn, and how sure it is."""
        if self.drawn is None:
            return ""
        return reason("needs.annual.drawn_briefly", low=_exact(self.drawn.low), high=_exact(self.drawn.high))

    def _season(self) -> Reason | str:
        """The worst months and what they give."""
        if self.worst_months is None:
            return ""
        return reason(
            "needs.annual.worst_months",
            months=spelled(self.worst_months.months),
            availability=_exact(self.worst_months.availability),
        )

    def _carried(self) -> Reason:
        """What of the network carries it: one path, or links together."""
        if self.drawn is None:
            return reason("needs.annual.one_path")
        return reason(
            "needs.annual.together",
            rate=(self.measure.threshold, self.measure.unit),
            draws=self.drawn.draws,
            low=_exact(self.drawn.low),
            high=_exact(self.drawn.high),
        )

    def _turns(self) -> Reason | str:
        """How it would stand at the best and at the worst rates, where that differs."""
        if not self.flips:
            return ""
        best, worst = self.state_at(self.most), self.state_at(self.least)
        return reason("needs.annual.flips", best=_named(best), worst=_named(worst))

    def says(self) -> Reason:
        """The year's figure in one sentence."""
        if self.availability <= 0.0:
            return reason(
                "needs.annual.no_path",
                measure=measure_name(self.measure),
                share=required(self.measure),
                rate=(self.measure.threshold, self.measure.unit),
                hopeful=_exact(self.hopeful),
            )
        return reason(
            "needs.annual.says",
            measure=measure_name(self.measure),
            share=required(self.measure),
            state=_named(self.state),
            carried=self._carried(),
            availability=_exact(self.availability),
            least=_exact(self.least),
            most=_exact(self.most),
            lost=self.outage_s,
            outages=self.outages,
            longest=reason("needs.annual.longest", time=self.longest_s) if self.longest_s else "",
            changes=reason("needs.annual.changes", times=self.changes) if self.changes >= SELDOM else "",
            causes=_told(self.causes),
            alone=_exact(self.independent),
            causes_alone=_told(self.causes_alone),
            turns=self._turns(),
            season=self._season(),
        )


def with_year(state: State, annual: Sequence[Annual]) -> State:
    """The worse of a state and what the year makes of the measures asked of one; out of season stays."""
    return max((state, *(a.state for a in annual)))


def _told(causes: Sequence[AnnualCause]) -> tuple[Reason, ...]:
    return tuple(reason("needs.annual.cause", id=c.id, lost=c.hours * 3600.0) for c in causes)


def _named(state: State) -> Reason:
    return reason(f"needs.state.{state.name.lower()}")


def _exact(share: float) -> float:
    """A share to a thousandth of a percent, three digits of what is lost where that is less."""
    lost = 1.0 - share
    return round(share, 5) if lost >= 1e-4 else 1.0 - float(f"{lost:.1g}")
