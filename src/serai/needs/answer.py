"""What a need gets from the pool under a plan, and what of it holds after a loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from serai.needs.annual import Annual
from serai.needs.exhibit import Exhibit
from serai.needs.judging import Shares, required, typical, within
from serai.needs.measure import Measure
from serai.needs.need import Need
from serai.tables import Basis
from serai.wording import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """A figure on which an answer rests and that nobody published: what it is and its basis."""

    what: Reason | str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of a need as the pool serves it.

    ``values`` (n,) over ``tai_ns`` (n,), NaN where there is no service, in the measure's unit, are
    those of the worst point of the need's box, counting what is certain. ``typical`` is the median where
    served, ``worst`` the value that the required share of the time is within: it reaches the threshold
    exactly when the share does. A measure judged from a rate (``by_rate``) is exempt: its values are the
    mean interval, its share that of the intervals asked for. ``missing`` names the figure without which
    the measure cannot be judged. ``share_of`` is what its share is a share of, where that is not the time;
    ``counted`` how many stand behind it, where that is not the number of values (looks, by their rate).
    ``of_all`` is, for a measure judged by the best of what comes (the quickest image), the share of all that
    reaches the threshold, and of how many.
    """

    measure: Measure
    tai_ns: NDArray[np.int64]
    values: NDArray[np.float64]
    typical: float | None = None
    worst: float | None = None
    missing: Reason | str = ""
    by_rate: bool = False
    share_of: Reason | str = ""
    counted: int | None = None
    of_all: tuple[float, int] | None = None

    @property
    def n(self) -> int:
        """How many instants, requests or images its share is a share of."""
        return len(self.values) if self.counted is None else self.counted

    @classmethod
    def of(
        cls,
        measure: Measure,
        tai_ns: NDArray[np.int64],
        values: NDArray[np.float64],
        *,
        chance: NDArray[np.float64] | None = None,
        missing: Reason | str = "",
        by_rate: bool = False,
        share_of: Reason | str = "",
        counted: int | None = None,
        of_all: tuple[float, int] | None = None,
    ) -> Figure:
        """The figure of some values; ``chance`` (n,) is how likely each comes about (see ``judging``)."""
        return cls(
            measure=measure,
            tai_ns=tai_ns,
            values=np.where(np.isfinite(values), values, np.nan),
            typical=typical(values),
            worst=within(measure, values, chance),
            missing=missing,
            by_rate=by_rate,
            share_of=share_of,
            counted=counted,
            of_all=of_all,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Everything an answer says in figures and words, before any loss.

    ``figures`` are one for each measure of the need that is judged over time, in the need's order.
    ``path`` are the assets by which the need is (mostly) served, user's end first, by id. ``why`` is the
    reason for the figures in one sentence for an operator. ``substitutes`` would serve now in place of what
    serves, ``remedies`` would mend what is not met (nothing that mends nothing stands there), ``worst_loss``
    is what the next loss would leave, where that is news. ``weak`` are the recalled and assumed figures that
    decide; ``flags`` what a reader must know (element sets older than their use allows, unhealthy signals
    ...). ``exhibits`` are what is shown beside the figures; ``extra`` are figures beside the judged ones, by
    name. ``annual`` are the measures asked of a year, where the year's figure can be worked out.
    """

    figures: tuple[Figure, ...]
    path: tuple[str, ...] = ()
    why: Reason | str = ""
    substitutes: tuple[Reason | str, ...] = ()
    remedies: tuple[Reason | str, ...] = ()
    worst_loss: Reason | str = ""
    weak: tuple[Weak, ...] = ()
    flags: tuple[Reason | str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    annual: tuple[Annual, ...] = ()


class Answer(Protocol):
    """What a need gets: what it says, what it rests on, and what of it holds after many losses.

    One that finds its words only when they are asked for says ``measures`` too: the measures judged, in the
    order of the columns of ``held``, and ``annual``. A trial then asks for no words (see ``measures_of``).
    """

    @property
    def need(self) -> Need:
        """The need answered."""
        ...

    @property
    def notes(self) -> Notes:
        """The figures and the words, found when first asked for: a trial asks for shares alone."""
        ...

    @property
    def rests_on(self) -> NDArray[np.bool_]:
        """(assets,) which assets of the pool can matter to this answer at all.

        Those of ways that lack a figure count: what is hopeful rests on them.
        """
        ...

    def held(self, alive: NDArray[np.bool_]) -> Shares:
        """Shares (losses, figures) of the judged time for which each threshold holds, certain and hopeful.

        ``alive`` (losses, assets) says which assets are left, in the order of the pool's assets. The
        plan stays as it is. Never more with fewer assets, neither certain nor hopeful.
        """
        ...


def measures_of(answer: Answer) -> Sequence[Measure]:
    """The measures that an answer judges, without its words where it says them apart."""
    apart: Sequence[Measure] | None = getattr(answer, "measures", None)
    return tuple(f.measure for f in answer.notes.figures) if apart is None else apart


def annual_of(answer: Answer) -> tuple[Annual, ...]:
    """What a year gives of an answer's measures, without its words where it says that apart."""
    apart: tuple[Annual, ...] | None = getattr(answer, "annual", None)
    return answer.notes.annual if apart is None else apart


def required_by(answer: Answer) -> NDArray[np.float64]:
    """The shares required (figures,) of the measures that an answer judges, without its words."""
    return np.array([required(m) for m in measures_of(answer)], dtype=np.float64)
