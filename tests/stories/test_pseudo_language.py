"""Said in the pseudo-language, the reference day's sentences leave nothing untranslated outside brackets.

The pseudo-language is English with every text of the catalogue in brackets. What is left outside must be
data: numbers with their units, times, signs between figures, and names and ids that stand in the corridor's
own tables.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import serai
from serai.needs import Assessment
from serai.outcome.change import compare
from serai.outcome.outcome import Outcome
from serai.wording import PSEUDO, Reason, say
from serai.wording.catalogue import OPEN, SHUT

SERVICES = ("navigate", "connect", "observe")
IN_BRACKETS = re.compile(f"{OPEN}[^{SHUT}]*{SHUT}")
# Units of figures, months of dates, sides of the compass: what may follow a number.
UNITS = (
    *(
        "d",
        "h",
        "min",
        "s",
        "ms",
        "us",
        "µs",
        "ns",
        "m",
        "km",
        "km2",
        "cm",
        "mm",
        "deg",
        "dB",
        "dBW",
        "dBK",
        "W",
        "GHz",
    ),
    *("bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "%", "E", "W", "N", "S", "UTC"),
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
NO_NAMES = ("source", "basis", "basis_of")
_UNIT = "|".join(re.escape(unit.casefold()) for unit in sorted(UNITS, key=len, reverse=True))
QUANTITY = re.compile(
    rf"(?<!\w)(?:\d{{4}}-\d\d-\d\d(?:t[\d:.]+z)?|[<≤≥+-]?\d[\d,.:]*|->)(?:\s(?:{_UNIT})(?![\w/]))*"
)


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "corridors" / "belt-and-road"


@pytest.fixture(scope="module")
def day(folder: Path) -> Outcome:
    return serai.assess(serai.open_corridor(folder))


@pytest.fixture(scope="module")
def data(folder: Path) -> tuple[str, ...]:
    """Every column and text of the corridor's tables, and its parts between separators, longest first."""
    found: set[str] = set()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found |= set(row)
                for column, cell in row.items():
                    if column not in NO_NAMES:
                        found |= set(_parts((cell or "").casefold()))
    return tuple(sorted(found, key=len, reverse=True))


def _parts(cell: str) -> Iterator[str]:
    """A cell, its parts between separators, what stands in brackets, and a name without that."""
    several = (part for between in ";,:|" for part in cell.split(between))
    for one in (cell, *several, *re.findall(r"\((.*?)\)", cell), cell.partition(" (")[0]):
        text = one.strip()
        if re.search(r"[^\W\d_]", text):  # a number is no name
            yield text


def said(one: Assessment) -> Iterator[tuple[str, Reason | str]]:
    """All that an assessment says in sentences, each with what it is."""
    yield "why", one.why
    yield "worst loss", one.worst_loss
    for what, several in (
        ("substitute", one.substitutes),
        ("remedy", one.remedies),
        ("flag", one.flags),
        ("missing figure", one.missing),
    ):
        for each in several:
            yield what, each


def outside(what: Reason | str, names: Iterable[str]) -> list[str]:
    """The words outside brackets that are neither numbers, units, nor names of the corridor."""
    left = IN_BRACKETS.sub(" ", say(what, PSEUDO)).casefold()
    for name in names:
        if name in left:
            left = re.sub(rf"(?<![\w/]){re.escape(name)}(?![\w/])", " ", left)
    left = QUANTITY.sub(" ", left)
    return [word for word in re.findall(r"[^\s,;:()'\"/|]+", left) if re.search(r"[^\W\d_]", word)]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_nothing_of_the_reference_day_outside_the_catalogue(day, data, service):
    strays = [
        f"{one.need.id} {what}: {stray} in {say(text, PSEUDO)}"
        for one in day.assessments
        if one.need.service == service
        for what, text in said(one)
        if (stray := outside(text, data))
    ]
    assert strays == []


def test_every_sentence_of_the_reference_day_is_a_reason(day):
    plain = [
        f"{one.need.id} {what}: {text}"
        for one in day.assessments
        for what, text in said(one)
        if text and not isinstance(text, Reason)
    ]
    assert plain == []


def test_cautions_changes_and_advice_say_nothing_outside_the_catalogue(day, data):
    after = serai.assess(day.corridor.without("kashi"), world=day.world, plan=day.plan, losses=False)
    texts: list[Reason] = list(day.cautions)
    for change in compare(day, after):
        texts += [one for one in (change.what, change.mends) if one is not None]
    assert len(texts) > 3
    strays = [f"{stray} in {say(text, PSEUDO)}" for text in texts if (stray := outside(text, data))]
    assert strays == []


def test_words_that_no_table_holds_are_found(data):
    assert outside("served by nobody at all", data)
    assert not outside("", data)
