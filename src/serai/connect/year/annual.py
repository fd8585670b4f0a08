"""A rate asked of a year: for how much of it one path, every segment of which carries it, stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.network import Joined
from serai.connect.routes import FAR, USER, Network
from serai.connect.year.causes import Hanging, hanging
from serai.connect.year.rain import rains
from serai.connect.year.rates import HOURS_A_YEAR, FaultRate, rates_of
from serai.connect.year.reliability import Joint, joined_share, joined_shares
from serai.needs import Annual, AnnualCause, Measure
from serai.pool import Pool

FINE, ROUGH = 1e-6, 1e-5  # of the availability, and of the figures beside it: five minutes of a year
TOLD = 3  # causes named
WORTH = 0.05  # of the hours lost: what makes less does not decide how long an outage may last
SWITCHING = "switching"
GRAIN = 1.0 - 1e-9  # a segment of just the rate asked carries it


def annual(measure: Measure, joined: Sequence[Joined], pool: Pool) -> Annual:
    """The year's figure of a rate at the worst of a need's places."""
    return min((_of(measure, one, pool) for one in joined), key=lambda a: (a.availability, a.hopeful))


def _of(measure: Measure, one: Joined, pool: Pool) -> Annual:
    network = one.network
    rain = rains(one, pool, measure.share_required)
    sure = hanging(network, pool, network.certain_bps >= measure.threshold * GRAIN, rain)
    open_ = hanging(network, pool, network.hopeful_bps >= measure.threshold * GRAIN, rain)
    ends = (network.nodes[USER], network.nodes[FAR])
    cases = np.stack([*(sure.up(case) for case in (0, 1, 2)), sure.up(0, common=False)], axis=1)
    found = joined_shares(sure.links, *ends, cases, within=(FINE, ROUGH, ROUGH, ROUGH))
    usual, best, worst, alone = found
    alike = np.array_equal(network.certain_bps, network.hopeful_bps)
    hopeful = usual if alike else joined_share(open_.links, *ends, open_.up(0), within=ROUGH)
    change = _Changes.of(network, sure, pool)
    lost = [change.share(case, joint) for case, joint in zip((0, 1, 2, 0), found, strict=True)]
    causes = _ranked(sure, usual, sure.up(0), lost[0] * HOURS_A_YEAR)
    causes_alone = _ranked(sure, alone, sure.up(0, common=False), lost[3] * HOURS_A_YEAR)
    return Annual(
        measure=measure,
        availability=usual.value - lost[0],
        least=worst.low - lost[2],
        most=best.high - lost[1],
        hopeful=max(hopeful.value, usual.value) - lost[0],
        independent=alone.value - lost[3],
        outages=_outages(sure, usual),
        changes=change.times(0, usual),
        longest_s=_longest_h(sure, usual) * 3600.0,
        causes=causes[:TOLD],
        causes_alone=causes_alone[:TOLD],
        basis=max((c.rate.basis for c in sure.causes), default=measure.basis),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """The path in use (its causes), and what it costs to change to another when one of them fails."""

    on: Hanging
    path: NDArray[np.intp]
    rate: FaultRate

    @classmethod
    def of(cls, network: Network, on: Hanging, pool: Pool) -> _Changes:
        """The quickest path over the edges that carry what is asked."""
        able = np.zeros(len(network.edges), dtype=bool)
        able[list(on.edge)] = True
        path, causes = set(network.quickest(able)), frozenset[int]()
        for k, tie in zip(on.edge, on.links, strict=True):
            causes |= tie.causes if k in path else frozenset()
        return cls(on=on, path=np.array(sorted(causes), dtype=np.intp), rate=rates_of(pool)["switching"])

    def times(self, case: int, joint: Joint) -> float:
        """How often in a year the path in use fails while another stands."""
        up = self.on.up(case)
        another = np.maximum(joint.value - up * joint.worth, 0.0)
        each = self.on.faults_a_year(case) * up * another
        return float(each[self.path].sum()) * self.rate.faults[case]

    def share(self, case: int, joint: Joint) -> float:
        """The share of a year that these changes take, never more than the ends are joined."""
        return min(joint.low, self.times(case, joint) * self.rate.repair_h[case] / HOURS_A_YEAR)


def _ranked(
    on: Hanging, joint: Joint, up: NDArray[np.float64], switching_h: float
) -> tuple[AnnualCause, ...]:
    """What the hours come from, most first; ways that change are one of them. ``up`` are the chances."""
    hours = joint.worth * (1.0 - up) * HOURS_A_YEAR
    found = [AnnualCause(id=c.id, hours=float(h)) for c, h in zip(on.causes, hours, strict=True)]
    found.append(AnnualCause(id=SWITCHING, hours=switching_h))
    return tuple(sorted((c for c in found if c.hours > 0.0), key=lambda c: -c.hours))


def _outages(on: Hanging, joint: Joint) -> float:
    """How often the last path goes in a year: each cause's faults, as often as it is then decisive."""
    return float((joint.worth * on.faults_a_year(0) * on.up(0)).sum())


def _longest_h(on: Hanging, joint: Joint) -> float:
    """The longest repair among the causes that make a twentieth or more of the hours lost."""
    hours = joint.worth * (1.0 - on.up(0))
    if not len(hours) or hours.sum() <= 0.0:
        return 0.0
    return max(c.rate.repair_h[0] for c, h in zip(on.causes, hours, strict=True) if h >= WORTH * hours.sum())
