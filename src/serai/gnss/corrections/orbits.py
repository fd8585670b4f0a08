"""Broadcast orbits and clocks with corrections upon them: what `ranges` takes in place of `Broadcast`.

Each correction goes with the one broadcast message whose issue it names; where the navigation files lack
that message the satellite is not used. Along-track axes are those of the Earth-fixed position r and
velocity v: cross = r x v, and either along = cross x radial with radial = r (BDS-SIS-ICD-PPP-B2b-1.0, 7.2.2)
or along = v with radial = along x cross (RTCM 10403.3, 3.5.12; both as cssrlib has them).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.table import Corrections
from serai.gnss.observations.inputs import Navigation
from serai.gnss.satellites.broadcast import Broadcast

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FARTHEST_S = (
    14_400.0  # from toe: issues return after some hours (IS-GPS-200N 20.3.4.4), so farther is another
)


@dataclass(frozen=True)
class CorrectedOrbits:
    """Corrected orbits and clocks (`ranges.Orbits`); a choice is epoch * satellites + satellite of the table.

    ``message`` (epochs, satellites) is the broadcast row, -1 none; ``delayed`` names the systems whose
    broadcast group delays still apply; ``along_velocity`` which of the two kinds of axes.
    """

    broadcast: Broadcast
    corrections: Corrections
    message: Integers
    delayed: frozenset[str]
    along_velocity: bool
    frame: str

    @classmethod
    def of(
        cls,
        navigation: Navigation,
        corrections: Corrections,
        *,
        codes: Mapping[str, Sequence[str]],
        messages: Mapping[str, Sequence[str]],
        issues: Mapping[str, str],
        delayed: Collection[str] = (),
        along_velocity: bool = False,
        beidou_issue: Callable[[Integers], Integers] | None = None,
    ) -> CorrectedOrbits:
        """Match every correction with its broadcast message, of the kinds and issue columns named.

        ``beidou_issue`` gives BeiDou's issues by toe where the service counts them so.
        """
        wanted = {s: codes.get(s, ()) for s in messages if any(n[0] == s for n in corrections.satellites)}
        broadcast = Broadcast.of(navigation, wanted, messages=messages, issues=issues)
        if beidou_issue is not None:
            beidou = np.repeat([n[0] == "C" for n in broadcast.satellites], np.diff(broadcast.start))
            own = np.where(beidou, beidou_issue(broadcast.toe_ns), broadcast.issue)
            broadcast = replace(broadcast, issue=own.astype(np.float64))
        return cls(
            broadcast,
            corrections,
            _matched(broadcast, corrections),
            frozenset(delayed),
            along_velocity,
            "that of the corrected broadcast orbits (WGS 84, GTRF or BDCS: alike to centimetres)",
        )

    def why(self) -> NDArray[np.uint8]:
        """The state (a `Why`) of every satellite at every epoch, with broadcast messages that are missing."""
        found = self.corrections.why.copy()
        found[(found == Why.USABLE) & (self.message < 0)] = Why.NO_MESSAGE
        return found

    def select(self, satellites: Sequence[str], satellite: Integers, tai_ns: Integers) -> Integers:
        """The table's cell for rows of (satellite, moment); -1 where it may not be used."""
        place = self.corrections.places(satellites)[satellite]
        epoch = self.corrections.at(tai_ns)
        fine = (place >= 0) & (self.corrections.why[epoch, place] == Why.USABLE)
        fine &= self.message[epoch, place] >= 0
        return np.where(fine, epoch * len(self.corrections.satellites) + place, -1)

    def states(self, chosen: Integers, tai_ns: Integers, offset_s: Floats) -> tuple[Floats, Floats, Floats]:
        """Corrected positions, velocities and clocks, as `Broadcast.states`."""
        table = self.corrections
        epoch, place = np.divmod(np.maximum(chosen, 0), max(1, len(table.satellites)))
        message = np.where(chosen >= 0, self.message[epoch, place], -1)
        r, v, clock = self.broadcast.states(message, tai_ns, offset_s)
        since = (tai_ns - table.tai_ns[epoch]) * 1e-9 + offset_s
        shift = table.orbit_m[epoch, place] + table.rate_mps[epoch, place] * since[:, None]
        if table.along_track:
            shift = np.einsum("ni,nij->nj", shift, axes(r, v, along_velocity=self.along_velocity))
        late = table.clock_m[epoch, place] + table.clock_rate_mps[epoch, place] * since
        clock[:, 0] += late / C_MPS
        return r + shift, v, clock

    def delays_s(self, chosen: Integers) -> Floats:
        """The broadcast group delays, where the corrections do not take their place."""
        epoch, place = np.divmod(np.maximum(chosen, 0), max(1, len(self.corrections.satellites)))
        found = self.broadcast.delays_s(np.maximum(self.message[epoch, place], 0)).copy()
        letters = np.array([name[0] for name in self.corrections.satellites])[place]
        found[(chosen < 0) | ~np.isin(letters, sorted(self.delayed))] = 0.0
        return found


def axes(r: Floats, v: Floats, *, along_velocity: bool) -> Floats:
    """Radial, along and cross unit vectors (n, 3, 3: axis, component) of Earth-fixed states (n, 3)."""
    cross = _unit(np.cross(r, v))
    if along_velocity:
        along = _unit(v)
        return np.stack([np.cross(along, cross), along, cross], axis=1)
    radial = _unit(r)
    return np.stack([radial, np.cross(cross, radial), cross], axis=1)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1)[:, None])


def _matched(broadcast: Broadcast, corrections: Corrections) -> Integers:
    """For every cell with an issue, the broadcast row of that issue whose toe is nearest; -1 none."""
    found = np.full(corrections.issue.shape, -1, dtype=np.int64)
    for column, place in enumerate(broadcast.places(corrections.satellites).tolist()):
        if place < 0:
            continue
        rows = np.arange(broadcast.start[place], broadcast.start[place + 1])
        issues = corrections.issue[:, column]
        for issue in np.unique(issues[issues >= 0]):
            own = rows[broadcast.issue[rows] == issue]
            cells = np.flatnonzero(issues == issue)
            if not len(own):
                continue
            away = np.abs(corrections.tai_ns[cells, None] - broadcast.toe_ns[own][None, :]) * 1e-9
            best = np.argmin(away, axis=1)
            near = away[np.arange(len(cells)), best] <= FARTHEST_S
            found[cells[near], column] = own[best[near]]
    return found
