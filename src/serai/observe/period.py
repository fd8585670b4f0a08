"""Over which time looks are gathered, at which instants a need is judged, and by what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.ground import ContactRules
from serai.needs import Measure, Need
from serai.needs.need import INTERVALS_JUDGED
from serai.observe.delivery import KEPT_ON_BOARD_S, Deliveries
from serai.observe.looks import Looks
from serai.observe.measures import (
    EachImage,
    MeasureJudge,
    QuickestImage,
    RepeatByRate,
    RepeatPass,
    RequestToHand,
    RevisitByRate,
    RevisitMeasure,
    same_geometry,
)
from serai.time import Span, grid
from serai.world import Rules

UNITS_S = (("s", 1.0), ("min", 60.0), ("h", 3600.0), ("d", 86_400.0))
REPEAT_TOLERANCE_DEG = 0.1  # of incidence: Sentinel-1C and 1D, NISAR and Landsat 8 come back within 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The judged span with its instants, and how far before and after it looks are gathered."""

    need: Need
    within: Span
    instants_s: NDArray[np.float64]
    before_s: float
    after_s: float

    @classmethod
    def of(cls, need: Need, within: Span, rules: Rules) -> Period:
        """The period of a need: looks as far outside the judged span as its measures look ahead and back."""
        before = after = 0.0
        for measure in need.measures:
            length_s = seconds(measure)
            if length_s is None:
                continue
            if measure.name == "request_to_hand":
                after = max(after, length_s)
            elif measure.name == "repeat_pass" and not watched(length_s, within):
                before = max(before, length_s)
            elif measure.name in ("repeat_pass", "revisit") and watched(length_s, within):
                before, after = max(before, length_s), max(after, length_s)
        moments = (grid(within, rules.request_step_s) - within.start.tai_ns) / 1e9
        return cls(need=need, within=within, instants_s=moments, before_s=before, after_s=after)

    @property
    def looks(self) -> Span:
        """When looks can matter."""
        return Span(
            self.within.start.plus(seconds=-self.before_s), self.within.end.plus(seconds=self.after_s)
        )

    def contacts(self, rules: ContactRules) -> Span:
        """When contacts can matter: until the last look must be down."""
        late_s = KEPT_ON_BOARD_S + 2.0 * rules.contact_min_s
        return Span(self.looks.start, self.looks.end.plus(seconds=late_s))

    @property
    def revisit_s(self) -> float | None:
        """The revisit that the need asks for."""
        measure = self.need.measure("revisit")
        return seconds(measure) if measure is not None else None

    @property
    def in_hand_s(self) -> float:
        """How soon after it is taken a look must be in hand to count for a revisit: what the need asks.

        Without bound where it asks nothing: what has not come down within a day on board never arrives.
        """
        measure = self.need.measure("image_to_hand")
        limit_s = None if measure is None else seconds(measure)
        return np.inf if limit_s is None else limit_s

    @property
    def by_rate(self) -> bool:
        """Whether the revisit is too long to be watched and is judged from the rate of looks."""
        return self.revisit_s is not None and not watched(self.revisit_s, self.within)

    def judge(
        self, measure: Measure, seen: Looks, by: Deliveries, lost_s: NDArray[np.float64]
    ) -> MeasureJudge | None:
        """What judges a measure; None when observation does not know it.

        ``lost_s`` are the moments of promised images whose satellites are lost.
        """
        threshold_s = seconds(measure)
        if threshold_s is None:
            return None
        duration_s = self.within.duration_s
        known_s = (-self.before_s, duration_s + self.after_s)
        if measure.name == "request_to_hand":
            return RequestToHand(requests_s=self.instants_s, threshold_s=threshold_s)
        if measure.name == "revisit":
            return self._revisit(threshold_s, known_s)
        if measure.name == "image_to_hand":
            if self.revisit_s is None:
                counted = by.taskable & (by.at_s >= 0.0) & (by.at_s < duration_s)
                return EachImage(counted=counted, threshold_s=threshold_s, lost_s=lost_s)
            whole = self.instants_s[self.instants_s + self.revisit_s <= known_s[1]]
            instants_s = whole if len(whole) else self.instants_s[:1]
            return QuickestImage(instants_s=instants_s, threshold_s=threshold_s, revisit_s=self.revisit_s)
        if measure.name == "repeat_pass":
            return self._repeat(threshold_s, seen, by)
        return None

    def _revisit(self, threshold_s: float, known_s: tuple[float, float]) -> MeasureJudge:
        """What judges a revisit: watched where the period holds three of them, else by the rate of looks."""
        if self.by_rate:
            return self.by_the_rate(threshold_s)
        return RevisitMeasure(
            instants_s=self.instants_s, threshold_s=threshold_s, known_s=known_s, in_hand_s=self.in_hand_s
        )

    def by_the_rate(self, threshold_s: float) -> RevisitByRate:
        """What judges a revisit from the rate of looks over the period."""
        return RevisitByRate(
            instants_s=self.instants_s,
            threshold_s=threshold_s,
            period_s=self.within.duration_s,
            in_hand_s=self.in_hand_s,
        )

    def _repeat(self, threshold_s: float, seen: Looks, by: Deliveries) -> MeasureJudge:
        """What judges a repeat pass: watched where the period holds three, else by the rate of pairs."""
        first, second = same_geometry(
            by.at_s,
            by.satellite,
            seen.incidence_deg,
            seen.right,
            seen.northbound,
            apart_s=threshold_s,
            tolerance_deg=REPEAT_TOLERANCE_DEG,
        )
        if not watched(threshold_s, self.within):
            return RepeatByRate(
                instants_s=self.instants_s,
                threshold_s=threshold_s,
                period_s=self.within.duration_s,
                first=first,
                second=second,
            )
        return RepeatPass(instants_s=self.instants_s, threshold_s=threshold_s, first=first, second=second)


def watched(revisit_s: float, within: Span) -> bool:
    """Whether a revisit is short enough for a period to hold three of them."""
    return INTERVALS_JUDGED * revisit_s <= within.duration_s * (1.0 + 1e-9)


def seconds(measure: Measure) -> float | None:
    """A measure's threshold in seconds; None when its unit is not one of time."""
    scale = unit_s(measure)
    return None if scale is None else measure.threshold * scale


def unit_s(measure: Measure) -> float | None:
    """How many seconds a measure's unit has; None when it is not one of time."""
    return dict(UNITS_S).get(measure.unit)


def timely(need: Need) -> frozenset[str]:
    """The measures that turn on the time data take on the ground; a revisit does where a time is asked."""
    names = frozenset(m.name for m in need.measures)
    also = frozenset({"revisit"}) if "image_to_hand" in names else frozenset[str]()
    return names & (also | {"request_to_hand", "image_to_hand"})


def judged_measures(need: Need) -> list[Measure]:
    """The measures that become figures: all but those that only say which sensors count."""
    return [m for m in need.measures if m.name != "resolution"]
