"""What a way of being served is, and the plainest: positioning by every signal in view.

A way gives each measure a value in every cell (place, instant; see geometry), NaN where it does not serve.
Every way only gets worse with fewer assets: values never improve, cells served never come back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from serai.navigate.accuracy import horizontal_95_m, time_95_ns, vertical_95_m
from serai.navigate.geometry import Normals, Solution
from serai.navigate.signals import RangingSatellites
from serai.needs import Measure, Outages
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
T = TypeVar("T")
V = TypeVar("V", bound=np.generic)


class SatellitesLeft:
    """What is left of a pool: ``alive`` (assets,); ways keep here what they work out for it.

    ``asked`` (cells,) are the cells in which what is left is asked about, all of them where it is None: in
    others a way may answer as if nothing were lost.
    """

    def __init__(self, alive: Bools, satellites: RangingSatellites, asked: Bools | None = None) -> None:
        self.alive = alive
        self.lost = satellites.lost(alive)
        self.asked = asked
        self._kept: dict[tuple[int, str], object] = {}

    def once(self, way: object, what: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, made the first time and then kept."""
        key = (id(way), what)
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])

    def only_asked(self, cells: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those of some cells that are asked about."""
        return cells if self.asked is None else cells[self.asked[cells]]

    def only_before(self, cells: NDArray[np.intp], back: int, instants: int) -> NDArray[np.intp]:
        """Those of some cells that are asked about, or at most ``back`` instants before one that is."""
        if self.asked is None:
            return cells
        wider = self.asked.reshape(-1, instants).copy()
        for k in range(1, min(back, instants - 1) + 1):
            wider[:, :-k] |= self.asked.reshape(-1, instants)[:, k:]
        return cells[wider.reshape(-1)[cells]]


class Interrupted:
    """What dated events take away in some cells of a need: for each set of assets, where it is lost.

    What a way gives there is what it gives with these assets lost.
    """

    def __init__(self, outages: Outages, satellites: RangingSatellites, places: int) -> None:
        self.lost, self.cells = outages.lost, np.tile(outages.when, places)
        self.satellites = satellites
        self._whole: dict[int, SatellitesLeft] = {}

    def over(
        self, loss: SatellitesLeft | None, told: Callable[[SatellitesLeft | None], NDArray[V]]
    ) -> NDArray[V]:
        """What ``told`` gives in each cell after a loss, with what is out there lost too."""
        whole = told(loss)
        if not len(self.lost):
            return whole
        out = whole.copy()
        for k, cells in enumerate(self.cells):
            out[cells] = told(self._also(k, loss))[cells]
        return out

    def __bool__(self) -> bool:
        return bool(len(self.lost))

    def _also(self, k: int, loss: SatellitesLeft | None) -> SatellitesLeft:
        if loss is not None:
            return loss.once(
                self, str(k), lambda: SatellitesLeft(loss.alive & ~self.lost[k], self.satellites, loss.asked)
            )
        if k not in self._whole:
            self._whole[k] = SatellitesLeft(~self.lost[k], self.satellites)
        return self._whole[k]


class Way(Protocol):
    """One way to serve some of a need's measures."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    def values(self, measure: Measure, loss: SatellitesLeft | None) -> Floats | None:
        """Values (cells,) of a measure, NaN where not served; None when this way says nothing of it."""
        ...

    def missing(self, measure: Measure) -> Reason | str:
        """The figure nobody published without which this way's value cannot be told; empty when known."""
        ...

    def served(self, loss: SatellitesLeft | None) -> Bools:
        """(cells,) where the way works at all."""
        ...

    def lacks(self, measure: Measure) -> Reason | str:
        """The figure nobody published with which this way might serve where it does not for certain."""
        ...

    def hoped(self, measure: Measure, loss: SatellitesLeft | None) -> Bools:
        """(cells,) where the way would serve at the best of what it lacks."""
        ...


@dataclass(frozen=True, kw_only=True)
class OpenPositioning:
    """Positioning by every system in view, without corrections.

    ``weighted`` has weights 1/sigma^2, ``plain`` has unit weights, for PDOP. ``utc_offset_95_ns`` (clocks,)
    is each system time's published offset from UTC, NaN where there is none.
    """

    name: str
    weighted: Normals
    plain: Normals
    pdop_max: float
    utc_offset_95_ns: Floats
    horizontal: Measure | None
    lacking: Reason | str = ""

    def values(self, measure: Measure, loss: SatellitesLeft | None) -> Floats | None:
        h95, v95, time = self._errors(loss)
        if measure.name == "horizontal_error_95":
            return h95
        if measure.name == "vertical_error_95":
            return v95
        if measure.name == "timing_error_95":
            return time
        if measure.name == "convergence":
            good = ~np.isnan(h95) if self.horizontal is None else self.horizontal.reached(h95)
            return np.where(good, 0.0, np.nan)
        return None

    def error(self, which: str, loss: SatellitesLeft | None) -> Floats:
        """The 95 % "horizontal" or "vertical" error (cells,), metres."""
        return self._errors(loss)[0 if which == "horizontal" else 1]

    def missing(self, measure: Measure) -> Reason | str:
        if measure.name == "timing_error_95" and np.isnan(self.utc_offset_95_ns).all():
            return reason("navigate.missing.utc_offset")
        return (
            self.lacking
            if measure.name in ("horizontal_error_95", "vertical_error_95", "timing_error_95")
            else ""
        )

    def served(self, loss: SatellitesLeft | None) -> Bools:
        return ~np.isnan(self._pdop(loss))

    def lacks(self, measure: Measure) -> Reason | str:
        """What it misses; of timing, also what only some of the clocks in view miss."""
        if measure.name == "timing_error_95" and np.isnan(self.utc_offset_95_ns).any():
            return reason("navigate.missing.utc_offset")
        return self.missing(measure)

    def hoped(self, measure: Measure, loss: SatellitesLeft | None) -> Bools:
        """Where there is a position; of timing, where a clock of unknown offset is in view with it."""
        if measure.name != "timing_error_95" or self.lacking:
            return self.served(loss)
        untold = np.isnan(self.utc_offset_95_ns)[self.plain.clock]
        left = untold if loss is None else untold & ~loss.lost
        return self.served(loss) & np.asarray(self.plain.seen[left].any(axis=0))

    @cached_property
    def pdop(self) -> Floats:
        """PDOP (cells,) with every satellite; NaN where there is no position."""
        return self.plain.solve().pdop

    def _pdop(self, loss: SatellitesLeft | None) -> Floats:
        if loss is None:
            return self.pdop

        def made() -> Floats:
            cells = loss.only_asked(self.plain.affected(loss.lost))
            out = self.pdop.copy()
            out[cells] = self.plain.solve_without(loss.lost, cells).pdop
            return out

        return loss.once(self, "pdop", made)

    @cached_property
    def _base(self) -> tuple[Floats, Floats, Floats]:
        return self._of(self.weighted.solve(), self.pdop)

    def _errors(self, loss: SatellitesLeft | None) -> tuple[Floats, Floats, Floats]:
        if loss is None:
            return self._base

        def made() -> tuple[Floats, Floats, Floats]:
            cells = loss.only_asked(self.weighted.affected(loss.lost))
            if not cells.size:
                return self._base
            fresh = self._of(self.weighted.solve_without(loss.lost, cells), self._pdop(loss)[cells])
            out = tuple(a.copy() for a in self._base)
            for old, new in zip(out, fresh, strict=True):
                old[cells] = new
            return cast("tuple[Floats, Floats, Floats]", out)

        return loss.once(self, "errors", made)

    def _of(self, solution: Solution, pdop: Floats) -> tuple[Floats, Floats, Floats]:
        with np.errstate(invalid="ignore"):
            good = pdop <= self.pdop_max
        time = time_95_ns(solution, self.utc_offset_95_ns)
        return (
            np.where(good, horizontal_95_m(solution.q), np.nan),
            np.where(good, vertical_95_m(solution.q), np.nan),
            np.where(good & np.isfinite(time), time, np.nan),
        )
