"""Positions by orbits and clocks that PPP-B2b or RTCM state-space messages correct: codes alone, or PPP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.b2b.messages import B2bLog, messages
from serai.formats.rtcm.ssr import SsrMessage
from serai.gnss.atmosphere.ionosphere import asked_ionosphere, none
from serai.gnss.corrections import b2b, ssr
from serai.gnss.corrections.orbits import CorrectedOrbits
from serai.gnss.corrections.sbas_point import notes, rough_positions
from serai.gnss.estimators.ppp import PppSettings, precise_point
from serai.gnss.estimators.ppp_rows import PAIR, ppp_rows
from serai.gnss.estimators.single_point import PointSettings, solve_ranges
from serai.gnss.measurements.ranges import ranges
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.signals import Choice, ionosphere_free, single_frequency
from serai.gnss.solution import Track
from serai.wording import reason

Floats = NDArray[np.float64]

REFERENCE = MappingProxyType({"C": ("6I",)})  # codes the corrected clock is made for: their bias is none


@dataclass(frozen=True)
class StateCorrected:
    """Observations with differential code biases taken off, and the orbits and clocks that go with them."""

    observations: Observations
    orbits: CorrectedOrbits
    service: str


def b2b_corrected(
    observations: Observations, navigation: Navigation, log: B2bLog, sender: int | None = None
) -> StateCorrected:
    """Correct by PPP-B2b of one GEO, which must be named where the log has several."""
    senders = sorted(set(log.prn.tolist()))
    if sender is None and len(senders) > 1:
        raise Refused("gnss.b2b_several_senders", senders=tuple(f"C{prn}" for prn in senders))
    chosen = sender if sender is not None else senders[0] if senders else 0
    if chosen not in senders:
        if not senders:
            raise Refused("gnss.b2b_no_parity", sender=f"C{chosen}")
        there = tuple(f"C{prn}" for prn in senders)
        raise Refused("gnss.b2b_other_senders", sender=f"C{chosen}", senders=there)
    table = b2b.b2b_table((h for h in messages(log) if h.prn == chosen), observations.tai_ns)
    orbits = CorrectedOrbits.of(
        navigation,
        table,
        codes={"C": ("2I",), "G": ("1C", "2W")},
        messages=b2b.MESSAGES,
        issues=b2b.ISSUES,
        delayed="G",
    )
    return StateCorrected(*_unbiased(observations, orbits, needed="C"), "b2b")


def ssr_corrected(
    observations: Observations, navigation: Navigation, stream: Sequence[SsrMessage]
) -> StateCorrected:
    """Correct by the state-space messages of an RTCM stream."""
    if not stream:
        raise Refused("gnss.no_state_space")
    table = ssr.ssr_table(stream, np.asarray(observations.tai_ns, dtype=np.int64))
    orbits = ssr.with_ephemerides(navigation, table)
    return StateCorrected(*_unbiased(observations, orbits, needed=""), "ssr")


def corrected_point(
    given: StateCorrected,
    navigation: Navigation,
    systems: str,
    settings: PointSettings | None = None,
    *,
    dual: bool = False,
) -> Track:
    """Code positions by corrected orbits and clocks, weighted by the accuracy sent (URA)."""
    asked = settings or PointSettings()
    choice = _ordered((ionosphere_free if dual else single_frequency)(_known(given, systems)), given)
    rows = ranges(given.observations, given.orbits, choice, _known(given, systems))
    epoch, satellite = np.divmod(rows.chosen, max(1, len(given.orbits.corrections.satellites)))
    rows = replace(rows, sigma_m=given.orbits.corrections.sigma_m[epoch, satellite])
    track = solve_ranges(
        rows,
        none() if dual else asked_ionosphere(navigation, asked.ionosphere, rows.tai_ns),
        asked,
        frame=given.orbits.frame,
        mode=given.service,
        start=None,
    )
    return replace(track, notes=notes(track, given.observations, given.orbits, systems=systems))


def corrected_ppp(
    given: StateCorrected, navigation: Navigation, systems: str, settings: PppSettings | None = None
) -> Track:
    """Phases too, on two frequencies: `ppp.precise_point` with corrected orbits and clocks."""
    known = "".join(s for s in _known(given, systems) if s in PAIR)
    rough = rough_positions(given.observations, navigation, known)
    rows = ppp_rows(given.observations, given.orbits, known, np.nanmedian(rough, axis=0))
    track = precise_point(rows, rough, given.orbits.frame, settings)
    track = replace(track, mode=(f"ppp-{given.service}",) * len(track))
    return replace(track, notes=notes(track, given.observations, given.orbits, systems=known))


def _known(given: StateCorrected, systems: str) -> str:
    there = {name[0] for name in given.orbits.corrections.satellites}
    known = "".join(s for s in systems if s in there)
    if not known:
        named = tuple(sorted(there)) or (reason("gnss.no_system"),)
        raise Refused("gnss.corrections_of_others", there=named, asked=systems)
    return known


def _ordered(choice: Choice, given: StateCorrected) -> Choice:
    """The choice as it is, without codes that the corrections know nothing of (BeiDou-2's second bands)."""
    biased = {code[1:] for code in given.orbits.corrections.bias_m}
    codes = dict(choice.codes)
    if "C" in codes and biased:
        told = biased | {*REFERENCE["C"]}
        codes["C"] = tuple(option for option in codes["C"] if all(code in told for code in option))
    return Choice(MappingProxyType(codes))


def _unbiased(
    observations: Observations, orbits: CorrectedOrbits, *, needed: str
) -> tuple[Observations, CorrectedOrbits]:
    """Codes with their biases taken off; without one, those of systems that ``needed`` biases become NaN."""
    table = orbits.corrections
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    epoch = np.asarray(observations.epoch, dtype=np.int64)
    place = table.places(observations.satellites)[satellite]
    letters = np.array([name[0] for name in observations.satellites])[satellite]
    values = dict(observations.values)
    for name, observed in observations.values.items():
        if name[0] != "C":
            continue
        here = np.flatnonzero(place >= 0)
        bias = np.full(len(satellite), np.nan)
        if name in table.bias_m:
            bias[here] = table.bias_m[name][epoch[here], place[here]]
        reference = np.array([name[1:] in REFERENCE.get(s, ()) for s in needed], dtype=bool)
        plain = ~np.isin(letters, list(needed)) | np.isin(letters, np.array(list(needed))[reference])
        bias = np.where(np.isnan(bias) & plain, 0.0, bias)
        values[name] = np.asarray(observed) - bias
    return replace(observations, values=MappingProxyType(values)), orbits
