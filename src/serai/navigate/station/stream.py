"""A station's files one after another: each with the navigation of its time, and only one in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.rinex.kind import Kind, kind_of
from serai.formats.rinex_nav import Navigation, read_navigation
from serai.formats.rinex_obs import read_observations
from serai.navigate.receivers.inputs import merged
from serai.navigate.station.digest import digest_of
from serai.navigate.station.hearing import Hearing
from serai.navigate.station.judged import Judged, Limits, judged
from serai.navigate.station.services import Served

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

BESIDE_S = 4 * 3600  # how far outside a file's epochs a message may lie and still serve it: Galileo's limit


@dataclass(frozen=True, slots=True)
class Feed:
    """The files of a station by what they hold; ``heard`` are its logs of corrections."""

    observed: tuple[Path, ...]
    navigated: tuple[Path, ...]
    heard: Hearing

    @property
    def left(self) -> tuple[Path, ...]:
        """The files that hold none of all that."""
        return tuple(self.heard.left)


def feed_of(places: Iterable[Path]) -> Feed:
    """Sort files, and the files of folders, by what their first line says; observations by name."""
    files: list[Path] = []
    for place in places:
        files += sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
    kinds = [kind_of(path) for path in files]
    by = {kind: tuple(p for p, k in zip(files, kinds, strict=True) if k is kind) for kind in Kind}
    if not by[Kind.OBSERVATIONS]:
        raise Refused(f"none of the {len(files)} files holds observations in RINEX")
    if not by[Kind.NAVIGATION]:
        raise Refused(
            f"none of the {len(files)} files holds broadcast navigation; give a RINEX file of it too"
        )
    return Feed(by[Kind.OBSERVATIONS], by[Kind.NAVIGATION], Hearing(by[Kind.OTHER]))


def each_judged(
    feed: Feed,
    place_m: Floats,
    services: Sequence[Served],
    limits: Limits,
    known: Mapping[str, Judged],
    tell: Tell | None = None,
) -> Iterator[Judged]:
    """Judge the files that ``known`` does not hold with the same content; what cannot be read is refused.

    A file for which new logs of corrections were heard is judged again.
    """
    shelf: _Shelf | None = None
    spans = {name: (one.begin, one.end) for name, one in known.items()}
    before = {one.digest: one for one in known.values()}
    for k, (name, path) in enumerate(_named(feed.observed).items()):
        if tell is not None:
            tell("files", k, len(feed.observed))
        digest = digest_of(path)
        same = before.get(digest)
        if same is not None and {*feed.heard.digests(same.begin, same.end)} <= {*same.logs}:
            continue
        observations = read_observations(path, lenient=True)
        if not len(observations.tai_ns):
            raise Refused(f"{path.name} holds no epoch that can be read")
        shelf = shelf or _Shelf(feed.navigated)  # read through when the first new file comes
        begin, end = int(observations.tai_ns[0]), int(observations.tai_ns[-1])
        navigation = shelf.around(begin, end)
        if navigation is None:
            raise Refused(f"no navigation file given is of the time of {path.name}")
        logs = feed.heard.around(begin, end)
        found = judged(name, digest, observations, navigation, place_m, services, limits, logs)
        found = replace(found, logs=feed.heard.digests(begin, end))
        if same is not None:
            found = _with_what_was_heard_before(found, same)
        _refuse_overlap(found, spans)
        spans[name] = (found.begin, found.end)
        before[digest] = found
        yield found
    if tell is not None:
        tell("files", len(feed.observed), len(feed.observed))


def _with_what_was_heard_before(found: Judged, same: Judged) -> Judged:
    """A file judged again keeps what was said of services whose logs are not given this time."""
    gone = {name for name in same.tallies if name not in found.tallies}
    return replace(
        found,
        tallies={**found.tallies, **{name: same.tallies[name] for name in gone}},
        strips={**found.strips, **{name: same.strips[name] for name in gone}},
        alarms=(*found.alarms, *(a for a in same.alarms if a.who.split(", ")[0] in gone or a.who in gone)),
        logs=tuple(sorted({*found.logs, *same.logs})),
    )


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """Files by their names, with their folder's where two have the same."""
    counts = Counter(path.name for path in paths)
    return {p.name if counts[p.name] == 1 else f"{p.parent.name}/{p.name}": p for p in paths}


def _refuse_overlap(found: Judged, spans: Mapping[str, tuple[int, int]]) -> None:
    """Refuse epochs that another file holds too; a file that grew takes its own place."""
    for name, (begin, end) in spans.items():
        if name != found.file and begin <= found.end and found.begin <= end:
            raise Refused(
                f"{found.file} and {name} hold the same time, and its epochs would count twice; give files "
                "of an hour or of a day, not both, and of one receiver"
            )


class _Shelf:
    """Navigation files by the time their messages cover; those last used stay at hand."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.spans: dict[Path, tuple[int, int]] = {}
        self.at_hand: dict[Path, Navigation] = {}
        for path in paths:
            toes = [table.toe_tai_ns for table in self._read(path).tables.values() if len(table)]
            if toes:
                self.spans[path] = (min(int(t.min()) for t in toes), max(int(t.max()) for t in toes))

    def around(self, begin: int, end: int) -> Navigation | None:
        """The messages of all files that touch a time, or None."""
        near = BESIDE_S * 1_000_000_000
        wanted = [p for p, (low, high) in self.spans.items() if low - near <= end and high + near >= begin]
        found = {path: self.at_hand.get(path) or self._read(path) for path in wanted}
        self.at_hand = found
        return merged(list(found.values())) if found else None

    def _read(self, path: Path) -> Navigation:
        navigation = read_navigation(path, lenient=True)
        self.at_hand = {path: navigation}  # a shelf of one while the files are looked through
        return navigation
