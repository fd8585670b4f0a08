"""Single point positions by SBAS: L1 with the ionosphere grid, or L5 DFMC free of the ionosphere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.earth import geodetic
from serai.errors import Refused
from serai.formats.rinex.clocks import NO_TIME
from serai.formats.sbas import Heard, SbasLog, messages
from serai.gnss.corrections.orbits import CorrectedOrbits
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.sbas_ionosphere import pierce_point, slant
from serai.gnss.corrections.sbas_l1 import NON_PRECISION, PRECISION, L1Table, l1_table
from serai.gnss.corrections.sbas_l5 import l5_table
from serai.gnss.corrections.weighted import (
    Errors,
    View,
    epoch_of,
    solve_weighted,
    troposphere_variance_m2,
)
from serai.gnss.estimators.point_kernel import BELOW_MASK
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.measurements.noise import code_variances_m2
from serai.gnss.measurements.ranges import Ranges, ranges
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.signals import Choice, single_frequency
from serai.gnss.solution import Track
from serai.wording import Reason, reason

Floats = NDArray[np.float64]

L1_CODES = Choice({"G": (("1C",),)})
# The pairs L5 DFMC is made for (ED-259A, recalled): L1 with L5 of GPS, E1 with E5a, B1C with B2a. Broadcast
# delays are taken off BeiDou, as BDSBAS's clocks are near zero where those are 6 to 9 m, and not off GPS, as
# SouthPAN's clocks follow them: see docs/accuracy-corrections.md.
L5_CODES = Choice(
    {
        "G": (("1C", "5Q"), ("1C", "5X"), ("1C", "5I")),
        "E": (("1C", "5Q"), ("1X", "5X"), ("1C", "5X")),
        "C": (("1P", "5P"), ("1D", "5D"), ("1X", "5X")),
    }
)
L1_MESSAGES: Mapping[str, Sequence[str]] = {"G": ("LNAV",)}
L5_MESSAGES: Mapping[str, Sequence[str]] = {"G": ("LNAV",), "E": ("FNAV",), "C": ("CNV1",)}
L1_ISSUES: Mapping[str, str] = {"G": "iode"}
L5_ISSUES: Mapping[str, str] = {"G": "iode", "E": "iode", "C": "iode"}


@dataclass(frozen=True, kw_only=True)
class SbasSettings:
    """What is asked: the mask (deg), whether for precision approach (else en route to non-precision), the
    sender's PRN where the log has several, and whether type 0 (under test) is to be heeded.
    """

    mask_deg: float = 5.0
    precision: bool = True
    sender: int | None = None
    heed_test: bool = True


def sbas_point(
    observations: Observations,
    navigation: Navigation,
    log: SbasLog,
    systems: str,
    settings: SbasSettings | None = None,
    *,
    dual: bool = False,
) -> Track:
    """Positions by one sender's corrections, with protection levels; other epochs have none, and say why.

    One frequency is corrected by L1 (GPS, C/A), two (``dual``) by L5 DFMC (GPS, Galileo, BeiDou).
    """
    asked = settings or SbasSettings()
    heard = heard_from(log, asked.sender, dfmc=dual)
    rough = rough_positions(observations, navigation, systems)
    epochs = np.asarray(observations.tai_ns, dtype=np.int64)
    choice = L5_CODES if dual else L1_CODES
    known = "".join(s for s in systems if s in choice.codes)
    codes = {s: choice.codes[s][0] for s in known}
    errors: Errors
    if dual:
        table = l5_table(heard, epochs, heed_test=asked.heed_test)
        orbits = CorrectedOrbits.of(
            navigation, table, codes=codes, messages=L5_MESSAGES, issues=L5_ISSUES, delayed="C"
        )
        rows = ranges(observations, orbits, choice, known, align=False)
        errors = _Dual(rows, orbits)
    else:
        lat, lon, _ = geodetic(np.nanmedian(rough, axis=0))
        limits = PRECISION if asked.precision else NON_PRECISION
        l1 = l1_table(
            heard, epochs, limits=limits, place_deg=(float(lat), float(lon)), heed_test=asked.heed_test
        )
        orbits = CorrectedOrbits.of(
            navigation, l1.corrections, codes=codes, messages=L1_MESSAGES, issues=L1_ISSUES, delayed="G"
        )
        rows = ranges(observations, orbits, choice, known, align=False)
        errors = _Single(rows, orbits, l1)
    track = solve_weighted(
        rows,
        rough,
        errors,
        mask_deg=asked.mask_deg,
        precision=asked.precision,
        frame=orbits.frame,
        mode="dfmc" if dual else "sbas",
    )
    unsaid = np.zeros(len(rows.source), dtype=bool)
    if track.residual_m is not None and track.status is not None:
        unsaid = np.isnan(track.residual_m) & (track.status != BELOW_MASK)
    return replace(track, notes=notes(track, observations, orbits, systems=known, grid=rows.source[unsaid]))


def heard_from(log: SbasLog, sender: int | None, *, dfmc: bool) -> list[Heard]:
    """The messages of one sender in one form, each second once; refused where it is not clear whose."""
    form = "L5 DFMC" if dfmc else "L1"
    mine = log.dfmc == dfmc
    if (log.tai_ns == NO_TIME).any():
        raise Refused("gnss.sbas_without_week")
    senders = tuple(sorted(set(log.prn[mine].tolist())))
    if not senders and dfmc:
        raise Refused("gnss.sbas_not_dual")
    if not senders:
        raise Refused("gnss.sbas_not_single")
    if sender is None and len(senders) > 1:
        raise Refused("gnss.sbas_several_senders", form=form, senders=senders)
    chosen = senders[0] if sender is None else sender
    if chosen not in senders:
        raise Refused("gnss.sbas_other_senders", form=form, sender=chosen, senders=senders)
    first: dict[int, Heard] = {}
    for one in messages(log):
        if one.prn == chosen and one.dfmc == dfmc:
            first.setdefault(one.tai_ns, one)  # some senders repeat their L1 messages on L5
    return [*first.values()]


def rough_positions(observations: Observations, navigation: Navigation, systems: str) -> Floats:
    """Uncorrected positions, some tens of metres off, for angles and grid cells; gaps take the median."""
    track = single_point(
        observations,
        navigation,
        single_frequency(systems),
        systems,
        PointSettings(ionosphere="none", limit=float("inf")),
    )
    if not track.solved.any():
        raise Refused("gnss.no_rough_position")
    middle = np.nanmedian(track.position_m, axis=0)
    return np.where(track.solved[:, None], track.position_m, middle)


def notes(
    track: Track,
    observations: Observations,
    orbits: CorrectedOrbits,
    *,
    systems: str,
    grid: NDArray[np.int64] | None = None,
) -> tuple[Reason | str, ...]:
    """For each epoch without a position, why the corrections of the satellites observed were not usable.

    ``grid`` lists rows of the observations for which the ionosphere grid said nothing.
    """
    table = orbits.corrections
    epoch = np.asarray(observations.epoch, dtype=np.int64)
    place = table.places(observations.satellites)[np.asarray(observations.satellite, dtype=np.int64)]
    asked = np.array([name[0] in systems for name in observations.satellites])[observations.satellite]
    why = np.where(place >= 0, orbits.why()[epoch, np.maximum(place, 0)], Why.NOT_IN_MASK)
    if grid is not None:
        why[grid] = Why.NO_IONOSPHERE
    first = np.searchsorted(epoch, np.arange(len(track) + 1))
    found: list[Reason | str] = []
    for e in range(len(track)):
        here = slice(first[e], first[e + 1])
        counts = Counter(why[here][asked[here]].tolist())
        usable = counts.pop(int(Why.USABLE), 0)
        others = tuple(
            reason("gnss.satellites_without", count=count, why=Why(code).sentence)
            for code, count in counts.most_common()
        )
        others = others or (reason("gnss.no_others_seen"),)
        found.append("" if track.solved[e] else reason("gnss.usable", count=usable, others=others))
    return tuple(found)


class _Single:
    """Errors of L1 ranges: the grid's delay; UDRE, GIVE, receiver and troposphere (DO-229F, J.1)."""

    def __init__(self, rows: Ranges, orbits: CorrectedOrbits, table: L1Table) -> None:
        self.rows, self.orbits, self.table = rows, orbits, table

    def __call__(self, place_m: Floats, view: View) -> tuple[Floats, Floats]:
        lat, lon, _ = (np.radians(v) for v in geodetic(place_m))
        delay, variance = np.full(len(view.azimuth), np.nan), np.full(len(view.azimuth), np.nan)
        for k, e in enumerate(epoch_of(self.rows).tolist()):
            by = self.table.degradation[e]
            if by is None or view.elevation[k] <= 0.0:
                continue
            there = pierce_point(lat[e], lon[e], view.azimuth[k], view.elevation[k])
            found = slant(self.table.points[e], self.table.listed[e], by, self.rows.tai_ns[e] * 1e-9, there)
            scale = self.rows.iono_scale[k]
            delay[k], variance[k] = scale * found.delay_m, scale**2 * found.variance_m2
        return delay, variance + _common_m2(self.rows, self.orbits, view)


class _Dual:
    """Errors of ranges free of the ionosphere: DFRE, receiver and troposphere."""

    def __init__(self, rows: Ranges, orbits: CorrectedOrbits) -> None:
        self.rows, self.orbits = rows, orbits

    def __call__(self, place_m: Floats, view: View) -> tuple[Floats, Floats]:  # noqa: ARG002 (all are alike)
        return np.zeros(len(view.azimuth)), _common_m2(self.rows, self.orbits, view)


def _common_m2(rows: Ranges, orbits: CorrectedOrbits, view: View) -> Floats:
    epoch, satellite = np.divmod(rows.chosen, max(1, len(orbits.corrections.satellites)))
    sent = orbits.corrections.sigmas_m(epoch, satellite, view.unit) ** 2
    own = code_variances_m2(view.elevation) * rows.code_factor**2
    return np.asarray(sent + own + troposphere_variance_m2(view.elevation))
