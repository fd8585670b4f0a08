"""The element sets of a budget's satellite: which counts at its pass, how old it is, what to beware of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from serai.access.editions import EVER_NS, stretches_ns
from serai.earth import Orientation, Place
from serai.formats import BadElements, MeanElements, read_elements
from serai.orbit import MEASURED_DAYS, Sgp4
from serai.radio.link.budget_parts import BudgetRefused
from serai.radio.link.pass_geometry import Overhead, next_pass
from serai.time import Instant, LeapSeconds
from serai.wording import Reason, reason

DAY_S = 86_400.0
# Two sets disagree by seconds about one pass: one whose middle each puts on the other's side is not lost
SEAM_NS = 60_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSets:
    """The sets of one satellite, by epoch, and those of it that cannot be read; ``where`` names the pass."""

    where: str
    name: str
    sets: tuple[MeanElements, ...]
    spoilt: tuple[BadElements, ...] = ()

    def age_days(self, at: Instant) -> float:
        """How far the nearest epoch is from a moment, days; negative before it."""
        return min((at.seconds_since(one.epoch) / DAY_S for one in self.sets), key=abs)

    def refuse_older(self, at: Instant, most_days: float) -> None:
        """Refuse where the nearest epoch is farther from a moment than is allowed."""
        age = abs(self.age_days(at))
        if age > most_days:
            raise BudgetRefused(
                "radio.elements_too_old", where=self.where, name=self.name, age=age, most=most_days
            )

    def next_pass(
        self, place: Place, lowest_deg: float, after: Instant, orientation: Orientation
    ) -> Overhead | None:
        """The next pass, flown by the set whose epoch is nearest to its middle; None where there is none."""
        epochs = np.array([one.epoch.tai_ns for one in self.sets], dtype=np.int64)
        begin, end = stretches_ns(epochs)
        for one, first, last in zip(self.sets, begin.tolist(), end.tolist(), strict=True):
            if last != EVER_NS.max and last <= after.tai_ns:
                continue
            until = min(last, EVER_NS.max - SEAM_NS) + SEAM_NS
            path = next_pass(Sgp4(one), place, lowest_deg, after, orientation, within_ns=(first, until))
            if path is not None:
                return path
        return None

    def cautions(self, at: Instant) -> tuple[Reason, ...]:
        """What must be said of the elements at the pass."""
        said = [reason("radio.set_left_out", name=self.name, why=one.reason) for one in self.spoilt]
        if len(self.sets) > 1:
            said.append(reason("radio.several_sets", name=self.name, count=len(self.sets)))
        age = abs(self.age_days(at))
        if age > MEASURED_DAYS:
            said.append(reason("radio.past_measured", name=self.name, age=age, most=MEASURED_DAYS))
        unknown = LeapSeconds.published().caution(at.tai_ns)
        return (*said, unknown) if unknown else tuple(said)


def sets_of(where: str, file: Path, satellite: str) -> BudgetSets:
    """The sets of the satellite that a name or number stands for; of two of one epoch the later counts."""
    wanted = satellite.casefold()
    bad: list[BadElements] = []
    found = [
        one
        for one in read_elements(file, bad.append)
        if wanted in (one.object_name.casefold(), str(one.norad))
    ]
    spoilt = tuple(one for one in bad if one.of.casefold() == wanted)
    if not found:
        if spoilt:
            raise BudgetRefused("radio.outside_at", where=where, says=spoilt[0].reason)
        raise BudgetRefused("radio.no_satellite", where=where, name=satellite, file=file.name)
    _refuse_several(where, satellite, found)
    epochs = {one.epoch.tai_ns: one for one in found}
    by_epoch = tuple(epochs[at] for at in sorted(epochs))
    return BudgetSets(where=where, name=by_epoch[-1].object_name or satellite, sets=by_epoch, spoilt=spoilt)


def _refuse_several(where: str, satellite: str, found: Sequence[MeanElements]) -> None:
    numbers = tuple(dict.fromkeys(str(one.norad) for one in found))
    if len(numbers) > 1:
        raise BudgetRefused("radio.several_satellites", where=where, name=satellite, numbers=numbers)
