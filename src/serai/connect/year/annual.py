"""A rate asked of a year: for how much of it one path that carries it stands, or links do together.

The year is taken in parts whose months are alike; its figures are the means of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.network import Joined
from serai.connect.year.bearing import Bearing
from serai.connect.year.causes import Cause, Hanging
from serai.connect.year.drawn import DRAWS
from serai.connect.year.rain import rains
from serai.connect.year.rates import HOURS_A_YEAR, FaultRate, rates_of
from serai.connect.year.reliability import Joint
from serai.connect.year.seasons import YearPart
from serai.needs import Annual, AnnualCause, DrawnShare, Measure, WorstMonths
from serai.pool import Pool
from serai.tables import Basis

FINE, ROUGH = 1e-6, 1e-5  # of the availability, and of the figures beside it: five minutes of a year
TOLD = 3  # causes named
WORTH = 0.05  # of the hours lost: what makes less does not decide how long an outage may last
SWITCHING = "switching"
SEASON = 1e-6  # of the availability: months that take less are not worth naming


def annual(measure: Measure, joined: Sequence[Joined], pool: Pool) -> Annual:
    """The year's figure of a rate at the worst of a need's places."""
    return min((_of(measure, one, pool) for one in joined), key=lambda a: (a.availability, a.hopeful))


def usual(measure: Measure, joined: Sequence[Joined], pool: Pool) -> float:
    """The same figure by the usual rates alone, within ``ROUGH``: a quarter of the work and less."""
    found = []
    for one in joined:
        sure = Bearing.of(one, pool, measure, rains(one, pool, measure.share_required))
        parts, change = sure.on.parts(), _Changes.of(sure, pool)
        cases = np.stack([_chances(sure.on, 0, part) for part in parts], axis=1)
        each = zip(parts, sure.shares(cases, (ROUGH,) * len(parts)), strict=True)
        found.append(_mean((part, joint.value - change.share(0, part, joint)) for part, joint in each))
    return min(found)


def _of(measure: Measure, one: Joined, pool: Pool) -> Annual:
    network = one.network
    rain = rains(one, pool, measure.share_required)
    sure = Bearing.of(one, pool, measure, rain)
    pieces = _pieces(sure, pool)
    if np.array_equal(network.certain_bps, network.hopeful_bps):
        open_: Sequence[float] = [p.found[0].value for p in pieces]
    else:
        open_ = _at_its_best(Bearing.of(one, pool, measure, rain, hopeful=True), sure.on.parts())
    causes, causes_alone = (_ranked(sure.on, pieces, case) for case in (0, 3))
    usual = _mean((p.part, p.stands(0)) for p in pieces)
    worst = min(pieces, key=lambda p: p.stands(0))
    seasonal = worst.most() < max(p.least() for p in pieces) - SEASON
    return Annual(
        measure=measure,
        availability=usual,
        least=_mean((p.part, p.found[2].low - p.lost[2]) for p in pieces),
        most=_mean((p.part, p.found[1].high - p.lost[1]) for p in pieces),
        hopeful=_mean(
            (p.part, max(h, p.found[0].value) - p.lost[0]) for p, h in zip(pieces, open_, strict=True)
        ),
        independent=_mean((p.part, p.stands(3)) for p in pieces),
        outages=_mean((p.part, p.outages()) for p in pieces),
        changes=_mean((p.part, p.changes) for p in pieces),
        longest_s=_longest_h(sure.on, pieces) * 3600.0,
        causes=causes[:TOLD],
        causes_alone=causes_alone[:TOLD],
        basis=max((_basis(c) for c in sure.on.causes), default=measure.basis),
        drawn=_drawn(sure, pieces),
        worst_months=WorstMonths(worst.part.months, worst.stands(0)) if seasonal else None,
    )


def _basis(cause: Cause) -> Basis:
    return max(cause.rate.basis, *(s.basis for s in cause.seasons)) if cause.seasons else cause.rate.basis


def _at_its_best(open_: Bearing, parts: Sequence[YearPart]) -> list[float]:
    """How likely it is carried in each part of the year with every unknown capacity at its best."""
    cases = np.stack([open_.on.up(0, month=part.month) for part in parts], axis=1)
    return [found.value for found in open_.shares(cases, (ROUGH,) * len(parts))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What months that are alike give in the usual, best, worst case and if nothing failed together.

    ``lost`` is the share that changes of path take in each case.
    """

    part: YearPart
    on: Hanging
    found: tuple[Joint, ...]
    lost: tuple[float, ...]
    changes: float

    def stands(self, case: int) -> float:
        """The share of these months for which it is carried."""
        return self.found[case].value - self.lost[case]

    def least(self) -> float:
        """The least that the bounds of the usual case allow."""
        return self.found[0].low - self.lost[0]

    def most(self) -> float:
        """The most that they allow."""
        return self.found[0].high - self.lost[0]

    def up(self, case: int) -> NDArray[np.float64]:
        """The chances of the causes in a case."""
        return _chances(self.on, case, self.part)

    def hours(self, case: int) -> NDArray[np.float64]:
        """What each cause takes of a year like these months."""
        return self.found[case].worth * (1.0 - self.up(case)) * HOURS_A_YEAR

    def outages(self) -> float:
        """How often the last path goes in a year: each cause's faults, as often as it is then decisive."""
        often = self.on.faults_a_year(0, self.part.month)
        return max(0.0, float((self.found[0].worth * often * self.up(0)).sum()))


