"""A network whose links hang on causes, made smaller without moving how likely its ends are joined.

Links that no way passes go; nodes that two links meet at and causes of the same links are made one (all of
them must stand), and so are two links between the same nodes that differ only in causes of their own (either
of them must). What rates the causes have is not asked: they are handed through afterwards, many at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.connect.year.blocks import between

F = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An edge between two nodes that stands while every one of its causes is up (places in the list)."""

    a: int
    b: int
    causes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Merged:
    """Causes taken as one: up while all of ``both`` are; or, with ``either``, while all of one list are."""

    both: tuple[int, ...]
    either: tuple[int, ...] = ()

    def up(self, up: Sequence[F]) -> F:
        first = _all(up, self.both)
        return 1.0 - (1.0 - first) * (1.0 - _all(up, self.either)) if self.either else first

    def hand_down(self, worth: F, up: Sequence[F], to: list[F]) -> None:
        """What the merged cause is worth, to each of its parts: the chain rule."""
        lists = [(self.both, self.either), (self.either, self.both)] if self.either else [(self.both, ())]
        for mine, others in lists:
            left = worth * (1.0 - _all(up, others)) if others else worth
            for cause in mine:
                to[cause] = to[cause] + left * _all(up, [c for c in mine if c != cause])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """The smaller network: its links hang on places in the first ``causes`` and, after them, ``merged``."""

    ties: tuple[Tie, ...]
    start: int
    end: int
    causes: int
    merged: tuple[Merged, ...]

    def up(self, up: F) -> F:
        """How likely each cause and each merged one is up, from that of the causes (causes, cases)."""
        all_ = [*up]
        for one in self.merged:
            all_.append(one.up(all_))
        return np.array(all_).reshape(len(all_), up.shape[1])

    def worth(self, worth: F, up: F) -> F:
        """What each of the causes is worth (causes, cases), from what the merged ones are."""
        rows, ups = [*worth], [*up]
        for k in range(len(self.merged) - 1, -1, -1):
            self.merged[k].hand_down(rows[self.causes + k], ups, rows)
        return np.array(rows[: self.causes]).reshape(self.causes, up.shape[1])


def _all(up: Sequence[F], causes: Sequence[int]) -> F:
    out = np.ones_like(up[0])
    for cause in causes:
        out = out * up[cause]
    return out


@dataclass(slots=True)
class _Work:
    ties: list[Tie]
    start: int
    end: int
    causes: int
    merged: list[Merged] = field(default_factory=list)

    def merge(self, both: Sequence[int], either: Sequence[int] = ()) -> int:
        self.merged.append(Merged(tuple(both), tuple(either)))
        return self.causes + len(self.merged) - 1

    def prune(self) -> None:
        """Leave out what no way passes."""
        kept = between([(t.a, t.b) for t in self.ties], self.start, self.end)
        self.ties = [self.ties[k] for k in sorted(kept)]

    def join_causes(self) -> None:
        """Take causes on which just the same links hang as one."""
        on: dict[int, list[int]] = defaultdict(list)
        for k, tie in enumerate(self.ties):
            for cause in sorted(tie.causes):
                on[cause].append(k)
        same: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for cause, places in on.items():
            same[tuple(places)].append(cause)
        for on_these, causes in same.items():
            if len(causes) > 1:
                one = self.merge(causes)
                for k in on_these:
                    tie = self.ties[k]
                    self.ties[k] = Tie(a=tie.a, b=tie.b, causes=tie.causes - set(causes) | {one})

    def series(self) -> bool:
        """Make one link of any two that meet where nothing else does; whether there were such."""
        ties = dict(enumerate(self.ties))
        meet: dict[int, list[int]] = defaultdict(list)
        for k, tie in ties.items():
            meet[tie.a].append(k)
            meet[tie.b].append(k)
        waiting = list(meet)
        while waiting:
            node = waiting.pop()
            if len(meet[node]) != 2 or node in (self.start, self.end):
                continue
            first, second = meet.pop(node)
            one, two = ties.pop(first), ties.pop(second)
            a, b = (t.a if t.b == node else t.b for t in (one, two))
            meet[a].remove(first)
            meet[b].remove(second)
            meet[a].append(first)
            meet[b].append(first)
            ties[first] = Tie(a=a, b=b, causes=one.causes | two.causes)
            waiting += [a, b]
        changed = len(ties) < len(self.ties)
        self.ties = list(ties.values())
        return changed

    def parallel(self) -> bool:
        """Make one link of those between the same nodes where that can be said; whether there were such."""
        hang = Counter(cause for tie in self.ties for cause in tie.causes)
        kept: dict[frozenset[int], list[Tie]] = defaultdict(list)
        for tie in self.ties:
            beside = kept[frozenset((tie.a, tie.b))]
            for place, other in enumerate(beside):
                causes = self._either(other.causes, tie.causes, hang)
                if causes is not None:
                    hang.subtract((*other.causes, *tie.causes))
                    hang.update(causes)
                    beside[place] = Tie(a=tie.a, b=tie.b, causes=causes)
                    break
            else:
                beside.append(tie)
        before = len(self.ties)
        self.ties = [tie for beside in kept.values() for tie in beside]
        return len(self.ties) < before

    def _either(self, one: frozenset[int], two: frozenset[int], hang: Counter[int]) -> frozenset[int] | None:
        """The causes of one link in place of two; None where others hang on what the two do not share."""
        if one <= two or two <= one:
            return min(one, two, key=len)
        if any(hang[cause] > 1 for cause in one ^ two):
            return None
        return one & two | {self.merge(sorted(one - two), sorted(two - one))}


def reduced(links: Sequence[Tie], start: int, end: int, causes: int) -> Reduction:
    """The smallest network that these steps lead to; ``causes`` is how many there are."""
    links, start, end = _contracted(links, start, end)
    work = _Work(list(links), start, end, causes)
    changed = start != end
    while changed:
        work.prune()
        work.join_causes()
        changed = False
        while work.series() or work.parallel():  # as many as there are, before all is looked through again
            changed = True
    return Reduction(ties=tuple(work.ties), start=start, end=end, causes=causes, merged=tuple(work.merged))


def _contracted(links: Sequence[Tie], start: int, end: int) -> tuple[list[Tie], int, int]:
    """The network with nodes that always stand joined made one."""
    to: dict[int, int] = {}

    def node(k: int) -> int:
        while k in to:
            k = to[k]
        return k

    for link in links:
        if not link.causes and node(link.a) != node(link.b):
            to[node(link.a)] = node(link.b)
    moved = [Tie(a=node(t.a), b=node(t.b), causes=t.causes) for t in links]
    return [t for t in moved if t.a != t.b], node(start), node(end)
