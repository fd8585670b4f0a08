"""Spans of time, and sets of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.time.instant import Instant


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of time from ``start`` up to, but not including, ``end``."""

    start: Instant
    end: Instant

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("time.span_backwards", start=self.start.utc(), end=self.end.utc())

    @classmethod
    def of(cls, start: Instant, seconds: float) -> Span:
        """The span that begins at ``start`` and lasts so many seconds."""
        return cls(start, start.plus(seconds))

    @property
    def duration_s(self) -> float:
        """How long it lasts, seconds."""
        return self.end.seconds_since(self.start)

    def contains(self, instant: Instant) -> bool:
        """Whether the moment lies in it (the end does not)."""
        return self.start <= instant < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: Span) -> Span | None:
        """The time both share, if any."""
        return Span(max(self.start, other.start), min(self.end, other.end)) if self.overlaps(other) else None

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


class Windows:
    """When something holds: spans in order, none touching the next.

    ``&`` is when both hold, ``|`` when either does, ``-`` when the first holds and the second does not.

    >>> t = Instant.from_utc("2026-03-01T00:00:00Z")
    >>> day = Windows([Span.of(t, 100)])
    >>> rain = Windows([Span.of(t.plus(seconds=20), 10)])
    >>> [s.duration_s for s in day - rain]
    [20.0, 70.0]
    """

    __slots__ = ("spans",)
    spans: tuple[Span, ...]

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        merged: list[Span] = []
        for span in sorted(s for s in spans if s.start < s.end):
            if merged and span.start <= merged[-1].end:
                if span.end > merged[-1].end:
                    merged[-1] = Span(merged[-1].start, span.end)
            else:
                merged.append(span)
        self.spans = tuple(merged)

    @classmethod
    def of_ns(cls, start_ns: NDArray[np.int64], end_ns: NDArray[np.int64]) -> Windows:
        """Windows from columns of starts and ends in TAI nanoseconds."""
        return cls(Span(Instant(int(a)), Instant(int(b))) for a, b in zip(start_ns, end_ns, strict=True))

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Windows) and self.spans == other.spans

    def __hash__(self) -> int:
        return hash(self.spans)

    def __repr__(self) -> str:
        return f"<Windows {len(self)} spans, {self.total_s:.0f} s>"

    @property
    def total_s(self) -> float:
        """How long it holds in all, seconds."""
        return sum(s.end.tai_ns - s.start.tai_ns for s in self.spans) / 1e9

    def at_least(self, seconds: float) -> Windows:
        """Only the spans that last at least so long."""
        return Windows(s for s in self.spans if s.duration_s >= seconds)

    def contains(self, instant: Instant) -> bool:
        """Whether it holds at that moment."""
        return any(s.contains(instant) for s in self.spans)

    def within(self, span: Span) -> Windows:
        """What of it lies in ``span``."""
        return self & Windows([span])

    def gaps(self, span: Span) -> Windows:
        """When, within ``span``, it does not hold."""
        return Windows([span]) - self

    def __or__(self, other: Windows) -> Windows:
        return Windows((*self.spans, *other.spans))

    def __and__(self, other: Windows) -> Windows:
        out: list[Span] = []
        i = j = 0
        a, b = self.spans, other.spans
        while i < len(a) and j < len(b):
            start, end = max(a[i].start, b[j].start), min(a[i].end, b[j].end)
            if start < end:
                out.append(Span(start, end))
            if a[i].end <= b[j].end:
                i += 1
            else:
                j += 1
        return Windows(out)

    def __sub__(self, other: Windows) -> Windows:
        if not other.spans:  # the common case: nothing is kept back
            return self
        out: list[Span] = []
        holes, first = other.spans, 0
        for span in self.spans:
            cursor = span.start
            while first < len(holes) and holes[first].end <= cursor:
                first += 1
            for hole in holes[first:]:
                if hole.start >= span.end:
                    break
                if hole.start > cursor:
                    out.append(Span(cursor, hole.start))
                cursor = max(cursor, hole.end)
            if cursor < span.end:
                out.append(Span(cursor, span.end))
        return Windows(out)
