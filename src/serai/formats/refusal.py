"""What is said of a file that cannot be read: the file, the line, what was expected and what came."""

from __future__ import annotations

from collections import Counter

from serai.errors import Refused
from serai.wording import Reason, reason


class BadFile(Refused):
    """A file that cannot be read as what it claims to be; `line` counts from 1, 0 where lines have no say.

    `got` is text of the file, said in quotation marks, or a reason that describes what came.
    """

    def __init__(self, file: str, line: int, expected: Reason, got: str | Reason) -> None:
        self.file, self.line, self.expected, self.got = file, line, expected, got
        came = got if isinstance(got, Reason) else quoted(_shown(got))
        says = reason("formats.unlike", expected=expected, got=came)
        if line:
            super().__init__("formats.bad_line", file=file, line=line, says=says)
        else:
            super().__init__("formats.bad_file", file=file, says=says)


class FaultJudge:
    """What is done with a fault of a file: refused at once, or counted under its name and passed over.

    `lenient` chooses. What a reader must have (a header, a version) is refused in both cases.
    """

    def __init__(self, file: str, *, lenient: bool) -> None:
        self.file, self.lenient = file, lenient
        self.skipped: Counter[str] = Counter()

    def fault(self, kind: str, line: int, expected: Reason, got: str | Reason, count: int = 1) -> None:
        """Refuse a fault, or count it when lenient."""
        if not self.lenient:
            raise BadFile(self.file, line, expected, got)
        self.skipped[kind] += count


def quoted(text: str) -> Reason:
    """Text that came from outside, in quotation marks."""
    return reason("formats.came.text", text=text)


def _shown(text: str) -> str:
    """Shorten what came to one readable line."""
    clean = "".join(c if c.isprintable() else "?" for c in text.rstrip("\r\n"))
    return clean if len(clean) <= 60 else clean[:57] + "..."
