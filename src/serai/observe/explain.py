"""An observation's answer in words: why the figures are what they are, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from serai.ground.antennas import image_dishes
from serai.needs import Figure, Need, Weak, required
from serai.observe.fittings import STATION
from serai.observe.request import asked_of
from serai.observe.scene import Case
from serai.observe.sensors import Eye
from serai.observe.timeliness import Downlink, Served
from serai.orbit import Sgp4, fit_for, orbit_kind
from serai.pool import Asset, Pool
from serai.tables import Basis
from serai.world import World

NAMED_AT_MOST = 3
WEAK_AT_MOST = 5
DAY_S = 86_400.0
HOURS_NOT_MINUTES_S = 1800.0  # a median wait beyond half an hour is said to need a reason


def why(case: Case, served: Served, figures: Sequence[Figure], clear: str) -> str:
    """The reason for the figures, in one sentence for an operator."""
    if not served.inside.any():
        later = any(f.typical is not None and np.isfinite(f.typical) for f in figures)
        return (
            "no look begins in the judged time; later ones serve what is asked in it"
            if later
            else _why_none(case)
        )
    days = case.period.within.duration_s / DAY_S
    count = int(served.inside.sum())
    parts = [f"{plural(count, 'look')} in {days:g} d by {named(case.pool, served.satellites)}"]
    down = served.downlink
    if down is not None:
        stations = list(served.path[:-1]) or served.stations
        where = f", mostly at {case.pool[stations[0]].name}" if stations else ""
        parts.append(f"an image is down {downlink_words(down)}{where}")
        if down.median_s > HOURS_NOT_MINUTES_S:
            parts.append(_unheard(case, served))
    parts += [_figure(f, by_rate=case.period.by_rate) for f in figures if not f.missing]
    parts += [f"nobody published the {f.missing}" for f in figures if f.missing]
    if clear:
        parts.append(clear)
    return "; ".join(parts)


def _unheard(case: Case, served: Served) -> str:
    """Why images wait, and which station would not let them."""
    said = "most satellites are out of hearing of the stations that may take their images as they look"
    if served.hearers:
        station, term = served.hearers[0]
        said += f" ({case.pool[station].name} would hear them, but {term.id} is not agreed)"
    return said


def downlink_words(down: Downlink) -> str:
    """How long images take to the ground: median, 95 % and worst."""
    if not np.isfinite(down.median_s):
        return "not within a day for most looks"
    worst = duration(down.worst_s) if np.isfinite(down.worst_s) else "not within a day"
    p95 = duration(down.p95_s) if np.isfinite(down.p95_s) else "not within a day"
    return f"{duration(down.median_s)} after the look (median; 95 %: {p95}, worst: {worst})"


def duration(seconds: float) -> str:
    """A length of time as one says it: 1.7 min, 5.9 h, 2.4 d."""
    if seconds < 5400.0:
        return f"{seconds / 60.0:.1f} min"
    if seconds < 2.0 * DAY_S:
        return f"{seconds / 3600.0:.1f} h"
    return f"{seconds / DAY_S:.1f} d"


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def named(pool: Pool, ids: Sequence[str]) -> str:
    """A few of some assets by name, and how many more."""
    return _few([pool[i].name for i in ids])


def limits(need: Need) -> str:
    """What a need accepts to look with: kinds and resolution."""
    kinds = " or ".join(asked_of(need).sensors)
    resolution = need.measure("resolution")
    fine = f" of {resolution.threshold:g} m or finer" if resolution is not None else ""
    return f"{kinds or 'sensor'}{fine}"


def _why_none(case: Case) -> str:
    who = case.pool.party(case.need.party)
    whom = who.name if who is not None else "the people who ask"
    if case.eyes.found and len(case.looks):
        names = named(case.pool, _ids(e.asset for e in case.eyes.found))
        if not any(image_dishes(asset) for asset in case.pool.assets):
            return f"{names} look, but no station has an antenna that takes images in (dishes.csv)"
        return f"{names} look, but no station that may take their images hears them within a day"
    if case.eyes.found:
        names = named(case.pool, _ids(e.asset for e in case.eyes.found))
        return f"no {limits(case.need)} comes into view in the judged time ({names} do not reach the place)"
    if case.eyes.barred:
        names = named(case.pool, _ids(case.eyes.barred))
        return f"no term in force lets {whom} have images of {limits(case.need)}; {names} would do"
    if case.eyes.unknown:
        return f"no {limits(case.need)} is known to count; nobody published the {case.eyes.unknown[0]}"
    return f"no satellite of the pool carries {limits(case.need)}"


def _figure(figure: Figure, *, by_rate: bool) -> str:
    measure = figure.measure
    if measure.name == "revisit" and by_rate and figure.typical is not None:
        asked_for = f"{measure.threshold:g} {measure.unit} asked"
        return f"a look comes every {figure.typical:.3g} {measure.unit} on average ({asked_for})"
    words = {
        "request_to_hand": "from request to hand",
        "image_to_hand": "from look to hand",
        "revisit": "from look to look",
        "repeat_pass": "between passes on the same track",
    }.get(measure.name, measure.name)
    limit = f"{measure.threshold:g} {measure.unit} asked"
    if figure.typical is None:
        return f"{words}: never ({limit})"
    share = required(measure)
    worst = "no bound" if figure.worst is None else f"{figure.worst:.3g} {measure.unit}"
    typical = f"{figure.typical:.3g} {measure.unit}"
    return f"{words} {typical} (median), {worst} for {100 * share:.0f} % of the time ({limit})"


def weak(case: Case, served: Served) -> tuple[Weak, ...]:
    """The recalled and assumed figures that decide: the weakest first, and of those the most decisive."""
    found: list[tuple[str, str, Basis]] = []
    place = {name: rank for rank, name in enumerate(served.satellites)}
    eyes = sorted(_used(case, served), key=lambda e: place[e.asset.id])
    for eye in eyes:
        found += [
            (f"terms {w.term.id} on images of", eye.asset.name, w.term.provenance.basis)
            for w in eye.ways
            if w.term is not None
        ]
        found += [
            (f"{what} of", eye.asset.name, eye.sensor.provenance.of(column))
            for what, column in _decisive(eye, case.need)
        ]
    if case.need.measure("request_to_hand") or case.need.measure("image_to_hand"):
        found += [
            (f"{what} of", case.need.id, case.need.provenance.of(column))
            for what, column in (("processing time", "processing_h"), ("last mile", "last_mile_h"))
        ]
    for station in served.stations[:1]:
        asset = case.pool[station]
        found.append(("position of", asset.name, asset.provenance.of("lat_deg")))
    together: dict[tuple[str, Basis], list[str]] = {}
    for what, whose, basis in found:
        if basis >= Basis.RECALLED:
            together.setdefault((what, basis), []).append(whose)
    ordered = sorted(together.items(), key=lambda kv: -int(kv[0][1]))
    return tuple(
        Weak(what=f"{what} {_few(list(dict.fromkeys(names)))}", basis=basis)
        for (what, basis), names in ordered[:WEAK_AT_MOST]
    )


def _used(case: Case, served: Served) -> list[Eye]:
    """The sensor by which each satellite looks most finely, of the satellites that look."""
    rows = np.flatnonzero(served.inside)
    first = {int(case.looks.satellite[row]): int(case.looks.eye[row]) for row in rows[::-1]}
    return [case.eyes.found[number] for number in first.values()]


def _few(names: Sequence[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def flags(case: Case, served: Served, world: World) -> tuple[str, ...]:
    """What a reader must know: old elements, revisit from a rate, sensors left out, purchases."""
    said = []
    ages = [(a.id, age) for a in (case.pool[i] for i in served.satellites) if (age := _unfit_age_s(a, world))]
    for says, ids in (
        ("too old for a look's exact second", [i for i, age in ages if age > 0.0]),
        (
            "of too long after the time asked about for a look's exact second",
            [i for i, age in ages if age < 0],
        ),
    ):
        if ids:
            said.append(f"element sets {says}: {named(case.pool, ids)}")
    if case.period.by_rate:
        days = case.period.within.duration_s / DAY_S
        said.append(f"revisit judged from the rate of looks over {days:g} days")
    if case.eyes.unknown:
        more = len(case.eyes.unknown) - 1
        said.append(
            f"left out because nobody published it: {case.eyes.unknown[0]}"
            + (f" and {plural(more, 'figure')} more" if more else "")
        )
    looking = set(served.satellites)
    bought = {
        w.term.id
        for e in case.eyes.found
        if e.asset.id in looking
        for w in e.ways
        if w.term is not None and w.term.when.startswith("commercial")
    }
    if bought:
        said.append(f"images are bought under {', '.join(sorted(bought))}")
    return tuple(said)


def _decisive(eye: Eye, need: Need) -> Iterable[tuple[str, str]]:
    if need.measure("resolution") is not None:
        yield "resolution", "resolution_m"
    if eye.stares:
        yield "scan repeat", "image_every_min"
    elif eye.sensor.has_band:
        yield "incidence", "incidence_max_deg"
    else:
        yield "pointing", "off_nadir_max_deg"
    if any(w.kind == STATION for w in eye.ways):
        yield "delivery", "delivery"


def _ids(assets: Iterable[Asset]) -> list[str]:
    return list(dict.fromkeys(a.id for a in assets))


def _unfit_age_s(asset: Asset, world: World) -> float:
    """The age of elements too far from the time asked about, below 0 where they are later; else 0."""
    motion = asset.motion
    if not isinstance(motion, Sgp4):
        return 0.0
    age_s = motion.age_s(world.at)
    return 0.0 if fit_for("look", orbit_kind(motion.elements), age_s) else age_s
