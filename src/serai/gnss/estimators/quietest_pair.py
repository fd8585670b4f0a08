"""Which pair of bands gives the quietest ionosphere-free range, by the multipath that the file's phases show.

A pair free of the ionosphere takes its codes times alpha and 1 - alpha, so that the second band decides how
noisy it is: Galileo's E5 as a whole (AltBOC) has a third of the multipath of E5a. Of the pairs that nearly
as many observations have as the first listed, with delays that no message tells counted as noise, the one of
least variance is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from serai.gnss.estimators.code_multipath import FEWEST, ONE_SIGMA, multipath_m, pair_factors
from serai.gnss.measurements.noise import unknown_delay_m
from serai.gnss.observations.clock_jumps import steady
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.satellites.group_delay import is_told
from serai.gnss.signals import Choice

NEARLY_ALL = 0.95  # of the observations that the first pair has: fewer cost more by geometry than noise gains
Option = Sequence[str]


def with_quietest_pairs(choice: Choice, observations: Observations, navigation: Navigation) -> Choice:
    """The choice with each system's quietest pair of bands first; as it was where the phases tell nothing."""
    steadied = steady(observations)
    return Choice(
        {
            system: _quietest_first(system, options, steadied, navigation)
            for system, options in choice.codes.items()
        }
    )


def _quietest_first(
    system: str, options: Sequence[Option], observations: Observations, navigation: Navigation
) -> Sequence[Option]:
    """One system's options, those of its quietest bands first."""
    best = _most_seen_by_bands(system, options, observations)
    if len(best) < 2:
        return options
    most = next(iter(best.values()))[1]
    rivals = {bands: option for bands, (option, count) in best.items() if count >= NEARLY_ALL * most}
    variance = {b: _variance_m2(system, option, observations, navigation) for b, option in rivals.items()}
    first = next(iter(best))
    if not np.isfinite(variance.get(first, np.nan)):
        return options
    quietest = min((b for b in variance if np.isfinite(variance[b])), key=lambda b: variance[b])
    return sorted(options, key=lambda option: _bands(option) != quietest)


def _bands(option: Option) -> tuple[str, ...]:
    return tuple(code[0] for code in option)


def _most_seen_by_bands(
    system: str, options: Sequence[Option], observations: Observations
) -> dict[tuple[str, ...], tuple[Option, int]]:
    """By pair of bands the option that most rows of a system have, and how many; in the order listed."""
    own = np.array([name[0] == system for name in observations.satellites], dtype=bool)[
        observations.satellite
    ]
    found: dict[tuple[str, ...], tuple[Option, int]] = {}
    for option in options:
        if len(option) != 2 or any(f"C{code}" not in observations.values for code in option):
            continue
        one, two = (observations.values[f"C{code}"] for code in option)
        count = int(np.count_nonzero(own & np.isfinite(one + two)))
        if count > found.get(_bands(option), (option, 0))[1]:
            found[_bands(option)] = option, count
    return found


def _variance_m2(system: str, option: Option, observations: Observations, navigation: Navigation) -> float:
    """The variance of a pair by the multipath of both codes, with that of a delay that no message tells."""
    whole = 0.0
    for factor, code in zip(pair_factors(system, option), option, strict=True):
        left = multipath_m(observations, system, code)
        left = np.empty(0) if left is None else left[np.isfinite(left)]
        if len(left) < FEWEST:
            return float("nan")
        whole += factor**2 * float(np.quantile(np.abs(left), ONE_SIGMA)) ** 2
    told = not navigation.tables or all(is_told(system, navigation.tables, code) for code in option)
    return whole if told else whole + unknown_delay_m(system, option) ** 2
