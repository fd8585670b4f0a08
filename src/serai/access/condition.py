"""Anything that can hold or fail over time, for many pairs at once, asked as one smooth number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from serai.access.shape import Shape
from serai.errors import Refused
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Margin = Callable[[Integers, Integers], Floats]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Condition:
    """A sentence and one margin: ``margin(pair, tai_ns)`` is at least 0 exactly while it holds.

    ``pair`` (0 ... ``pairs`` - 1) and ``tai_ns`` are integer arrays that broadcast: (p, 1) with (n,) answers
    (p, n), (m,) with (m,) answers (m,).  NaN is unknown and never holds.  The margin is smooth where it
    crosses zero, and turns at most once in ``shortest_s`` seconds: the time of the shortest hold, or gap,
    that must not be stepped over.  Those with a single summit or dip in a step are found however short they
    are.

    ``&``, ``|`` and ``~`` join conditions on the same pairs by least, greatest and negated margin.  What a
    joined condition is made of stays known (``parts``), so that edges are sought on smooth margins and not at
    the kinks. Unknowns obey three-valued logic: 'no and unknown' is no, 'yes or unknown' is yes, else
    unknown.
    """

    says: Reason | str
    margin: Margin
    pairs: int
    shortest_s: float
    joined: Literal["", "all", "any"] = field(default="", repr=False)
    parts: tuple[Condition, ...] = field(default=(), repr=False)
    shape: Shape | None = field(default=None, repr=False)  # what the compiled search needs, where it knows it

    def __post_init__(self) -> None:
        if self.pairs < 0 or not self.shortest_s > 0.0:
            raise Refused("access.condition", pairs=self.pairs, shortest_s=self.shortest_s)

    def __and__(self, other: Condition) -> Condition:
        return _joined("all", self, other)

    def __or__(self, other: Condition) -> Condition:
        return _joined("any", self, other)

    def __invert__(self) -> Condition:
        if self.joined:
            first, *rest = (~part for part in self.parts)
            whole = first
            for part in rest:
                whole = whole | part if self.joined == "all" else whole & part
            return replace(whole, says=reason("access.negated", what=self.says))
        margin = self.margin
        return replace(
            self,
            says=reason("access.negated", what=self.says),
            margin=lambda pair, tai_ns: -margin(pair, tai_ns),
            shape=None,
        )


def _joined(how: Literal["all", "any"], a: Condition, b: Condition) -> Condition:
    if a.pairs != b.pairs:
        raise Refused("access.other_pairs", one=a.says, pairs=a.pairs, other=b.says, others=b.pairs)
    one, other = _words(a, how), _words(b, how)
    parts = tuple(part for each in (a, b) for part in (each.parts if each.joined == how else (each,)))
    return Condition(
        says=reason("access.all", one=one, other=other)
        if how == "all"
        else reason("access.any", one=one, other=other),
        margin=_least(parts) if how == "all" else _greatest(parts),
        pairs=a.pairs,
        shortest_s=min(a.shortest_s, b.shortest_s),
        joined=how,
        parts=parts,
        shape=a.shape.joined(b.shape) if how == "all" and a.shape and b.shape else None,
    )


def _words(one: Condition, how: str) -> Reason | str:
    return reason("access.bracketed", what=one.says) if one.joined not in ("", how) else one.says


def _least(parts: tuple[Condition, ...]) -> Margin:
    def margin(pair: Integers, tai_ns: Integers) -> Floats:
        values = [part.margin(pair, tai_ns) for part in parts]
        known = _fold(np.fmin, values)
        return np.where((known >= 0.0) & _any_unknown(values), np.nan, known)

    return margin


def _greatest(parts: tuple[Condition, ...]) -> Margin:
    def margin(pair: Integers, tai_ns: Integers) -> Floats:
        values = [part.margin(pair, tai_ns) for part in parts]
        known = _fold(np.fmax, values)
        return np.where((known < 0.0) & _any_unknown(values), np.nan, known)

    return margin


def _fold(choose: np.ufunc, values: list[Floats]) -> Floats:
    out = values[0]
    for value in values[1:]:
        out = choose(out, value)
    return out


def _any_unknown(values: list[Floats]) -> NDArray[np.bool_]:
    out = np.isnan(values[0])
    for value in values[1:]:
        out = out | np.isnan(value)
    return out
