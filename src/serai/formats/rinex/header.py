"""The labelled header that every RINEX file begins with: version, kind, and the records up to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from serai.formats.refusal import BadFile
from serai.formats.scan import Bytes, Integers, lines_of
from serai.wording import Reason, reason

LABEL = 60  # the column at which a record's label begins
LABEL_OF_LONG_NAMES = 65  # in clock files from version 3.04 on
END = "END OF HEADER"
VERSION = "RINEX VERSION / TYPE"
KINDS: Mapping[str, Reason] = {
    "O": reason("formats.observations"),
    **dict.fromkeys("NGH", reason("formats.navigation")),
    "C": reason("formats.clocks"),
}
_VERSION = re.compile(r"\s*(\d{1,2}(?:\.\d{0,2})?)\s")


@dataclass(frozen=True, slots=True)
class Record:
    """One header line: its label, its 60 characters, and its line number (from 1)."""

    label: str
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class Header:
    """A RINEX header: `kind` is the file type letter, `system` the system letter (blank before RINEX 3)."""

    file: str
    version: float
    kind: str
    system: str
    records: tuple[Record, ...]
    lines: int  # of the header, so the data begin at this line (from 0)

    def of(self, label: str) -> Iterator[Record]:
        """Give the records of one label, in order."""
        return (record for record in self.records if record.label == label)

    def first(self, label: str) -> Record | None:
        return next(self.of(label), None)

    def text(self, label: str, start: int = 0, end: int = LABEL) -> str:
        """Give the trimmed characters of a label's first record, '' where it has none."""
        record = self.first(label)
        return record.body[start:end].strip() if record else ""


@dataclass(frozen=True, slots=True)
class Text:
    """A file as bytes with the places where its lines begin."""

    file: str
    buffer: Bytes
    starts: Integers

    @classmethod
    def of(cls, raw: bytes, file: str) -> Text:
        buffer = np.frombuffer(raw, dtype=np.uint8)
        return cls(file, buffer, lines_of(buffer))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def line(self, index: int) -> str:
        """Give one line (from 0) without its end; bytes that are no ASCII come as Latin letters."""
        if not 0 <= index < len(self):
            return ""
        piece = self.buffer[self.starts[index] : self.starts[index + 1]]
        return piece.tobytes().decode("latin-1").rstrip("\r\n")


def read_header(text: Text, wanted: str) -> Header:
    """Read the header of a file whose kind must be one of the letters of `wanted`."""
    first = text.line(0)
    version = _VERSION.match(first)
    at = LABEL_OF_LONG_NAMES if first[LABEL_OF_LONG_NAMES:].strip() == VERSION else LABEL
    if first[at:].strip() != VERSION or version is None:
        raise BadFile(text.file, 1, reason("formats.expected.rinex", label=VERSION), first)
    kind = first[20:22].strip()[:1].upper()
    if kind not in wanted:
        expected = reason("formats.expected.rinex_of", kind=KINDS[wanted[0]])
        raise BadFile(text.file, 1, expected, KINDS.get(kind, reason("formats.came.file_type", letter=kind)))
    records: list[Record] = []
    for index in range(1, len(text)):
        line = text.line(index)
        label = line[at:].strip()
        if label == END:
            system = first[40:41].upper().strip()
            return Header(text.file, float(version[1]), kind, system, tuple(records), index + 1)
        records.append(Record(label, line[:at].ljust(at), index + 1))
        if index > 5000 and not label:
            break
    expected = reason("formats.expected.header_end", label=END)
    raise BadFile(text.file, len(text), expected, reason("formats.came.none_in_the_file"))
