"""SatNet weeks read, and a schedule of one judged from the published rules alone; no solver is shared.

The benchmark is Goh et al. (2021), "SatNet: A benchmark for satellite scheduling optimization". Counted is
what is given to a request between the set-up and the teardown of its tracks, once however many antennas an
array has, and at most what was asked. The published text leaves open what `duration_min` is the least of:
`request` takes it as the least of a request in all, `track` as that of each of its tracks.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from pathlib import Path

READINGS = ("request", "track")
MAY_SPLIT_S = 8 * 3600  # requests that ask for so much may have two tracks
HALF_S = 4 * 3600  # the least of each of two tracks, where the request's own least is not less
Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class View:
    """A period in which antennas (several: an array that takes all of them) see the spacecraft."""

    antennas: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a mission asks for; seconds."""

    id: str
    subject: str
    asked: int
    least: int
    setup: int
    teardown: int
    views: tuple[View, ...]


@dataclass(frozen=True, kw_only=True)
class Track:
    """Antennas that hear a request's spacecraft from start to end, set-up and teardown left out."""

    request: str
    antennas: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Week:
    """The requests of a week, and when each antenna is maintained."""

    requests: tuple[Request, ...]
    maintained: Mapping[str, tuple[Span, ...]]

    @property
    def start(self) -> int:
        return min(v.start - r.setup for r in self.requests for v in r.views)

    @property
    def end(self) -> int:
        return max(v.end + r.teardown for r in self.requests for v in r.views)


@dataclass(frozen=True, kw_only=True)
class Score:
    """Hours given, requests that have what they need, and what missions miss of what they ask."""

    hours: float
    requests: int
    u_rms: float
    u_max: float


def request_of(found: Mapping[str, object]) -> Request:
    """A request as the benchmark writes it: durations in hours, set-up in minutes, views in seconds."""
    views = []
    by_resource = found["resource_vp_dict"]
    assert isinstance(by_resource, dict)
    for names, periods in by_resource.items():
        antennas = tuple(str(names).split("_"))
        views += [View(antennas=antennas, start=v["TRX ON"], end=v["TRX OFF"]) for v in periods]
    return Request(
        id=str(found["track_id"]),
        subject=str(found["subject"]),
        asked=round(float(str(found["duration"])) * 3600),
        least=round(float(str(found["duration_min"])) * 3600),
        setup=round(float(str(found["setup_time"])) * 60),
        teardown=round(float(str(found["teardown_time"])) * 60),
        views=tuple(sorted(views, key=lambda v: (v.start, v.antennas))),
    )


def read_week(folder: Path, name: str) -> Week:
    """A week by its name (`W10_2018`)."""
    found = json.loads(gzip.decompress((folder / "problems_W10_W20.json.gz").read_bytes()))
    requests = tuple(request_of(one) for one in found[name])
    week = Week(requests=requests, maintained={})
    maintained: dict[str, list[Span]] = defaultdict(list)
    with (folder / "maintenance.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            start, end = round(float(row["starttime"])), round(float(row["endtime"]))
            if start < week.end and week.start < end:
                maintained[row["antenna"]].append((start, end))
    return Week(requests=requests, maintained={a: tuple(sorted(s)) for a, s in maintained.items()})


def track_least(request: Request, tracks: int, reading: str) -> int:
    """The shortest that each track of a request may be."""
    split = tracks > 1 and reading == "request"
    return min(request.least, HALF_S) if split else request.least


def broken_rules(tracks: Sequence[Track], week: Week, reading: str) -> Iterator[str]:
    """Every rule that a schedule breaks, in words."""
    requests = {r.id: r for r in week.requests}
    of_request: dict[str, list[Track]] = defaultdict(list)
    of_subject: dict[str, list[Track]] = defaultdict(list)
    on: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for track in tracks:
        request = requests[track.request]
        of_request[request.id].append(track)
        of_subject[request.subject].append(track)
        seen = [v for v in request.views if set(v.antennas) == set(track.antennas)]
        if not any(v.start <= track.start < track.end <= v.end for v in seen):
            yield f"{request.id} is not inside one view period"
        for antenna in track.antennas:
            on[antenna].append((track.start - request.setup, track.end + request.teardown, request.id))
    for name, mine in of_request.items():
        request = requests[name]
        most = 2 if request.asked >= MAY_SPLIT_S else 1
        if len(mine) > most:
            yield f"{name} has {len(mine)} tracks, {most} at most"
        least = track_least(request, len(mine), reading)
        yield from (f"a track of {name} is too short" for t in mine if t.end - t.start < least)
    for name, theirs in of_subject.items():
        for a, b in combinations(theirs, 2):
            if a.start < b.end and b.start < a.end:
                yield f"subject {name} has two tracks at {max(a.start, b.start)}"
    for antenna, held in on.items():
        spans = [(s, e, who) for s, e, who in held]
        spans += [(s, e, "maintenance") for s, e in week.maintained.get(antenna, ())]
        for (start, until, first), (begin, end, second) in combinations(spans, 2):
            if begin < until and start < end and {first, second} != {"maintenance"}:
                yield f"{antenna} is held by {first} and {second} at {max(start, begin)}"


def score(tracks: Sequence[Track], week: Week) -> Score:
    """What a schedule gives; a request given less than its least counts nothing."""
    given: dict[str, int] = defaultdict(int)
    for track in tracks:
        given[track.request] += track.end - track.start
    asked_of: dict[str, int] = defaultdict(int)
    given_of: dict[str, int] = defaultdict(int)
    served = 0
    for request in week.requests:
        counts = min(request.asked, given[request.id]) if given[request.id] >= request.least else 0
        served += counts > 0
        asked_of[request.subject] += request.asked
        given_of[request.subject] += counts
    missed = [(asked - given_of[name]) / asked for name, asked in asked_of.items()]
    return Score(
        hours=sum(given_of.values()) / 3600,
        requests=served,
        u_rms=sqrt(sum(u * u for u in missed) / len(missed)),
        u_max=max(missed),
    )
