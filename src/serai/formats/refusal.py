"""What is said of a file that cannot be read: the file, the line, what was expected and what came."""

from __future__ import annotations

from collections import Counter

from serai.errors import Refused


class BadFile(Refused):
    """A file that cannot be read as what it claims to be; `line` counts from 1, 0 where lines have no say."""

    key = "bad_file"

    def __init__(self, file: str, line: int, expected: str, got: str) -> None:
        self.file, self.line, self.expected, self.got = file, line, expected, got
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: expected {expected}, got {_shown(got)}")


class Judge:
    """What is done with a fault of a file: refused at once, or counted under its name and passed over.

    `lenient` chooses. What a reader must have (a header, a version) is refused in both cases.
    """

    def __init__(self, file: str, *, lenient: bool) -> None:
        self.file, self.lenient = file, lenient
        self.skipped: Counter[str] = Counter()

    def fault(self, kind: str, line: int, expected: str, got: str, count: int = 1) -> None:
        """Refuse a fault, or count it when lenient."""
        if not self.lenient:
            raise BadFile(self.file, line, expected, got)
        self.skipped[kind] += count


def _shown(text: str) -> str:
    """Shorten what came to one readable line."""
    clean = "".join(c if c.isprintable() else "?" for c in text.rstrip("\r\n"))
    return repr(clean if len(clean) <= 60 else clean[:57] + "...")
