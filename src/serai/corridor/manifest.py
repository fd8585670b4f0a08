"""corridor.toml: a corridor's name, period, map, rules, sources, and which files hold its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import cast

from serai.earth import Box
from serai.files import BadData, toml_of
from serai.tables import Problem
from serai.tables.rows import did_you_mean, text_of
from serai.time import Instant
from serai.wording import Reason, reason
from serai.world import Rules, RuleSet
from serai.world.rules import bounds, defaults

FILE = "corridor.toml"
_KEYS = ("name", "id", "start", "days", "map", "summary")
_SECTIONS = ("corridor", "files", "sources", "rules")
DAY_S = 86_400.0
_MAX_DAYS = 14.0  # DESIGN, "How a need is judged": at most 14 days


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What corridor.toml says; ``files`` maps the name of each table to its path."""

    folder: Path
    id: str
    name: str
    summary: str
    start: Instant
    days: float
    map: Box
    files: Mapping[str, Path]
    rules: Rules
    own_rules: tuple[object, ...]
    sources: Mapping[str, Mapping[str, object]]


def read_manifest(
    folder: Path, tables: Sequence[str] | None, rules: Sequence[RuleSet] | None
) -> tuple[Manifest | None, list[Problem]]:
    """What corridor.toml says and the problems in it; with any problem there is no manifest.

    ``tables`` are the names that may stand in its section [files], ``rules`` the sections that may stand in
    [rules]; None: any.
    """
    if not folder.is_dir():
        found = reason("corridor.a_file") if folder.exists() else reason("corridor.no_such_folder")
        return None, [Problem(str(folder), 0, "", reason("corridor.a_folder"), found)]
    text = text_of(folder / FILE, reason("corridor.save_toml_as_utf_8"))
    if isinstance(text, Problem):
        return None, [text]
    try:
        said = toml_of(text, FILE)
    except BadData as bad:
        came = reason("corridor.toml_says", says=bad.why.values.get("said", bad.why))
        return None, [Problem(FILE, bad.line, "", reason("corridor.toml"), came)]
    reading = _Reading(text)
    manifest = reading.manifest(folder, said, tables, rules)
    return (None if reading.problems else manifest), reading.problems


