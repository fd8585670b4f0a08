"""How a table that cannot be read is told: every problem, by file, line and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from serai.errors import Refused
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a corridor folder: where, what was expected and what came.

    ``found`` is the text that came, or in words (a reason) what did; when it is empty, ``expected`` is the
    whole sentence. ``hint`` is what was likely meant, such as "did you mean 'kashi'?".
    """

    file: str
    line: int
    column: str
    expected: Reason | str
    found: Reason | str
    hint: Reason | str = ""

    def __str__(self) -> str:
        return str(self.reason)

    def __lt__(self, other: Problem) -> bool:
        """By file, line and column, then by what is said."""
        mine, theirs = ((p.file, p.line, p.column, str(p.said)) for p in (self, other))
        return mine < theirs

    @property
    def reason(self) -> Reason:
        """The whole sentence: where, what was expected, what came, what was likely meant."""
        return reason("tables.problem", where=self._where, said=self.said)

    @property
    def said(self) -> Reason:
        """The sentence without its place: what was expected, what came, what was likely meant."""
        hint = reason("tables.hint", hint=self.hint) if self.hint else ""
        if not self.found:
            return reason("tables.told", sentence=self.expected, hint=hint)
        return reason("tables.expected", expected=self.expected, came=self.came, hint=hint)

    @property
    def came(self) -> Reason:
        """What came: a text in quotation marks, words in brackets."""
        if isinstance(self.found, Reason):
            return reason("tables.came_in_words", words=self.found)
        return reason("tables.came", text=self.found)

    @property
    def _where(self) -> Reason:
        line = reason("tables.line", line=self.line) if self.line else ""
        column = reason("tables.column", column=self.column) if self.column else ""
        return reason("tables.where", file=self.file, line=line, column=column)


class CorridorRefused(Refused):
    """A corridor folder that cannot be read whole; ``problems`` lists everything that was found."""

    def __init__(self, folder: Path, problems: Sequence[Problem]) -> None:
        self.folder, self.problems = folder, tuple(problems)
        others = len(problems) - 1
        more = reason("tables.refused_more", others=others, folder=str(folder)) if others else ""
        super().__init__("tables.refused", first=problems[0].reason, more=more)


class Expected(ValueError):
    """What a column's reader expected, where that depends on what came, and what was likely meant."""

    def __init__(self, expected: Reason, hint: Reason | str = "") -> None:
        self.expected, self.hint = expected, hint
        super().__init__(str(expected))
