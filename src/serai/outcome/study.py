"""What a resilience study of an assessment found, gathered once for the terminal, JSON and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.losses import Partner, Redundancy, Substitution, partners, redundancy, substitution
from serai.outcome.advice import Advice
from serai.outcome.outcome import Outcome
from serai.outcome.single_points import Breaks, ranked_breaks, rehearsed_breaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Single points, known outages, agreements that would help, losses survived, substitutes, partners.

    ``pairs`` says whether pairs of losses were tried.
    """

    outcome: Outcome
    points: tuple[Breaks, ...]
    rehearsed: tuple[Breaks, ...]
    agreements: tuple[Advice, ...] | None
    redundancy: tuple[Redundancy, ...]
    substitution: tuple[Substitution, ...]
    partners: tuple[Partner, ...]
    pairs: bool

    @property
    def systems(self) -> list[str]:
        """The systems that were compared, in the order in which they first appear."""
        return list(dict.fromkeys(s.lost for s in self.substitution))

    def mean_substitution(self) -> NDArray[np.float64]:
        """(systems, systems) mean over the needs of R(lost -> by); NaN where no need tells."""
        place = {s: i for i, s in enumerate(self.systems)}
        total = np.zeros((len(place), len(place)))
        count = np.zeros_like(total)
        for one in self.substitution:
            if one.share is not None:
                total[place[one.lost], place[one.by]] += one.share
                count[place[one.lost], place[one.by]] += 1
        mean: NDArray[np.float64] = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
        return mean


def findings(
    outcome: Outcome,
    *,
    pairs: bool = False,
    kinds: Sequence[str] = ("constellation",),
    agreements: Sequence[Advice] | None = None,
) -> Findings:
    """Study an assessment: every single loss, and with ``pairs`` every pair of the most harmful ones.

    Known outages are rehearsed on the day. ``agreements`` is what `serai.advice` found of the candidate
    terms, or None when they were not tried.

    ``kinds`` are the kinds of shared-risk groups whose members are tried as substitutes for one another.
    """
    stands_in = [s for kind in kinds for s in substitution(outcome.answers, outcome.pool, kind)]
    return Findings(
        outcome=outcome,
        points=tuple(ranked_breaks(outcome)),
        rehearsed=tuple(rehearsed_breaks(outcome)),
        agreements=None if agreements is None else tuple(agreements),
        redundancy=tuple(redundancy(outcome.answers, outcome.scan, outcome.pool, pairs=pairs)),
        substitution=tuple(stands_in),
        partners=tuple(partners(outcome.answers, outcome.scan, outcome.pool)),
        pairs=pairs,
    )
