"""A rate asked of a year: for how much of it one path, every segment of which carries it, stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from serai.connect.network import Joined
from serai.connect.routes import FAR, USER
from serai.connect.year.causes import Hanging, hanging
from serai.connect.year.rates import HOURS_A_YEAR
from serai.connect.year.reliability import Joint, joined_share, joined_shares
from serai.needs import Annual, AnnualCause, Measure
from serai.pool import Pool

FINE, ROUGH = 1e-6, 1e-5  # of the availability, and of the figures beside it: five minutes of a year
TOLD = 3  # causes named
GRAIN = 1.0 - 1e-9  # a segment of just the rate asked carries it


def annual(measure: Measure, joined: Sequence[Joined], pool: Pool) -> Annual:
    """The year's figure of a rate at the worst of a need's places."""
    return min((_of(measure, one, pool) for one in joined), key=lambda a: (a.availability, a.hopeful))


def _of(measure: Measure, one: Joined, pool: Pool) -> Annual:
    network = one.network
    sure = hanging(network, pool, network.certain_bps >= measure.threshold * GRAIN)
    open_ = hanging(network, pool, network.hopeful_bps >= measure.threshold * GRAIN)
    ends = (network.nodes[USER], network.nodes[FAR])
    cases = np.stack([*(sure.up(case) for case in (0, 1, 2)), sure.up(0, common=False)], axis=1)
    usual, best, worst, alone = joined_shares(sure.links, *ends, cases, within=(FINE, ROUGH, ROUGH, ROUGH))
    hopeful = joined_share(open_.links, *ends, open_.up(0), within=ROUGH)
    hours = usual.worth * (1.0 - sure.up(0)) * HOURS_A_YEAR
    order = np.argsort(-hours, kind="stable")[:TOLD].tolist()
    return Annual(
        measure=measure,
        availability=usual.value,
        least=worst.low,
        most=best.high,
        hopeful=max(hopeful.value, usual.value),
        independent=alone.value,
        outages=_outages(sure, usual),
        causes=tuple(
            AnnualCause(id=sure.causes[k].id, hours=float(hours[k])) for k in order if hours[k] > 0.0
        ),
        basis=max((c.rate.basis for c in sure.causes), default=measure.basis),
    )


def _outages(on: Hanging, joint: Joint) -> float:
    """How often the last path goes in a year: each cause's faults, as often as it is then decisive."""
    return float((joint.worth * on.faults_a_year(0) * on.up(0)).sum())
