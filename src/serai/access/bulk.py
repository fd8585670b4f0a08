"""When satellites stand above the horizon of places: whole constellations against whole networks at once.

The margin of a pair is g = (r - s).u - sin(mask) |r - s| in metres: the satellite's height over the cone
of the mask at the place. It is formed for all nodes of an ephemeris by matrix products; only the steps
in which it changes its sign, or could touch zero, are looked at again on the ephemeris itself. The answer
is that of `windows(above_mask(...))`, which judges any condition but takes longer (tests hold them
against each other).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth import Place
from serai.orbit import Ephemeris
from serai.time import Instant, Span, WindowTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAY_NS = 86_400_000_000_000
VALUES_AT_ONCE = 4_000_000  # margins held at a time: 32 MB each of three arrays
TOLERANCE_S = 1e-3  # of a rise or set; a satellite moves 8 m in it
CURVATURE_MPS2 = 120.0  # no less than v^2/d of a satellite 500 km away: how sharply g can bend
ROUNDS = 40  # of the root search; eight are usual


def days_over(span: Span) -> list[Span]:
    """The whole days (of TAI) that cover a span: what is kept per day serves every span that meets it."""
    first, last = span.start.tai_ns // DAY_NS, -(-span.end.tai_ns // DAY_NS)
    return [Span(Instant(d * DAY_NS), Instant((d + 1) * DAY_NS)) for d in range(first, max(last, first + 1))]


def elevation_windows(
    ephemeris: Ephemeris,
    places: Sequence[Place],
    mask_deg: ArrayLike,
    within: Span,
    *,
    between: NDArray[np.bool_] | None = None,
    shortest_s: float = 0.0,
) -> WindowTable:
    """The windows in which satellites of an ephemeris are above a constant mask at places.

    Pairs are numbered satellite * len(places) + place; ``mask_deg`` is one number or one per place.
    ``between`` (satellites, places) says which pairs are asked about; all unless given. ``shortest_s``
    is the shortest window worth finding: from one step of the ephemeris on, passes that fall between
    two nodes need no search. ``best`` is not sought (NaN).
    """
    if not len(ephemeris) or not places:
        return WindowTable.empty()
    scan = _Scan(ephemeris, places, mask_deg)
    asked = np.ones((len(ephemeris), len(places)), dtype=bool) if between is None else between
    start, end, pair = scan.windows(_blocks(asked, ephemeris), shortest_s)
    cut_start, cut_end = start <= within.start.tai_ns, end >= within.end.tai_ns
    start, end = np.maximum(start, within.start.tai_ns), np.minimum(end, within.end.tai_ns)
    keep = end > start
    order = np.lexsort((start[keep], pair[keep]))
    return WindowTable(
        pair[keep][order],
        start[keep][order],
        end[keep][order],
        cut_start[keep][order],
        cut_end[keep][order],
        np.full(len(order), np.nan),
        start[keep][order],
    )


def joined(table: WindowTable) -> WindowTable:
    """The table with windows of a pair that touch made one: cut by a day's end, they are one pass."""
    if not len(table):
        return table
    touches = np.zeros(len(table), dtype=bool)
    touches[1:] = (table.pair[1:] == table.pair[:-1]) & (table.start_ns[1:] <= table.end_ns[:-1])
    first = np.flatnonzero(~touches)
    last = np.append(first[1:] - 1, len(table) - 1)
    return WindowTable(
        table.pair[first],
        table.start_ns[first],
        np.maximum.reduceat(table.end_ns, first),
        table.cut_start[first],
        table.cut_end[last],
        np.maximum.reduceat(table.best, first),
        table.best_ns[first],
    )


