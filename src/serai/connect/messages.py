"""How soon a text is delivered: the wait for a satellite, then the service's own time of delivery.

A service whose satellite is in view waits for nothing; otherwise the text waits for the next satellite
(store and forward). A text longer than a service's message is sent in parts, and each must arrive: their
chance counts in the share. A part is sent again, while there is time, only by a service that acknowledges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.fittings import Messenger
from serai.connect.visibility import Visibility, satellites_of
from serai.needs import Measure, distinct_rows, share
from serai.pool import Asset, Pool

F = NDArray[np.float64]
B = NDArray[np.bool_]
BITS = 8.0  # of a byte
ROWS_AT_ONCE = 64  # losses judged together: bounds the memory of a batch


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageService:
    """One admitted service: where it and its satellites stand in the pool, and when each is in view.

    ``seen`` (satellites, places, times) is None for a service that needs no satellite of the pool;
    ``lowest_deg`` (satellites,) is how low each stands while it is in view, NaN for one that never is.
    ``where`` (places,) is which of the user's places it reaches; None is all of them.
    """

    asset: Asset
    messenger: Messenger
    place_in_pool: int
    satellites: NDArray[np.int64]
    seen: B | None
    lowest_deg: F
    where: B | None = None

    @property
    def partial(self) -> bool:
        """Whether it leaves out some of the user's places."""
        return self.where is not None and not bool(self.where.all())

    def delivery_s(self, hopeful: bool) -> float:
        """The service's own time of delivery; where nobody published it, none at best."""
        own = self.messenger.delivery_s
        return own if own is not None else (0.0 if hopeful else np.inf)

    def parts(self, size_bytes: float | None) -> int | None:
        """How many messages a text takes: one where nobody gave its size, None where nobody gave theirs."""
        room_bits = self.messenger.message_bits
        if size_bytes is None:
            return 1
        return None if room_bits is None else math.ceil(size_bytes * BITS / room_bits)

    def chance(self, size_bytes: float | None, hopeful: bool, spare_s: F) -> F:
        """How likely a text of this size arrives, where so many seconds (any shape) are left after a sending.

        Every part must arrive. A size that cannot be set against the service's message counts as nothing for
        certain. A chance that nobody published is not counted.
        """
        parts, success = self.parts(size_bytes), self.messenger.success
        if parts is None:
            return np.full(np.shape(spare_s), 1.0 if hopeful else 0.0)
        if success is None:
            return np.ones(np.shape(spare_s))
        times = self._sendings(hopeful, spare_s)
        each: F = np.where(times > 1.0, 1.0 - (1.0 - success) ** times, success)  # one sending is exact
        return np.asarray(each**parts, dtype=np.float64)

    def _sendings(self, hopeful: bool, spare_s: F) -> F:
        """How often each part can be sent: once, and again only where the sender learns that it was lost."""
        each_s = self.delivery_s(hopeful)
        if self.messenger.acknowledged is not True or not 0.0 < each_s < np.inf:
            return np.ones(np.shape(spare_s))
        whole: F = 1.0 + np.floor(np.where(np.isfinite(spare_s), np.maximum(spare_s, 0.0), 0.0) / each_s)
        return whole


def share_alone(one: MessageService, values: F, measure: Measure, size_bytes: float | None) -> float:
    """The share of the time (times,) for which one service alone delivers in time, its chance counted."""
    chance = one.chance(size_bytes, False, measure.threshold - values)
    return float(share(measure, values, chance))


def carrier(
    asset: Asset, messenger: Messenger, sky: Visibility, pool: Pool, where: B | None = None
) -> MessageService:
    """A service with its satellites in a user's sky, and the places that it reaches."""
    ids = satellites_of(messenger, pool) if messenger.satellites else ()
    places = np.array([pool.place_of[i] for i in ids], dtype=np.int64)
    seen = sky.of(ids, messenger.min_elevation_deg) if messenger.satellites else None
    return MessageService(
        asset=asset,
        messenger=messenger,
        place_in_pool=pool.place_of[asset.id],
        satellites=places,
        seen=seen,
        lowest_deg=sky.lowest_deg(ids, messenger.min_elevation_deg),
        where=where,
    )


