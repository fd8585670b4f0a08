"""Logs without secrets: tokens, passwords, cookies and keys are replaced before a line is written.

`veiled` cleans a text; `Quiet` is a filter for `logging`, `quiet_event` a processor for structlog. What is
veiled is told by its form (tokens of serai, headers, pairs of a name and a value, passwords in addresses), so
that a secret does not come through in a message, an argument, a traceback or a nested value.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping

VEIL = "..."
_NAMES = (
    r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|csrf[\w-]*|x-csrf-token|api[_-]?key|x-api-key|authorization"
    r"|proxy-authorization|(?:set-)?cookie|session|invitation|signature|key)"
)
_NAME = re.compile(rf"(?i)(?:^|[_\W]){_NAMES}$")
_TOKEN = re.compile(r"serai-(session|key|invitation)-[\w-]+")
_SCHEME = re.compile(r"(?i)\b(bearer|basic|digest)\s+[^\s\"',;]+")
_HEADER = re.compile(r"(?im)\b((?:set-)?cookie|(?:proxy-)?authorization)(\s*[:=]\s*)(?!\.\.\.)[^\r\n]+")
_PAIR = re.compile(
    rf"(?i)(?<![\w-])([\w-]*{_NAMES})([\"']?\s*[:=]\s*)(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^\s,;&}}\])\"']+)"
)
_IN_ADDRESS = re.compile(r"(\b[a-z][\w+.-]*://[^\s:/@]*:)[^\s@]+@")


def veiled(text: str) -> str:
    """A text without what looks like a secret."""
    text = _TOKEN.sub(lambda m: f"serai-{m[1]}-{VEIL}", text)
    text = _IN_ADDRESS.sub(rf"\1{VEIL}@", text)
    text = _HEADER.sub(rf"\1\2{VEIL}", text)
    text = _SCHEME.sub(rf"\1 {VEIL}", text)
    return _PAIR.sub(rf"\1\2{VEIL}", text)


def veiled_value(name: str, value: object) -> object:
    """A value of a log line: one named as a secret is gone, else its texts are veiled, at any depth."""
    if _NAME.search(name) and value not in (None, "", False, True):
        return VEIL
    if isinstance(value, str):
        return veiled(value)
    if isinstance(value, bytes):
        return veiled(value.decode("utf-8", "replace"))
    if isinstance(value, Mapping):
        return {veiled(str(key)): veiled_value(str(key), one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [veiled_value("", one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return veiled(str(value))


def quiet_event(_logger: object, _method: str, event: Mapping[str, object]) -> dict[str, object]:
    """An event of structlog without secrets: the last processor before the renderer."""
    return {name: veiled_value(name, value) for name, value in event.items()}


class Quiet(logging.Filter):
    """A filter for handlers of `logging`: each record's whole text is veiled, its traceback too."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Veil a record; none is dropped."""
        try:
            said = record.getMessage()
        except (TypeError, ValueError, KeyError):  # wrong arguments: logging itself would print them
            said = f"{record.msg} {record.args}"
        record.msg, record.args = veiled(said), None
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        record.exc_text = None if record.exc_text is None else veiled(record.exc_text)
        record.stack_info = None if record.stack_info is None else veiled(record.stack_info)
        for name, value in vars(record).items():
            if name not in _OWN:
                setattr(record, name, veiled_value(name, value))
        return True


_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
