"""How numbers, durations, shares, places, lists and reasons are said: one voice, a language a folder."""

from serai.wording.catalogue import ENGLISH, PSEUDO, languages
from serai.wording.harmless import csv_cell, harmless, harmless_json, harmless_name
from serai.wording.lists import listed, plural, sentence, some
from serai.wording.numbers import duration, exact, number, percent, quantity, rate, required_percent
from serai.wording.reasons import Reason, fields, reason, say, word

__all__ = [
    "ENGLISH",
    "PSEUDO",
    "Reason",
    "csv_cell",
    "duration",
    "exact",
    "fields",
    "harmless",
    "harmless_json",
    "harmless_name",
    "languages",
    "listed",
    "number",
    "percent",
    "plural",
    "quantity",
    "rate",
    "reason",
    "required_percent",
    "say",
    "sentence",
    "some",
    "word",
]
