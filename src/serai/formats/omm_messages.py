"""OMM in its normative forms: keyword = value notation (KVN) and XML (CCSDS 502.0-B-3; 505.0-B-3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from serai.formats.omm import BadElements, MeanElements, Tell, content_of, records_of, refuse
from serai.wording import reason

BEGINS = "CCSDS_OMM_VERS"


def read_kvn(source: str | Path, tell: Tell = refuse) -> list[MeanElements]:
    """Read OMMs of a KVN file or text, one after the other; keywords of other blocks are left aside."""
    text, name = content_of(source)
    return records_of(_messages(text, name), name, tell)


def read_xml(source: str | Path, tell: Tell = refuse) -> list[MeanElements]:
    """Read all OMMs of an XML file or text, alone or in an NDM."""
    text, name = content_of(source)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadElements(name, 1, "", reason("formats.expected.omm_xml"), "<!DOCTYPE")
    try:
        as_utf_8 = ET.XMLParser(encoding="utf-8")  # which it is by now, whatever its head says  # noqa: S314
        root = ET.fromstring(text.lstrip("\ufeff \r\n").encode(), as_utf_8)  # noqa: S314 (no DTD, so no entities)
    except ET.ParseError as wrong:
        raise BadElements(
            name, wrong.position[0], "", reason("formats.expected.omm_xml"), str(wrong)
        ) from None
    messages = [one for one in root.iter() if _bare(one.tag) == "omm"]
    if not messages:
        raise BadElements(name, 1, "", reason("formats.expected.omm_xml"), _bare(root.tag))
    fields = (
        (place, {_bare(leaf.tag): leaf.text or "" for leaf in one.iter() if not len(leaf)})
        for place, one in enumerate(messages, start=1)
    )
    return records_of(fields, name, tell)


def _messages(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    begun, fields = 0, dict[str, str]()
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if not said or said.startswith("COMMENT"):
            continue
        key, sign, value = said.partition("=")
        if not sign:
            raise BadElements(name, number, "", reason("formats.expected.keyword"), said[:40])
        if key.strip() == BEGINS:
            if begun:
                yield begun, fields
            begun, fields = number, {}
        fields[key.strip()] = value.split("[")[0].strip()  # a unit may stand in brackets
    yield begun or 1, fields


def _bare(tag: object) -> str:
    """A tag without its namespace."""
    return str(tag).rpartition("}")[2]
