"""A station's files one after another: each with the navigation of its time, and only one in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.rinex.kind import FileKind, kind_of
from serai.formats.rinex.navigation import Navigation, read_navigation
from serai.formats.rinex.observations import read_observations
from serai.formats.salvage import salvaged
from serai.gnss.observations.inputs import merged
from serai.navigate.monitor.augmented import Augmented
from serai.navigate.monitor.correction_logs import Hearing
from serai.navigate.monitor.digest import digest_of
from serai.navigate.monitor.evaluation import FileEvaluation, Limits, judged
from serai.navigate.monitor.references import StationReferences
from serai.navigate.monitor.services import ServiceUse
from serai.navigate.monitor.statistics import total
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Strips = Sequence[tuple[int, float, float]]
Tell = Callable[[str, int, int], None]

LeftOut = Callable[[str, Reason | str], None]  # the name of a file, and why it is left out

NOTHING = reason("monitor.nothing_of_use")
NOT_REACHED = reason("monitor.log_of_another_time")
BESIDE_S = 4 * 3600  # how far outside a file's epochs a message may lie and still serve it: Galileo's limit


@dataclass(frozen=True, slots=True)
class Feed:
    """The files of a station by what they hold; ``heard`` are its logs of corrections.

    ``broken`` says of files that cannot be unpacked why.
    """

    observed: tuple[Path, ...]
    navigated: tuple[Path, ...]
    heard: Hearing
    broken: Mapping[Path, Reason | str]

    @property
    def left(self) -> dict[Path, Reason | str]:
        """The files that hold none of all that, and why."""
        return {**self.broken, **dict.fromkeys(self.heard.left, NOTHING)}


def feed_of(places: Iterable[Path]) -> Feed:
    """Sort files, and the files of folders, by what their first line says; observations by name."""
    found = {path: _kind(path) for path in _files(places)}
    broken = {path: kind.reason for path, kind in found.items() if isinstance(kind, Refused)}
    by = {kind: tuple(p for p, k in found.items() if k is kind) for kind in FileKind}
    also = tuple(reason("monitor.also", why=why) for why in broken.values())[:1]
    if not by[FileKind.OBSERVATIONS]:
        raise Refused("monitor.no_observations", files=len(found), also=also)
    if not by[FileKind.NAVIGATION]:
        raise Refused("monitor.no_navigation", files=len(found), also=also)
    return Feed(by[FileKind.OBSERVATIONS], by[FileKind.NAVIGATION], Hearing(by[FileKind.OTHER]), broken)


def _files(places: Iterable[Path]) -> Iterator[Path]:
    """The files given and those of the folders given."""
    for place in places:
        if not place.exists():
            raise Refused("monitor.no_such_place", place=str(place))
        yield from sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]


def _kind(path: Path) -> FileKind | Refused:
    """What a file holds, or why it cannot be unpacked."""
    try:
        return kind_of(salvaged(path)[0])  # files are read leniently: what came before a cut counts
    except Refused as why:
        return why


def each_judged(
    feed: Feed,
    place_m: Floats,
    services: Sequence[ServiceUse],
    limits: Limits,
    known: Mapping[str, FileEvaluation],
    tell: Tell | None = None,
    left_out: LeftOut | None = None,
    references: StationReferences | None = None,
) -> Iterator[FileEvaluation]:
    """Judge the files that ``known`` does not hold with the same content.

    A file for which new logs of corrections were heard is judged again. One that cannot be judged goes to
    ``left_out`` with the reason, and so does a log of another time; where nothing is left to judge, or nobody
    takes the reason, it is refused.
    """
    tell = tell or _quiet
    judge = _Judge(feed, place_m, services, limits, left_out, references or StationReferences())
    spans = {name: (one.begin, one.end) for name, one in known.items()}
    before = {one.digest: one for one in known.values()}
    reached: list[tuple[int, int]] = []
    for k, (name, path) in enumerate(_named(feed.observed).items()):
        tell("files", k, len(feed.observed))
        digest = digest_of(path)
        same = before.get(digest)
        if same is not None and {*feed.heard.digests(same.begin, same.end)} <= {*same.logs}:
            reached.append((same.begin, same.end))
            continue
        found = judge.file(name, path, digest, same)
        if found is None:
            continue
        _refuse_overlap(found, spans)
        spans[name] = (found.begin, found.end)
        before[digest] = found
        reached.append(spans[name])
        yield found
    if judge.refused is not None and not spans:
        raise judge.refused
    for log in feed.heard.of_no(reached) if left_out is not None else ():
        judge.leave(log.name, NOT_REACHED)
    tell("files", len(feed.observed), len(feed.observed))


def _quiet(what: str, done: int, of: int) -> None:
    """Say nothing."""


class _Judge:
    """Judges one file after another by the same services and limits; ``refused`` is the first that cannot be.

    Where nobody takes the reason why a file is left out, the refusal goes on.
    """

    def __init__(
        self,
        feed: Feed,
        place_m: Floats,
        services: Sequence[ServiceUse],
        limits: Limits,
        left_out: LeftOut | None,
        references: StationReferences,
    ) -> None:
        self.feed, self.place_m, self.services, self.limits = feed, place_m, services, limits
        self.left_out, self.references = left_out, references
        self.shelf = _Shelf(feed.navigated, left_out)
        self.refused: Refused | None = None

    def leave(self, name: str, why: Reason | str) -> None:
        """Tell that a file is left out."""
        if self.left_out is not None:
            self.left_out(name, why)

    def file(self, name: str, path: Path, digest: str, same: FileEvaluation | None) -> FileEvaluation | None:
        """One file judged, with what ``same`` said of it before; None where it is left out."""
        try:
            return self._judged(name, path, digest, same)
        except Refused as why:
            if self.left_out is None:
                raise
            self.refused = self.refused or why
            self.left_out(name, why.reason)
            return None

    def _judged(self, name: str, path: Path, digest: str, same: FileEvaluation | None) -> FileEvaluation:
        observations = read_observations(path, lenient=True)
        if not len(observations.tai_ns):
            raise Refused("monitor.no_readable_epoch", file=path.name)
        begin, end = int(observations.tai_ns[0]), int(observations.tai_ns[-1])
        navigation = self.shelf.around(begin, end)
        if navigation is None:
            raise Refused("monitor.no_navigation_of_its_time", file=path.name)
        given = self.feed.heard.digests(begin, end)
        apart = () if same is None or {*same.logs} <= {*given} else same.logs  # told of already
        logs = self.feed.heard.around(begin, end, apart)
        services, limits = self.services, self.limits
        found = judged(name, digest, observations, navigation, self.place_m, services, limits, logs)
        found = self.references.added(found, observations, self.place_m, limits.mask_deg)
        found = replace(found, logs=given)
        if same is None:
            return found
        added = {one.name for one in services if apart and isinstance(one, Augmented)}
        return _with_what_was_heard_before(found, same, added)


def _with_what_was_heard_before(
    found: FileEvaluation, same: FileEvaluation, added: Collection[str]
) -> FileEvaluation:
    """A file judged again keeps what was said of services whose logs are not given this time.

    Of the services ``added``, judged by other logs of the same file, both count.
    """
    gone = {name for name in same.tallies if name not in found.tallies}
    both = {name for name in same.tallies if name in found.tallies and name in added}
    kept = gone | both
    tallies = {name: total([same.tallies[name], found.tallies[name]]) for name in both}
    strips = {name: _strips_of_both(same.strips[name], found.strips[name]) for name in both}
    return replace(
        found,
        tallies={**found.tallies, **{name: same.tallies[name] for name in gone}, **tallies},
        strips={**found.strips, **{name: same.strips[name] for name in gone}, **strips},
        alarms=(*found.alarms, *(a for a in same.alarms if a.who.split(", ")[0] in kept or a.who in kept)),
        logs=tuple(sorted({*found.logs, *same.logs})),
    )


def _strips_of_both(first: Strips, second: Strips) -> Strips:
    """Strips in order of time; of one half hour the larger error, and the middle of the shares."""
    by_time: dict[int, tuple[int, float, float]] = {}
    for begin, error, share in (*first, *second):
        _, other, its_share = by_time.get(begin, (begin, error, share))
        by_time[begin] = (begin, float(np.fmax(error, other)), (share + its_share) / 2.0)
    return [by_time[begin] for begin in sorted(by_time)]


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """Files by their names, with their folder's where two have the same."""
    counts = Counter(path.name for path in paths)
    return {p.name if counts[p.name] == 1 else f"{p.parent.name}/{p.name}": p for p in paths}


