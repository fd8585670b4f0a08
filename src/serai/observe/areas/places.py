"""A measure judged at every place of an area, and by the chance of a clear view where one is asked for.

The share is that of the area and of the time: a place at which the threshold holds half of the time counts
for half of the ground it stands for. A look serves the places that its strip covers. What is laid where is
part of the plan: it does not change when something is lost, so that no loss raises a share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.observe.areas import kernels
from serai.observe.measures import (
    Flags,
    Floats,
    MeasureJudge,
    QuickestImage,
    RepeatByRate,
    RepeatPass,
    RequestToHand,
    RevisitByRate,
    RevisitMeasure,
    in_time,
)

Integers = NDArray[np.int64]
Areal = RequestToHand | RevisitMeasure | RevisitByRate | QuickestImage | RepeatPass | RepeatByRate
AREAL = (RequestToHand, RevisitMeasure, RevisitByRate, QuickestImage, RepeatPass, RepeatByRate)
KINDS: Mapping[type, int] = MappingProxyType(
    {
        RequestToHand: kernels.REQUEST,
        RevisitMeasure: kernels.REVISIT,
        QuickestImage: kernels.QUICKEST,
    }
)
PERSISTS_S = 86_400.0  # assumed: the sky of one look is that of all within a day (day and night, one front)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearView:
    """The chance that a look is clear, which looks (n,) cloud can hide, and how long a sky stays as it is."""

    chance: float
    hidden: Flags
    persists_s: float = PERSISTS_S


@dataclass(frozen=True, kw_only=True, eq=False)
class OverPlaces:
    """A measure judged at each place of an area; ``covers`` (looks, places), ``weight`` (places,) sums to 1.

    With ``clear`` a revisit asks for a clear view: the share is then the chance of one within the threshold,
    looks at one sky counting once.
    """

    of: Areal
    covers: Flags
    weight: Floats
    clear: ClearView | None = None

    @cached_property
    def _looks(self) -> tuple[Integers, Integers]:
        """Where the looks of each place begin, and they, one place after the other."""
        place, look = np.nonzero(self.covers.T)
        bounds = np.searchsorted(place, np.arange(self.covers.shape[1] + 1)).astype(np.int64)
        return bounds, look.astype(np.int64)

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:
        """The share (losses,) of the area and the time for which the threshold holds."""
        kind = self._kind
        if kind is None:
            return self.place_by_place(at_s, arrivals_s, usable)
        out = np.zeros(len(arrivals_s))
        hidden = np.ones(len(at_s), bool) if self.clear is None else self.clear.hidden
        if not len(self._instants_s):
            return out
        kernels.held(
            kind, np.ascontiguousarray(at_s), np.ascontiguousarray(arrivals_s), hidden.astype(np.uint8),
            *self._looks, self.weight, self._instants_s, self._asked, out,
        )  # fmt: skip
        return np.minimum(out, 1.0)

    def place_by_place(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:
        """The same without a chance of cloud, by the judge of one place after the other."""
        parts = [self._at(p) for p in range(len(self.weight))]
        told = [
            weight * judge.shares(at_s[rows], arrivals_s[:, rows], usable[:, rows])
            for (judge, rows), weight in zip(parts, self.weight, strict=True)
        ]
        whole: Floats = np.minimum(np.sum(told, axis=0), 1.0)
        return whole

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:
        """The moments (m,) and the values there at each place (m, places), seconds; NaN without service."""
        columns = []
        moments = np.empty(0)
        for p in range(len(self.weight)):
            judge, rows = self._at(p)
            moments, values = judge.values_s(at_s[rows], arrivals_s[rows], usable[rows])
            columns.append(values)
        return moments, np.stack(columns, axis=1)

    def persisting(self, persists_s: float) -> OverPlaces:
        """The same where a sky stays so long; 0: each look sees another one."""
        assert self.clear is not None
        return replace(self, clear=replace(self.clear, persists_s=persists_s))

    def one_sky(self) -> OverPlaces:
        """The same without cloud: times the chance of a clear sky, it is what one sky that stays gives."""
        assert self.clear is not None
        return replace(self, clear=replace(self.clear, hidden=np.zeros_like(self.clear.hidden)))

    def clear_every_s(self, at_s: Floats, arrivals_s: Floats) -> Floats:
        """How often a clear view comes at each place (places,), on average; infinite where none does."""
        of, clear = self.of, self.clear
        assert clear is not None
        assert isinstance(of, RevisitByRate)
        counted = in_time(at_s, arrivals_s, of.in_hand_s) & (at_s >= 0.0) & (at_s < of.period_s)
        sky = np.floor(at_s / clear.persists_s) if clear.persists_s > 0.0 else np.arange(len(at_s))
        views = np.empty(len(self.weight))
        for p in range(len(self.weight)):
            mine = counted & self.covers[:, p]
            skies = len(np.unique(sky[mine & clear.hidden]))
            views[p] = clear.chance * skies + int((mine & ~clear.hidden).sum())
        with np.errstate(divide="ignore"):
            every: Floats = of.period_s / views
        return every

    def _at(self, place: int) -> tuple[MeasureJudge, Integers]:
        """The judge of one place, and the looks that it is given."""
        of, covered = self.of, self.covers[:, place]
        if isinstance(of, RepeatPass | RepeatByRate):
            both = covered[of.first] & covered[of.second]
            return replace(of, first=of.first[both], second=of.second[both]), np.arange(len(covered))
        return of, np.flatnonzero(covered)

    @property
    def _instants_s(self) -> Floats:
        """The instants judged, or those of requests."""
        of = self.of
        return of.requests_s if isinstance(of, RequestToHand) else of.instants_s

    @property
    def _kind(self) -> int | None:
        """How the kernel is told the measure; None for one that it does not know."""
        of = self.of
        if isinstance(of, RevisitByRate):
            return kernels.RATE if self.clear is None else kernels.CLEAR
        return KINDS.get(type(of))

    @property
    def _asked(self) -> Floats:
        """What the measure asks, as the kernel takes it."""
        of, asked = self.of, np.zeros(kernels.ASKED)
        asked[kernels.THRESHOLD] = of.threshold_s
        asked[kernels.SOON] = getattr(of, "in_hand_s", np.inf)
        asked[kernels.FIRST], asked[kernels.LAST] = getattr(of, "known_s", (0.0, 0.0))
        asked[kernels.PERIOD] = getattr(of, "period_s", 0.0)
        asked[kernels.WINDOW] = getattr(of, "revisit_s", 0.0)
        if self.clear is not None:
            asked[kernels.CHANCE], asked[kernels.PERSISTS] = self.clear.chance, self.clear.persists_s
        return asked


def within_area(values: Floats, weight: Floats, share: float) -> Floats:
    """For each moment the value (m,) that a share of the area is within, of values (m, places); NaN: none."""
    known = np.where(np.isfinite(values), values, np.inf)
    order = np.argsort(known, axis=1, kind="stable")
    reached = np.cumsum(weight[order], axis=1)
    first = np.minimum((reached < share * (1.0 - 1e-9)).sum(axis=1), values.shape[1] - 1)
    found = np.take_along_axis(known, np.take_along_axis(order, first[:, None], axis=1), axis=1)[:, 0]
    return np.where(np.isfinite(found), found, np.nan)
