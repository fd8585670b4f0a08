"""What a need for positioning gets: its figures over time, and what of them holds after a loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from serai.navigate.after_losses import CellsHeld, after_losses
from serai.navigate.corrected import CorrectedPositioning
from serai.navigate.rescue import Rescue
from serai.navigate.scene import Scene
from serai.navigate.ways import Interrupted, SatellitesLeft, Way
from serai.needs import Figure, Measure, Need, Notes, Shares, State, distinct, required, state
from serai.wording import Reason

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class NavigationQuality:
    """Positioning at the centre of a need's box, instant by instant (n,).

    ``in_view`` counts the satellites above the sky mask by system; ``pdop``, ``h95_m`` and ``v95_m`` are
    those of open positioning, NaN without a position; ``service`` names what gives the best horizontal
    error then, empty when nothing does.
    """

    tai_ns: NDArray[np.int64]
    in_view: Mapping[str, NDArray[np.int64]]
    pdop: Floats
    h95_m: Floats
    v95_m: Floats
    service: tuple[str, ...]

    @property
    def satellites(self) -> NDArray[np.int64]:
        """How many satellites of all systems stand above the sky mask (n,)."""
        total = np.zeros(len(self.tai_ns), dtype=np.int64)
        for count in self.in_view.values():
            total += count
        return total


@dataclass(frozen=True, kw_only=True)
class JudgedMeasure:
    """One measure with the ways that speak to it: ``best`` (cells,) and which way gives it (-1 none).

    ``ways`` reach the threshold somewhere; ``lacking`` would at the best of a figure that nobody published.
    """

    measure: Measure
    ways: tuple[Way, ...]
    lacking: tuple[Way, ...]
    best: Floats
    which: NDArray[np.intp]
    missing: Reason | str
    shape: tuple[int, int]
    interrupted: Interrupted

    @property
    def required(self) -> float:
        """The share of the time asked for; all of it where none is named."""
        return required(self.measure)

    def share(self, loss: SatellitesLeft | None = None) -> float:
        """The share of the instants in which every place is certainly within the threshold."""
        return self._share(self._held(loss, self.ways))

    def shares(self, loss: SatellitesLeft | None = None) -> tuple[float, float]:
        """The certain and the hopeful share of the instants."""
        return self.shares_of(self.cells(loss))

    def shares_of(self, held: CellsHeld) -> tuple[float, float]:
        """The certain and the hopeful share of the instants, from the cells in which it holds."""
        return self._share(held.certain), self._share(held.hopeful)

    def cells(self, loss: SatellitesLeft | None = None) -> CellsHeld:
        """The cells in which the threshold holds; after a loss right only where the loss asks."""
        held = self._held(loss, self.ways)
        hoped = held.copy()
        for way in self.lacking:
            hoped |= self.interrupted.over(loss, partial(way.hoped, self.measure))
        return CellsHeld(held, hoped)

    def share_of(self, way: Way) -> float:
        """The certain share by one way alone."""
        return self._share(self._held(None, (way,)))

    def _share(self, held: Bools) -> float:
        return float(held.reshape(self.shape).all(axis=0).mean()) if held.size else 0.0

    def worst_place(self) -> Floats:
        """(n,) the value at the worst place of the box; NaN where any place is not served."""
        values: Floats = self.best.reshape(self.shape).max(axis=0)
        return values

    def figure(self, tai_ns: NDArray[np.int64]) -> Figure:
        """The figure as the rest of the system sees it."""
        return Figure.of(self.measure, tai_ns, self.worst_place(), missing=self.missing)

    def _held(self, loss: SatellitesLeft | None, ways: tuple[Way, ...]) -> Bools:
        held = np.zeros(self.best.shape, dtype=bool)
        for way in ways:
            values = _values(way, self.measure, loss, self.interrupted)
            if values is not None:
                held |= self.measure.reached(values)
        return held


def _values(
    way: Way, measure: Measure, loss: SatellitesLeft | None, interrupted: Interrupted
) -> Floats | None:
    """What a way gives a measure after a loss; None where it says nothing of it."""
    whole = way.values(measure, loss)
    if whole is None or not interrupted:
        return whole

    def told(left: SatellitesLeft | None) -> Floats:
        values = way.values(measure, left)
        assert values is not None  # a way speaks of a measure whatever is lost
        return values

    return interrupted.over(loss, told)


def judged(
    measure: Measure, ways: tuple[Way, ...], shape: tuple[int, int], interrupted: Interrupted
) -> JudgedMeasure:
    """Set one measure against every way, plainest first.

    Where several reach the threshold the plainest counts (a boat that needs 10 m is served by the open
    signals, not by a correction service); where none does, the best. Ways that never reach the threshold
    need not be asked after a loss; those that lack a figure count as hopeful wherever they work.
    """
    cells = shape[0] * shape[1]
    best, which = np.full(cells, np.inf), np.full(cells, -1, dtype=np.intp)
    reached = np.zeros(cells, dtype=bool)
    useful: list[Way] = []
    for k, way in enumerate(ways):
        values = None if way.missing(measure) else _values(way, measure, None, interrupted)
        if values is None:
            continue
        enough = measure.reached(values)
        better = ~reached & ((values < best) | enough)
        best[better], which[better] = values[better], k
        reached |= enough
        if enough.any():
            useful.append(way)
    best[np.isinf(best)] = np.nan
    one = JudgedMeasure(
        measure=measure,
        ways=tuple(useful),
        lacking=tuple(w for w in ways if w.lacks(measure)),
        best=best,
        which=which,
        missing="",
        shape=shape,
        interrupted=interrupted,
    )
    return replace(one, missing=_decisive(one))


def _decisive(one: JudgedMeasure) -> Reason | str:
    """The figure that nobody published on which the measure turns; empty where it turns on none."""
    if _turns(one) is not State.UNKNOWN:
        return ""
    alone = (w for w in one.lacking if _turns(replace(one, lacking=(w,))) is State.UNKNOWN)
    return next(alone, one.lacking[0]).lacks(one.measure)


def _turns(one: JudgedMeasure) -> State:
    certain, hopeful = one.shares()
    return state(Shares(np.array(certain), np.array(hopeful)), one.measure)


@dataclass(frozen=True, kw_only=True)
class NavigationAnswer:
    """The answer to one need; see ``serai.needs.Answer``."""

    scene: Scene
    ways: tuple[Way, ...]
    judged: tuple[JudgedMeasure, ...]
    tell: Callable[[NavigationQuality], Notes]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(m.measure for m in self.judged)

    @cached_property
    def notes(self) -> Notes:
        """The figures and the words."""
        return self.tell(self.quality)

    @cached_property
    def quality(self) -> NavigationQuality:
        """Positioning at the centre of the box."""
        horizontal = next((m for m in self.judged if m.measure.name == "horizontal_error_95"), None)
        return quality(self.scene, self.ways, horizontal)

    @property
    def need(self) -> Need:
        return self.scene.need

    @cached_property
    def rests_on(self) -> Bools:
        """(assets,) satellites in view, their systems' services, corrections that reach a threshold."""
        out = np.zeros(len(self.scene.pool.assets), dtype=bool)
        satellites = self.scene.satellites
        useful = {id(w) for m in self.judged for w in (*m.ways, *m.lacking)}
        if useful:
            in_view = self.scene.seen.any(axis=1)
            out[satellites.asset[in_view]] = True
            out[satellites.needs[in_view]] = True
        for way in self.ways:
            if isinstance(way, (CorrectedPositioning, Rescue)) and id(way) in useful:
                out[way.at] = True
                out[way.carriers] = True
                if isinstance(way, Rescue):
                    out[way.terminals] = True
        return out

    def held(self, alive: Bools) -> Shares:
        """Shares (losses, figures) of the judged instants."""
        return distinct(alive, self.rests_on, self._held)

    def _held(self, alive: Bools) -> Shares:
        both = np.empty((2, len(alive), len(self.judged)))
        told: dict[int, list[tuple[float, float]]] = {}  # most losses leave everything as it was
        found = after_losses(self.judged, alive, self.scene.satellites)
        for i, cells in enumerate(found):
            if id(cells) not in told:
                told[id(cells)] = [m.shares_of(held) for m, held in zip(self.judged, cells, strict=True)]
            both[:, i] = np.array(told[id(cells)]).reshape(-1, 2).T
        return Shares(both[0], both[1])


def quality(scene: Scene, ways: tuple[Way, ...], horizontal: JudgedMeasure | None) -> NavigationQuality:
    """Positioning at the centre of the box (the first of its places)."""
    instants = len(scene.tai_ns)
    here = slice(0, instants)
    systems = dict.fromkeys(scene.satellites.system)
    rows = {s: scene.satellites.of_systems([s]) for s in systems}
    h95, v95 = (scene.open.error(name, None)[here] for name in ("horizontal", "vertical"))
    if horizontal is None:
        served = tuple("" if np.isnan(v) else scene.open.name for v in h95)
    else:
        served = tuple("" if k < 0 else ways[k].name for k in horizontal.which[here])
    return NavigationQuality(
        tai_ns=scene.tai_ns,
        in_view={s: scene.seen[r][:, here].sum(axis=0) for s, r in rows.items()},
        pdop=scene.open.pdop[here],
        h95_m=h95,
        v95_m=v95,
        service=served,
    )
