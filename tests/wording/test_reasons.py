"""A reason is a key and values: said in a language, each kind of value in one way."""

from __future__ import annotations

import re

import pytest

from serai.errors import Refused
from serai.wording import PSEUDO, Reason, fields, reason, say
from serai.wording import reason as made
from serai.wording.catalogue import OPEN, SHUT, entries


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch):
    """A catalogue of one sentence, whatever the test calls for."""
    templates = dict(entries())

    def hold(template: str) -> None:
        templates["test.sentence"] = template

    monkeypatch.setattr("serai.wording.reasons.entries", lambda _="en": templates)
    monkeypatch.setattr("serai.wording.reasons.template", lambda key, _="en": templates.get(key))
    return hold


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("takes {wait:duration}", {"wait": 180_000.0}, "takes 50 h"),
        ("takes {wait:duration}", {"wait": float("inf")}, "takes never"),
        ("{rate:rate} for {share:percent}", {"rate": 2e7, "share": 0.9996}, "20 Mbit/s for 99.9 %"),
        ("{error:quantity}", {"error": (0.0283, "h")}, "1.7 min"),
        ("{who:and}", {"who": ("Kashi", "Miyun", "Sanya", "Kashi")}, "Kashi, Miyun and Sanya"),
        ("{who:or}", {"who": ("Kashi", "Miyun")}, "Kashi or Miyun"),
        ("{who:some(2)}", {"who": tuple("abcde")}, "a, b and 3 more"),
        ("{who:some(2)}", {"who": tuple("abc")}, "a, b, c"),
        ("{n:plural(look, looks)}", {"n": 1}, "1 look"),
        ("{n:plural(look, looks)}", {"n": 1136}, "1,136 looks"),
        ("{who:and} {who:choose(keeps, keep)}", {"who": ("GPS",)}, "GPS keeps"),
        ("{who:and} {who:choose(keeps, keep)}", {"who": ("GPS", "GLONASS")}, "GPS and GLONASS keep"),
        ("from {at:minute}", {"at": "2026-08-22T04:17:09Z"}, "from 22 Aug 2026 04:17"),
        ("got {came:quoted}", {"came": "a\x1b[2J"}, r"got 'a\x1b[2J'"),
        ("down{late:if(, late)}", {"late": True}, "down, late"),
        ("down{late:if(, late)}", {"late": ()}, "down"),
        ("{lat:.1f} deg", {"lat": 24.86}, "24.9 deg"),
    ],
)
def test_each_kind_of_value_is_said_in_one_way(catalogue, template, values, said):
    catalogue(template)
    assert say(reason("test.sentence", **values)) == said


def test_a_reason_inside_a_reason_is_said_in_the_same_language(catalogue):
    catalogue("{whole:joined(; )}{inner}")
    inner = reason("voice.more", count=3)
    outer = Reason("test.sentence", {"whole": (), "inner": inner})
    assert say(outer) == "and 3 more"
    assert say(outer, PSEUDO) == f"{OPEN}and {SHUT}3{OPEN} more{SHUT}"


def test_the_pseudo_language_brackets_what_is_translated_and_nothing_else(catalogue):
    catalogue("without {who:and}: {left:choose(nothing, something)} for {wait:duration}")
    said = say(reason("test.sentence", who=("GPS", "BeiDou"), left=1, wait=float("inf")), PSEUDO)
    assert re.sub(f"{OPEN}[^{SHUT}]*{SHUT}", "", said) == "GPS  BeiDou"


def test_every_template_of_the_catalogue_can_be_read():
    for key in entries():
        assert isinstance(fields(key), frozenset), key


def test_equal_keys_and_values_are_equal_reasons():
    assert made("voice.more", count=3) == made("voice.more", count=3)
    assert made("voice.more", count=3) != made("voice.more", count=4)
    assert len({made("voice.more", count=3), made("voice.more", count=3)}) == 1


def test_a_refusal_is_its_sentence_and_keeps_key_and_values():
    refused = Refused("voice.more", count=3)
    assert str(refused) == "and 3 more"
    assert refused.key == "voice.more"
    assert isinstance(refused.reason, Reason)
    assert refused.reason.values["count"] == 3
