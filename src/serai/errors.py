"""What every refusal has in common: one sentence for an operator, and a key to translate it by."""

from __future__ import annotations

from typing import ClassVar


class Refused(ValueError):
    """A question that cannot be answered as asked; its text is one sentence an operator can act on.

    Each kind of refusal is a subclass beside the code that raises it. It carries the values of its sentence
    as attributes and sets `key`, a stable name by which the sentence can be translated. The commands print
    the sentence and end with exit code 1; any other exception is a fault of the program and shows its trace.
    """

    key: ClassVar[str] = "refused"
