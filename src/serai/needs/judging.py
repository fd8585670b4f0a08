"""How a need is judged, once for all services: shares, the value within a share, states, and *unknown*.

Shares of the judged time are worked out twice: *certain* (a figure that nobody published gives nothing) and
*hopeful* (it is taken at its best). The certain share decides; a need is *unknown* where the certain share
would give *not met* and the hopeful share gives more (DESIGN, section 2, "How a need is judged").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from serai.needs.measure import Measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DEGRADED_FROM = 0.5  # of the share required (DESIGN, "How a need is judged")
WHOLE = 1.0 - 1e-12  # of a share required: less than this short of it is rounding


class State(IntEnum):
    """How a need stands; a higher number is worse, so a loss never lowers it."""

    MET = 0
    DEGRADED = 1
    UNKNOWN = 2
    NOT_MET = 3
    OUT_OF_SEASON = 4

    def __str__(self) -> str:
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the judged time (or requests, or images) for which thresholds hold, worked out twice.

    ``certain`` counts a figure that nobody published as nothing, ``hopeful`` at its best; both of one
    shape, (losses, figures) as a rule, and neither ever rises when more is lost.
    """

    certain: Floats
    hopeful: Floats

    @classmethod
    def known(cls, shares: Floats) -> Shares:
        """Shares that rest on no figure that is unknown."""
        return cls(shares, shares)

    @classmethod
    def beside(cls, columns: list[Shares], losses: int) -> Shares:
        """Several shares (losses,) side by side, (losses, figures)."""
        if not columns:
            return cls.known(np.zeros((losses, 0)))
        certain = np.stack([c.certain for c in columns], axis=1)
        return cls(certain, np.stack([c.hopeful for c in columns], axis=1))

    def __getitem__(self, rows: NDArray[np.intp] | slice) -> Shares:
        """Some of the losses, or in another order."""
        return Shares(self.certain[rows], self.hopeful[rows])

    def __len__(self) -> int:
        return len(self.certain)

    def least(self) -> Shares:
        """The smallest share over a need's figures, (losses,); NaN for a need without figures."""
        if not self.certain.shape[-1]:
            return Shares.known(np.full(self.certain.shape[:-1], np.nan))
        return Shares(self.certain.min(axis=-1), self.hopeful.min(axis=-1))


def required(measure: Measure) -> float:
    """The share of the judged time asked for; all of it by a measure that names none."""
    return 1.0 if measure.share_required is None else measure.share_required


def reaches(share: float, wanted: float) -> bool:
    """Whether a share is the share required, but for rounding."""
    return share >= wanted * WHOLE


def share(measure: Measure, values: Floats, chance: Floats | None = None) -> Floats:
    """The share of the instants (last axis) at which the threshold holds; of none, nothing.

    ``values`` at the worst place, NaN without service. ``chance`` is how likely each instant's value comes
    about (a message that may be lost); all of it unless given.
    """
    if not values.shape[-1]:
        return np.zeros(values.shape[:-1])
    held = measure.reached(values)
    return np.asarray((held if chance is None else held * chance).mean(axis=-1), dtype=np.float64)


def within(measure: Measure, values: Floats, chance: Floats | None = None) -> float | None:
    """The value (n,) that the share required is within; None where service is rarer than that.

    It reaches the threshold exactly when the share does.
    """
    if not len(values):
        return None
    wanted = required(measure)
    order = np.argsort(values if measure.lower_is_better else -values, kind="stable")  # NaN comes last
    weight = np.ones(len(values)) if chance is None else chance[order]
    enough = np.cumsum(weight) / len(values) >= wanted * WHOLE
    if not enough.any():
        return None
    value = float(values[order[int(enough.argmax())]])
    return value if np.isfinite(value) else None


def typical(values: Floats) -> float | None:
    """The median of the values (n,) while there is service; None without any."""
    served = values[np.isfinite(values)]
    return float(np.median(served)) if len(served) else None


def states(shares: Shares, wanted: Floats) -> NDArray[np.int8]:
    """The state (losses,) of shares (losses, figures) against the shares required (figures,).

    Met when every certain share is the one required; degraded when every one is at least half of it; else
    unknown where the hopeful shares give met or degraded, and not met where they do not. A need without
    figures is unknown.
    """
    if not len(wanted):
        return np.full(shares.certain.shape[:-1], int(State.UNKNOWN), dtype=np.int8)
    sure, best = _level(shares.certain, wanted), _level(shares.hopeful, wanted)
    sure[(sure == State.NOT_MET) & (best != State.NOT_MET)] = State.UNKNOWN
    return sure


def state(shares: Shares, measure: Measure) -> State:
    """The state by one measure alone of one share (no axes)."""
    one = Shares(np.reshape(shares.certain, (1, 1)), np.reshape(shares.hopeful, (1, 1)))
    return State(int(states(one, np.array([required(measure)]))[0]))


def unknown_of(shares: Shares, measures: Sequence[Measure]) -> frozenset[int]:
    """The places of the measures that turn on a figure nobody published, of shares (measures,)."""
    each = zip(shares.certain, shares.hopeful, measures, strict=True)
    return frozenset(k for k, (c, h, m) in enumerate(each) if state(Shares(c, h), m) is State.UNKNOWN)


def least_known(shares: Sequence[float], unknown: Collection[int]) -> float | None:
    """The smallest of the shares of a need that are known; None where none is."""
    return min((share for k, share in enumerate(shares) if k not in unknown), default=None)


def _level(shares: Floats, wanted: Floats) -> NDArray[np.int8]:
    met = (shares >= wanted * WHOLE).all(axis=-1)
    half = (shares >= DEGRADED_FROM * wanted * WHOLE).all(axis=-1)
    low = np.where(half, np.int8(State.DEGRADED), np.int8(State.NOT_MET))
    out: NDArray[np.int8] = np.where(met, np.int8(State.MET), low)
    return out


def distinct(alive: Flags, rests_on: Flags, judge: Callable[[Flags], Shares]) -> Shares:
    """Shares after many losses: ``judge`` is asked once for each set of losses that differs in what matters.

    ``alive`` (losses, assets) says what is left, ``rests_on`` (assets,) what can matter at all; ``judge``
    is given rows in which every other asset is left.
    """
    mine = np.flatnonzero(rests_on)
    if not len(mine):
        one = judge(np.ones((1, alive.shape[1]), dtype=bool))
        return one[np.zeros(len(alive), dtype=np.intp)]
    if len(alive) == 1:
        left = np.ones_like(alive)
        left[:, mine] = alive[:, mine]
        return judge(left)
    first, back = distinct_rows(alive[:, mine])
    left = np.ones((len(first), alive.shape[1]), dtype=bool)
    left[:, mine] = alive[np.ix_(first, mine)]
    return judge(left)[back]


def distinct_rows(flags: Flags) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first of each kind of row of flags (n, m), in their order, and which of these each row is (n,)."""
    place: dict[bytes, int] = {}
    first: list[int] = []
    back = np.empty(len(flags), dtype=np.intp)
    for row, bits in enumerate(np.packbits(flags, axis=1)):  # a look-up each: sorting rows takes far longer
        known = place.setdefault(bits.tobytes(), len(place))
        if known == len(first):
            first.append(row)
        back[row] = known
    return np.array(first, dtype=np.intp), back