def _chances(on: Hanging, case: int, part: YearPart) -> NDArray[np.float64]:
    return on.up(case if case < 3 else 0, common=case < 3, month=part.month)


def _pieces(sure: Bearing, pool: Pool) -> list[_Piece]:
    """Each part of the year in all four cases, the states sought once."""
    parts = sure.on.parts()
    cases = np.stack([_chances(sure.on, case, part) for part in parts for case in range(4)], axis=1)
    found = sure.shares(cases, (FINE, ROUGH, ROUGH, ROUGH) * len(parts))
    change = _Changes.of(sure, pool)
    out = []
    for k, part in enumerate(parts):
        four = found[4 * k : 4 * k + 4]
        lost = tuple(change.share(case, part, joint) for case, joint in zip((0, 1, 2, 0), four, strict=True))
        times = change.times(0, part, four[0])
        out.append(_Piece(part=part, on=sure.on, found=tuple(four), lost=lost, changes=times))
    return out


def _mean(found: Iterable[tuple[YearPart, float]]) -> float:
    """The mean over the months of a year."""
    return float(sum(part.share * value for part, value in found))


def _drawn(sure: Bearing, pieces: Sequence[_Piece]) -> DrawnShare | None:
    """What the draw can say, where links together were needed."""
    if not sure.together:
        return None
    low, high = (_mean((p.part, p.least()) for p in pieces), _mean((p.part, p.most()) for p in pieces))
    return DrawnShare(draws=DRAWS, low=low, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """The path in use (its causes), and what it costs to change to another when one of them fails."""

    on: Hanging
    path: NDArray[np.intp]
    rate: FaultRate

    @classmethod
    def of(cls, sure: Bearing, pool: Pool) -> _Changes:
        """The quickest path over the edges that carry what is asked, or the links that carry it together."""
        path, causes = sure.in_use(), frozenset[int]()
        for k, tie in zip(sure.on.edge, sure.on.links, strict=True):
            causes |= tie.causes if k in path else frozenset()
        return cls(on=sure.on, path=np.array(sorted(causes), dtype=np.intp), rate=rates_of(pool)["switching"])

    def times(self, case: int, part: YearPart, joint: Joint) -> float:
        """How often in a year the path in use fails while another stands."""
        up = self.on.up(case, month=part.month)
        another = np.maximum(joint.value - up * joint.worth, 0.0)
        each = self.on.faults_a_year(case, part.month) * up * another
        return float(each[self.path].sum()) * self.rate.faults[case]

    def share(self, case: int, part: YearPart, joint: Joint) -> float:
        """The share of a year that these changes take, never more than the ends are joined."""
        return min(joint.low, self.times(case, part, joint) * self.rate.repair_h[case] / HOURS_A_YEAR)


def _ranked(on: Hanging, pieces: Sequence[_Piece], case: int) -> tuple[AnnualCause, ...]:
    """What the hours come from, most first; ways that change are one of them."""
    switching_h = _mean((p.part, p.lost[case] * HOURS_A_YEAR) for p in pieces)
    found = [
        AnnualCause(id=c.id, hours=float(h)) for c, h in zip(on.causes, _hours(pieces, case), strict=True)
    ]
    found.append(AnnualCause(id=SWITCHING, hours=switching_h))
    return tuple(sorted((c for c in found if c.hours > 0.0), key=lambda c: -c.hours))


def _hours(pieces: Sequence[_Piece], case: int) -> NDArray[np.float64]:
    return np.asarray(np.sum([p.part.share * p.hours(case) for p in pieces], axis=0))


def _longest_h(on: Hanging, pieces: Sequence[_Piece]) -> float:
    """The longest repair among the causes that make a twentieth or more of the hours lost."""
    hours = _hours(pieces, 0)
    if not len(hours) or hours.sum() <= 0.0:
        return 0.0
    return max(c.rate.repair_h[0] for c, h in zip(on.causes, hours, strict=True) if h >= WORTH * hours.sum())
