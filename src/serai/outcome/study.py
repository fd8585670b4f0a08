"""What a resilience study of an assessment found, gathered once for the terminal, JSON and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.losses import (
    Partner,
    Redundancy,
    Scan,
    Substitution,
    partners,
    redundancy,
    scan,
    single_losses,
    substitution,
)
from serai.needs import Answer
from serai.outcome.advice import Advice
from serai.outcome.judged import Ask
from serai.outcome.outcome import Outcome
from serai.outcome.single_points import Breaks, ranked_breaks, rehearsed_breaks
from serai.pool import Pool

KINDS = ("constellation",)  # shared-risk groups whose members are tried as substitutes for one another


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
    kinds: Sequence[str] = KINDS,
    agreements: Sequence[Advice] | None = None,
) -> Findings:
    """Study an assessment: every single loss, and with ``pairs`` every pair of the most harmful ones.

    Known outages are rehearsed on the day. ``agreements`` is what `serai.advice` found of the candidate
    terms, or None when they were not tried.

    ``kinds`` are the kinds of shared-risk groups whose members are tried as substitutes for one another.
    """
    balance = _balance(outcome.answers, outcome.scan, outcome.pool, pairs=pairs, kinds=kinds)
    return Findings(
        outcome=outcome,
        points=tuple(ranked_breaks(outcome)),
        rehearsed=tuple(rehearsed_breaks(outcome)),
        agreements=None if agreements is None else tuple(agreements),
        redundancy=balance.redundancy,
        substitution=balance.substitution,
        partners=balance.partners,
        pairs=pairs,
    )


def studied(*, pairs: bool = False, kinds: Sequence[str] = KINDS) -> Ask:
    """What `findings` will ask of answers: passed to `assess`, it is asked beforehand."""

    def ask(answers: Sequence[Answer], pool: Pool) -> object:
        return _balance(answers, scan(answers, pool, single_losses(pool)), pool, pairs=pairs, kinds=kinds)

    return ask


@dataclass(frozen=True, slots=True, kw_only=True)
class _Balance:
    """What answers say of redundancy, of substitutes and of partners."""

    redundancy: tuple[Redundancy, ...]
    substitution: tuple[Substitution, ...]
    partners: tuple[Partner, ...]


def _balance(
    answers: Sequence[Answer], found: Scan, pool: Pool, *, pairs: bool, kinds: Sequence[str]
) -> _Balance:
    return _Balance(
        redundancy=tuple(redundancy(answers, found, pool, pairs=pairs)),
        substitution=tuple(s for kind in kinds for s in substitution(answers, pool, kind)),
        partners=tuple(partners(answers, found, pool)),
    )
