"""Limits: requests a caller (token bucket), and work a tenant (at once, and seconds of it over time).

A bucket holds ``burst`` and fills by ``rate_per_s``. Who finds too little is told after how many seconds
there is enough: Retry-After. The clock is one that only goes forward. Buckets that are full again are those
of nobody, and are dropped when there are many, so that made-up names fill no memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from threading import Lock

from serai.errors import Refused
from serai.wording import Reason, reason

MOST_BUCKETS = 10_000


class TooMany(Refused):
    """A limit that is reached; ``retry_after_s`` whole seconds from now there is room, as far as is known."""

    def __init__(self, key: str, retry_after_s: float) -> None:
        self.retry_after_s = max(1, ceil(retry_after_s))
        why: Reason = reason_of(key, self.retry_after_s)
        super().__init__(why)


@dataclass(slots=True)
class BucketLevel:
    """How full a bucket was, and when."""

    left: float
    at_s: float


class Buckets:
    """Token buckets by name, of one size and rate."""

    def __init__(
        self,
        rate_per_s: float,
        burst: float,
        clock: Callable[[], float] = time.monotonic,
        most: int = MOST_BUCKETS,
    ) -> None:
        self.rate_per_s, self.burst = rate_per_s, burst
        self._clock, self._most, self._lock = clock, most, Lock()
        self._of: dict[str, BucketLevel] = {}

    def take(self, who: str, cost: float = 1.0) -> float:
        """Take from a bucket; 0 where it had enough, else the seconds until it has, and nothing is taken."""
        with self._lock:
            level = self._level(who)
            if level.left >= cost:
                level.left -= cost
                return 0.0
            return (min(cost, self.burst) - level.left) / self.rate_per_s

    def charge(self, who: str, cost: float) -> None:
        """Take what was used, also where the bucket has less: it goes below empty."""
        with self._lock:
            self._level(who).left -= cost

    def wait_s(self, who: str, least: float) -> float:
        """The seconds until a bucket holds so much; 0 where it does."""
        with self._lock:
            return max(0.0, (least - self._level(who).left) / self.rate_per_s)

    def __len__(self) -> int:
        return len(self._of)

    def _level(self, who: str) -> BucketLevel:
        now_s = self._clock()
        level = self._of.get(who)
        if level is None:
            if len(self._of) >= self._most:
                self._drop_full(now_s)
            level = self._of[who] = BucketLevel(self.burst, now_s)
        level.left = min(self.burst, level.left + (now_s - level.at_s) * self.rate_per_s)
        level.at_s = now_s
        return level

    def _drop_full(self, now_s: float) -> None:
        """Drop those that are full again, and where all are in use the half that was seen longest ago."""
        full = [w for w, x in self._of.items() if x.left + (now_s - x.at_s) * self.rate_per_s >= self.burst]
        for who in full or sorted(self._of, key=lambda w: self._of[w].at_s)[: self._most // 2]:
            del self._of[who]


class ComputeLimits:
    """Work of tenants: so much at once of each and of all, and so many seconds of it over time of each."""

    def __init__(
        self,
        *,
        each_at_once: int,
        all_at_once: int,
        seconds_per_hour: float,
        burst_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.each_at_once, self.all_at_once = each_at_once, all_at_once
        self._clock, self._lock = clock, Lock()
        self._seconds = Buckets(seconds_per_hour / 3_600.0, burst_s, clock)
        self._running: dict[str, int] = {}

    @contextmanager
    def work(self, tenant: str) -> Iterator[None]:
        """Do a piece of work for a tenant, its seconds counted; refused (`TooMany`) without room."""
        self._begin(tenant)
        began_s = self._clock()
        try:
            yield
        finally:
            self._seconds.charge(tenant, self._clock() - began_s)
            with self._lock:
                self._running[tenant] -= 1
                if not self._running[tenant]:
                    del self._running[tenant]

    def refuse_spent(self, tenant: str) -> None:
        """Refuse (`TooMany`) a tenant that has used its seconds, before it waits for room."""
        wait_s = self._seconds.wait_s(tenant, 0.0)
        if wait_s > 0.0:
            raise TooMany("seconds", wait_s)

    def running(self) -> int:
        """How many pieces are being worked on."""
        with self._lock:
            return sum(self._running.values())

    def _begin(self, tenant: str) -> None:
        self.refuse_spent(tenant)
        with self._lock:
            if self._running.get(tenant, 0) >= self.each_at_once:
                raise TooMany("each", 1.0)
            if sum(self._running.values()) >= self.all_at_once:
                raise TooMany("all", 1.0)
            self._running[tenant] = self._running.get(tenant, 0) + 1


def refuse_flood(buckets: Buckets, who: str, cost: float = 1.0) -> None:
    """Take a request from a caller's bucket; refused (`TooMany`) where it is empty."""
    wait_s = buckets.take(who, cost)
    if wait_s > 0.0:
        raise TooMany("rate", wait_s)


def reason_of(key: str, wait_s: int) -> Reason:
    """Why there is no room, for each kind of limit."""
    wait = float(wait_s)
    return {
        "rate": reason("trust.too_many", wait=wait),
        "seconds": reason("trust.too_much_work", wait=wait),
        "each": reason("trust.work_at_once", wait=wait),
    }.get(key, reason("trust.busy", wait=wait))
