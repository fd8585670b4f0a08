"""Structured logs: a line of JSON for each event on standard error, with nothing secret in it."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

from serai.serve.trust.quiet import Quiet
from serai.wording import harmless_json

PLAIN = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One event as one line: when, how grave, what, and its values."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        said |= {name: value for name, value in vars(record).items() if name not in PLAIN}
        if record.exc_info and record.exc_info[0] is not None:
            said["trace"] = "".join(traceback.format_exception(*record.exc_info))
        return harmless_json(json.dumps(said, ensure_ascii=False, default=str))


def log_in_lines(level: int = logging.INFO) -> None:
    """Write this server's events as lines of JSON on standard error."""
    lines = logging.StreamHandler()
    lines.setFormatter(JsonLines())
    lines.addFilter(Quiet())
    for name in ("serai.serve", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [lines], False
        logger.setLevel(level if name.startswith("serai") else logging.WARNING)
