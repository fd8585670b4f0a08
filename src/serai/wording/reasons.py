"""Reasons: what every why, remedy, flag, missing figure and refusal is made of, before any language.

A template of the catalogue says each value in one of these ways, written `{name:way}` or `{name:way(a, b)}`:

| way | value | said |
|---|---|---|
| (none) | anything | as it is; a reason is said in the same language |
| `number`, `exact` | a number | three digits, six digits |
| `duration`, `rate`, `percent`, `required` | seconds, bit/s, a share | "5.9 h", "20 Mbit/s", "99.9 %" |
| `quantity` | (number, unit) | "1.7 min" |
| `data` | bits | "64.2 GB" |
| `day`, `clock`, `minute` | a moment's UTC spelling | "22 Aug 2026 04:17" |
| `quoted` | text that came from a user | in quotation marks, unprintable characters escaped |
| `and`, `or` | names or reasons | "Karachi and Gwadar" |
| `some(3)` | the same | "Kashi, Miyun, Sanya and 2 more" |
| `joined(; )` | the same | one after the other with what stands between |
| `plural(look, looks)` | a count | "1 look", "3 looks" |
| `choose(keeps, keep)` | a count, or names | the first for one, the second for any other number |
| `if(text)` | anything | the text where the value is not empty, false or zero |

Anything else after the colon is a format of Python's: `{lat_deg:.1f}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from types import MappingProxyType

from serai.wording import numbers, times
from serai.wording.catalogue import ENGLISH, OPEN, PSEUDO, SHUT, entries, template

_WAY = re.compile(r"(\w+)(?:\((.*)\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reason:
    """A key of the catalogue and the values of its sentence; `str()` says it in English.

    Made by ``reason(key, name=value, ...)``. Values are plain (text, numbers, reasons, tuples of these), so
    that a reason can be kept and said again in another language: a moment is its UTC spelling, a length of
    time is in seconds, a figure in a unit is the pair of both.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return say(self)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted(self.values))))


def reason(key: str, /, **values: object) -> Reason:
    """The reason with this key of the catalogue, said with these values."""
    return Reason(key, MappingProxyType(values))


def word(group: str, name: str) -> Reason | str:
    """The catalogue's word for a name in a group of names ("needs.measure"), or the name where it has none.

    >>> str(word("needs.measure", "revisit")), word("needs.measure", "siren_reach")
    ('revisit', 'siren reach')
    """
    key = f"{group}.{name}"
    return name.replace("_", " ") if template(key) is None else reason(key)


def say(what: Reason | str, language: str = ENGLISH) -> str:
    """A reason in words; text that is no reason (a name, a number already said) stays as it is."""
    if not isinstance(what, Reason):
        return what
    text = template(what.key, language)
    if text is None:
        raise KeyError(what.key)
    said = []
    for literal, name, how, _ in Formatter().parse(text):
        said.append(_word(literal, language))
        if name is not None:
            said.append(_said(what.values[name], how or "", language))
    return "".join(said)


def _word(text: str, language: str) -> str:
    """A text of the catalogue; in the pseudo-language it stands in brackets."""
    return f"{OPEN}{text}{SHUT}" if language == PSEUDO and text else text


def _said(value: object, how: str, language: str) -> str:
    found = _WAY.fullmatch(how)
    if found is None or found[1] not in _WAYS:
        return say(value, language) if isinstance(value, Reason) else format(value, how)
    return _WAYS[found[1]](value, found[2] or "", language)


def _number(value: object, _: str, language: str) -> str:
    figure = _figure(value)
    return numbers.number(figure) if math.isfinite(figure) else _voice("unbounded", language)


def _quantity(value: object, _: str, language: str) -> str:
    assert isinstance(value, tuple)  # (figure, unit)
    figure, unit = _figure(value[0]), str(value[1])
    if math.isfinite(figure):
        return numbers.quantity(figure, unit)
    return _voice("never" if unit in numbers.SECONDS else "unbounded", language)


def _percent(value: object, _: str, language: str) -> str:
    if value is None or math.isnan(_figure(value)):
        return _voice("unknown", language)
    return numbers.percent(_figure(value))


def _figure(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _each(value: object, language: str) -> list[str]:
    if isinstance(value, str | Reason):
        value = (value,)
    assert isinstance(value, Iterable)
    said = [say(one, language) if isinstance(one, Reason) else str(one) for one in value]
    return [one for one in dict.fromkeys(said) if one]


def _row(word: str) -> Callable[[object, str, str], str]:
    def row(value: object, _: str, language: str) -> str:
        each = _each(value, language)
        between = _voice(word, language)
        return ", ".join(each[:-1]) + f" {between} {each[-1]}" if len(each) > 1 else "".join(each)

    return row


def _some(value: object, most: str, language: str) -> str:
    every, shown = _each(value, language), int(most)
    if len(every) <= shown + 1:
        return ", ".join(every)
    more = say(reason("voice.more", count=len(every) - shown), language)
    return f"{', '.join(every[:shown])} {more}"


def _count(value: object) -> int:
    return value if isinstance(value, int) else len(list(value)) if isinstance(value, Iterable) else 1


def _choose(value: object, forms: str, language: str) -> str:
    one, several = (form.strip() for form in forms.split(","))
    count = 1 if isinstance(value, str | Reason) else _count(value)
    return _word(one if count == 1 else several, language)


def _plural(value: object, forms: str, language: str) -> str:
    return f"{_count(value):,} {_choose(value, forms, language)}"


def _voice(word: str, language: str) -> str:
    return say(Reason(f"voice.{word}"), language)


_WAYS: Mapping[str, Callable[[object, str, str], str]] = {
    "number": _number,
    "exact": lambda value, _, __: numbers.exact(_figure(value)),
    "quantity": _quantity,
    "data": lambda value, _, __: numbers.data(_figure(value)),
    "duration": lambda value, _, language: _quantity((value, "s"), "", language),
    "rate": lambda value, _, language: _quantity((value, "bit/s"), "", language),
    "percent": _percent,
    "required": lambda value, _, __: numbers.required_percent(_figure(value)),
    "day": lambda value, _, __: times.day(str(value)),
    "clock": lambda value, _, __: times.clock(str(value)),
    "minute": lambda value, _, __: times.minute(str(value)),
    "quoted": lambda value, _, __: repr(str(value)),
    "and": _row("and"),
    "or": _row("or"),
    "some": _some,
    "joined": lambda value, between, language: between.join(_each(value, language)),
    "plural": _plural,
    "choose": _choose,
    "if": lambda value, text, language: _word(text, language) if value else "",
}


@cache
def fields(key: str) -> frozenset[str]:
    """The names of the values that the sentence with this key is said with."""
    return frozenset(name for _, name, _, _ in Formatter().parse(entries()[key]) if name)