def _blocks(asked: NDArray[np.bool_], ephemeris: Ephemeris) -> Iterator[tuple[Integers, Integers]]:
    """Satellites that are asked about with the same places, few enough at a time to hold their margins."""
    kinds, kind_of = np.unique(asked, axis=0, return_inverse=True)
    for kind, row in enumerate(kinds):
        which = np.flatnonzero(row)
        if not len(which):
            continue
        satellites = np.flatnonzero(kind_of.reshape(-1) == kind)
        chunk = max(1, VALUES_AT_ONCE // (len(which) * len(ephemeris.grid_ns)))
        for first in range(0, len(satellites), chunk):
            yield satellites[first : first + chunk], which


class _Turns(NamedTuple):
    """Steps in which a margin changes its sign: the pair, the nodes on either side, the margins there."""

    pair: Integers
    low_ns: Integers
    high_ns: Integers
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What the nodes tell of a block of pairs.

    ``first`` and ``last`` are the pairs that stand above the mask at the first and at the last node;
    ``between_nodes`` starts, ends and pairs of windows into which no node falls.
    """

    turns: _Turns
    first: Integers
    last: Integers
    between_nodes: tuple[Integers, Integers, Integers]


class _Scan:
    """The margins of all pairs over the nodes of an ephemeris, and their zeros."""

    def __init__(self, ephemeris: Ephemeris, places: Sequence[Place], mask_deg: ArrayLike) -> None:
        self._ephemeris = ephemeris
        self._grid = ephemeris.grid_ns
        self._nodes = ephemeris.nodes()
        self._site = np.array([p.ecef_m() for p in places])
        self._up = np.array([p.up() for p in places])
        mask = np.broadcast_to(np.asarray(mask_deg, dtype=np.float64), (len(places),))
        self._sin_mask = np.sin(np.radians(mask))
        self._site_up = np.sum(self._site * self._up, axis=1)
        self._site_2 = np.sum(self._site**2, axis=1)
        self._places = len(places)

    def windows(
        self, blocks: Iterable[tuple[Integers, Integers]], shortest_s: float
    ) -> tuple[Integers, Integers, Integers]:
        """Starts, ends and pairs of the windows of blocks of satellites at places."""
        looked = [self._looked(satellites, places, shortest_s) for satellites, places in blocks]
        if not looked:
            return _nothing()
        columns = zip(*(one.turns for one in looked), strict=True)
        turn = _Turns._make(np.concatenate(column) for column in columns)
        crossing = self._zero(turn.pair, turn.low_ns, turn.high_ns, turn.low, turn.high)  # of all at once
        opens = ~(turn.low > 0.0)  # unknown is not above
        first, last = (np.concatenate([getattr(one, end) for one in looked]) for end in ("first", "last"))
        begin, pair = _by_pair(
            np.concatenate([np.full(len(first), self._grid[0]), crossing[opens]]),
            np.concatenate([first, turn.pair[opens]]),
        )
        end, _ = _by_pair(
            np.concatenate([crossing[~opens], np.full(len(last), self._grid[-1])]),
            np.concatenate([turn.pair[~opens], last]),
        )
        more = zip(*(one.between_nodes for one in looked), strict=True)
        return tuple(  # type: ignore[return-value]
            np.concatenate([found, *short]) for found, short in zip((begin, end, pair), more, strict=True)
        )

    def _looked(self, satellites: Integers, places: Integers, shortest_s: float) -> _Looked:
        """What the nodes alone tell of some satellites at some places."""
        margin = self._margins(satellites, places)
        pairs = (satellites[:, None] * self._places + places).reshape(-1)
        up = margin > 0.0
        row, at = np.nonzero(up[:, 1:] != up[:, :-1])
        turns = _Turns(pairs[row], self._grid[at], self._grid[at + 1], margin[row, at], margin[row, at + 1])
        short = shortest_s < self._ephemeris.step_s
        return _Looked(
            turns=turns,
            first=pairs[up[:, 0]],
            last=pairs[up[:, -1]],
            between_nodes=self._between_nodes(margin, pairs) if short else _nothing(),
        )

    def _margins(self, satellites: Integers, places: Integers) -> Floats:
        """Margins (pairs, n) at the nodes of some satellites over some places."""
        n = len(self._grid)
        out = np.empty((len(satellites), len(places), n))
        site, up = self._site[places].T, self._up[places].T
        for k, satellite in enumerate(satellites):
            nodes = self._nodes[satellite]
            distance = nodes @ (-2.0 * site)
            distance += np.einsum("ij,ij->i", nodes, nodes)[:, None]
            distance += self._site_2[places]
            np.sqrt(np.maximum(distance, 0.0, out=distance), out=distance)
            distance *= -self._sin_mask[places]
            distance += nodes @ up
            distance -= self._site_up[places]
            out[k] = distance.T
        return out.reshape(-1, n)

    def _margin(self, pair: Integers, tai_ns: Integers) -> Floats:
        """G of some pairs, each at its own moment."""
        satellite, place = pair // self._places, pair % self._places
        d = self._ephemeris.position_m(satellite, tai_ns) - self._site[place]
        height = np.einsum("ij,ij->i", d, self._up[place])
        across: Floats = height - self._sin_mask[place] * np.sqrt(np.einsum("ij,ij->i", d, d))
        return across

    def _zero(
        self, pair: Integers, low_ns: Integers, high_ns: Integers, low: Floats, high: Floats
    ) -> Integers:
        """Where g, of which both values are known, changes its sign (regula falsi, Illinois rule)."""
        a, b = np.zeros(len(pair)), (high_ns - low_ns) / 1e9
        fa, fb = low.copy(), high.copy()
        fa, fb = np.where(np.isnan(fa), -np.abs(fb), fa), np.where(np.isnan(fb), -np.abs(fa), fb)
        todo = np.flatnonzero(b - a > TOLERANCE_S)
        for _ in range(ROUNDS):
            if not len(todo):
                break
            x = (a[todo] * fb[todo] - b[todo] * fa[todo]) / (fb[todo] - fa[todo])
            x = np.where(np.isfinite(x), x, 0.5 * (a[todo] + b[todo]))
            f = self._margin(pair[todo], low_ns[todo] + np.rint(x * 1e9).astype(np.int64))
            f = np.where(np.isnan(f), -np.abs(fa[todo] - fb[todo]), f)  # an unknown position is not above
            left = (f > 0.0) == (fa[todo] > 0.0)
            moved = np.minimum(x - a[todo], b[todo] - x)
            la, lb = todo[left], todo[~left]
            fb[la] *= 0.5
            fa[lb] *= 0.5
            a[la], fa[la] = x[left], f[left]
            b[lb], fb[lb] = x[~left], f[~left]
            todo = todo[(moved > TOLERANCE_S) & (f != 0.0)]
        x = (a * fb - b * fa) / np.where(fb == fa, 1.0, fb - fa)
        return low_ns + np.rint(np.clip(x, a, b) * 1e9).astype(np.int64)

    def _between_nodes(self, margin: Floats, pairs: Integers) -> tuple[Integers, Integers, Integers]:
        """Windows so short that no node falls into them: a highest point above zero between two nodes."""
        middle = margin[:, 1:-1]
        reach = CURVATURE_MPS2 * self._ephemeris.step_s**2 / 8.0
        peak = (middle <= 0.0) & (middle > -reach) & (middle >= margin[:, :-2]) & (middle > margin[:, 2:])
        row, at = np.nonzero(peak)
        pair, low_ns, high_ns = pairs[row], self._grid[at], self._grid[at + 2]
        top_ns = self._top(pair, low_ns, high_ns)
        top = self._margin(pair, top_ns)
        above = top > 0.0
        pair, top_ns, top = pair[above], top_ns[above], top[above]
        low, high = margin[row, at][above], margin[row, at + 2][above]
        rise = self._zero(pair, low_ns[above], top_ns, low, top)
        return rise, self._zero(pair, top_ns, high_ns[above], top, high), pair

    def _top(self, pair: Integers, low_ns: Integers, high_ns: Integers) -> Integers:
        """Where g is highest between two moments (golden section)."""
        ratio = (np.sqrt(5.0) - 1.0) / 2.0
        a, b = low_ns.astype(np.float64) * 0.0, (high_ns - low_ns) / 1e9
        for _ in range(30):
            c, d = b - ratio * (b - a), a + ratio * (b - a)
            fc = self._margin(pair, low_ns + np.rint(c * 1e9).astype(np.int64))
            fd = self._margin(pair, low_ns + np.rint(d * 1e9).astype(np.int64))
            higher = fc > fd
            a, b = np.where(higher, a, c), np.where(higher, d, b)
        return low_ns + np.rint(0.5 * (a + b) * 1e9).astype(np.int64)


def _by_pair(moments_ns: Integers, pair: Integers) -> tuple[Integers, Integers]:
    """Moments in order of their pair and then of time."""
    order = np.lexsort((moments_ns, pair))
    return moments_ns[order], pair[order]


def _nothing() -> tuple[Integers, Integers, Integers]:
    """No windows."""
    no = np.empty(0, np.int64)
    return no, no, no
