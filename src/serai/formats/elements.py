"""Element sets from a file of any of the forms read here."""

from __future__ import annotations

from pathlib import Path

from serai.formats.omm import MeanElements, content_of, read_csv, read_json
from serai.formats.tle import read_tle


def read_elements(path: str | Path) -> list[MeanElements]:
    """Read OMM in CSV or JSON, or two-line sets, told apart by what the file begins with (also .gz)."""
    text, _ = content_of(path)
    head = text.lstrip("\ufeff \r\n")[:200]
    if head.startswith(("[", "{")):
        return read_json(path)
    return read_csv(path) if "," in head.split("\n", 1)[0] and "MEAN_MOTION" in head else read_tle(path)
