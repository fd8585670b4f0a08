"""What a server was started with: its corridor, clock, database and limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from serai.fetch import CELESTRAK
from serai.time import Instant
from serai.time.asked import present, present_second

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """A server's corridor, database, clock and limits.

    ``at`` stands for the present where an exercise or a test sets it. ``renew_s`` is how old an assessment
    may become before the next is made; ``stream_s`` how long an event stream stays open; ``body_b`` the
    largest body taken, ``heavy`` how many questions are worked on at once, ``waiting`` how many may wait.
    ``compute_s_per_hour`` is how many seconds of questions that take long an organisation may use over time,
    ``compute_burst_s`` how many at once.
    ``fetch_h`` is how many hours apart element sets are asked for at ``fetch_url``; never where it is None.
    """

    folder: Path
    database: str
    port: int = 8321
    hosts: tuple[str, ...] = (LOOPBACK, "localhost")
    at: Instant | None = None
    renew_s: float = 3600.0
    fortnight: bool = True
    stream_s: float = 900.0
    heartbeat_s: float = 15.0
    streams: int = 400
    body_b: int = 1_000_000
    heavy: int = 2
    waiting: int = 64
    mine: int = 8
    patience_s: float = 60.0
    compute_s_per_hour: float = 1800.0
    compute_burst_s: float = 600.0
    fetch_h: float | None = None
    fetch_url: str = CELESTRAK
    version: str = ""

    def now(self) -> Instant:
        """The present minute, or the moment that was set."""
        return present() if self.at is None else self.at

    def now_second(self) -> Instant:
        """The present second, or the moment that was set: for the record."""
        return present_second() if self.at is None else self.at
