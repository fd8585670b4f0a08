"""What is said of a need's area: its figures, how much of it looks in hand cover, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.needs import Figure, Heading, Measure, Table, TableCell, TableRow, required
from serai.observe.areas.places import OverPlaces, within_area
from serai.observe.clear_sky import told_by
from serai.observe.measures import RepeatByRate, RevisitByRate, in_time
from serai.observe.period import unit_s
from serai.observe.scene import Scene
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
DAY_S = 86_400.0


@dataclass(frozen=True, kw_only=True)
class AreaCovered:
    """What the looks of a case cover of its area, of those taken in the judged period and in hand in time."""

    case: Scene

    @cached_property
    def counted(self) -> Flags:
        """Which looks (n,) count."""
        by = self.case.by
        soon = in_time(by.at_s, self.case.arrivals()[0], self.case.period.in_hand_s)
        counted: Flags = soon & (by.at_s >= 0.0) & (by.at_s < self.case.period.within.duration_s)
        return counted

    @property
    def weight(self) -> Floats:
        """The share (places,) of the area that each place stands for."""
        assert self.case.need.area is not None
        places = self.case.need.area.places
        weight: Floats = places.weight / places.size
        return weight

    @property
    def swept(self) -> bool:
        """Whether strips are laid over the area, and not a look turned to each of its sites."""
        assert self.case.need.area is not None
        return self.case.need.area.swept

    def share(self, rows: Flags | None = None) -> float:
        """The share of the area that they cover together, each place once; or some of them do."""
        counted = self.counted if rows is None else self.counted & rows
        return min(1.0, float(self.weight[self.case.looks.covers[counted].any(axis=0)].sum()))

    @property
    def each(self) -> float:
        """The share that a look covers, the median; 0 where there is none."""
        shares = self.case.looks.covers[self.counted] @ self.weight
        return float(np.median(shares)) if len(shares) else 0.0

    def by_day(self) -> Table:
        """Day by day: looks, what they cover, and what is covered so far."""
        begin, length_s, at_s = self.case.by.start, self.case.period.within.duration_s, self.case.by.at_s
        rows = []
        for day in range(max(1, int(np.ceil(length_s / DAY_S - 1e-9)))):
            on = (at_s >= day * DAY_S) & (at_s < (day + 1) * DAY_S)
            looks, share = int((self.counted & on).sum()), self.share(on)
            sum_share = self.share(at_s < (day + 1) * DAY_S)
            start = begin.plus(seconds=day * DAY_S)
            rows.append(
                TableRow(
                    about="",
                    cells=(
                        TableCell(moment=start),
                        TableCell(text=str(looks)),
                        TableCell(text=_says("share", share=share)),
                        TableCell(text=_says("share", share=sum_share)),
                    ),
                    says="",
                    values=MappingProxyType(
                        {
                            "start": start.utc(decimals=0),
                            "looks": looks,
                            "covered_percent": round(100.0 * share, 2),
                            "cumulative_percent": round(100.0 * sum_share, 2),
                        }
                    ),
                )
            )
        return Table(
            key="area_by_day",
            title=_says("title") if self.swept else _says("title_sites"),
            about=_says("about"),
            label="",
            headings=tuple(
                Heading(text=_says(c), figure=k > 0) for k, c in enumerate(("day", "looks", "covers", "sum"))
            ),
            rows=tuple(rows),
            of="days",
        )

    def said(self) -> Reason:
        """How much of the area is covered."""
        area = self.case.need.area
        assert area is not None
        if not area.swept:
            seen = np.flatnonzero(self.case.looks.covers[self.counted].any(axis=0)).tolist()
            unseen = tuple(name for k, name in enumerate(area.sites) if k not in seen)
            return reason("observe.why.sites", seen=len(seen), count=len(area.sites), unseen=unseen)
        return reason("observe.why.covers", share=self.share(), size=(area.size, area.unit), each=self.each)


def area_figure(
    case: Scene,
    measure: Measure,
    judge: OverPlaces,
    missing: Reason | str,
    of_all: tuple[float, int] | None,
) -> Figure:
    """The figure of a measure that is judged at every place of an area, or by the chance of a clear view.

    ``values`` are, at each moment, what the share required of the area is within; ``worst`` is what that
    share of the area and the time is within, ``typical`` the median of both where served.
    """
    scale = unit_s(measure) or 1.0
    arrivals_s, usable = case.arrivals()
    moments_s, values_s = judge.values_s(case.by.at_s, arrivals_s, usable)
    by_rate = isinstance(judge.of, RevisitByRate | RepeatByRate)
    clear = judge.clear
    if clear is not None:
        values_s = np.repeat(judge.clear_every_s(case.by.at_s, arrivals_s)[None], len(moments_s), axis=0)
    values = values_s / scale
    few = values[:1] if by_rate else values
    ranked = _Ranked.of(few.ravel(), np.tile(judge.weight, len(few)) / max(1, len(few)))
    counted = values.size if case.need.area is not None else None
    if isinstance(judge.of, RevisitByRate | RepeatByRate):
        counted = judge.of.looks(case.by.at_s, arrivals_s, usable)
    return Figure(
        measure=measure,
        tai_ns=case.period.within.start.tai_ns + np.rint(moments_s * 1e9).astype(np.int64),
        values=within_area(values, judge.weight, required(measure)),
        typical=ranked.within(0.5, served=True),
        worst=ranked.within(required(measure), served=False),
        missing=missing,
        by_rate=by_rate,
        share_of="" if case.need.area is None or by_rate else _moments(swept=case.need.area.swept),
        counted=counted,
        of_all=of_all,
    )


def clear_view_said(case: Scene, measure: Measure, judge: OverPlaces) -> Reason:
    """The chance of a clear view within what is asked, and at both ends of how long a sky may stay."""
    assert judge.clear is not None
    whole = (case.by.at_s, case.by.arrivals_s(case.whole()), np.ones((1, len(case.looks)), bool))
    chances = [float(j.shares(*whole)[0]) for j in (judge, judge.persisting(0.0))]
    return reason(
        "observe.sky.clear_view",
        chance=judge.clear.chance,
        by=told_by(case.sky) if case.sky else "",
        asked=(measure.threshold, measure.unit),
        share=chances[0],
        persists=judge.clear.persists_s,
        independent=chances[1],
        persistent=judge.clear.chance * float(judge.one_sky().shares(*whole)[0]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """Values where there are any, the smallest first, and the weight reached by each; ``total`` is of all."""

    values: Floats
    reached: Floats
    total: float

    @classmethod
    def of(cls, values: Floats, weight: Floats) -> _Ranked:
        """Values (n,) with their weights, put in order."""
        known = np.isfinite(values)
        values, own = values[known], weight[known]
        order = np.argsort(values, kind="stable")
        return cls(values=values[order], reached=np.cumsum(own[order]), total=float(weight.sum()))

    def within(self, share: float, *, served: bool) -> float | None:
        """The value that a share of the weight (of what is served, or of all) is within; None for none."""
        if not len(self.values):
            return None
        total = float(self.reached[-1]) if served else self.total
        enough = np.flatnonzero(self.reached >= share * total * (1.0 - 1e-9))
        return float(self.values[enough[0]]) if len(enough) else None


def _moments(*, swept: bool) -> Reason:
    return _says("moments") if swept else _says("moments_sites")


def _says(key: str, **values: object) -> Reason:
    return reason(f"exhibit.area_by_day.{key}", **values)
