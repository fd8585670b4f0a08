r"""Text from tables made harmless: nothing in it commands a terminal, hides, or turns what is read around.

Names are other people's text. Control characters (ESC begins a command to a terminal), marks of direction
(Unicode UAX 9: they show `gpj.exe` as `exe.jpg`), separators of lines and lone surrogates become U+FFFD, one
for one.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache

KEEP = "SERAI_CSV_FORMULAS"  # set to "keep", cells of CSV stay as they are
_HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_LINES = re.compile("[\t\r\n]+")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")


def harmless(text: str) -> str:
    r"""A text of many lines without what commands or hides; tabs and ends of lines stay.

    >>> harmless("Ka\x1b[2Jshi") == "Ka\ufffd[2Jshi"
    True
    """
    return _HIDDEN.sub("\ufffd", text)


def harmless_name(text: str) -> str:
    """A name on one line: as `harmless`, and tabs and ends of lines are blanks."""
    return harmless(_LINES.sub(" ", text))


def harmless_json(text: str) -> str:
    r"""A JSON text with the same characters escaped: a program reads what stood there, a screen does not.

    >>> print(harmless_json('{"id": "a\u202eb"}'))
    {"id": "a\u202eb"}
    """
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def csv_cell(value: object) -> object:
    """A cell of CSV: a text as `harmless_name`, which no spreadsheet takes for a formula; a number as it is.

    A text that begins with = + - or @ gets an apostrophe before it, as spreadsheets write text themselves
    (OWASP, "CSV Injection"); the environment's SERAI_CSV_FORMULAS=keep leaves it.

    >>> csv_cell("=1+1"), csv_cell("-1.5"), csv_cell("+X"), csv_cell(-2)
    ("'=1+1", '-1.5', "'+X", -2)
    """
    return _cell(value, os.environ.get(KEEP) == "keep") if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _cell(text: str, keep: bool) -> str:
    plain = harmless_name(text)
    return "'" + plain if not keep and _FORMULA.match(text) and not _NUMBER.match(text) else plain