@dataclass(slots=True)
class _Reading:
    """One reading of corridor.toml, which collects what is wrong as it goes."""

    text: str
    problems: list[Problem] = field(default_factory=list)

    def manifest(
        self,
        folder: Path,
        said: Mapping[str, object],
        tables: Sequence[str] | None,
        rules: Sequence[RuleSet] | None,
    ) -> Manifest:
        self.only("", said, _SECTIONS, reason("corridor.one_of_the_sections", names=_SECTIONS))
        head = self.section(said, "corridor")
        self.only("corridor", head, _KEYS, reason("corridor.one_of_the_keys", names=_KEYS))
        return Manifest(
            folder=folder,
            id=self.word(head, "id", folder.name),
            name=self.word(head, "name"),
            summary=self.word(head, "summary", ""),
            start=self.start(head),
            days=self.number("corridor", head, "days", 0.01, _MAX_DAYS, 1.0),
            map=self.box(head),
            files=self.files(folder, self.section(said, "files"), tables),
            rules=self.rules(self.section(said, "rules"), rules),
            own_rules=self.own_rules(self.section(said, "rules"), rules or ()),
            sources=self.sources(self.section(said, "sources")),
        )

    def wrong(self, section: str, key: str, expected: Reason, found: object, hint: Reason | str = "") -> None:
        """Keep a problem with a key; None came where it does not stand."""
        if found is None:
            came: Reason | str = reason("corridor.nothing")
        elif isinstance(found, str):
            came = found or reason("tables.empty")
        else:
            came = reason("corridor.toml_says", says=repr(found))
        self.problems.append(Problem(FILE, self.line(section, key), key, expected, came, hint))

    def only(self, section: str, said: Mapping[str, object], known: Iterable[str], expected: Reason) -> None:
        """Refuse the keys of a section that nothing reads."""
        for key in said:
            if key not in known:
                self.wrong(section, key, expected, key, did_you_mean(key, known))

    def line(self, section: str, key: str) -> int:
        """The line on which a key of a section stands; of the section when the key is not there."""
        inside, found = not section, 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[+\s*\"?([^\]\"]+)", line)
            if header:
                inside = header[1].strip() == section
                if header[1].strip() in (section, key, f"{section}.{key}"):
                    found = number
            elif inside and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
                return number
        return found

    def section(self, said: Mapping[str, object], name: str) -> Mapping[str, object]:
        value = said.get(name, {})
        if isinstance(value, dict):
            return cast("Mapping[str, object]", value)
        self.wrong("", name, reason("corridor.a_section", name=name), value)
        return {}

    def word(self, head: Mapping[str, object], key: str, default: str | None = None) -> str:
        value = head.get(key, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        self.wrong("corridor", key, reason("corridor.a_text"), value)
        return ""

    def number(
        self, section: str, said: Mapping[str, object], key: str, low: float, high: float, default: float
    ) -> float:
        value = said.get(key, default)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        expected = reason("tables.from_to", what=reason("tables.a_number"), low=low, high=high)
        self.wrong(section, key, expected, value)
        return default

    def start(self, head: Mapping[str, object]) -> Instant:
        value = head.get("start")
        try:
            if isinstance(value, datetime):  # TOML's own, which stands without quotes
                return Instant.from_datetime(value)
            return Instant.from_utc(value if isinstance(value, str) else "")
        except ValueError:
            came = None if value is None else str(value)
            self.wrong("corridor", "start", reason("corridor.a_start"), came)
            return Instant(0)

    def box(self, head: Mapping[str, object]) -> Box:
        value = head.get("map")
        try:
            west, south, east, north = (float(v) for v in cast("list[float]", value))
            return Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north)
        except (TypeError, ValueError):
            self.wrong("corridor", "map", reason("corridor.a_map"), value)
            return Box(lon_min=0, lat_min=0, lon_max=0, lat_max=0)

    def files(
        self, folder: Path, said: Mapping[str, object], known: Sequence[str] | None
    ) -> Mapping[str, Path]:
        tables = list(said) if known is None else known
        self.only("files", said, tables, reason("corridor.one_of_the_tables", names=tuple(tables)))
        files = {}
        for key, value in said.items():
            if not isinstance(value, str) or not _inside(folder, value):
                self.wrong("files", key, reason("corridor.a_file_here"), value)
            elif key in tables:
                files[key] = folder / value
        return MappingProxyType(files)

    def rules(self, said: Mapping[str, object], declared: Sequence[RuleSet] | None) -> Rules:
        """The steps of judging; beside them stand the sections that services declare (None: any)."""
        any_table = {key for key, value in said.items() if isinstance(value, dict)}
        sections = any_table if declared is None else {s.section for s in declared}
        steps = {key: value for key, value in said.items() if key not in sections}
        known = (*defaults(Rules), *sorted(f"[rules.{s}]" for s in sections))
        home = {rule: s.section for s in declared or () for rule in s.defaults}
        for key in steps:
            if key not in defaults(Rules):
                meant = did_you_mean(key, (*defaults(Rules), *sections))
                hint = reason("corridor.stands_in", section=home[key]) if key in home else meant
                self.wrong("rules", key, reason("corridor.one_of_the_rules", names=known), key, hint)
        return Rules(**self._set("rules", steps, defaults(Rules)))

    def own_rules(self, said: Mapping[str, object], declared: Sequence[RuleSet]) -> tuple[object, ...]:
        """What the corridor sets of the rules that services declare; a record of each."""
        records = []
        for one in dict.fromkeys(declared):
            section = f"rules.{one.section}"
            given = said.get(one.section, {})
            if not isinstance(given, dict):
                self.wrong("rules", one.section, reason("corridor.a_section", name=section), given)
                continue
            known = tuple(one.defaults)
            self.only(section, given, known, reason("corridor.one_of_the_rules", names=known))
            records.append(one.record(**self._set(section, given, one.defaults)))
        return tuple(records)

    def _set(self, section: str, said: Mapping[str, object], known: Mapping[str, float]) -> dict[str, float]:
        return {k: self.number(section, said, k, *bounds(k), d) for k, d in known.items() if k in said}

    def sources(self, said: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
        for key, value in said.items():
            if not isinstance(value, dict):
                self.wrong("sources", key, reason("corridor.a_section", name=f"sources.{key}"), value)
        return MappingProxyType(
            {k: MappingProxyType(dict(v)) for k, v in said.items() if isinstance(v, dict)}
        )


def _inside(folder: Path, name: str) -> bool:
    """Whether a file's name stays within the folder, as spelled and where a link leads."""
    path = PurePosixPath(name)
    if not name.strip() or "\0" in name or path.is_absolute() or ".." in path.parts:
        return False
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead to themselves
        return False
