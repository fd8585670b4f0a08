"""What every refusal has in common: one sentence for an operator, kept as a key and values."""

from __future__ import annotations

from pathlib import Path

from serai.wording import ENGLISH, Reason, harmless_name, reason, say


class Refused(ValueError):
    """A question that cannot be answered as asked; its text is one sentence an operator can act on.

    Raised with a key of the catalogue (`wording/languages`) and the values of its sentence:
    ``raise Refused("earth.latitude", lat_deg=lat_deg)``, or with a reason made before. Each kind that a
    caller may want to tell apart is a subclass beside the code that raises it and carries the values as
    attributes. The commands print the sentence and end with exit code 1; any other exception is a fault of
    the program and shows its trace.
    """

    def __init__(self, what: str | Reason, /, **values: object) -> None:
        self.reason = what if isinstance(what, Reason) else reason(what, **values)
        super().__init__(what)

    @property
    def key(self) -> str:
        """The stable name of the sentence, by which it is translated."""
        return self.reason.key

    def said(self, language: str = ENGLISH) -> str:
        """The sentence in a language, on one line; nothing quoted in it commands a terminal or hides."""
        return harmless_name(say(self.reason, language))

    def __str__(self) -> str:
        return self.said()


def cannot_read(path: str | Path, wrong: OSError) -> Refused:
    """The refusal of a file that the system does not let be read, with the system's own reason."""
    return Refused("errors.cannot_read", path=str(path), why=why_not(wrong))


def why_not(wrong: OSError) -> Reason | str:
    """Why the system does not do something with a file."""
    if isinstance(wrong, FileNotFoundError):
        return reason("errors.no_such_file")
    if isinstance(wrong, PermissionError):
        return reason("errors.no_permission")
    if isinstance(wrong, IsADirectoryError):
        return reason("errors.is_a_folder")
    return wrong.strerror or str(wrong)