def _refuse_overlap(found: FileEvaluation, spans: Mapping[str, tuple[int, int]]) -> None:
    """Refuse epochs that another file holds too; a file that grew takes its own place."""
    for name, (begin, end) in spans.items():
        if name != found.file and begin <= found.end and found.begin <= end:
            raise Refused("monitor.same_time", file=found.file, other=name)


class _Shelf:
    """Navigation files by the time their messages cover; those last used stay at hand.

    They are read through when a time is asked for first; one that cannot be read goes to ``left_out``.
    """

    def __init__(self, paths: Sequence[Path], left_out: LeftOut | None) -> None:
        self.paths, self.left_out = paths, left_out
        self.spans: dict[Path, tuple[int, int]] | None = None
        self.at_hand: dict[Path, Navigation] = {}

    def around(self, begin: int, end: int) -> Navigation | None:
        """The messages of all files that touch a time, or None."""
        if self.spans is None:
            self.spans = self._read_through()
        near = BESIDE_S * 1_000_000_000
        wanted = [p for p, (low, high) in self.spans.items() if low - near <= end and high + near >= begin]
        found = {path: self.at_hand.get(path) or self._read(path) for path in wanted}
        self.at_hand = found
        return merged(list(found.values())) if found else None

    def _read_through(self) -> dict[Path, tuple[int, int]]:
        spans = {}
        for path in self.paths:
            try:
                tables = self._read(path).tables.values()
            except Refused as why:
                if self.left_out is None:
                    raise
                self.left_out(path.name, why.reason)
                continue
            toes = [table.toe_tai_ns for table in tables if len(table)]
            if toes:
                spans[path] = (min(int(t.min()) for t in toes), max(int(t.max()) for t in toes))
        return spans

    def _read(self, path: Path) -> Navigation:
        navigation = read_navigation(path, lenient=True)
        self.at_hand = {path: navigation}  # a shelf of one while the files are looked through
        return navigation
