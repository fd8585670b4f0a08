"""Newer element sets for a corridor's satellites."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from serai.corridor.elements import read_element_table
from serai.corridor.manifest import Manifest, read_manifest
from serai.corridor.tables import ELEMENTS, SATELLITES
from serai.fetch.http import TWO_HOURS_S, AskedAlready, FetchRefused, LastTime, Reply, ask, host
from serai.files import locked, put
from serai.files.web import shown
from serai.formats import OMM_COLUMNS, BadElements, MeanElements, read_csv, write_csv
from serai.tables import CorridorRefused, Problem, Row, read_table
from serai.time import Instant
from serai.wording import reason

CELESTRAK = "https://celestrak.org/NORAD/elements/gp.php?GROUP=active&FORMAT=csv"
STATE = ".elements-fetch.json"  # beside the elements: when they were asked for, and what they were called


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """One satellite's elements before and after; ``old`` or ``new`` is None where there were or are none."""

    id: str
    name: str
    norad: int
    old: Instant | None
    new: Instant | None
    absent: bool  # from the answer: the old elements were kept

    @property
    def newer(self) -> bool:
        """Whether newer elements came than there were."""
        return self.new is not None and (self.old is None or self.new > self.old)

    def age_s(self, at: Instant) -> float | None:
        """How old the elements are now, seconds; None without any."""
        return None if self.new is None else at.seconds_since(self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of asking: each satellite's elements before and after, in the order of satellites.csv."""

    url: str
    file: Path
    at: Instant
    start: Instant  # from which the corridor is asked about, unless somebody says another
    changed: bool  # False: the server has nothing newer, and the file is as it was
    satellites: tuple[Renewal, ...]

    @property
    def absent(self) -> tuple[Renewal, ...]:
        """The satellites that were not in the answer and keep what they had."""
        return tuple(s for s in self.satellites if s.absent)


def fetch_elements(
    folder: str | Path,
    *,
    url: str = CELESTRAK,
    now: Instant | None = None,
    force: bool = False,
    out: Path | None = None,
) -> Fetched:
    """Replace the corridor's element sets by those a server has now, all at once.

    The file then holds the corridor's satellites only; those absent from the answer keep their old
    elements, and so do those that came with older ones. The file stays as it was when the server refuses,
    says something else or breaks off (`FetchRefused`), and when it was asked within the last two hours
    (`AskedAlready`, unless ``force``). ``out`` writes elsewhere and leaves the folder alone. Of two at once
    the second waits for the first, and then finds that the server was asked.
    """
    now = now or Instant.from_datetime(datetime.now(UTC))
    manifest, rows = _satellites(Path(folder))
    own = manifest.files[ELEMENTS]
    file = own if out is None else out
    with locked(file.with_name(STATE)):
        return _renewed(manifest, rows, own, file, url, now, force=force)


def _renewed(
    manifest: Manifest, rows: list[Row], own: Path, file: Path, url: str, now: Instant, *, force: bool
) -> Fetched:
    """What came of asking, while nobody else does."""
    held = _held(own)
    wanted = tuple(sorted(n for row in rows if (n := row.count("norad")) is not None))
    last = LastTime.read(file.with_name(STATE), url)
    if not force:
        _refuse_too_soon(last, now)
    asked = LastTime(url=shown(url), asked=now.utc())
    # "not modified" only helps who still has what was given then, for every satellite wanted now
    complete = last is not None and file.exists() and set(wanted) <= set(last.norads)
    reply = _ask(url, last if complete else None, asked, file.with_name(STATE))
    unchanged = Fetched(
        url=shown(url),
        file=file,
        at=now,
        start=manifest.start,
        changed=False,
        satellites=_renewals(rows, held, held, held),
    )
    if reply.text is None:
        assert last is not None  # only then can a server say so
        replace(last, asked=asked.asked).write(file.with_name(STATE))
        return unchanged
    came = _read(url, reply.text, set(wanted))
    if not reply.whole:
        _refuse_a_part(url, held.keys() & set(wanted), came)
    kept = {n: _newest(held.get(n), came.get(n)) for n in wanted if n in held.keys() | came.keys()}
    put(file, write_csv(kept[n] for n in sorted(kept)))
    asked = replace(asked, etag=reply.etag, last_modified=reply.last_modified, norads=wanted)
    asked.write(file.with_name(STATE))
    return replace(unchanged, changed=True, satellites=_renewals(rows, held, kept, came))


def _refuse_too_soon(last: LastTime | None, now: Instant) -> None:
    """Refuse to ask within the two hours in which nothing can have changed."""
    if last is None:
        return
    asked = Instant.from_utc(last.asked)
    if 0.0 <= now.seconds_since(asked) < TWO_HOURS_S:
        raise AskedAlready(last.url, asked)


def _ask(url: str, last: LastTime | None, asked: LastTime, state: Path) -> Reply:
    """What the server answers; that it was asked is kept as soon as it answers, also by a refusal."""
    try:
        return ask(url, last, lambda: asked.write(state))
    except FetchRefused as refused:
        if refused.answered:
            asked.write(state)
        raise


def _satellites(folder: Path) -> tuple[Manifest, list[Row]]:
    """What corridor.toml says and the rows of satellites.csv, or CorridorRefused."""
    manifest, problems = read_manifest(folder, None, None)
    if manifest is None:
        raise CorridorRefused(folder, problems)
    nothing = reason("corridor.nothing")
    for name in ("satellites", ELEMENTS):
        if name not in manifest.files:
            problems.append(
                Problem("corridor.toml", 0, name, reason("corridor.file_of", table=name), nothing)
            )
    if problems:
        raise CorridorRefused(folder, problems)
    rows, problems = read_table(manifest.files["satellites"], SATELLITES)
    if problems:
        raise CorridorRefused(folder, problems)
    return manifest, rows


def _held(file: Path) -> dict[int, MeanElements]:
    """The element sets that the folder has; none when it has no file of them yet."""
    if not file.exists():
        return {}
    table, problems = read_element_table(file)
    if problems:
        raise CorridorRefused(file.parent, problems)
    return dict(table.by_norad)


def _read(url: str, text: str, wanted: set[int]) -> dict[int, MeanElements]:
    """The newest element set in an answer for each satellite wanted; refuses what is not whole OMM CSV."""
    first = text.lstrip().split("\n", 1)[0].strip()
    if not first.startswith(OMM_COLUMNS[0]):
        raise FetchRefused(url, reason("fetch.no_elements", server=host(url), first=first[:60]))
    if not text.endswith("\n"):
        raise FetchRefused(url, reason("fetch.last_line", server=host(url)))
    try:
        sets = read_csv(text)
    except BadElements as bad:
        raise FetchRefused(url, reason("fetch.unreadable", server=host(url), why=bad.reason)) from None
    came: dict[int, MeanElements] = {}
    for one in sets:
        if one.norad in wanted:
            came[one.norad] = _newest(came.get(one.norad), one)
    if wanted and not came:
        why = reason("fetch.none_of_ours", server=host(url), wanted=len(wanted), sent=len(sets))
        raise FetchRefused(url, why)
    return came


def _refuse_a_part(url: str, had: Collection[int], came: Mapping[int, MeanElements]) -> None:
    """Refuse an answer of unknown length that lacks most of the satellites there were elements of."""
    there = sum(n in came for n in had)
    if 2 * there < len(had):
        raise FetchRefused(url, reason("fetch.a_part", server=host(url), had=len(had), came=there))


def _newest(a: MeanElements | None, b: MeanElements | None) -> MeanElements:
    return max((e for e in (a, b) if e is not None), key=lambda e: e.epoch)


def _renewals(
    rows: list[Row],
    held: Mapping[int, MeanElements],
    kept: Mapping[int, MeanElements],
    came: Mapping[int, MeanElements],
) -> tuple[Renewal, ...]:
    renewals = []
    for row in rows:
        norad = row.count("norad")
        if norad is None:
            continue
        old, new = held.get(norad), kept.get(norad)
        renewals.append(
            Renewal(
                id=row.text("id"),
                name=row.text("name"),
                norad=norad,
                old=old.epoch if old else None,
                new=new.epoch if new else None,
                absent=norad not in came,
            )
        )
    return tuple(renewals)