def waits_s(carrier: MessageService, alive: B, step_s: float) -> F:
    """Seconds until a satellite of the service is in view, (losses, places, times); inf where none comes."""
    if carrier.seen is None:
        shape = (len(alive), 1, 1)
        waits: F = np.zeros(shape)
    else:
        left = alive[:, carrier.satellites]
        sats, places, times = carrier.seen.shape
        count = left.astype(np.float32) @ carrier.seen.reshape(sats, places * times).astype(np.float32)
        here = np.arange(times, dtype=np.float32)
        coming = np.where(count.reshape(len(alive), places, times) > 0.5, here, np.float32(np.inf))
        coming = np.minimum.accumulate(coming[..., ::-1], axis=-1)[..., ::-1]
        waits = (coming - here).astype(np.float64) * step_s
    waits = np.broadcast_to(waits, (len(alive), *waits.shape[1:])).copy()
    waits[~alive[:, carrier.place_in_pool]] = np.inf
    return waits


def delivered(
    carriers: tuple[MessageService, ...],
    alive: B,
    hopeful: bool,
    size_bytes: float | None,
    within_s: float,
    grid: tuple[float, int, int, int],
) -> tuple[F, F]:
    """Seconds until a text is delivered, and the chance that it is, (losses, judged times) each.

    At each place and time the service counts that is likeliest to deliver within ``within_s``, the quicker
    of equals; then the worst place. ``grid`` is the step, every how many of its instants are judged, how
    many are, and the user's places.
    """
    step_s, every, times, places = grid
    seconds, chances = np.full((len(alive), times), np.nan), np.zeros((len(alive), times))
    for first in range(0, len(alive), ROWS_AT_ONCE):
        rows = alive[first : first + ROWS_AT_ONCE]
        best_s, best = np.full((len(rows), places, times), np.inf), np.zeros((len(rows), places, times))
        for one in carriers:
            if not np.isfinite(one.delivery_s(hopeful)):
                continue
            values = _values_s(one, rows, hopeful, step_s, every, times)
            chance = one.chance(size_bytes, hopeful, within_s - values)
            likely, kept = np.where(values <= within_s, chance, 0.0), np.where(best_s <= within_s, best, 0.0)
            better = (likely > kept) | ((likely == kept) & (values < best_s))
            best_s, best = np.where(better, values, best_s), np.where(better, chance, best)
        worst = best_s.max(axis=1)
        seconds[first : first + ROWS_AT_ONCE] = np.where(np.isfinite(worst), worst, np.nan)
        chances[first : first + ROWS_AT_ONCE] = best.min(axis=1)
    return seconds, chances


def _values_s(carrier: MessageService, rows: B, hopeful: bool, step_s: float, every: int, times: int) -> F:
    """Seconds until one service delivers, (losses, places or 1, times or 1) at the judged times."""
    matters = np.append(carrier.satellites, carrier.place_in_pool)
    first, case = distinct_rows(rows[:, matters])
    full = np.zeros((len(first), rows.shape[1]), dtype=bool)
    full[:, matters] = rows[np.ix_(first, matters)]
    waits = waits_s(carrier, full, step_s)
    if waits.shape[-1] > 1:
        waits = waits[..., : times * every : every]
    values: F = (waits + carrier.delivery_s(hopeful))[case]
    if carrier.where is not None and carrier.partial:
        values = np.where(carrier.where[None, :, None], values, np.inf)
    return values


def delivery_s(
    carriers: tuple[MessageService, ...],
    alive: B,
    hopeful: bool,
    step_s: float,
    every: int,
    times: int,
    places: int,
) -> F:
    """Seconds until a text is delivered from the worst place, (losses, judged times); NaN where it never is.

    ``every`` picks the judged instants from the finer grid of the sky; ``times`` is how many there are.
    """
    out = np.full((len(alive), times), np.nan)
    for first in range(0, len(alive), ROWS_AT_ONCE):
        rows = alive[first : first + ROWS_AT_ONCE]
        best = np.full((len(rows), places, times), np.inf)
        for one in carriers:
            if np.isfinite(one.delivery_s(hopeful)):
                best = np.minimum(best, _values_s(one, rows, hopeful, step_s, every, times))
        worst = best.max(axis=1)
        out[first : first + ROWS_AT_ONCE] = np.where(np.isfinite(worst), worst, np.nan)
    return out
