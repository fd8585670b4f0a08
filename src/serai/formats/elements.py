"""Element sets from a file of any of the forms read here."""

from __future__ import annotations

from pathlib import Path

from serai.formats.omm import MeanElements, Tell, content_of, read_csv, read_json, refuse
from serai.formats.omm_messages import read_kvn, read_xml
from serai.formats.tle import read_tle


def read_elements(path: str | Path, tell: Tell = refuse) -> list[MeanElements]:
    """Read OMM in CSV, JSON, KVN or XML, or two-line sets, told apart by what the file begins with.

    Packed files are told by their content; text is UTF-8 with or without a byte order mark, else Latin-1. A
    set that cannot be read is refused; ``tell`` is given each instead, and the others are read if it returns.
    """
    text, _ = content_of(path)
    head = text.lstrip("\ufeff \r\n")[:400]
    if head.startswith(("[", "{")):
        return read_json(path, tell)
    if head.startswith("<"):
        return read_xml(path, tell)
    if head.startswith(("CCSDS_OMM_VERS", "COMMENT")):
        return read_kvn(path, tell)
    return read_csv(path, tell) if "MEAN_MOTION" in head.split("\n", 1)[0] else read_tle(path, tell)
