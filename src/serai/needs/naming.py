"""What people call measures, states, bases and places of needs."""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs.judging import State
from serai.needs.measure import Measure
from serai.needs.need import Need
from serai.tables import Basis
from serai.wording import Reason, reason, word
from serai.wording.places import where

AGE_OF_ELEMENTS = ("old_elements", "early_elements")  # the last words of keys of flags that tell of it
WORST_FIRST = (State.NOT_MET, State.DEGRADED, State.UNKNOWN, State.MET, State.OUT_OF_SEASON)


def measure_name(measure: Measure | str) -> Reason | str:
    """What a measure is called: "request to hand", "horizontal error (95 %)"."""
    return word("needs.measure", measure if isinstance(measure, str) else measure.name)


def basis_name(basis: Basis) -> Reason | str:
    """What a figure rests on, in a word."""
    return word("needs.basis", str(basis))


def state_name(state: State) -> Reason:
    """What a state is called."""
    return reason(f"needs.state.{state.name.lower()}")


def state_means(state: State) -> Reason:
    """What a state says of a need's threshold."""
    return reason(f"needs.means.{state.name.lower()}")


def nothing_mends() -> Reason:
    """That a need falls short and nothing in the pool mends it."""
    return reason("needs.nothing_mends")


def old_elements(names: Sequence[str]) -> Reason:
    """The flag that an answer rests on element sets older than their use allows."""
    return reason("needs.old_elements", names=tuple(names))


def early_elements(names: Sequence[str]) -> Reason:
    """The flag that an answer rests on element sets from after the time asked about."""
    return reason("needs.early_elements", names=tuple(names))


def place_name(need: Need) -> str:
    """What to call a need's place: the last part of its title after a comma, else its coordinates."""
    _, comma, last = need.title.rpartition(",")
    centre = need.box.centre()
    return last.strip() if comma and last.strip() else where(centre.lat_deg, centre.lon_deg)
